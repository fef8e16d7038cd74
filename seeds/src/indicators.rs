//! The framework tree and the indicators.

use statistics::indicator::IndicatorFile;

const INDICATORS: &str = include_str!("../indicators.yaml");

/// The indicator file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the indicators cannot be read: {0}")]
pub struct IndicatorsError(#[from] serde_saphyr::Error);

/// Every version of the framework, and the indicators that hang in them.
pub fn indicators() -> Result<IndicatorFile, IndicatorsError> {
    read(INDICATORS)
}

fn read(text: &str) -> Result<IndicatorFile, IndicatorsError> {
    Ok(serde_saphyr::from_str(text)?)
}

/// Whether words are meant for those who keep the sources: they give lines or mark what is inferred.
#[cfg(test)]
pub(crate) fn for_authors(words: &str) -> bool {
    ["rad ", "slutsats", "härled", "omskrivning", "bildtext:", "≠"].iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests;
