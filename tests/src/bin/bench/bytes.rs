//! What a browser loads before a section's page answers to typing, and what a page that only shows loads of script.

use super::{
    client::BenchClient,
    report::{Measurement, kilobytes},
    respondent::data,
};
use std::net::SocketAddr;

/// All of it, compressed.
const LIMIT: usize = 180_000;

/// Measures both, in the demo's own rounds.
pub async fn measure(server: SocketAddr, year: i32) -> Vec<Measurement> {
    let mut person = BenchClient::signed_in(server, "samordnare.0180").await;
    let response = format!("/svara/kommun-ehalsa/{year}/0180");
    let mut largest = (0, String::new());
    let hub = person.page(&response).await;
    for path in links(hub.text(), "href").into_iter().filter(|path| path.contains("/avsnitt/")) {
        person.accept(Some("br"));
        let size = person.page(&path).await.body.len();
        person.accept(None);
        largest = largest.max((size, path));
    }
    let (_, path) = largest;
    let page = person.page(&path).await;
    let css: Vec<String> = links(page.text(), "href").into_iter().filter(|path| path.ends_with(".css")).collect();
    let start: Vec<String> = links(page.text(), "src").into_iter().filter(|path| path.ends_with(".js")).collect();
    let mut behind = Vec::new();
    for start in &start {
        let script = person.page(start).await;
        behind.extend(script.text().split('"').filter(|word| word.starts_with("/assets/")).map(str::to_owned));
    }
    assert_eq!(behind.len(), 2, "the start script loads the glue and the browser's program: {behind:?}");
    let glue = [start, vec![behind.remove(0)]].concat();
    let questionnaire = data(page.text(), "avsnitt-lage")["questionnaire"].as_str().expect("an address").to_owned();
    let files = [
        ("HTML", vec![path.clone()]),
        ("CSS", css),
        ("start and glue", glue),
        ("wasm", behind),
        ("questionnaire", vec![questionnaire]),
    ];
    let (brotli, of_brotli) = all(&mut person, "br", &files).await;
    let (gzip, of_gzip) = all(&mut person, "gzip", &files).await;
    let what = |coding: &str| format!("bytes before a section page answers to typing, {coding} as served ({path})");
    let most = brotli * 13 / 10;
    vec![
        Measurement::new(&what("brotli"), of_brotli, format!("at most {}", kilobytes(LIMIT)), brotli <= LIMIT),
        Measurement::new(
            &what("gzip"),
            of_gzip,
            format!("at most {}, 1.3 times brotli", kilobytes(most)),
            gzip <= most,
        ),
        only_showing(server, &response).await,
    ]
}

/// How many bytes all the files are as they are sent with a coding, and in words with their parts.
async fn all(person: &mut BenchClient, coding: &'static str, files: &[(&str, Vec<String>)]) -> (usize, String) {
    let mut sum = 0;
    let mut parts = Vec::new();
    for (what, paths) in files {
        let size = sent(person, coding, paths).await;
        sum += size;
        parts.push(format!("{what} {}", kilobytes(size)));
    }
    (sum, format!("{} ({})", kilobytes(sum), parts.join(", ")))
}

/// Pages that only show name no script, and are told to run none.
async fn only_showing(server: SocketAddr, response: &str) -> Measurement {
    let mut person = BenchClient::signed_in(server, "samordnare.0180").await;
    let mut owner = BenchClient::signed_in(server, "agare").await;
    let round = response.replace("/svara/", "/undersokningar/").replace("/0180", "");
    let mut script = 0;
    let mut pages = 0;
    let of_owner = ["/undersokningar".to_owned(), round.clone(), format!("{round}/fragor"), "/resultat".to_owned()];
    // Those under /svara ask about what the browser keeps before signing out, and are none of these.
    let of_person = ["/", "/resultat", "/resultat/F06", "/oppna-data"].map(str::to_owned);
    let of_person = of_person.into_iter().map(|path| (false, path));
    for (is_owner, path) in of_person.chain(of_owner.into_iter().map(|path| (true, path))) {
        let client = if is_owner { &mut owner } else { &mut person };
        let answer = client.get(&path).await;
        if answer.status != 200 {
            eprintln!("bench: {path} is not there yet ({})", answer.status);
            continue;
        }
        pages += 1;
        let policy = answer.headers.get("content-security-policy").and_then(|policy| policy.to_str().ok());
        assert!(policy.is_some_and(|policy| !policy.contains("script-src")), "{path} may run script: {policy:?}");
        for part in answer.text().split("<script").skip(1) {
            script += part.split_once("</script>").map_or(part.len(), |(script, _)| script.len());
        }
        let named =
            links(answer.text(), "href").into_iter().filter(|path| path.ends_with(".js") || path.ends_with(".wasm"));
        for file in named.collect::<Vec<_>>() {
            script += client.page(&file).await.body.len();
        }
    }
    let what = format!("script and wasm on pages that only show ({pages} kinds of page)");
    Measurement::new(&what, format!("{script} bytes"), "0 bytes", script == 0)
}

/// How many bytes these files are, as they are sent to a browser.
async fn sent(client: &mut BenchClient, coding: &'static str, paths: &[String]) -> usize {
    client.accept(Some(coding));
    let mut sum = 0;
    for path in paths {
        sum += client.page(path).await.body.len();
    }
    client.accept(None);
    sum
}

/// The values of an attribute in a page.
fn links(html: &str, attribute: &str) -> Vec<String> {
    let begin = format!(" {attribute}=\"");
    let values = html.split(&begin).skip(1).filter_map(|rest| rest.split_once('"'));
    values.map(|(value, _)| value.replace("&amp;", "&")).collect()
}
