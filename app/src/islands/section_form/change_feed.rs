//! What colleagues do meanwhile. The server tells it for as long as the page is seen; it is shown where nobody is typing.
//!
//! A field that has the focus, or that holds something unsent, is never touched: there it says that a colleague has
//! answered, and what is typed is saved from the version that its writer saw, so that the server sees the conflict.

use super::{
    json,
    page::{FormPage, is_text},
    saving, session,
    work::{SharedWork, Work, on},
};
use crate::{
    field_messages::SaveState,
    wire::{FeedMessage, Theirs},
};
use survey::name::FieldName;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, EventSource, MessageEvent};

/// How long after a refusal the server is asked again, in milliseconds: perhaps somebody has signed in again.
const LATER: i32 = 30_000;
/// How long changes are gathered before they are announced, in milliseconds.
const GATHERING: i32 = 2_000;
/// How long after the focus has left a field it is seen where it went, in milliseconds.
const LEAVING: i32 = 200;
/// Up to how many questions are named when changes are announced.
const NAMED: usize = 3;

/// What the page knows of colleagues.
pub struct FeedClient {
    address: String,
    change_number: i64,
    source: Option<EventSource>,
    here: Vec<String>,
    /// Answers to fields that somebody works in here.
    meanwhile: Vec<Theirs>,
    /// What is to be announced: whole sentences, and who has changed which question.
    sentences: Vec<String>,
    changes: Vec<(String, String)>,
    is_gathering: bool,
    /// The timer of the session's end.
    pub session_timer: Option<i32>,
}

impl FeedClient {
    /// Nothing is known yet but what the page was written with.
    pub fn new(address: String, change_number: i64) -> Self {
        Self {
            address,
            change_number,
            source: None,
            here: Vec::new(),
            meanwhile: Vec::new(),
            sentences: Vec::new(),
            changes: Vec::new(),
            is_gathering: false,
            session_timer: None,
        }
    }

    /// Returns whether the server tells what happens: the stream is open.
    pub fn is_told(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.ready_state() == EventSource::OPEN)
    }

    /// Whether the first thing to announce has come since the last announcement.
    fn begins_to_gather(&mut self) -> bool {
        let has_words = !self.sentences.is_empty() || !self.changes.is_empty();
        let begins = has_words && !self.is_gathering;
        self.is_gathering |= begins;
        begins
    }

    /// What has been gathered, in words.
    fn announcement(&mut self) -> String {
        let mut sentences = std::mem::take(&mut self.sentences);
        let mut changes = std::mem::take(&mut self.changes);
        while let Some((by, _)) = changes.first().cloned() {
            let (of_one, others): (Vec<_>, Vec<_>) = changes.into_iter().partition(|(other, _)| *other == by);
            changes = others;
            let mut numbers: Vec<String> = of_one.into_iter().map(|(_, number)| number).collect();
            numbers.dedup();
            let what = if numbers.len() > NAMED { format!("{} frågor", numbers.len()) } else { listed(&numbers) };
            sentences.push(format!("{by} har ändrat {what}."));
        }
        sentences.join(" ")
    }
}

/// `B3`, `B3 och B5`, `B3, B5 och B6`.
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} och {last}", first.join(", ")),
    }
}

/// Listens to the server while the page is seen, and to the person's leaving a field.
pub fn listen(shared: &SharedWork) {
    open(shared);
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    // A page that is not seen would hold one of the few connections that a browser has, and nobody is there.
    let seen = shared.clone();
    on(&document, "visibilitychange", move |_| if is_seen() { open(&seen) } else { close(&seen) });
    let form = shared.borrow().page.form.clone();
    let left = shared.clone();
    on(&form, "focusout", move |event| {
        let explained = event.target().and_then(|target| explained(target.dyn_ref()?));
        let answered = event.target().and_then(|target| answered(target.dyn_ref()?));
        if let Some(field) = answered {
            let left = left.clone();
            // The focus may be moved by what holds the work just now.
            later(0, move || left.borrow_mut().leave(&field));
        }
        let left = left.clone();
        later(LEAVING, move || {
            let mut work = left.borrow_mut();
            // It could not be put in its place while somebody wrote in it.
            if let Some(field) = explained {
                work.show(&field);
            }
            work.meet_meanwhile();
        });
    });
}

