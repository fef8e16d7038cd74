//! One more response is submitted: how long until every result says so.

use super::{
    client::BenchClient,
    large::SURVEY,
    report::{Measurement, milliseconds},
    timing::{Times, ms},
};
use std::{net::SocketAddr, time::Instant};

/// What it may take, in milliseconds.
const LIMIT: f64 = 100.0;
/// How often it is tried.
const TIMES: usize = 7;

/// Sends a response back and in again, and asks for the results when it is in.
pub async fn measure(server: SocketAddr, year: i32) -> Vec<Measurement> {
    let mut owner = BenchClient::signed_in(server, "agare").await;
    let round = format!("/undersokningar/{SURVEY}/{year}");
    let indicators = format!("/resultat/indikatorer.csv?survey={SURVEY}&round={year}&preliminara=ja");
    let organisation = submitted(&mut owner, &round).await;
    let mut coordinator = BenchClient::signed_in(server, &format!("samordnare.{organisation}")).await;
    // Whatever is made once is made.
    for path in [&indicators, &round] {
        owner.page(path).await;
    }
    let (mut of_indicators, mut of_round) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let response = format!("{round}/svar/{organisation}");
        let page = owner.page(&response).await;
        let (back, copies) = (format!("{response}/skicka-tillbaka"), hidden(page.text(), "kvitton"));
        let answer = owner.post_form(&back, &[("tillbaka", "Kontrollera ett svar."), ("kvitton", copies)]).await;
        assert_eq!(answer.status, 303, "{back}");
        let without = owner.page(&indicators).await.body;
        let hub = format!("/svara/{SURVEY}/{year}/{organisation}");
        let review = coordinator.page(&format!("{hub}/granska")).await;
        let send = format!("{hub}/skicka-in");
        let answer = coordinator.post_form(&send, &[("revision", hidden(review.text(), "revision"))]).await;
        assert_eq!(answer.status, 303, "{send}: {}", answer.text());
        for (path, times) in [(&indicators, &mut of_indicators), (&round, &mut of_round)] {
            let asked = Instant::now();
            let page = owner.page(path).await;
            times.push(asked.elapsed());
            if path == &indicators {
                assert_ne!(page.body, without, "the indicators count the response");
            }
        }
    }
    [("all indicators of its round", of_indicators), ("the follow-up page of its round", of_round)]
        .into_iter()
        .map(|(words, times)| {
            let times: Times = times.into_iter().collect();
            let (median, slowest) = (ms(times.median()), ms(times.within(1.0)));
            let what = format!("one more submitted response: {words} current, over HTTP");
            let measured = format!("{} (slowest of {TIMES}: {})", milliseconds(median), milliseconds(slowest));
            Measurement::new(&what, measured, format!("under {}", milliseconds(LIMIT)), slowest < LIMIT)
        })
        .collect()
}

/// The value of a hidden input of a page.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the input");
    rest.split('"').next().unwrap_or_default()
}

/// An organisation whose response is in.
async fn submitted(owner: &mut BenchClient, round: &str) -> String {
    let file = owner.page(&format!("{round}/filer/svar.csv")).await;
    let row =
        file.text().lines().find(|line| line.split(',').any(|cell| cell == "submitted")).expect("one is submitted");
    row.split(',').next().unwrap_or_default().to_owned()
}
