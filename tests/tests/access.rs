//! Who gets where: every address of the program with every role and with none. An address that is not in the table
//! fails the test.

use std::collections::{BTreeMap, BTreeSet};
use tests::{
    http::Visitor,
    program::Program,
    routes::{self, Route},
};

/// Who asks, in the order of the table's columns. The organisation is 2281; nobody is nobody.
const ROLES: [&str; 9] = [
    "",
    "bidragsgivare.2281",
    "samordnare.2281",
    "undertecknare.2281",
    "lasare.2281",
    "samordnare.0180",
    "agare",
    "granskare",
    "admin",
];

/// What is sent.
enum SentBody {
    Nothing,
    Form(&'static [(&'static str, &'static str)]),
    Json(&'static str),
}

use SentBody::{Form, Json, Nothing};

struct RouteExpectation {
    route: &'static str,
    /// Where it is asked for, when the route itself with the usual names in it will not do.
    at: &'static str,
    sent: SentBody,
    /// The statuses, by role.
    expected: [u16; 9],
}

const fn get(route: &'static str, expected: [u16; 9]) -> RouteExpectation {
    RouteExpectation { route, at: "", sent: Nothing, expected }
}

const fn at(route: &'static str, at: &'static str, expected: [u16; 9]) -> RouteExpectation {
    RouteExpectation { route, at, sent: Nothing, expected }
}

const fn post(
    route: &'static str,
    form: &'static [(&'static str, &'static str)],
    expected: [u16; 9],
) -> RouteExpectation {
    RouteExpectation { route, at: "", sent: Form(form), expected }
}

const EVERYBODY: [u16; 9] = [200; 9];
/// The organisation's people.
const OWN: [u16; 9] = [403, 200, 200, 200, 200, 403, 403, 403, 403];
/// Those who coordinate its responses.
const COORDINATORS: [u16; 9] = [403, 403, 200, 403, 403, 403, 403, 403, 403];
/// Those who follow the survey up.
const FOLLOWERS: [u16; 9] = [403, 403, 403, 403, 403, 403, 200, 200, 200];
/// What has been sent in is read by both.
const OWN_AND_FOLLOWERS: [u16; 9] = [403, 200, 200, 200, 200, 403, 200, 200, 200];

/// The organisation's people, who are told that there is no such thing.
const NO_QUERY: [u16; 9] = [403, 404, 404, 404, 404, 403, 403, 403, 403];

/// Those who confirm a signatory, who are told that there is none to confirm.
const CONFIRMERS: [u16; 9] = [403, 403, 403, 404, 403, 403, 404, 403, 404];

/// What is sent changes nothing: it lacks what it would need. Who may is told so, who may not is refused before.
const TABLE: &[RouteExpectation] = &[
    get("/", EVERYBODY),
    get("/logga-in", EVERYBODY),
    post("/logga-in", &[("epost", "ingen adress")], [422; 9]),
    at("/logga-in/{token}", "/logga-in/paahittad", [422; 9]),
    RouteExpectation { route: "/logga-in/{token}", at: "/logga-in/paahittad", sent: Form(&[]), expected: [422; 9] },
    get("/demo", EVERYBODY),
    post("/demo", &[("epost", "ingen@lagesbild.example")], [404; 9]),
    get("/inloggningar", [403, 200, 200, 200, 200, 200, 200, 200, 200]),
    at("/inloggningar", "/inloggningar?person=agare@lagesbild.example", [403, 403, 403, 403, 403, 403, 200, 403, 200]),
    post("/inloggningar/avsluta", &[("inloggning", "ingen")], [403, 404, 404, 404, 404, 404, 404, 404, 404]),
    post(
        "/inloggningar/avsluta-alla",
        &[("person", "ingen@lagesbild.example")],
        [403, 403, 403, 403, 403, 403, 403, 403, 404],
    ),
    get("/tillganglighet", EVERYBODY),
    get("/personuppgifter", EVERYBODY),
    get("/oppna-data", EVERYBODY),
    get("/kontakt", EVERYBODY),
    // Nobody of these is invited.
    get("/inbjudan/{organisation}", [403, 404, 404, 404, 404, 404, 404, 404, 404]),
    post("/inbjudan/{organisation}", &[], [403, 404, 404, 404, 404, 404, 404, 404, 404]),
    // Svara.
    get("/svara", [403, 200, 200, 200, 200, 200, 200, 200, 200]),
    get("/svara/{survey}/{year}/{organisation}", OWN),
    get("/svara/{survey}/{year}/{organisation}/avsnitt/{section}", OWN),
    post("/svara/{survey}/{year}/{organisation}/avsnitt/{section}", &[], [403, 303, 303, 403, 403, 403, 403, 403, 403]),
    get("/svara/{survey}/{year}/{organisation}/avsnitt/{section}/handelser", OWN),
    RouteExpectation {
        route: "/svara/{survey}/{year}/{organisation}/spara",
        at: "",
        sent: Json(r#"{"save_id":"access","changes":[]}"#),
        // Whoever is signed out can sign in again; the page tells the one from the other.
        expected: [401, 200, 200, 403, 403, 403, 403, 403, 403],
    },
    get("/svara/{survey}/{year}/{organisation}/granska", OWN),
    post("/svara/{survey}/{year}/{organisation}/skicka-in", &[], [403, 403, 409, 409, 403, 403, 403, 403, 403]),
    get("/svara/{survey}/{year}/{organisation}/kollegor", COORDINATORS),
    post("/svara/{survey}/{year}/{organisation}/kollegor", &[], [403, 403, 422, 403, 403, 403, 403, 403, 403]),
    post("/svara/{survey}/{year}/{organisation}/kollegor/paminn", &[], [403, 403, 404, 403, 403, 403, 403, 403, 403]),
    post(
        "/svara/{survey}/{year}/{organisation}/kollegor/ta-tillbaka",
        &[],
        [403, 403, 404, 403, 403, 403, 403, 403, 403],
    ),
    post("/svara/{survey}/{year}/{organisation}/kollegor/ta-bort", &[], [403, 403, 404, 403, 403, 403, 403, 403, 403]),
    get("/svara/{survey}/{year}/{organisation}/underskrift", OWN),
    // Nobody has said which version was read.
    post("/svara/{survey}/{year}/{organisation}/underskrift/be", &[], [403, 403, 409, 403, 403, 403, 403, 403, 403]),
    post(
        "/svara/{survey}/{year}/{organisation}/underskrift/godkann",
        &[],
        [403, 403, 409, 409, 403, 403, 403, 403, 403],
    ),
    post(
        "/svara/{survey}/{year}/{organisation}/underskrift/tillbaka",
        &[],
        [403, 403, 403, 422, 403, 403, 403, 403, 403],
    ),
    post("/svara/{survey}/{year}/{organisation}/underskrift/bekrafta", &[], CONFIRMERS),
    get("/svara/{survey}/{year}/{organisation}/avboj", [403, 403, 200, 403, 403, 403, 403, 403, 403]),
    post("/svara/{survey}/{year}/{organisation}/avboj", &[], [403, 403, 422, 403, 403, 403, 403, 403, 403]),
    post("/svara/{survey}/{year}/{organisation}/ta-upp", &[], [403, 403, 409, 403, 403, 403, 409, 403, 409]),
    get("/svara/{survey}/{year}/{organisation}/ratta", [403, 403, 200, 200, 403, 403, 403, 403, 403]),
    post("/svara/{survey}/{year}/{organisation}/ratta", &[], [403, 403, 422, 422, 403, 403, 403, 403, 403]),
    post("/svara/{survey}/{year}/{organisation}/ratta/ta-tillbaka", &[], [403, 403, 409, 409, 403, 403, 403, 403, 403]),
    at(
        "/svara/{survey}/{year}/{organisation}/kvitto/{number}",
        "/svara/{survey}/{before}/{organisation}/kvitto/{number}",
        OWN_AND_FOLLOWERS,
    ),
    get("/svara/{survey}/{year}/{organisation}/svar.csv", OWN),
    get("/svara/{survey}/{year}/{organisation}/svar.xlsx", OWN),
    get("/svara/{survey}/{year}/{organisation}/fil", [403, 200, 200, 403, 403, 403, 403, 403, 403]),
    // A form without a file: whoever may is told that it brought none.
    post("/svara/{survey}/{year}/{organisation}/fil", &[], [403, 415, 415, 403, 403, 403, 403, 403, 403]),
    post("/svara/{survey}/{year}/{organisation}/fil/las-in", &[], [403, 422, 422, 403, 403, 403, 403, 403, 403]),
    get("/svara/{survey}/{year}/{organisation}/formular.pdf", OWN),
    get("/svara/{survey}/{year}/{organisation}/formular.html", OWN),
    at(
        "/svara/{survey}/{year}/{organisation}/kvitto/{number}/kvitto.pdf",
        "/svara/{survey}/{before}/{organisation}/kvitto/{number}/kvitto.pdf",
        OWN_AND_FOLLOWERS,
    ),
    at(
        "/svara/{survey}/{year}/{organisation}/aterkoppling",
        "/svara/{survey}/{before}/{organisation}/aterkoppling",
        OWN,
    ),
    at(
        "/svara/{survey}/{year}/{organisation}/aterkoppling.csv",
        "/svara/{survey}/{before}/{organisation}/aterkoppling.csv",
        OWN,
    ),
    get("/svara/{survey}/{year}/{organisation}/nedlagd-tid", [403, 403, 200, 403, 403, 403, 403, 403, 403]),
    // Nothing is asked of this organisation.
    at(
        "/svara/{survey}/{year}/{organisation}/komplettering/{query}",
        "/svara/{survey}/{year}/{organisation}/komplettering/1",
        NO_QUERY,
    ),
    RouteExpectation {
        route: "/svara/{survey}/{year}/{organisation}/komplettering/{query}",
        at: "/svara/{survey}/{year}/{organisation}/komplettering/1",
        sent: Form(&[]),
        expected: NO_QUERY,
    },
    // Följa upp.
    get("/undersokningar", FOLLOWERS),
    get("/undersokningar/{survey}/{year}", FOLLOWERS),
    get("/undersokningar/{survey}/{year}/fragor", FOLLOWERS),
    get("/undersokningar/{survey}/{year}/underskrift", [403, 403, 403, 403, 403, 403, 200, 403, 200]),
    post("/undersokningar/{survey}/{year}/underskrift", &[], [403, 403, 403, 403, 403, 403, 409, 403, 409]),
    get("/undersokningar/{survey}/{year}/formular.pdf", FOLLOWERS),
    get("/undersokningar/{survey}/{year}/formular.html", FOLLOWERS),
    get("/undersokningar/{survey}/{year}/formular.xlsx", FOLLOWERS),
    at("/undersokningar/{survey}/{year}/filer/{file}", "/undersokningar/{survey}/{year}/filer/svar.csv", FOLLOWERS),
    at("/undersokningar/{survey}/{year}/filer/{file}", "/undersokningar/{survey}/{year}/filer/svar.xlsx", FOLLOWERS),
    at("/undersokningar/{survey}/{year}/filer/{file}", "/undersokningar/{survey}/{year}/filer/kodbok.csv", FOLLOWERS),
    at("/undersokningar/{survey}/{year}/filer/{file}", "/undersokningar/{survey}/{year}/filer/kodbok.json", FOLLOWERS),
    at(
        "/undersokningar/{survey}/{year}/filer/{file}",
        "/undersokningar/{survey}/{year}/filer/svarsfrekvens.csv",
        FOLLOWERS,
    ),
    at(
        "/undersokningar/{survey}/{year}/filer/{file}",
        "/undersokningar/{survey}/{year}/filer/sammanstallning.csv",
        FOLLOWERS,
    ),
    at(
        "/undersokningar/{survey}/{year}/filer/{file}",
        "/undersokningar/{survey}/{year}/filer/sammanstallning.xlsx",
        FOLLOWERS,
    ),
    get("/undersokningar/{survey}/{year}/svar/{organisation}", FOLLOWERS),
    at(
        "/undersokningar/{survey}/{year}/svar/{organisation}/{number}",
        "/undersokningar/{survey}/{before}/svar/{organisation}/{number}",
        OWN_AND_FOLLOWERS,
    ),
    get("/undersokningar/{survey}/{year}/svar/{organisation}/godkann", FOLLOWERS),
    post(
        "/undersokningar/{survey}/{year}/svar/{organisation}/godkann",
        &[],
        [403, 403, 403, 403, 403, 403, 409, 409, 409],
    ),
    post(
        "/undersokningar/{survey}/{year}/svar/{organisation}/skicka-tillbaka",
        &[],
        [403, 403, 403, 403, 403, 403, 422, 422, 422],
    ),
    post(
        "/undersokningar/{survey}/{year}/svar/{organisation}/avboj",
        &[],
        [403, 403, 403, 403, 403, 403, 422, 403, 422],
    ),
    post("/undersokningar/{survey}/{year}/svar/{organisation}/bekrafta", &[], CONFIRMERS),
    at(
        "/undersokningar/{survey}/{year}/svar/{organisation}/fraga/{field}",
        "/undersokningar/{survey}/{before}/svar/{organisation}/fraga/hemsjukvard",
        FOLLOWERS,
    ),
    RouteExpectation {
        route: "/undersokningar/{survey}/{year}/svar/{organisation}/fraga/{field}",
        at: "/undersokningar/{survey}/{before}/svar/{organisation}/fraga/hemsjukvard",
        sent: Form(&[]),
        expected: [403, 403, 403, 403, 403, 403, 422, 422, 422],
    },
    RouteExpectation {
        route: "/undersokningar/{survey}/{year}/svar/{organisation}/stang/{query}",
        at: "/undersokningar/{survey}/{year}/svar/{organisation}/stang/1",
        sent: Form(&[]),
        expected: [403, 403, 403, 403, 403, 403, 404, 404, 404],
    },
    post(
        "/undersokningar/{survey}/{year}/svar/{organisation}/ratta/bifall",
        &[],
        [403, 403, 403, 403, 403, 403, 409, 409, 409],
    ),
    post(
        "/undersokningar/{survey}/{year}/svar/{organisation}/ratta/avsla",
        &[],
        [403, 403, 403, 403, 403, 403, 422, 422, 422],
    ),
    // The coordinator takes up from the hub; it is the same step.
    post(
        "/undersokningar/{survey}/{year}/svar/{organisation}/ta-upp",
        &[],
        [403, 403, 409, 403, 403, 403, 409, 403, 409],
    ),
    // Förstå.
    get("/resultat", EVERYBODY),
    at("/resultat/{indicator}", "/resultat/F06", EVERYBODY),
    get("/resultat/indikatorer.csv", EVERYBODY),
    get("/resultat/indikatorer.json", EVERYBODY),
    get("/resultat/lista.csv", EVERYBODY),
    get("/resultat/lista.json", EVERYBODY),
    // Definitions are public, and so are the files of the pages.
    at("/formular/{file}", "{questionnaire}", EVERYBODY),
    at("/assets/{name}", "/assets/lagesbild.svg", EVERYBODY),
    get("/robots.txt", EVERYBODY),
    get("/sitemap.xml", EVERYBODY),
    get("/favicon.ico", EVERYBODY),
    get("/healthz", EVERYBODY),
    get("/readyz", EVERYBODY),
    get("/metrics", EVERYBODY),
    // The last row: it ends the sessions.
    post("/logga-ut", &[], [303; 9]),
];

impl RouteExpectation {
    fn route(&self) -> Route {
        let method = match self.sent {
            Nothing => "GET",
            Form(_) | Json(_) => "POST",
        };
        (method.to_owned(), self.route.to_owned())
    }
}

#[test]
fn the_table_holds_every_address_of_the_source_and_no_other() {
    let table: BTreeSet<Route> = TABLE.iter().map(RouteExpectation::route).collect();
    let source = routes::all();
    let missing: Vec<_> = source.difference(&table).collect();
    let gone: Vec<_> = table.difference(&source).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}; not in the source: {gone:#?}");
}

#[test]
fn every_address_answers_every_role_as_the_table_says() {
    let program = Program::start();
    let visitors: Vec<Visitor> = ROLES
        .iter()
        .map(|role| if role.is_empty() { Visitor::new(&program) } else { Visitor::signed_in(&program, role) })
        .collect();
    let names = names(&program, &visitors);
    let mut wrong = Vec::new();
    for row in TABLE {
        let path = filled(if row.at.is_empty() { row.route } else { row.at }, &names);
        for ((visitor, role), expected) in visitors.iter().zip(ROLES).zip(row.expected) {
            let answer = match &row.sent {
                Nothing => visitor.get(&path),
                Form(form) => visitor.post(&path, form),
                Json(json) => visitor.post_json(&path, &serde_json::from_str(json).expect("JSON")),
            };
            if answer.status != expected {
                wrong.push(format!("{} {path} as `{role}`: {} and not {expected}", row.route().0, answer.status));
            }
            if answer.status == 403 && row.route().0 == "GET" {
                assert!(!answer.text().contains("Sundsvall"), "{path} as `{role}` tells something all the same");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What an invited colleague gets to beside what is everybody's: the hub, and the section that is assigned.
const ASSIGNED: [&str; 4] = [
    "/svara/{survey}/{year}/{organisation}",
    "/svara/{survey}/{year}/{organisation}/avsnitt/{section}",
    "/svara/{survey}/{year}/{organisation}/avsnitt/{section}/handelser",
    "/svara/{survey}/{year}/{organisation}/spara",
];

#[test]
fn an_invited_colleague_gets_only_to_what_is_assigned() {
    let program = Program::start();
    let coordinator = Visitor::signed_in(&program, "samordnare.2281");
    let names = names(&program, &[Visitor::new(&program), Visitor::new(&program), coordinator]);
    let coordinator = Visitor::signed_in(&program, "samordnare.2281");
    let colleagues = filled("/svara/{survey}/{year}/{organisation}/kollegor", &names);
    let form =
        [("person", "ny"), ("namn", "Per Ek"), ("epost", "per@sundsvall.example"), ("del", names["section"].as_str())];
    assert_eq!(coordinator.post(&colleagues, &form).status, 303);
    let invited = Visitor::signed_in_by(&program, "per@sundsvall.example");
    let mut wrong = Vec::new();
    // What belongs to the organisation: the contributor gets there, and who is not signed in does not.
    for row in TABLE.iter().filter(|row| row.expected[0] != row.expected[1]) {
        let path = filled(if row.at.is_empty() { row.route } else { row.at }, &names);
        let answer = match &row.sent {
            Nothing => invited.get(&path),
            Form(form) => invited.post(&path, form),
            Json(json) => invited.post_json(&path, &serde_json::from_str(json).expect("JSON")),
        };
        let expected = match row.route {
            "/svara" => 303,
            // One's own, whatever one may read.
            "/inloggningar" => row.expected[1],
            route if ASSIGNED.contains(&route) => row.expected[1],
            _ if row.expected[1] == 404 => 404,
            _ => 403,
        };
        if answer.status != expected {
            wrong.push(format!("{} {path}: {} and not {expected}", row.route().0, answer.status));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the names in the routes stand for.
fn names(program: &Program, visitors: &[Visitor]) -> BTreeMap<&'static str, String> {
    let year = program.year();
    let coordinator = &visitors[2];
    let link = |page: &str, start: &str| {
        let page = coordinator.get(page);
        let rest = page.text().split(start).nth(1).unwrap_or_else(|| panic!("no {start} in {}", page.text()));
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let number = link(&format!("/svara/kommun-ehalsa/{}/2281", year - 1), "/kvitto/");
    let file = link(&format!("/svara/kommun-ehalsa/{year}/2281/avsnitt/styrning"), "/formular/");
    BTreeMap::from([
        ("survey", "kommun-ehalsa".to_owned()),
        ("year", year.to_string()),
        ("before", (year - 1).to_string()),
        ("organisation", "2281".to_owned()),
        ("section", "uppgiftslamnare".to_owned()),
        ("number", number),
        ("questionnaire", format!("/formular/{file}")),
    ])
}

fn filled(route: &str, names: &BTreeMap<&str, String>) -> String {
    let mut path = route.to_owned();
    for (name, value) in names {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    assert!(!path.contains('{'), "nothing stands for a name in {path}");
    path
}
