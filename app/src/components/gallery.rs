//! Every component in its states on one page with the style sheet, to be looked at: `target/gallery.html`.

use super::{fixture::*, *};
use leptos::prelude::*;
use std::{fmt::Write as _, fs, path::Path};
use survey::{
    definition::{CheckKind, Severity},
    evaluation::Violation,
    status::Status,
    value::{Entry, MissingReason},
};

#[test]
fn the_gallery_holds_every_class_of_the_markup() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let css = style_sheet(&root.join("style"));
    let body = [furniture(), questions(), charts(), tables(), others()].concat();
    let page = format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Galleri</title><style>{css}</style></head><body>{}<main class=\"page\">{body}</main></body></html>",
        view! { <Marks/> }.to_html()
    );
    fs::create_dir_all(root.join("target")).unwrap();
    fs::write(root.join("target/gallery.html"), &page).unwrap();
    assert!(!body.contains(" style="), "the policy refuses style attributes");
    let unknown: Vec<&str> = classes(&body).filter(|class| !css.contains(&format!(".{class}"))).collect();
    assert!(unknown.is_empty(), "the style sheet does not know {unknown:?}");
}

fn style_sheet(folder: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|kind| kind == "css"))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

fn classes(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices(" class=\"")
        .filter_map(|(at, start)| html[at + start.len()..].split('"').next())
        .flat_map(str::split_whitespace)
}

fn furniture() -> String {
    view! {
        <Breadcrumbs links=vec![Link::new("#", "Resultat"), Link::new("#", "Inriktningsmål 1. Individen som medskapare"), Link::new("#", "Välfärdsteknik")]/>
        <StatusRow text="Påminnelsen skickades till 3 kommuner."/>
        <StatusRow text="Två av tre brev kunde inte skickas." warning=true/>
        <PageHeading kicker="E-hälsa och välfärdsteknik i kommunerna 2026" title="E-tjänster inom socialtjänsten" lead="Avsnitt C, fem frågor. Varje svar sparas för sig, så du kan gå härifrån när du vill."/>
        <Presence name="Leila Haddad" doing="arbetar också i avsnittet, just nu i C3."/>
        <div class="section-head"></div>
        <ErrorSummary note="Allt annat på sidan är sparat." errors=vec![
            ErrorLink { target: "f-etjanster.familjeratt".into(), text: "C1: Familjerätt har både Digital ansökan och Inga e-tjänster".into() },
            ErrorLink { target: "f-inloggningar".into(), text: "C5: Svara, eller välj varför ni inte kan svara".into() },
        ]/>
    }
    .to_html()
}

