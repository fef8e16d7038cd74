//! The regioner in 2019 and 2020, fitted to the report.

use super::{
    calendar::{Calendar, standings},
    chance::{between, chance, one_of, ranked},
    drafts,
    drawn_answers::DrawnAnswers,
    panel::Panel,
    round::{DrawnRound, RecipientStanding},
    words::contact,
};
use seeds::Edition;
use survey::status::Status;
use time::macros::date;

pub const SURVEY: &str = "region-ehalsa-it";

/// Those that are not counted in 2019 and 2020. The report names three that did not answer a question in 2020, which
/// leaves one too few (K23); two of them are the two that did not answer at all.
const ABSENT_2019: [&str; 3] = ["08", "09", "23"];
const ABSENT_2020: [&str; 2] = ["08", "09"];

/// Tablets per hundred employees in 2020, in thousandths of a percent: from 1.8 to 15.0.
const TABLETS: [(&str, i64); 19] = [
    ("01", 6_240),
    ("03", 9_120),
    ("04", 4_350),
    ("05", 7_480),
    ("06", 15_000),
    ("07", 5_610),
    ("10", 3_270),
    ("12", 8_050),
    ("13", 11_300),
    ("14", 5_020),
    ("17", 3_900),
    ("18", 6_770),
    ("19", 4_810),
    ("20", 2_640),
    ("21", 1_800),
    ("22", 7_900),
    ("23", 4_420),
    ("24", 9_870),
    ("25", 12_600),
];

pub fn rounds(panel: &mut Panel) -> Vec<DrawnRound> {
    let counted = |absent: &[&str]| panel.all().filter(|at| !absent.contains(&panel.code(*at))).collect::<Vec<_>>();
    let (counted_2019, counted_2020) = (counted(&ABSENT_2019), counted(&ABSENT_2020));
    let calendar_2019 = Calendar { opens: Some(date!(2019 - 01 - 28)), length: 53, last: 66 };
    let rest = [(Status::Declined, 1), (Status::InProgress, 1)];
    let standings_2019 = standings(panel, "2019", &calendar_2019, &counted_2019, 1, &rest);
    let calendar_2020 = Calendar { opens: Some(date!(2020 - 01 - 27)), length: 53, last: 66 };
    let standings_2020: Vec<RecipientStanding> =
        standings(panel, "2020", &calendar_2020, &counted_2020, 2, &[(Status::InProgress, 1)]);

    let mut drawn_answers = DrawnAnswers::new(panel, "2019", counted_2019, 0.0);
    answer_2019(&mut drawn_answers);
    let mut first = DrawnRound::finish(SURVEY, Edition::Y2019, &drawn_answers, standings_2019, &[]);
    drafts::reasons(&mut first, panel, &calendar_2019);
    let given = drawn_answers.given;
    first.remember(panel, given);

    let mut drawn_answers = DrawnAnswers::new(panel, "2020", counted_2020, 0.0);
    answer_2020(&mut drawn_answers);
    let earlier = vec![first];
    let mut second = DrawnRound::finish(SURVEY, Edition::Y2020, &drawn_answers, standings_2020, &earlier);
    drafts::reasons(&mut second, panel, &calendar_2020);
    let given = drawn_answers.given;
    second.remember(panel, given);
    earlier.into_iter().chain([second]).collect()
}

pub fn answer_contact(drawn_answers: &mut DrawnAnswers<'_>, period: &str) {
    for at in drawn_answers.answering.clone() {
        let (name, address) = contact(drawn_answers.code(at), period);
        drawn_answers.put(at, "kontakt_namn", name);
        drawn_answers.put(at, "kontakt_epost", address);
    }
}

