//! The list of indicators, a row for each measure.

use super::indicator::{Indicator, Indicators, Measure};
use serde::Serialize;

/// The columns of the indicator list.
pub const COLUMNS: [&str; 13] = [
    "indicator",
    "framework_ids",
    "title",
    "goal",
    "measure",
    "kind",
    "unit",
    "survey",
    "numerator",
    "denominator",
    "breakdown",
    "source",
    "notes",
];

/// A measure with its indicator; or an indicator from elsewhere, of which nothing is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed<'a> {
    /// The key of the indicator.
    pub indicator: &'a str,
    /// Its numbers in the framework.
    pub framework_ids: &'a [String],
    /// Its title.
    pub title: &'a str,
    /// The title of the goal, or of the foundation or background, that it belongs to.
    pub goal: &'a str,
    /// The name of the measure.
    pub measure: Option<&'a str>,
    /// What is done with the answers.
    pub kind: Option<&'static str>,
    /// The unit of the measure; in the words of the report where nothing is computed.
    pub unit: &'a str,
    /// The survey that feeds it.
    pub survey: Option<&'a str>,
    /// The expression above the line, as written; of a change the measure that changes.
    pub numerator: Option<&'a str>,
    /// The expression below the line, as written; nothing where it is those who gave a valid answer.
    pub denominator: Option<&'a str>,
    /// The dimensions that it is computed for.
    pub breakdown: Vec<&'a str>,
    /// Who has gathered it.
    pub source: &'a str,
    /// What must be known when it is read.
    pub notes: &'a [String],
}

impl Listed<'_> {
    /// The row in the CSV file; lists are joined by `; `.
    pub fn cells(&self) -> Vec<String> {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        vec![
            self.indicator.to_owned(),
            self.framework_ids.join("; "),
            self.title.to_owned(),
            self.goal.to_owned(),
            text(self.measure),
            text(self.kind),
            self.unit.to_owned(),
            text(self.survey),
            text(self.numerator),
            text(self.denominator),
            self.breakdown.join("; "),
            self.source.to_owned(),
            self.notes.join("; "),
        ]
    }
}

/// The list, in the order of the file.
pub fn list(file: &Indicators) -> Vec<Listed<'_>> {
    file.indicators
        .iter()
        .flat_map(|indicator| {
            let goal = goal(file, indicator);
            let alone = indicator.measures.is_empty().then(|| listed(indicator, goal, None));
            let measures = indicator.measures.iter().map(move |measure| listed(indicator, goal, Some(measure)));
            alone.into_iter().chain(measures)
        })
        .collect()
}

/// The title of the part that an indicator belongs to, in the first framework that has it.
fn goal<'a>(file: &'a Indicators, indicator: &Indicator) -> &'a str {
    let mut parts = file.frameworks.iter().flat_map(|framework| &framework.parts);
    parts.find(|part| part.key == indicator.part).map_or("", |part| part.title.as_str())
}

fn listed<'a>(indicator: &'a Indicator, goal: &'a str, measure: Option<&'a Measure>) -> Listed<'a> {
    let dimensions = measure.map(|measure| measure.dimensions.as_slice()).unwrap_or_default();
    Listed {
        indicator: &indicator.indicator,
        framework_ids: &indicator.framework_ids,
        title: &indicator.title,
        goal,
        measure: measure.map(|measure| measure.measure.as_str()),
        kind: measure.map(|measure| measure.kind.code()),
        unit: measure.map_or(&indicator.unit, |measure| measure.unit.code()),
        survey: indicator.survey.as_deref(),
        numerator: measure.and_then(|measure| measure.numerator.as_deref().or(measure.of.as_deref())),
        denominator: measure.and_then(|measure| measure.denominator.as_deref()),
        breakdown: dimensions.iter().map(|dimension| dimension.dimension.as_str()).collect(),
        source: &indicator.source,
        notes: &indicator.notes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_for_each_measure_and_for_each_indicator_from_elsewhere() {
        let file: Indicators = serde_json::from_value(serde_json::json!({
            "frameworks": [
                {"version": "2020", "title": "T", "parts": [{"key": "mal-2", "kind": "goal", "title": "Rätt information"}]},
                {"version": "2024", "title": "T", "parts": [{"key": "mal-2", "kind": "goal", "title": "Vid rätt tillfälle"}]}],
            "indicators": [
                {"indicator": "F24", "framework_ids": ["4.1"], "title": "Anrop", "part": "mal-2", "unit": "antal anrop",
                    "source": "Inera", "external": true, "notes": ["A", "B"]},
                {"indicator": "F29", "title": "Mobilt", "part": "mal-2", "unit": "procent", "source": "S",
                    "survey": "kommun-ehalsa", "measures": [
                        {"measure": "alla", "title": "Alla", "kind": "share", "unit": "procent",
                            "for": [{"dimension": "omrade", "codes": [{"code": "barn", "label": "Barn"}]}],
                            "numerator": "${m.{omrade}} = 'alla'", "denominator": "${m.{omrade}} != ''",
                            "denominator_words": "De som svarat"},
                        {"measure": "okning", "title": "Ökning", "kind": "change", "unit": "procentenheter", "of": "alla"}]}]
        }))
        .unwrap();
        let rows: Vec<String> = list(&file).iter().map(|row| row.cells().join("|")).collect();
        assert_eq!(
            rows,
            [
                "F24|4.1|Anrop|Rätt information|||antal anrop|||||Inera|A; B",
                "F29||Mobilt|Rätt information|alla|share|procent|kommun-ehalsa|${m.{omrade}} = 'alla'|${m.{omrade}} != ''|omrade|S|",
                "F29||Mobilt|Rätt information|okning|change|procentenheter|kommun-ehalsa|alla|||S|",
            ]
        );
        assert_eq!(list(&file)[0].cells().len(), COLUMNS.len());
        let json = serde_json::to_value(list(&file)).unwrap();
        assert_eq!((&json[0]["measure"], &json[1]["breakdown"][0]), (&serde_json::Value::Null, &"omrade".into()));
    }
}