fn questions() -> String {
    let form = form("");
    let violation = |field: &str, severity, message: &str| Violation {
        field: field.parse().unwrap(),
        severity,
        kind: CheckKind::Consistency,
        message: message.into(),
    };
    let set = |props: &mut FieldProps<'_>| {
        let saved = || Some(SaveState::Saved("10.36".into()));
        let name = props.field.name.to_string();
        match name.as_str() {
            "etjanster.barn_och_unga" => {
                props.entry = codes(&["tidsbokning", "intresse"]);
                props.previous = previous(codes(&["tidsbokning"]), "Tidsbokning");
            }
            "etjanster.ekonomiskt_bistand" => {
                props.entry = codes(&["ansokan", "chatt", "saker"]);
                props.previous = previous(Entry::Missing(MissingReason::VetEj), "Vet ej");
                props.save_state = saved();
            }
            "etjanster.familjeratt" => {
                props.entry = codes(&["ansokan", "inga"]);
                props.previous = previous(codes(&["inga"]), "Inga e-tjänster");
                props.violations = vec![violation(
                    &name,
                    Severity::Error,
                    "Familjerätt har både Digital ansökan och Inga e-tjänster. Ta bort en av dem.",
                )];
                props.save_state = Some(SaveState::Wrong("10.41".into()));
            }
            "automatiserad" => {
                props.entry = code("ja");
                props.comment = "Gäller återansökningar sedan februari.".into();
                props.previous = previous(code("nej"), "Nej");
                props.save_state = saved();
            }
            "andel_digitala" => {
                props.entry = code("cirka");
                props.previous = previous(code("farre"), "Färre än hälften");
                props.save_state = Some(SaveState::Changed { by: "Leila Haddad".into(), at: "10.41".into() });
                props.conflict = Some(AnswerConflict {
                    by: "Leila Haddad".into(),
                    at: "10.41".into(),
                    theirs: "Mer än hälften".into(),
                    mine: "Cirka hälften".into(),
                });
            }
            "antal_ansokningar" => {
                props.entry = number(12_400);
                props.previous = previous(number(1_240), "1\u{a0}240 ansökningar");
                props.violations =
                    vec![violation(&name, Severity::Warning, "Tio gånger fler än förra året. Stämmer det?")];
                props.save_state = saved();
            }
            "inloggningar" => {
                props.entry = Entry::Missing(MissingReason::UppgiftSaknas);
                props.previous = previous(Entry::Empty, "96,5 procent");
            }
            "kostnad" => {
                props.relevant = false;
            }
            "infort" => props.entry = Entry::Unreadable("i våras".into()),
            "system" => {
                props.unanswered = true;
                props.violations = vec![violation(&name, Severity::Info, "Skriv produktens namn, inte leverantörens.")];
            }
            "beskriv" => {
                props.entry = Entry::Value(survey::value::Value::Text(
                    "Vi har infört en gemensam inloggning.\nDen används av alla förvaltningar.".into(),
                ))
            }
            "hinder" => props.entry = codes(&["ekonomi", "juridik"]),
            "nattillsyn.aldreomsorg" => {
                props.entry = code("ja");
                props.previous = previous(code("nej"), "Nej");
            }
            "nattillsyn.funktionshinder" => props.relevant = false,
            "enheter.ordinart" => {
                props.entry = number(1_200);
                props.previous = previous(number(900), "900 personer");
            }
            "insatser.hemma" => {
                props.entry = codes(&["a", "d"]);
                props.previous = previous(codes(&["a"]), "Trygghetskamera");
            }
            _ => {}
        }
    };
    let mut html = String::from("<form method=\"post\">");
    for read_only in [false, true] {
        for question in &form.questionnaire().sections[0].questions {
            let fields: Vec<FieldProps<'_>> = form
                .fields_of_question(question.name.as_str())
                .map(|field| {
                    let mut props = FieldProps::new(field, Entry::Empty);
                    set(&mut props);
                    props
                })
                .collect();
            let number = fields.first().map(|props| props.field.number.clone()).unwrap_or_default();
            let question = QuestionProps { read_only, ..QuestionProps::new(question, number, fields) };
            html.push_str(&view! { <Questions questions=vec![question]/> }.to_html());
        }
    }
    html.push_str("<p class=\"save-state\"><svg class=\"mark\"><use href=\"#m-saving\"/></svg>Sparar…</p> <p class=\"save-state save-state-waiting\"><svg class=\"mark\"><use href=\"#m-waiting\"/></svg>Väntar på nätet, sparas strax</p>");
    html.push_str("<div class=\"section-end stack\"><p class=\"actions\"><button class=\"button\">Markera avsnittet som klart</button> <a class=\"button button-second\" href=\"#\">Tillbaka till alla avsnitt</a></p></div></form>");
    html
}

fn value(height: f64) -> Option<SeriesValue> {
    Some(SeriesValue { height, text: height.to_string() })
}

