//! The four goals on the start page, each by one measure.

use super::{figures::ValueFormat, indicator_path, invented_mark};
use crate::components::{CellKind, Cells, DotPair, DotPairPoint};
use collection::results::GoalMeasure;
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use statistics::{observation::Observation, series::Headline};

/// The goals in order; nothing where the framework has none.
pub fn goals(measures: &[GoalMeasure], is_invented: bool) -> Option<AnyView> {
    let items = measures.iter().map(|measure| goal(measure, is_invented)).collect_view();
    (!measures.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby="mal-rubrik">
                <div class="block-head">
                    <h2 id="mal-rubrik">"Fyra inriktningsmål"</h2>
                    <p class="note">"Vision e-hälsa 2025. Ett mått ur varje mål, senast avslutade omgång."</p>
                </div>
                <ol role="list">{items}</ol>
            </section>
        }
        .into_any()
    })
}

fn goal(measure: &GoalMeasure, is_invented: bool) -> AnyView {
    let part = &measure.part;
    let indicator = &measure.series.indicator;
    let data = match measure.series.headline() {
        Some(headline) => {
            let says = indicator.stands_for_part.as_ref().map(|one| one.says.clone()).unwrap_or_default();
            data(&headline, &indicator.indicator, says, is_invented)
        }
        None => view! { <p class="note">"Inget värde publicerat."</p> }.into_any(),
    };
    view! {
        <li class="goal">
            <p class="goal-number">{part.number}</p>
            <div class="stack">
                <h3><a href=format!("/resultat#{}", part.key)>{part.title.clone()}</a></h3>
                {part.description.clone().map(|text| view! { <p>{text}</p> })}
            </div>
            <div class="goal-data">{data}</div>
        </li>
    }
    .into_any()
}

fn data(headline: &Headline<'_>, key: &str, says: String, is_invented: bool) -> AnyView {
    let figures = ValueFormat::of(headline.table);
    let Headline { now, before, .. } = headline;
    let value = figures.large(now).map(|large| large.in_line()).unwrap_or_default();
    let drawing = if figures.is_count_of_whole() {
        squares(now)
    } else {
        point(now)
            .map(|now| view! { <DotPair before=before.and_then(point) now is_broken=headline.is_broken/> }.into_any())
    };
    let then = before.and_then(|before| {
        let value = figures.large(before)?.in_line();
        let broken = if headline.is_broken { ", men serien är bruten däremellan" } else { "" };
        Some(format!(" {} var det {value}{broken}.", before.refers_to))
    });
    view! {
        <p class="goal-value">{value}{invented_mark(is_invented, now)}</p>
        {drawing}
        <p class="note">{says}{then}" "<a href=indicator_path(key)>"Se indikatorn"<span class="visually-hidden">{format!(": {}", headline.row.title)}</span></a></p>
    }
    .into_any()
}

/// A percentage as a point on the line from 0 to 100.
fn point(observation: &Observation) -> Option<DotPairPoint> {
    let share = observation.value?.checked_div(Decimal::ONE_HUNDRED)?.to_f64()?;
    Some(DotPairPoint { share, when: observation.refers_to.to_string() })
}

/// A square for each that answered.
fn squares(observation: &Observation) -> Option<AnyView> {
    let (part, whole) = (observation.value?.to_u32()?, observation.denominator?.to_u32()?);
    let counts = vec![(CellKind::Full, part), (CellKind::Open, whole.checked_sub(part)?)];
    Some(view! { <Cells counts size=10 gap=3/> }.into_any())
}
