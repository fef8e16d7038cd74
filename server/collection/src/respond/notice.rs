//! Who is told by letter what happened to a response.

use super::{ResponseHead, head::HeadRow};
use crate::{Actor, Error, OrganisationRole, ResponseKey, Store, queries::people_of};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use time::OffsetDateTime;

/// What a letter about a response says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseNotice {
    /// The response.
    pub head: ResponseHead,
    /// Who did it; empty for the command line.
    pub by: String,
    /// What was said with it; empty where nothing was.
    pub text: String,
    /// Name and address of those who are told.
    pub to: Vec<(String, String)>,
}

/// A survey's owner, as the organisations that answer it know them.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct SurveyOwner {
    /// "Anna Berg".
    pub name: String,
    /// The address.
    pub email: String,
}

impl ResponseNotice {
    /// What the organisation's coordinators are told of something that the survey's side has done.
    pub(crate) async fn to_coordinators(
        store: &Store,
        actor: &Actor,
        key: &ResponseKey,
        text: String,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let head = HeadRow::read(store, key).await?.head(now)?;
        let to = people_of(store.read(), &key.organisation, OrganisationRole::Coordinator).await?;
        Ok(Self { head, by: actor.name(), text, to })
    }

    /// What the survey's owners are told of something that the organisation has done.
    pub(crate) async fn to_owners(
        store: &Store,
        actor: &Actor,
        key: &ResponseKey,
        text: String,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let head = HeadRow::read(store, key).await?.head(now)?;
        let owners = survey_owners(store.read(), &key.survey).await?;
        let to = owners.into_iter().map(|owner| (owner.name, owner.email)).collect();
        Ok(Self { head, by: actor.name(), text, to })
    }
}

/// The owners of a survey, by address.
pub(crate) async fn survey_owners(connection: &impl ConnectionTrait, survey: &str) -> Result<Vec<SurveyOwner>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT p.name, p.email FROM commissions c JOIN persons p ON p.id = c.person_id \
         WHERE c.survey = $1 AND c.role = 'owner' ORDER BY p.email",
        [survey.into()],
    );
    Ok(SurveyOwner::find_by_statement(statement).all(connection).await?)
}

/// What comes with a receipt by letter: to the response's coordinators, and to whoever sent it in.
pub(super) async fn receipt_notice(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<ResponseNotice, Error> {
    let mut to = people_of(connection, &head.organisation, OrganisationRole::Coordinator).await?;
    if let Some(person) = actor.person()
        && to.iter().all(|(_, email)| *email != person.email)
    {
        to.push((person.name.clone(), person.email.clone()));
    }
    Ok(ResponseNotice { head: head.head(now)?, by: actor.name(), text: String::new(), to })
}
