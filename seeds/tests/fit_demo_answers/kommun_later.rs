//! The kommuner last year and this year: what they answered in 2020, carried on.

use super::{
    calendar::{Calendar, standings, willing},
    chance::{between, chance, one_of, weighted},
    drafts,
    drawn_answers::DrawnAnswers,
    kommun::{AREAS, SURVEY, answer_contact, leaves_home_care, mobile, resource},
    missing,
    panel::Panel,
    round::{DrawnRound, form},
    services::{self, ROWS, TYPES},
    words::{HINDRANCES, telephone},
};
use seeds::Edition;
use survey::status::Status;

/// A yes/no question, the fields it continues besides itself, and how many percent say yes last year and this year;
/// nothing where it is not asked.
pub type YesNo = (&'static str, &'static [&'static str], Option<usize>, Option<usize>);

const YES: [YesNo; 34] = [
    ("ledningssystem", &[], Some(47), Some(54)),
    ("digitala_moten", &[], Some(68), None),
    ("digitala_moten.individ_och_familjeomsorg", &["digitala_moten"], None, Some(70)),
    ("digitala_moten.aldreomsorg", &["digitala_moten"], None, Some(61)),
    ("digitala_moten.funktionshinder", &["digitala_moten"], None, Some(63)),
    ("passiva_larm.aldreomsorg", &[], Some(96), Some(97)),
    ("passiva_larm.funktionshinder", &[], Some(69), Some(74)),
    ("nattillsyn.aldreomsorg", &[], Some(83), Some(86)),
    ("nattillsyn.funktionshinder", &[], Some(42), Some(48)),
    ("planeringsverktyg.aldreomsorg", &[], Some(96), Some(97)),
    ("planeringsverktyg.funktionshinder", &[], Some(71), Some(76)),
    ("sip_utskrivning.aldreomsorg", &[], Some(87), Some(89)),
    ("sip_utskrivning.funktionshinder", &[], Some(66), Some(69)),
    ("sip_andra.aldreomsorg", &[], Some(80), Some(83)),
    ("sip_andra.funktionshinder", &[], Some(64), Some(68)),
    ("trygghetslarm_digitala", &[], Some(92), None),
    ("sabo_nattillsyn", &[], Some(63), Some(68)),
    ("sabo_rorelselarm", &[], Some(78), None),
    ("sabo_dorrlarm", &[], Some(72), None),
    ("sabo_larm", &["sabo_rorelselarm", "sabo_dorrlarm"], None, Some(91)),
    ("sabo_sip_utskrivning", &[], Some(80), Some(83)),
    ("sabo_sip_andra", &[], Some(74), Some(77)),
    ("sabo_internet", &[], Some(89), Some(92)),
    ("fh_nattillsyn", &[], Some(45), Some(49)),
    ("fh_larm", &[], Some(39), Some(46)),
    ("fh_sip_utskrivning", &[], Some(74), Some(78)),
    ("fh_sip_andra", &[], Some(70), Some(74)),
    ("fh_internet", &[], Some(86), Some(89)),
    ("nyckelfria_las", &[], Some(86), Some(90)),
    ("epilepsilarm", &[], Some(72), Some(76)),
    ("infosak_samordnare", &[], Some(86), Some(89)),
    ("infosakpolicy", &[], Some(86), Some(90)),
    ("infosak_uppfoljning", &[], Some(64), Some(68)),
    ("infosak_incidentrutin", &[], None, Some(79)),
];

/// How many percent have each type of e-service this year, row by row; last year a tenth fewer.
const SERVICES: [[usize; 6]; 7] = [
    [8, 18, 10, 24, 47, 4],
    [7, 82, 11, 41, 7, 5],
    [21, 13, 5, 17, 9, 6],
    [25, 11, 5, 13, 8, 9],
    [8, 17, 8, 21, 14, 8],
    [5, 66, 6, 20, 27, 5],
    [6, 71, 6, 18, 15, 5],
];

/// Adds last year and this year to the rounds of 2019 and 2020.
pub fn rounds(panel: &mut Panel, mut earlier: Vec<DrawnRound>) -> Vec<DrawnRound> {
    let special = ["0180", "2281"];
    let counted = willing(panel, "last-year", 242, &[], |at| special.contains(&panel.code(at)));
    let calendar = Calendar { opens: None, length: 60, last: 73 };
    let others = [(Status::Declined, 12), (Status::InProgress, 9)];
    let standing = standings(panel, "last-year", &calendar, &counted, 7, &others);
    let mut drawn_answers = DrawnAnswers::new(panel, "last-year", counted, 0.012);
    answer(&mut drawn_answers, Edition::LastYear);
    let mut round = DrawnRound::finish(SURVEY, Edition::LastYear, &drawn_answers, standing, &earlier);
    drafts::reasons(&mut round, panel, &calendar);
    let given = drawn_answers.given;
    round.remember(panel, given);
    earlier.push(round);

    let counted = willing(panel, "this-year", 250, &special, |_| false);
    let calendar = Calendar { opens: None, length: 60, last: 51 };
    let others = [(Status::InProgress, 19), (Status::Ready, 4), (Status::Returned, 4), (Status::Declined, 4)];
    let mut standing = standings(panel, "this-year", &calendar, &counted, 112, &others);
    // The two that the demo shows are being worked in; they change places with two that were.
    for code in special {
        let at = panel.at(code);
        if standing[at].status != Status::InProgress {
            let other = panel
                .all()
                .find(|other| standing[*other].status == Status::InProgress && !special.contains(&panel.code(*other)));
            standing.swap(at, other.unwrap());
        }
    }
    for at in panel.all() {
        if standing[at].status == Status::Returned {
            let code = panel.code(at);
            standing[at].submitted_at = calendar.moment(between(18, 36, &[code, "skickade in"]), &[code, "this-year"]);
        }
    }
    let answering = panel.all().filter(|at| !matches!(standing[*at].status, Status::NotStarted | Status::Declined));
    let mut drawn_answers = DrawnAnswers::new(panel, "this-year", answering.collect(), 0.012);
    answer(&mut drawn_answers, Edition::ThisYear);
    let mut round = DrawnRound::finish(SURVEY, Edition::ThisYear, &drawn_answers, standing, &earlier);
    drafts::reasons(&mut round, panel, &calendar);
    drafts::drafts(&mut round, &drawn_answers, &earlier);
    earlier.push(round);
    earlier
}

fn answer(drawn_answers: &mut DrawnAnswers<'_>, edition: Edition) {
    let form = form(SURVEY, edition);
    let this_year = edition == Edition::ThisYear;
    let percent = |last: usize, this: usize| if this_year { this } else { last };
    answer_contact(drawn_answers, "nu");
    for at in drawn_answers.answering.clone() {
        drawn_answers.put(at, "hemsjukvard", if leaves_home_care(drawn_answers.panel, at) { "nej" } else { "ja" });
    }
    missing::some(drawn_answers, &form);
    for (field, before, last, this) in YES {
        let Some(percent) = (if this_year { this } else { last }) else { continue };
        drawn_answers.yes_percent(field, &[before, &[field]].concat(), percent);
    }
    steering(drawn_answers, this_year);
    e_services(drawn_answers, this_year);
    drawn_answers.steps_percent(
        "ekonomiskt_bistand_automatiserat",
        &[("ja", percent(9, 12)), ("delvis", percent(26, 31)), ("nej", 0)],
    );
    for place in ["passiva_larm", "nattillsyn"] {
        drawn_answers.steps_percent(&format!("teknik_lage.{place}"), &[("drift", percent(82, 87)), ("test", 0)]);
    }
    for (row, all) in [
        ("barn_och_unga", 36),
        ("arbetsmarknadsinsatser", 25),
        ("vuxna_missbruk", 27),
        ("funktionshinder", 35),
        ("hemtjanst", 71),
    ] {
        let field = format!("dokumentera_mobilt.{row}");
        let left = drawn_answers.left(&field).len();
        mobile(
            drawn_answers,
            &field,
            left * (all + percent(0, 3)) / 100,
            Some(left * (75 - all) * percent(40, 36) / 10_000),
        );
    }
    let left = drawn_answers.left("dokumentera_mobilt_legitimerad").len();
    mobile(
        drawn_answers,
        "dokumentera_mobilt_legitimerad",
        left * percent(58, 62) / 100,
        Some(left * percent(14, 12) / 100),
    );
    let left = drawn_answers.left("infosak_resurs").len();
    resource(drawn_answers, left * percent(19, 22) / 100);
    security(drawn_answers, this_year);
    numbers(drawn_answers, this_year);
    if this_year {
        new_this_year(drawn_answers);
    }
    shown(drawn_answers, this_year);
}

fn steering(drawn_answers: &mut DrawnAnswers<'_>, this_year: bool) {
    for (row, none) in
        [("individ_och_familjeomsorg", 44), ("aldreomsorg", 30), ("funktionshinder", 38), ("halso_och_sjukvard", 41)]
    {
        let some = 100 - none + if this_year { 5 } else { 0 };
        let steps = [
            ("strategi handlingsplan", some * 35 / 100),
            ("handlingsplan", some * 30 / 100),
            ("strategi", some * 35 / 100),
            ("inget", 0),
        ];
        drawn_answers.steps_percent(&format!("styrdokument.{row}"), &steps);
    }
    drawn_answers.steps_percent("ledningssystem_planeras", &[("inom_ett_ar", 31), ("senare", 41), ("nej", 0)]);
}

fn e_services(drawn_answers: &mut DrawnAnswers<'_>, this_year: bool) {
    for (row, percents) in ROWS.iter().zip(SERVICES) {
        let name = services::field(row);
        let left = drawn_answers.left(&name);
        let mut chosen = vec![Vec::new(); drawn_answers.panel.organisations.len()];
        for (kind, percent) in TYPES.iter().zip(percents) {
            let percent = if this_year { percent } else { percent * 9 / 10 };
            let had = |at: usize| {
                drawn_answers.before(at, &name).is_some_and(|before| before.split(' ').any(|code| code == *kind))
            };
            let order = super::chance::ranked(left.iter().copied(), |at| {
                let kept = if had(at) { 10.0 } else { 0.0 };
                kept + drawn_answers.score(at, &format!("{row} {kind}"))
            });
            for at in order.into_iter().take(left.len() * percent / 100) {
                chosen[at].push(*kind);
            }
        }
        for at in left {
            let had = drawn_answers.before(at, &name).is_some_and(|before| before != "inga");
            let closed = had && drawn_answers.chance(at, &format!("{row} stängd")) < 0.01;
            // What a row had before goes on, unless it is closed.
            if chosen[at].is_empty() && had && !closed {
                let before = drawn_answers.before(at, &name).unwrap_or_default().to_owned();
                drawn_answers.put(at, &name, before);
                continue;
            }
            let answer = if closed || chosen[at].is_empty() { "inga".to_owned() } else { chosen[at].join(" ") };
            drawn_answers.put(at, &name, answer);
        }
    }
}

fn security(drawn_answers: &mut DrawnAnswers<'_>, this_year: bool) {
    let more = if this_year { 3 } else { 0 };
    drawn_answers.steps_percent("infoklassning", &[("alla", 30 + more), ("delar", 57), ("nej", 0)]);
    let strong =
        [("alla", 41 + more), ("mer_an_halften", 34), ("cirka_halften", 12), ("farre_an_halften", 9), ("inga", 0)];
    drawn_answers.steps_percent("stark_autentisering", &strong);
    for at in drawn_answers.answering.clone() {
        let code = drawn_answers.code(at);
        if !drawn_answers.given[at].contains_key("infoklassning_modell") {
            let drawn = weighted(
                &[("klassa", 79.0), ("msb", 5.0), ("egen", 11.0), ("privat", 5.0)],
                &[code, drawn_answers.round, "modell"],
            );
            let kept = drawn_answers
                .before(at, "infoklassning_modell")
                .filter(|_| drawn_answers.chance(at, "byter modell") > 0.05);
            drawn_answers.put(at, "infoklassning_modell", kept.unwrap_or(drawn));
        }
    }
    // Nobody without a policy has a plan.
    let mut left = drawn_answers.left("infosakplan");
    left.retain(|at| !drawn_answers.is(*at, "infosakpolicy", "nej"));
    let planned = drawn_answers.most("infosakplan", &["infosakplan"], left.len() * (66 + more) / 100, &left);
    for at in drawn_answers.left("infosakplan") {
        drawn_answers.put(at, "infosakplan", if planned.contains(&at) { "ja" } else { "nej" });
    }
}

/// The dispensers, which multiply: most grow by less than half, some by more, and must say why.
fn numbers(drawn_answers: &mut DrawnAnswers<'_>, this_year: bool) {
    for at in drawn_answers.left("medicindispensrar") {
        let code = drawn_answers.code(at);
        let drawn = |low, high, what: &str| between(low, high, &[code, drawn_answers.round, what]);
        let before =
            drawn_answers.before(at, "medicindispensrar").and_then(|number| number.parse::<i64>().ok()).unwrap_or(0);
        let starts = drawn_answers.lasting(at, "börjar med dispensrar") < if this_year { 0.9 } else { 0.75 };
        let size = 2 + (drawn_answers.panel.organisations[at].size * 60.0) as i64;
        let now = if before > 0 {
            let fate = weighted(
                &[("växer", 88.0), ("mycket fler", 8.0), ("färre", 4.0)],
                &[code, drawn_answers.round, "dispensrar"],
            );
            let (low, high) = match fate {
                "växer" => (1_000, 1_480),
                "mycket fler" => (1_700, 2_600),
                _ => (200, 450),
            };
            (before * drawn(low, high, "växer") / 1_000).clamp(1, 500)
        } else if starts {
            drawn(1, size, "börjar")
        } else {
            0
        };
        drawn_answers.put(at, "medicindispensrar", now.to_string());
    }
}

fn new_this_year(drawn_answers: &mut DrawnAnswers<'_>) {
    drawn_answers.steps_percent(
        "lakemedel_signering",
        &[("alla", 57), ("mer_an_halften", 22), ("cirka_halften", 7), ("farre_an_halften", 7), ("ingen", 0)],
    );
    for at in drawn_answers.answering.clone() {
        let organisation = &drawn_answers.panel.organisations[at];
        let (code, population) = (organisation.code.as_str(), i64::from(organisation.population));
        if drawn_answers.chance(at, "telefon") < 0.55 {
            drawn_answers.put(at, "kontakt_telefon", telephone(code));
        }
        if drawn_answers.chance(at, "kostnad") < 0.62 {
            let step = if population > 40_000 { 50_000 } else { 5_000 };
            let cost = population * between(14, 68, &[code, "kostnad"]) / step * step;
            drawn_answers.put(at, "valfardsteknik_kostnad", cost.max(step).to_string());
        }
        if !drawn_answers.given[at].contains_key("ekonomiskt_bistand_digitalt_andel") {
            let share = between(4, 92, &[code, "andel digitalt"]);
            let half = if drawn_answers.chance(at, "halv procent") < 0.15 { ",5" } else { "" };
            drawn_answers.put(at, "ekonomiskt_bistand_digitalt_andel", format!("{share}{half}"));
        }
        for (row, low, high) in [("passiva_larm", 300, 2_600), ("nattillsyn", 40, 480)] {
            let field = format!("teknik_antal.{row}");
            if !drawn_answers.given[at].contains_key(&field) {
                let number = population * between(low, high, &[code, &field]) / 1_000_000;
                // Larger numbers are estimates.
                let number = if number > 100 { number / 5 * 5 } else { number.max(1) };
                drawn_answers.put(
                    at,
                    &field,
                    if drawn_answers.chance(at, &field) < 0.015 { 0 } else { number }.to_string(),
                );
            }
        }
        if !drawn_answers.given[at].contains_key("dokumentera_enheter") {
            let devices = [
                ("mobil", 0.84),
                ("surfplatta", 0.58),
                ("digital_penna", 0.03),
                ("barbar_dator", 0.5),
                ("annan", 0.02),
            ];
            let mut used: Vec<&str> = devices
                .iter()
                .filter(|(device, share)| chance(&[code, device, "används"]) < *share)
                .map(|(device, _)| *device)
                .collect();
            if drawn_answers.is(at, "dokumentera_mobilt.hemtjanst", "ingen")
                && drawn_answers.chance(at, "inga enheter") < 0.5
            {
                used = vec!["inga"];
            } else if used.is_empty() {
                used.push("mobil");
            }
            drawn_answers.put(at, "dokumentera_enheter", used.join(" "));
        }
        if drawn_answers.chance(at, "mobilt hinder") < 0.24 {
            drawn_answers.put(at, "mobilt_hinder", one_of(&HINDRANCES, &[code, "hinder"]));
        }
        if !drawn_answers.given[at].contains_key("infosak_uppfoljd") {
            drawn_answers.put(at, "infosak_uppfoljd", format!("@-{}", between(8, 330, &[code, "uppföljd"])));
        }
    }
}

/// What the two that the demo shows answered last year, so that this year's drafts have something to differ from.
fn shown(drawn_answers: &mut DrawnAnswers<'_>, this_year: bool) {
    if this_year {
        return;
    }
    let sundsvall = drawn_answers.panel.at("2281");
    for (row, chosen) in ROWS.iter().zip([
        "tidsbokning intresseanmalan",
        "digital_ansokan saker_kommunikation",
        "inga",
        "tidsbokning",
        "chatt saker_kommunikation",
        "digital_ansokan saker_kommunikation",
        "digital_ansokan intresseanmalan",
    ]) {
        drawn_answers.put(sundsvall, &services::field(row), chosen);
    }
    let stockholm = drawn_answers.panel.at("0180");
    for field in ["sabo_nattillsyn", "sabo_internet"] {
        drawn_answers.put(stockholm, field, "ja");
    }
    for area in AREAS {
        drawn_answers.put(stockholm, &format!("passiva_larm.{area}"), "ja");
    }
    drawn_answers.put(stockholm, "etjanster.barn_och_unga", "saker_kommunikation intresseanmalan");
}
