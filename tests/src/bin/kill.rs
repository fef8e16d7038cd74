//! `make kill`: the program, as it is handed out, is killed a thousand times while people save.

use tests::{kills::kill_while_saving, program::Program};

/// How often, where it is not said.
const KILLS: usize = 1_000;

fn main() {
    let kills = std::env::args().nth(1).map_or(KILLS, |kills| kills.parse().expect("a number of kills"));
    let counts = kill_while_saving(&mut Program::start(), kills);
    println!("{counts}");
    assert_eq!(counts.lost, 0, "acknowledged answers were lost");
}
