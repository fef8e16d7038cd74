//! Giving sections and questions to a colleague.

use super::{Assignment, AssignmentTarget, AssignmentTargetView};
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, Store,
    respond::{
        Colleague, InputFault, Member, ResponseHead, RoleChange,
        events::{AssignmentDetail, EventCode, record},
        open_response::OpenResponse,
    },
    text::clean,
};
use database::entities::{assignments, section_marks};
use database::stored::day_text;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use survey::stockholm::today;
use survey::{form::Form, value::excess};
use time::{Date, OffsetDateTime};

/// What is given to whom.
#[derive(Debug, Clone)]
pub struct NewAssignment {
    /// Of which response.
    pub key: ResponseKey,
    /// To whom; none where nobody was chosen.
    pub to: Option<Colleague>,
    /// What.
    pub targets: BTreeSet<AssignmentTarget>,
    /// What to say with it; may be empty.
    pub message: String,
    /// When it is due; none for the response's own due date.
    pub due: Option<Date>,
}

impl NewAssignment {
    /// What is wrong with it whatever the response.
    pub fn faults(&self, now: OffsetDateTime) -> Vec<InputFault> {
        faults(self, &clean(&self.message), None, now)
    }
}

/// What a letter about handing out says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentNotice {
    /// Who gets it.
    pub to: Member,
    /// Who did it.
    pub by: String,
    /// The address of whoever did it.
    pub by_email: String,
    /// The response.
    pub head: ResponseHead,
    /// What it is about, in the order of the questionnaire.
    pub targets: Vec<AssignmentTargetView>,
    /// The message.
    pub message: Option<String>,
    /// When it is due: the earliest, where there are several.
    pub due: Date,
    /// What became of their part in the organisation by it.
    pub role_change: Option<RoleChange>,
}

/// The parts that may hold what is handed out, the one that an invited colleague gets first.
const ASSIGNABLE_ROLES: [OrganisationRole; 2] = [OrganisationRole::Contributor, OrganisationRole::Coordinator];

/// Gives sections and questions to a colleague, who is invited if need be. What the colleague holds already gets the new
/// message and due date, and is to be done anew.
pub async fn assign(
    store: &Store,
    actor: &Actor,
    assign: NewAssignment,
    now: OffsetDateTime,
) -> Result<AssignmentNotice, Error> {
    if !actor.may_coordinate(&assign.key.organisation) {
        return Err(Error::Forbidden);
    }
    let key = assign.key.clone();
    OpenResponse::change(store, actor, &key, now, move |transaction, response| {
        Box::pin(async move {
            let OpenResponse { row, actor, cache } = &response;
            let head = row.head(now)?;
            let form = cache.forms.form(transaction, &row.questionnaire).await?;
            let message = clean(&assign.message);
            let faults = faults(&assign, &message, row.last_day(now)?, now);
            let (Some(to), true) = (&assign.to, faults.is_empty()) else { return Err(Error::Faults(faults)) };
            let targets = in_questionnaire_order(&form, &assign.targets)?;
            let (to, role_change) = to.invite(transaction, &row.organisation, &ASSIGNABLE_ROLES, actor, now).await?;
            let message = Some(message).filter(|message| !message.is_empty());

            let assignment = Assignment::of_response(transaction, row.id).await?;
            let mut assigned = Vec::new();
            for view in &targets {
                match Assignment::current_of(&assignment, Some(to.id))
                    .find(|assignment| assignment.target == view.target)
                {
                    Some(assignment) => renew(transaction, assignment.id, message.as_ref(), assign.due).await?,
                    None => {
                        let target = view.target.clone();
                        let row = new(row.id, to.id, target.clone(), message.clone(), assign.due, actor, now);
                        assignments::Entity::insert(row).exec_without_returning(transaction).await?;
                        assigned.push(target);
                    }
                }
            }
            // What somebody is to do is not done, whatever was said of its section before.
            section_marks::Entity::delete_many()
                .filter(section_marks::Column::ResponseId.eq(row.id))
                .filter(section_marks::Column::Section.is_in(targets.iter().map(|view| &view.target.section)))
                .exec(transaction)
                .await?;
            response.count_change(transaction).await?;
            if !assigned.is_empty() {
                let detail = serde_json::to_string(&AssignmentDetail { to: to.name.clone(), targets: assigned })?;
                record(transaction, row.id, actor.person_id(), EventCode::Assigned, Some(detail), now).await?;
            }
            let (by, by_email) = (actor.name(), actor.email());
            Ok(AssignmentNotice {
                to,
                by,
                by_email,
                due: assign.due.unwrap_or(head.due),
                head,
                targets,
                message,
                role_change,
            })
        })
    })
    .await
}

fn faults(assign: &NewAssignment, message: &str, last_day: Option<Date>, now: OffsetDateTime) -> Vec<InputFault> {
    let mut faults = assign.to.as_ref().map_or_else(|| vec![InputFault::Nobody], Colleague::faults);
    if assign.targets.is_empty() {
        faults.push(InputFault::Nothing);
    }
    match assign.due {
        Some(due) if due < today(now) => faults.push(InputFault::DuePassed),
        Some(due) => faults.extend(last_day.filter(|last| due > *last).map(InputFault::DueTooLate)),
        None => {}
    }
    if excess(message).is_some() {
        faults.push(InputFault::Message);
    }
    faults
}

/// The portions in the order of the questionnaire, without questions of sections that are there as a whole.
fn in_questionnaire_order(
    form: &Form,
    targets: &BTreeSet<AssignmentTarget>,
) -> Result<Vec<AssignmentTargetView>, Error> {
    let is_whole = |target: &AssignmentTarget| {
        let whole = AssignmentTarget { section: target.section.clone(), question: None };
        target.question.is_some() && targets.contains(&whole)
    };
    let views = targets.iter().filter(|target| !is_whole(target));
    let mut views: Vec<AssignmentTargetView> =
        views.map(|target| target.view(form).ok_or(Error::NotFound)).collect::<Result<_, _>>()?;
    let sections = &form.questionnaire().sections;
    views.sort_by_key(|view| {
        let place = sections.iter().position(|section| section.name.as_str() == view.target.section);
        let first = view.target.question.as_ref().and_then(|name| form.fields_of_question(name).next());
        (place, first.map(|field| field.question))
    });
    Ok(views)
}

fn new(
    response: i64,
    person: i64,
    target: AssignmentTarget,
    message: Option<String>,
    due: Option<Date>,
    actor: &Actor,
    now: OffsetDateTime,
) -> assignments::ActiveModel {
    assignments::ActiveModel {
        response_id: Set(response),
        person_id: Set(person),
        section: Set(target.section),
        question: Set(target.question),
        message: Set(message),
        due: Set(due.map(day_text)),
        assigned_by: Set(actor.person_id()),
        assigned_at: Set(now.unix_timestamp()),
        ..Default::default()
    }
}

async fn renew(
    connection: &impl ConnectionTrait,
    id: i64,
    message: Option<&String>,
    due: Option<Date>,
) -> Result<(), Error> {
    let row = assignments::ActiveModel {
        id: Set(id),
        message: Set(message.cloned()),
        due: Set(due.map(day_text)),
        finished_at: Set(None),
        ..Default::default()
    };
    row.update_without_returning(connection).await?;
    Ok(())
}
