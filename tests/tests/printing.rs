//! Every kind of page, printed on A4: no page is empty, the heading is on the first, what can be pressed is left out, and
//! nothing is cut off.

use std::{collections::BTreeSet, fs};
use tests::{
    browser::{Browser, JavaScript},
    http::Visitor,
    program::Program,
    routes,
};

/// A page of every kind, by its route and by the person who sees it; those of one person stand together. Nobody is signed
/// in for the first. YEAR is that of the open round, BEFORE the one before, QUERY a query that waits for the organisation.
const PAGES: &[(&str, &str, &str)] = &[
    ("", "/", "/"),
    ("", "/logga-in", "/logga-in"),
    ("", "/logga-in/{token}", "/logga-in/paahittad"),
    ("", "/demo", "/demo?sok=Sundsvall"),
    ("", "/tillganglighet", "/tillganglighet"),
    ("", "/personuppgifter", "/personuppgifter"),
    ("", "/oppna-data", "/oppna-data"),
    ("", "/kontakt", "/kontakt"),
    ("", "/resultat", "/resultat"),
    ("", "/resultat/{indicator}", "/resultat/F06"),
    ("", "/resultat/{indicator}", "/resultat/F06?nedbrytning=lan"),
    ("", "/resultat/{indicator}", "/resultat/F13"),
    ("", "/resultat/{indicator}", "/resultat/F33"),
    ("", "/resultat/{indicator}", "/resultat/T01"),
    ("", "/resultat/{indicator}", "/resultat/X-MEDDISP"),
    ("", "/inbjudan/{organisation}", "/inbjudan/2281"),
    ("samordnare.2281", "/inloggningar", "/inloggningar"),
    ("samordnare.2281", "/svara", "/svara"),
    ("samordnare.2281", HUB, "/svara/kommun-ehalsa/YEAR/2281"),
    ("samordnare.2281", HUB, "/svara/kommun-ehalsa/BEFORE/2281"),
    ("samordnare.2281", SECTION, "/svara/kommun-ehalsa/YEAR/2281/avsnitt/uppgiftslamnare"),
    ("samordnare.2281", SECTION, "/svara/kommun-ehalsa/YEAR/2281/avsnitt/styrning"),
    ("samordnare.2281", SECTION, "/svara/kommun-ehalsa/YEAR/2281/avsnitt/e_tjanster"),
    ("samordnare.2281", SECTION, "/svara/kommun-ehalsa/YEAR/2281/avsnitt/ordinart_boende"),
    ("samordnare.2281", SECTION, "/svara/kommun-ehalsa/YEAR/2281/avsnitt/halso_och_sjukvard"),
    ("samordnare.2281", SECTION, "/svara/kommun-ehalsa/YEAR/2281/avsnitt/mobil_dokumentation"),
    ("samordnare.2281", SECTION, "/svara/kommun-ehalsa/BEFORE/2281/avsnitt/e_tjanster"),
    ("samordnare.2281", "/svara/{survey}/{year}/{organisation}/granska", "/svara/kommun-ehalsa/YEAR/2281/granska"),
    ("samordnare.2281", "/svara/{survey}/{year}/{organisation}/fil", "/svara/kommun-ehalsa/YEAR/2281/fil"),
    ("samordnare.2281", "/svara/{survey}/{year}/{organisation}/kollegor", "/svara/kommun-ehalsa/YEAR/2281/kollegor"),
    ("samordnare.2281", "/svara/{survey}/{year}/{organisation}/avboj", "/svara/kommun-ehalsa/YEAR/2281/avboj"),
    (
        "samordnare.2281",
        "/svara/{survey}/{year}/{organisation}/nedlagd-tid",
        "/svara/kommun-ehalsa/YEAR/2281/nedlagd-tid",
    ),
    (
        "samordnare.2281",
        "/svara/{survey}/{year}/{organisation}/aterkoppling",
        "/svara/kommun-ehalsa/BEFORE/2281/aterkoppling?avsnitt=ordinart_boende",
    ),
    (
        "samordnare.2281",
        "/svara/{survey}/{year}/{organisation}/kvitto/{number}",
        "/svara/kommun-ehalsa/BEFORE/2281/kvitto/LB-BEFORE-KOMMUN-2281-1",
    ),
    ("samordnare.2281", "", "/svara/kommun-ehalsa/YEAR/2281/formular.html"),
    ("samordnare.0114", "/svara/{survey}/{year}/{organisation}/ratta", "/svara/kommun-ehalsa/YEAR/0114/ratta"),
    ("samordnare.0381", "/svara/{survey}/{year}/{organisation}/komplettering/{query}", "QUERY"),
    (
        "undertecknare.2282",
        "/svara/{survey}/{year}/{organisation}/underskrift",
        "/svara/kommun-ehalsa/YEAR/2282/underskrift",
    ),
    ("agare", "/undersokningar", "/undersokningar"),
    ("agare", ROUND, "/undersokningar/kommun-ehalsa/YEAR"),
    ("agare", ROUND, "/undersokningar/region-ehalsa-it/YEAR"),
    ("agare", "/undersokningar/{survey}/{year}/fragor", "/undersokningar/kommun-ehalsa/YEAR/fragor"),
    ("agare", "/undersokningar/{survey}/{year}/underskrift", "/undersokningar/kommun-ehalsa/YEAR/underskrift"),
    ("agare", RESPONSE, "/undersokningar/kommun-ehalsa/YEAR/svar/2281"),
    ("agare", RESPONSE, "/undersokningar/kommun-ehalsa/YEAR/svar/0114"),
    (
        "agare",
        "/undersokningar/{survey}/{year}/svar/{organisation}/godkann",
        "/undersokningar/kommun-ehalsa/YEAR/svar/0115/godkann",
    ),
    (
        "agare",
        "/undersokningar/{survey}/{year}/svar/{organisation}/{number}",
        "/undersokningar/kommun-ehalsa/YEAR/svar/0114/LB-YEAR-KOMMUN-0114-1",
    ),
    (
        "agare",
        "/undersokningar/{survey}/{year}/svar/{organisation}/fraga/{field}",
        "/undersokningar/kommun-ehalsa/YEAR/svar/0115/fraga/ledningssystem",
    ),
];

