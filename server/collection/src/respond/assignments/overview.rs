//! What the coordinator sees: who has what, and how far it has come.

use super::{Assignment, AssignmentTargetView, remind::BETWEEN_REMINDERS};
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, Store,
    respond::{May, Member, PersonAndTime, ResponseHead, Snapshot, colleagues::members, head::HeadRow},
};
use database::entities::assignments;
use database::stored::moment;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, HashMap};
use survey::stockholm::today;
use survey::{form::Form, format::collation_key};
use time::{Date, OffsetDateTime};

/// Who has what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentOverview {
    /// The response.
    pub head: ResponseHead,
    /// Those who have something, by name; last those who have left, who have no part any more.
    pub assignees: Vec<Assignee>,
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
pub struct Assignee {
    /// The person.
    pub person: Member,
    /// What, in the order of the questionnaire.
    pub assignments: Vec<AssignmentView>,
    /// When they were last reminded.
    pub reminded_at: Option<OffsetDateTime>,
    /// Whether they can be reminded now: something is left, and they were not within the last day.
    pub may_be_reminded: bool,
}

/// A section or a question that somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentView {
    /// The number to take it back by.
    pub id: i64,
    /// What it is.
    pub what: AssignmentTargetView,
    /// When it is due.
    pub due: Date,
    /// It is due and not done.
    pub overdue: bool,
    /// What was said with it.
    pub message: Option<String>,
    /// When it was given.
    pub assigned_at: OffsetDateTime,
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
    pub assigned_to: Vec<String>,
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
pub async fn assignments(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<AssignmentOverview, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &row, now).await?;
    let stored: HashMap<i64, assignments::Model> = assignments::Entity::find()
        .filter(assignments::Column::ResponseId.eq(row.id))
        .all(store.read())
        .await?
        .into_iter()
        .map(|assignment| (assignment.id, assignment))
        .collect();
    let (head, form) = (row.head(now)?, snapshot.evaluation.form());
    let members = members(store.read(), &row.organisation).await?;
    let left = members_who_left(&members, &snapshot.assignments);
    let people_with_assignments = members.iter().chain(&left);
    let assignees =
        people_with_assignments.filter_map(|person| assignee(person, &snapshot, &stored, &head, now)).collect();
    let assigned_to = [OrganisationRole::Contributor, OrganisationRole::Coordinator];
    Ok(AssignmentOverview {
        assignees,
        invited: members.iter().filter(|member| member.invited.is_some()).cloned().collect(),
        people: members.into_iter().filter(|member| member.is_one_of(&assigned_to)).collect(),
        sections: outline(form, &snapshot.assignments),
        may: snapshot.may(&row, actor, now),
        head,
    })
}

/// Those who have left the organisation with something in hand, which is to be taken back.
fn members_who_left(members: &[Member], assignments: &[Assignment]) -> Vec<Member> {
    let is_gone = |assignment: &&Assignment| {
        !assignment.taken_back && members.iter().all(|member| member.id != assignment.person)
    };
    let nobody = |assignment: &Assignment| (assignment.person, assignment.name.clone());
    let members_who_left: BTreeMap<i64, String> = assignments.iter().filter(is_gone).map(nobody).collect();
    members_who_left
        .into_iter()
        .map(|(id, name)| Member { id, name, email: String::new(), roles: Vec::new(), invited: None })
        .collect()
}

/// When a portion was done: a question by its own word, and everything by the section's mark.
pub(crate) fn finished(assignment: &Assignment, marks: &BTreeMap<String, PersonAndTime>) -> Option<OffsetDateTime> {
    assignment.finished_at.or_else(|| marks.get(&assignment.target.section).map(|(_, at)| *at))
}

pub(super) fn is_finished(assignment: &Assignment, marks: &BTreeMap<String, PersonAndTime>) -> bool {
    finished(assignment, marks).is_some()
}

fn assignee(
    person: &Member,
    snapshot: &Snapshot,
    stored: &HashMap<i64, assignments::Model>,
    head: &ResponseHead,
    now: OffsetDateTime,
) -> Option<Assignee> {
    let own = || snapshot.assignments.iter().filter(|assignment| assignment.person == person.id);
    let form = snapshot.evaluation.form();
    let assignments: Vec<AssignmentView> = own()
        .filter(|assignment| !assignment.taken_back)
        .filter_map(|assignment| {
            let (row, due) = (stored.get(&assignment.id)?, assignment.due.unwrap_or(head.due));
            let finished_at = finished(assignment, &snapshot.marks);
            Some(AssignmentView {
                id: assignment.id,
                what: assignment.target.view(form)?,
                due,
                overdue: finished_at.is_none() && due < today(now),
                message: row.message.clone(),
                assigned_at: moment(row.assigned_at),
                opened_at: row.opened_at.map(moment),
                begun_at: assignment.begun_at,
                finished_at,
            })
        })
        .collect();
    let reminded_at = own().filter_map(|assignment| stored.get(&assignment.id)?.reminded_at).max().map(moment);
    let is_left = assignments.iter().any(|assignment| assignment.finished_at.is_none());
    let may_be_reminded =
        is_left && !person.roles.is_empty() && reminded_at.is_none_or(|at| at <= now - BETWEEN_REMINDERS);
    (!assignments.is_empty()).then(|| Assignee { person: person.clone(), assignments, reminded_at, may_be_reminded })
}

fn outline(form: &Form, assignments: &[Assignment]) -> Vec<SectionOutline> {
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
            let mut assigned_to: Vec<String> = assignments
                .iter()
                .filter(|assignment| !assignment.taken_back && assignment.target.section == name)
                .map(|assignment| assignment.name.clone())
                .collect();
            assigned_to.sort_by_cached_key(|name| collation_key(name));
            assigned_to.dedup();
            SectionOutline {
                name: name.to_owned(),
                letter: section.letter.clone(),
                title: section.title.clone(),
                roles: section.roles(),
                questions,
                assigned_to,
            }
        })
        .collect()
}
