//! The people of an organisation, and inviting more of them.

use super::{
    assignments::{Assignment, AssignmentTarget},
    events::{AssignmentDetail, EventCode, record},
    fault::InputFault,
    head::HeadRow,
};
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, Store,
    people::{INVITATION_LASTS, forget},
    sessions::end_all_of,
    text::{email_address, one_line},
};
use database::entities::{assignments, memberships, persons, responses};
use database::stored::moment;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait, FromQueryResult,
    PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, OnConflict},
};
use std::collections::BTreeSet;
use survey::format::collation_key;
use time::OffsetDateTime;
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
        /// Whether they may read the whole response, and not only what is assigned to them.
        reads_all: bool,
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
    /// How they were invited; none where no part of theirs came by an invitation.
    pub invited: Option<Invited>,
}

/// What became of a person's part in an organisation by something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChange {
    /// They were given it; whoever is invited has to accept it.
    Given(OrganisationRole),
    /// It is ended.
    Ended,
}

/// How a person was invited to an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invited {
    /// Until when the invitation can be accepted; none where it is.
    pub until: Option<OffsetDateTime>,
    /// Whether it lets them read the whole response.
    pub reads_all: bool,
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
    invited_as: Option<String>,
    invited_until: Option<i64>,
    reads_all: bool,
}

impl MemberRow {
    fn invited(&self) -> Option<Invited> {
        let until = self.invited_until.map(moment);
        self.invited_as.as_ref().map(|_| Invited { until, reads_all: self.reads_all })
    }
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
        "SELECT p.id, {} AS name, p.email, m.role, m.invited_as, m.invited_until, m.reads_all FROM memberships m JOIN persons p ON p.id = m.person_id \
         WHERE m.organisation = $1 ORDER BY p.id",
        name_known_in("m.organisation")
    );
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [organisation.into()]);
    let mut members: Vec<Member> = Vec::new();
    for row in MemberRow::find_by_statement(statement).all(connection).await? {
        let role = OrganisationRole::from_code(&row.role);
        let role = role.ok_or_else(|| Error::stored(format!("role `{}`", row.role)))?;
        match members.last_mut().filter(|last| last.id == row.id) {
            Some(member) => {
                member.roles.push(role);
                member.invited = member.invited.or(row.invited());
            }
            None => {
                let invited = row.invited();
                members.push(Member { id: row.id, name: row.name, email: row.email, roles: vec![role], invited });
            }
        }
    }
    members.iter_mut().for_each(|member| member.roles.sort_unstable());
    members.sort_by_cached_key(|member| collation_key(&member.name));
    Ok(members)
}

impl Colleague {
    /// What is wrong with what was written about somebody new.
    pub(super) fn faults(&self) -> Vec<InputFault> {
        let Self::New { name, email, .. } = self else { return Vec::new() };
        let name = one_line(name);
        let is_named = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
        let mut faults = Vec::new();
        faults.extend((!is_named).then_some(InputFault::Name));
        faults.extend((!email_address(email).validate_email()).then_some(InputFault::Email));
        faults
    }

    /// Whether it is the actor.
    pub(super) fn is(&self, actor: &Actor) -> bool {
        actor.person().is_some_and(|person| match self {
            Self::Known(id) => person.id == *id,
            Self::New { email, .. } => person.email == email_address(email),
        })
    }

    /// The person, with one of these parts in the organisation: invited with the first of them, if need be, and that is told
    /// beside. Whoever belongs to the organisation has the part at once; the others have to accept it.
    ///
    /// What it answers is the same whether the address is known elsewhere or not.
    pub(super) async fn invite(
        &self,
        connection: &impl ConnectionTrait,
        organisation: &str,
        roles: &[OrganisationRole],
        by: &Actor,
        now: OffsetDateTime,
    ) -> Result<(Member, Option<RoleChange>), Error> {
        let before = members(connection, organisation).await?;
        let known = |id: i64| before.iter().find(|member| member.id == id).cloned();
        let until = now + INVITATION_LASTS;
        let mut member = match self {
            Self::Known(id) => known(*id).ok_or(Error::NotFound)?,
            Self::New { name, email, reads_all } => {
                let (name, email) = (one_line(name), email_address(email));
                let id = person_with(connection, &name, &email).await?;
                let invited = Some(Invited { until: Some(until), reads_all: *reads_all });
                known(id).unwrap_or(Member { id, name, email, roles: Vec::new(), invited })
            }
        };
        let asked_to_accept = member.invited.and_then(|invited| invited.until).map(|_| until);
        if let (true, Some(invited)) = (asked_to_accept.is_some(), &mut member.invited) {
            // Invited once more, they have a month again.
            invited.until = asked_to_accept;
        }
        let given = roles.first().copied().filter(|_| !member.is_one_of(roles));
        if let Some(role) = given {
            let membership = memberships::ActiveModel {
                person_id: Set(member.id),
                organisation: Set(organisation.to_owned()),
                role: Set(role.code().to_owned()),
                // The name that the organisation knows, and the note that the part came with an invitation.
                invited_as: Set(Some(member.name.clone())),
                invited_until: Set(asked_to_accept.map(OffsetDateTime::unix_timestamp)),
                reads_all: Set(matches!(self, Self::New { reads_all: true, .. })),
                invited_by: Set(by.person_id()),
                // A signature is a second pair of eyes: who gives it is not for one person to say.
                unconfirmed: Set(role == OrganisationRole::Signatory),
            };
            memberships::Entity::insert(membership).exec_without_returning(connection).await?;
        }
        self.renew(connection, organisation, &member).await?;
        Ok((member, given.map(RoleChange::Given)))
    }

