//! How an indicator is counted, where it comes from, and what the sources leave open.

use super::aside::quiet_notes;
use crate::components::{Download, DownloadList, Formula, Terms};
use collection::{
    OrganisationKind,
    results::{Formula as FormulaWords, IndicatorView},
};
use leptos::prelude::*;
use statistics::{groups::Grouping, indicator::MeasureKind, series::Headline};
use std::collections::BTreeSet;
use survey::format;

/// What to know before the values are used; nothing where there is nothing. A note about a conflict in the sources can be
/// linked to by the conflict's number.
pub fn notes(view: &IndicatorView) -> Option<AnyView> {
    let notes = quiet_notes(&view.indicator);
    (!notes.is_empty()).then(|| {
        let notes = notes.into_iter().map(|note| view! { <li id=note.conflict>{note.words}</li> }).collect_view();
        view! {
            <section class="block" aria-labelledby="att-veta">
                <h2 id="att-veta">"Att veta"</h2>
                <ul class="note-list">{notes}</ul>
            </section>
        }
        .into_any()
    })
}

/// How it is counted: the formulas in words, and the facts.
pub fn counted(view: &IndicatorView) -> AnyView {
    let headline = view.headline();
    let leading = headline.as_ref().map(|headline| headline.row.measure.as_str());
    let (first, others): (Vec<&FormulaWords>, Vec<&FormulaWords>) = match leading {
        Some(leading) => view.formulas.iter().partition(|formula| formula.measure == leading),
        None => (view.formulas.iter().collect(), Vec::new()),
    };
    let named = view.formulas.len() > 1;
    let shown = first.into_iter().map(|formula| formula_view(formula, named)).collect_view();
    let others = (!others.is_empty()).then(|| {
        let summary = format!("Formler för {} andra mått", others.len());
        let formulas = others.into_iter().map(|formula| formula_view(formula, true)).collect_view();
        view! { <details><summary>{summary}</summary><div class="stack">{formulas}</div></details> }
    });
    let heading = if view.formulas.is_empty() { "Varifrån det kommer" } else { "Så här räknas det" };
    let rule = (!view.formulas.is_empty()).then(|| view! { <p>{rule(view)}</p> });
    view! {
        <section class="block" aria-labelledby="raknas">
            <h2 id="raknas">{heading}</h2>
            <div class="pair">
                {(!view.formulas.is_empty()).then(|| view! { <div class="stack">{shown}{rule}{others}</div> })}
                <Terms terms=terms(view, headline.as_ref())/>
            </div>
        </section>
    }
    .into_any()
}

fn formula_view(formula: &FormulaWords, named: bool) -> AnyView {
    let title = named.then(|| view! { <h3 class="formula-title">{formula.title.clone()}</h3> });
    let expressions =
        formula.expressions.iter().map(|source| view! { <p><code>{source.clone()}</code></p> }).collect_view();
    let as_written = (!formula.expressions.is_empty())
        .then(|| view! { <details class="as-written"><summary>"Som uttryck"</summary>{expressions}</details> });
    let words = match formula.denominator.clone() {
        Some(denominator) => {
            view! { <Formula numerator=formula.numerator.clone() denominator=denominator/> }.into_any()
        }
        None => view! { <Formula numerator=formula.numerator.clone()/> }.into_any(),
    };
    view! { <div class="formula-part">{title}{words}{as_written}</div> }.into_any()
}

fn rule(view: &IndicatorView) -> &'static str {
    let is_of_regioner = view.rounds.first().is_some_and(|round| round.kind == OrganisationKind::Region);
    match view.headline().map(|headline| headline.table.kind()) {
        Some(MeasureKind::Sum) => {
            "Summan gäller dem som har svarat. Den räknas inte upp till hela landet. Bara inskickade svar räknas."
        }
        _ if is_of_regioner => {
            "Regionerna är få och räknas i antal, aldrig i procent. Bara inskickade svar räknas, och den som har svarat vet ej räknas inte med."
        }
        _ => {
            "Värdet visas i hela procent. Bara inskickade svar räknas, och den som har svarat vet ej räknas inte med i nämnaren. Värdet räknas inte upp till hela landet."
        }
    }
}

