//! The scenarios, and what runs them.

use crate::databases::{Databases, runtime};
use collection::Store;
use std::{future::Future, panic::AssertUnwindSafe, pin::Pin};

mod access;
mod assigning;
mod backing_up;
mod change_feed;
mod correcting;
mod demo;
mod following_up;
mod giving_back;
mod importing;
mod inviting;
mod querying;
mod same_as_before;
mod saving;
mod schema;
mod signing_in;
mod signing_off;
mod submitting;

/// What a scenario is given: a store on a database of its own, and more databases where it needs them.
pub struct ScenarioContext<'a> {
    pub store: Store,
    pub url: String,
    pub databases: &'a Databases,
}

type Running<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;
pub type Scenario = (&'static str, for<'a> fn(ScenarioContext<'a>) -> Running<'a>);

/// Names scenarios by their functions.
macro_rules! scenarios {
    ($($name:ident),* $(,)?) => {
        pub const SCENARIOS: &[$crate::scenarios::Scenario] =
            &[$((concat!(module_path!(), "::", stringify!($name)), |setting| Box::pin($name(setting)))),*];
    };
}
pub(crate) use scenarios;

/// Runs every scenario and names those that failed. `SCENARIO=text` runs those whose name holds the text.
pub fn run(databases: &Databases) {
    let only = std::env::var("SCENARIO").unwrap_or_default();
    let all = [
        schema::SCENARIOS,
        signing_in::SCENARIOS,
        saving::SCENARIOS,
        same_as_before::SCENARIOS,
        change_feed::SCENARIOS,
        submitting::SCENARIOS,
        assigning::SCENARIOS,
        inviting::SCENARIOS,
        signing_off::SCENARIOS,
        querying::SCENARIOS,
        correcting::SCENARIOS,
        giving_back::SCENARIOS,
        following_up::SCENARIOS,
        importing::SCENARIOS,
        backing_up::SCENARIOS,
        demo::SCENARIOS,
        access::SCENARIOS,
    ];
    let mut failed = Vec::new();
    for (name, scenario) in all.into_iter().flatten().filter(|(name, _)| name.contains(&only)) {
        let url = databases.copy();
        let passed = std::panic::catch_unwind(AssertUnwindSafe(|| {
            runtime().block_on(async {
                let store = Store::open(&url).await.unwrap();
                scenario(ScenarioContext { store, url: url.clone(), databases }).await;
            });
        }));
        println!("{} {name}", if passed.is_ok() { "passed" } else { "FAILED" });
        if passed.is_err() {
            failed.push(*name);
        }
    }
    assert!(failed.is_empty(), "failed: {failed:#?}");
}
