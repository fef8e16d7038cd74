//! People: finding them, and signing in by a link that works once.

mod invitations;

pub use invitations::{answer_invitation, delete_expired_invitations, invitation};

pub(crate) use invitations::{INVITATION_LIFETIME as INVITATION_LASTS, forget};

use crate::{
    Actor, Commission, Error, Invitation, Membership, OrganisationRole, Person, ReturnTo, Store, SurveyRole,
    hash::sha256,
    text::{email_address, search_text},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use database::entities::{link_requests, login_links, persons};
use database::stored::moment;
use rand::RngCore;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use std::collections::BTreeMap;
use time::{Duration, OffsetDateTime};

/// How long a login link works, unless another of the person's is used before.
const LINK_LIFETIME: Duration = Duration::minutes(30);

/// How long a link that has ended is remembered, so that one can be told why it does not work.
const LINK_RETENTION: Duration = Duration::days(7);

/// The most links that are asked for with one address in an hour while one of them holds: enough for a slow mail server, too
/// few to flood a mailbox.
const MOST_LINKS_AN_HOUR: usize = 5;

/// A login link that has been made. The token is told once; only its hash is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginLink {
    /// What stands in the address.
    pub token: String,
    /// Whom to greet.
    pub person_name: String,
    /// Where to send it.
    pub email: String,
}

/// Counts that a login link is asked for with an address, known or not, so that nobody learns which it is. Ask before
/// [`request_login_link`].
///
/// # Errors
/// [`Error::TooManyLinks`] where as many as there may be were asked for within the hour and the last of them still holds:
/// nobody is shut out because strangers write their address.
pub async fn count_link_request(store: &Store, _actor: &Actor, email: &str, now: OffsetDateTime) -> Result<(), Error> {
    let email_hash = sha256(email_address(email).as_bytes());
    store
        .write(move |transaction| {
            Box::pin(async move {
                if transaction.get_database_backend() == DbBackend::Postgres {
                    // Of requests at the same moment each would count without the others. SQLite has one writer anyway.
                    let sql = "SELECT pg_advisory_xact_lock(hashtext($1))";
                    let values = [email_hash.as_str().into()];
                    transaction.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
                }
                let hour_ago = (now - Duration::hours(1)).unix_timestamp();
                let old = link_requests::Column::AskedAt.lte(hour_ago);
                link_requests::Entity::delete_many().filter(old).exec(transaction).await?;
                let asked: Vec<i64> = link_requests::Entity::find()
                    .select_only()
                    .column(link_requests::Column::AskedAt)
                    .filter(link_requests::Column::EmailHash.eq(&email_hash))
                    .order_by_asc(link_requests::Column::AskedAt)
                    .into_tuple()
                    .all(transaction)
                    .await?;
                let first = asked.len().checked_sub(MOST_LINKS_AN_HOUR).and_then(|at| asked.get(at));
                if let (Some(first), Some(last)) = (first, asked.last()) {
                    let last_until = moment(*last) + LINK_LIFETIME;
                    let again_at = last_until.min(moment(*first) + Duration::hours(1));
                    if now < again_at {
                        return Err(Error::TooManyLinks { last_until, again_at });
                    }
                }
                let request = link_requests::ActiveModel {
                    email_hash: Set(email_hash),
                    asked_at: Set(now.unix_timestamp()),
                    ..Default::default()
                };
                link_requests::Entity::insert(request).exec_without_returning(transaction).await?;
                Ok(())
            })
        })
        .await
}

/// Makes a login link for an address, or none where nobody has it: the page must say the same either way. The link
/// remembers where the person was going.
///
/// Anyone may ask; that is how one signs in.
pub async fn request_login_link(
    store: &Store,
    _actor: &Actor,
    email: &str,
    return_to: Option<ReturnTo>,
    now: OffsetDateTime,
) -> Result<Option<LoginLink>, Error> {
    let email = email_address(email);
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let token = URL_SAFE_NO_PAD.encode(bytes);
    store
        .write(move |transaction| {
            Box::pin(async move {
                let person = persons::Entity::find().filter(persons::Column::Email.eq(&email)).one(transaction).await?;
                let Some(person) = person else { return Ok(None) };
                let forgotten = login_links::Column::ExpiresAt.lt((now - LINK_RETENTION).unix_timestamp());
                login_links::Entity::delete_many().filter(forgotten).exec(transaction).await?;
                let link = login_links::ActiveModel {
                    token_hash: Set(sha256(token.as_bytes())),
                    person_id: Set(person.id),
                    created_at: Set(now.unix_timestamp()),
                    expires_at: Set((now + LINK_LIFETIME).unix_timestamp()),
                    used_at: Set(None),
                    return_to: Set(return_to.map(|page| page.as_str().to_owned())),
                };
                login_links::Entity::insert(link).exec_without_returning(transaction).await?;
                Ok(Some(LoginLink { token, person_name: person.name, email: person.email }))
            })
        })
        .await
}