/// The field whose explanation an element stands in.
fn explained(element: &Element) -> Option<FieldName> {
    element.closest("[data-explain]").ok()??.get_attribute("data-explain")?.parse().ok()
}

/// The field that a control is written in for.
fn answered(control: &Element) -> Option<FieldName> {
    is_text(control).then(|| control.get_attribute("name")?.parse().ok())?
}

fn is_seen() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| !document.hidden())
}

fn close(shared: &SharedWork) {
    if let Some(source) = shared.borrow_mut().feed.source.take() {
        source.close();
    }
}

/// Lets the server tell what happens, if it does not already.
pub fn open(shared: &SharedWork) {
    let address = {
        let feed = &shared.borrow().feed;
        if feed.source.is_some() || !is_seen() {
            return;
        }
        format!("{}?revision={}", feed.address, feed.change_number)
    };
    let Ok(source) = EventSource::new(&address) else { return };
    let told = shared.clone();
    on(&source, "message", move |event| {
        if let Some(message) = message(&event) {
            apply(&told, message);
        }
    });
    // The server is there, again perhaps.
    let back = shared.clone();
    on(&source, "open", move |_| saving::back(&back));
    let refused = shared.clone();
    on(&source, "error", move |event| {
        let source = event.target().and_then(|target| target.dyn_into::<EventSource>().ok());
        // A connection that is lost the browser makes again by itself; not one that is refused.
        if source.is_some_and(|source| source.ready_state() == EventSource::CLOSED) {
            close(&refused);
            let again = refused.clone();
            later(LATER, move || open(&again));
        }
    });
    shared.borrow_mut().feed.source = Some(source);
}

fn message(event: &Event) -> Option<FeedMessage> {
    json::read(&event.dyn_ref::<MessageEvent>()?.data().as_string()?).ok()
}

fn apply(shared: &SharedWork, message: FeedMessage) {
    let mut work = shared.borrow_mut();
    work.feed.change_number = message.change_number;
    work.page.follow();
    // What becomes of the page's own saves their replies tell.
    if !work.saving.is_sending_as(&message.save_id) {
        work.take_answers(message.answers);
    }
    if let Some(names) = message.here {
        work.take_presence(names);
    }
    if let Some(done) = &message.done {
        work.page.show_done(done);
    }
    let begins = work.feed.begins_to_gather();
    drop(work);
    if begins {
        let gathered = shared.clone();
        later(GATHERING, move || {
            let mut work = gathered.borrow_mut();
            work.feed.is_gathering = false;
            let words = work.feed.announcement();
            work.page.announce_changes(&words);
        });
    }
    if let Some(seconds) = message.signed_in_for {
        session::lasts(shared, seconds, message.signed_in_until, message.signed_in_at_most);
    }
}

impl Work {
    fn take_answers(&mut self, answers: Vec<Theirs>) {
        if answers.is_empty() {
            return;
        }
        for theirs in answers {
            self.take_answer(theirs);
        }
        self.show_section();
    }

    /// Takes in a colleague's answer, or keeps it for later where somebody types.
    fn take_answer(&mut self, theirs: Theirs) {
        let Some((version, conflict)) = self.known(&theirs.field) else { return };
        if theirs.version <= conflict.unwrap_or(version) {
            return;
        }
        if conflict.is_some() {
            self.stand_against(theirs);
            return;
        }
        let Theirs { field, by, at, .. } = theirs.clone();
        if self.is_worked_in(&field) {
            if !self.show_blocked(&field) {
                self.page.show_save_state(&field, &SaveState::Meanwhile { by, at });
            }
            self.feed.meanwhile.retain(|other| other.field != field);
            self.feed.meanwhile.push(theirs);
        } else if self.shows(&theirs) {
            // The same person in another tab has saved it, or a colleague has answered alike: nothing changes here.
            self.know_version(&field, theirs.version);
            self.show_saved(&field, at);
        } else {
            self.put_theirs(theirs);
            if let Some(number) = self.number_here(&field) {
                self.feed.changes.push((by.clone(), number));
            }
            self.page.show_save_state(&field, &SaveState::Changed { by, at });
        }
    }

