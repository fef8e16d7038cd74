//! Resultat: the framework tree, and a page for every indicator. Public.

mod aside;
mod chart;
mod facts;
mod figures;
mod framework;
mod goals;
mod groups;
mod indicator;
mod marks;
mod matrix;
mod published;
mod table;

pub use framework::FrameworkPage;
pub use goals::goals;
pub use indicator::IndicatorPage;

use crate::components::Link;
use leptos::prelude::*;
use statistics::{
    indicator::{Framework, FrameworkPart, Indicator, PartKind},
    observation::Observation,
    series::SeriesRow,
};

/// The address of an indicator.
fn indicator_path(key: &str) -> String {
    format!("/resultat/{key}")
}

/// A part of the framework with what sort it is: `Inriktningsmål 1. Individen som medskapare`.
fn part_title(part: &FrameworkPart) -> String {
    match (part.kind, part.number) {
        (PartKind::Goal, Some(number)) => format!("Inriktningsmål {number}. {}", part.title),
        (PartKind::Goal | PartKind::Background, _) => part.title.clone(),
        (PartKind::Foundation, _) => format!("Grundförutsättning: {}", lower(&part.title)),
    }
}

/// The way up from an indicator.
fn crumbs(framework: &Framework, indicator: &Indicator) -> Vec<Link> {
    let mut links = vec![Link::new("/resultat", "Resultat")];
    if let Some(part) = framework.parts.iter().find(|part| part.key == indicator.part) {
        links.push(Link::new(format!("/resultat#{}", part.key), part_title(part)));
        let area = part.areas.iter().find(|area| Some(&area.key) == indicator.area.as_ref());
        links.extend(area.map(|area| Link::new(format!("/resultat#{}", area.key), area.title.clone())));
    }
    links
}

/// The word beside a value that is computed from the invented answers of a demo.
fn invented_mark(is_invented: bool, observation: &Observation) -> Option<AnyView> {
    (is_invented && observation.is_from_answers())
        .then(|| view! { " "<span class="invented">"påhittat"</span> }.into_any())
}

/// What is said over values of a demo: those of which years come from invented answers.
fn invented(is_invented: bool, years: &[i32]) -> Option<String> {
    let (last, others) = years.split_last().filter(|_| is_invented)?;
    let others = others.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
    let and = if others.is_empty() { "" } else { " och " };
    Some(format!("Påhittade värden: {others}{and}{last}"))
}

/// Words inside a sentence. What begins with several capital letters is a name: SIP, KLASSA.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let is_name = letters.next().is_some_and(|second| !second.is_lowercase());
    match first {
        Some(first) if !is_name => first.to_lowercase().chain(text.chars().skip(1)).collect(),
        _ => text.to_owned(),
    }
}

/// Words that begin a sentence.
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The words of several codes inside a sentence.
fn in_sentence(codes: &[String]) -> String {
    codes.iter().map(|code| lower(code)).collect::<Vec<_>>().join(", ")
}

/// What a row is for, inside a sentence.
fn label_in_sentence(row: &SeriesRow) -> String {
    if row.codes.is_empty() { lower(&row.label) } else { in_sentence(&row.codes) }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod word_tests {
    use super::*;

    #[test]
    fn names_keep_their_capitals_inside_a_sentence() {
        assert_eq!(lower("Nattillsyn med digital teknik"), "nattillsyn med digital teknik");
        assert_eq!(lower("SIP med stöd av video"), "SIP med stöd av video");
        assert_eq!(lower("Å"), "å");
        assert_eq!(lower(""), "");
    }
}
