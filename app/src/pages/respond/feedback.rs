//! What an organisation gets back: its own answers beside others', a section at a time.

use super::{crumbs, hub_path};
use crate::{
    components::{BesideChart, BesideLegend, Breadcrumbs, Download, DownloadList},
    pages::{page, parameter, response_key},
    visit::Visit,
    words::PROTECTED,
};
use collection::{
    OrganisationKind,
    respond::{ComparedGroup, ComparedRound, Feedback, FieldFeedback, GroupFigure, feedback},
};
use leptos::prelude::*;
use leptos_meta::Title;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use survey::{
    definition::{FieldType, Question},
    form::Field,
    format,
    value::{Entry, Value},
};

/// The organisation's answers beside others'.
#[component]
pub fn FeedbackPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let asked = parameter("avsnitt");
    page(async move {
        let view =
            feedback(&visit.store, &visit.actor, &key?, visit.now).await.map_err(|error| visit.problem(error))?;
        let head = view.head.clone();
        let path = hub_path(&head.key);
        let sections = &view.form.questionnaire().sections;
        let is_shown = |place: usize| {
            view.fields
                .iter()
                .any(|one| view.form.field(one.field.as_str()).is_some_and(|field| field.section == place))
        };
        let shown: Vec<usize> = (0..sections.len()).filter(|place| is_shown(*place)).collect();
        let named = asked.as_deref().and_then(|name| sections.iter().position(|section| section.name.as_str() == name));
        let place = named.filter(|place| shown.contains(place)).or(shown.first().copied());
        let links = shown
            .iter()
            .filter_map(|at| Some((at, sections.get(*at)?)))
            .map(|(at, section)| {
                let href = format!("{path}/aterkoppling?avsnitt={}#avsnitt", section.name);
                let current = (Some(*at) == place).then_some("page");
                view! { <li><a href=href aria-current=current>{format!("{}. {}", section.letter, section.title)}</a></li> }
            })
            .collect_view();
        let section = place.and_then(|place| Some((place, sections.get(place)?)));
        let heading = section.map(|(_, section)| format!("{}. {}", section.letter, section.title));
        let questions = section.map(|(_, section)| {
            section.questions.iter().filter_map(|one| question(&view, one)).collect::<Vec<AnyView>>()
        });
        Ok(view! {
            <Title text=format!("Era svar bredvid andras, {}, {}", head.organisation_name, head.round_title)/>
            <Breadcrumbs links=crumbs(&head)/>
            <div class="page-heading">
                <p class="kicker">{format!("{}, {}", head.organisation_name, head.round_title)}</p>
                <h1>"Era svar bredvid andras"</h1>
                <p class="lead">{beside_what(&view)}</p>
            </div>
            <div class="block stack">
                {legend(&view)}
                <p class="note">{format!("Era svar är de som frystes med kvitto {}. Förra gången är det senaste tidigare svaret ni har skickat in.", view.copy.number)}</p>
                <p class="note">"Några frågor redovisas bara sammanlagt. Där kan det stå ”visas inte, för att skydda enskilda svar”. Texter och datum är inte med."</p>
                <DownloadList files=vec![
                    Download { href: format!("{path}/aterkoppling.csv"), text: "Alla avsnitt som tabell (CSV)".to_owned(), note: None },
                    Download { href: format!("{path}/aterkoppling.csv?excel=ja"), text: "Alla avsnitt som tabell för Excel (CSV med semikolon)".to_owned(), note: None },
                ]/>
            </div>
            <section class="block" aria-labelledby="avsnitt">
                <nav class="choices-links" aria-label="Avsnitt"><ul role="list">{links}</ul></nav>
                <h2 id="avsnitt">{heading}</h2>
                {questions}
            </section>
        })
    })
}

/// What the answers stand beside, and why.
fn beside_what(view: &Feedback) -> String {
    let year = view.head.key.year;
    match &view.compared {
        Some(compared) => {
            let many = format::number(compared.groups.first().map_or(0, |all| all.responses).into());
            let who = compared.kind.plural();
            if compared.is_own {
                format!("{many} {who} svarade {year}. Här står deras svar samlade bredvid era.")
            } else {
                format!(
                    "Resultatet för {year} visas när omgången har stängt. Tills dess står era svar bredvid resultatet för {}, då {many} {who} svarade.",
                    compared.year
                )
            }
        }
        None => format!(
            "Resultatet för {year} visas när omgången har stängt. Det finns ingen tidigare omgång att jämföra med."
        ),
    }
}

