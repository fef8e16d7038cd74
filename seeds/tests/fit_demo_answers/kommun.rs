//! The kommuner in 2019 and 2020, fitted to the report.

use super::{
    calendar::{Calendar, standings, willing},
    chance::{between, one_of, ranked, weighted},
    drafts,
    drawn_answers::DrawnAnswers,
    panel::Panel,
    round::DrawnRound,
    services,
    words::{OTHER_ROLES, contact},
};
use seeds::Edition;
use survey::status::Status;
use time::macros::date;

pub const SURVEY: &str = "kommun-ehalsa";
pub const AREAS: [&str; 2] = ["aldreomsorg", "funktionshinder"];

/// Whether the region has the home health care: it does in Stockholms län, save in Norrtälje.
pub fn leaves_home_care(panel: &Panel, at: usize) -> bool {
    panel.organisations[at].lan == "01" && panel.code(at) != "0188"
}

/// The rounds of 2019 and 2020. What each has answered in 2019 follows from its answers in 2020, where that is easier.
pub fn rounds(panel: &mut Panel) -> Vec<DrawnRound> {
    let counted = willing(panel, "2019", 202, &[], |at| ["0180", "2281"].contains(&panel.code(at)));
    let calendar_2019 = Calendar { opens: Some(date!(2019 - 01 - 28)), length: 53, last: 66 };
    let others = [(Status::Declined, 13), (Status::InProgress, 11)];
    let standings_2019 = standings(panel, "2019", &calendar_2019, &counted, 6, &others);
    // Not three of those without home health care, so that 228 of the 250 have it.
    let mut without = panel.all().filter(|at| leaves_home_care(panel, *at));
    let absent: Vec<String> = without.by_ref().skip(4).step_by(7).take(3).map(|at| panel.code(at).to_owned()).collect();
    let absent: Vec<&str> = absent.iter().map(String::as_str).collect();
    let counted_2020 =
        willing(panel, "2020", 250, &absent, |at| leaves_home_care(panel, at) || panel.code(at) == "2281");
    let calendar_2020 = Calendar { opens: Some(date!(2020 - 01 - 27)), length: 53, last: 66 };
    let others = [(Status::Declined, 9), (Status::InProgress, 8)];
    let standings_2020 = standings(panel, "2020", &calendar_2020, &counted_2020, 9, &others);

    let shell = Panel { organisations: Panel::municipalities().organisations, latest: panel.latest.clone() };
    let mut later = DrawnAnswers::new(&shell, "2020", counted_2020.clone(), 0.0);
    for row in services::ROWS {
        answer_nothing(&mut later, &services::field(row));
    }
    services::fit_2020(&mut later);

    let mut drawn_answers = DrawnAnswers::new(panel, "2019", counted, 0.0);
    services::fit_2019(&mut drawn_answers, &later);
    answer_2019(&mut drawn_answers);
    let mut first = DrawnRound::finish(SURVEY, Edition::Y2019, &drawn_answers, standings_2019, &[]);
    drafts::reasons(&mut first, panel, &calendar_2019);
    let given = drawn_answers.given;
    first.remember(panel, given);

    let mut drawn_answers = DrawnAnswers::new(panel, "2020", counted_2020, 0.012);
    drawn_answers.given = later.given;
    answer_2020(&mut drawn_answers);
    let earlier = vec![first];
    let mut second = DrawnRound::finish(SURVEY, Edition::Y2020, &drawn_answers, standings_2020, &earlier);
    drafts::reasons(&mut second, panel, &calendar_2020);
    let given = drawn_answers.given;
    second.remember(panel, given);
    earlier.into_iter().chain([second]).collect()
}

