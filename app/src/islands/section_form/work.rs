//! A section being worked in: what is typed meets the engine, and the page shows the verdict.

use super::{
    arrows,
    change_feed::{self, FeedClient},
    json, leaving,
    page::{FormPage, is_text, report},
    reply,
    saving::{self, Saving},
    session,
};
use crate::{
    field_messages::{FieldMessage, SaveState},
    posted,
    wire::{ChangeRequest, ConflictSide, FieldReply, SaveReply, SectionPageState, Theirs},
};
use std::{cell::RefCell, rc::Rc, sync::Arc};
use survey::{
    definition::Questionnaire,
    evaluation::Evaluation,
    explanation::{reason_of, with_reason},
    form::{Field, Form},
    name::FieldName,
    value::Entry,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlInputElement};

/// How long typing must rest before text is sent, in milliseconds. A choice is sent at once.
const REST: i32 = 500;

/// A section being worked in.
pub struct Work {
    /// The page.
    pub page: FormPage,
    pub(super) evaluation: Evaluation,
    pub(super) section: Vec<FieldName>,
    texts: Vec<String>,
    /// By the places of the form's fields.
    stored: Vec<Stored>,
    /// The fields in which something may be newly found, and nobody is told yet.
    pub(super) found: Vec<FieldName>,
    /// What is on its way to the server.
    pub saving: Saving,
    /// What colleagues do meanwhile.
    pub feed: FeedClient,
    /// Whether the form is sent the next time that it says so.
    pub is_leaving: bool,
}

/// What is known of a field as the server has it.
#[derive(Clone, Default)]
pub struct Stored {
    version: i64,
    /// When what is typed here was stored, as it is shown.
    pub saved_at: Option<String>,
    /// An answer of somebody else that stands against one typed here.
    conflict: Option<Theirs>,
}

/// The section's work, shared by the page's listeners.
pub type SharedWork = Rc<RefCell<Work>>;

/// Wakes the form, if the page holds one. Whatever fails leaves the form as the server wrote it, which works.
pub async fn start() {
    let Some(page) = FormPage::find() else { return };
    let Some(state) = page.state().and_then(|json| json::read::<SectionPageState>(&json).ok()) else { return };
    let questionnaire = match saving::get::<Questionnaire>(&state.questionnaire).await {
        Ok(questionnaire) => questionnaire,
        Err(error) => return report(&error),
    };
    let Some(form) = Form::of_checked(questionnaire) else { return };
    let mut stored = vec![Stored::default(); form.fields().len()];
    for (field, answer) in &state.answers {
        if let Some(stored) = form.position(field.as_str()).and_then(|at| stored.get_mut(at)) {
            stored.version = answer.version;
        }
    }
    let entries = state.answers.into_iter().map(|(field, answer)| (field, answer.entry));
    let work = Work {
        page,
        evaluation: Evaluation::with_reference_ranges(
            Arc::new(form),
            entries,
            state.previous,
            state.reference_ranges,
            state.context,
        ),
        section: state.section,
        texts: state.texts,
        stored,
        found: Vec::new(),
        saving: Saving::new(state.save, state.storage_key, state.opened),
        feed: FeedClient::new(state.events, state.change_number),
        is_leaving: false,
    };
    let shared = Rc::new(RefCell::new(work));
    shared.borrow_mut().wake();
    reply::keep(&shared.borrow().page.form);
    listen(&shared);
    change_feed::listen(&shared);
    session::listen(&shared);
    leaving::listen(&shared);
    arrows::listen(&shared.borrow().page);
    saving::send_soon(&shared, 0);
    saving::tell_other_tabs();
}

impl Work {
    /// Meets the page as it is now: what was typed before this woke, and what an earlier visit could not send.
    fn wake(&mut self) {
        // Before what was kept is put back: that stands on the versions that its writer saw.
        for note in self.page.changed_notes() {
            self.hear(&note);
        }
        let mut changed = Vec::new();
        for change in self.saving.take_stored() {
            // What was posted stands in the page, beside what stands against it.
            if self.page.builds_on(&change.field).is_none() {
                changed.extend(self.take_back(change));
            }
        }
        for field in self.section.clone() {
            changed.extend(match self.meet_conflict(&field) {
                Some(changed) => changed,
                None => self.take_in(&field),
            });
        }
        // The server has written the same verdicts on what it has, but leaves to read what is not asked.
        for field in &self.section {
            if !self.evaluation.is_relevant(field.as_str()) || changed.contains(field) {
                self.show(field);
            }
        }
        self.show_section();
        self.show_blocked_elsewhere();
    }

