//! The answers of the demo, all invented: those of 2019 and 2020 are fitted so that they give back the published values.
//!
//! They are written by `seeds/tests/fit_demo_answers`, which also holds them to what it writes. A file of last year or of
//! this year says when in days from the opening of the round: `@31T14:05:12Z` is a moment on the 31st day after it,
//! `@-120` the day 120 days before it. Free text never begins so, because its `@` is guarded.

mod files;
mod relative;
#[cfg(test)]
mod tests;

pub use files::DemoRound;

use crate::Edition;
use relative::{resolved, when};
use serde::{Deserialize, de::DeserializeOwned};
use std::{borrow::Cow, collections::BTreeMap};
use survey::{
    definition::FieldType,
    form::{Field, Form},
    input,
    name::FieldName,
    status::Status,
    value::Entry,
    variable,
};
use time::{Date, OffsetDateTime};

/// A response: a row of the Responses CSV.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoResponse {
    /// The code of the organisation.
    pub organisation: String,
    /// Its status.
    pub status: Status,
    /// When it was last submitted, if it has been.
    pub submitted_at: Option<OffsetDateTime>,
    /// The frozen copy: every field that was asked. Nothing where nothing has been submitted.
    pub entries: Option<BTreeMap<FieldName, Entry>>,
}

/// Why an answer that a check warns of is right after all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoExplanation {
    /// The code of the organisation.
    pub organisation: String,
    /// The field that is explained.
    pub field: FieldName,
    /// The explanation.
    pub explanation: String,
}

/// Why a response was returned, or why the organisation declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoReason {
    /// The code of the organisation.
    pub organisation: String,
    /// When it was given.
    pub given_at: OffsetDateTime,
    /// The reason.
    pub reason: String,
}

/// The part of the person who wrote something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoAuthor {
    /// The coordinator.
    Coordinator,
    /// The contributor.
    Contributor,
}

/// An answer that has been saved but not submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoDraft {
    /// The code of the organisation.
    pub organisation: String,
    /// Who wrote it.
    pub author: DemoAuthor,
    /// When it was saved.
    pub saved_at: OffsetDateTime,
    /// The field.
    pub field: FieldName,
    /// What was answered; not always something that can be submitted.
    pub entry: Entry,
    /// What was written to the reviewer beside it.
    pub comment: Option<String>,
    /// Why it is right although a check warns of it.
    pub explanation: Option<String>,
}

/// A section that somebody has said is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMark {
    /// The code of the organisation.
    pub organisation: String,
    /// Who said so.
    pub author: DemoAuthor,
    /// When.
    pub marked_at: OffsetDateTime,
    /// The name of the section.
    pub section: String,
}

/// A step of a query on an answer that has been submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoQuery {
    /// The code of the organisation.
    pub organisation: String,
    /// The field that is asked about.
    pub field: FieldName,
    /// What was done.
    pub what: DemoQueryStep,
    /// When.
    pub written_at: OffsetDateTime,
    /// What was written; nothing where the query was closed.
    pub text: String,
}

/// What can be done with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoQueryStep {
    /// The reviewer asked.
    Asked,
    /// The coordinator answered.
    Answered,
    /// The reviewer had no more to ask.
    Closed,
}

/// A file of the demo that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file} of the demo, {survey} {edition:?}, row {row}: {message}")]
pub struct DemoError {
    /// Which of the round's files.
    pub file: &'static str,
    /// The survey.
    pub survey: &'static str,
    /// The round.
    pub edition: Edition,
    /// The row; the header is 1.
    pub row: usize,
    /// What is wrong.
    pub message: String,
}

/// The demo answers to every round, by survey, oldest first.
pub fn demo_rounds() -> &'static [DemoRound] {
    &files::ROUNDS
}

