//! The scenarios, and what makes tests of them.

use crate::databases::{Databases, runtime};
use collection::Store;

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

/// Makes each scenario that a file names two tests. The compiler warns of one that is not named: nothing calls it.
macro_rules! scenarios {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $name() { $crate::scenarios::run(&$crate::databases::Databases::sqlite(), super::$name); })*
        }
        mod on_postgresql {
            $(#[test] fn $name() { $crate::scenarios::run(&$crate::databases::Databases::postgresql(), super::$name); })*
        }
    };
}
pub(crate) use scenarios;

fn run(databases: &Databases, scenario: impl AsyncFnOnce(ScenarioContext<'_>)) {
    runtime().block_on(async {
        let url = databases.seeded();
        let store = Store::open(&url).await.unwrap();
        scenario(ScenarioContext { store, url, databases }).await;
    });
}
