//! The regioner last year and this year: what they answered in 2020, carried on.

use super::{
    calendar::{Calendar, standings, willing},
    chance::{between, one_of, weighted},
    drafts,
    drawn_answers::DrawnAnswers,
    kommun_later::YesNo,
    missing,
    panel::Panel,
    region::{LEGAL_EXAMPLES, SURVEY, answer_contact, options},
    round::{DrawnRound, form},
};
use seeds::Edition;
use survey::status::Status;

const YES: [YesNo; 17] = [
    ("frikort_digitalt", &[], Some(90), None),
    ("digitala_vardmoten", &[], Some(95), None),
    ("digitala_vardmoten.primarvard", &["digitala_vardmoten"], None, Some(100)),
    ("digitala_vardmoten.specialistvard", &["digitala_vardmoten"], None, Some(86)),
    ("digitala_vardmoten.psykiatri", &["digitala_vardmoten"], None, Some(81)),
    ("egenmonitorering_primarvard", &[], Some(65), None),
    ("egenmonitorering_specialistvard", &[], Some(85), None),
    ("egenmonitorering", &["egenmonitorering_primarvard", "egenmonitorering_specialistvard"], None, Some(95)),
    ("journalforing_all_verksamhet", &[], Some(45), Some(52)),
    ("lasplattor_vardarbete", &[], Some(95), Some(95)),
    ("tvafaktor", &[], Some(90), Some(95)),
    ("infosakpolicy", &[], Some(100), Some(100)),
    ("infosakplan", &[], Some(90), Some(95)),
    ("informatikansvar", &[], Some(80), Some(86)),
    ("informatikkompetens", &[], Some(60), Some(57)),
    ("samordnad_vardplanering_it", &[], Some(100), Some(100)),
    ("journalsystem_med_kommuner", &[], Some(25), Some(33)),
];

/// Adds last year and this year to the rounds of 2019 and 2020.
pub fn rounds(panel: &mut Panel, mut earlier: Vec<DrawnRound>) -> Vec<DrawnRound> {
    let counted = willing(panel, "last-year", 20, &["09"], |_| false);
    let calendar = Calendar { opens: None, length: 60, last: 73 };
    let standing = standings(panel, "last-year", &calendar, &counted, 2, &[(Status::Declined, 1)]);
    let mut drawn_answers = DrawnAnswers::new(panel, "last-year", counted, 0.012);
    answer(&mut drawn_answers, Edition::LastYear);
    let mut round = DrawnRound::finish(SURVEY, Edition::LastYear, &drawn_answers, standing, &earlier);
    drafts::reasons(&mut round, panel, &calendar);
    let given = drawn_answers.given;
    round.remember(panel, given);
    earlier.push(round);

    // Region Stockholm is still answering, and one response has been sent back.
    let counted = willing(panel, "this-year", 19, &["01", "10"], |_| false);
    let calendar = Calendar { opens: None, length: 60, last: 51 };
    let mut standing = standings(panel, "this-year", &calendar, &counted, 8, &[]);
    standing[panel.at("01")].status = Status::InProgress;
    let returned = panel.at("10");
    standing[returned].status = Status::Returned;
    standing[returned].submitted_at = calendar.moment(33, &["10", "this-year"]);
    let mut drawn_answers = DrawnAnswers::new(panel, "this-year", panel.all().collect(), 0.012);
    answer(&mut drawn_answers, Edition::ThisYear);
    let mut round = DrawnRound::finish(SURVEY, Edition::ThisYear, &drawn_answers, standing, &earlier);
    drafts::reasons(&mut round, panel, &calendar);
    drafts::drafts(&mut round, &drawn_answers, &earlier);
    earlier.push(round);
    earlier
}

