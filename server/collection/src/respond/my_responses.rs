//! The responses that a person has a part in, and where their work waits.

use super::{
    assignments::{AccessScope, Assignment},
    head::HeadRow,
    snapshot::marks,
};
use crate::{
    Actor, Error, ResponseKey, Store,
    queries::{OpenQuery, Turn, open_of_responses},
    respond::ResponseHead,
    rounds::RoundState,
};
use survey::status::Status;
use time::OffsetDateTime;

/// A response in the list of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyResponse {
    /// Which response.
    pub key: ResponseKey,
    /// What it is and where it stands.
    pub head: ResponseHead,
    /// Fields that are answered.
    pub answered: u32,
    /// Fields that are asked.
    pub asked: u32,
    /// What the person has in hand, where the rest of the response is others'.
    pub assigned_sections: Option<Vec<MySection>>,
    /// It waits for the person's signature.
    pub waits_for_signature: bool,
    /// What reviewers have asked and not closed, oldest first.
    pub queries: Vec<OpenQuery>,
}

impl MyResponse {
    /// Where it stands in the list.
    pub fn list_group(&self) -> ResponseListGroup {
        match self.head.round {
            _ if self.head.takes_answers() || self.asked().next().is_some() => ResponseListGroup::ToAnswer,
            RoundState::Planned => ResponseListGroup::Planned,
            RoundState::Open => ResponseListGroup::Done,
            RoundState::Closed => ResponseListGroup::Earlier,
        }
    }

    /// The queries that wait for the organisation's answer.
    pub fn asked(&self) -> impl Iterator<Item = &OpenQuery> {
        self.queries.iter().filter(|query| query.turn == Turn::Organisation)
    }
}

/// Where a response stands in the list of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseListGroup {
    /// It takes answers, or a reviewer waits for one.
    ToAnswer,
    /// Its round is open, and it is sent in or declined.
    Done,
    /// Its round has not opened yet.
    Planned,
    /// Its round is closed.
    Earlier,
}

/// A section that is handed to a person, or in which questions are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MySection {
    /// Its name.
    pub name: String,
    /// Its letter.
    pub letter: String,
    /// Its title.
    pub title: String,
    /// It, or the person's questions in it, is done.
    pub done: bool,
}

/// Where a person's work waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextTask {
    /// In a section.
    Section(ResponseKey, String),
    /// At the signature.
    Signature(ResponseKey),
}

/// Every response of the organisations that the person belongs to, newest round first. Of an organisation whose responses
/// the person may not read, only those in which something is theirs.
pub async fn my_responses(store: &Store, actor: &Actor, now: OffsetDateTime) -> Result<Vec<MyResponse>, Error> {
    if matches!(actor, Actor::Anonymous) {
        return Err(Error::Forbidden);
    }
    let memberships = actor.person().map(|person| person.memberships.as_slice()).unwrap_or_default();
    let mut organisations: Vec<String> = memberships.iter().map(|part| part.organisation.clone()).collect();
    organisations.sort_unstable();
    organisations.dedup();
    if organisations.is_empty() {
        return Ok(Vec::new());
    }
    let rows = HeadRow::of_organisations(store.read(), &organisations).await?;
    let mut queries = open_of_responses(store.read(), rows.iter().map(|row| row.id)).await?;
    let mut responses = Vec::new();
    for row in rows {
        let head = row.head(now)?;
        if !actor.may_read_whole(&row.organisation) {
            let assignments = Assignment::of_response(store.read(), row.id).await?;
            let read_scope = AccessScope::to_read(actor, &row.organisation, &assignments);
            if read_scope.is_empty() {
                continue;
            }
            // What is asked about is told where it can be read, in the hub.
            queries.remove(&row.id);
        }
        responses.push(MyResponse {
            key: row.key(),
            answered: count(row.answered),
            asked: count(row.asked),
            assigned_sections: if row.check_edit(actor, now).is_ok() {
                assigned_sections(store, actor, &row).await?
            } else {
                None
            },
            waits_for_signature: actor.may_sign(&row.organisation)
                && head.status == Status::Ready
                && row.may(actor, now).submit,
            queries: queries.remove(&row.id).unwrap_or_default(),
            head,
        });
    }
    Ok(responses)
}

/// What the actor has in hand of a response that they may not change as a whole, in the order of the questionnaire.
async fn assigned_sections(store: &Store, actor: &Actor, row: &HeadRow) -> Result<Option<Vec<MySection>>, Error> {
    let assignments = Assignment::of_response(store.read(), row.id).await?;
    let edit_scope = AccessScope::to_edit(actor, &row.organisation, &assignments);
    if edit_scope == AccessScope::Whole {
        return Ok(None);
    }
    let form = store.cache().forms.form(store.read(), &row.questionnaire).await?;
    let marks = marks(store.read(), row.id).await?;
    let own_are_done = |section: &str| {
        let mut own = Assignment::current_of(&assignments, actor.person_id())
            .filter(|assignment| assignment.target.section == section);
        own.all(|assignment| assignment.finished_at.is_some())
    };
    let sections =
        form.questionnaire().sections.iter().filter(|section| edit_scope.includes_part_of(section.name.as_str()));
    let sections = sections.map(|section| {
        let name = section.name.as_str();
        MySection {
            name: name.to_owned(),
            letter: section.letter.clone(),
            title: section.title.clone(),
            done: marks.contains_key(name) || own_are_done(name),
        }
    });
    Ok(Some(sections.collect()))
}

/// Where a person's work waits, where it is one place: the signature that is waited for, or the first section that is not
/// done of the one response of which they have something in hand. Where a reviewer waits for an answer there is more to
/// choose from.
pub fn next_task(responses: &[MyResponse]) -> Option<NextTask> {
    if responses.iter().any(|response| response.asked().next().is_some()) {
        return None;
    }
    let takes_answers = |response: &&MyResponse| response.head.takes_answers();
    let [response] = responses.iter().filter(takes_answers).collect::<Vec<_>>()[..] else { return None };
    if response.waits_for_signature {
        return Some(NextTask::Signature(response.key.clone()));
    }
    let assigned_sections = response.assigned_sections.as_ref()?;
    let first = assigned_sections.iter().find(|section| !section.done).or_else(|| assigned_sections.first())?;
    Some(NextTask::Section(response.key.clone(), first.name.clone()))
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