/// A login link, as whoever opens it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedLink {
    /// Whose it is.
    pub person_name: String,
    /// The address that it was sent to.
    pub email: String,
    /// Where it leads.
    pub return_to: Option<ReturnTo>,
    /// Whether the actor is signed in by it already, so that there is nothing more to do.
    pub is_used: bool,
}

/// Whether a login link would work, without using it, and where it leads then: mail scanners follow links, so the page
/// has a button. One that is used works for nobody, and leads on whoever has signed in as its person.
pub async fn check_login_link(
    store: &Store,
    actor: &Actor,
    token: &str,
    now: OffsetDateTime,
) -> Result<OpenedLink, Error> {
    let link = login_links::Entity::find_by_id(sha256(token.as_bytes())).one(store.read()).await?;
    let is_used = link.as_ref().is_some_and(|link| link.used_at.is_some() && actor.person_id() == Some(link.person_id));
    let link = match link {
        Some(link) if is_used => link,
        link => working(link, now)?,
    };
    let person = persons::Entity::find_by_id(link.person_id).one(store.read()).await?.ok_or(Error::LinkUnknown)?;
    let return_to = link.return_to.as_deref().and_then(ReturnTo::new);
    Ok(OpenedLink { person_name: person.name, email: person.email, return_to, is_used })
}

/// Uses a login link: the person is signed in, and none of the person's links works any more. What was asked for with the
/// address no longer counts: the mailbox is read.
pub async fn use_login_link(store: &Store, _actor: &Actor, token: &str, now: OffsetDateTime) -> Result<Person, Error> {
    let token = token.to_owned();
    store
        .write(move |transaction| {
            Box::pin(async move {
                let find_link = || login_links::Entity::find_by_id(sha256(token.as_bytes()));
                let link = working(find_link().one(transaction).await?, now)?;
                // Of two links of a person at the same moment only one is used: the other waits here.
                let person = persons::Entity::find_by_id(link.person_id).lock_exclusive().one(transaction).await?;
                let person = person.ok_or(Error::LinkUnknown)?;
                let link = working(find_link().one(transaction).await?, now)?;
                login_links::Entity::update_many()
                    .col_expr(login_links::Column::UsedAt, Some(now.unix_timestamp()).into())
                    .filter(login_links::Column::PersonId.eq(link.person_id))
                    .filter(login_links::Column::UsedAt.is_null())
                    .exec(transaction)
                    .await?;
                let of_address = link_requests::Column::EmailHash.eq(sha256(person.email.as_bytes()));
                link_requests::Entity::delete_many().filter(of_address).exec(transaction).await?;
                signed_in(transaction, link.person_id, now).await?.ok_or(Error::LinkUnknown)
            })
        })
        .await
}

/// The link, if it works.
fn working(link: Option<login_links::Model>, now: OffsetDateTime) -> Result<login_links::Model, Error> {
    let link = link.ok_or(Error::LinkUnknown)?;
    if link.used_at.is_some() {
        Err(Error::LinkUsed)
    } else if moment(link.expires_at) <= now {
        Err(Error::LinkExpired)
    } else {
        Ok(link)
    }
}

/// A person who has just shown who they are. Whoever has no other part accepts what they are invited to by that.
async fn signed_in(connection: &impl ConnectionTrait, id: i64, now: OffsetDateTime) -> Result<Option<Person>, Error> {
    let Some(person) = find(connection, id).await? else { return Ok(None) };
    let has_a_part = person.administrator || !person.memberships.is_empty() || !person.commissions.is_empty();
    if has_a_part || person.invitations.is_empty() {
        return Ok(Some(person));
    }
    invitations::accept(connection, id, None, now).await?;
    find(connection, id).await
}

/// The person behind a session, as they are now.
pub async fn person(store: &Store, id: i64) -> Result<Option<Person>, Error> {
    store.cache().people.find(id, |ids| find_all(store.read(), ids)).await
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: i64,
    email: String,
    name: String,
    administrator: bool,
    organisation: Option<String>,
    organisation_name: Option<String>,
    part: Option<String>,
    invited_as: Option<String>,
    invited_until: Option<i64>,
    reads_all: Option<bool>,
    unconfirmed: Option<bool>,
    survey: Option<String>,
    commission: Option<String>,
}

/// A person with every part.
async fn find(connection: &impl ConnectionTrait, id: i64) -> Result<Option<Person>, Error> {
    Ok(find_all(connection, vec![id]).await?.remove(&id))
}

