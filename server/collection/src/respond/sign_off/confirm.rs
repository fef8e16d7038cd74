//! Confirming a signatory whom a coordinator has proposed. Otherwise a coordinator could invite an address of their own, and
//! the signature would be no second pair of eyes.

use crate::{
    Actor, Error, OrganisationRole, ResponseKey, Store,
    respond::{colleagues::name_known_in, head::HeadRow},
};
use database::entities::{copies, memberships, responses};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    Statement,
};
use survey::format::collation_key;

/// A signatory whom nobody has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedSignatory {
    /// The number of the person.
    pub person: i64,
    /// The name that the organisation knows.
    pub name: String,
    /// The address.
    pub email: String,
    /// Who proposed them; empty for the command line.
    pub by: String,
    /// Whether the actor may confirm them.
    pub may_confirm: bool,
}

#[derive(FromQueryResult)]
struct ProposedSignatoryRow {
    person: i64,
    name: String,
    email: String,
    invited_by: Option<i64>,
    by: Option<String>,
}

/// The signatories of an organisation whom nobody has confirmed, by name.
pub(crate) async fn proposed(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    key: &ResponseKey,
) -> Result<Vec<ProposedSignatory>, Error> {
    let sql = format!(
        "SELECT p.id AS person, {} AS name, p.email, m.invited_by, b.name AS by FROM memberships m \
         JOIN persons p ON p.id = m.person_id LEFT JOIN persons b ON b.id = m.invited_by \
         WHERE m.organisation = $1 AND m.role = $2 AND m.unconfirmed",
        name_known_in("m.organisation")
    );
    let values = [key.organisation.as_str().into(), OrganisationRole::Signatory.code().into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let may_confirm = actor.may_confirm_signatories(&key.survey, &key.organisation);
    let mut proposed: Vec<ProposedSignatory> = ProposedSignatoryRow::find_by_statement(statement)
        .all(connection)
        .await?
        .into_iter()
        .map(|row| {
            let is_own = actor.person_id().is_some_and(|own| own == row.person || Some(own) == row.invited_by);
            let (by, may_confirm) = (row.by.unwrap_or_default(), may_confirm && !is_own);
            ProposedSignatory { person: row.person, name: row.name, email: row.email, by, may_confirm }
        })
        .collect();
    proposed.sort_by_cached_key(|signatory| collation_key(&signatory.name));
    Ok(proposed)
}

/// Confirms a signatory, for an owner of the survey, an administrator, or a signatory who is confirmed; never for the
/// signatory or for who proposed them. What they have signed before is confirmed with it.
pub async fn confirm_signatory(store: &Store, actor: &Actor, key: &ResponseKey, person: i64) -> Result<(), Error> {
    if !actor.may_confirm_signatories(&key.survey, &key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, key) = (actor.clone(), key.clone());
    store
        .write(move |transaction| {
            Box::pin(async move {
                // The organisation answers this survey, which is what its owner decides about.
                HeadRow::lock(transaction, &key).await?;
                let proposed = proposed(transaction, &actor, &key).await?;
                let signatory = proposed.iter().find(|signatory| signatory.person == person).ok_or(Error::NotFound)?;
                if !signatory.may_confirm {
                    return Err(Error::Forbidden);
                }
                memberships::Entity::update_many()
                    .set(memberships::ActiveModel { unconfirmed: Set(false), ..Default::default() })
                    .filter(memberships::Column::PersonId.eq(person))
                    .filter(memberships::Column::Organisation.eq(&key.organisation))
                    .filter(memberships::Column::Role.eq(OrganisationRole::Signatory.code()))
                    .exec(transaction)
                    .await?;
                let own = responses::Entity::find().select_only().column(responses::Column::Id);
                let own = own.filter(responses::Column::Organisation.eq(&key.organisation)).into_query();
                copies::Entity::update_many()
                    .set(copies::ActiveModel { unconfirmed: Set(false), ..Default::default() })
                    .filter(copies::Column::PersonId.eq(person))
                    .filter(copies::Column::Unconfirmed.eq(true))
                    .filter(copies::Column::ResponseId.in_subquery(own))
                    .exec(transaction)
                    .await?;
                Ok(())
            })
        })
        .await
}