    /// Puts a change that an earlier visit kept where it was typed, and into the queue.
    fn take_back(&mut self, change: ChangeRequest) -> Vec<FieldName> {
        let mut changed = Vec::new();
        let field = change.field.clone();
        if let Some(entry) = &change.entry {
            if self.section.contains(&field)
                && let Some(definition) = self.field(&field)
            {
                self.page.write(&field, &definition.field_type, entry);
            }
            changed = self.evaluation.set(&field, entry.clone());
        }
        for (kind, text) in [("kommentar", &change.comment), ("forklaring", &change.explanation)] {
            if let Some(text) = text {
                self.write_note(&field, kind, text);
            }
        }
        self.saving.put(change);
        self.show_unsent(&field, &SaveState::Waiting);
        changed
    }

    /// Meets an answer that was posted and that the server shows beside a newer one: nothing is sent until one is chosen.
    fn meet_conflict(&mut self, name: &FieldName) -> Option<Vec<FieldName>> {
        let version = self.page.builds_on(name)?;
        let field = self.field(name)?;
        let theirs = self.evaluation.entry(name.as_str()).clone();
        let mine = self.posted(&field, &theirs);
        if let Some(stored) = self.stored_mut(name) {
            let (comment, explanation, by, at) = Default::default();
            let (field, newer) = (name.clone(), stored.version);
            stored.conflict = Some(Theirs { field, version: newer, entry: theirs, comment, explanation, by, at });
            stored.version = version;
        }
        Some(self.evaluation.set(name, mine))
    }

    /// What a field's controls say now.
    fn posted(&self, field: &Field, before: &Entry) -> Entry {
        let values = self.page.values(&field.name);
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        posted::entry(&field.field_type, &values, self.page.reason(&field.name).as_deref(), before)
    }

    /// Reads a field's controls; where they say something new, the engine and the queue hear of it. Gives the fields that
    /// have to be shown anew.
    fn take_in(&mut self, name: &FieldName) -> Vec<FieldName> {
        let Some(field) = self.field(name) else { return Vec::new() };
        let before = self.evaluation.entry(name.as_str()).clone();
        let entry = self.posted(&field, &before);
        if entry.says_same(&before) {
            return Vec::new();
        }
        match &entry {
            Entry::Missing(_) => self.page.clear_values(name),
            Entry::Value(_) | Entry::Unreadable(_) => self.page.clear_reason(name),
            Entry::Empty => {}
        }
        self.page.show_echo(name, &field.field_type, &entry);
        let settled = self.settled(name).map(|_| name.clone());
        let change = ChangeRequest { entry: Some(entry.clone()), ..self.change(name) };
        self.saving.put(change);
        let mut changed = self.evaluation.set(name, entry);
        changed.extend(settled);
        changed
    }

    /// A change of a field that changes nothing yet.
    fn change(&self, field: &FieldName) -> ChangeRequest {
        ChangeRequest {
            field: field.clone(),
            base_version: self.stored(field).map_or(0, |stored| stored.version),
            entry: None,
            comment: None,
            explanation: None,
        }
    }

    pub(super) fn field(&self, name: &FieldName) -> Option<Field> {
        self.evaluation.form().field(name.as_str()).cloned()
    }

    pub(super) fn stored(&self, field: &FieldName) -> Option<&Stored> {
        self.stored.get(self.evaluation.form().position(field.as_str())?)
    }

    fn stored_mut(&mut self, field: &FieldName) -> Option<&mut Stored> {
        self.stored.get_mut(self.evaluation.form().position(field.as_str())?)
    }

    /// The version of a field that the page shows, and of somebody else's answer that stands against it.
    pub fn known(&self, field: &FieldName) -> Option<(i64, Option<i64>)> {
        let stored = self.stored(field)?;
        Some((stored.version, stored.conflict.as_ref().map(|theirs| theirs.version)))
    }

