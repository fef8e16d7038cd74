//! The queue of unsent answers: kept in the browser until the server has acknowledged them.

use super::{
    change_feed, json,
    page::report,
    work::{SharedWork, Work},
};
use crate::{
    field_messages::SaveState,
    wire::{ChangeRequest, SaveReply, SaveRequest},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use survey::name::FieldName;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, RequestInit, Response, Storage, StorageEvent};

/// The shortest wait between two tries, in milliseconds.
const SHORTEST_WAIT: i32 = 1_000;
/// The longest.
const LONGEST_WAIT: i32 = 30_000;

/// What has been typed and not yet been acknowledged.
pub struct Saving {
    address: String,
    storage_key: String,
    /// When the round opened, in milliseconds since 1970: what was kept before that is for another.
    opened: i64,
    waiting: Vec<ChangeRequest>,
    /// What is not sent before it is changed: too long, refused, or standing against somebody else's.
    blocked: Vec<ChangeRequest>,
    /// The fields of what is held that the person may not change any more.
    forbidden: Vec<FieldName>,
    /// What this tab has put into the browser's storage, by field. Others of the same response may be open in other tabs.
    stored_by_field: Vec<(FieldName, String)>,
    /// Whether what waits is sent one by one, since one of them has been refused.
    one_by_one: bool,
    sent: Option<SaveRequest>,
    is_sending: bool,
    timer: Option<i32>,
    wait: i32,
}

impl Saving {
    /// An empty queue to an address, kept in the browser under a name, of a round that opened at a second since 1970.
    pub fn new(address: String, storage_key: String, opened: i64) -> Self {
        Self {
            address,
            storage_key,
            opened: opened.saturating_mul(1000),
            waiting: Vec::new(),
            blocked: Vec::new(),
            forbidden: Vec::new(),
            stored_by_field: Vec::new(),
            one_by_one: false,
            sent: None,
            is_sending: false,
            timer: None,
            wait: 0,
        }
    }

    /// Adds a change to what is unsent of its field. What is too long is kept beside, and holds up nothing.
    pub fn put(&mut self, change: ChangeRequest) {
        let earlier = [take(&mut self.blocked, &change.field), take(&mut self.waiting, &change.field)];
        self.forbidden.retain(|field| *field != change.field);
        let field = change.field.clone();
        let change = earlier.into_iter().flatten().chain([change]).reduce(ChangeRequest::then);
        let (sendable, too_long) = change.map(ChangeRequest::split).unwrap_or_default();
        self.waiting.extend(sendable);
        self.blocked.extend(too_long);
        self.keep(&field);
    }

    /// Keeps a change, and all else that is unsent of its field, until the person has changed it.
    fn block(&mut self, change: ChangeRequest) {
        let later = [take(&mut self.blocked, &change.field), take(&mut self.waiting, &change.field)];
        let field = change.field.clone();
        self.blocked.extend([change].into_iter().chain(later.into_iter().flatten()).reduce(ChangeRequest::then));
        self.keep(&field);
    }

    /// Keeps what was sent of a field until the person has chosen between it and somebody else's.
    pub fn block_sent(&mut self, field: &FieldName) {
        let sent = self.sent.as_mut().and_then(|request| take(&mut request.changes, field));
        if let Some(change) = sent.or_else(|| take(&mut self.waiting, field)) {
            self.block(change);
        }
    }

    /// Whether something of a field is going to be sent.
    pub fn will_send(&self, field: &FieldName) -> bool {
        self.waiting.iter().any(|change| change.field == *field)
    }

    /// What is not sent of a field before it is changed.
    pub fn blocked(&self, field: &FieldName) -> Option<&ChangeRequest> {
        self.blocked.iter().find(|change| change.field == *field)
    }

    /// All that is not sent before it is changed.
    pub fn all_blocked(&self) -> &[ChangeRequest] {
        &self.blocked
    }

