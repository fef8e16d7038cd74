//! What an import will do: the file against what is stored.

use super::{
    ImportReport,
    table::{ImportRow, ImportTable, has_copy},
};
use crate::{
    Error,
    bulk::{Bulk, DoneBy},
    respond::{EarlierRounds, EventCode, FieldContent, FrozenNote, JournalRecord},
    store,
};
use database::entities::{answers, organisations, responses, rounds, surveys};
use database::rows::chunks;
use database::stored::{day, day_text};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    Statement,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use survey::stockholm::today;
use survey::{
    definition::Severity,
    evaluation::{Evaluation, EvaluationContext},
    form::{Field, Form},
    lineage::{comparable_values, previous_answers},
    name::FieldName,
    status::Status,
    value::{Entry, say_same},
    variable::{cells, read_cells},
};
use time::{Date, OffsetDateTime};

type Entries = BTreeMap<FieldName, Entry>;

/// What will be done.
pub(super) struct ImportPlan {
    pub report: ImportReport,
    pub bulk: Bulk,
}

/// A row of the file and the response that it is about.
struct PlannedResponse {
    response: responses::Model,
    row: ImportRow,
    evaluation: Evaluation,
    /// The latest frozen copy.
    copy: Option<Entries>,
}

impl ImportPlan {
    /// Compares the file with what is stored, or tells every fault in it.
    pub(super) async fn make(
        transaction: &DatabaseTransaction,
        cache: &store::Cache,
        round: &rounds::Model,
        form: Arc<Form>,
        mut table: ImportTable,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let report = ImportReport { rows: table.rows.len(), ..ImportReport::default() };
        let mut recipients = recipients(transaction, round).await?;
        let mut copies = latest_copies(transaction, round).await?;
        let earlier = EarlierRounds::of_all(transaction, cache, &round.survey, round.year).await?;
        let populations = populations(transaction).await?;
        let opens = day(&round.opens)?;
        let rows = std::mem::take(&mut table.rows);
        let in_file = rows.iter().filter_map(|row| recipients.get(&row.organisation));
        let mut stored = stored_answers(transaction, in_file.map(|response| response.id).collect()).await?;
        let mut changes = Vec::new();
        for mut row in rows {
            let Some(response) = recipients.remove(&row.organisation) else {
                let message = format!("`{}` is not a recipient of this round; use its SCB code", row.organisation);
                table.fault(row.number, "organisation", message);
                continue;
            };
            let previous = comparable_values(&previous_answers(&form, &earlier.of(&row.organisation)));
            let copy = copies.remove(&response.id);
            let cache = StoredResponse { copy: copy.as_ref(), stored: stored.get(&response.id) };
            cache.complete(&form, &mut row, &mut table);
            let given = row.entries.iter().filter_map(|(field, entry)| Some((field.clone(), entry.clone()?)));
            let entries = given.chain(cache.left_out(&form, &row));
            let context = EvaluationContext {
                today: today(row.submitted_at.unwrap_or(now)),
                population: populations.get(&row.organisation).copied(),
            };
            let evaluation = Evaluation::with_reference_ranges(Arc::clone(&form), entries, previous, [], context);
            let change = PlannedResponse { response, row, evaluation, copy };
            // What is stored stays, whatever has been decided since.
            if !change.is_as_exported()? {
                change.check(&form, &mut table);
                change.check_time(opens, now, &mut table);
                changes.push(change);
            }
        }
        if !table.faults.is_empty() {
            table.faults.sort_by_key(|fault| (fault.row, fault.column));
            return Err(Error::Import(table.faults));
        }
        let survey = surveys::Entity::find_by_id(&round.survey).one(transaction).await?.ok_or(Error::NotFound)?;
        let mut plan = Self { report, bulk: Bulk::default() };
        for change in changes {
            let stored = stored.remove(&change.response.id).unwrap_or_default();
            plan.add(change, stored, &survey.receipt_code, now)?;
        }
        Ok(plan)
    }