    /// The number of a field's question, where it stands in this section.
    pub fn number_here(&self, field: &FieldName) -> Option<String> {
        self.section.contains(field).then(|| self.field(field).map(|field| field.number))?
    }

    /// Takes away what stands against a field's answer.
    fn settled(&mut self, field: &FieldName) -> Option<Theirs> {
        self.stored_mut(field)?.conflict.take()
    }

    /// Takes in the version that the server has of a field.
    pub(super) fn know_version(&mut self, field: &FieldName, version: i64) {
        if let Some(stored) = self.stored_mut(field) {
            stored.version = version;
        }
        self.page.set_version(field, version);
    }

    /// Shows the engine's verdict on a field of this section. What is only read here the server writes.
    pub fn show(&self, field: &FieldName) {
        if !self.section.contains(field) {
            let form = self.evaluation.form();
            if form.field(field.as_str()).is_some_and(|field| self.section_index() == Some(field.section)) {
                self.page.show_outdated();
            }
            return;
        }
        self.page.show_relevance(field, self.evaluation.is_relevant(field.as_str()));
        // In the middle of a word nothing new is told of it; what is told already follows.
        let waits = self.page.is_typed_in(field) && !self.page.tells(field);
        if !waits && self.stored(field).is_none_or(|stored| stored.conflict.is_none()) {
            self.page.show_told(field, &self.shown_messages(field));
        }
    }

    /// Shows what depends on the section as a whole: its texts, and how many questions are answered.
    pub fn show_section(&self) {
        for text in &self.texts {
            self.page.show_text(text, self.evaluation.is_relevant(text));
        }
        if let Some(count) =
            self.section_index().and_then(|section| self.evaluation.progress().sections.get(section).copied())
        {
            self.page.show_progress(count.answered, count.asked);
        }
    }

    fn section_index(&self) -> Option<usize> {
        Some(self.evaluation.form().field(self.section.first()?.as_str())?.section)
    }

    /// Hears what a control of the form now says. True when it is text, which may not be finished.
    fn hear(&mut self, control: &Element) -> bool {
        let Some(name) = control.get_attribute("name") else { return false };
        let (field, part) = name.split_once('/').map_or((name.as_str(), None), |(field, part)| (field, Some(part)));
        let Ok(field) = field.parse::<FieldName>() else { return false };
        match part {
            None | Some("saknas") => {
                if part.is_none() {
                    self.untick_excluded(&field, control);
                }
                for changed in self.take_in(&field) {
                    self.show(&changed);
                    if !self.found.contains(&changed) {
                        self.found.push(changed);
                    }
                }
                self.show_section();
                if !is_text(control) {
                    self.announce_found();
                }
            }
            Some("kommentar") => {
                let change = ChangeRequest { comment: Some(text_of(control)), ..self.change(&field) };
                self.saving.put(change);
            }
            Some("forklaring") => {
                let text = text_of(control);
                self.pick_reason(&field, &text);
                let change = ChangeRequest { explanation: Some(text), ..self.change(&field) };
                self.saving.put(change);
                self.show(&field);
            }
            Some("skal") => {
                let reason = control.get_attribute("value").unwrap_or_default();
                let reasons = &self.evaluation.form().questionnaire().reasons;
                let text = with_reason(reasons, &reason, &self.page.note(&field, "forklaring"));
                self.page.write_note(&field, "forklaring", &text);
                let change = ChangeRequest { explanation: Some(text), ..self.change(&field) };
                self.saving.put(change);
                self.show(&field);
            }
            Some(_) => return false,
        }
        self.show_unsent(&field, &SaveState::Saving);
        is_text(control)
    }

    /// Takes back what cannot stand beside an option that was just chosen.
    fn untick_excluded(&self, field: &FieldName, control: &Element) {
        let pressed = control.dyn_ref::<HtmlInputElement>().filter(|input| input.checked());
        if let (Some(chosen), Some(definition)) = (pressed.map(HtmlInputElement::value), self.field(field)) {
            self.page.untick(field, |other| definition.field_type.excludes(&chosen, other));
        }
    }

    /// Puts a text beside a field.
    fn write_note(&self, field: &FieldName, kind: &str, text: &str) {
        self.page.write_note(field, kind, text);
        if kind == "forklaring" {
            self.pick_reason(field, text);
        }
    }