    /// True if the page shows an answer already, with its comment and explanation.
    fn shows(&self, theirs: &Theirs) -> bool {
        *self.evaluation.entry(theirs.field.as_str()) == theirs.entry
            && self.page.note(&theirs.field, "kommentar") == theirs.comment
            && self.page.note(&theirs.field, "forklaring") == theirs.explanation
    }

    /// Whether somebody types in a field, or something of it is unsent.
    fn is_worked_in(&self, field: &FieldName) -> bool {
        let is_unsent = self.saving.unsent().any(|change| change.field == *field);
        is_unsent || self.saving.blocked(field).is_some() || self.page.has_focus(field)
    }

    /// Meets the answers that had to wait: the person has left a field, or it is known what became of a save.
    pub fn meet_meanwhile(&mut self) {
        let waiting = std::mem::take(&mut self.feed.meanwhile);
        self.take_answers(waiting);
    }

    fn take_presence(&mut self, names: Vec<String>) {
        let newcomers: Vec<String> = names.iter().filter(|name| !self.feed.here.contains(name)).cloned().collect();
        if !newcomers.is_empty() {
            self.feed.sentences.push(format!("{} är också här.", listed(&newcomers)));
        }
        self.page.show_here(&names, &format!("{} är också här", listed(&names)));
        self.feed.here = names;
    }
}

impl FormPage {
    /// Marks that the page is told what colleagues do.
    fn follow(&self) {
        // The name is a valid attribute name, which is all that could be wrong.
        let _ = self.form.set_attribute("data-live", "");
    }

    /// Whether a control of a field has the focus.
    fn has_focus(&self, field: &FieldName) -> bool {
        let name = self.document.active_element().and_then(|element| element.get_attribute("name"));
        name.is_some_and(|name| name.split('/').next() == Some(field.as_str()))
    }

    /// Shows who else has the section open.
    fn show_here(&self, names: &[String], words: &str) {
        let Some(slot) = self.document.get_element_by_id("avsnitt-har") else { return };
        slot.set_text_content(None);
        if names.is_empty() {
            return;
        }
        for name in names.iter().take(NAMED) {
            let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
            if let Some(square) = self.element("span", "initials", &initials) {
                let _ = square.set_attribute("aria-hidden", "true");
                let _ = slot.append_child(&square);
            }
        }
        let _ = slot.append_child(&self.document.create_text_node(words));
    }

    /// Shows whether the section is marked as done, and the button that goes with it.
    fn show_done(&self, words: &str) {
        if let Some(note) = self.document.get_element_by_id("avsnitt-klart") {
            note.set_text_content(Some(words));
        }
        for (value, is_shown) in [("ja", words.is_empty()), ("nej", !words.is_empty())] {
            if let Ok(Some(button)) = self.form.query_selector(&format!("[name=klart][value={value}]")) {
                let _ = button.toggle_attribute_with_force("hidden", !is_shown);
            }
        }
    }

    /// Lets a screen reader say what has happened.
    pub(super) fn announce_changes(&self, words: &str) {
        if let Some(slot) = self.document.get_element_by_id("avsnitt-nytt") {
            slot.set_text_content(Some(words));
        }
    }
}

/// Does something after a while.
pub fn later(milliseconds: i32, then: impl FnOnce() + 'static) -> Option<i32> {
    let then = Closure::once_into_js(then);
    let window = web_sys::window()?;
    window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), milliseconds).ok()
}