    fn add(
        &mut self,
        change: PlannedResponse,
        stored: BTreeMap<FieldName, JournalRecord>,
        receipt_code: &str,
        now: OffsetDateTime,
    ) -> Result<(), Error> {
        let PlannedResponse { mut response, row, evaluation, copy } = change;
        let done = DoneBy { person: None, at: now };
        let written = written(&row, &stored);
        let frozen = evaluation.frozen();
        let stored_time = response.submitted_at;
        let time = row.submitted_at.map(OffsetDateTime::unix_timestamp);
        self.report.changed += 1;
        response.change_number += 1;
        if !written.is_empty() {
            self.bulk.unmark(response.id);
            let save_id = format!("import {}", response.change_number);
            self.bulk.save(&mut response, &save_id, written, done)?;
        }
        if let Some(submitted_at) = row.submitted_at
            && (!copy.is_some_and(|copy| say_same(&copy, &frozen)) || stored_time != time)
        {
            let sent = DoneBy { person: None, at: submitted_at };
            self.bulk.copy(&mut response, receipt_code, &frozen, &notes(&stored, &frozen), sent)?;
            self.report.copies += 1;
        }
        self.bulk.event(response.id, EventCode::Imported, None, done);
        let total = evaluation.progress().total;
        response.answered = i64::try_from(total.answered).unwrap_or(i64::MAX);
        response.asked = i64::try_from(total.asked).unwrap_or(i64::MAX);
        if response.status != row.status.code() {
            response.status = row.status.code().to_owned();
            response.reason = None;
        }
        if row.status != Status::NotStarted {
            let at = time.unwrap_or(now.unix_timestamp());
            response.started_at = response.started_at.or(Some(at));
            response.last_activity_at = response.last_activity_at.max(Some(at));
        }
        response.first_submitted_at = response.first_submitted_at.or(time);
        response.submitted_at = time;
        self.bulk.response(response);
        Ok(())
    }
}

/// What is stored of a response that the file leaves out.
struct StoredResponse<'a> {
    /// What was sent in last.
    copy: Option<&'a Entries>,
    /// What has been answered, sent in or not.
    stored: Option<&'a BTreeMap<FieldName, JournalRecord>>,
}

impl StoredResponse<'_> {
    /// The entry of a field: what was sent in, and where nothing was, what is answered.
    fn entry(&self, field: &FieldName) -> Option<&Entry> {
        let stored = || Some(&self.stored?.get(field)?.content.entry);
        self.copy.and_then(|copy| copy.get(field)).or_else(stored)
    }

    /// The fields that the file has no column of.
    fn left_out(&self, form: &Form, row: &ImportRow) -> Vec<(FieldName, Entry)> {
        let fields = form.fields().iter().filter(|field| !row.entries.contains_key(&field.name));
        fields.filter_map(|field| Some((field.name.clone(), self.entry(&field.name)?.clone()))).collect()
    }

    /// The cells of a field as an export writes them: what is not sent in is the organisation's own.
    fn exported(&self, field: &Field) -> Vec<String> {
        match self.copy {
            Some(copy) => cells(field, copy.get(&field.name), false),
            None => cells(field, Some(&Entry::Empty), false),
        }
    }

    /// Reads the fields that the file has only some columns of, with the others as they are stored. What is as an export
    /// writes it says nothing new.
    fn complete(&self, form: &Form, row: &mut ImportRow, table: &mut ImportTable) {
        for (place, given) in std::mem::take(&mut row.partial) {
            let Some(field) = form.fields().get(place) else { continue };
            let exported = self.exported(field);
            if given.iter().zip(&exported).all(|(given, exported)| given.as_ref().is_none_or(|given| given == exported))
            {
                continue;
            }
            let stored = cells(field, Some(self.entry(&field.name).unwrap_or(&Entry::Empty)), false);
            let whole: Vec<String> =
                given.into_iter().zip(stored).map(|(given, stored)| given.unwrap_or(stored)).collect();
            match read_cells(field, &whole.iter().map(String::as_str).collect::<Vec<_>>()) {
                Ok(entry) => {
                    row.entries.insert(field.name.clone(), entry);
                }
                Err(fault) => table.fault(row.number, ImportTable::column_of(form, &field.name), fault.message),
            }
        }
    }
}

impl PlannedResponse {
    /// Notes what cannot stand: errors, answers to what is not asked, and the end of a public record.
    fn check(&self, form: &Form, table: &mut ImportTable) {
        let number = self.row.number;
        if self.response.copies > 0 && !has_copy(self.row.status) {
            let message = format!(
                "the response has been submitted, and that is a public record; keep the status {}",
                self.response.status
            );
            table.fault(number, "status", message);
        }
        for (field, entry) in &self.row.entries {
            let is_relevant = self.evaluation.is_relevant(field.as_str());
            let message = match entry {
                None if is_relevant && has_copy(self.row.status) => {
                    "the question is asked of this organisation; write its answer, or leave the cell empty"
                }
                Some(entry) if !is_relevant && !entry.is_empty() => {
                    "the question is not asked of this organisation, by its other answers; write #ej_stalld"
                }
                _ => continue,
            };
            table.fault(number, ImportTable::column_of(form, field), message);
        }
        for violation in self.evaluation.all_violations() {
            // What the file leaves out stands as it is stored, also in a draft that is not finished.
            if violation.severity == Severity::Error && self.row.entries.contains_key(&violation.field) {
                table.fault(number, ImportTable::column_of(form, &violation.field), violation.message.clone());
            }
        }
    }

