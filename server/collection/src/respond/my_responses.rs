//! The responses that a person has a part in.

use super::head::HeadRow;
use crate::{Actor, Error, ResponseKey, Store, respond::ResponseHead};
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
}

/// Every response of the organisations that the person belongs to, newest round first.
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
    rows.iter()
        .map(|row| {
            Ok(MyResponse {
                key: row.key(),
                head: row.head(now)?,
                answered: count(row.answered),
                asked: count(row.asked),
            })
        })
        .collect()
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