    /// Whether what is held of a field is held since the person may not change it any more.
    pub fn is_forbidden(&self, field: &FieldName) -> bool {
        self.forbidden.contains(field)
    }

    /// What was typed while an earlier answer to the field was on its way stands on that answer now.
    pub fn rebase(&mut self, field: &FieldName, version: i64) {
        let unsent = self.waiting.iter_mut().chain(&mut self.blocked);
        for change in unsent.filter(|change| change.field == *field) {
            change.base_version = version;
        }
    }

    /// Takes a field out of the queue.
    pub fn forget(&mut self, field: &FieldName) {
        self.waiting.retain(|change| change.field != *field);
        self.blocked.retain(|change| change.field != *field);
        self.keep(field);
    }

    /// What is not acknowledged and will be sent, in the order in which it was typed.
    pub fn unsent(&self) -> impl Iterator<Item = &ChangeRequest> {
        self.sent.iter().flat_map(|request| &request.changes).chain(&self.waiting)
    }

    /// Whether a save of this id is on its way.
    pub fn is_sending_as(&self, save_id: &str) -> bool {
        self.sent.as_ref().is_some_and(|request| request.save_id == save_id)
    }

    /// What an earlier visit left unsent, in this tab or another. What was left before the round opened is dropped, whose
    /// ever it is: no round takes it any more.
    pub fn take_stored(&mut self) -> Vec<ChangeRequest> {
        let Some(storage) = storage() else { return Vec::new() };
        let begin = self.key("");
        let mut changes = Vec::new();
        for (name, json, draft) in drafts(&storage, STORAGE_PREFIX) {
            if survey_of(&name) == survey_of(&begin) && draft.typed < self.opened {
                forget(&storage, &name);
            } else if name.starts_with(&begin) {
                self.stored_by_field.push((draft.change.field.clone(), json));
                changes.push(draft.change);
            }
        }
        changes
    }

    /// Returns whether this browser keeps an answer of the person that is not saved, in whatever response.
    pub fn has_stored(&self) -> bool {
        storage().is_some_and(|storage| drafts(&storage, self.of_the_person()).next().is_some())
    }

    /// Drops all that this browser keeps of the person.
    pub fn clear_stored(&self) {
        let Some(storage) = storage() else { return };
        for name in names(&storage, self.of_the_person()) {
            forget(&storage, &name);
        }
    }

    /// What the names begin with under which the person's words are kept: `lagesbild/7/`.
    fn of_the_person(&self) -> &str {
        let person = self.storage_key.strip_prefix(STORAGE_PREFIX).and_then(|rest| rest.find('/'));
        person.and_then(|end| self.storage_key.get(..STORAGE_PREFIX.len() + end + 1)).unwrap_or(&self.storage_key)
    }

    /// Returns whether the server could not be reached the last time.
    pub fn is_waiting(&self) -> bool {
        self.wait > 0
    }

    /// Returns whether something is on its way.
    pub fn is_sending(&self) -> bool {
        self.is_sending
    }

    /// Keeps what is unsent of a field in the browser, so that closing the tab loses nothing. Other tabs may keep other
    /// fields, or this one: what another has put there stays.
    fn keep(&mut self, field: &FieldName) {
        let Some(storage) = storage() else { return };
        let unsent = self.unsent().chain(&self.blocked).filter(|change| change.field == *field);
        let unsent = unsent.cloned().reduce(ChangeRequest::then);
        let before = self
            .stored_by_field
            .iter()
            .position(|(stored_by_field, _)| stored_by_field == field)
            .map(|at| self.stored_by_field.swap_remove(at).1);
        let key = self.key(field.as_str());
        let draft = unsent.map(|change| StoredChange { typed: js_sys::Date::now() as i64, change });
        let done = if let Some(json) = draft.and_then(|draft| json::write(&draft).ok()) {
            let done = storage.set_item(&key, &json);
            self.stored_by_field.push((field.clone(), json));
            done
        } else if storage.get_item(&key).ok().flatten() == before {
            storage.remove_item(&key)
        } else {
            Ok(())
        };
        if let Err(error) = done {
            report(&error);
        }
    }

