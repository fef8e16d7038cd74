//! The answers of the demo: all invented, and read from the files of the seeds.

use super::people::{address, local_part};
use crate::{
    Error, OrganisationRole,
    bulk::{Bulk, DoneBy},
    queries,
    respond::{EventCode, FieldContent, FrozenNote, JournalRecord, receipt_number, record},
};
use database::entities::{persons, questionnaires, responses, rounds, surveys};
use database::stored::{day, moment};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use seeds::{DemoAuthor, DemoDraft, DemoMark, DemoQuery, DemoQueryStep, DemoReason, DemoResponse, DemoRound};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use survey::{
    definition::Questionnaire, evaluation::Evaluation, form::Form, name::FieldName, status::Status, value::Entry,
};
use time::{Duration, OffsetDateTime};

/// How long after it was sent in a response was approved, where the clock allows.
const REVIEWED: Duration = Duration::days(4);

/// Adds the answers of every round.
pub(super) async fn answers(connection: &impl ConnectionTrait, now: OffsetDateTime) -> Result<(), Error> {
    let people: HashMap<String, i64> = persons::Entity::find()
        .select_only()
        .columns([persons::Column::Email, persons::Column::Id])
        .into_tuple()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    for demo in seeds::demo_rounds() {
        DemoRoundLoad::begin(connection, demo, &people, now).await?.write(connection).await?;
    }
    Ok(())
}

/// One round while its answers are gathered.
struct DemoRoundLoad<'a> {
    form: Arc<Form>,
    receipt_code: String,
    people: &'a HashMap<String, i64>,
    now: OffsetDateTime,
    recipients: Vec<responses::Model>,
    responses: HashMap<String, DemoResponse>,
    explanations: HashMap<String, BTreeMap<FieldName, FrozenNote>>,
    reasons: HashMap<String, DemoReason>,
    drafts: HashMap<String, Vec<DemoDraft>>,
    marks: HashMap<String, Vec<DemoMark>>,
    queries: HashMap<String, Vec<DemoQuery>>,
    asked: Vec<AskedQuery>,
}

/// A step of a query on a response, and the answer as it was then.
struct AskedQuery {
    response: i64,
    step: DemoQuery,
    entry: Entry,
}

fn by_organisation<T>(rows: Vec<T>, organisation: impl Fn(&T) -> &String) -> HashMap<String, Vec<T>> {
    let mut sorted: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        sorted.entry(organisation(&row).clone()).or_default().push(row);
    }
    sorted
}

impl<'a> DemoRoundLoad<'a> {
    async fn begin(
        connection: &impl ConnectionTrait,
        demo: &DemoRound,
        people: &'a HashMap<String, i64>,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let (round, form) = round(connection, demo).await?;
        let opens = day(&round.opens)?;
        let survey = surveys::Entity::find_by_id(&round.survey).one(connection).await?.ok_or(Error::NotFound)?;
        let mut explanations: HashMap<String, BTreeMap<FieldName, FrozenNote>> = HashMap::new();
        for row in demo.explanations().map_err(Error::stored)? {
            let note = FrozenNote { explanation: Some(row.explanation) };
            explanations.entry(row.organisation).or_default().insert(row.field, note);
        }
        Ok(Self {
            recipients: responses::Entity::find()
                .filter(responses::Column::Survey.eq(&round.survey))
                .filter(responses::Column::Year.eq(round.year))
                .all(connection)
                .await?,
            responses: demo
                .responses(&form, opens)
                .map_err(Error::stored)?
                .into_iter()
                .map(|response| (response.organisation.clone(), response))
                .collect(),
            reasons: demo
                .reasons(opens)
                .map_err(Error::stored)?
                .into_iter()
                .map(|reason| (reason.organisation.clone(), reason))
                .collect(),
            drafts: by_organisation(demo.drafts(&form, opens).map_err(Error::stored)?, |draft| &draft.organisation),
            marks: by_organisation(demo.marks(opens).map_err(Error::stored)?, |mark| &mark.organisation),
            queries: by_organisation(demo.queries(opens).map_err(Error::stored)?, |query| &query.organisation),
            asked: Vec::new(),
            explanations,
            form,
            receipt_code: survey.receipt_code,
            people,
            now,
        })
    }

