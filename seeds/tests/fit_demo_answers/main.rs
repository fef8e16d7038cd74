//! The generator of the demo answers. It draws individual answers that give back every value that has been published for
//! 2019 and 2020, carries them on to last year and this year, and holds all of them against the engine.
//!
//! The test compares what it writes with `seeds/demo`. `LAGESBILD_WRITE_DEMO=1 cargo test -p seeds --test fit_demo_answers`
//! writes the files anew, which is needed when a questionnaire changes.

#[cfg(test)]
mod calendar;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod drawn_answers;
#[cfg(test)]
mod kommun;
#[cfg(test)]
mod kommun_later;
#[cfg(test)]
mod missing;
#[cfg(test)]
mod panel;
#[cfg(test)]
mod region;
#[cfg(test)]
mod region_later;
#[cfg(test)]
mod round;
#[cfg(test)]
mod services;
#[cfg(test)]
mod shown;
#[cfg(test)]
mod words;

#[cfg(test)]
mod files {
    use super::{kommun, kommun_later, panel::Panel, region, region_later, round::DrawnRound};
    use seeds::Edition;
    use std::{env, fs, path::PathBuf};

    fn folder(round: &DrawnRound) -> PathBuf {
        let edition = match round.edition {
            Edition::Y2019 => "2019",
            Edition::Y2020 => "2020",
            Edition::LastYear => "last-year",
            Edition::ThisYear => "this-year",
        };
        [env!("CARGO_MANIFEST_DIR"), "demo", round.survey, edition].iter().collect()
    }

    #[test]
    fn the_files_are_what_the_generator_writes() {
        let writes = env::var_os("LAGESBILD_WRITE_DEMO").is_some();
        let mut panel = Panel::municipalities();
        let fitted = kommun::rounds(&mut panel);
        let municipalities = kommun_later::rounds(&mut panel, fitted);
        let mut panel = Panel::regions();
        let fitted = region::rounds(&mut panel);
        let regions = region_later::rounds(&mut panel, fitted);
        for round in municipalities.into_iter().chain(regions) {
            for (name, text) in &round.files {
                let path = folder(&round).join(name);
                if writes {
                    fs::write(&path, text).unwrap();
                }
                let written = fs::read_to_string(&path).unwrap();
                assert!(written == *text, "{} is not what the generator writes", path.display());
            }
        }
    }
}
