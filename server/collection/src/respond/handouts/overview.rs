//! What the coordinator sees: who has what, and how far it has come.

use super::{Handed, PortionView, remind::BETWEEN_REMINDERS};
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, Store,
    respond::{May, Member, Picture, ResponseHead, Signed, colleagues::members, head::HeadRow},
};
use database::entities::handouts;
use database::stored::moment;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, HashMap};
use survey::stockholm::today;
use survey::{form::Form, format::collation_key};
use time::{Date, OffsetDateTime};

/// Who has what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handouts {
    /// The response.
    pub head: ResponseHead,
    /// Those who have something, by name; last those who have left, who have no part any more.
    pub given: Vec<GivenTo>,
    /// Those who can be given something.
    pub people: Vec<Member>,
    /// Those who were invited, and can be removed.
    pub invited: Vec<Member>,
    /// What can be given.
    pub sections: Vec<SectionOutline>,
    /// What the actor may do.
    pub may: May,
}

/// A person with what they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenTo {
    /// The person.
    pub person: Member,
    /// What, in the order of the questionnaire.
    pub handouts: Vec<Handout>,
    /// When they were last reminded.
    pub reminded_at: Option<OffsetDateTime>,
    /// Whether they can be reminded now: something is left, and they were not within the last day.
    pub may_be_reminded: bool,
}

/// A section or a question that somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// The number to take it back by.
    pub id: i64,
    /// What it is.
    pub what: PortionView,
    /// When it is due.
    pub due: Date,
    /// It is due and not done.
    pub overdue: bool,
    /// What was said with it.
    pub message: Option<String>,
    /// When it was given.
    pub given_at: OffsetDateTime,
    /// When the person first opened it.
    pub opened_at: Option<OffsetDateTime>,
    /// When the person first saved an answer in it.
    pub begun_at: Option<OffsetDateTime>,
    /// When it was done.
    pub finished_at: Option<OffsetDateTime>,
}

/// A section with its questions, to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionOutline {
    /// Its name.
    pub name: String,
    /// Its letter.
    pub letter: String,
    /// Its title.
    pub title: String,
    /// The roles that usually know its answers.
    pub roles: Vec<String>,
    /// Its questions.
    pub questions: Vec<QuestionOutline>,
    /// Who has it, or some of it, now.
    pub holders: Vec<String>,
}

/// A question, to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionOutline {
    /// Its name.
    pub name: String,
    /// "C4".
    pub number: String,
    /// Its words.
    pub label: String,
    /// The roles that usually know its answer.
    pub roles: Vec<String>,
}

/// Who has what of a response, for its coordinators.
pub async fn handouts(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<Handouts, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let picture = Picture::read(store, &row, now).await?;
    let stored: HashMap<i64, handouts::Model> = handouts::Entity::find()
        .filter(handouts::Column::ResponseId.eq(row.id))
        .all(store.read())
        .await?
        .into_iter()
        .map(|handout| (handout.id, handout))
        .collect();
    let (head, form) = (row.head(now)?, picture.evaluation.form());
    let members = members(store.read(), &row.organisation).await?;
    let left = gone(&members, &picture.handed);
    let holding = members.iter().chain(&left);
    let given = holding.filter_map(|person| given_to(person, &picture, &stored, &head, now)).collect();
    let holders = [OrganisationRole::Contributor, OrganisationRole::Coordinator];
    Ok(Handouts {
        given,
        invited: members.iter().filter(|member| member.invited.is_some()).cloned().collect(),
        people: members.into_iter().filter(|member| member.is_one_of(&holders)).collect(),
        sections: outline(form, &picture.handed),
        may: picture.may(&row, actor, now),
        head,
    })
}

/// Those who have left the organisation with something in hand, which is to be taken back.
fn gone(members: &[Member], handed: &[Handed]) -> Vec<Member> {
    let is_gone = |held: &&Handed| !held.taken_back && members.iter().all(|member| member.id != held.person);
    let nobody = |held: &Handed| (held.person, held.name.clone());
    let gone: BTreeMap<i64, String> = handed.iter().filter(is_gone).map(nobody).collect();
    gone.into_iter()
        .map(|(id, name)| Member { id, name, email: String::new(), roles: Vec::new(), invited: None })
        .collect()
}

/// When a portion was done: a question by its own word, and everything by the section's mark.
pub(crate) fn finished(held: &Handed, marks: &BTreeMap<String, Signed>) -> Option<OffsetDateTime> {
    held.finished_at.or_else(|| marks.get(&held.portion.section).map(|(_, at)| *at))
}

pub(super) fn is_finished(held: &Handed, marks: &BTreeMap<String, Signed>) -> bool {
    finished(held, marks).is_some()
}

fn given_to(
    person: &Member,
    picture: &Picture,
    stored: &HashMap<i64, handouts::Model>,
    head: &ResponseHead,
    now: OffsetDateTime,
) -> Option<GivenTo> {
    let own = || picture.handed.iter().filter(|held| held.person == person.id);
    let form = picture.evaluation.form();
    let handouts: Vec<Handout> = own()
        .filter(|held| !held.taken_back)
        .filter_map(|held| {
            let (row, due) = (stored.get(&held.id)?, held.due.unwrap_or(head.due));
            let finished_at = finished(held, &picture.marks);
            Some(Handout {
                id: held.id,
                what: held.portion.view(form)?,
                due,
                overdue: finished_at.is_none() && due < today(now),
                message: row.message.clone(),
                given_at: moment(row.given_at),
                opened_at: row.opened_at.map(moment),
                begun_at: held.begun_at,
                finished_at,
            })
        })
        .collect();
    let reminded_at = own().filter_map(|held| stored.get(&held.id)?.reminded_at).max().map(moment);
    let is_left = handouts.iter().any(|handout| handout.finished_at.is_none());
    let may_be_reminded =
        is_left && !person.roles.is_empty() && reminded_at.is_none_or(|at| at <= now - BETWEEN_REMINDERS);
    (!handouts.is_empty()).then(|| GivenTo { person: person.clone(), handouts, reminded_at, may_be_reminded })
}

fn outline(form: &Form, handed: &[Handed]) -> Vec<SectionOutline> {
    let sections = form.questionnaire().sections.iter().enumerate();
    sections
        .map(|(place, section)| {
            let name = section.name.as_str();
            let fields = form.fields_of_section(place);
            let mut questions: Vec<QuestionOutline> = fields
                .filter_map(|field| {
                    let question = form.question_of(field)?;
                    Some(QuestionOutline {
                        name: question.name.to_string(),
                        number: field.number.clone(),
                        label: question.label.clone(),
                        roles: question.roles.clone(),
                    })
                })
                .collect();
            questions.dedup();
            let mut holders: Vec<String> = handed
                .iter()
                .filter(|held| !held.taken_back && held.portion.section == name)
                .map(|held| held.name.clone())
                .collect();
            holders.sort_by_cached_key(|name| collation_key(name));
            holders.dedup();
            SectionOutline {
                name: name.to_owned(),
                letter: section.letter.clone(),
                title: section.title.clone(),
                roles: section.roles(),
                questions,
                holders,
            }
        })
        .collect()
}