    /// The name under which the browser keeps what is unsent of a field.
    fn key(&self, field: &str) -> String {
        format!("{}/{field}", self.storage_key)
    }

    /// The next request: an unacknowledged one again under its own id, or what is waiting.
    fn next(&mut self) -> Option<SaveRequest> {
        if self.sent.is_none() && !self.waiting.is_empty() {
            let rest = if self.one_by_one { self.waiting.split_off(1) } else { Vec::new() };
            let changes = std::mem::replace(&mut self.waiting, rest);
            self.sent = Some(SaveRequest { save_id: random_id(), changes });
        }
        self.sent.clone()
    }

    /// Takes back what the server has refused, and finds what it is that it refuses: sent one by one, the others pass.
    /// Gives the field whose change was refused by itself.
    fn refused(&mut self, is_forbidden: bool) -> Option<FieldName> {
        let mut changes = self.sent.take()?.changes;
        if changes.len() == 1 {
            let change = changes.pop()?;
            let field = change.field.clone();
            self.block(change);
            if is_forbidden {
                self.forbidden.push(field.clone());
            }
            return Some(field);
        }
        self.one_by_one = true;
        let later = std::mem::replace(&mut self.waiting, changes);
        for change in later {
            self.put(change);
        }
        None
    }
}

/// What the names begin with under which the browser keeps what is unsent.
const STORAGE_PREFIX: &str = "lagesbild/";

/// The name under which a page says to those in other tabs that somebody is signed in.
const SIGNED_IN: &str = "inloggad";

/// A change as it is kept in the browser.
#[derive(Serialize, Deserialize)]
struct StoredChange {
    /// When, in milliseconds since 1970.
    typed: i64,
    change: ChangeRequest,
}

/// The survey of a name: `lagesbild/PERSON/SURVEY/…`.
fn survey_of(name: &str) -> Option<&str> {
    name.split('/').nth(2)
}

/// The names of the storage that begin so.
fn names(storage: &Storage, begin: &str) -> Vec<String> {
    let all = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    all.filter(|name| name.starts_with(begin)).collect()
}

/// The changes that are kept under names that begin so, each with its name and as it is kept.
fn drafts(storage: &Storage, begin: &str) -> impl Iterator<Item = (String, String, StoredChange)> {
    names(storage, begin).into_iter().filter_map(|name| {
        let json = storage.get_item(&name).ok().flatten()?;
        // Before drafts had their time, the change stood alone. It is as new as can be: what is unsent is never dropped unread.
        let alone = |_| json::read(&json).map(|change| StoredChange { typed: i64::MAX, change });
        let draft = json::read(&json).or_else(alone).ok()?;
        Some((name, json, draft))
    })
}

fn forget(storage: &Storage, name: &str) {
    if let Err(error) = storage.remove_item(name) {
        report(&error);
    }
}

/// Takes a field's change out of a list.
fn take(changes: &mut Vec<ChangeRequest>, field: &FieldName) -> Option<ChangeRequest> {
    let at = changes.iter().position(|change| change.field == *field)?;
    Some(changes.remove(at))
}

/// Sends what is unsent after a rest; a new call starts the rest anew.
pub fn send_soon(shared: &SharedWork, rest: i32) {
    let Some(window) = web_sys::window() else { return };
    if let Some(timer) = shared.borrow_mut().saving.timer.take() {
        window.clear_timeout_with_handle(timer);
    }
    let sender = shared.clone();
    let send = Closure::once_into_js(move || {
        sender.borrow_mut().saving.timer = None;
        spawn_local(send(sender));
    });
    let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(send.unchecked_ref(), rest);
    shared.borrow_mut().saving.timer = timer.ok();
}