fn legend(view: &Feedback) -> Option<AnyView> {
    let compared = view.compared.as_ref()?;
    let groups = compared.groups.iter().map(|group| {
        let many = format::number(group.responses.into());
        format!("{}, {many} svar {}", group_words(compared, group), compared.year)
    });
    Some(view! { <BesideLegend groups=groups.collect() own="Ni, där svaret är ett tal"/> }.into_any())
}

/// What a group is called, in the legend and in the tables alike.
fn group_words(compared: &ComparedRound, group: &ComparedGroup) -> String {
    match (group.grouping, compared.kind) {
        (Some(_), _) => group.label.clone(),
        (None, OrganisationKind::Municipality) => "Alla kommuner".to_owned(),
        (None, OrganisationKind::Region) => "Alla regioner".to_owned(),
    }
}

/// A question with its answers in a table.
fn question(view: &Feedback, question: &Question) -> Option<AnyView> {
    let form = &view.form;
    let answers: Vec<(&Field, &FieldFeedback)> = view
        .fields
        .iter()
        .filter(|one| one.field.question() == question.name.as_str())
        .filter_map(|one| Some((form.field(one.field.as_str())?, one)))
        .collect();
    let (first, _) = answers.first()?;
    let id = format!("fraga-{}", question.name);
    let heading = format!("{} {}", first.number, question.label);
    let is_matrix = first.row.is_some();
    let body = match &first.field_type {
        FieldType::YesNo => table(view, &id, "Andel som svarade ja", answers.iter().map(|one| yes_no(*one)).collect()),
        field_type if field_type.codes().next().is_none() => {
            let lines = answers.iter().map(|one| number(*one)).collect();
            table(view, &id, "Median bland dem som svarade", lines)
        }
        _ => answers
            .iter()
            .map(|(field, one)| {
                let row = is_matrix.then(|| view! { <h4>{field.short_label.clone()}</h4> });
                let what = if is_matrix { field.short_label.clone() } else { question.label.clone() };
                view! { {row}{options(view, &what, field, one)} }
            })
            .collect_view()
            .into_any(),
    };
    Some(view! { <div class="beside-question stack"><h3 id=id>{heading}</h3>{body}</div> }.into_any())
}

/// A line of a table.
struct ComparisonLine {
    label: String,
    own: String,
    before: Option<String>,
    chart: AnyView,
    figures: Vec<String>,
    is_own: bool,
}

fn table(view: &Feedback, labelled_by: &str, what: &str, lines: Vec<ComparisonLine>) -> AnyView {
    let caption = view! { <caption class="note">{what.to_owned()}</caption> }.into_any();
    drawn_table(view.compared.as_ref(), Some(labelled_by.to_owned()), caption, "Avser", lines)
}

/// The options of one field, the organisation's own marked.
fn options(view: &Feedback, what: &str, field: &Field, answer: &FieldFeedback) -> AnyView {
    let is_chosen = |entry: &Entry, code: &str| match entry.value() {
        Some(Value::Code(chosen)) => chosen.as_str() == code,
        Some(Value::Codes(chosen)) => chosen.iter().any(|chosen| chosen.as_str() == code),
        _ => false,
    };
    let lines: Vec<ComparisonLine> = field
        .field_type
        .codes()
        .map(|code| {
            let row = answer.rows.iter().find(|row| row.option.as_ref().is_some_and(|option| option.as_str() == code));
            let figures = row.map(|row| row.figures.clone()).unwrap_or_default();
            let is_own = is_chosen(&answer.own, code);
            let before = answer.previous.as_ref().filter(|previous| is_chosen(&previous.entry, code));
            ComparisonLine {
                label: field.field_type.label_of(code).to_owned(),
                own: if is_own { "Ert svar".to_owned() } else { String::new() },
                before: before.map(|previous| format!("Ert svar {}", previous.year)),
                chart: chart(&figures, None, None),
                figures: words(field, &figures),
                is_own,
            }
        })
        .collect();
    let missing = match answer.own {
        Entry::Value(_) => None,
        _ => Some(view! { <p>{format!("Ert svar: {}", own_words(field, &answer.own))}</p> }),
    };
    let caption = view! { <caption class="note"><span class="visually-hidden">{format!("{what}: ")}</span>"Andel som valde svaret"</caption> };
    view! { {missing}{drawn_table(view.compared.as_ref(), None, caption.into_any(), "Svar", lines)} }.into_any()
}

fn yes_no((field, answer): (&Field, &FieldFeedback)) -> ComparisonLine {
    let row = answer.rows.iter().find(|row| row.option.as_ref().is_some_and(|option| option.as_str() == "ja"));
    let figures = row.map(|row| row.figures.clone()).unwrap_or_default();
    line(field, answer, chart(&figures, None, None), words(field, &figures))
}