fn charts() -> String {
    let year = |year: i32, label: &str| SeriesYear { year, label: label.into() };
    let night = SeriesChartData {
        id: "natt".into(),
        title: "Andel kommuner med nattillsyn med digital teknik, 2017–2020".into(),
        note: Some("Påhittade värden: 2020".into()),
        is_whole: false,
        description: "Ökar.".into(),
        unit: "procent".into(),
        years: vec![year(2017, "2017"), year(2018, "2018 ²"), year(2019, "2019 ²"), year(2020, "2020")],
        series: vec![
            Series { label: "Ordinärt boende".into(), values: vec![value(37.0), None, None, value(66.0)] },
            Series {
                label: "Särskilda boenden för äldre".into(), values: vec![value(11.0), None, None, value(44.0)]
            },
            Series {
                label: "Boenden för personer med funktionsnedsättning".into(),
                values: vec![value(8.0), None, None, value(33.0)],
            },
        ],
        breaks: vec![SeriesBreak { before: 3, label: "Brott: frågan delad ¹".into(), series: 0 }],
    };
    let crowded = SeriesChartData {
        id: "manga".into(),
        title: "Sex serier, alla år kända, i kronor".into(),
        note: None,
        is_whole: false,
        description: "Sex serier.".into(),
        unit: "kronor per invånare".into(),
        years: (2019..=2026).map(|y| year(y, &y.to_string())).collect(),
        series: (0..6_u8)
            .map(|n| Series {
                label: format!("Serie {}", n + 1),
                values: (0..8_u8)
                    .map(|at| {
                        if at == 3 && n == 1 {
                            None
                        } else {
                            value(f64::from(n) * 310.0 + 400.0 + f64::from(at * at) * 12.0)
                        }
                    })
                    .collect(),
            })
            .collect(),
        breaks: vec![],
    };
    let counts = |days: u32, slow: f64| -> Vec<u32> {
        (0..=days).map(|day| (290.0 * (1.0 - (-f64::from(day) / slow).exp())).round() as u32).collect()
    };
    let curve = CurveData {
        id: "kurva".into(),
        title: "Inskickade svar dag för dag".into(),
        description:
            "242 den 22 april, 22 fler än samma dag 2025. Strecken på axeln är påminnelserna 24 mars och 8 april."
                .into(),
        whole: 290,
        unit: "kommuner".into(),
        last_day: 60,
        now: counts(52, 28.0),
        now_label: "2026".into(),
        before: counts(60, 36.0),
        before_label: "2025".into(),
        days: vec![(0, "2 mars".into()), (30, "1 april".into()), (52, "22 april".into()), (60, "30".into())],
        reminders: vec![23, 38],
        table: vec![
            CurveRow { until: "8 mars".into(), now: Some(57), before: Some(45) },
            CurveRow { until: "30 april".into(), now: None, before: Some(235) },
        ],
    };
    let point = |share: f64, when: &str| DotPairPoint { share, when: when.into() };
    view! {
        <div class="with-aside block">
            <div><SeriesChart data=night/><Footnotes notes=vec!["Tidsseriebrott mellan 2019 och 2020: frågan delades.".into(), "Värdena är inte publicerade (..).".into()]/></div>
            <aside class="aside stack"><p class="figure">"66"<span class="figure-unit">"\u{a0}%"</span></p><p class="figure-of">"av kommunerna 2020"</p></aside>
        </div>
        <div class="block"><SeriesChart data=crowded/></div>
        <div class="follow block">
            <div class="stack">
                <h2>"Svarsfrekvens"</h2>
                <p class="figure">"86,2"<span class="figure-unit">"\u{a0}%"</span></p>
                <SideFacts facts=vec![
                    SideFact { term: "Samma dag 2025".into(), value: "71,7\u{a0}%".into(), href: None },
                    SideFact { term: "Att granska".into(), value: "79 svar".into(), href: Some("#".into()) },
                ]/>
            </div>
            <Curve data=curve/>
        </div>
        <div class="compare">
            <DotPair before=Some(point(0.37, "2017")) now=point(0.66, "2020")/>
            <DotPair before=Some(point(0.16, "2019")) now=point(0.18, "2020")/>
            <DotPair before=Some(point(0.37, "2017")) now=point(0.66, "2020") is_broken=true/>
            <DotPair now=point(0.97, "2020")/>
        </div>
    }
    .to_html()
}

/// The tiles of the real map, where the register of kommuner is at hand.
fn tiles() -> Vec<Tile> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds/registers/municipalities.csv");
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines()
        .skip(1)
        .enumerate()
        .filter_map(|(at, line)| {
            let parts: Vec<&str> = line.split(',').collect();
            let [_, name, lan, .., column, row] = parts.as_slice() else { return None };
            let state = [0, 1, 0, 0, 1, 4, 0, 0, 2, 0, 1, 3, 0, 5, 0, 6][at % 16];
            Some(Tile {
                name: (*name).into(),
                lan: (*lan).into(),
                column: column.parse().ok()?,
                row: row.parse().ok()?,
                state,
            })
        })
        .collect()
}

