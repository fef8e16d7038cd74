//! What is worked on: answers that wait to be submitted, sections said to be done, and why responses came back or never
//! will come.

use super::{
    calendar::Calendar,
    chance::{between, chance, one_of},
    drawn_answers::DrawnAnswers,
    panel::Panel,
    round::{DrawnRound, evaluated, reference_ranges},
    shown,
    words::{COMMENTS, DECLINED, DECLINED_BY_REGION, RETURNED, RETURNED_TO_REGION, explanation},
};
use std::collections::BTreeMap;
use survey::{definition::Severity, status::Status};

/// Writes why responses were returned and why organisations declined.
pub fn reasons(round: &mut DrawnRound, panel: &Panel, calendar: &Calendar) {
    let mut rows = vec![["organisation", "given_at", "reason"].map(str::to_owned).to_vec()];
    for at in panel.all() {
        let code = panel.code(at);
        let (choices, low, high): (&[&str], i64, i64) = match round.standings[at].status {
            Status::Declined if code.len() == 2 => (&DECLINED_BY_REGION, 4, 40),
            Status::Declined => (&DECLINED, 4, 48),
            Status::Returned if code.len() == 2 => (&RETURNED_TO_REGION, 40, 50),
            Status::Returned => (&RETURNED, 40, 50),
            _ => continue,
        };
        let reason = one_of(choices, &[code, "skäl", "omgång"]);
        let given_at = calendar.moment(between(low, high, &[code, "skäl dag"]), &[code, "skäl"]);
        rows.push(vec![code.to_owned(), given_at, reason.to_owned()]);
    }
    round.write("reasons.csv", &rows);
}

/// How far a section has come in a draft.
#[derive(Clone, Copy, PartialEq)]
pub enum Stage {
    Done,
    /// So many percent of its questions are answered.
    Partly(usize),
    Untouched,
}

/// A draft: how far its sections have come, and what was answered in them.
pub struct DrawnDraft {
    pub stages: Vec<Stage>,
    /// What was answered instead of what was drawn, right or wrong.
    pub instead: BTreeMap<String, String>,
    /// What was written to the reviewer.
    pub comments: BTreeMap<String, String>,
    /// How many in a hundred of the warnings have been explained.
    pub explained: usize,
}