/// Sends what is unsent before the page is gone: a timer would not run any more.
pub fn send_now(shared: &SharedWork) {
    spawn_local(send(shared.clone()));
}

/// Sends what waits, if anything does.
pub fn again(shared: &SharedWork) {
    if shared.borrow().saving.unsent().next().is_some() {
        send_soon(shared, 0);
    }
}

/// Says to the pages in other tabs that somebody is signed in here: what waits there for that can be sent.
pub fn tell_other_tabs() {
    if let Some(storage) = storage() {
        if let Err(error) = storage.set_item(SIGNED_IN, "1") {
            report(&error);
        }
        forget(&storage, SIGNED_IN);
    }
}

/// Hears from another tab that somebody is signed in there.
pub fn hear_of_other_tab(shared: &SharedWork, event: &Event) {
    if event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key).as_deref() == Some(SIGNED_IN) {
        change_feed::open(shared);
        again(shared);
    }
}

/// Posts the signing out to its address. True when the server has carried it out.
pub async fn signed_out(address: &str) -> bool {
    let init = RequestInit::new();
    init.set_method("POST");
    matches!(fetch(address, Some(&init)).await, Ok((200, _)))
}

/// The net or the server may be back: what waits is sent, and that they are away is said no more.
pub fn back(shared: &SharedWork) {
    {
        let work = shared.borrow();
        if work.saving.unsent().next().is_none() {
            work.page.announce("", None);
        }
    }
    send_soon(shared, 0);
}

/// Asks for nothing, which shows that somebody is there. True when the server has heard it, whatever it takes from them.
pub async fn ask(shared: &SharedWork) -> bool {
    let address = shared.borrow().saving.address.clone();
    let outcome = post(&address, &SaveRequest { save_id: random_id(), changes: Vec::new() }).await;
    let work = shared.borrow();
    match outcome {
        SendOutcome::Away => work.show_away(),
        SendOutcome::SignedOut => work.show_signed_out(),
        SendOutcome::Saved(_) | SendOutcome::Closed | SendOutcome::Forbidden | SendOutcome::Refused => return true,
    }
    false
}

/// What became of a try to send.
enum SendOutcome {
    Saved(SaveReply),
    /// The net or the server is away: try again.
    Away,
    /// Not signed in any more: everything is kept until one is.
    SignedOut,
    /// The round or the response takes no answers any more.
    Closed,
    /// The person may not change something of it any more.
    Forbidden,
    /// The server will not take it, however often it is sent.
    Refused,
}

/// Sends what is unsent, unless something is on its way.
pub async fn send(shared: SharedWork) {
    let (address, request) = {
        let mut work = shared.borrow_mut();
        // One request at a time, so that a field's versions follow on each other.
        if work.saving.is_sending {
            return;
        }
        let Some(request) = work.saving.next() else { return };
        work.saving.is_sending = true;
        (work.saving.address.clone(), request)
    };
    let outcome = post(&address, &request).await;
    let next = shared.borrow_mut().take_outcome(outcome);
    if let Some(wait) = next {
        send_soon(&shared, wait);
    }
}

impl Work {
    /// Takes in what became of a try. Gives how long to wait before the next, where there is to be one.
    fn take_outcome(&mut self, outcome: SendOutcome) -> Option<i32> {
        self.saving.is_sending = false;
        let next = self.meet_outcome(outcome);
        self.show_blocked_elsewhere();
        next
    }

