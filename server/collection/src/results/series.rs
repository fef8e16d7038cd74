//! Every indicator with its series: what the tree and the start page show.

use super::{ObservationFilter, catalogue::PreparedResults, of_surveys};
use crate::{Actor, Error, Store, text::search_text};
use statistics::{
    indicator::{Framework, Indicator},
    series::{self, Headline, SeriesTable},
};
use time::OffsetDateTime;

/// An indicator with its series.
#[derive(Debug, Clone)]
pub struct IndicatorSeries {
    /// The indicator.
    pub indicator: Indicator,
    /// Its tables of years.
    pub tables: Vec<SeriesTable>,
    /// How many values of it a report states.
    pub published: usize,
}

impl IndicatorSeries {
    /// The value that the indicator is known by.
    pub fn headline(&self) -> Option<Headline<'_>> {
        series::headline(&self.tables, self.indicator.chosen())
    }

    /// Whether every word of a search is in its titles, its key or its numbers.
    pub fn is_found_by(&self, search: &str) -> bool {
        let Indicator { indicator, framework_ids, figure, title, measures, .. } = &self.indicator;
        let texts = [indicator, title].into_iter().chain(framework_ids).chain(figure);
        let texts = texts.chain(measures.iter().map(|measure| &measure.title));
        let texts: Vec<String> = texts.map(|text| search_text(text)).collect();
        search_text(search).split(' ').all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

/// Every version of the framework, and every indicator with its series of rounds that are closed. Public.
pub async fn indicator_series(
    store: &Store,
    now: OffsetDateTime,
) -> Result<(Vec<Framework>, Vec<IndicatorSeries>), Error> {
    let prepared = PreparedResults::of(store).await?;
    let all = of_surveys(store, &Actor::Anonymous, &ObservationFilter::default(), now).await?;
    let file = prepared.catalogue.file();
    let series = file.indicators.iter().map(|indicator| {
        let key = &indicator.indicator;
        let own: Vec<_> = all.iter().filter(|observation| observation.indicator == *key).cloned().collect();
        IndicatorSeries {
            tables: series::tables(indicator, &own, &prepared.continuations),
            published: prepared.published.iter().filter(|value| value.indicator == *key).count(),
            indicator: indicator.clone(),
        }
    });
    Ok((file.frameworks.clone(), series.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(search: &str) -> Vec<String> {
        let file = seeds::indicators().unwrap();
        let series = file.indicators.into_iter().map(|indicator| IndicatorSeries {
            indicator,
            tables: Vec::new(),
            published: 0,
        });
        series.filter(|one| one.is_found_by(search)).map(|one| one.indicator.indicator).collect()
    }

    #[test]
    fn every_word_of_a_search_is_found_somewhere() {
        assert_eq!(found("NATTILLSYN ordinärt"), ["F06"]);
        assert_eq!(found("f37"), ["F37"]);
        assert_eq!(found("9.3"), ["F38", "F39"]);
        assert!(found("").len() > 50);
        assert!(found("nattillsyn rymden").is_empty());
    }
}