fn answer(drawn_answers: &mut DrawnAnswers<'_>, edition: Edition) {
    let this_year = edition == Edition::ThisYear;
    let percent = |last: usize, this: usize| if this_year { this } else { last };
    answer_contact(drawn_answers, "nu");
    figures(drawn_answers, this_year);
    missing::some(drawn_answers, &form(SURVEY, edition));
    for (field, before, last, this) in YES {
        if let Some(percent) = if this_year { this } else { last } {
            drawn_answers.yes_percent(field, &[before, &[field]].concat(), percent);
        }
    }
    for (field, done, coming) in [
        ("ankomstregistrering.terminal", percent(85, 86), 10),
        ("ankomstregistrering.app", percent(55, 67), 25),
        ("betalning.terminal", percent(35, 38), 15),
        ("betalning.app", percent(45, 57), 25),
    ] {
        drawn_answers.steps_percent(field, &[("infort", done), ("pa_vag", coming), ("nej", 0)]);
    }
    drawn_answers.steps_percent("e_remiss", &[("infort", percent(55, 67)), ("pilot", 25), ("nej", 0)]);
    drawn_answers.steps_percent("mobilitetsstrategi", &[("ja", percent(75, 81)), ("planeras", 15), ("nej", 0)]);
    drawn_answers.steps_percent("digital_agenda", &[("finns", percent(85, 90)), ("fardigstalls", 5), ("nej", 0)]);
    drawn_answers.steps_percent("digital_handlingsplan", &[("finns", percent(75, 81)), ("skapas", 10), ("nej", 0)]);
    drawn_answers.steps_percent("pdl_fullt_ut", &[("ja_fullt_ut", percent(55, 62)), ("nej", 0)]);
    choices(drawn_answers, this_year);
    for at in drawn_answers.answering.clone() {
        of_one(drawn_answers, at, this_year);
    }
}

fn choices(drawn_answers: &mut DrawnAnswers<'_>, this_year: bool) {
    let part = |drawn_answers: &DrawnAnswers<'_>, field: &str, counts: &[(&'static str, usize)]| {
        let left = drawn_answers.left(field).len();
        counts.iter().map(|(option, percent)| (*option, left * percent / 100)).collect::<Vec<_>>()
    };
    let counterparts =
        [("privata_med_avtal", 100), ("kommuner", 86), ("andra_regioner", 91), ("privata_utan_avtal", 34)];
    let counterparts = part(drawn_answers, "journalforing_motparter", &counterparts);
    options(drawn_answers, "journalforing_motparter", &counterparts, None);
    let exceptions = [("sexuellt_overforda", 60), ("tandvard", 62), ("forlossning", 30), ("annat", 31)];
    let exceptions = part(drawn_answers, "journalforing_undantag", &exceptions);
    options(drawn_answers, "journalforing_undantag", &exceptions, None);
    let more = if this_year { 5 } else { 0 };
    let hindrances = [
        ("oklar_lagstiftning", 72 - more),
        ("ekonomi", 76 + more),
        ("egna_resurser", 72),
        ("verksamhetens_installning", 48),
        ("teknisk_infrastruktur", 43),
        ("brist_pa_kompetens", 53 + more),
        ("personalomsattning", 29),
        ("annat", 10),
    ];
    let hindrances = part(drawn_answers, "hinder", &hindrances);
    options(drawn_answers, "hinder", &hindrances, None);
}

fn of_one(drawn_answers: &mut DrawnAnswers<'_>, at: usize, this_year: bool) {
    let code = drawn_answers.code(at);
    let others =
        ["Kvinnofridsmottagningen", "Barn- och ungdomspsykiatrin", "Företagshälsovården", "Delar av psykiatrin"];
    if drawn_answers.answer(at, "journalforing_undantag").contains("annat") {
        drawn_answers.put(at, "journalforing_undantag_annat", one_of(&others, &[code, "undantag"]));
    }
    for part in ["sparr", "samtycke", "loggranskning"] {
        let field = format!("pdl_delar.{part}");
        if drawn_answers.given[at].contains_key(&field) {
            continue;
        }
        let full = drawn_answers.is(at, "pdl_fullt_ut", "ja_fullt_ut");
        let had = drawn_answers.before(at, &field) == Some("ja");
        let has = full || had || drawn_answers.lasting(at, &field) < 0.55;
        drawn_answers.put(at, &field, if has { "ja" } else { "nej" });
    }
    let hindrances: Vec<String> = drawn_answers.answer(at, "hinder").split(' ').map(str::to_owned).collect();
    if hindrances.contains(&"oklar_lagstiftning".to_owned()) && drawn_answers.chance(at, "juridiska exempel") < 0.5 {
        drawn_answers.put(
            at,
            "hinder_juridiska_exempel",
            one_of(&LEGAL_EXAMPLES, &[code, drawn_answers.round, "juridik"]),
        );
    }
    if this_year {
        let several: Vec<&str> = hindrances.iter().map(String::as_str).filter(|code| !code.starts_with('#')).collect();
        if several.len() > 1 && !drawn_answers.given[at].contains_key("hinder_storst") {
            drawn_answers.put(at, "hinder_storst", one_of(&several, &[code, "störst"]));
        }
        if !drawn_answers.given[at].contains_key("infosakplan_beslutad") {
            drawn_answers.put(at, "infosakplan_beslutad", format!("@-{}", between(60, 900, &[code, "plan beslutad"])));
        }
        if drawn_answers.chance(at, "övrigt") < 0.2 {
            let texts = [
                "Svaren om självbetjäning gäller sjukhusen. Primärvården drivs till stor del av privata.",
                "Nytt vårdinformationssystem införs stegvis, så flera svar ändras snart.",
                "It-kostnaden är högre än vanligt på grund av systembytet.",
            ];
            drawn_answers.put(at, "ovrigt_att_tillagga", one_of(&texts, &[code, "övrigt"]));
        }
    }
}

