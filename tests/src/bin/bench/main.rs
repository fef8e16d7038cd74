//! `make bench`: the figures of the design, each beside its limit in the same run, as a table on stdout and in
//! `target/bench.md`. Everything is measured on the program as it is handed out, over HTTP, on a database on disk.
//! Named figures alone are measured with `bench NAME…`.

mod bytes;
mod client;
mod current;
mod editing;
mod exporting;
mod large;
mod pages;
mod questionnaire;
mod recomputing;
mod report;
mod respondent;
mod saving;
mod serving;
mod starting;
mod submitting;
mod timing;
mod typing;

use large::LargeRound;
use report::Measurement;
use respondent::Respondent;
use serving::BenchServer;
use std::{path::Path, sync::Arc, time::Instant};

/// What can be measured by itself, in the order of the table.
const NAMES: [&str; 7] = ["editing", "saturated", "bytes", "typing", "indicators", "current", "start"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [still, file, address] = arguments.as_slice()
        && still == "--still"
    {
        return pages::serve_static(file, address);
    }
    if let Some(unknown) = arguments.iter().find(|name| !NAMES.contains(&name.as_str())) {
        eprintln!("bench: there is no `{unknown}`; there is {}", NAMES.join(", "));
        std::process::exit(2);
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|wanted| wanted == name);
    // One thread: what asks shall not take more of the processors than it must.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure(&wanted));
}

async fn measure(wanted: &impl Fn(&str) -> bool) {
    let machine = report::machine();
    let beside = tests::program::binary();
    let target = beside.parent().and_then(Path::parent).expect("the program is in a folder of target");
    let folder = tempfile::tempdir_in(target).expect("a folder for the databases");
    let began = Instant::now();
    let say = |what: &str| eprintln!("bench: {:>4.0} s  {what}", began.elapsed().as_secs_f64());

    say("seeding the demo");
    let demo = serving::seeded(folder.path());
    let database = serving::copy(&demo, "large.db");
    let large = Arc::new(LargeRound::make(&database));
    let mut figures: Vec<Measurement> = Vec::new();
    if wanted("editing") {
        say("300 people editing");
        let serving = BenchServer::begin(&serving::copy(&database, "editing.db"));
        figures.extend(editing::measure(serving.address, &large).await);
    }
    if wanted("saturated") {
        let serving = BenchServer::begin(&serving::copy(&database, "saving.db"));
        let people = Respondent::coordinators(serving.address, &large).await;
        say("saving sections");
        let (more, people) = saving::sections(people).await;
        figures.extend(more);
        say("saving one by one, and the bare loop");
        let (more, mut people) = saving::one_by_one(people, &serving::copy(&database, "bare.db")).await;
        figures.extend(more);
        say("whole responses");
        let pages = pages::measure(&mut people, folder.path()).await;
        figures.extend(submitting::measure(serving.address, &large, people).await);
        figures.extend(pages);
        say("exporting");
        figures.extend(exporting::measure(&serving, &large).await);
    }
    if wanted("bytes") {
        say("bytes");
        let serving = BenchServer::begin(&serving::copy(&demo, "bytes.db"));
        figures.extend(bytes::measure(serving.address, large.year).await);
    }
    if wanted("typing") {
        say("typing in a browser");
        figures.extend(typing::measure(&serving::copy(&demo, "typing.db")).await);
    }
    if wanted("indicators") {
        say("indicators");
        figures.extend(recomputing::measure(&demo));
    }
    if wanted("current") {
        say("one more response");
        let serving = BenchServer::begin(&serving::copy(&demo, "current.db"));
        figures.extend(current::measure(serving.address, large.year).await);
    }
    if wanted("start") {
        say("starting");
        figures.extend(starting::measure(&serving::copy(&demo, "start.db"), large.year).await);
    }
    say("done");
    report::write(&machine, &figures, &[], &target.join("bench.md"));
}
