//! What others usually answer, once computed for every round, and kept.

use super::{earlier::Earlier, head::HeadRow};
use crate::{Error, Store, store::Kept};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use survey::{
    form::Form,
    usual::{Ranges, UsualAnswers},
};

/// What is usual in each round that is answered.
#[derive(Debug, Default)]
pub(crate) struct Usuals {
    /// With the stamp of the answers that it was computed from.
    known: Mutex<HashMap<(String, i64), (i64, UsualAnswers)>>,
    /// Held by whoever computes, for everybody who waits.
    turn: tokio::sync::Mutex<()>,
}

impl Usuals {
    /// What is usual for the organisation of a response. When a round's first pages are asked for all at once, one of them
    /// computes and the others wait.
    pub(super) async fn read(store: &Store, form: &Form, head: &HeadRow) -> Result<Ranges, Error> {
        let (connection, kept) = (store.read(), store.kept());
        let own = standing(connection, head).await?;
        if let Some(ranges) = kept.usuals.known(head, &own) {
            return Ok(ranges);
        }
        let _turn = kept.usuals.turn.lock().await;
        match kept.usuals.known(head, &own) {
            Some(ranges) => Ok(ranges),
            None => compute(connection, kept, form, head, own).await,
        }
    }

    /// As [`read`](Self::read), inside a transaction: that waits for nobody, who might wait for its connection.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        kept: &Kept,
        form: &Form,
        head: &HeadRow,
    ) -> Result<Ranges, Error> {
        let own = standing(connection, head).await?;
        match kept.usuals.known(head, &own) {
            Some(ranges) => Ok(ranges),
            None => compute(connection, kept, form, head, own).await,
        }
    }

    fn known(&self, head: &HeadRow, own: &Standing) -> Option<Ranges> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (stamp, usual) = known.get(&(head.survey.clone(), head.year))?;
        (*stamp == own.stamp).then(|| usual.of(&own.kommungrupp))
    }
}

async fn compute(
    connection: &impl ConnectionTrait,
    kept: &Kept,
    form: &Form,
    head: &HeadRow,
    own: Standing,
) -> Result<Ranges, Error> {
    let earlier = Earlier::of_round_before(connection, kept, &head.survey, head.year).await?;
    let members = members(connection, head).await?;
    let members = members.into_iter().map(|member| (member.kommungrupp, earlier.of(&member.organisation)));
    let usual = UsualAnswers::new(form, members);
    let ranges = usual.of(&own.kommungrupp);
    let key = (head.survey.clone(), head.year);
    kept.usuals.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, (own.stamp, usual));
    Ok(ranges)
}

#[derive(FromQueryResult)]
struct Standing {
    kommungrupp: String,
    stamp: i64,
}

/// The group that the organisation belongs to in this round, and what changes with the answers of the rounds before.
async fn standing(connection: &impl ConnectionTrait, head: &HeadRow) -> Result<Standing, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT r.kommungrupp, (SELECT CAST(COALESCE(SUM(e.revision), 0) + COUNT(e.id) AS BIGINT) FROM responses e \
         WHERE e.survey = r.survey AND e.year < r.year AND (e.copies > 0 OR e.status IN ('submitted', 'approved'))) \
         AS stamp FROM responses r WHERE r.id = $1",
        [head.id.into()],
    );
    Standing::find_by_statement(statement).one(connection).await?.ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct Member {
    organisation: String,
    kommungrupp: String,
}

async fn members(connection: &impl ConnectionTrait, head: &HeadRow) -> Result<Vec<Member>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT r.organisation, r.kommungrupp FROM responses r WHERE r.survey = $1 AND r.year = $2",
        [head.survey.as_str().into(), head.year.into()],
    );
    Ok(Member::find_by_statement(statement).all(connection).await?)
}
