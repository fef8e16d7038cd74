//! What is written to files: responses, response rates, aggregates, questionnaires.
//!
//! Of a response there is what has been sent in, by its latest frozen copy. What is not sent in stays with the
//! organisation, which takes it out by [`own_answers`].

use crate::{
    Actor, Error, ResponseKey, RoundKey, Store,
    follow_up::{self, check},
    respond::{HeadRow, Picture},
    rounds,
    time_text::moment,
};
use futures::{
    TryStreamExt,
    stream::{self, BoxStream, StreamExt},
};
use sea_orm::{FromQueryResult, Statement};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    form::Form,
    name::FieldName,
    statistics::{
        aggregate::Aggregate,
        groups::Grouping,
        response_rate::{self, ResponseRate},
    },
    status::Status,
    value::Entry,
};
use time::OffsetDateTime;

/// A recipient's row.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportRow {
    /// The organisation's code.
    pub organisation: String,
    /// "Sundsvalls kommun".
    pub organisation_name: String,
    /// Where its response stands.
    pub status: Status,
    /// When it was last sent in.
    pub submitted_at: Option<OffsetDateTime>,
    /// What was sent in; what is not here was not relevant. Nothing where nothing was sent in.
    pub entries: Option<BTreeMap<FieldName, Entry>>,
    /// The number of the receipt.
    pub receipt: Option<String>,
}

/// How many rows are read at a time.
const PORTION: i64 = 64;

/// Every recipient of a round by code, or those with one of these statuses, for those who follow it up. Read from the
/// database in portions as they are asked for.
pub async fn response_rows(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    statuses: &[Status],
) -> Result<(Arc<Form>, BoxStream<'static, Result<ExportRow, Error>>), Error> {
    check(actor, &key.survey)?;
    let form = form(store, actor, key).await?;
    let next = Portion { store: store.clone(), key: key.clone(), statuses: statuses.to_vec(), after: String::new() };
    let portions = stream::try_unfold(next, |mut portion| async move {
        let rows = portion.read().await?;
        Ok::<_, Error>(match rows.last() {
            Some(last) => {
                portion.after.clone_from(&last.organisation);
                Some((rows, portion))
            }
            None => None,
        })
    });
    let rows = portions.map_ok(|rows| stream::iter(rows.into_iter().map(Row::export))).try_flatten();
    Ok((form, rows.boxed()))
}

/// Which rows are read next.
struct Portion {
    store: Store,
    key: RoundKey,
    statuses: Vec<Status>,
    /// The last organisation that has been read.
    after: String,
}

#[derive(FromQueryResult)]
struct Row {
    organisation: String,
    full_name: String,
    status: String,
    submitted_at: Option<i64>,
    number: Option<String>,
    entries: Option<String>,
}

impl Portion {
    async fn read(&self) -> Result<Vec<Row>, Error> {
        let places: Vec<String> = (5..).take(self.statuses.len()).map(|place| format!("${place}")).collect();
        let condition =
            if places.is_empty() { String::new() } else { format!("AND r.status IN ({})", places.join(", ")) };
        let sql = format!(
            "SELECT r.organisation, o.full_name, r.status, r.submitted_at, c.number, c.entries FROM responses r \
             JOIN organisations o ON o.code = r.organisation \
             LEFT JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies \
             WHERE r.survey = $1 AND r.year = $2 AND r.organisation > $3 {condition} ORDER BY r.organisation LIMIT $4"
        );
        let values = [
            self.key.survey.as_str().into(),
            i64::from(self.key.year).into(),
            self.after.as_str().into(),
            PORTION.into(),
        ];
        let values = values.into_iter().chain(self.statuses.iter().map(|status| status.code().into()));
        let connection = self.store.read();
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        Ok(Row::find_by_statement(statement).all(connection).await?)
    }
}

impl Row {
    fn export(self) -> Result<ExportRow, Error> {
        Ok(ExportRow {
            organisation: self.organisation,
            organisation_name: self.full_name,
            status: self.status.parse().map_err(Error::stored)?,
            submitted_at: self.submitted_at.map(moment),
            entries: self.entries.map(|entries| serde_json::from_str(&entries)).transpose()?,
            receipt: self.number,
        })
    }
}

/// An organisation's own answers as they stand, sent in or not, for the organisation: what would be frozen if it were
/// sent in now.
pub async fn own_answers(store: &Store, actor: &Actor, key: &ResponseKey) -> Result<(Arc<Form>, ExportRow), Error> {
    if !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let picture = Picture::read(store, &head).await?;
    let row = ExportRow {
        organisation: head.organisation.clone(),
        organisation_name: head.full_name.clone(),
        status: head.status()?,
        submitted_at: head.submitted_at.map(moment),
        entries: Some(picture.evaluation.frozen()),
        receipt: None,
    };
    Ok((Arc::clone(picture.evaluation.form()), row))
}

/// The response rate of a round, of all and by group, for those who follow it up.
pub async fn response_rate(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    by: Option<Grouping>,
) -> Result<Vec<ResponseRate>, Error> {
    check(actor, &key.survey)?;
    let rows = follow_up::recipients(store, key, None).await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let recipients = follow_up::rate_recipients(&rows);
    Ok(response_rate::response_rates(&recipients, by, &follow_up::group_labels(&rows)))
}

/// The aggregate of a round, of all and by group, for those who follow it up.
pub async fn aggregate(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    by: Option<Grouping>,
) -> Result<Vec<Aggregate>, Error> {
    follow_up::aggregate_rows(store, actor, key, by).await
}

/// The form of a round, for files: for those who follow the survey up.
pub async fn form(store: &Store, actor: &Actor, key: &RoundKey) -> Result<Arc<Form>, Error> {
    Ok(questionnaire(store, actor, key).await?.0)
}

/// The form of a round with the hash of its content, by which a file that is read back is known.
pub async fn questionnaire(store: &Store, actor: &Actor, key: &RoundKey) -> Result<(Arc<Form>, String), Error> {
    check(actor, &key.survey)?;
    let round = rounds::exists(store.read(), key).await?;
    Ok((store.kept().forms.form(store.read(), &round.questionnaire).await?, round.questionnaire))
}
