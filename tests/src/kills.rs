//! Killing the program while people save: what was acknowledged is there afterwards, every time.

use crate::{http::Visitor, program::Program, random::Random, section};
use serde_json::{Value, json};
use std::{
    fmt,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// Who saves in which field: two people of one kommun, and one of another.
const CLIENTS: [(&str, &str, &str, &str); 5] = [
    ("samordnare.2281", "2281", "mobil_dokumentation", "mobilt_hinder"),
    ("samordnare.2281", "2281", "uppgiftslamnare", "kontakt_namn"),
    ("bidragsgivare.2281", "2281", "uppgiftslamnare", "kontakt_telefon"),
    ("samordnare.0180", "0180", "mobil_dokumentation", "mobilt_hinder"),
    ("samordnare.0180", "0180", "uppgiftslamnare", "kontakt_namn"),
];

/// The most saves that are waited for between two kills.
const MOST_SAVES: usize = 12;

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KillCounts {
    /// How often the program was killed.
    pub kills: usize,
    /// Saves that were acknowledged.
    pub acknowledged: usize,
    /// How often a save was sent again, since no acknowledgement came.
    pub sent_again: usize,
    /// Acknowledged answers that were not there any more.
    pub lost: usize,
}

impl fmt::Display for KillCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "killed {} times while saving: {} saves acknowledged, {} cut off and sent again; lost: {}",
            self.kills, self.acknowledged, self.sent_again, self.lost
        )
    }
}

/// What the clients and the one who kills know of each other.
#[derive(Debug, Default)]
struct KillShared {
    state: Mutex<KillState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct KillState {
    /// How often it was started.
    lives: usize,
    is_over: bool,
    counts: KillCounts,
}

impl KillShared {
    fn lock(&self) -> MutexGuard<'_, KillState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut KillState)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// Waits until something is so.
    fn until(&self, holds: impl Fn(&KillState) -> bool) {
        let state = self.lock();
        drop(self.changed.wait_while(state, |state| !holds(state)).unwrap_or_else(PoisonError::into_inner));
    }
}

/// Kills the program so many times while five clients save, starts it again each time, and counts.
pub fn kill_while_saving(program: &mut Program, kills: usize) -> KillCounts {
    let clients: Vec<SavingClient> = CLIENTS.iter().map(|client| SavingClient::new(program, *client)).collect();
    let shared = KillShared::default();
    let mut random = Random::new(2026);
    thread::scope(|scope| {
        for client in clients {
            scope.spawn(|| client.save_until_over(&shared));
        }
        for _ in 0..kills {
            let enough = shared.lock().counts.acknowledged + random.below(MOST_SAVES);
            shared.until(|state| state.counts.acknowledged >= enough);
            program.kill();
            program.restart();
            shared.change(|state| {
                state.counts.kills += 1;
                state.lives += 1;
            });
        }
        shared.change(|state| state.is_over = true);
    });
    shared.lock().counts
}

/// Somebody who saves the same field again and again, by the protocol of the page.
struct SavingClient {
    visitor: Visitor,
    name: String,
    field: &'static str,
    page: String,
    save: String,
    version: i64,
    text: String,
}

impl SavingClient {
    fn new(program: &Program, (person, kommun, section, field): (&str, &str, &str, &'static str)) -> Self {
        let hub = format!("/svara/kommun-ehalsa/{}/{kommun}", program.year());
        let mut client = Self {
            visitor: Visitor::signed_in(program, person),
            name: format!("{person} {field}"),
            field,
            page: format!("{hub}/avsnitt/{section}"),
            save: format!("{hub}/spara"),
            version: 0,
            text: String::new(),
        };
        (client.version, client.text) = client.stored();
        client
    }

    /// The version and the text that the server has.
    fn stored(&self) -> (i64, String) {
        let answers = section::state(self.visitor.get(&self.page).text())["answers"].clone();
        let answers: Vec<(String, Value)> = serde_json::from_value(answers).expect("the answers of a page");
        let answer = answers.into_iter().find(|(field, _)| field == self.field);
        answer.map_or((0, String::new()), |(_, answer)| {
            let text = answer["entry"]["value"]["text"].as_str().unwrap_or_default().to_owned();
            (answer["version"].as_i64().expect("a version"), text)
        })
    }

    fn save_until_over(mut self, shared: &KillShared) {
        while !shared.lock().is_over {
            self.save(shared);
        }
        let stored = self.stored();
        if stored != (self.version, self.text.clone()) {
            eprintln!("{}: acknowledged {} `{}`, stored {stored:?}", self.name, self.version, self.text);
            shared.change(|state| state.counts.lost += 1);
        }
    }

    /// Saves one more answer, and sends it again until it is acknowledged.
    fn save(&mut self, shared: &KillShared) {
        let text = format!("{} {}", self.name, self.version + 1);
        let change = json!({
            "field": self.field, "base_version": self.version, "entry": { "value": { "text": text } },
        });
        let request = json!({ "save_id": format!("{text} {}", std::process::id()), "changes": [change] });
        let reply = loop {
            let life = shared.lock().lives;
            match self.visitor.try_post_json(&self.save, &request) {
                Ok(answer) if answer.status == 200 => break answer.json(),
                Ok(answer) => panic!("{}: {} {}", self.name, answer.status, answer.text()),
                Err(_) => {
                    shared.change(|state| state.counts.sent_again += 1);
                    shared.until(|state| state.lives > life);
                }
            }
        };
        let saved = &reply["fields"][0]["saved"];
        if saved["version"] == self.version + 1 {
            shared.change(|state| state.counts.acknowledged += 1);
        } else {
            // The version that it builds on had been acknowledged, and is not there.
            eprintln!("{}: {reply}", self.name);
            shared.change(|state| state.counts.lost += 1);
        }
        self.version += 1;
        self.text = text;
    }
}
