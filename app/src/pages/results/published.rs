//! What a report states of an indicator, as it is printed, beside what the answers give.

use collection::results::IndicatorView;
use leptos::prelude::*;
use statistics::{
    published::PublishedValue,
    series::in_words,
    verify::{PublishedComparison, PublishedVerdict},
};
use survey::format;

/// A longer table is opened by those who want it, where the page has other values to show.
const LONG: usize = 12;

/// The part of the page; nothing where nothing is published.
pub fn block(view: &IndicatorView) -> Option<AnyView> {
    if view.published.is_empty() {
        return None;
    }
    let compares = view.comparisons.iter().any(|comparison| comparison.computed.is_some());
    let table = table(view, compares);
    let is_folded = view.published.len() > LONG && !view.tables.is_empty();
    let shown = if is_folded {
        let summary = format!("Visa alla {} publicerade värden", view.published.len());
        view! { <details><summary>{summary}</summary>{table}</details> }.into_any()
    } else {
        table
    };
    let words = match compares {
        true => {
            "Så här står värdena i rapporten, med de ord som rapporten använder för hur exakta de är. Bredvid står vad svaren i tjänsten ger, med fler decimaler."
        }
        false => "Så här står värdena i källan, med de ord som källan använder för hur exakta de är.",
    };
    Some(
        view! {
            <section class="block" aria-labelledby="publicerat">
                <h2 id="publicerat">"Publicerade värden"</h2>
                <p>{words}</p>
                {shown}
            </section>
        }
        .into_any(),
    )
}

fn table(view: &IndicatorView, compares: bool) -> AnyView {
    let has_n = view.published.iter().any(|value| !value.n.is_empty());
    let n_head = has_n.then(|| view! { <th scope="col">"Svarande"</th> });
    let computed_head =
        compares.then(|| view! { <th scope="col" class="number">"Ur svaren"</th><th scope="col">"Jämförelse"</th> });
    let rows = view
        .published
        .iter()
        .map(|value| {
            let comparison = view.comparisons.iter().find(|comparison| comparison.mapping.rad_id == value.id);
            let n = has_n.then(|| view! { <td data-label="Svarande">{value.n.clone()}</td> });
            let computed = compares.then(|| {
                view! { <td class="number" data-label="Ur svaren">{comparison.and_then(|one| one.computed).map(computed)}</td><td data-label="Jämförelse">{comparison.map(verdict)}</td> }
            });
            let of = (!value.breakdown.is_empty()).then(|| view! { <span class="note">{in_words(&value.breakdown)}</span> });
            let note = (!value.note.is_empty()).then(|| view! { <span class="note">{value.note.clone()}</span> });
            let conflict = (!value.conflict.is_empty()).then(|| view! { " "<a href=format!("#{}", value.conflict)>"Se not"</a> });
            view! {
                <tr>
                    <th scope="row">{super::upper(&value.measure)}{conflict}{of}{note}</th>
                    <td data-label="År">{value.period.clone()}</td>
                    <td class="number" data-label="Publicerat">{printed(value)}</td>
                    <td data-label="Enhet">{value.unit.clone()}</td>
                    {n}
                    {computed}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Publicerade värden. Tabellen kan rullas i sidled.">
            <table class="published row-flow">
                <caption class="visually-hidden">"Publicerade värden"</caption>
                <thead><tr><th scope="col">"Vad"</th><th scope="col">"År"</th><th scope="col" class="number">"Publicerat"</th><th scope="col">"Enhet"</th>{n_head}{computed_head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The value as printed, and as a number where the print alone does not tell it.
fn printed(value: &PublishedValue) -> AnyView {
    let words = value.in_words();
    let number = value.number().map(format::number).filter(|number| !plain(&words).contains(&plain(number)));
    let number = number.map(|number| view! { <span class="note">{format!("({number})")}</span> });
    view! { {words}{number} }.into_any()
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn computed(value: rust_decimal::Decimal) -> String {
    if value.is_integer() { format::number(value) } else { format::rounded(value, 1) }
}

/// How the two agree, and why not where they do not.
fn verdict(comparison: &PublishedComparison) -> String {
    let note = comparison.mapping.note.as_str();
    let reason = note.split_once(": ").map_or(note, |(_, reason)| reason);
    let words = match comparison.verdict {
        PublishedVerdict::Equal => "Stämmer",
        PublishedVerdict::PublishedOnly => "Endast publicerat",
        PublishedVerdict::Conflict => "Går inte att jämföra",
        PublishedVerdict::Differs => "Avviker",
    };
    match comparison.verdict {
        PublishedVerdict::PublishedOnly | PublishedVerdict::Conflict if !reason.is_empty() => {
            format!("{words}: {reason}.")
        }
        _ => words.to_owned(),
    }
}