    /// Lets the picked reason follow an explanation, or the form would put another one before it when it is sent.
    fn pick_reason(&self, field: &FieldName, explanation: &str) {
        let reasons = &self.evaluation.form().questionnaire().reasons;
        self.page.pick_reason(field, reason_of(reasons, explanation));
    }

    /// Shows that something of a field is going to be sent, or why not.
    fn show_unsent(&self, field: &FieldName, state: &SaveState) {
        if self.saving.will_send(field) {
            self.page.show_save_state(field, state);
        }
        self.show_blocked(field);
    }

    /// Shows what has to be changed before it can be saved, if anything. True when there is.
    pub fn show_blocked(&self, field: &FieldName) -> bool {
        let Some(blocked) = self.saving.blocked(field) else { return false };
        self.page.show_save_state(field, &self.why_blocked(blocked));
        true
    }

    fn why_blocked(&self, blocked: &ChangeRequest) -> SaveState {
        if let Some(theirs) = self.stored(&blocked.field).and_then(|stored| stored.conflict.as_ref()) {
            return SaveState::Changed { by: theirs.by.clone(), at: theirs.at.clone() };
        }
        match blocked.too_long() {
            Some((part, excess)) => SaveState::TooLong(part, excess),
            None if self.saving.is_forbidden(&blocked.field) => SaveState::Forbidden,
            None => SaveState::Refused,
        }
    }

    /// Tells of what is not sent before it is changed and has no controls on this page.
    pub fn show_blocked_elsewhere(&self) {
        let Some(list) = self.page.element("ul", "", "") else { return };
        for blocked in self.saving.all_blocked() {
            if self.section.contains(&blocked.field) {
                continue;
            }
            let line = [self.in_words(blocked), self.why_blocked(blocked).words()].join(". ");
            if let Some(line) = self.page.element("li", "", &line) {
                let _ = list.append_child(&line);
            }
        }
        self.page.show_blocked_elsewhere(&list);
    }

    /// What a change says, with the question that it answers.
    fn in_words(&self, change: &ChangeRequest) -> String {
        let Some(field) = self.field(&change.field) else {
            // The questionnaire does not ask it any more; the words are somebody's all the same.
            return change.entry.as_ref().and_then(Entry::text).unwrap_or_default().to_owned();
        };
        let (comment, explanation) = (change.comment.as_deref(), change.explanation.as_deref());
        let entry = change.entry.as_ref().unwrap_or_else(|| self.evaluation.entry(field.name.as_str()));
        let said =
            ConflictSide { entry, comment: comment.unwrap_or_default(), explanation: explanation.unwrap_or_default() };
        let nothing = ConflictSide { entry, comment: "", explanation: "" };
        [field.number, field.short_label, said.beside(nothing, &field.field_type)].join(" – ")
    }

    /// Takes in what became of a save.
    pub fn receive(&mut self, reply: &SaveReply) {
        for field in &reply.fields {
            match field {
                FieldReply::Saved { field, version } => {
                    self.know_version(field, *version);
                    self.saving.rebase(field, *version);
                    if !self.show_blocked(field) {
                        self.show_saved(field, reply.saved_at.clone());
                    }
                }
                // What a colleague has stored meanwhile, if anything, comes as news.
                FieldReply::Unchanged { field } => {
                    if !self.show_blocked(field) {
                        self.show_saved(field, reply.saved_at.clone());
                    }
                }
                FieldReply::Conflict(theirs) => self.stand_against(theirs.clone()),
                FieldReply::TooLong { field } => {
                    self.saving.block_sent(field);
                    self.show_blocked(field);
                }
            }
        }
    }

    pub(super) fn show_saved(&mut self, field: &FieldName, at: String) {
        if let Some(stored) = self.stored_mut(field) {
            stored.saved_at = Some(at.clone());
        }
        let state = if self.is_wrong(field) { SaveState::Wrong(at) } else { SaveState::Saved(at) };
        self.page.show_save_state(field, &state);
    }

