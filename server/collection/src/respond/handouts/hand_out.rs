//! Giving sections and questions to a colleague.

use super::{Handed, Portion, PortionView};
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, Store,
    respond::{
        Colleague, Fault, Member, ResponseHead, RoleChange,
        events::{HandedTo, Kind, record},
        open_response::OpenResponse,
    },
    text::clean,
};
use database::entities::{handouts, section_marks};
use database::stored::day_text;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use survey::stockholm::today;
use survey::{form::Form, value::excess};
use time::{Date, OffsetDateTime};

/// What is given to whom.
#[derive(Debug, Clone)]
pub struct HandOut {
    /// Of which response.
    pub key: ResponseKey,
    /// To whom; none where nobody was chosen.
    pub to: Option<Colleague>,
    /// What.
    pub portions: BTreeSet<Portion>,
    /// What to say with it; may be empty.
    pub message: String,
    /// When it is due; none for the response's own due date.
    pub due: Option<Date>,
}

impl HandOut {
    /// What is wrong with it whatever the response.
    pub fn faults(&self, now: OffsetDateTime) -> Vec<Fault> {
        faults(self, &clean(&self.message), None, now)
    }
}

/// What a letter about handing out says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoutNotice {
    /// Who gets it.
    pub to: Member,
    /// Who did it.
    pub by: String,
    /// The address of whoever did it.
    pub by_email: String,
    /// The response.
    pub head: ResponseHead,
    /// What it is about, in the order of the questionnaire.
    pub portions: Vec<PortionView>,
    /// The message.
    pub message: Option<String>,
    /// When it is due: the earliest, where there are several.
    pub due: Date,
    /// What became of their part in the organisation by it.
    pub role_change: Option<RoleChange>,
}

/// The parts that may hold what is handed out, the one that an invited colleague gets first.
const HOLDERS: [OrganisationRole; 2] = [OrganisationRole::Contributor, OrganisationRole::Coordinator];

/// Gives sections and questions to a colleague, who is invited if need be. What the colleague holds already gets the new
/// message and due date, and is to be done anew.
pub async fn hand_out(
    store: &Store,
    actor: &Actor,
    hand_out: HandOut,
    now: OffsetDateTime,
) -> Result<HandoutNotice, Error> {
    if !actor.may_coordinate(&hand_out.key.organisation) {
        return Err(Error::Forbidden);
    }
    let key = hand_out.key.clone();
    OpenResponse::change(store, actor, &key, now, move |transaction, response| {
        Box::pin(async move {
            let OpenResponse { row, actor, kept } = &response;
            let head = row.head(now)?;
            let form = kept.forms.form(transaction, &row.questionnaire).await?;
            let message = clean(&hand_out.message);
            let faults = faults(&hand_out, &message, row.last_day(now)?, now);
            let (Some(to), true) = (&hand_out.to, faults.is_empty()) else { return Err(Error::Faults(faults)) };
            let portions = in_order(&form, &hand_out.portions)?;
            let (to, role_change) = to.invite(transaction, &row.organisation, &HOLDERS, actor, now).await?;
            let message = Some(message).filter(|message| !message.is_empty());

            let held = Handed::of_response(transaction, row.id).await?;
            let mut given = Vec::new();
            for view in &portions {
                match Handed::current_of(&held, Some(to.id)).find(|held| held.portion == view.portion) {
                    Some(held) => renew(transaction, held.id, message.as_ref(), hand_out.due).await?,
                    None => {
                        let portion = view.portion.clone();
                        let row = new(row.id, to.id, portion.clone(), message.clone(), hand_out.due, actor, now);
                        handouts::Entity::insert(row).exec_without_returning(transaction).await?;
                        given.push(portion);
                    }
                }
            }
            // What somebody is to do is not done, whatever was said of its section before.
            section_marks::Entity::delete_many()
                .filter(section_marks::Column::ResponseId.eq(row.id))
                .filter(section_marks::Column::Section.is_in(portions.iter().map(|view| &view.portion.section)))
                .exec(transaction)
                .await?;
            response.count_change(transaction).await?;
            if !given.is_empty() {
                let detail = serde_json::to_string(&HandedTo { to: to.name.clone(), portions: given })?;
                record(transaction, row.id, actor.person_id(), Kind::HandedOut, Some(detail), now).await?;
            }
            let (by, by_email) = (actor.name(), actor.email());
            Ok(HandoutNotice {
                to,
                by,
                by_email,
                due: hand_out.due.unwrap_or(head.due),
                head,
                portions,
                message,
                role_change,
            })
        })
    })
    .await
}

fn faults(hand_out: &HandOut, message: &str, last_day: Option<Date>, now: OffsetDateTime) -> Vec<Fault> {
    let mut faults = hand_out.to.as_ref().map_or_else(|| vec![Fault::Nobody], Colleague::faults);
    if hand_out.portions.is_empty() {
        faults.push(Fault::Nothing);
    }
    match hand_out.due {
        Some(due) if due < today(now) => faults.push(Fault::DuePassed),
        Some(due) => faults.extend(last_day.filter(|last| due > *last).map(Fault::DueTooLate)),
        None => {}
    }
    if excess(message).is_some() {
        faults.push(Fault::Message);
    }
    faults
}

/// The portions in the order of the questionnaire, without questions of sections that are there as a whole.
fn in_order(form: &Form, portions: &BTreeSet<Portion>) -> Result<Vec<PortionView>, Error> {
    let is_whole = |portion: &Portion| {
        let whole = Portion { section: portion.section.clone(), question: None };
        portion.question.is_some() && portions.contains(&whole)
    };
    let views = portions.iter().filter(|portion| !is_whole(portion));
    let mut views: Vec<PortionView> =
        views.map(|portion| portion.view(form).ok_or(Error::NotFound)).collect::<Result<_, _>>()?;
    let sections = &form.questionnaire().sections;
    views.sort_by_key(|view| {
        let place = sections.iter().position(|section| section.name.as_str() == view.portion.section);
        let first = view.portion.question.as_ref().and_then(|name| form.fields_of_question(name).next());
        (place, first.map(|field| field.question))
    });
    Ok(views)
}

fn new(
    response: i64,
    person: i64,
    portion: Portion,
    message: Option<String>,
    due: Option<Date>,
    actor: &Actor,
    now: OffsetDateTime,
) -> handouts::ActiveModel {
    handouts::ActiveModel {
        response_id: Set(response),
        person_id: Set(person),
        section: Set(portion.section),
        question: Set(portion.question),
        message: Set(message),
        due: Set(due.map(day_text)),
        given_by: Set(actor.person_id()),
        given_at: Set(now.unix_timestamp()),
        ..Default::default()
    }
}

async fn renew(
    connection: &impl ConnectionTrait,
    id: i64,
    message: Option<&String>,
    due: Option<Date>,
) -> Result<(), Error> {
    let row = handouts::ActiveModel {
        id: Set(id),
        message: Set(message.cloned()),
        due: Set(due.map(day_text)),
        finished_at: Set(None),
        ..Default::default()
    };
    row.update_without_returning(connection).await?;
    Ok(())
}
