//! The people of an organisation, and inviting more of them.

use super::fault::Fault;
use crate::{
    Actor, Error, OrganisationRole,
    entities::{memberships, persons},
    text::{email_address, one_line},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement,
    sea_query::OnConflict,
};
use survey::format::collation_key;
use validator::ValidateEmail;

/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 200;

/// Somebody to give something to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Colleague {
    /// One of the organisation's people.
    Known(i64),
    /// Somebody to invite.
    New {
        /// What to call them.
        name: String,
        /// Their address.
        email: String,
    },
}

/// A person as their organisation knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The number of the person.
    pub id: i64,
    /// The name that the organisation knows.
    pub name: String,
    /// The address.
    pub email: String,
    /// Their parts, the one that may most first.
    pub roles: Vec<OrganisationRole>,
}

impl Member {
    /// Whether the person has one of these parts.
    pub fn is_one_of(&self, roles: &[OrganisationRole]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

#[derive(FromQueryResult)]
struct MemberRow {
    id: i64,
    name: String,
    email: String,
    role: String,
}

/// The name of the person `p` of a query as an organisation knows it: the one they were invited by, if they were.
pub(super) fn name_known_in(organisation: &str) -> String {
    format!(
        "COALESCE((SELECT MIN(i.invited_as) FROM memberships i WHERE i.person_id = p.id \
         AND i.organisation = {organisation}), p.name)"
    )
}

/// The people of an organisation, by name.
pub(super) async fn members(connection: &impl ConnectionTrait, organisation: &str) -> Result<Vec<Member>, Error> {
    let sql = format!(
        "SELECT p.id, {} AS name, p.email, m.role FROM memberships m JOIN persons p ON p.id = m.person_id \
         WHERE m.organisation = $1 ORDER BY p.id",
        name_known_in("m.organisation")
    );
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [organisation.into()]);
    let mut members: Vec<Member> = Vec::new();
    for row in MemberRow::find_by_statement(statement).all(connection).await? {
        let role = OrganisationRole::from_code(&row.role);
        let role = role.ok_or_else(|| Error::stored(format!("role `{}`", row.role)))?;
        match members.last_mut().filter(|last| last.id == row.id) {
            Some(member) => member.roles.push(role),
            None => members.push(Member { id: row.id, name: row.name, email: row.email, roles: vec![role] }),
        }
    }
    members.iter_mut().for_each(|member| member.roles.sort_unstable());
    members.sort_by_cached_key(|member| collation_key(&member.name));
    Ok(members)
}

impl Colleague {
    /// What is wrong with what was written about somebody new.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let Self::New { name, email } = self else { return Vec::new() };
        let name = one_line(name);
        let is_named = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
        let mut faults = Vec::new();
        faults.extend((!is_named).then_some(Fault::Name));
        faults.extend((!email_address(email).validate_email()).then_some(Fault::Email));
        faults
    }

    /// Whether it is the actor.
    pub(super) fn is(&self, actor: &Actor) -> bool {
        actor.person().is_some_and(|person| match self {
            Self::Known(id) => person.id == *id,
            Self::New { email, .. } => person.email == email_address(email),
        })
    }

    /// The person, with one of these parts in the organisation: invited with the first of them, if need be.
    ///
    /// What it answers is the same whether the address is known elsewhere or not.
    pub(super) async fn invite(
        &self,
        connection: &impl ConnectionTrait,
        organisation: &str,
        roles: &[OrganisationRole],
    ) -> Result<Member, Error> {
        let before = members(connection, organisation).await?;
        let known = |id: i64| before.iter().find(|member| member.id == id).cloned();
        let member = match self {
            Self::Known(id) => known(*id).ok_or(Error::NotFound)?,
            Self::New { name, email } => {
                let (name, email) = (one_line(name), email_address(email));
                let id = person_with(connection, &name, &email).await?;
                known(id).unwrap_or(Member { id, name, email, roles: Vec::new() })
            }
        };
        if let (false, Some(role)) = (member.is_one_of(roles), roles.first()) {
            let membership = memberships::ActiveModel {
                person_id: Set(member.id),
                organisation: Set(organisation.to_owned()),
                role: Set(role.code().to_owned()),
                // The name that the organisation knows, and the note that the part came with an invitation.
                invited_as: Set(Some(member.name.clone())),
            };
            memberships::Entity::insert(membership).exec_without_returning(connection).await?;
        }
        Ok(member)
    }
}

/// The number of the person with this address, who is made if there is none.
async fn person_with(connection: &impl ConnectionTrait, name: &str, email: &str) -> Result<i64, Error> {
    let person = persons::ActiveModel {
        email: Set(email.to_owned()),
        name: Set(name.to_owned()),
        administrator: Set(false),
        ..Default::default()
    };
    let known = OnConflict::column(persons::Column::Email).do_nothing().to_owned();
    persons::Entity::insert(person).on_conflict(known).exec_without_returning(connection).await?;
    let found = persons::Entity::find().filter(persons::Column::Email.eq(email)).one(connection).await?;
    found.map(|person| person.id).ok_or(Error::NotFound)
}
