//! What every page may ask of the request that it answers.

use crate::components::ErrorLink;
use collection::{
    Actor, Store,
    respond::WorkbookPreview,
    sessions::{SessionEnd, WARNING},
};
use http::StatusCode;
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};
use time::OffsetDateTime;

/// Addresses of the files that pages load, with their content's hash in the name.
#[derive(Debug, Clone, Copy)]
pub struct Assets {
    /// The stylesheet.
    pub css: &'static str,
    /// The script that wakes the islands; only pages that are worked in load it.
    pub start: &'static str,
    /// The script that tells what this browser keeps unsaved, and asks about it before signing out.
    pub unsaved_script: &'static str,
    /// The script that binds the browser's program, for preloading.
    pub js: &'static str,
    /// The browser's program.
    pub wasm: &'static str,
}

/// A request on its way through the pages.
#[derive(Clone)]
pub struct Visit {
    /// Where data is.
    pub store: Store,
    /// Who asks.
    pub actor: Actor,
    /// When.
    pub now: OffsetDateTime,
    /// Where people reach the site, without a slash at the end.
    pub origin: Arc<str>,
    /// Whether the database holds invented people and answers.
    pub demo: bool,
    /// The files that pages load.
    pub assets: Assets,
    /// What was posted to this page and could not be carried out.
    pub rejected: Option<Arc<Rejected>>,
    /// The workbook that was sent to this page.
    pub workbook_preview: Option<Arc<WorkbookPreview>>,
    /// The session of whoever is signed in.
    pub session: Option<OwnSession>,
}

/// The session that a request came with.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// What it is ended by.
    pub key: String,
    /// When it ends.
    pub end: SessionEnd,
}

/// A post that could not be carried out: what was typed, to be shown again, and why.
#[derive(Debug, Clone, Default)]
pub struct Rejected {
    /// What was posted, by input name.
    pub posted: BTreeMap<String, Vec<String>>,
    /// What is wrong, by input name; under the empty name what concerns the page as a whole.
    pub faults: Vec<(String, String)>,
    /// The status to answer with.
    pub status: StatusCode,
}

impl Visit {
    /// The visit of the page that is being rendered. Read it before the first `await`.
    pub fn current() -> Self {
        expect_context()
    }

    /// The beginning of the names under which this browser keeps what the person has written and not sent.
    pub fn storage_key(&self) -> String {
        format!("lagesbild/{}", self.actor.person().map_or(0, |person| person.id))
    }

    /// When the person is signed out whatever is done, where that is so soon that it must be told.
    pub fn signed_out_at(&self) -> Option<OffsetDateTime> {
        let end = self.session.as_ref()?.end;
        (end.is_final && end.at - self.now <= WARNING).then_some(end.at)
    }
}

impl Rejected {
    /// What was posted under a name.
    pub fn value(&self, name: &str) -> String {
        self.posted.get(name).and_then(|values| values.first()).cloned().unwrap_or_default()
    }

    /// What is wrong with what was posted under a name.
    pub fn fault(&self, name: &str) -> Option<String> {
        self.faults.iter().find(|(faulty, _)| faulty == name).map(|(_, words)| words.clone())
    }

    /// Every fault with the control that it is about.
    pub fn links(&self) -> Vec<ErrorLink> {
        let link = |(name, words): &(String, String)| {
            let target = if name.is_empty() { "innehall" } else { name };
            ErrorLink { target: target.to_owned(), text: words.clone() }
        };
        self.faults.iter().map(link).collect()
    }
}