/// Six kommuner answer no row of the e-services in 2020, the same six in every row.
fn answer_nothing(drawn_answers: &mut DrawnAnswers<'_>, field: &str) {
    let six = ranked(drawn_answers.answering.clone(), |at| drawn_answers.lasting(at, "svarar inte om e-tjänster"));
    for (at, reason) in
        six.into_iter().zip(["vet_ej", "vet_ej", "uppgift_saknas", "vet_ej", "vet_ej", "uppgift_saknas"])
    {
        drawn_answers.put(at, field, format!("#{reason}"));
    }
}

/// Who answers, the same way in every round.
pub fn answer_contact(drawn_answers: &mut DrawnAnswers<'_>, period: &str) {
    for at in drawn_answers.answering.clone() {
        let code = drawn_answers.code(at);
        let role = weighted(
            &[("aldreomsorgschef", 3.0), ("socialchef", 3.0), ("annan", 4.0)],
            &[code, drawn_answers.round, "roll"],
        );
        drawn_answers.put(at, "uppgiftslamnare_roll", role);
        if role == "annan" {
            drawn_answers.put(at, "uppgiftslamnare_roll_annan", one_of(&OTHER_ROLES, &[code, period, "annan roll"]));
        }
        let (name, address) = contact(code, period);
        drawn_answers.put(at, "kontakt_namn", name);
        drawn_answers.put(at, "kontakt_epost", address);
        let mut areas = vec!["individ_och_familjeomsorg", "aldreomsorg", "funktionshinder"];
        if drawn_answers.chance(at, "ett område svarar inte") < 0.06 {
            areas.remove(between(0, 2, &[code, drawn_answers.round, "vilket område"]) as usize);
        }
        let has_care = !leaves_home_care(drawn_answers.panel, at);
        if has_care && drawn_answers.chance(at, "hälso- och sjukvården svarar inte") > 0.03 {
            areas.push("halso_och_sjukvard");
        }
        drawn_answers.put(at, "svaren_avser", areas.join(" "));
    }
}

/// A question for two areas, asked of those who have it in one of them at least.
fn in_areas(drawn_answers: &mut DrawnAnswers<'_>, question: &str, has: impl Fn(usize) -> bool, chance_of: [f64; 2]) {
    for at in drawn_answers.answering.clone() {
        let fields = AREAS.map(|area| format!("{question}.{area}"));
        let mut yes = [0, 1].map(|area| has(at) && drawn_answers.chance(at, &fields[area]) < chance_of[area]);
        if has(at) && !yes.contains(&true) {
            yes[0] = true;
        }
        for area in [0, 1] {
            // Beside a yes one that is not known does no harm: the kommun has it all the same.
            let unknown = !yes[area] && yes[1 - area] && drawn_answers.chance(at, &format!("{question} okänt")) < 0.09;
            drawn_answers.put(
                at,
                &fields[area],
                if unknown {
                    "#vet_ej"
                } else if yes[area] {
                    "ja"
                } else {
                    "nej"
                },
            );
        }
    }
}

/// Two kinds of SIP: `both` have both, `first` only that before leaving hospital, `second` only the other.
fn two_kinds(
    drawn_answers: &DrawnAnswers<'_>,
    what: &str,
    before: &[&str],
    counts: [usize; 3],
) -> [std::collections::BTreeSet<usize>; 2] {
    let [both, first, second] = counts;
    let has = drawn_answers.most(what, before, both + first + second, &drawn_answers.answering);
    let has: Vec<usize> = has.into_iter().collect();
    let has_both = drawn_answers.most(&format!("{what} båda"), &[], both, &has);
    let one: Vec<usize> = has.iter().copied().filter(|at| !has_both.contains(at)).collect();
    let only_first = drawn_answers.most(&format!("{what} vilken"), &[], first, &one);
    let only_second = one.iter().copied().filter(|at| !only_first.contains(at)).collect();
    [&has_both | &only_first, &has_both | &only_second]
}