    fn meet_outcome(&mut self, outcome: SendOutcome) -> Option<i32> {
        match outcome {
            SendOutcome::Saved(reply) => {
                self.saving.wait = 0;
                self.receive(&reply);
                for change in self.saving.sent.take().into_iter().flat_map(|request| request.changes) {
                    self.saving.keep(&change.field);
                }
                self.saving.one_by_one &= !self.saving.waiting.is_empty();
                self.page.announce("", None);
                self.meet_meanwhile();
                Some(0)
            }
            SendOutcome::Away => {
                self.saving.wait = self.saving.wait.saturating_mul(2).clamp(SHORTEST_WAIT, LONGEST_WAIT);
                self.show_waiting(&SaveState::Waiting);
                self.show_away();
                Some(self.saving.wait)
            }
            SendOutcome::SignedOut => {
                self.show_waiting(&SaveState::SignedOut);
                self.show_signed_out();
                // Perhaps somebody signs in again in another tab.
                Some(LONGEST_WAIT)
            }
            SendOutcome::Closed => {
                self.show_waiting(&SaveState::Closed);
                let words = "Svaren kunde inte sparas, för omgången eller svaret är stängt. Det du har skrivit finns kvar i den här webbläsaren.";
                self.page.announce(words, None);
                None
            }
            refusal @ (SendOutcome::Forbidden | SendOutcome::Refused) => {
                let is_forbidden = matches!(refusal, SendOutcome::Forbidden);
                if let Some(field) = self.saving.refused(is_forbidden) {
                    self.show_blocked(&field);
                }
                Some(0)
            }
        }
    }
}

impl Work {
    /// Says that the net or the server is away.
    pub fn show_away(&self) {
        let words = "Vi når inte tjänsten just nu. Fortsätt skriva: det du skriver finns kvar i den här webbläsaren och sparas när nätet är tillbaka.";
        self.page.announce(words, None);
    }

    /// Says that one is not signed in any more, and leads back to where one was.
    pub fn show_signed_out(&self) {
        let words = "Du är inte längre inloggad. Det du har skrivit finns kvar i den här webbläsaren.";
        let address = self.page.sign_in_path(self.saving.unsent().last().map(|change| &change.field));
        self.page.announce(words, Some((&address, "Logga in igen")));
    }
}

async fn post(address: &str, request: &SaveRequest) -> SendOutcome {
    let Ok(body) = json::write(request) else { return SendOutcome::Refused };
    let Ok(headers) = web_sys::Headers::new() else { return SendOutcome::Away };
    let _ = headers.set("content-type", "application/json");
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(&body));
    init.set_headers(&headers);
    // A request that has begun is carried out although the tab is closed.
    let _ = js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::from_bool(body.len() < 60_000));
    match fetch(address, Some(&init)).await {
        Ok((200, text)) => json::read(&text).map_or(SendOutcome::Away, SendOutcome::Saved),
        Ok((401, _)) => SendOutcome::SignedOut,
        Ok((403, _)) => SendOutcome::Forbidden,
        // Too slow, too early, too often: later it may be taken.
        Ok((408 | 425 | 429, _)) => SendOutcome::Away,
        Ok((409, _)) => SendOutcome::Closed,
        Ok((400..=499, _)) => SendOutcome::Refused,
        Ok(_) | Err(_) => SendOutcome::Away,
    }
}

/// Reads a JSON resource.
pub async fn get<T: DeserializeOwned>(address: &str) -> Result<T, JsValue> {
    let (status, text) = fetch(address, None).await?;
    if status != 200 {
        return Err(JsValue::from_str(&format!("{address}: {status}")));
    }
    json::read(&text)
}

async fn fetch(address: &str, init: Option<&RequestInit>) -> Result<(u16, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let promise = match init {
        Some(init) => window.fetch_with_str_and_init(address, init),
        None => window.fetch_with_str(address),
    };
    let response: Response = JsFuture::from(promise).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

/// What the browser keeps when the page is gone.
pub fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn random_id() -> String {
    web_sys::window().and_then(|window| window.crypto().ok()).map(|crypto| crypto.random_uuid()).unwrap_or_else(|| {
        // crypto.randomUUID needs a secure context; a random number tells saves apart as well.
        format!("{:x}{:x}", js_sys::Math::random().to_bits(), js_sys::Math::random().to_bits())
    })
}
