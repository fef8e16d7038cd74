//! Every scenario of the use cases, on SQLite and on a real PostgreSQL that the test starts itself.
//!
//! One test per database, so that a server is started once. Each scenario has a database of its own, copied from a seeded
//! template; a scenario that fails is named, and the others still run.

#[cfg(test)]
mod databases;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod world;

#[cfg(test)]
mod tests {
    use super::{databases::Databases, scenarios};

    #[test]
    fn every_scenario_on_sqlite() {
        scenarios::run(&Databases::sqlite());
    }

    #[test]
    fn every_scenario_on_postgresql() {
        scenarios::run(&Databases::postgresql());
    }
}
