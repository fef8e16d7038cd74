//! Frozen copies and their receipts. A copy is a public record: it is never changed and never deleted.

use super::{
    ResponseHead,
    head::HeadRow,
    notice::{SurveyOwner, survey_owners},
    snapshot::Snapshot,
};
use crate::{Actor, Error, ResponseKey, Store, correction_requests::waiting, text::without_nul};
use database::stored::moment;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    definition::Severity,
    evaluation::{Evaluation, Violation},
    form::Form,
    lineage::{PreviousAnswer, comparable_values},
    name::FieldName,
    status::Step,
    value::Entry,
};
use time::OffsetDateTime;

/// The receipt of a submitted response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// `LB-2026-KOMMUN-0180-1`.
    pub number: String,
    /// Which of the response's copies, from 1.
    pub sequence: i64,
    /// When it was sent in.
    pub submitted_at: OffsetDateTime,
    /// Who sent it in; empty for an import.
    pub by: String,
    /// The SHA-256 of what was sent in.
    pub checksum: String,
    /// Whether who sent it in is a signatory whom nobody but a coordinator has named.
    pub unconfirmed: bool,
}

/// A copy in a list.
pub type CopyHead = Receipt;

/// What was written beside an answer when it was sent in. Comments between colleagues are not sent in: a copy that was
/// made while they were is read without them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FrozenNote {
    /// Why a warning is right all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// A frozen copy.
#[derive(Debug, Clone)]
pub struct CopyView {
    /// The response as it is now.
    pub head: ResponseHead,
    /// Its receipt.
    pub receipt: Receipt,
    /// The form that was filled in.
    pub form: Arc<Form>,
    /// Every field that was asked. What is not here was not relevant.
    pub entries: BTreeMap<FieldName, Entry>,
    /// Explanations.
    pub notes: BTreeMap<FieldName, FrozenNote>,
    /// What the organisation answered before.
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    /// The entries, evaluated: what deviates.
    pub evaluation: Evaluation,
    /// Whether the actor may ask about its answers.
    pub may_ask: bool,
    /// Whether the actor may ask to correct it.
    pub may_ask_to_correct: bool,
    /// The survey's owners, to turn to.
    pub owners: Vec<SurveyOwner>,
}

impl CopyView {
    /// The checks that the answer does not meet, and that wanted an explanation.
    pub fn deviations(&self, field: &FieldName) -> impl Iterator<Item = &Violation> {
        let violations = self.evaluation.violations(field.as_str()).iter();
        violations.filter(|violation| violation.severity == Severity::Warning)
    }

    /// Whether a reviewer looks at this answer first: it deviates, or has been explained.
    pub fn is_looked_at_first(&self, field: &FieldName) -> bool {
        let is_explained = self.notes.get(field).is_some_and(|note| note.explanation.is_some());
        is_explained || self.deviations(field).next().is_some()
    }

    /// How many answers a reviewer looks at first.
    pub fn looked_at_first(&self) -> usize {
        self.form.fields().iter().filter(|field| self.is_looked_at_first(&field.name)).count()
    }
}

/// A frozen copy by its receipt number, for the organisation and for those who follow the survey up.
pub async fn receipt(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    number: &str,
    now: OffsetDateTime,
) -> Result<CopyView, Error> {
    if !actor.may_read_whole(&key.organisation) && !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let rows =
        rows(store.read(), "c.entries, c.notes", head.id, "AND c.number = $2", Some(without_nul(number)?.into()))
            .await?;
    let row = rows.first().ok_or(Error::NotFound)?;
    let form = store.cache().forms.form(store.read(), &head.questionnaire).await?;
    let snapshot = Snapshot::read(store, &head, now).await?;
    let previous = Arc::clone(&snapshot.previous);
    let entries: BTreeMap<FieldName, Entry> = serde_json::from_str(&row.entries)?;
    Ok(CopyView {
        head: head.head(now)?,
        receipt: row.receipt(),
        may_ask_to_correct: row.sequence == head.copies
            && head.may(actor, now).ask_to_correct
            && waiting(store.read(), head.id).await?.is_none(),
        owners: survey_owners(store.read(), &head.survey).await?,
        may_ask: actor.may_follow_up(&key.survey) && row.sequence == head.copies && head.step(Step::Ask, now).is_ok(),
        evaluation: Evaluation::with_reference_ranges(
            Arc::clone(&form),
            entries.clone(),
            comparable_values(&previous),
            (*snapshot.reference_ranges).clone(),
            head.context(moment(row.submitted_at)),
        ),
        form,
        entries,
        notes: serde_json::from_str(&row.notes)?,
        previous,
    })
}

#[derive(Debug, FromQueryResult)]
struct ReceiptRow {
    number: String,
    sequence: i64,
    submitted_at: i64,
    name: Option<String>,
    checksum: String,
    unconfirmed: bool,
    entries: String,
    notes: String,
}

impl ReceiptRow {
    fn receipt(&self) -> Receipt {
        Receipt {
            number: self.number.clone(),
            sequence: self.sequence,
            submitted_at: moment(self.submitted_at),
            by: self.name.clone().unwrap_or_default(),
            checksum: self.checksum.clone(),
            unconfirmed: self.unconfirmed,
        }
    }
}

async fn rows(
    connection: &impl ConnectionTrait,
    columns: &str,
    response: i64,
    condition: &str,
    value: Option<sea_orm::Value>,
) -> Result<Vec<ReceiptRow>, Error> {
    let sql = format!(
        "SELECT c.number, c.sequence, c.submitted_at, p.name, c.checksum, c.unconfirmed, {columns} FROM copies c \
         LEFT JOIN persons p ON p.id = c.person_id WHERE c.response_id = $1 {condition} ORDER BY c.sequence DESC"
    );
    let values = std::iter::once(response.into()).chain(value);
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Ok(ReceiptRow::find_by_statement(statement).all(connection).await?)
}

/// The copies of a response, newest first.
pub(crate) async fn copy_heads(connection: &impl ConnectionTrait, response: i64) -> Result<Vec<CopyHead>, Error> {
    let rows = rows(connection, "'' AS entries, '' AS notes", response, "", None).await?;
    Ok(rows.iter().map(ReceiptRow::receipt).collect())
}

/// The latest copy's receipt and entries.
pub(crate) async fn latest_copy(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
) -> Result<Option<(Receipt, BTreeMap<FieldName, Entry>)>, Error> {
    let condition = "AND c.sequence = $2";
    let rows = rows(connection, "c.entries, '' AS notes", head.id, condition, Some(head.copies.into())).await?;
    rows.first().map(|row| Ok((row.receipt(), serde_json::from_str(&row.entries)?))).transpose()
}

/// What a copy holds: its entries, and what is written beside them.
pub(crate) type Frozen = (BTreeMap<FieldName, Entry>, BTreeMap<FieldName, FrozenNote>);

/// What the latest copy holds.
pub(crate) async fn latest_frozen(connection: &impl ConnectionTrait, head: &HeadRow) -> Result<Frozen, Error> {
    let rows = rows(connection, "c.entries, c.notes", head.id, "AND c.sequence = $2", Some(head.copies.into())).await?;
    let row = rows.first().ok_or(Error::NotFound)?;
    Ok((serde_json::from_str(&row.entries)?, serde_json::from_str(&row.notes)?))
}
