//! 300 people editing at once: each reads a section's page, then answers its questions one by one, 1–2 s apart.

use super::{
    large::LargeRound,
    questionnaire::{FIELDS, SECTIONS},
    report::{Measurement, grouped, milliseconds},
    respondent::Respondent,
    timing::{Times, ms},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, interval_at},
};

/// How many people.
const PEOPLE: usize = 300;
/// For how long.
const LASTING: Duration = Duration::from_secs(30);
/// What a save may take.
const LIMIT: f64 = 50.0;

/// Measures it.
pub async fn measure(server: SocketAddr, large: &Arc<LargeRound>) -> Vec<Measurement> {
    let coordinators = large.organisations.iter().map(|organisation| (organisation, "samordnare"));
    // There are fewer organisations than people: some have two at work, in different sections.
    let contributors = large.organisations.iter().map(|organisation| (organisation, "bidragsgivare"));
    let people = Respondent::sign_in_all(server, large, coordinators.chain(contributors).take(PEOPLE)).await;
    assert_eq!(people.len(), PEOPLE);
    let mut at_work = JoinSet::new();
    for (number, person) in people.into_iter().enumerate() {
        let first = if person.part == "samordnare" { 0 } else { SECTIONS / 2 };
        at_work.spawn(edit(person, number, first));
    }
    let mut done = at_work.join_all().await;
    let saves: Times = done.iter().flat_map(|(_, saves, _)| saves.iter().copied()).collect();
    let pages: Times = done.iter().flat_map(|(_, _, pages)| pages.iter().copied()).collect();
    let mut answers = 0;
    for (person, ..) in &mut done {
        answers += person.read_back().await;
    }
    let what = format!("{PEOPLE} people editing at once, 252 questions, 1–2 s apart, 30 s: p99 of a save");
    let p99 = ms(saves.within(0.99));
    let measured = format!(
        "{} (p50 {}; {} saves, no error, {} answers read back equal)",
        milliseconds(p99),
        milliseconds(ms(saves.median())),
        grouped(saves.len() as f64),
        grouped(answers as f64)
    );
    vec![
        Measurement::new(&what, measured, format!("under {}", milliseconds(LIMIT)), p99 < LIMIT),
        Measurement::shown("– the section pages that they open meanwhile: p99", milliseconds(ms(pages.within(0.99)))),
    ]
}

/// One person's work: how long each save and each page took.
async fn edit(mut person: Respondent, number: usize, first: usize) -> (Respondent, Vec<Duration>, Vec<Duration>) {
    // Everybody has a pace of their own, and begins at another moment.
    let pace = Duration::from_millis(1_000 + (number as u64 * 337) % 1_000);
    let begin = Instant::now() + Duration::from_millis((number as u64 * 6_661) % 2_000);
    let end = begin + LASTING;
    let mut turns = interval_at(begin, pace);
    let (mut saves, mut pages) = (Vec::new(), Vec::new());
    for at in first * FIELDS..SECTIONS * FIELDS {
        turns.tick().await;
        if Instant::now() >= end {
            break;
        }
        if at.is_multiple_of(FIELDS) {
            let path = person.section_path(at / FIELDS);
            let asked = Instant::now();
            person.client.page(&path).await;
            pages.push(asked.elapsed());
        }
        saves.push(person.save([at]).await);
    }
    (person, saves, pages)
}