/// Writes the drafts of those who wait for sign-off and of those who are still answering.
pub fn drafts(round: &mut DrawnRound, drawn_answers: &DrawnAnswers<'_>, earlier: &[DrawnRound]) {
    let columns = ["organisation", "author", "saved_at", "field", "answer", "comment", "explanation"];
    let mut answers = vec![columns.map(str::to_owned).to_vec()];
    let mut marks = vec![["organisation", "author", "marked_at", "section"].map(str::to_owned).to_vec()];
    let calendar = Calendar { opens: None, length: 60, last: 51 };
    let reference_ranges = reference_ranges(&round.form, drawn_answers.panel, earlier);
    for at in drawn_answers.panel.all() {
        let draft = match round.standings[at].status {
            Status::Ready => ready(round),
            Status::InProgress => {
                shown::draft(round, drawn_answers.code(at)).unwrap_or_else(|| started(round, drawn_answers, at))
            }
            _ => continue,
        };
        let code = drawn_answers.code(at);
        let mut given = drawn_answers.given[at].clone();
        given.extend(draft.instead.clone());
        let reference_ranges = reference_ranges.of(&drawn_answers.panel.organisations[at].kommungrupp);
        let evaluation = evaluated(&round.form, &given, at, earlier, &reference_ranges);
        let first = between(2, 20, &[code, "börjar"]);
        for (number, (section, stage)) in round.form.questionnaire().sections.iter().zip(&draft.stages).enumerate() {
            let author = if number % 3 == 0 { "coordinator" } else { "contributor" };
            let day = (first + 4 * number as i64).min(calendar.last - 2);
            let asked: Vec<&str> = round
                .form
                .fields_of_section(number)
                .map(|field| field.name.as_str())
                .filter(|name| evaluation.is_relevant(name) && given.contains_key(*name))
                .collect();
            let count = match stage {
                Stage::Done => asked.len(),
                Stage::Partly(percent) => (asked.len() * percent).div_ceil(100),
                Stage::Untouched => 0,
            };
            let mut moments: Vec<String> =
                asked.iter().take(count).map(|name| calendar.moment(day, &[code, name])).collect();
            moments.sort();
            for (name, moment) in asked.into_iter().zip(moments) {
                let warned = evaluation.violations(name).iter().find(|found| found.severity == Severity::Warning);
                let explains = chance(&[code, name, "förklarar"]) * 100.0 < draft.explained as f64;
                let explained =
                    warned.filter(|_| explains).map(|found| explanation(found, &evaluation, code, drawn_answers.round));
                let comment = draft.comments.get(name).cloned().or_else(|| {
                    let writes = draft.comments.is_empty()
                        && !name.starts_with("kontakt")
                        && !name.starts_with("uppgiftslamnare")
                        && chance(&[code, name, "kommentar"]) < 0.03;
                    writes.then(|| one_of(&COMMENTS, &[code, name, "vilken"]).to_owned())
                });
                let answer = given[name].clone();
                answers.push(
                    [
                        code,
                        author,
                        &moment,
                        name,
                        &answer,
                        &comment.unwrap_or_default(),
                        &explained.unwrap_or_default(),
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                );
            }
            let says_so = draft.explained == 100 || chance(&[code, section.name.as_str(), "klart"]) < 0.85;
            if *stage == Stage::Done && says_so {
                let moment = calendar.moment(day + 1, &[code, section.name.as_str()]);
                marks.push([code, author, &moment, section.name.as_str()].map(str::to_owned).to_vec());
            }
        }
    }
    round.write("drafts.csv", &answers);
    round.write("marks.csv", &marks);
}

/// Everything is answered and explained, and a signatory has been asked to sign.
fn ready(round: &DrawnRound) -> DrawnDraft {
    let stages = vec![Stage::Done; round.form.questionnaire().sections.len()];
    DrawnDraft { stages, instead: BTreeMap::new(), comments: BTreeMap::new(), explained: 100 }
}

/// Some sections are done, one is being worked in, the others wait; and somewhere there is a mistake.
fn started(round: &DrawnRound, drawn_answers: &DrawnAnswers<'_>, at: usize) -> DrawnDraft {
    let code = drawn_answers.code(at);
    let sections = round.form.questionnaire().sections.len();
    let progress = chance(&[code, "hur långt"]);
    let stage = |number: usize| {
        let place = (number as f64 + 0.7 * chance(&[code, &number.to_string(), "ordning"])) / sections as f64;
        if place < progress - 0.1 {
            Stage::Done
        } else if place < progress {
            Stage::Partly(between(20, 80, &[code, &number.to_string(), "andel"]) as usize)
        } else {
            Stage::Untouched
        }
    };
    let mut stages: Vec<Stage> = (0..sections).map(stage).collect();
    if stages.iter().all(|stage| *stage == Stage::Untouched) {
        stages[0] = Stage::Done;
    }
    let mistakes = [
        ("kontakt_epost", "socialforvaltningen(at)lagesbild.example"),
        ("etjanster.ekonomiskt_bistand", "digital_ansokan inga"),
        ("medicindispensrar", "cirka 40"),
        ("valfardsteknik_kostnad", "850"),
        ("etjanster.aldreomsorg", "digital_ansokan intresseanmalan inga"),
    ];
    let mut instead = BTreeMap::new();
    if chance(&[code, "misstag"]) < 0.6 {
        let (field, answer) = mistakes[between(0, mistakes.len() as i64 - 1, &[code, "vilket misstag"]) as usize];
        if round.form.field(field).is_some() {
            instead.insert(field.to_owned(), answer.to_owned());
        }
    }
    DrawnDraft { stages, instead, comments: BTreeMap::new(), explained: 50 }
}
