//! The page as the island sees it: reading the form's controls, and writing what is shown beside them.

use crate::field_messages::{ConflictChoice, FieldMessage, SaveState};
use survey::{
    definition::FieldType,
    evaluation::{MessageTone, Violation},
    format, input,
    name::FieldName,
    value::{Entry, Value},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, Node, NodeList};

/// A section's form in the page.
#[derive(Clone)]
pub struct FormPage {
    pub(super) document: Document,
    /// The form itself.
    pub form: HtmlFormElement,
}

impl FormPage {
    /// The form of the page that is open, if it is a section's.
    pub fn find() -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let form = document.get_element_by_id("avsnitt")?.dyn_into().ok()?;
        Some(Self { document, form })
    }

    /// The JSON that the server wrote beside the form.
    pub fn state(&self) -> Option<String> {
        self.document.get_element_by_id("avsnitt-lage")?.text_content()
    }

    /// The address to sign in at, which leads back to this section and to a field.
    pub fn sign_in_path(&self, field: Option<&FieldName>) -> String {
        let path = self.said("data-sign-in");
        // The page to come back to stands last in it.
        field.map_or_else(|| path.clone(), |field| format!("{path}%23f-{field}"))
    }

    /// What the server has written for announcements.
    fn said(&self, attribute: &str) -> String {
        let slot = self.document.get_element_by_id("avsnitt-besked");
        slot.and_then(|slot| slot.get_attribute(attribute)).unwrap_or_default()
    }

    /// The values that stand in a field's controls.
    pub fn values(&self, field: &FieldName) -> Vec<String> {
        self.named(field, "").into_iter().filter_map(|control| current(&control)).collect()
    }

    /// The missing reason that is chosen for a field.
    pub fn reason(&self, field: &FieldName) -> Option<String> {
        self.named(field, "/saknas").iter().find_map(current).filter(|code| !code.is_empty())
    }

    /// Puts an entry into a field's controls.
    pub fn write(&self, field: &FieldName, field_type: &FieldType, entry: &Entry) {
        let codes: Vec<&str> = match entry.value() {
            Some(Value::Code(code)) => vec![code.as_str()],
            Some(Value::Codes(codes)) => codes.iter().map(|code| code.as_str()).collect(),
            _ => Vec::new(),
        };
        let text = input::written(field_type, entry);
        for control in self.named(field, "") {
            set(&control, &codes, &text);
        }
        let reason = match entry {
            Entry::Missing(reason) => reason.code(),
            Entry::Empty | Entry::Value(_) | Entry::Unreadable(_) => "",
        };
        for control in self.named(field, "/saknas") {
            set(&control, &[reason], "");
        }
        self.show_echo(field, field_type, entry);
    }

    /// Tells beside what was typed what was read of it.
    pub fn show_echo(&self, field: &FieldName, field_type: &FieldType, entry: &Entry) {
        if let Some(slot) = self.slot("echo", field) {
            slot.set_text_content(format::echo(field_type, entry).as_deref());
        }
    }

    /// What a selector finds in the form.
    pub fn all(&self, selector: &str) -> impl Iterator<Item = Element> + use<> {
        Self::all_in(&self.form, selector)
    }

    /// What a selector finds in an element.
    pub fn all_in(element: &Element, selector: &str) -> impl Iterator<Item = Element> + use<> {
        elements(element.query_selector_all(selector).ok())
    }

    /// The notes and reasons that say something else than the server wrote.
    pub fn changed_notes(&self) -> Vec<Element> {
        let list = self.form.query_selector_all("textarea, [name$=\"/skal\"]:checked").ok();
        elements(list).filter(is_changed).collect()
    }

    /// The text that stands beside a field: its `kommentar` or its `forklaring`.
    pub fn note(&self, field: &FieldName, kind: &str) -> String {
        self.named(field, &format!("/{kind}")).first().and_then(current).unwrap_or_default()
    }

    /// Picks the reason that a field's explanation begins with, or none.
    pub fn pick_reason(&self, field: &FieldName, reason: Option<&str>) {
        for control in self.named(field, "/skal") {
            set(&control, reason.as_slice(), "");
        }
    }

    /// Puts a text beside a field, and unfolds where it stands.
    pub fn write_note(&self, field: &FieldName, kind: &str, text: &str) {
        for control in self.named(field, &format!("/{kind}")) {
            set(&control, &[], text);
            if let Ok(Some(details)) = control.closest("details")
                && !text.is_empty()
            {
                // The name is a valid attribute name, which is all that could be wrong.
                let _ = details.set_attribute("open", "");
            }
        }
    }

    /// Takes away the ticks of a field's boxes whose values a condition is true of.
    pub fn untick(&self, field: &FieldName, goes: impl Fn(&str) -> bool) {
        for control in self.named(field, "") {
            if let Some(input) = control.dyn_ref::<HtmlInputElement>().filter(|input| goes(&input.value())) {
                input.set_checked(false);
            }
        }
    }

    /// Takes away what stands in a field's value controls, when a missing reason has been chosen.
    pub fn clear_values(&self, field: &FieldName) {
        for control in self.named(field, "") {
            set(&control, &[], "");
        }
    }

    /// Takes away the missing reason, when a value has been given.
    pub fn clear_reason(&self, field: &FieldName) {
        for control in self.named(field, "/saknas") {
            set(&control, &[], "");
        }
    }

    /// Writes the version that the next ordinary post is based on.
    pub fn set_version(&self, field: &FieldName, version: i64) {
        for control in self.named(field, "/version") {
            set(&control, &[], &version.to_string());
        }
        for control in self.named(field, "/grund") {
            control.remove();
        }
    }

    /// The version that a posted answer builds on, where the server shows it against a newer one.
    pub fn builds_on(&self, field: &FieldName) -> Option<i64> {
        self.named(field, "/grund").first().and_then(current)?.parse().ok()
    }

    /// Shows or hides a question that is only text, by its name, which is its id.
    pub fn show_text(&self, question: &str, relevant: bool) {
        if let Some(element) = self.document.get_element_by_id(question) {
            set_hidden(&element, !relevant);
        }
    }

    /// Shows or hides a field, and its question where no field of it is left.
    pub fn show_relevance(&self, field: &FieldName, relevant: bool) {
        let Some(element) = self.slot("field", field) else { return };
        set_hidden(&element, !relevant);
        let Ok(Some(question)) = element.closest("[data-question]") else { return };
        let Ok(shown) = question.query_selector_all("[data-field]:not([hidden])") else { return };
        let none_left = shown.length() == 0 && question.get_attribute("data-field").is_none();
        if question.get_attribute("data-field").is_none() {
            set_hidden(&question, none_left);
        }
    }

    /// Shows what is told of a field's answer, and asks for an explanation where one is needed.
    pub fn show_told(&self, field: &FieldName, told: &[(MessageTone, &Violation)]) {
        let Some(slot) = self.slot("messages", field) else { return };
        let was_within = self.has_focus_within(&slot);
        slot.set_text_content(None);
        for (tone, violation) in told {
            if let Some(message) = self.told(field, &FieldMessage::of(*tone, &violation.message)) {
                // An element that was just made can always be placed.
                let _ = slot.append_child(&message);
            }
        }
        let is_explained_here =
            told.iter().any(|(tone, _)| matches!(tone, MessageTone::Warning | MessageTone::Explained));
        self.place_explanation(field, &slot, is_explained_here);
        for control in self.named(field, "") {
            let wrong = told.iter().any(|(tone, _)| *tone == MessageTone::Error);
            let changed = if wrong {
                control.set_attribute("aria-invalid", "true")
            } else {
                control.remove_attribute("aria-invalid")
            };
            // The name is a valid attribute name, which is all that could be wrong.
            let _ = changed;
        }
        if was_within {
            self.focus_field(field);
        }
    }

    /// Returns whether something is told of a field's answer.
    pub fn tells(&self, field: &FieldName) -> bool {
        self.slot("messages", field).is_some_and(|slot| slot.has_child_nodes())
    }

    /// Returns whether somebody is writing a field's answer.
    pub fn is_typed_in(&self, field: &FieldName) -> bool {
        let Some(control) = self.document.active_element() else { return false };
        control.get_attribute("name").as_deref() == Some(field.as_str()) && is_text(&control)
    }

    /// Whether the focus is on something in an element.
    pub(super) fn has_focus_within(&self, element: &Element) -> bool {
        self.document.active_element().is_some_and(|active| element.contains(Some(&active)))
    }

    /// Moves the focus to a field's first control: what had it is gone from the page.
    fn focus_field(&self, field: &FieldName) {
        self.focus(self.document.get_element_by_id(&format!("f-{field}")));
    }

    pub(super) fn focus(&self, element: Option<Element>) {
        if let Some(element) = element.as_ref().and_then(|element| element.dyn_ref::<HtmlElement>()) {
            let _ = element.focus();
        }
    }

    /// Puts the explanation under the warning that demands it, or back among the notes, open where something is written.
    fn place_explanation(&self, field: &FieldName, messages: &Element, is_demanded: bool) {
        let (Some(explanation), Some(home)) = (self.slot("explain", field), self.slot("explain-home", field)) else {
            return;
        };
        // Moved, it would lose the focus in the middle of a word.
        if self.has_focus_within(&explanation) {
            return;
        }
        let is_home = home.contains(Some(&explanation));
        if is_demanded && is_home {
            let _ = messages.insert_adjacent_element("afterend", &explanation);
        } else if !is_demanded && !is_home {
            let _ = home.append_child(&explanation);
            self.write_note(field, "forklaring", &self.note(field, "forklaring"));
        }
    }

    /// Shows how it stands with the saving of a field.
    pub fn show_save_state(&self, field: &FieldName, state: &SaveState) {
        let Some(slot) = self.slot("save", field) else { return };
        let ((class, mark), words) = (state.look(), state.words());
        if slot.class_name() == class && slot.text_content().as_deref() == Some(&words) {
            return;
        }
        slot.set_class_name(class);
        slot.set_text_content(None);
        if let Some(mark) = self.mark(mark) {
            let _ = slot.append_child(&mark);
        }
        let words = match state {
            // A screen reader is told what came of it, not also that it has begun.
            SaveState::Saving => self.element("span", "", &words).map(|words| {
                let _ = words.set_attribute("aria-hidden", "true");
                words.into()
            }),
            _ => Some(self.document.create_text_node(&words).into()),
        };
        if let Some(words) = words {
            let _: Result<Node, _> = slot.append_child(&words);
        }
    }

    /// Asks which of two answers to a field shall stand.
    pub fn show_conflict(&self, field: &FieldName, conflict: &FieldMessage) {
        let Some(slot) = self.slot("messages", field) else { return };
        let was_within = self.has_focus_within(&slot);
        let Some(message) = self.told(field, conflict) else { return };
        slot.set_text_content(None);
        let _ = slot.append_child(&message);
        if was_within {
            self.focus_field(field);
        }
    }

    /// The element of a message about a field's answer. Its buttons are heard here and not posted: they carry `data-keep`.
    fn told(&self, field: &FieldName, told: &FieldMessage) -> Option<Element> {
        let text = |words: &str| self.document.create_text_node(words);
        let message = self.element("div", told.class, "")?;
        let heading = self.element("p", "message-heading", "")?;
        if !told.heard.is_empty() {
            let _ = heading.append_child(self.element("span", "visually-hidden", told.heard)?.as_ref());
        }
        let _ = heading.append_child(&text(&told.heading));
        let _ = message.append_child(&heading);
        if !told.words.is_empty() {
            let words = self.element("p", "", "")?;
            for (stands_out, piece) in &told.words {
                let _ = if *stands_out {
                    words.append_child(self.element("strong", "", piece)?.as_ref())
                } else {
                    words.append_child(&text(piece))
                };
            }
            let _ = message.append_child(&words);
        }
        if !told.buttons.is_empty() {
            let actions = self.element("p", "actions", "")?;
            for (keep, words) in &told.buttons {
                let button = self.element("button", "button button-second", words)?;
                let keep = match keep {
                    ConflictChoice::Theirs => "theirs",
                    ConflictChoice::Mine => "mine",
                };
                for (name, value) in [("type", "button"), ("data-keep", keep), ("data-of", field.as_str())] {
                    let _ = button.set_attribute(name, value);
                }
                let _ = actions.append_child(&button);
                let _ = actions.append_child(&text(" "));
            }
            let _ = message.append_child(&actions);
        }
        Some(message)
    }

    /// Writes how many questions of the section are answered.
    pub fn show_progress(&self, answered: usize, asked: usize) {
        if let Ok(Some(element)) = self.document.query_selector("[data-progress]") {
            element.set_text_content(Some(&format!("{answered} av {asked} besvarade")));
        }
    }

    /// Says politely how it stands with the page as a whole; nothing where the words are none.
    pub fn announce(&self, words: &str, link: Option<(&str, &str)>) {
        self.tell("laget", (!words.is_empty()).then(|| self.paragraph(words, link)).flatten());
    }

    /// Says that something that has no controls here is judged anew, in the words of the page.
    pub fn show_outdated(&self) {
        let words = self.said("data-outdated");
        self.tell("gammalt", self.paragraph(&words, Some(("", "Läs in sidan igen"))));
    }

    fn paragraph(&self, words: &str, link: Option<(&str, &str)>) -> Option<Element> {
        let message = self.element("p", "message message-warn", words)?;
        if let Some((href, label)) = link {
            let anchor = self.element("a", "", label)?;
            let _ = anchor.set_attribute("href", href);
            let _ = message.append_child(&self.document.create_text_node(" "));
            let _ = message.append_child(&anchor);
        }
        Some(message)
    }

    /// Lists what is not saved and stands nowhere on this page; nothing where the list is empty.
    pub fn show_blocked_elsewhere(&self, list: &Element) {
        let message = list.has_child_nodes().then(|| self.message("message message-warn", "Det här är inte sparat"));
        let message = message.flatten();
        if let Some(message) = &message {
            let _ = message.append_child(list);
        }
        self.tell("osparat", message);
    }

    /// Puts what is said of something in the place of what was said of it before. What is said already is not said again.
    fn tell(&self, about: &str, message: Option<Element>) {
        let Some(slot) = self.document.get_element_by_id("avsnitt-besked") else { return };
        if let Some(message) = &message {
            let _ = message.set_attribute("data-about", about);
        }
        if let Ok(Some(before)) = slot.query_selector(&format!(":scope > [data-about={about}]")) {
            if message.as_ref().is_some_and(|message| before.is_equal_node(Some(message))) {
                return;
            }
            before.remove();
        }
        if let Some(message) = message {
            let _ = slot.append_child(&message);
        }
    }

    pub(super) fn message(&self, class: &str, heading: &str) -> Option<Element> {
        let message = self.element("div", class, "")?;
        let heading = self.element("p", "message-heading", heading)?;
        let _ = message.append_child(&heading);
        Some(message)
    }

    fn mark(&self, href: &str) -> Option<Element> {
        const SVG: Option<&str> = Some("http://www.w3.org/2000/svg");
        let mark = self.document.create_element_ns(SVG, "svg").ok()?;
        let written = [("class", "mark"), ("viewBox", "0 0 16 16"), ("aria-hidden", "true"), ("focusable", "false")];
        for (name, value) in written {
            let _ = mark.set_attribute(name, value);
        }
        let shape = self.document.create_element_ns(SVG, "use").ok()?;
        let _ = shape.set_attribute("href", href);
        let _ = mark.append_child(&shape);
        Some(mark)
    }

    pub(super) fn element(&self, tag: &str, class: &str, text: &str) -> Option<Element> {
        let element = self.document.create_element(tag).ok()?;
        if !class.is_empty() {
            element.set_class_name(class);
        }
        element.set_text_content(Some(text));
        Some(element)
    }

    /// The element with `data-KIND="FIELD"`.
    fn slot(&self, kind: &str, field: &FieldName) -> Option<Element> {
        let question = self.question(field)?;
        let selector = format!("[data-{kind}=\"{field}\"]");
        // A question of one field is the field's own element.
        if question.matches(&selector).unwrap_or(false) {
            return Some(question);
        }
        question.query_selector(&selector).ok().flatten()
    }

    /// The controls of a field whose names end so. Names of fields hold nothing that a selector would take for its own.
    fn named(&self, field: &FieldName, part: &str) -> Vec<Element> {
        let selector = format!("[name=\"{field}{part}\"]");
        elements(self.question(field).and_then(|question| question.query_selector_all(&selector).ok())).collect()
    }

    /// The question of a field, found by the id of its messages. Searching the whole form would take too long in a large
    /// one: a browser looks ids up, and walks through the rest.
    fn question(&self, field: &FieldName) -> Option<Element> {
        let part = self.document.get_element_by_id(&format!("m-{field}"))?;
        part.closest("[data-question]").ok().flatten()
    }
}

