//! `GET …/avsnitt/{section}/handelser`: what colleagues do, told to a section's page for as long as it is open.
//!
//! The database is asked once a second, so that it does not matter which node a colleague is at; a message is sent when
//! there is something to say. Its id is the revision that it tells up to: a page that was cut off goes on from there.

use super::{failure::RequestFailure, key::ResponsePath};
use crate::{
    open_pages::OpenPage,
    session::{PassiveActor, ReadError},
    site::Site,
    too_many::too_many,
};
use app::{
    wire::{FeedMessage, Theirs},
    words::marked_as_done,
};
use axum::{
    extract::{Path, Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use collection::{
    Actor, Error, ResponseKey,
    respond::{self, DoneMark, FeedSave},
    sessions::SessionEnd,
};
use futures::{Stream, stream};
use http::{HeaderMap, HeaderName};
use serde::Deserialize;
use std::{collections::VecDeque, time::Duration};
use survey::format;
use thiserror::Error;
use time::OffsetDateTime;
use tokio::{runtime::Handle, time::Interval};

/// How often it is asked what is new, and whether the person may still be told.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How often it is noted that the page is open.
const PRESENCE_INTERVAL: time::Duration = time::Duration::seconds(15);
/// When a page that was cut off tries again.
const RECONNECT_AFTER: Duration = Duration::from_secs(1);

/// When to try again who has too many pages open.
const RECONNECT_AFTER_TOO_MANY: Duration = Duration::from_secs(60);

/// Proxies that gather what they pass on would hold the messages back.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

/// The section of the address.
#[derive(Deserialize)]
pub struct SectionPath {
    section: String,
}

/// Where a page wants to go on from.
#[derive(Deserialize)]
pub struct FeedPosition {
    #[serde(default)]
    #[serde(rename = "revision")]
    change_number: i64,
}

/// Says what is new until the page is closed, the person is signed out or the program stops.
pub async fn events(
    State(site): State<Site>,
    passive: PassiveActor,
    ResponsePath(key): ResponsePath,
    Path(SectionPath { section }): Path<SectionPath>,
    Query(since): Query<FeedPosition>,
    headers: HeaderMap,
) -> Result<Response, RequestFailure> {
    let last_id = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let now = site.now();
    let actor = passive.actor.clone();
    respond::mark_present(&site.store, &actor, &key, &section, now)
        .await
        .map_err(|error| RequestFailure::new(error, &actor))?;
    let Some(page) = site.open_pages.open(&actor) else { return Ok(too_many(RECONNECT_AFTER_TOO_MANY)) };
    let watch = FeedConnection {
        _page: page,
        presence: Presence { site, actor, key, section, seen_at: now },
        passive,
        change_number: last_id.unwrap_or(since.change_number),
        said: LastSent::default(),
        waiting: VecDeque::new(),
        seconds: tokio::time::interval(POLL_INTERVAL),
    };
    let alive = KeepAlive::new().interval(PRESENCE_INTERVAL.unsigned_abs());
    Ok(([UNBUFFERED], Sse::new(messages(watch)).keep_alive(alive)).into_response())
}

fn messages(watch: FeedConnection) -> impl Stream<Item = Result<Event, axum::Error>> {
    stream::unfold(Some(watch), async |watch| {
        let mut watch = watch?;
        let stopping = watch.presence.site.stopping.clone();
        let message = tokio::select! {
            () = stopping.begun() => return None,
            message = watch.next() => message?,
        };
        let is_last = message.signed_in_for == Some(0);
        let event = Event::default().id(message.change_number.to_string()).retry(RECONNECT_AFTER).json_data(&message);
        Some((event, (!is_last).then_some(watch)))
    })
}

/// One open page.
struct FeedConnection {
    /// Counts as open for as long as this is here.
    _page: OpenPage,
    presence: Presence,
    passive: PassiveActor,
    change_number: i64,
    said: LastSent,
    /// What is to be said next.
    waiting: VecDeque<FeedMessage>,
    seconds: Interval,
}

/// What the page was told last, of what is told only when it changes.
#[derive(Default)]
struct LastSent {
    here: Option<Vec<String>>,
    done: Option<String>,
    signed_in_until: Option<SessionEnd>,
}

/// Why it is not known what is new.
#[derive(Debug, Error)]
enum FeedError {
    #[error(transparent)]
    Use(#[from] Error),
    #[error(transparent)]
    Session(#[from] ReadError),
}

impl FeedConnection {
    /// The next message; none when the page may not be told anything any more.
    async fn next(&mut self) -> Option<FeedMessage> {
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            self.seconds.tick().await;
            match self.look().await {
                Ok(messages) => self.waiting.extend(messages),
                Err(FeedError::Use(Error::Forbidden | Error::NotFound)) => return None,
                // The next time the database may be back; the page has missed nothing then.
                Err(error) => tracing::warn!(%error, "what is new could not be read"),
            }
        }
    }

    /// What there is to say now.
    async fn look(&mut self) -> Result<Vec<FeedMessage>, FeedError> {
        let now = self.presence.site.now();
        // Each time: whoever is signed out or loses a part is told nothing more.
        self.passive.reload(&self.presence.site).await?;
        if matches!(self.passive.actor, Actor::Anonymous) {
            return Ok(vec![FeedMessage {
                change_number: self.change_number,
                signed_in_for: Some(0),
                ..FeedMessage::default()
            }]);
        }
        self.presence.actor = self.passive.actor.clone();
        if now - self.presence.seen_at >= PRESENCE_INTERVAL {
            self.presence.mark_present(now).await?;
        }
        let Presence { site, actor, key, section, .. } = &self.presence;
        let change_feed = respond::change_feed(&site.store, actor, key, section, self.change_number, now).await?;
        self.change_number = change_feed.change_number;
        let done = change_feed.mark.map(|mark| match mark {
            DoneMark::Done((by, at)) => marked_as_done(&by, at),
            DoneMark::Open => String::new(),
        });
        let end = changed(&mut self.said.signed_in_until, self.passive.end);
        let mut messages: Vec<FeedMessage> = change_feed.saves.into_iter().map(save).collect();
        let nothing = FeedMessage { change_number: self.change_number, ..FeedMessage::default() };
        let else_new = FeedMessage {
            here: changed(&mut self.said.here, Some(change_feed.here)),
            done: changed(&mut self.said.done, done),
            signed_in_for: end.map(|end| (end.at - now).whole_seconds().max(1)),
            signed_in_until: end.map(|end| format::time(end.at)).unwrap_or_default(),
            signed_in_at_most: end.is_some_and(|end| end.is_final),
            ..nothing.clone()
        };
        messages.extend((else_new != nothing).then_some(else_new));
        Ok(messages)
    }
}

/// What is known now, where it is something else than what was said; and it is said then.
fn changed<T: Clone + PartialEq>(said: &mut Option<T>, known: Option<T>) -> Option<T> {
    let change_feed = known.filter(|known| said.as_ref() != Some(known))?;
    *said = Some(change_feed.clone());
    Some(change_feed)
}

fn save(save: FeedSave) -> FeedMessage {
    let by = if save.by.is_empty() { "En import".to_owned() } else { save.by };
    let at = format::time(save.at);
    let theirs = save.answers.into_iter().map(|answer| Theirs {
        field: answer.field,
        version: answer.version,
        entry: answer.entry,
        comment: answer.comment.unwrap_or_default(),
        explanation: answer.explanation.unwrap_or_default(),
        by: by.clone(),
        at: at.clone(),
    });
    FeedMessage {
        change_number: save.change_number,
        save_id: save.save_id,
        answers: theirs.collect(),
        ..FeedMessage::default()
    }
}

/// Who has the page open. Taken back when the page is closed.
struct Presence {
    site: Site,
    actor: Actor,
    key: ResponseKey,
    section: String,
    seen_at: OffsetDateTime,
}

impl Presence {
    async fn mark_present(&mut self, now: OffsetDateTime) -> Result<(), Error> {
        respond::mark_present(&self.site.store, &self.actor, &self.key, &self.section, now).await?;
        self.seen_at = now;
        Ok(())
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        // Without a runtime the program has ended, and whoever was there is forgotten soon.
        let Ok(runtime) = Handle::try_current() else { return };
        let (store, actor, seen_at) = (self.site.store.clone(), self.actor.clone(), self.seen_at);
        let (key, section) = (self.key.clone(), self.section.clone());
        runtime.spawn(async move {
            if let Err(error) = respond::mark_absent(&store, &actor, &key, &section, seen_at).await {
                tracing::debug!(%error, "who has gone is still shown for a while");
            }
        });
    }
}