/// People with every part, in one query, as every page of a signed-in person needs it.
async fn find_all(connection: &impl ConnectionTrait, ids: Vec<i64>) -> Result<BTreeMap<i64, Person>, Error> {
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT p.id, p.email, p.name, p.administrator, m.organisation, o.full_name AS organisation_name, m.role AS part, \
         m.invited_as, m.invited_until, m.reads_all, m.unconfirmed, c.survey, c.role AS commission FROM persons p LEFT JOIN memberships m ON m.person_id = p.id \
         LEFT JOIN organisations o ON o.code = m.organisation LEFT JOIN commissions c ON c.person_id = p.id \
         WHERE p.id IN ({}) ORDER BY o.full_name, m.role, c.survey, c.role",
        places.join(", ")
    );
    let values = ids.into_iter().map(Into::into);
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = PersonRow::find_by_statement(statement).all(connection).await?;
    let mut people: BTreeMap<i64, Person> = BTreeMap::new();
    let unknown = |code: &str| Error::stored(format!("role `{code}`"));
    for row in rows {
        let person = people.entry(row.id).or_insert_with(|| Person {
            id: row.id,
            name: row.name,
            email: row.email,
            administrator: row.administrator,
            memberships: Vec::new(),
            invitations: Vec::new(),
            commissions: Vec::new(),
        });
        // A row for each pair of a part in an organisation and a part in a survey; each is taken once.
        if let (Some(organisation), Some(organisation_name), Some(part)) =
            (row.organisation, row.organisation_name, row.part)
        {
            let role = OrganisationRole::from_code(&part).ok_or_else(|| unknown(&part))?;
            if let Some(until) = row.invited_until {
                let invitation = Invitation { organisation, organisation_name, role, until: moment(until) };
                if !person.invitations.contains(&invitation) {
                    person.invitations.push(invitation);
                }
            } else {
                let is_invited = row.invited_as.is_some();
                // Whoever signs must read what is signed.
                let reads_all = !is_invited || role != OrganisationRole::Contributor || row.reads_all == Some(true);
                let is_unconfirmed = row.unconfirmed == Some(true);
                let membership =
                    Membership { organisation, organisation_name, role, is_invited, reads_all, is_unconfirmed };
                if !person.memberships.contains(&membership) {
                    person.memberships.push(membership);
                }
            }
        }
        if let (Some(survey), Some(part)) = (row.survey, row.commission) {
            let role = SurveyRole::from_code(&part).ok_or_else(|| unknown(&part))?;
            let commission = Commission { survey, role };
            if !person.commissions.contains(&commission) {
                person.commissions.push(commission);
            }
        }
    }
    Ok(people)
}

/// A person of the demo, to be picked on the sign-in page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The address to sign in with.
    pub email: String,
    /// The name.
    pub name: String,
    /// "samordnare i Sundsvalls kommun", "ägare", "administratör".
    pub roles_in_words: String,
}

/// How many demo people are shown at a time.
const MOST_DEMO_PEOPLE: usize = 24;

#[derive(FromQueryResult)]
struct DemoRow {
    email: String,
    name: String,
    administrator: bool,
    role: Option<String>,
    full_name: Option<String>,
    commission: Option<String>,
}

/// The people of a demo whose name, address or part holds the text. Anyone may see them: they are invented.
pub async fn demo_people(store: &Store, _actor: &Actor, search: &str) -> Result<Vec<DemoPerson>, Error> {
    if !store.is_demo().await? {
        return Err(Error::NotDemo);
    }
    let statement = Statement::from_string(
        store.read().get_database_backend(),
        "SELECT p.email, p.name, p.administrator, m.role, o.full_name, \
         (SELECT MIN(c.role) FROM commissions c WHERE c.person_id = p.id) AS commission FROM persons p \
         LEFT JOIN memberships m ON m.person_id = p.id LEFT JOIN organisations o ON o.code = m.organisation \
         ORDER BY p.id",
    );
    // Sought here and not by the database: SQLite does not know that Å is a capital å.
    let search = search_text(search);
    let rows = DemoRow::find_by_statement(statement).all(store.read()).await?;
    let people = rows.into_iter().map(DemoRow::person);
    let is_sought = |person: &DemoPerson| {
        [&person.name, &person.email, &person.roles_in_words].iter().any(|text| search_text(text).contains(&search))
    };
    Ok(people.filter(is_sought).take(MOST_DEMO_PEOPLE).collect())
}

/// One of the people of a demo, to be signed in as. Anyone may be any of them: they are invented.
pub async fn demo_person(store: &Store, _actor: &Actor, email: &str, now: OffsetDateTime) -> Result<Person, Error> {
    if !store.is_demo().await? {
        return Err(Error::NotDemo);
    }
    let email = email_address(email);
    let found = persons::Entity::find().filter(persons::Column::Email.eq(email)).one(store.read()).await?;
    let found = found.ok_or(Error::NotFound)?;
    store
        .write(move |transaction| {
            Box::pin(async move { signed_in(transaction, found.id, now).await?.ok_or(Error::NotFound) })
        })
        .await
}

impl DemoRow {
    fn person(self) -> DemoPerson {
        let part = self.role.as_deref().and_then(OrganisationRole::from_code).map(OrganisationRole::label);
        let commission = self.commission.as_deref().and_then(SurveyRole::from_code).map(SurveyRole::label);
        let roles_in_words = match (self.administrator, part, self.full_name, commission) {
            (true, ..) => "administratör".to_owned(),
            (_, Some(part), Some(organisation), _) => format!("{part} i {organisation}"),
            (_, _, _, Some(commission)) => format!("{commission} av undersökningarna"),
            _ => String::new(),
        };
        DemoPerson { email: self.email, name: self.name, roles_in_words }
    }
}