    /// Gives what is not accepted another month, and the reading of the whole response where this invitation says so.
    async fn renew(&self, connection: &impl ConnectionTrait, organisation: &str, member: &Member) -> Result<(), Error> {
        let invited = || {
            let parts = Condition::all().add(memberships::Column::PersonId.eq(member.id));
            let parts = parts.add(memberships::Column::Organisation.eq(organisation));
            parts.add(memberships::Column::InvitedAs.is_not_null())
        };
        if let Some(until) = member.invited.and_then(|invited| invited.until) {
            memberships::Entity::update_many()
                .col_expr(memberships::Column::InvitedUntil, Expr::value(until.unix_timestamp()))
                .filter(invited().add(memberships::Column::InvitedUntil.is_not_null()))
                .exec(connection)
                .await?;
        }
        if matches!(self, Self::New { reads_all: true, .. }) {
            memberships::Entity::update_many()
                .col_expr(memberships::Column::ReadsAll, Expr::value(true))
                .filter(invited())
                .exec(connection)
                .await?;
        }
        Ok(())
    }
}

/// Removes an invited colleague from the organisation: everything they have in hand is taken back, and they are signed out
/// if they had accepted. What they have answered stays.
pub async fn remove_colleague(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    person: i64,
    now: OffsetDateTime,
) -> Result<Member, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, key) = (actor.clone(), key.clone());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let row = HeadRow::lock(transaction, &key).await?;
                let people = members(transaction, &key.organisation).await?;
                let removed = people.into_iter().find(|member| member.id == person && member.invited.is_some());
                let removed = removed.ok_or(Error::NotFound)?;
                let assignment = Assignment::of_response(transaction, row.id).await?;
                let targets: Vec<AssignmentTarget> = Assignment::current_of(&assignment, Some(person))
                    .map(|assignment| assignment.target.clone())
                    .collect();
                end_membership(transaction, person, &key.organisation, InvitedParts::All, now).await?;
                if !targets.is_empty() {
                    let detail = serde_json::to_string(&AssignmentDetail { to: removed.name.clone(), targets })?;
                    record(transaction, row.id, actor.person_id(), EventCode::TakenBack, Some(detail), now).await?;
                }
                Ok(removed)
            })
        })
        .await
}

/// Which of the parts of an invited person in an organisation are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvitedParts {
    /// Those that are not accepted.
    Unaccepted,
    /// The one that lets them answer what is assigned to them.
    Contributor,
    /// All.
    All,
}

/// Ends parts that an invited person has in an organisation, if there are any: what was assigned by them is taken back, and
/// the person is signed out everywhere if one of them was accepted. If none was, and the person has no other part, nobody
/// knows of them any more. Parts that came without an invitation stay.
pub(crate) async fn end_membership(
    connection: &DatabaseTransaction,
    person: i64,
    organisation: &str,
    parts: InvitedParts,
    now: OffsetDateTime,
) -> Result<Option<RoleChange>, Error> {
    let of_person = || {
        let theirs = Condition::all().add(memberships::Column::PersonId.eq(person));
        theirs.add(memberships::Column::Organisation.eq(organisation))
    };
    let invited = of_person().add(memberships::Column::InvitedAs.is_not_null());
    let ended = match parts {
        InvitedParts::Unaccepted => invited.add(memberships::Column::InvitedUntil.is_not_null()),
        InvitedParts::Contributor => invited.add(memberships::Column::Role.eq(OrganisationRole::Contributor.code())),
        InvitedParts::All => invited,
    };
    // An invitation that was never accepted gave nothing: else a coordinator could sign anybody out by inviting them.
    let in_force = ended.clone().add(memberships::Column::InvitedUntil.is_null());
    let was_in_force = memberships::Entity::find().filter(in_force).count(connection).await? > 0;
    if memberships::Entity::delete_many().filter(ended).exec(connection).await?.rows_affected == 0 {
        return Ok(None);
    }
    let editing = [OrganisationRole::Coordinator, OrganisationRole::Contributor].map(OrganisationRole::code);
    let still_edits = of_person().add(memberships::Column::Role.is_in(editing));
    if memberships::Entity::find().filter(still_edits).count(connection).await? == 0 {
        take_back_everything(connection, person, organisation, now).await?;
    }
    if was_in_force {
        end_all_of(connection, person).await?;
    } else {
        forget(connection, person).await?;
    }
    Ok(Some(RoleChange::Ended))
}

/// Takes back what a person has in hand of the organisation's responses.
async fn take_back_everything(
    connection: &impl ConnectionTrait,
    person: i64,
    organisation: &str,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let own = responses::Entity::find().select_only().column(responses::Column::Id);
    let own = own.filter(responses::Column::Organisation.eq(organisation)).into_query();
    let assigned = Condition::all()
        .add(assignments::Column::PersonId.eq(person))
        .add(assignments::Column::TakenBackAt.is_null())
        .add(assignments::Column::ResponseId.in_subquery(own));
    let touched: BTreeSet<i64> = assignments::Entity::find()
        .select_only()
        .column(assignments::Column::ResponseId)
        .filter(assigned.clone())
        .into_tuple()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    assignments::Entity::update_many()
        .set(assignments::ActiveModel { taken_back_at: Set(Some(now.unix_timestamp())), ..Default::default() })
        .filter(assigned)
        .exec(connection)
        .await?;
    // What is handed out is part of a response.
    responses::Entity::update_many()
        .col_expr(responses::Column::ChangeNumber, Expr::col(responses::Column::ChangeNumber).add(1))
        .filter(responses::Column::Id.is_in(touched))
        .exec(connection)
        .await?;
    Ok(())
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