/// Answers a multiple choice: every option with how many choose it. Whoever would choose none chooses `alone`, or the
/// first option of somebody who has several, so that no count changes.
pub fn options(drawn_answers: &mut DrawnAnswers<'_>, field: &str, counts: &[(&str, usize)], alone: Option<&str>) {
    let left = drawn_answers.left(field);
    let mut holders: Vec<Vec<usize>> = Vec::new();
    let nobody: Vec<usize> = match alone.and_then(|alone| counts.iter().find(|(option, _)| *option == alone)) {
        None => Vec::new(),
        Some((option, count)) => {
            let order = ranked(left.iter().copied(), |at| {
                -had(drawn_answers, at, field, "") + drawn_answers.lasting(at, option)
            });
            order.into_iter().take(*count).collect()
        }
    };
    let some: Vec<usize> = left.iter().copied().filter(|at| !nobody.contains(at)).collect();
    for (option, count) in counts {
        if Some(*option) == alone {
            holders.push(nobody.clone());
            continue;
        }
        let order = ranked(some.iter().copied(), |at| {
            10.0 * had(drawn_answers, at, field, option) + drawn_answers.lasting(at, &format!("{field} {option}"))
        });
        holders.push(order.into_iter().take(*count).collect());
    }
    let held = |holders: &Vec<Vec<usize>>, at: usize| holders.iter().filter(|holder| holder.contains(&at)).count();
    for at in &some {
        if held(&holders, *at) == 0 {
            let found = (0..holders.len()).find_map(|option| {
                let givers = holders[option].iter().copied().enumerate();
                givers.rev().find(|(_, giver)| held(&holders, *giver) > 1).map(|(place, _)| (option, place))
            });
            let (option, place) = found.unwrap();
            holders[option][place] = *at;
        }
    }
    for at in left {
        let chosen =
            counts.iter().zip(&holders).filter(|(_, holder)| holder.contains(&at)).map(|((option, _), _)| *option);
        let chosen = chosen.collect::<Vec<_>>().join(" ");
        drawn_answers.put(at, field, chosen);
    }
}

/// Whether the option was chosen before; of no option, whether any was.
fn had(drawn_answers: &DrawnAnswers<'_>, at: usize, field: &str, option: &str) -> f64 {
    let before = drawn_answers.before(at, field).unwrap_or_default();
    f64::from(u8::from(if option.is_empty() {
        !before.is_empty()
    } else {
        before.split(' ').any(|code| code == option)
    }))
}

fn answer_2019(drawn_answers: &mut DrawnAnswers<'_>) {
    answer_contact(drawn_answers, "2019");
    drawn_answers.yes("ankomstregistrering", &[], 11);
    options(
        drawn_answers,
        "journalforing_motparter",
        &[("privata_med_avtal", 15), ("kommuner", 10), ("andra_regioner", 8), ("privata_utan_avtal", 2), ("ingen", 1)],
        Some("ingen"),
    );
    drawn_answers.yes("journalforing_all_verksamhet", &[], 4);
    drawn_answers.yes("informatikansvar", &[], 9);
    drawn_answers.yes("informatikkompetens", &[], 9);
    drawn_answers.steps("mobilitetsstrategi", &[("ja", 10), ("planeras", 3), ("nej", 5)]);
    options(
        drawn_answers,
        "hinder",
        &[
            ("oklar_lagstiftning", 9),
            ("ekonomi", 7),
            ("egna_resurser", 13),
            ("verksamhetens_installning", 12),
            ("teknisk_infrastruktur", 8),
            ("annat", 3),
            ("inga", 1),
        ],
        Some("inga"),
    );
    tablets(drawn_answers);
    economy(drawn_answers, 36_000, 10_400, &[]);
}