fn number((field, answer): (&Field, &FieldFeedback)) -> ComparisonLine {
    let figures = answer.rows.first().map(|row| row.figures.clone()).unwrap_or_default();
    let own = match answer.own.value() {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let medians = figures.iter().filter_map(|figure| match figure {
        GroupFigure::Median(median) => Some(*median),
        _ => None,
    });
    let largest = medians.chain(own).max().filter(|largest| *largest > Decimal::ZERO);
    line(field, answer, chart(&figures, own, largest), words(field, &figures))
}

fn line(field: &Field, answer: &FieldFeedback, chart: AnyView, figures: Vec<String>) -> ComparisonLine {
    let label = match (&field.row, &field.field_type) {
        (Some(_), _) => field.short_label.clone(),
        (None, FieldType::YesNo) => "Svarade ja".to_owned(),
        (None, _) => "Median".to_owned(),
    };
    ComparisonLine {
        label,
        own: own_words(field, &answer.own),
        before: answer.previous.as_ref().map(|previous| format!("{}: {}", previous.year, previous.words)),
        chart,
        figures,
        is_own: false,
    }
}

fn own_words(field: &Field, entry: &Entry) -> String {
    let words = format::answer(&field.field_type, entry);
    if words.is_empty() { "Inget svar".to_owned() } else { words }
}

/// The figures on a line: shares of the whole, numbers of the largest of them.
fn chart(figures: &[GroupFigure], own: Option<Decimal>, largest: Option<Decimal>) -> AnyView {
    let on_scale =
        |value: Decimal| largest.and_then(|largest| value.checked_div(largest)).and_then(|share| share.to_f64());
    let place = |figure: &GroupFigure| match figure {
        GroupFigure::Share(share) => share.to_f64(),
        GroupFigure::Count(count, answered) => {
            Decimal::from(*count).checked_div(Decimal::from(*answered)).and_then(|share| share.to_f64())
        }
        GroupFigure::Median(median) => on_scale(*median),
        GroupFigure::Suppressed | GroupFigure::Nothing => None,
    };
    let groups: Vec<Option<f64>> = figures.iter().map(place).collect();
    let own = own.and_then(on_scale);
    if groups.iter().all(Option::is_none) {
        return ().into_any();
    }
    view! { <BesideChart groups own/> }.into_any()
}

fn words(field: &Field, figures: &[GroupFigure]) -> Vec<String> {
    figures
        .iter()
        .map(|figure| match figure {
            GroupFigure::Share(share) => format::percent(*share * Decimal::ONE_HUNDRED, 0),
            GroupFigure::Count(count, answered) => format!("{count} av {answered}"),
            GroupFigure::Median(median) => format::value_in_words(&field.field_type, &Value::Number(*median)),
            GroupFigure::Suppressed => PROTECTED.to_owned(),
            GroupFigure::Nothing => "..".to_owned(),
        })
        .collect()
}

fn drawn_table(
    compared: Option<&ComparedRound>,
    labelled_by: Option<String>,
    caption: AnyView,
    first: &'static str,
    lines: Vec<ComparisonLine>,
) -> AnyView {
    let groups: Vec<String> = compared
        .map(|compared| compared.groups.iter().map(|group| group_words(compared, group)).collect())
        .unwrap_or_default();
    let heads = groups.iter().map(|group| view! { <th scope="col" class="number">{group.clone()}</th> }).collect_view();
    let rows = lines
        .into_iter()
        .map(|line| {
            let ComparisonLine { label, own, before, chart, figures, is_own } = line;
            let cannot = (figures.is_empty() && !groups.is_empty()).then(|| {
                view! { <td class="note" colspan=groups.len()>"Frågan ställdes inte likadant då."</td> }
            });
            let cells = figures
                .into_iter()
                .zip(&groups)
                .map(|(words, group)| view! { <td class="number" data-label=group.clone()>{words}</td> })
                .collect_view();
            let before = before.map(|before| view! { <span class="beside-before">{before}</span> });
            let class = is_own.then_some("beside-chosen");
            view! { <tr class=class><th scope="row">{label}</th><td class="beside-answer">{own}{before}</td><td>{chart}</td>{cells}{cannot}</tr> }
        })
        .collect_view();
    view! {
        <table class="row-list beside" aria-describedby=labelled_by>
            {caption}
            <thead><tr><th scope="col">{first}</th><th scope="col">"Ni"</th><th scope="col"><span class="visually-hidden">"Bild"</span></th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