    async fn write(mut self, connection: &impl ConnectionTrait) -> Result<(), Error> {
        let mut bulk = Bulk::default();
        for mut row in std::mem::take(&mut self.recipients) {
            let Some(demo) = self.responses.remove(&row.organisation) else { continue };
            let mut current: BTreeMap<FieldName, JournalRecord> = BTreeMap::new();
            if let (Some(submitted_at), Some(entries)) = (demo.submitted_at, demo.entries) {
                self.submitted(&mut bulk, &mut row, &mut current, entries, submitted_at)?;
            }
            for step in self.queries.remove(&row.organisation).into_iter().flatten() {
                let entry = current.get(&step.field).map(|written| written.content.entry.clone());
                self.asked.push(AskedQuery { response: row.id, step, entry: entry.unwrap_or_default() });
            }
            self.reason(&mut bulk, &mut row, demo.status)?;
            if demo.status == Status::Approved {
                let at = row.submitted_at.map_or(self.now, moment) + REVIEWED;
                let done = DoneBy { person: self.person("granskare"), at: at.min(self.now) };
                bulk.event(row.id, EventCode::Approved, None, done);
            }
            self.drafted(&mut bulk, &mut row, &mut current)?;
            row.status = demo.status.code().to_owned();
            let entries = current.into_iter().map(|(field, written)| (field, written.content.entry));
            let total = Evaluation::new(Arc::clone(&self.form), entries, BTreeMap::new()).progress().total;
            row.answered = i64::try_from(total.answered).unwrap_or(i64::MAX);
            row.asked = i64::try_from(total.asked).unwrap_or(i64::MAX);
            bulk.response(row);
        }
        bulk.write(connection).await?;
        for asked in std::mem::take(&mut self.asked) {
            self.ask(connection, asked).await?;
        }
        Ok(())
    }

    fn person(&self, local_part: &str) -> Option<i64> {
        self.people.get(&address(local_part)).copied()
    }

    fn member(&self, organisation: &str, author: DemoAuthor) -> Option<i64> {
        let role = match author {
            DemoAuthor::Coordinator => OrganisationRole::Coordinator,
            DemoAuthor::Contributor => OrganisationRole::Contributor,
        };
        self.person(&local_part(organisation, role))
    }

    /// What was sent in, with its frozen copy.
    fn submitted(
        &self,
        bulk: &mut Bulk,
        row: &mut responses::Model,
        current: &mut BTreeMap<FieldName, JournalRecord>,
        entries: BTreeMap<FieldName, Entry>,
        submitted_at: OffsetDateTime,
    ) -> Result<(), Error> {
        let done = DoneBy { person: self.member(&row.organisation, DemoAuthor::Coordinator), at: submitted_at };
        let notes = self.explanations.get(&row.organisation).cloned().unwrap_or_default();
        let answered = entries.iter().filter(|(_, entry)| !entry.is_empty());
        let written: Vec<JournalRecord> = answered
            .map(|(field, entry)| {
                let explanation = notes.get(field).and_then(|note| note.explanation.clone());
                let content = FieldContent { entry: entry.clone(), comment: None, explanation };
                JournalRecord { field: field.clone(), version: 1, content }
            })
            .collect();
        current.extend(written.iter().map(|written| (written.field.clone(), written.clone())));
        bulk.save(row, "demo", written, done)?;
        bulk.copy(row, &self.receipt_code, &entries, &notes, done)?;
        let number = receipt_number(row.year, &self.receipt_code, &row.organisation, row.copies);
        bulk.event(row.id, EventCode::Submitted, Some(number), done);
        let at = Some(submitted_at.unix_timestamp());
        (row.started_at, row.last_activity_at, row.first_submitted_at, row.submitted_at) = (at, at, at, at);
        Ok(())
    }