const HUB: &str = "/svara/{survey}/{year}/{organisation}";
const SECTION: &str = "/svara/{survey}/{year}/{organisation}/avsnitt/{section}";
const ROUND: &str = "/undersokningar/{survey}/{year}";
const RESPONSE: &str = "/undersokningar/{survey}/{year}/svar/{organisation}";

#[test]
fn every_kind_of_page_is_printed() {
    let printed: BTreeSet<&str> = PAGES.iter().map(|(_, route, _)| *route).collect();
    let pages = routes::of_pages();
    let missing: Vec<_> = pages.iter().filter(|(_, route)| !printed.contains(route.as_str())).collect();
    assert!(pages.len() > 30 && missing.is_empty(), "no page of {missing:#?}");
}

#[tokio::test]
async fn every_kind_of_page_is_whole_on_paper() {
    let program = Program::start();
    let (year, before) = (program.year().to_string(), (program.year() - 1).to_string());
    let query = query(&program);
    let browser = Browser::open(JavaScript::On).await;
    let mut signed_in = "";
    let mut wrong = Vec::new();
    for (person, _, path) in PAGES {
        if *person != signed_in {
            browser.sign_in(&program.login_link(person)).await;
            signed_in = person;
        }
        let path = path.replace("QUERY", &query).replace("YEAR", &year).replace("BEFORE", &before);
        browser.go(&format!("{}{path}", program.url)).await;
        let faults = browser.faults_on_paper().await;
        wrong.extend(faults.into_iter().map(|fault| format!("{path}: {fault}")));
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// The page of a query that waits for the organisation.
fn query(program: &Program) -> String {
    let hub = format!("/svara/kommun-ehalsa/{}/0381", program.year());
    let page = Visitor::signed_in(program, "samordnare.0381").get(&hub);
    let link = page.text().split(&format!("href=\"{hub}/komplettering/")).nth(1);
    let number = link.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("no query in {}", page.text()));
    format!("{hub}/komplettering/{number}")
}

#[tokio::test]
async fn what_is_wrong_on_paper_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("sida.html");
    let style = "@page { size: A4; margin: 18mm 16mm } body { margin: 0 } @media print { .figure { display: none } }";
    let paper = |body: &str| {
        format!("<!DOCTYPE html><html lang=sv><meta charset=utf-8><title>x</title><style>{style}</style>{body}")
    };
    let browser = Browser::open(JavaScript::On).await;
    for (body, expected) in [
        ("<h1>Rubrik</h1><p>Ord.</p>", &[] as &[&str]),
        ("<p style='break-after:page'>Först.</p><h1>Rubrik</h1>", &["`Rubrik` is not on the first page"]),
        ("<p>Ord.</p><div style='break-before:page;border:1px solid'></div>", &["page 2 of 2 is empty"]),
        ("<p class=figure>97</p><p>Ord.</p>", &["the figure `97` is not whole"]),
        ("<p>Ord.</p><button>Spara</button>", &["the button `Spara` is on paper"]),
        ("<p>Anna, samordnare Logga ut</p>", &["`Logga ut` is on paper"]),
        ("<p style='white-space:nowrap;width:0;overflow:hidden'>Ord.</p><p>Mer.</p>", &["cut off: "]),
        ("<p style='margin-left:-30px'>Ord.</p>", &["cut off: "]),
        (
            "<svg width=600 height=50 style='overflow:visible'><text x=640 y=20>Ord på kanten</text></svg>",
            &["cut off: "],
        ),
    ] {
        fs::write(&page, paper(body)).expect("the page is written");
        browser.go(&format!("file://{}", page.display())).await;
        let faults = browser.faults_on_paper().await;
        let is_expected = faults.iter().zip(expected).all(|(fault, expected)| fault.starts_with(expected));
        assert!(faults.len() == expected.len() && is_expected, "{body}: {faults:#?}");
    }
}
