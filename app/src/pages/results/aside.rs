//! The most important of an indicator: its newest value in a sentence and as a figure, and what to be careful with.

use super::{
    figures::{ValueFormat, among, figure_view, noun},
    in_sentence, invented_mark, label_in_sentence, upper,
};
use crate::components::{CellKind, CellLayout, Cells, Message};
use collection::{
    OrganisationKind,
    results::IndicatorView,
    rounds::{RoundState, RoundSummary},
};
use leptos::prelude::*;
use rust_decimal::prelude::ToPrimitive;
use statistics::{
    indicator::{Indicator, MeasureKind, Unit},
    observation::{Observation, ObservationStatus},
    series::Headline,
};
use survey::format;

/// How a note begins that is said aloud, and not only listed.
const CAUTION: &str = "Tolka med försiktighet: ";

/// A note that is listed.
#[derive(Debug, PartialEq, Eq)]
pub struct ListedNote {
    /// What it says.
    pub words: String,
    /// The number of the conflict in the sources that it tells: `K11`.
    pub conflict: Option<String>,
}

/// The notes that are not said aloud.
pub fn quiet_notes(indicator: &Indicator) -> Vec<ListedNote> {
    let notes = indicator.notes.iter().filter(|note| !note.starts_with(CAUTION));
    notes.map(|note| ListedNote { words: without_reference(note), conflict: reference(note) }).collect()
}

/// The number of the conflict that a note names in parentheses, for those who keep the sources: `(K11)`.
fn reference(note: &str) -> Option<String> {
    let mut inside = note.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(inside, _)| inside);
    inside.find(|inside| is_reference(inside)).map(str::to_owned)
}

fn is_reference(inside: &str) -> bool {
    inside.strip_prefix('K').is_some_and(|digits| digits.parse::<u32>().is_ok())
}

/// A note without the number of the conflict that it speaks of.
fn without_reference(note: &str) -> String {
    note.split_inclusive(')')
        .map(|part| match part.rsplit_once(" (") {
            Some((before, inside)) if is_reference(inside.trim_end_matches(')')) => before,
            _ => part,
        })
        .collect()
}

/// The first sentences of the page.
pub fn lead(view: &IndicatorView, headline: &Headline<'_>) -> Option<String> {
    let figures = ValueFormat::of(headline.table);
    let Headline { row, now, before, .. } = headline;
    let value = figures.in_sentence(now)?;
    let year = now.refers_to;
    // A sum says for how many it is, each year: those who answer are not the same.
    let among = |one: &Observation| match among(one).filter(|_| figures.is_sum()) {
        Some(words) => format!(" {words}"),
        None => String::new(),
    };
    // "hos de kommuner som svarade" is then said with their number.
    let subject = row.title.strip_suffix(" som svarade").and_then(|title| title.rsplit_once(" hos de "));
    let title = subject.filter(|_| figures.is_sum()).map_or(row.title.as_str(), |(subject, _)| subject);
    let (first, pronoun) = if figures.is_counting()
        && let Some((answer, of)) = row.codes.split_last()
    {
        let of = if of.is_empty() { String::new() } else { format!("{}: ", in_sentence(of)) };
        let whom = match headline.table.unit() {
            Unit::Percent => format!(" {}", of_whom(headline, round_of(view, now))),
            _ => String::new(),
        };
        (upper(&format!("{of}{value}{whom} hade svaret ”{answer}” {year}.")), "det")
    } else if let Some(rest) = title.strip_prefix("Andel ").filter(|rest| !rest.contains(',')) {
        (format!("Andelen {rest} var {value} {year}."), "den")
    } else if let Some(rest) = title.strip_prefix("Antal ") {
        (format!("Antalet {rest} var {} år {year}{}.", figures.in_table(now)?, among(now)), "det")
    } else {
        let label = if row.codes.is_empty() { String::new() } else { format!(", {}", label_in_sentence(row)) };
        (format!("{title}{label}: {value} år {year}{}.", among(now)), "det")
    };
    let then = before.and_then(|before| {
        Some(format!(" {} var {pronoun} {}{}.", before.refers_to, figures.in_sentence(before)?, among(before)))
    });
    let then = then.unwrap_or_default();
    let invented = if view.is_invented && now.is_from_answers() { " Värdet är påhittat." } else { "" };
    let broken = if headline.is_broken { " Serien är bruten däremellan." } else { "" };
    Some(format!("{first}{then}{broken}{invented}"))
}

