//! One response, seen by those who follow the round up: how far it has come, what was sent in, what happened. What is not
//! sent in is the organisation's own: of it there are counts only.

use super::{
    check,
    recipients::{ResponseRow, recipients},
};
use crate::{
    Actor, Error, ResponseKey, Store,
    correction_requests::{self, CorrectionRequest},
    queries::{self, Query},
    respond::{
        CopyHead, Event, HeadRow, May, ProposedSignatory, ResponseHead, SectionState, Snapshot, copy_heads,
        of_response, proposed,
    },
};
use survey::{definition::Section, evaluation::Count};
use time::OffsetDateTime;

/// How many events are shown.
const EVENTS: usize = 50;

/// One response.
#[derive(Debug, Clone)]
pub struct ResponseDetail {
    /// What it is and where it stands.
    pub head: ResponseHead,
    /// It in the list.
    pub row: ResponseRow,
    /// How far its sections have come.
    pub sections: Vec<SectionProgress>,
    /// The frozen copies, newest first.
    pub copies: Vec<CopyHead>,
    /// What happened, newest first; saves are not among it.
    pub events: Vec<Event>,
    /// What the organisation has asked to correct after sending in.
    pub correction: Option<CorrectionRequest>,
    /// What reviewers have asked, oldest first.
    pub queries: Vec<Query>,
    /// The organisation's signatories whom nobody has confirmed.
    pub proposed_signatories: Vec<ProposedSignatory>,
    /// What the actor may do.
    pub may: May,
}

/// How far a section has come, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionProgress {
    /// Its name in addresses.
    pub name: String,
    /// "C".
    pub letter: String,
    /// Its title.
    pub title: String,
    /// Fields that are answered.
    pub answered: u32,
    /// Fields that are asked.
    pub asked: u32,
    /// Required fields without value or reason.
    pub unanswered: u32,
    /// How far it has come.
    pub state: SectionState,
}

/// One response, for those who follow the round up.
pub async fn response(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<ResponseDetail, Error> {
    check(actor, &key.survey)?;
    let head = HeadRow::read(store, key).await?;
    let row = recipients(store, &key.round(), Some(&key.organisation)).await?.into_iter().next();
    let snapshot = Snapshot::read(store, &head, now).await?;
    let sections = &snapshot.evaluation.form().questionnaire().sections;
    let progress = snapshot.evaluation.progress();
    let status = head.status()?;
    let section = |(section, count): (&Section, &Count)| {
        let is_marked = snapshot.marks.contains_key(section.name.as_str());
        section_progress(section, count, SectionState::of(status, is_marked, count.answered))
    };
    Ok(ResponseDetail {
        head: head.head(now)?,
        row: row.ok_or(Error::NotFound)?.response,
        sections: sections.iter().zip(&progress.sections).map(section).collect(),
        copies: copy_heads(store.read(), head.id).await?,
        events: of_response(store.read(), head.id, false, EVENTS).await?,
        correction: correction_requests::current(store.read(), &head).await?,
        queries: queries::of_response(store.read(), snapshot.evaluation.form(), head.id).await?,
        proposed_signatories: proposed(store.read(), actor, key).await?,
        may: head.may(actor, now),
    })
}

fn section_progress(section: &Section, count: &Count, state: SectionState) -> SectionProgress {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    SectionProgress {
        name: section.name.to_string(),
        letter: section.letter.clone(),
        title: section.title.clone(),
        answered: small(count.answered),
        asked: small(count.asked),
        unanswered: small(count.unanswered),
        state,
    }
}
