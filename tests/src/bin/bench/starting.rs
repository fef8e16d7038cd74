//! From being started to being ready, and how much memory it takes.

use super::{
    client::BenchClient,
    report::{Measurement, milliseconds},
    serving::BenchServer,
    timing::{Times, ms},
};
use std::path::Path;

/// How often it is started.
const STARTS: usize = 7;
/// How long it may take, in milliseconds.
const LIMIT: f64 = 300.0;
/// How much memory it may hold, in bytes.
const MEMORY: usize = 60_000_000;
/// After how many pages.
const PAGES: usize = 1_000;

/// Starts on a seeded database again and again, then asks for a thousand pages.
pub async fn measure(database: &Path, year: i32) -> Vec<Measurement> {
    let starts: Times = (0..STARTS).map(|_| BenchServer::begin(database).start).collect();
    let median = ms(starts.median());
    let slowest = milliseconds(ms(starts.within(1.0)));
    let measured = format!("{} (slowest of {}: {slowest})", milliseconds(median), starts.len());
    let serving = BenchServer::begin(database);
    let at_rest = serving.resident();
    let mut person = BenchClient::signed_in(serving.address, "samordnare.0180").await;
    person.accept(Some("br"));
    let response = format!("/svara/kommun-ehalsa/{year}/0180");
    for page in 0..PAGES {
        let path = match page % 4 {
            0 => "/".to_owned(),
            1 => response.clone(),
            2 => format!("{response}/granska"),
            _ => format!("{response}/avsnitt/styrning"),
        };
        person.page(&path).await;
    }
    let after = serving.resident();
    let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / 1e6);
    vec![
        Measurement::new(
            "start to ready, seeded database",
            measured,
            format!("under {}", milliseconds(LIMIT)),
            median < LIMIT,
        ),
        Measurement::new(
            "resident memory when ready",
            megabytes(at_rest),
            format!("under {}", megabytes(MEMORY)),
            at_rest < MEMORY,
        ),
        Measurement::new(
            "resident memory after 1,000 pages",
            megabytes(after),
            format!("under {}", megabytes(MEMORY)),
            after < MEMORY,
        ),
    ]
}
