//! Checks that the compiler does not make. Prints every fault and ends with 1 if there is one.

mod circles;
mod house;
mod uses;

use house::House;
use std::{env, process::ExitCode};

/// The crates that are free of circles and stay so, by the folder of their sources. `app`, `collection`, `lagesbild` and
/// `statistics` still have some.
const CRATES: [&str; 6] =
    ["app/survey/src", "frontend/pack/src", "frontend/src", "migrations/src", "seeds/src", "server/database/src"];

fn main() -> ExitCode {
    let root = env::current_dir().unwrap_or_default();
    let mut faults = Vec::new();
    for folder in CRATES {
        match House::read(&root.join(folder)) {
            Ok(house) => faults.extend(circles::faults(&house, folder)),
            Err(error) => faults.push(format!("{folder}: {error}")),
        }
    }
    for fault in &faults {
        eprintln!("guards: {fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
