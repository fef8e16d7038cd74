//! The pages. A page asks for a view of data and shows it; it holds no rules.

pub mod about;
mod copy;
pub mod error;
pub mod follow_up;
pub mod invitation;
mod queries;
pub mod respond;
pub mod results;
pub mod sessions;
pub mod sign_in;
mod signatories;
pub mod start;

use crate::{pages::error::Problem, visit::Visit};
use collection::{ResponseKey, ReturnTo, RoundKey};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::{use_params_map, use_query_map};
use survey::text;

/// Shows what `load` gives, or what is wrong.
pub fn page<V: IntoView + 'static>(load: impl Future<Output = Result<V, Problem>> + Send + 'static) -> impl IntoView {
    let options = use_context::<ResponseOptions>();
    let (asked, visit) = (asked(), use_context::<Visit>());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load.await {
                    Ok(view) => view.into_any(),
                    Err(problem) => error::show(options.as_ref(), &problem, asked.as_ref(), visit.as_ref()).into_any(),
                }
            })}
        </Suspense>
    }
}

/// The page that was asked for, where it is one to come back to after signing in.
pub fn asked() -> Option<ReturnTo> {
    let parts = use_context::<http::request::Parts>()?;
    ReturnTo::new(parts.uri.path_and_query()?.as_str())
}

/// A part of the address, as the route names it.
fn part(name: &str) -> String {
    use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
}

/// A parameter behind the address's question mark, cleaned: people search there.
fn parameter(name: &str) -> Option<String> {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .map(|value| text::line(&value))
        .filter(|value| !value.is_empty())
}

/// The round that the address names.
fn round_key() -> Result<RoundKey, Problem> {
    let year = part("year").parse().map_err(|_| Problem::NotFound)?;
    Ok(RoundKey { survey: part("survey"), year })
}

/// The response that the address names.
fn response_key() -> Result<ResponseKey, Problem> {
    let RoundKey { survey, year } = round_key()?;
    Ok(ResponseKey { survey, year, organisation: part("organisation") })
}
