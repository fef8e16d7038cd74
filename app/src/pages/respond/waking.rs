//! What wakes a form in the browser: the program, what it has to know of the response, and where it says how things stand.

use super::{hub_path, section_path};
use crate::{
    components::PageData,
    islands::SectionForm,
    return_to::sign_in_path,
    visit::Visit,
    wire::{AnswerState, SectionPageState},
};
use collection::{ResponseKey, ReturnTo, respond::SectionView};
use leptos::prelude::*;
use survey::{form::Field, lineage::comparable_values, stockholm::end_of};

/// A form with the island around it, and what the island needs to know beside it.
pub(super) fn woken<Form: IntoView + 'static>(
    visit: &Visit,
    state: &SectionPageState,
    form: Form,
) -> impl IntoView + use<Form> {
    let json = serde_json::to_string(state).unwrap_or_default();
    let (assets, questionnaire) = (visit.assets, state.questionnaire.clone());
    view! {
        // Asked for while the page is still being read; what wakes the form waits for its end.
        <link rel="modulepreload" href=assets.js/>
        <link as="fetch" rel="preload" type="application/wasm" crossorigin="anonymous" href=assets.wasm/>
        <link as="fetch" rel="preload" type="application/json" crossorigin="anonymous" href=questionnaire/>
        <script type="module" async src=assets.start></script>
        <SectionForm>{form.into_any()}</SectionForm>
        <PageData id="avsnitt-lage" json/>
    }
}

/// The name under which this browser keeps what is not sent yet of a response.
fn storage_key(visit: &Visit, key: &ResponseKey) -> String {
    format!("{}/{}/{}/{}", visit.storage_key(), key.survey, key.year, key.organisation)
}

/// Where it is told that this browser keeps answers that are not saved yet, on pages without an island. The section that is
/// opened next sends them; where there is none nothing is told.
pub(super) fn unsaved_here(visit: &Visit, key: &ResponseKey, section: Option<&str>) -> Option<AnyView> {
    let href = section_path(key, section?);
    Some(
        view! {
            <div class="message message-warn" id="kvar-har" data-kept-as=storage_key(visit, key) hidden>
                <h2>"Den här webbläsaren har svar som inte är sparade"</h2>
                <p>"Antal: "<span data-kept-number></span>". De sparas när du öppnar ett avsnitt. "<a href=href>"Öppna och spara"</a></p>
            </div>
        }
        .into_any(),
    )
}

/// What the island needs to know to judge and save the fields that the form holds.
pub(super) fn state<'a>(
    visit: &Visit,
    view: &SectionView,
    fields: impl Iterator<Item = &'a Field>,
) -> SectionPageState {
    let key = &view.head.key;
    let section: Vec<_> = fields.map(|field| field.name.clone()).collect();
    SectionPageState {
        questionnaire: format!("/formular/{}", view.questionnaire_file),
        save: format!("{}/spara", hub_path(key)),
        events: format!("{}/handelser", section_path(key, &view.section)),
        change_number: view.head.change_number,
        storage_key: storage_key(visit, key),
        opened: view.head.opens.previous_day().map_or(0, |eve| end_of(eve).unix_timestamp()),
        texts: Vec::new(),
        answers: view
            .stored
            .iter()
            .map(|(field, answer)| {
                let entry = view.evaluation.entry(field.as_str()).clone();
                (field.clone(), AnswerState { entry, version: answer.version })
            })
            .collect(),
        previous: comparable_values(&view.previous).into_iter().collect(),
        reference_ranges: section
            .iter()
            .filter_map(|field| Some((field.clone(), view.reference_ranges.get(field)?.clone())))
            .collect(),
        context: view.context,
        section,
    }
}

/// Where the island says how things stand.
#[component]
pub(super) fn Announcements(
    /// The address of the page, to come back to after signing in.
    here: String,
    /// What is said when something that has no controls here is judged anew.
    outdated: &'static str,
) -> impl IntoView {
    let sign_in = sign_in_path(ReturnTo::new(&here).as_ref());
    view! {
        <p class="presence" id="avsnitt-har"></p>
        <div class="in-sight">
            <div id="avsnitt-besked" role="status" aria-live="polite" data-sign-in=sign_in data-outdated=outdated></div>
            <div id="avsnitt-inloggning" role="status" aria-live="polite"></div>
        </div>
        <p class="visually-hidden" id="avsnitt-nytt" role="status" aria-live="polite"></p>
    }
}
