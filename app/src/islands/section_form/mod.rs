//! The island of a section's page: conditions and checks while typing, and each answer saved by itself.
//!
//! The form is written by the server and works without this. The island renders nothing: it listens to the form and
//! changes what the page shows, so that nothing typed before it woke is lost and the page is never drawn twice.
//!
//! Controls are found by their names (`components::question`), the form and what is said of all of it by ids that begin
//! with `avsnitt`. The rest is found by attributes:
//!
//! | attribute | where it stands | what it is for |
//! |---|---|---|
//! | `data-question` | a question | its name; the question is put away when none of its fields is asked |
//! | `data-field` | a question of one field, or a row of a matrix | the field's name; it is put away when it is not asked |
//! | `data-messages` | a field | the place for what is told of its answer |
//! | `data-echo` | a field that is written | the place for what was read of it |
//! | `data-save` | a field | the place for how its saving goes |
//! | `data-explain` | a field | its explanation, which is moved to under the warning that demands it |
//! | `data-explain-home` | a field | the place of the explanation among the notes |
//! | `data-keep` | a button that the island makes | which of two answers is to stand: `theirs`, `mine` |
//! | `data-of` | the same button | the field |
//! | `data-arrows` | a matrix of boxes | a hint, shown when the arrow keys work |
//! | `data-progress` | the head of a section | the place for how many questions are answered |
//! | `data-keep-as` | a reply to a query | the name under which the browser keeps its words |
//! | `data-sign-in` | `#avsnitt-besked` | the address to sign in at |
//! | `data-outdated` | `#avsnitt-besked` | the words where something without controls on the page is judged anew |
//! | `data-about` | a message in `#avsnitt-besked` | what it is about: the next one about that takes its place |
//! | `data-live` | the form | set by the island: the page is told what colleagues do |
//! | `data-kept-as` | the form that signs out | what the browser keeps of the person; `kept.js` asks until the island takes it away |
//! | `data-ask` | the form that signs out | the question before what is kept is dropped |

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod arrows;
#[cfg(feature = "hydrate")]
mod change_feed;
#[cfg(feature = "hydrate")]
mod found;
#[cfg(feature = "hydrate")]
mod json;
#[cfg(feature = "hydrate")]
mod leaving;
#[cfg(feature = "hydrate")]
mod page;
#[cfg(feature = "hydrate")]
mod reply;
#[cfg(feature = "hydrate")]
mod saving;
#[cfg(feature = "hydrate")]
mod session;
#[cfg(feature = "hydrate")]
mod work;

/// Wraps a section's form, and wakes it in the browser.
#[island]
pub fn SectionForm(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    wasm_bindgen_futures::spawn_local(work::start());
    children()
}