fn answer_2019(drawn_answers: &mut DrawnAnswers<'_>) {
    answer_contact(drawn_answers, "2019");
    // None of these was published for 2019: they lie between what was before and what came after.
    drawn_answers.miss("passiva_larm", 3, "vet_ej");
    drawn_answers.miss("nattillsyn", 2, "vet_ej");
    drawn_answers.miss("vardplanering_video", 2, "uppgift_saknas");
    drawn_answers.miss("sabo_nattillsyn", 1, "uppgift_saknas");
    drawn_answers.miss("sabo_internet", 3, "vet_ej");
    for field in ["fh_nattillsyn", "fh_vardplanering_video", "fh_internet"] {
        drawn_answers.miss(field, 2, "ej_tillampligt");
    }
    drawn_answers.yes("passiva_larm", &[], 178);
    drawn_answers.yes("nattillsyn", &[], 116);
    drawn_answers.yes("vardplanering_video", &[], 154);
    drawn_answers.yes("sabo_nattillsyn", &[], 67);
    drawn_answers.yes("sabo_vardplanering_video", &[], 125);
    drawn_answers.yes("sabo_internet", &[], 146);
    drawn_answers.yes("fh_nattillsyn", &[], 48);
    drawn_answers.yes("fh_vardplanering_video", &[], 108);
    drawn_answers.yes("fh_internet", &[], 140);
    drawn_answers.miss("dokumentera_mobilt.arbetsmarknadsinsatser", 4, "vet_ej");
    drawn_answers.miss("dokumentera_mobilt.vuxna_missbruk", 2, "uppgift_saknas");
    drawn_answers.miss("dokumentera_mobilt.vuxna_missbruk", 1, "ej_tillampligt");
    for (row, all) in [
        ("barn_och_unga", 32),
        ("arbetsmarknadsinsatser", 18),
        ("vuxna_missbruk", 22),
        ("funktionshinder", 30),
        ("hemtjanst", 87),
    ] {
        mobile(drawn_answers, &format!("dokumentera_mobilt.{row}"), all, None);
    }
    drawn_answers.miss("dokumentera_mobilt_legitimerad", 3, "vet_ej");
    mobile(drawn_answers, "dokumentera_mobilt_legitimerad", 70, Some(71));
    security(drawn_answers, [144, 111], [32, 109, 61], [36, 8]);
    drawn_answers.miss("infosak_resurs", 2, "vill_ej_svara");
    drawn_answers.miss("infosak_resurs", 2, "uppgift_saknas");
    resource(drawn_answers, 6);
}