fn answer_2020(drawn_answers: &mut DrawnAnswers<'_>) {
    answer_contact(drawn_answers, "2020");
    let channels: [(&str, [usize; 3]); 4] = [
        ("ankomstregistrering.terminal", [12, 4, 3]),
        ("ankomstregistrering.app", [2, 2, 15]),
        ("betalning.terminal", [2, 6, 11]),
        ("betalning.app", [1, 2, 16]),
    ];
    for (field, [done, coming, no]) in channels {
        drawn_answers.steps(field, &[("infort", done), ("pa_vag", coming), ("nej", no)]);
    }
    options(
        drawn_answers,
        "journalforing_motparter",
        &[("privata_med_avtal", 17), ("kommuner", 12), ("andra_regioner", 10), ("privata_utan_avtal", 3)],
        None,
    );
    // 18 of the 19 answer: five that everything is in it, 13 that it is not.
    drawn_answers.miss("journalforing_all_verksamhet", 1, "vet_ej");
    drawn_answers.yes("journalforing_all_verksamhet", &["journalforing_all_verksamhet"], 5);
    let asked = drawn_answers
        .answering
        .iter()
        .copied()
        .filter(|at| drawn_answers.is(*at, "journalforing_all_verksamhet", "nej"));
    let asked: Vec<usize> = asked.collect();
    let mut part = DrawnAnswers::new(drawn_answers.panel, drawn_answers.round, asked.clone(), 0.0);
    let exceptions = [("sexuellt_overforda", 9), ("tandvard", 8), ("forlossning", 6), ("annat", 4)];
    options(&mut part, "journalforing_undantag", &exceptions, None);
    for at in asked {
        let chosen = part.answer(at, "journalforing_undantag").to_owned();
        if chosen.contains("annat") {
            let others = [
                "Kvinnofridsmottagningen",
                "Barn- och ungdomspsykiatrin",
                "Företagshälsovården",
                "Delar av psykiatrin",
            ];
            drawn_answers.put(
                at,
                "journalforing_undantag_annat",
                one_of(&others, &[drawn_answers.code(at), "undantag"]),
            );
        }
        drawn_answers.put(at, "journalforing_undantag", chosen);
    }
    tablets(drawn_answers);
    drawn_answers.yes("lasplattor_vardarbete", &[], 17);
    drawn_answers.yes("tvafaktor", &[], 14);
    drawn_answers.yes("infosakpolicy", &[], 18);
    let with: Vec<usize> =
        drawn_answers.answering.iter().copied().filter(|at| drawn_answers.is(*at, "infosakpolicy", "ja")).collect();
    let planned = drawn_answers.most("infosakplan", &[], 16, &with);
    for at in with {
        drawn_answers.put(at, "infosakplan", if planned.contains(&at) { "ja" } else { "nej" });
    }
    drawn_answers.yes("informatikansvar", &["informatikansvar"], 11);
    drawn_answers.yes("informatikkompetens", &["informatikkompetens"], 9);
    drawn_answers.steps("pdl_fullt_ut", &[("ja_fullt_ut", 7), ("nej", 12)]);
    drawn_answers.steps("mobilitetsstrategi", &[("ja", 12), ("planeras", 2), ("nej", 5)]);
    options(
        drawn_answers,
        "hinder",
        &[
            ("oklar_lagstiftning", 14),
            ("ekonomi", 12),
            ("egna_resurser", 15),
            ("verksamhetens_installning", 13),
            ("teknisk_infrastruktur", 8),
            ("annat", 3),
            ("inga", 0),
        ],
        Some("inga"),
    );
    for at in drawn_answers.answering.clone() {
        let asked = drawn_answers.answer(at, "hinder").contains("oklar_lagstiftning");
        if asked && drawn_answers.chance(at, "juridiska exempel") < 0.6 {
            drawn_answers.put(
                at,
                "hinder_juridiska_exempel",
                one_of(&LEGAL_EXAMPLES, &[drawn_answers.code(at), "juridik"]),
            );
        }
    }
    drawn_answers.steps("digital_agenda", &[("finns", 13), ("fardigstalls", 2), ("nej", 4)]);
    let order = ranked(drawn_answers.answering.clone(), |at| {
        let agenda = match drawn_answers.answer(at, "digital_agenda") {
            "finns" => 2.0,
            "fardigstalls" => 1.0,
            _ => 0.0,
        };
        agenda + 0.9 * drawn_answers.lasting(at, "digital_handlingsplan")
    });
    let plans = [("finns", 11), ("skapas", 2), ("nej", 6)];
    for (at, plan) in
        order.into_iter().zip(plans.into_iter().flat_map(|(plan, count)| std::iter::repeat_n(plan, count)))
    {
        drawn_answers.put(at, "digital_handlingsplan", plan);
    }
    drawn_answers.yes("samordnad_vardplanering_it", &[], drawn_answers.answering.len());
    for at in drawn_answers.answering.clone() {
        let shares = drawn_answers.code(at) == "07";
        drawn_answers.put(at, "journalsystem_med_kommuner", if shares { "ja" } else { "nej" });
    }
    economy(drawn_answers, 38_200, 10_900, &["21"]);
}

pub const LEGAL_EXAMPLES: [&str; 8] = [
    "Det är oklart hur samtycke ska hanteras när vårdnadshavare har olika uppfattning.",
    "Vi kan inte dela uppgifter med kommunen i samma vy utan stöd i lag.",
    "Osäkerhet om molntjänster och överföring till tredje land har stoppat två införanden.",
    "Ombud för vuxna saknar tydlig reglering, så tjänsten kan inte användas av anhöriga.",
    "Sekretessgränsen mellan regionen och privata utförare gör att patienten måste lämna samma uppgift två gånger.",
    "Tolkningen av reglerna om sammanhållen journalföring skiljer sig mellan våra jurister.",
    "Regelverket för medicintekniska produkter gör att små egna e-tjänster inte kan införas.",
    "Bevarande och gallring av uppgifter i appar är inte reglerat så att vi vet vad som gäller.",
];