/// The demo answers to a round.
pub fn demo_round(survey: &str, edition: Edition) -> Option<DemoRound> {
    demo_rounds().iter().find(|round| round.survey == survey && round.edition == edition).copied()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonRow {
    organisation: String,
    given_at: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftRow {
    organisation: String,
    author: DemoAuthor,
    saved_at: String,
    field: FieldName,
    answer: String,
    comment: Option<String>,
    explanation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkRow {
    organisation: String,
    author: DemoAuthor,
    marked_at: String,
    section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryRow {
    organisation: String,
    field: FieldName,
    what: DemoQueryStep,
    written_at: String,
    text: String,
}

impl DemoRound {
    /// The Responses CSV of a round that opened on this day: every recipient, as an export of every status gives it.
    pub fn responses_csv(&self, opens: Date) -> Result<Cow<'static, str>, DemoError> {
        match self.edition {
            Edition::Y2019 | Edition::Y2020 => Ok(Cow::Borrowed(self.responses)),
            Edition::LastYear | Edition::ThisYear => {
                let text = resolved(self.responses, opens);
                text.map(Cow::Owned).map_err(|(row, message)| self.fault("responses.csv", row, message))
            }
        }
    }

    /// The responses, read by the form of the round, which opened on this day.
    pub fn responses(&self, form: &Form, opens: Date) -> Result<Vec<DemoResponse>, DemoError> {
        let text = self.responses_csv(opens)?;
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut responses = Vec::new();
        for (at, row) in rows.records().enumerate() {
            let fault = |message: String| self.fault("responses.csv", at + 1, message);
            let row = row.map_err(|error| fault(error.to_string()))?;
            if at == 0 {
                check_header(form, &row).map_err(fault)?;
            } else {
                responses.push(response(form, &row).map_err(fault)?);
            }
        }
        Ok(responses)
    }

    /// The explanations of what checks warn of in the submitted answers: every warning has one.
    pub fn explanations(&self) -> Result<Vec<DemoExplanation>, DemoError> {
        self.rows("explanations.csv", self.explanations, Ok)
    }

    /// Why responses were returned, and why organisations declined.
    pub fn reasons(&self, opens: Date) -> Result<Vec<DemoReason>, DemoError> {
        self.rows("reasons.csv", self.reasons, |row: ReasonRow| {
            let given_at = moment(&row.given_at, opens)?;
            Ok(DemoReason { organisation: row.organisation, given_at, reason: row.reason })
        })
    }

    /// The answers that wait to be submitted, organisation by organisation, in the order they were saved.
    pub fn drafts(&self, form: &Form, opens: Date) -> Result<Vec<DemoDraft>, DemoError> {
        self.rows("drafts.csv", self.drafts, |row: DraftRow| {
            let field = form.field(row.field.as_str()).ok_or_else(|| format!("`{}` is not asked", row.field))?;
            Ok(DemoDraft {
                organisation: row.organisation,
                author: row.author,
                saved_at: moment(&row.saved_at, opens)?,
                entry: typed(field, &row.answer, opens)?,
                field: row.field,
                comment: row.comment,
                explanation: row.explanation,
            })
        })
    }

    /// The sections of responses not yet submitted that somebody has said are done.
    pub fn marks(&self, opens: Date) -> Result<Vec<DemoMark>, DemoError> {
        self.rows("marks.csv", self.marks, |row: MarkRow| {
            let marked_at = moment(&row.marked_at, opens)?;
            Ok(DemoMark { organisation: row.organisation, author: row.author, marked_at, section: row.section })
        })
    }

    /// What has been asked and answered about submitted answers, in the order it was done.
    pub fn queries(&self, opens: Date) -> Result<Vec<DemoQuery>, DemoError> {
        self.rows("queries.csv", self.queries, |row: QueryRow| {
            let QueryRow { organisation, field, what, text, .. } = row;
            Ok(DemoQuery { organisation, field, what, written_at: moment(&row.written_at, opens)?, text })
        })
    }

    fn rows<R: DeserializeOwned, T>(
        &self,
        file: &'static str,
        text: &str,
        read: impl Fn(R) -> Result<T, String>,
    ) -> Result<Vec<T>, DemoError> {
        let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize().enumerate();
        rows.map(|(at, row)| {
            let row = row.map_err(|error| error.to_string()).and_then(&read);
            row.map_err(|message| self.fault(file, at + 2, message))
        })
        .collect()
    }

    fn fault(&self, file: &'static str, row: usize, message: String) -> DemoError {
        DemoError { file, survey: self.survey, edition: self.edition, row, message }
    }
}

/// The columns before the variables.
const HEAD: [&str; 3] = ["organisation", "status", "submitted_at"];

fn check_header(form: &Form, header: &csv::StringRecord) -> Result<(), String> {
    let expected = HEAD.into_iter().chain(form.variables().iter().map(|variable| variable.name.as_str()));
    if header.iter().eq(expected) { Ok(()) } else { Err("the columns are not those of the questionnaire".to_owned()) }
}

fn response(form: &Form, row: &csv::StringRecord) -> Result<DemoResponse, String> {
    let mut cells = row.iter();
    let (Some(organisation), Some(status), Some(submitted_at)) = (cells.next(), cells.next(), cells.next()) else {
        return Err("the row is too short".to_owned());
    };
    let status = status.parse::<Status>().map_err(|error| error.to_string())?;
    let submitted_at = if submitted_at.is_empty() { None } else { Some(absolute_moment(submitted_at)?) };
    let mut entries = BTreeMap::new();
    for field in form.fields() {
        let width = match &field.field_type {
            FieldType::Multiple(choices) => choices.len(),
            _ => 1,
        };
        let cells: Vec<&str> = cells.by_ref().take(width).collect();
        let entry = variable::read_cells(field, &cells).map_err(|fault| format!("`{}`: {fault}", field.name))?;
        entries.extend(entry.map(|entry| (field.name.clone(), entry)));
    }
    let entries = submitted_at.is_some().then_some(entries);
    Ok(DemoResponse { organisation: organisation.to_owned(), status, submitted_at, entries })
}

/// What a person typed, several codes with a space between; or a missing reason with `#` before it.
fn typed(field: &Field, answer: &str, opens: Date) -> Result<Entry, String> {
    if let Some(reason) = answer.strip_prefix('#') {
        return reason.parse().map(Entry::Missing).map_err(|error| format!("`{}`: {error}", field.name));
    }
    let day = when(answer, opens)?;
    let answer = day.as_deref().unwrap_or(answer);
    Ok(match &field.field_type {
        FieldType::Multiple(_) => input::read(&field.field_type, &answer.split(' ').collect::<Vec<_>>()),
        _ => input::read(&field.field_type, &[answer]),
    })
}

fn moment(text: &str, opens: Date) -> Result<OffsetDateTime, String> {
    absolute_moment(when(text, opens)?.as_deref().unwrap_or(text))
}

fn absolute_moment(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)
        .map_err(|error| format!("`{text}` is not a moment: {error}"))
}