/// Returns whether a control is written in. What is pressed is answered at once.
pub fn is_text(control: &Element) -> bool {
    !matches!(control.get_attribute("type").as_deref(), Some("radio" | "checkbox"))
}

fn elements(list: Option<NodeList>) -> impl Iterator<Item = Element> {
    let items = list.into_iter().flat_map(|list| (0..list.length()).map(move |index| list.get(index)));
    items.filter_map(|node| node?.dyn_into().ok())
}

/// Whether a control says something else than the server wrote.
fn is_changed(control: &Element) -> bool {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        return input.checked() != input.default_checked();
    }
    control.dyn_ref::<HtmlTextAreaElement>().is_some_and(|area| area.default_value().ok() != Some(area.value()))
}

/// What a control says now: nothing for a button that is not pressed in.
fn current(control: &Element) -> Option<String> {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        let is_choice = matches!(input.type_().as_str(), "radio" | "checkbox");
        return (!is_choice || input.checked()).then(|| input.value());
    }
    control.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value)
}

fn set(control: &Element, codes: &[&str], text: &str) {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "radio" | "checkbox" => input.set_checked(codes.contains(&input.value().as_str())),
            _ => input.set_value(text),
        }
    } else if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    }
}

fn set_hidden(element: &Element, hidden: bool) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.set_hidden(hidden);
    }
}

/// Writes a browser's own error to its console, where a developer looks.
pub fn report(error: &JsValue) {
    web_sys::console::warn_1(error);
}