/// What stands beside the picture.
pub fn aside(view: &IndicatorView) -> AnyView {
    let headline = view.headline();
    let figure = headline.as_ref().and_then(|headline| figure(view, headline));
    let cautions: Vec<String> =
        view.indicator.notes.iter().filter_map(|note| note.strip_prefix(CAUTION)).map(upper).collect();
    let caution = (!cautions.is_empty()).then(|| {
        let cautions = cautions.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
        view! { <Message heading="Tolka med försiktighet" inner=true>{cautions}</Message> }
    });
    view! {
        <aside class="aside stack" aria-labelledby="viktigt">
            <h2 id="viktigt" class="visually-hidden">"Det viktigaste"</h2>
            {figure}
            {caution}
        </aside>
    }
    .into_any()
}

fn figure(view: &IndicatorView, headline: &Headline<'_>) -> Option<AnyView> {
    let figures = ValueFormat::of(headline.table);
    let now = headline.now;
    let round = round_of(view, now);
    let large = figures.large(now)?;
    let what =
        if headline.table.rows.len() > 1 { format!(": {}", label_in_sentence(headline.row)) } else { String::new() };
    let of = format!("{} {} {}{what}", large.unit, of_whom(headline, round), now.refers_to);
    let squares = (figures.is_count_of_whole())
        .then(|| Some((now.value?.to_u32()?, now.denominator?.to_u32()?)))
        .flatten()
        .filter(|(part, whole)| part <= whole && *whole <= 300)
        .map(|(part, whole)| {
            let counts = vec![(CellKind::Full, part), (CellKind::Open, whole - part)];
            view! { <Cells counts size=16 gap=5 layout=CellLayout::Columns(10)/> }
        });
    let words = behind(now, round, figures);
    Some(
        view! {
            <div>
                {figure_view(large)}
                {invented_mark(view.is_invented, now)}
                <p class="figure-of">{of.trim_start().to_owned()}</p>
            </div>
            {squares}
            {(!words.is_empty()).then(|| view! { <p class="note">{words}</p> })}
        }
        .into_any(),
    )
}

fn round_of<'a>(view: &'a IndicatorView, observation: &Observation) -> Option<&'a RoundSummary> {
    view.rounds.iter().find(|round| round.key.year == observation.round)
}

/// What the large figure is a share of, in words.
fn of_whom(headline: &Headline<'_>, round: Option<&RoundSummary>) -> String {
    let table = headline.table;
    let is_part =
        round.zip(headline.now.n_asked).is_some_and(|(round, asked)| (asked as u64) < u64::from(round.responded));
    let words = match (table.kind(), table.unit()) {
        (MeasureKind::Share | MeasureKind::Distribution, Unit::Percent) if is_part => {
            "av de kommuner som frågan gällde"
        }
        (MeasureKind::Share | MeasureKind::Distribution, Unit::Percent) => "av kommunerna",
        (kind, unit) if kind.is_counting() => noun(unit),
        (MeasureKind::Sum, _) => {
            return among(headline.now).unwrap_or_else(|| "bland dem som svarade".to_owned());
        }
        (MeasureKind::Change, _) => "sedan omgången före,",
        _ => "år",
    };
    words.to_owned()
}

/// How many stand behind the figure, and how many did not answer.
fn behind(now: &Observation, round: Option<&RoundSummary>, figures: ValueFormat) -> String {
    if now.status == ObservationStatus::Published {
        return "Publicerat värde. Svaren från den omgången finns inte i tjänsten.".to_owned();
    }
    let (Some(round), Some(n)) = (round, now.n_answered) else { return String::new() };
    let noun = match round.kind {
        OrganisationKind::Municipality => "kommuner",
        OrganisationKind::Region => "regioner",
    };
    let n_words = format::number(n.into());
    let first = match now.numerator {
        Some(part) if figures.is_counting() && !figures.is_count_of_whole() => {
            format!("{} av de {n_words}\u{a0}{noun} som svarade på frågan.", format::number(part))
        }
        _ => format!("{n_words}\u{a0}{noun} svarade på frågan."),
    };
    let silent = round.eligible.saturating_sub(round.responded);
    let silent = match silent {
        0 => format!("Alla {}\u{a0}{noun} svarade på undersökningen.", round.eligible),
        silent => format!("{silent} av {}\u{a0}{noun} svarade inte alls.", round.eligible),
    };
    let preliminary =
        if round.state == RoundState::Open { " Insamlingen pågår, så värdet är preliminärt." } else { "" };
    format!("{first} {silent}{preliminary}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_shown_without_the_numbers_of_conflicts() {
        assert_eq!(without_reference("Två datum (K11)."), "Två datum.");
        assert_eq!(without_reference("Bara 2020 (K26). Resten (2019) saknas."), "Bara 2020. Resten (2019) saknas.");
        assert_eq!(without_reference("Gäller (Kalmar) bara"), "Gäller (Kalmar) bara");
        assert_eq!(reference("Gäller (Kalmar) bara (K26)."), Some("K26".to_owned()));
        assert_eq!(reference("Gäller (Kalmar) bara."), None);
    }
}
