//! `GET …/avsnitt/{section}/handelser`: what colleagues do, told to a section's page for as long as it is open.
//!
//! The database is asked once a second, so that it does not matter which node a colleague is at; a message is sent when
//! there is something to say. Its id is the revision that it tells up to: a page that was cut off goes on from there.

use super::{failure::Failure, key::Respond};
use crate::{
    open_pages::OpenPage,
    session::{Onlooker, ReadError},
    site::Site,
    too_many::too_many,
};
use app::{
    wire::{News, Theirs},
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
    respond::{self, Mark, SaveNews},
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
const PERIOD: Duration = Duration::from_secs(1);
/// How often it is noted that the page is open.
const BEAT: time::Duration = time::Duration::seconds(15);
/// When a page that was cut off tries again.
const RETRY: Duration = Duration::from_secs(1);

/// When to try again who has too many pages open.
const BUSY: Duration = Duration::from_secs(60);

/// Proxies that gather what they pass on would hold the messages back.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

/// The section of the address.
#[derive(Deserialize)]
pub struct Section {
    section: String,
}

/// Where a page wants to go on from.
#[derive(Deserialize)]
pub struct Since {
    #[serde(default)]
    revision: i64,
}

/// Says what is new until the page is closed, the person is signed out or the program stops.
pub async fn events(
    State(site): State<Site>,
    onlooker: Onlooker,
    Respond(key): Respond,
    Path(Section { section }): Path<Section>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let last_id = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let now = site.now();
    let actor = onlooker.actor.clone();
    respond::seen(&site.store, &actor, &key, &section, now).await.map_err(|error| Failure::new(error, &actor))?;
    let Some(page) = site.open_pages.open(&actor) else { return Ok(too_many(BUSY)) };
    let watch = Watch {
        _page: page,
        presence: Presence { site, actor, key, section, seen_at: now },
        onlooker,
        revision: last_id.unwrap_or(since.revision),
        said: Said::default(),
        waiting: VecDeque::new(),
        seconds: tokio::time::interval(PERIOD),
    };
    let alive = KeepAlive::new().interval(BEAT.unsigned_abs());
    Ok(([UNBUFFERED], Sse::new(messages(watch)).keep_alive(alive)).into_response())
}

fn messages(watch: Watch) -> impl Stream<Item = Result<Event, axum::Error>> {
    stream::unfold(Some(watch), async |watch| {
        let mut watch = watch?;
        let stopping = watch.presence.site.stopping.clone();
        let message = tokio::select! {
            () = stopping.begun() => return None,
            message = watch.next() => message?,
        };
        let is_last = message.signed_in_for == Some(0);
        let event = Event::default().id(message.revision.to_string()).retry(RETRY).json_data(&message);
        Some((event, (!is_last).then_some(watch)))
    })
}

/// One open page.
struct Watch {
    /// Counts as open for as long as this is here.
    _page: OpenPage,
    presence: Presence,
    onlooker: Onlooker,
    revision: i64,
    said: Said,
    /// What is to be said next.
    waiting: VecDeque<News>,
    seconds: Interval,
}

/// What the page was told last, of what is told only when it changes.
#[derive(Default)]
struct Said {
    here: Option<Vec<String>>,
    done: Option<String>,
    signed_in_until: Option<SessionEnd>,
}

/// Why it is not known what is new.
#[derive(Debug, Error)]
enum Fault {
    #[error(transparent)]
    Use(#[from] Error),
    #[error(transparent)]
    Session(#[from] ReadError),
}

impl Watch {
    /// The next message; none when the page may not be told anything any more.
    async fn next(&mut self) -> Option<News> {
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            self.seconds.tick().await;
            match self.look().await {
                Ok(messages) => self.waiting.extend(messages),
                Err(Fault::Use(Error::Forbidden | Error::NotFound)) => return None,
                // The next time the database may be back; the page has missed nothing then.
                Err(error) => tracing::warn!(%error, "what is new could not be read"),
            }
        }
    }

    /// What there is to say now.
    async fn look(&mut self) -> Result<Vec<News>, Fault> {
        let now = self.presence.site.now();
        // Each time: whoever is signed out or loses a part is told nothing more.
        self.onlooker.look_again(&self.presence.site).await?;
        if matches!(self.onlooker.actor, Actor::Anonymous) {
            return Ok(vec![News { revision: self.revision, signed_in_for: Some(0), ..News::default() }]);
        }
        self.presence.actor = self.onlooker.actor.clone();
        if now - self.presence.seen_at >= BEAT {
            self.presence.seen(now).await?;
        }
        let Presence { site, actor, key, section, .. } = &self.presence;
        let news = respond::news(&site.store, actor, key, section, self.revision, now).await?;
        self.revision = news.revision;
        let done = news.mark.map(|mark| match mark {
            Mark::Done((by, at)) => marked_as_done(&by, at),
            Mark::Open => String::new(),
        });
        let end = changed(&mut self.said.signed_in_until, self.onlooker.end);
        let mut messages: Vec<News> = news.saves.into_iter().map(save).collect();
        let nothing = News { revision: self.revision, ..News::default() };
        let else_new = News {
            here: changed(&mut self.said.here, Some(news.here)),
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
    let news = known.filter(|known| said.as_ref() != Some(known))?;
    *said = Some(news.clone());
    Some(news)
}

fn save(save: SaveNews) -> News {
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
    News { revision: save.revision, save_id: save.save_id, answers: theirs.collect(), ..News::default() }
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
    async fn seen(&mut self, now: OffsetDateTime) -> Result<(), Error> {
        respond::seen(&self.site.store, &self.actor, &self.key, &self.section, now).await?;
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
            if let Err(error) = respond::gone(&store, &actor, &key, &section, seen_at).await {
                tracing::debug!(%error, "who has gone is still shown for a while");
            }
        });
    }
}
