//! From the answers of a round to its observations.

use super::{
    change,
    groups::Grouping,
    measure::Catalogue,
    observation::{Observation, sort},
    tables::{ObservedRound, Tables},
};

impl Catalogue {
    /// Every observation of one round of a survey, of all together and by each of these groupings, sorted as in the file.
    /// The round before is what changes are measured from.
    pub fn observations(
        &self,
        survey: &str,
        round: ObservedRound<'_>,
        before: Option<ObservedRound<'_>>,
        groupings: &[Grouping],
    ) -> Vec<Observation> {
        let of_survey = || self.measures().iter().filter(|measure| measure.survey == survey);
        let now = Tables::new(round, groupings);
        let before = before.map(|before| Tables::new(before, groupings));
        let mut observations = Vec::new();
        for compiled in of_survey().filter(|measure| measure.is_in(round.year)) {
            let compared = compiled.measure.of.as_ref().and_then(|of| {
                of_survey().find(|other| other.indicator == compiled.indicator && other.measure.measure == *of)
            });
            match compared {
                Some(compared) => observations.extend(change::of(compiled, compared, &now, before.as_ref())),
                None => observations.extend(compiled.parts.iter().flat_map(|part| now.observe(compiled, part))),
            }
        }
        sort(&mut observations);
        observations
    }
}