fn answer_2020(drawn_answers: &mut DrawnAnswers<'_>) {
    answer_contact(drawn_answers, "2020");
    let all = drawn_answers.answering.clone();
    let alarms = drawn_answers.most("passiva_larm", &["passiva_larm"], 233, &all);
    in_areas(drawn_answers, "passiva_larm", |at| alarms.contains(&at), [0.98, 0.55]);
    let nights = drawn_answers.most("nattillsyn", &["nattillsyn"], 165, &all);
    in_areas(drawn_answers, "nattillsyn", |at| nights.contains(&at), [0.95, 0.36]);
    let planning = drawn_answers.most("planeringsverktyg", &[], 225, &all);
    in_areas(drawn_answers, "planeringsverktyg", |at| planning.contains(&at), [0.98, 0.6]);
    let [leaving, other] = two_kinds(drawn_answers, "vardplanering_video", &["vardplanering_video"], [163, 37, 15]);
    in_areas(drawn_answers, "sip_utskrivning", |at| leaving.contains(&at), [0.97, 0.66]);
    in_areas(drawn_answers, "sip_andra", |at| other.contains(&at), [0.94, 0.72]);
    for (place, kinds, nights, internet) in [("sabo", [150, 28, 5], 110, 193), ("fh", [147, 15, 1], 82, 185)] {
        let before = format!("{place}_vardplanering_video");
        let [leaving, other] = two_kinds(drawn_answers, &before, &[&before], kinds);
        for (kind, has) in [("utskrivning", leaving), ("andra", other)] {
            for at in &all {
                drawn_answers.put(*at, &format!("{place}_sip_{kind}"), if has.contains(at) { "ja" } else { "nej" });
            }
        }
        for (what, count) in [("nattillsyn", nights), ("internet", internet)] {
            let field = format!("{place}_{what}");
            drawn_answers.yes(&field, &[&field], count);
        }
    }
    health_care(drawn_answers);
    drawn_answers.miss("dokumentera_mobilt.vuxna_missbruk", 3, "vet_ej");
    drawn_answers.miss("dokumentera_mobilt.vuxna_missbruk", 2, "ej_tillampligt");
    drawn_answers.miss("dokumentera_mobilt.funktionshinder", 3, "vet_ej");
    for (row, all) in [
        ("barn_och_unga", 55),
        ("arbetsmarknadsinsatser", 28),
        ("vuxna_missbruk", 33),
        ("funktionshinder", 45),
        ("hemtjanst", 120),
    ] {
        mobile(drawn_answers, &format!("dokumentera_mobilt.{row}"), all, None);
    }
    mobile(drawn_answers, "dokumentera_mobilt_legitimerad", 105, Some(78));
    security(drawn_answers, [182, 138], [45, 145, 60], [38, 5]);
    drawn_answers.miss("infosak_resurs", 4, "vill_ej_svara");
    drawn_answers.miss("infosak_resurs", 3, "uppgift_saknas");
    resource(drawn_answers, 18);
    // 190 classify: 135 with KLASSA, four with the model of MSB.
    let classify: Vec<usize> = all.into_iter().filter(|at| !drawn_answers.is(*at, "infoklassning", "nej")).collect();
    let order = ranked(classify, |at| drawn_answers.lasting(at, "infoklassning_modell"));
    let models = [("klassa", 135), ("msb", 4), ("egen", 36), ("privat", 15)];
    let mut models = models.into_iter().flat_map(|(model, count)| std::iter::repeat_n(model, count));
    for at in order {
        drawn_answers.put(at, "infoklassning_modell", models.next().unwrap());
    }
}

/// Home health care: 228 have it, and together they have 587 dispensers.
fn health_care(drawn_answers: &mut DrawnAnswers<'_>) {
    let (without, with): (Vec<usize>, Vec<usize>) =
        drawn_answers.answering.iter().copied().partition(|at| leaves_home_care(drawn_answers.panel, *at));
    assert_eq!(with.len(), 228);
    for at in without {
        drawn_answers.put(at, "hemsjukvard", "nej");
    }
    for (number, at) in
        ranked(with.iter().copied(), |at| drawn_answers.chance(at, "hemsjukvard")).into_iter().enumerate()
    {
        drawn_answers.put(at, "hemsjukvard", if number < 2 { "#vet_ej" } else { "ja" });
    }
    for (field, count) in [("nyckelfria_las", 146), ("epilepsilarm", 137)] {
        let yes = drawn_answers.most(field, &[], count, &with);
        for at in &with {
            drawn_answers.put(*at, field, if yes.contains(at) { "ja" } else { "nej" });
        }
    }
    let unknown: Vec<usize> = ranked(with.iter().copied(), |at| drawn_answers.chance(at, "medicindispensrar okänt"))
        .into_iter()
        .take(6)
        .collect();
    let known: Vec<usize> = with.into_iter().filter(|at| !unknown.contains(at)).collect();
    for (at, reason) in unknown.iter().zip(["uppgift_saknas", "vet_ej"].into_iter().cycle()) {
        drawn_answers.put(*at, "medicindispensrar", format!("#{reason}"));
    }
    let having: Vec<usize> =
        ranked(known.iter().copied(), |at| drawn_answers.score(at, "medicindispensrar")).into_iter().take(64).collect();
    let weight = |at: usize| {
        (0.1 + drawn_answers.lasting(at, "dispensrar").powi(3)) * (0.3 + drawn_answers.panel.organisations[at].size)
    };
    let total: f64 = having.iter().map(|at| weight(*at)).sum();
    let mut number: Vec<i64> = having.iter().map(|at| ((weight(*at) / total * 587.0) as i64).max(1)).collect();
    let mut difference = 587 - number.iter().sum::<i64>();
    for place in (0..having.len()).cycle() {
        match difference {
            0 => break,
            1.. => (number[place] += 1, difference -= 1),
            ..0 if number[place] > 1 => (number[place] -= 1, difference += 1),
            _ => continue,
        };
    }
    for at in known {
        let place = having.iter().position(|other| *other == at);
        drawn_answers.put(at, "medicindispensrar", place.map_or(0, |place| number[place]).to_string());
    }
}