fn tables() -> String {
    let order = [
        Status::Approved,
        Status::Submitted,
        Status::Returned,
        Status::Ready,
        Status::InProgress,
        Status::NotStarted,
        Status::Declined,
    ];
    let states: Vec<TileState> = order.into_iter().map(TileState::of_status).collect();
    let lan = |label: &str, full, part, back, open, count: &str, rate: &str| RateRow {
        label: label.into(),
        drawing: RateDrawing::Cells(vec![
            (CellKind::Full, full),
            (CellKind::Back, back),
            (CellKind::Part, part),
            (CellKind::Open, open),
        ]),
        count: count.into(),
        rate: rate.into(),
    };
    let group = |label: &str, share, count: &str, rate: &str| RateRow {
        label: label.into(),
        drawing: RateDrawing::Bar { share, mean: Some(0.862) },
        count: count.into(),
        rate: rate.into(),
    };
    let mut rows = String::new();
    for (name, status) in ["Dorotea", "Sorsele", "Borgholm", "Arboga"].into_iter().zip([
        Status::Returned,
        Status::InProgress,
        Status::NotStarted,
        Status::Declined,
    ]) {
        let mark = view! { <StatusMark status/> }.to_html();
        write!(rows, "<tr><td><label class=\"pick\"><input type=\"checkbox\"><span class=\"visually-hidden\">Markera {name}</span></label></td><th scope=\"row\"><a href=\"#\">{name}</a></th><td>{mark}</td><td data-label=\"Senast aktiv\">16 april</td></tr>").unwrap();
    }
    let head = view! { <th scope="col"><span class="visually-hidden">"Markera"</span></th><SortLink href="#" text="Kommun" sorted=Some(SortDirection::Ascending)/><SortLink href="#" text="Läge"/><SortLink href="#" text="Senast aktiv"/> }.to_html();
    let list = format!("<table class=\"row-list\"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>");
    let map = view! {
        <h3 id="karta">"Läget i 290 kommuner"</h3>
        <p class="note" id="karta-text">"En ruta är en kommun, ungefär där den ligger."</p>
        <TileMap labelled_by="karta" described_by="karta-text" states tiles=tiles()/>
    }
    .to_html();
    let pages = view! { <Pagination page=4 pages=9 href=|page| format!("#{page}")/> }.to_html();
    let rates = view! {
        <div class="pair">
            <RatesTable caption="Per län, lägst först. En ruta är en kommun." group="Län" rows=vec![
                lan("Örebro", 6, 1, 1, 4, "6 av 12", "50,0\u{a0}%"),
                lan("Västra Götaland", 45, 2, 0, 2, "45 av 49", "91,8\u{a0}%"),
            ]/>
            <RatesTable caption="Per kommungrupp, lägst först. Strecket är hela landet, 86,2\u{a0}%." group="Kommungrupp" rows=vec![
                group("Landsbygdskommun", 0.743, "26 av 35", "74,3\u{a0}%"),
                group("Storstäder", 1.0, "3 av 3", "100,0\u{a0}%"),
            ]/>
        </div>
    }
    .to_html();
    format!(
        "<section class=\"block\"><div class=\"map-and-list\"><div class=\"stack\">{map}</div><div class=\"stack\"><form class=\"filters\">{}<button class=\"button button-second\">Visa</button></form>{list}{pages}</div></div></section><section class=\"block\">{rates}</section>{AGGREGATE}",
        view! { <SelectField name="lan" label="Län" options=vec![SelectOption { value: String::new(), label: "Alla län".into() }]/><TextField name="sok" label="Sök kommun"/> }.to_html()
    )
}

const AGGREGATE: &str = "<section class=\"block\"><h2>Sammanställning</h2><div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Tabell\"><table class=\"aggregate\"><thead><tr><th scope=\"col\">Fråga</th><th scope=\"col\" class=\"number\">Antal</th><th scope=\"col\" class=\"number\">Andel</th></tr></thead><tbody><tr><th scope=\"rowgroup\" colspan=\"3\" class=\"aggregate-field\">C2 Är handläggningen automatiserad?</th></tr><tr><th scope=\"row\" class=\"aggregate-option\">Ja</th><td class=\"number\">165</td><td class=\"number\">66,0 %</td></tr><tr><th scope=\"row\" class=\"aggregate-option\">Nej</th><td class=\"number suppressed\">visas inte</td><td class=\"number suppressed\">visas inte</td></tr></tbody></table></div></section>";

