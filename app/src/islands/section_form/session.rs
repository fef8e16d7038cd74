//! How long one stays signed in: the page warns before the session ends, and saves first.

use super::{
    change_feed::later,
    page::FormPage,
    saving,
    work::{SharedWork, on},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// How long before the end the page warns, in seconds.
const WARNING: i64 = 5 * 60;

/// Takes in for how many seconds the session lasts if it is not used, until when, as it is shown, and whether it ends then
/// even if it is used.
pub fn lasts(shared: &SharedWork, seconds: i64, until: String, at_most: bool) {
    if let Some(timer) = shared.borrow_mut().feed.session_timer.take()
        && let Some(window) = web_sys::window()
    {
        window.clear_timeout_with_handle(timer);
    }
    if seconds <= 0 {
        shared.borrow().page.show_session_end(None);
        shared.borrow().show_signed_out();
    } else if seconds <= WARNING {
        warn(shared, &until, at_most);
    } else {
        shared.borrow().page.show_session_end(None);
        let milliseconds = i32::try_from((seconds - WARNING).saturating_mul(1000)).unwrap_or(i32::MAX);
        let warned = shared.clone();
        shared.borrow_mut().feed.session_timer = later(milliseconds, move || warn(&warned, &until, at_most));
    }
}

fn warn(shared: &SharedWork, until: &str, at_most: bool) {
    // What is saved makes the session last, too.
    saving::send_soon(shared, 0);
    shared.borrow().page.show_session_end(Some((until, at_most)));
}

/// Listens to who wants to stay.
pub fn listen(shared: &SharedWork) {
    let Some(slot) = shared.borrow().page.session_slot() else { return };
    let staying = shared.clone();
    on(&slot, "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.tag_name() == "BUTTON") {
            spawn_local(stay(staying.clone()));
        }
    });
}

/// Uses the session, so that it lasts: any request does.
async fn stay(shared: SharedWork) {
    if saving::ask(&shared).await {
        shared.borrow().page.show_session_end(None);
    }
}

impl FormPage {
    fn session_slot(&self) -> Option<Element> {
        self.document.get_element_by_id("avsnitt-inloggning")
    }

    /// Moves the focus to the page's heading: the button that had it is gone.
    fn focus_heading(&self) {
        let heading = self.document.query_selector("h1").ok().flatten();
        if let Some(heading) = &heading {
            let _ = heading.set_attribute("tabindex", "-1");
        }
        self.focus(heading);
    }

    /// Says when the session ends, and offers to stay where that is possible; or takes that away.
    fn show_session_end(&self, end: Option<(&str, bool)>) {
        let Some(slot) = self.session_slot() else { return };
        let Some((until, at_most)) = end else {
            let was_within = self.has_focus_within(&slot);
            slot.set_text_content(None);
            if was_within {
                self.focus_heading();
            }
            return;
        };
        // The server has said it above, where the page was opened as late as this.
        if slot.has_child_nodes() || at_most && self.document.get_element_by_id("snart-utloggad").is_some() {
            return;
        }
        let unless = if at_most { ". Logga in igen då" } else { " om du inte gör något" };
        let words = format!("Du loggas ut kl.\u{a0}{until}{unless}. Det du har skrivit finns kvar.");
        let Some(message) = self.message("message message-warn", &words) else { return };
        if !at_most
            && let Some(actions) = self.element("p", "actions", "")
            && let Some(button) = self.element("button", "button button-second", "Fortsätt vara inloggad")
        {
            let _ = button.set_attribute("type", "button");
            let _ = actions.append_child(&button);
            let _ = message.append_child(&actions);
        }
        let _ = slot.append_child(&message);
    }
}