    /// Asks which of two answers shall stand. What is typed here is kept until one is chosen.
    pub fn stand_against(&mut self, theirs: Theirs) {
        let Theirs { field, by, at, .. } = &theirs;
        self.saving.block_sent(field);
        if let Some(definition) = self.field(field) {
            let mine = ConflictSide {
                entry: self.evaluation.entry(field.as_str()),
                comment: &self.page.note(field, "kommentar"),
                explanation: &self.page.note(field, "forklaring"),
            };
            let other =
                ConflictSide { entry: &theirs.entry, comment: &theirs.comment, explanation: &theirs.explanation };
            let (mine, other) =
                (mine.beside(other, &definition.field_type), other.beside(mine, &definition.field_type));
            self.page.show_conflict(field, &FieldMessage::conflict(&mine, &other, by, &format!("kl. {at}")));
        }
        self.page.show_save_state(field, &SaveState::Changed { by: by.clone(), at: at.clone() });
        let field = field.clone();
        if let Some(stored) = self.stored_mut(&field) {
            stored.conflict = Some(theirs);
        }
    }

    /// All that the page holds of a field.
    fn whole(&self, field: &FieldName) -> ChangeRequest {
        ChangeRequest {
            entry: Some(self.evaluation.entry(field.as_str()).clone()),
            comment: Some(self.page.note(field, "kommentar")),
            explanation: Some(self.page.note(field, "forklaring")),
            ..self.change(field)
        }
    }

    /// Settles a conflict by what the person chose.
    fn settle(&mut self, field: &FieldName, keep: &str) {
        let Some(theirs) = self.settled(field) else { return };
        self.know_version(field, theirs.version);
        if keep == "theirs" {
            self.saving.forget(field);
            self.put_theirs(theirs);
        } else {
            self.saving.put(self.whole(field));
            self.show_unsent(field, &SaveState::Saving);
        }
        self.show(field);
        self.show_section();
    }

    /// Puts somebody else's answer where another one stood.
    pub fn put_theirs(&mut self, theirs: Theirs) {
        let field = &theirs.field;
        if let Some(stored) = self.stored_mut(field) {
            stored.saved_at = None;
        }
        self.know_version(field, theirs.version);
        if let Some(definition) = self.field(field) {
            self.page.write(field, &definition.field_type, &theirs.entry);
        }
        self.write_note(field, "kommentar", &theirs.comment);
        self.write_note(field, "forklaring", &theirs.explanation);
        let changed = self.evaluation.set(field, theirs.entry);
        for changed in changed.iter().chain([field]) {
            self.show(changed);
        }
    }

    /// Shows what everything unsent waits for.
    pub fn show_waiting(&self, state: &SaveState) {
        for change in self.saving.unsent() {
            self.page.show_save_state(&change.field, state);
        }
    }
}

fn text_of(control: &Element) -> String {
    control.dyn_ref::<web_sys::HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
}

/// Listens to the form for as long as the page is open.
fn listen(shared: &SharedWork) {
    let form = shared.borrow().page.form.clone();
    for kind in ["input", "change"] {
        let heard = shared.clone();
        on(&form, kind, move |event| {
            let Some(control) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
            let is_text = heard.borrow_mut().hear(&control);
            let rest = if is_text && event.type_() == "input" { REST } else { 0 };
            saving::send_soon(&heard, rest);
        });
    }
    let settled = shared.clone();
    on(&form, "click", move |event| {
        let Some(button) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let Some(keep) = button.get_attribute("data-keep") else { return };
        let Some(field) = button.get_attribute("data-of").and_then(|name| name.parse().ok()) else { return };
        settled.borrow_mut().settle(&field, &keep);
        saving::send_soon(&settled, 0);
    });
    if let Some(window) = web_sys::window() {
        // Signed in again in another tab or window, perhaps.
        let looked_at = shared.clone();
        on(&window, "focus", move |_| saving::again(&looked_at));
        let elsewhere = shared.clone();
        on(&window, "storage", move |event| saving::hear_of_other_tab(&elsewhere, &event));
        let online = shared.clone();
        on(&window, "online", move |_| saving::back(&online));
        let offline = shared.clone();
        on(&window, "offline", move |_| offline.borrow().show_away());
        let leaving = shared.clone();
        on(&window, "pagehide", move |_| saving::send_now(&leaving));
    }
}

/// Adds a listener that stays for as long as the page does.
pub fn on(target: &web_sys::EventTarget, kind: &str, listener: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(listener);
    if let Err(error) = target.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref()) {
        report(&error);
    }
    listener.forget();
}