fn others() -> String {
    let section =
        |letter: &str, title: &str, state, answered, asked, remains: Option<&str>, who: Option<&str>| SectionItem {
            known_by: None,
            letter: letter.into(),
            title: title.into(),
            href: Some("#".into()),
            state,
            answered,
            asked,
            remains: remains.map(str::to_owned),
            who: who.map(str::to_owned),
            assigned: true,
            when: Some("Klart 24 april".into()),
        };
    let hub = view! {
        <div class="facts">
            <div class="fact"><p class="fact-value">"8\u{a0}dagar"</p><p class="fact-label">"kvar."<br/>"Svara senast torsdag 30\u{a0}april 2026."</p></div>
            <div class="fact"><p class="fact-value">"5 av 9"</p><p class="fact-label">"avsnitt är klara"</p><Cells counts=vec![(CellKind::Full, 5), (CellKind::Open, 4)] size=13 gap=4/></div>
            <div class="fact"><p class="fact-value">"29 av 46"</p><p class="fact-label">"frågor är besvarade"</p><Cells counts=vec![(CellKind::Full, 29), (CellKind::Open, 17)] layout=CellLayout::Rows(2)/></div>
        </div>
        <div class="with-aside block">
            <div>
                <Message heading="Granskaren har en fråga om ert svar 2025" weight=MessageWeight::Warning><p>"Gäller det hela året eller bara andra halvåret?"</p><p class="actions"><a class="button button-second" href="#">"Svara på frågan"</a></p></Message>
                <div class="block-head"><h2 id="avsnitt">"Avsnitt"</h2><p class="actions"><a class="button" href="#">"Fortsätt där du slutade: avsnitt\u{a0}C"</a></p></div>
                <SectionList labelled_by="avsnitt" sections=vec![
                    section("A", "Uppgiftslämnare", SectionMarkState::Done, 4, 4, None, Some("Karin Nyström")),
                    section("C", "E-tjänster inom socialtjänsten", SectionMarkState::InProgress, 5, 5, Some("1\u{a0}fel att rätta, 1\u{a0}svar att förklara"), Some("Leila Haddad")),
                    section("G", "Kommunal hälso- och sjukvård", SectionMarkState::NotStarted, 0, 7, Some("7 frågor utan svar, ingen ansvarig"), None),
                ]/>
            </div>
            <aside class="aside stack"><h2>"Kvar att göra"</h2><ActionList links=vec![Link::new("#", "Rätta 1 fel i avsnitt\u{a0}C"), Link::new("#", "Svara på 17 frågor till")]/></aside>
        </div>
        <Cells counts=vec![(CellKind::Full, 250), (CellKind::Open, 40)] size=20 gap=5 layout=CellLayout::Rows(10) label=Some("250 av 290 kommuner har svarat".to_owned())/>
        <Cells counts=vec![(CellKind::Full, 5), (CellKind::Open, 2)] size=22 gap=8 ringed=Some(0) label=Some("5 av 7".to_owned())/>
        <Block id="raknas" heading="Så här räknas det" note="Uppdaterat i dag.">
            <div class="pair">
                <div class="stack"><Formula numerator="Kommuner som svarade ja på D1b" denominator="Kommuner som svarade på D1b"/></div>
                <Terms terms=vec![("Fråga D1b".into(), "Har kommunen nattillsyn med digital teknik?".into()), ("Publicerades".into(), "2021".into())]/>
            </div>
        </Block>
        <DownloadList files=vec![
            Download { href: "#".into(), text: "CSV".into(), note: Some("öppna data, 2\u{a0}kB".into()) },
            Download { href: "#".into(), text: "Excel".into(), note: None },
        ]/>
        <LongTextField name="skal" label="Varför kan ni inte svara?" help="Undersökningens ägare läser det ni skriver." fault=Some("Skriv ett skäl.".to_owned())/>
        <Message heading="Tolka med försiktighet"><p>"Frågan är om kommunen har tekniken."</p></Message>
        <Message heading="Svaret är inskickat" weight=MessageWeight::Done inner=true><p>"Tack."</p></Message>
    }
    .to_html();
    hub + PAGES
}

const PAGES: &str = "<section class=\"block\"><h2>Läs igenom</h2><dl class=\"check-answers\"><div><dt><span class=\"question-number\">C1</span>E-tjänster: Barn och unga</dt><dd>Tidsbokning, Chatt</dd><dd class=\"check-note\">Kommentar: sedan februari</dd><dd class=\"check-change\"><a href=\"#\">Ändra<span class=\"visually-hidden\"> C1</span></a></dd></div><div><dt><span class=\"question-number\">C2</span>Automatiserad</dt><dd class=\"check-missing\">Inte besvarad</dd><dd class=\"check-change\"><a href=\"#\">Svara</a></dd></div></dl></section><section class=\"block\"><div class=\"receipt\"><h2>Sundsvalls kommun har svarat</h2><p class=\"lead\">Inskickat 22 april 2026 kl. 10.41.</p><p>Kvittots nummer är <span class=\"receipt-code\">3f9a-77c1-0b2e</span></p></div></section><section class=\"block\"><h2>Välj en person</h2><div class=\"people\"><div><h3>Sundsvall</h3><ul class=\"people-list\" role=\"list\"><li><button class=\"person-button\"><span class=\"initials\" aria-hidden=\"true\">KN</span><span class=\"person-button-name\">Karin Nyström</span><span class=\"note\">Samordnare, Sundsvalls kommun</span></button></li><li><button class=\"person-button\"><span class=\"initials\" aria-hidden=\"true\">LH</span><span class=\"person-button-name\">Leila Haddad</span><span class=\"note\">Bidragsgivare</span></button></li></ul></div></div></section><div class=\"single\"><p class=\"figure\">404</p><h1>Sidan finns inte</h1><p class=\"lead\">Adressen kan vara felskriven, eller så har sidan flyttats.</p><p class=\"actions\"><a class=\"button\" href=\"/\">Till startsidan</a></p></div>";