fn terms(view: &IndicatorView, headline: Option<&Headline<'_>>) -> Vec<(String, String)> {
    let indicator = &view.indicator;
    let mut terms: Vec<(String, String)> = view
        .questions
        .iter()
        .map(|question| (format!("Fråga {} ({})", question.number, question.year), question.label.clone()))
        .collect();
    let mut add = |term: &str, text: String| {
        if !text.is_empty() {
            terms.push((term.to_owned(), text));
        }
    };
    add("Undersökning", view.rounds.first().map(|round| round.title.clone()).unwrap_or_default());
    add("Källa", source(view));
    let now = headline.map(|headline| headline.now);
    let round = now.and_then(|now| view.rounds.iter().find(|round| round.key.year == now.round && round.responded > 0));
    add(
        "Samlades in",
        round
            .map(|round| format!("{} till {}", format::date(round.opens), format::date(round.due)))
            .unwrap_or_default(),
    );
    let refers_to = headline.map(|headline| match headline.table.lag() {
        0 => "Läget när svaret lämnades".to_owned(),
        _ => "Året före insamlingen".to_owned(),
    });
    add("Avser", refers_to.unwrap_or_default());
    add("Publicerades", now.and_then(|now| now.published).map(format::date).unwrap_or_default());
    if headline.is_none() {
        add("Enhet", indicator.unit.clone());
    }
    let figure = indicator.figure.iter().map(|figure| super::lower(figure));
    let ids: Vec<String> = indicator.framework_ids.iter().cloned().chain(figure).collect();
    add("Id i uppföljningen", ids.join(", "));
    add("Beteckning i filerna", indicator.indicator.clone());
    terms
}

/// Who has gathered the values, and of which rounds they are. The years of the report that the source names are not those
/// of the page: rounds have come since.
fn source(view: &IndicatorView) -> String {
    let source = &view.indicator.source;
    let rows = view.tables.iter().flat_map(|table| &table.rows);
    let years: BTreeSet<i32> = rows.flat_map(|row| row.known().map(|(_, one)| one.round)).collect();
    if view.indicator.survey.is_none() || years.is_empty() {
        return source.clone();
    }
    let is_year = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '–');
    // One report is named with its month, too.
    let named = source.trim_end_matches(is_year).trim_end_matches("maj").trim_end_matches(is_year);
    format!("{named}, {}", spans(&years))
}

/// Years as they are told: `2017–2020 och 2025`.
fn spans(years: &BTreeSet<i32>) -> String {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *year => *last = *year,
            _ => spans.push((*year, *year)),
        }
    }
    let words: Vec<String> = spans
        .into_iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") })
        .collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [several @ .., last] => format!("{} och {last}", several.join(", ")),
    }
}

/// The files: the values of the page, with its groups where it shows some.
pub fn downloads(view: &IndicatorView, by: Option<Grouping>) -> AnyView {
    let key = &view.indicator.indicator;
    let file = |name: &str, text: &str, note: &str| Download {
        href: format!("/resultat/{name}"),
        text: text.to_owned(),
        note: Some(note.to_owned()),
    };
    let by = by.map(|by| format!("&by={}", by.code())).unwrap_or_default();
    let own = format!("indikator={key}{by}");
    let files = vec![
        file(&format!("indikatorer.csv?{own}"), "CSV", "värdena på sidan"),
        file(&format!("indikatorer.csv?{own}&excel=ja"), "CSV för Excel", "värdena på sidan"),
        file(&format!("indikatorer.json?{own}"), "JSON", "värdena på sidan"),
        file("indikatorer.csv", "Alla indikatorer, CSV", "alla värden"),
        file("lista.json", "Alla formler, JSON", "definitionerna"),
    ];
    view! {
        <section class="block" aria-labelledby="hamta">
            <h2 id="hamta">"Ladda ned"</h2>
            <DownloadList files/>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_a_row_are_told_as_a_span() {
        let of = |years: &[i32]| spans(&years.iter().copied().collect());
        assert_eq!(of(&[2017, 2018, 2019, 2020, 2025]), "2017–2020 och 2025");
        assert_eq!(of(&[2019, 2020]), "2019–2020");
        assert_eq!(of(&[2015, 2018, 2020]), "2015, 2018 och 2020");
        assert_eq!(of(&[2020]), "2020");
    }
}
