//! Leaving the page: with the form only where somebody takes it, and signed out only after a question where something is
//! not saved.

use super::{
    change_feed::later,
    page::report,
    saving,
    work::{SharedWork, on},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, HtmlFormElement, HtmlTextAreaElement, SubmitEvent};

/// How often it is looked whether what is on its way has come through, in milliseconds, and how many times.
const PERIOD: i32 = 100;
const TIMES: usize = 30;

/// Listens to the form being sent, and to the person signing out.
pub fn listen(shared: &SharedWork) {
    let form = shared.borrow().page.form.clone();
    let sent = shared.clone();
    on(&form, "submit", move |event| hold_back(&sent, &event));
    let out = shared.borrow().page.document.query_selector("form[action='/logga-ut']").ok().flatten();
    let Some(out) = out.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else { return };
    // Until now `kept.js` has asked.
    if let Err(error) = out.remove_attribute("data-kept-as") {
        report(&error);
    }
    let (leaving, form) = (shared.clone(), out.clone());
    on(&out, "submit", move |event| {
        event.prevent_default();
        spawn_local(sign_out(leaving.clone(), form.clone()));
    });
}

/// Keeps the page where the server cannot be reached: the browser would put a page of its own in its place. While the page
/// is told what colleagues do, the server is there.
fn hold_back(shared: &SharedWork, event: &Event) {
    let mut work = shared.borrow_mut();
    if std::mem::take(&mut work.is_leaving) || work.feed.is_told() && !work.saving.is_waiting() {
        return;
    }
    event.prevent_default();
    let pressed = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
    let (shared, form) = (shared.clone(), work.page.form.clone());
    spawn_local(async move {
        // Said anew, to who presses again.
        shared.borrow().page.announce("", None);
        if saving::ask(&shared).await {
            shared.borrow_mut().is_leaving = true;
            if let Err(error) = form.request_submit_with_submitter(pressed.as_ref().map(AsRef::as_ref)) {
                report(&error);
            }
        }
    });
}

/// Signs out once everything is saved, or once the person has said that the rest may go.
async fn sign_out(shared: SharedWork, form: HtmlFormElement) {
    for _ in 0..TIMES {
        let before = shared.borrow().saving.unsent().count();
        if shared.borrow().saving.is_sending() {
            rest().await;
            continue;
        }
        saving::send(shared.clone()).await;
        if shared.borrow().saving.unsent().count() >= before {
            break;
        }
    }
    if !is_anything_left(&shared) {
        if let Err(error) = form.submit() {
            report(&error);
        }
        return;
    }
    let Some(window) = web_sys::window() else { return };
    let words = form.get_attribute("data-ask").unwrap_or_default();
    if !window.confirm_with_message(&words).unwrap_or(false) {
        return;
    }
    if saving::signed_out(&form.action()).await {
        shared.borrow().saving.clear_stored();
        let _ = window.location().set_href("/");
    } else {
        shared.borrow().show_away();
    }
}

/// Whether something that the person has written is not saved: an answer, or the words of a reply that is not sent.
fn is_anything_left(shared: &SharedWork) -> bool {
    let work = shared.borrow();
    let reply = work.page.form.query_selector("[data-keep-as] textarea").ok().flatten();
    let reply = reply.and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok());
    work.saving.has_stored() || reply.is_some_and(|area| !area.value().trim().is_empty())
}

async fn rest() {
    let promise = js_sys::Promise::new(&mut |done, _| {
        later(PERIOD, move || {
            let _ = done.call0(&JsValue::NULL);
        });
    });
    let _ = JsFuture::from(promise).await;
}
