//! All answers of a round as a file, with labels: from the owner's page, and from the command line.

use super::{
    client::BenchClient,
    large::{LargeRound, SURVEY},
    report::Measurement,
    serving::BenchServer,
    timing::{Times, ms, timed},
};
use std::time::Instant;

/// How often each is asked for.
const TIMES: usize = 5;

/// Exports a round in which everybody has answered everything.
pub async fn measure(serving: &BenchServer, large: &LargeRound) -> Vec<Measurement> {
    let mut owner = BenchClient::signed_in(serving.address, "agare").await;
    let year = large.year.to_string();
    let count = large.organisations.len();
    let mut figures = Vec::new();
    for (format, limit) in [("csv", 200.0), ("xlsx", 500.0)] {
        let path = format!("/undersokningar/{SURVEY}/{year}/filer/svar.{format}?etiketter=ja");
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let asked = Instant::now();
            let file = owner.page(&path).await;
            times.push(asked.elapsed());
            check(format, &file.body, count);
        }
        let times: Times = times.into_iter().collect();
        let what = format!("export of {count} complete responses with labels, {}: download", format.to_uppercase());
        figures.push(Measurement::under_ms(&what, ms(times.median()), limit));
        let arguments = ["responses", "export", SURVEY, &year, "--format", format, "--labels"];
        let times: Times = (0..TIMES)
            .map(|_| {
                let (output, took) = timed(|| serving.run(&arguments));
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                check(format, &output.stdout, count);
                took
            })
            .collect();
        let what = format!("– the same from the command line, {}", format.to_uppercase());
        figures.push(Measurement::under_ms(&what, ms(times.median()), limit));
    }
    figures
}

/// The file is whole.
fn check(format: &str, file: &[u8], organisations: usize) {
    if format == "xlsx" {
        assert!(file.starts_with(b"PK"), "a workbook is a ZIP archive");
        return;
    }
    // A long text may hold a line break of its own: only rows end with CR LF.
    let text = std::str::from_utf8(file).expect("UTF-8");
    let rows = text.matches("\r\n").count();
    assert_eq!(rows, organisations + 1, "a row for each organisation");
    assert_eq!(text.matches(",Inskickat,").count() + text.matches(",submitted,").count(), organisations);
}