/// Employees and tablets: in 2020 the shares of the table, and 19 percent more than in 2019 for those in both.
fn tablets(drawn_answers: &mut DrawnAnswers<'_>) {
    let is_2020 = drawn_answers.round == "2020";
    let mut now = Vec::new();
    for at in drawn_answers.panel.all() {
        let Some((_, share)) = TABLETS.iter().find(|(code, _)| *code == drawn_answers.code(at)) else { continue };
        let organisation = &drawn_answers.panel.organisations[at];
        let per_thousand = between(270, 335, &[&organisation.code, "anställda"]);
        let employees = i64::from(organisation.population) * per_thousand / 10_000;
        now.push((at, employees, (employees * share + 50_000) / 100_000));
    }
    // What each had the year before, so that their sum comes out.
    let both: Vec<usize> =
        (0..now.len()).filter(|place| !ABSENT_2019.contains(&drawn_answers.code(now[*place].0))).collect();
    let total: i64 = both.iter().map(|place| now[*place].2).sum();
    let mut before: Vec<i64> = now
        .iter()
        .map(|(at, _, tablets)| tablets * 1000 / between(1_040, 1_400, &[drawn_answers.code(*at), "läsplattor"]))
        .collect();
    let largest = both.iter().copied().max_by_key(|place| now[*place].2).unwrap();
    let wanted = (total * 100 + 59) / 119;
    before[largest] += wanted - both.iter().map(|place| before[*place]).sum::<i64>();
    for (place, (at, employees, tablets)) in now.iter().enumerate() {
        if drawn_answers.answering.contains(at) {
            let growth = between(-6, 22, &[drawn_answers.code(*at), "anställda fler"]);
            let (tablets, employees) =
                if is_2020 { (*tablets, *employees) } else { (before[place], employees * 1000 / (1000 + growth)) };
            drawn_answers.put(*at, "antal_lasplattor", tablets.to_string());
            drawn_answers.put(*at, "antal_anstallda", employees.to_string());
        }
    }
}

/// The costs: together `it` million kronor, 2.85 percent of what the regioner turn over.
fn economy(drawn_answers: &mut DrawnAnswers<'_>, per_inhabitant: i64, it: i64, unknown: &[&str]) {
    let mut rows = Vec::new();
    for at in drawn_answers.answering.clone() {
        let organisation = &drawn_answers.panel.organisations[at];
        let differs = between(-60, 60, &[&organisation.code, "omslutning"]);
        let turnover = i64::from(organisation.population) * per_inhabitant / 1000 * (1000 + differs) / 1_000_000;
        let share =
            0.75 + 0.5 * drawn_answers.lasting(at, "it-kostnad") + 0.06 * drawn_answers.chance(at, "it-kostnad");
        rows.push((at, turnover, share, unknown.contains(&organisation.code.as_str())));
    }
    let weight: f64 = rows.iter().filter(|row| !row.3).map(|row| row.1 as f64 * row.2).sum();
    let turnover: i64 = rows.iter().filter(|row| !row.3).map(|row| row.1).sum();
    // What they turn over is stretched so that the costs are 2.85 percent of it.
    let stretch = it as f64 / 0.0285 / turnover as f64;
    for (number, (at, turnover, share, is_unknown)) in rows.into_iter().enumerate() {
        let million = 1_000_000;
        let turned = (turnover as f64 * stretch) as i64;
        // Some give exact amounts, most round them.
        let exact = number % 4 == 0;
        let odd =
            if exact { between(100_000, 899_999, &[drawn_answers.code(at), drawn_answers.round, "kronor"]) } else { 0 };
        drawn_answers.put(at, "omslutning", (turned * million + odd * 7).to_string());
        if is_unknown {
            drawn_answers.put(at, "it_kostnad", "#uppgift_saknas");
            drawn_answers.put(at, "it_utveckling_andel", "#uppgift_saknas");
            continue;
        }
        let cost = (turnover as f64 * share / weight * it as f64 * 10.0) as i64;
        drawn_answers.put(at, "it_kostnad", (cost * million / 10 + odd).to_string());
    }
    // From less than five percent to more than twenty-five.
    let left = ranked(drawn_answers.left("it_utveckling_andel"), |at| drawn_answers.lasting(at, "utveckling"));
    let last = left.len() - 1;
    for (rank, at) in left.into_iter().enumerate() {
        let tenths = match rank {
            0 => 310 + 10 * i64::from(drawn_answers.round == "2020"),
            rank if rank == last => 35,
            _ => {
                let typical = (65.0 + 160.0 * chance(&[drawn_answers.code(at), "andel"])) as i64;
                (typical + between(-15, 15, &[drawn_answers.code(at), drawn_answers.round, "andel"])) / 5 * 5
            }
        };
        drawn_answers.put(at, "it_utveckling_andel", format!("{},{}", tenths / 10, tenths % 10));
    }
}