    /// Notes a time at which nothing can have been submitted.
    fn check_time(&self, opens: Date, now: OffsetDateTime, table: &mut ImportTable) {
        let Some(submitted_at) = self.row.submitted_at else { return };
        let message = if submitted_at > now {
            "the time has not come yet; write when the response was submitted".to_owned()
        } else if today(submitted_at) < opens {
            format!("the round opened on {}; write when the response was submitted", day_text(opens))
        } else {
            return;
        };
        table.fault(self.row.number, "submitted_at", message);
    }

    /// Whether the row is what an export would give.
    fn is_as_exported(&self) -> Result<bool, Error> {
        let time = self.row.submitted_at.map(OffsetDateTime::unix_timestamp);
        if self.response.status != self.row.status.code() || self.response.submitted_at != time {
            return Ok(false);
        }
        Ok(match &self.copy {
            Some(copy) => say_same(copy, &self.evaluation.frozen()),
            None => self.row.entries.values().all(|entry| entry.as_ref().is_some_and(Entry::is_empty)),
        })
    }
}

/// What the row changes of the answers. What was not asked keeps what it has.
fn written(row: &ImportRow, stored: &BTreeMap<FieldName, JournalRecord>) -> Vec<JournalRecord> {
    let mut written = Vec::new();
    for (field, entry) in &row.entries {
        let Some(entry) = entry else { continue };
        let (version, content) = match stored.get(field) {
            Some(stored) => (stored.version, stored.content.clone()),
            None => (0, FieldContent::default()),
        };
        if !content.entry.says_same(entry) {
            let content = FieldContent { entry: entry.clone(), ..content };
            written.push(JournalRecord { field: field.clone(), version: version + 1, content });
        }
    }
    written
}

fn notes(stored: &BTreeMap<FieldName, JournalRecord>, frozen: &Entries) -> BTreeMap<FieldName, FrozenNote> {
    stored
        .iter()
        .filter(|(field, _)| frozen.contains_key(*field))
        .map(|(field, written)| {
            let explanation = written.content.explanation.clone();
            (field.clone(), FrozenNote { explanation })
        })
        .filter(|(_, note)| *note != FrozenNote::default())
        .collect()
}

/// The recipients of the round by organisation, locked until the transaction ends.
async fn recipients(
    transaction: &DatabaseTransaction,
    round: &rounds::Model,
) -> Result<HashMap<String, responses::Model>, Error> {
    let rows = responses::Entity::find()
        .filter(responses::Column::Survey.eq(&round.survey))
        .filter(responses::Column::Year.eq(round.year))
        .lock_exclusive()
        .all(transaction)
        .await?;
    Ok(rows.into_iter().map(|row| (row.organisation.clone(), row)).collect())
}

/// How many live in each organisation, where that is known.
async fn populations(connection: &impl ConnectionTrait) -> Result<HashMap<String, u32>, Error> {
    let rows = organisations::Entity::find().all(connection).await?;
    let population = |row: organisations::Model| Some((row.code, u32::try_from(row.population?).ok()?));
    Ok(rows.into_iter().filter_map(population).collect())
}

#[derive(FromQueryResult)]
struct ResponseCopyRow {
    response_id: i64,
    entries: String,
}

async fn latest_copies(
    connection: &impl ConnectionTrait,
    round: &rounds::Model,
) -> Result<HashMap<i64, Entries>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT c.response_id, c.entries FROM responses r \
         JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies WHERE r.survey = $1 AND r.year = $2",
        [round.survey.as_str().into(), round.year.into()],
    );
    let rows = ResponseCopyRow::find_by_statement(statement).all(connection).await?;
    rows.into_iter().map(|row| Ok((row.response_id, serde_json::from_str(&row.entries)?))).collect()
}

async fn stored_answers(
    connection: &impl ConnectionTrait,
    responses: Vec<i64>,
) -> Result<HashMap<i64, BTreeMap<FieldName, JournalRecord>>, Error> {
    let mut stored: HashMap<i64, BTreeMap<FieldName, JournalRecord>> = HashMap::new();
    for responses in chunks(responses) {
        let rows = answers::Entity::find().filter(answers::Column::ResponseId.is_in(responses)).all(connection).await?;
        for row in rows {
            let content = FieldContent {
                entry: serde_json::from_str(&row.entry)?,
                comment: row.comment,
                explanation: row.explanation,
            };
            let field: FieldName = row.field.parse().map_err(Error::stored)?;
            let written = JournalRecord { field: field.clone(), version: row.version, content };
            stored.entry(row.response_id).or_default().insert(field, written);
        }
    }
    Ok(stored)
}