/// How many can document where they are: `all` is known, and sometimes `none`.
pub fn mobile(drawn_answers: &mut DrawnAnswers<'_>, field: &str, all: usize, none: Option<usize>) {
    let left = drawn_answers.left(field).len();
    let none = none.unwrap_or((left - all) * 45 / 100);
    let middle = left - all - none;
    let (most, half) = (middle * 2 / 5, middle / 4);
    drawn_answers.steps(
        field,
        &[
            ("alla", all),
            ("mer_an_halften", most),
            ("cirka_halften", half),
            ("farre_an_halften", middle - most - half),
            ("ingen", none),
        ],
    );
}

/// The counts of information security that are known.
fn security(drawn_answers: &mut DrawnAnswers<'_>, yes: [usize; 2], classified: [usize; 3], strong: [usize; 2]) {
    drawn_answers.yes("infosak_samordnare", &["infosak_samordnare"], yes[0]);
    drawn_answers.yes("infosak_uppfoljning", &["infosak_uppfoljning"], yes[1]);
    let [all, parts, none] = classified;
    drawn_answers.steps("infoklassning", &[("alla", all), ("delar", parts), ("nej", none)]);
    let [all, none] = strong;
    let middle = drawn_answers.answering.len() - all - none;
    let (most, half) = (middle / 2, middle / 4);
    drawn_answers.steps(
        "stark_autentisering",
        &[
            ("alla", all),
            ("mer_an_halften", most),
            ("cirka_halften", half),
            ("farre_an_halften", middle - most - half),
            ("inga", none),
        ],
    );
}

/// What is set aside for information security: those without a coordinator never most.
pub fn resource(drawn_answers: &mut DrawnAnswers<'_>, most: usize) {
    let left = drawn_answers.left("infosak_resurs");
    let (with, without): (Vec<usize>, Vec<usize>) =
        left.into_iter().partition(|at| drawn_answers.is(*at, "infosak_samordnare", "ja"));
    let order = ranked(with, |at| {
        let kept = if drawn_answers.before(at, "infosak_resurs") == Some("mer_an_en_heltid") { 10.0 } else { 0.0 };
        kept + drawn_answers.panel.organisations[at].size + 0.5 * drawn_answers.lasting(at, "infosak_resurs")
    });
    let steps = [most, most + order.len() / 10, most + order.len() / 4];
    for (number, at) in order.into_iter().enumerate() {
        let step = match number {
            number if number < steps[0] => "mer_an_en_heltid",
            number if number < steps[1] => "en_heltid",
            number if number < steps[2] => "halvtid_till_heltid",
            _ if drawn_answers.lasting(at, "ingen avsatt tid") < 0.05 => "ingen",
            _ => "mindre_an_halvtid",
        };
        drawn_answers.put(at, "infosak_resurs", step);
    }
    for at in without {
        let step = if drawn_answers.lasting(at, "ingen avsatt tid") < 0.6 { "ingen" } else { "mindre_an_halvtid" };
        drawn_answers.put(at, "infosak_resurs", step);
    }
}
