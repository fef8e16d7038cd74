//! Whole responses of 252 answers: saved, submitted, and sent back so that the same organisation can do so again.

use super::{
    client::{BenchClient, BenchResponse},
    large::{LargeRound, SURVEY},
    report::{Measurement, rate},
    respondent::Respondent,
};
use http::header::LOCATION;
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// How long it lasts.
const LASTING: Duration = Duration::from_secs(30);
/// Whole responses a second.
const LIMIT: f64 = 500.0;

/// Everybody answers everything and submits, again and again. Ends with every response submitted.
pub async fn measure(server: SocketAddr, large: &Arc<LargeRound>, people: Vec<Respondent>) -> Vec<Measurement> {
    let reviewer = BenchClient::signed_in(server, "granskare").await;
    let began = Instant::now();
    let end = began + LASTING;
    let mut submitting = JoinSet::new();
    for mut person in people {
        let mut reviewer = reviewer.again().await;
        let back = format!("/undersokningar/{SURVEY}/{}/svar/{}/skicka-tillbaka", large.year, person.organisation);
        submitting.spawn(async move {
            let mut submitted = 0_u32;
            let mut change_number = person.change_number().await;
            loop {
                person.save_all().await;
                change_number += 1;
                let send = format!("{}/skicka-in", person.path());
                let answer = person.client.post_form(&send, &[("revision", &change_number.to_string())]).await;
                assert_eq!(answer.status, 303, "{send}: {}", answer.text());
                submitted += 1;
                // Sending in is a change, and so is sending back.
                change_number += 2;
                if Instant::now() >= end {
                    return submitted;
                }
                let form = [("tillbaka", "En gång till."), ("kvitton", copies(&answer))];
                let answer = reviewer.post_form(&back, &form).await;
                assert_eq!(answer.status, 303, "{back}: {}", answer.text());
            }
        });
    }
    let submitted: u32 = submitting.join_all().await.into_iter().sum();
    let a_second = f64::from(submitted) / began.elapsed().as_secs_f64();
    let what = "whole 252-question responses saved and submitted, 30 s (290 organisations, sent back in between)";
    vec![Measurement::new(
        what,
        format!("{} ({submitted} responses, no failure)", rate(a_second)),
        format!("at least {}", rate(LIMIT)),
        a_second >= LIMIT,
    )]
}

/// Returns the number of frozen copies, read from the latest receipt: `…/kvitto/LB-2026-KOMMUN-0180-3?inskickat=1`.
fn copies(submitted: &BenchResponse) -> &str {
    let receipt = submitted.headers.get(LOCATION).and_then(|there| there.to_str().ok()).unwrap_or_default();
    receipt.split('?').next().and_then(|receipt| receipt.rsplit('-').next()).unwrap_or_default()
}