/// Numbers that grow from what they were.
fn figures(drawn_answers: &mut DrawnAnswers<'_>, this_year: bool) {
    for at in drawn_answers.answering.clone() {
        let organisation = &drawn_answers.panel.organisations[at];
        let (code, population) = (organisation.code.as_str(), i64::from(organisation.population));
        let before = |field: &str| drawn_answers.before(at, field).and_then(|number| number.parse::<i64>().ok());
        let drawn = |low, high, what: &str| between(low, high, &[code, drawn_answers.round, what]);
        let growth = |last: (i64, i64), this: (i64, i64)| if this_year { this } else { last };
        let grown = |value: i64, (low, high): (i64, i64), what: &str| value * drawn(low, high, what) / 1_000;

        let employees = before("antal_anstallda").unwrap_or(population * 31 / 1_000);
        let employees = grown(employees, growth((1_010, 1_070), (990, 1_015)), "anställda");
        let tablets = before("antal_lasplattor").unwrap_or(employees * 6 / 100);
        let leap =
            weighted(&[("vanlig", 88.0), ("språng", 12.0)], &[code, drawn_answers.round, "läsplattor"]) == "språng";
        let range = if leap { (1_600, 1_900) } else { growth((1_150, 1_480), (1_000, 1_180)) };
        let tablets = grown(tablets, range, "läsplattor");
        let turnover = before("omslutning").unwrap_or(population * 38_000) / 1_000_000;
        let turnover = grown(turnover, growth((1_270, 1_340), (1_030, 1_055)), "omslutning");
        let cost = before("it_kostnad").unwrap_or(population * 1_080) / 100_000;
        let cost = grown(cost, growth((1_290, 1_430), (1_030, 1_085)), "it-kostnad");
        let share = before_share(drawn_answers, at).unwrap_or(135) + drawn(-25, 30, "andel") / 5 * 5;
        let it_staff = employees * between(110, 190, &[code, "it-personal"]) / 1_000; // in tenths
        let kommuner = seeds::municipalities().unwrap().iter().filter(|kommun| kommun.lan == organisation.lan).count();

        drawn_answers.put(at, "antal_anstallda", employees.to_string());
        drawn_answers.put(at, "antal_lasplattor", tablets.to_string());
        drawn_answers.put(at, "omslutning", (turnover * 1_000_000).to_string());
        drawn_answers.put(at, "it_kostnad", (cost * 100_000).to_string());
        let share = share.clamp(40, 420);
        let known = |drawn_answers: &DrawnAnswers<'_>, what: &str, tenths: i64| {
            if drawn_answers.chance(at, what) < 0.08 {
                "#uppgift_saknas".to_owned()
            } else {
                format!("{},{}", tenths / 10, tenths % 10)
            }
        };
        drawn_answers.put(at, "it_utveckling_andel", known(drawn_answers, "andel okänd", share));
        if this_year {
            drawn_answers.put(at, "it_personal", known(drawn_answers, "it-personal okänd", it_staff));
            let sharing = between(1, (kommuner as i64 - 1).max(1), &[code, "journalsystem"]);
            drawn_answers.put(at, "journalsystem_antal_kommuner", sharing.to_string());
        }
    }
}

/// The share of the year before, in tenths of a percent.
fn before_share(drawn_answers: &DrawnAnswers<'_>, at: usize) -> Option<i64> {
    drawn_answers.before(at, "it_utveckling_andel")?.replace(',', "").parse().ok()
}