    /// Why it was sent back or declined.
    fn reason(&self, bulk: &mut Bulk, row: &mut responses::Model, status: Status) -> Result<(), Error> {
        let Some(reason) = self.reasons.get(&row.organisation) else { return Ok(()) };
        let (kind, person) = match status {
            Status::Returned => (EventCode::Returned, self.person("granskare")),
            Status::Declined => (EventCode::Declined, self.member(&row.organisation, DemoAuthor::Coordinator)),
            _ => return Err(Error::stored(format!("{} is {status} and has a reason", row.organisation))),
        };
        row.reason = Some(reason.reason.clone());
        bulk.event(row.id, kind, row.reason.clone(), DoneBy { person, at: reason.given_at });
        Ok(())
    }

    /// What a reviewer asked, what was answered, and that there was no more to ask.
    async fn ask(&self, connection: &impl ConnectionTrait, asked: AskedQuery) -> Result<(), Error> {
        let AskedQuery { response, step, entry } = asked;
        let by_reviewer = step.what != DemoQueryStep::Answered;
        let by = if by_reviewer {
            self.person("granskare")
        } else {
            self.member(&step.organisation, DemoAuthor::Coordinator)
        };
        let query = match queries::open_query(connection, response, &step.field).await? {
            Some(query) => query.id,
            None => queries::open(connection, response, &step.field, by, step.written_at).await?,
        };
        let kind = match step.what {
            DemoQueryStep::Asked => EventCode::Asked,
            DemoQueryStep::Answered => EventCode::QueryAnswered,
            DemoQueryStep::Closed => EventCode::QueryClosed,
        };
        if kind == EventCode::QueryClosed {
            queries::close(connection, query, step.written_at).await?;
        } else {
            let written =
                queries::NewMessage { query, by, by_reviewer, text: &step.text, entry: &entry, at: step.written_at };
            queries::write(connection, written).await?;
        }
        record(connection, response, by, kind, Some(step.field.to_string()), step.written_at).await
    }

    /// What waits to be sent in.
    fn drafted(
        &self,
        bulk: &mut Bulk,
        row: &mut responses::Model,
        current: &mut BTreeMap<FieldName, JournalRecord>,
    ) -> Result<(), Error> {
        let organisation = row.organisation.clone();
        for draft in self.drafts.get(&organisation).into_iter().flatten() {
            let done = DoneBy { person: self.member(&organisation, draft.author), at: draft.saved_at };
            let version = current.get(&draft.field).map_or(0, |written| written.version) + 1;
            let content = FieldContent {
                entry: draft.entry.clone(),
                comment: draft.comment.clone(),
                explanation: draft.explanation.clone(),
            };
            let written = JournalRecord { field: draft.field.clone(), version, content };
            current.insert(draft.field.clone(), written.clone());
            let at = done.at.unix_timestamp();
            row.started_at = Some(row.started_at.map_or(at, |started| started.min(at)));
            row.last_activity_at = row.last_activity_at.max(Some(at));
            bulk.save(row, "demo", vec![written], done)?;
        }
        for mark in self.marks.get(&organisation).into_iter().flatten() {
            let done = DoneBy { person: self.member(&organisation, mark.author), at: mark.marked_at };
            bulk.mark(row, &mark.section, done);
        }
        Ok(())
    }
}

/// The round that the answers belong to: by its year, and for the two newest by their place among the survey's rounds.
async fn round(connection: &impl ConnectionTrait, demo: &DemoRound) -> Result<(rounds::Model, Arc<Form>), Error> {
    let mut of_survey = rounds::Entity::find().filter(rounds::Column::Survey.eq(demo.survey)).all(connection).await?;
    of_survey.sort_by_key(|round| round.year);
    let place = seeds::Edition::ALL.iter().position(|edition| *edition == demo.edition);
    let round = place.and_then(|place| of_survey.into_iter().nth(place)).ok_or(Error::NotFound)?;
    let stored = questionnaires::Entity::find_by_id(&round.questionnaire).one(connection).await?;
    let questionnaire: Questionnaire = serde_json::from_str(&stored.ok_or(Error::NotFound)?.json)?;
    let form = Form::new(questionnaire).map_err(|_| Error::stored("a stored questionnaire has faults"))?;
    Ok((round, Arc::new(form)))
}
