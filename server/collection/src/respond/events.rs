//! What happened to a response: its own events, and the saves of the journal.

use super::{assignments::AssignmentTarget, change_set::JournalRecord};
use crate::Error;
use database::entities::events;
use database::stored::moment;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use serde::{Deserialize, Serialize};
use survey::name::FieldName;
use time::OffsetDateTime;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: OffsetDateTime,
    /// Who; empty for the command line.
    pub by: String,
    /// What.
    pub what: EventKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// A field was answered for the first time.
    Answered(FieldName),
    /// The answer of a field was changed.
    Changed(FieldName),
    /// A section, by its name, was marked as done.
    SectionDone(String),
    /// The mark was taken away.
    SectionReopened(String),
    /// It was sent in, with this receipt number.
    Submitted(String),
    /// The organisation does not answer, for this reason.
    Declined(String),
    /// It was taken up again.
    Resumed,
    /// It was reviewed and taken.
    Approved,
    /// It was sent back, for this reason.
    Returned(String),
    /// Answers were read from a file.
    Imported,
    /// Sections or questions were handed to somebody.
    Assigned(AssignmentDetail),
    /// They were taken back.
    TakenBack(AssignmentDetail),
    /// Somebody was reminded of them.
    Reminded(AssignmentDetail),
    /// Somebody said that their questions of a section, by its name, are done.
    QuestionsDone(String),
    /// They said that they are not.
    QuestionsReopened(String),
    /// Somebody, by name, was asked to sign.
    SignOffAsked(String),
    /// It was sent back unsigned, for this reason.
    SentBackUnsigned(String),
    /// A reviewer asked about a field.
    Asked(FieldName),
    /// The organisation answered what a reviewer had asked about a field.
    QueryAnswered(FieldName),
    /// The reviewer had no more to ask about a field.
    QueryClosed(FieldName),
    /// The organisation asked to correct what it had sent in, for this reason.
    CorrectionAsked(String),
    /// It took that back.
    CorrectionTakenBack,
    /// It was refused, for this reason.
    CorrectionRefused(String),
}

/// What was handed to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentDetail {
    /// The name that the organisation knew then.
    pub to: String,
    /// What.
    #[serde(rename = "portions")]
    pub targets: Vec<AssignmentTarget>,
}

/// The kinds of event that are stored; saves are in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventCode {
    SectionDone,
    SectionReopened,
    Submitted,
    Declined,
    Resumed,
    Approved,
    Returned,
    Imported,
    Assigned,
    TakenBack,
    Reminded,
    QuestionsDone,
    QuestionsReopened,
    SignOffAsked,
    SentBackUnsigned,
    Asked,
    QueryAnswered,
    QueryClosed,
    CorrectionAsked,
    CorrectionTakenBack,
    CorrectionRefused,
}

impl EventCode {
    const ALL: [Self; 21] = [
        Self::SectionDone,
        Self::SectionReopened,
        Self::Submitted,
        Self::Declined,
        Self::Resumed,
        Self::Approved,
        Self::Returned,
        Self::Imported,
        Self::Assigned,
        Self::TakenBack,
        Self::Reminded,
        Self::QuestionsDone,
        Self::QuestionsReopened,
        Self::SignOffAsked,
        Self::SentBackUnsigned,
        Self::Asked,
        Self::QueryAnswered,
        Self::QueryClosed,
        Self::CorrectionAsked,
        Self::CorrectionTakenBack,
        Self::CorrectionRefused,
    ];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::SectionDone => "section_done",
            Self::SectionReopened => "section_reopened",
            Self::Submitted => "submitted",
            Self::Declined => "declined",
            Self::Resumed => "resumed",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Imported => "imported",
            Self::Assigned => "handed_out",
            Self::TakenBack => "taken_back",
            Self::Reminded => "reminded",
            Self::QuestionsDone => "questions_done",
            Self::QuestionsReopened => "questions_reopened",
            Self::SignOffAsked => "sign_off_asked",
            Self::SentBackUnsigned => "sent_back_unsigned",
            Self::Asked => "asked",
            Self::QueryAnswered => "query_answered",
            Self::QueryClosed => "query_closed",
            Self::CorrectionAsked => "correction_asked",
            Self::CorrectionTakenBack => "correction_taken_back",
            Self::CorrectionRefused => "correction_refused",
        }
    }

    /// Whether it is between the people of the organisation, and no business of those who follow the survey up.
    fn is_internal(self) -> bool {
        use EventCode::*;
        matches!(
            self,
            Assigned | TakenBack | Reminded | QuestionsDone | QuestionsReopened | SignOffAsked | SentBackUnsigned
        )
    }

    fn happening(self, detail: String) -> Result<EventKind, Error> {
        let field = |detail: String| detail.parse().map_err(Error::stored);
        Ok(match self {
            Self::SectionDone => EventKind::SectionDone(detail),
            Self::SectionReopened => EventKind::SectionReopened(detail),
            Self::Submitted => EventKind::Submitted(detail),
            Self::Declined => EventKind::Declined(detail),
            Self::Resumed => EventKind::Resumed,
            Self::Approved => EventKind::Approved,
            Self::Returned => EventKind::Returned(detail),
            Self::Imported => EventKind::Imported,
            Self::Assigned => EventKind::Assigned(serde_json::from_str(&detail)?),
            Self::TakenBack => EventKind::TakenBack(serde_json::from_str(&detail)?),
            Self::Reminded => EventKind::Reminded(serde_json::from_str(&detail)?),
            Self::QuestionsDone => EventKind::QuestionsDone(detail),
            Self::QuestionsReopened => EventKind::QuestionsReopened(detail),
            Self::SignOffAsked => EventKind::SignOffAsked(detail),
            Self::SentBackUnsigned => EventKind::SentBackUnsigned(detail),
            Self::Asked => EventKind::Asked(field(detail)?),
            Self::QueryAnswered => EventKind::QueryAnswered(field(detail)?),
            Self::QueryClosed => EventKind::QueryClosed(field(detail)?),
            Self::CorrectionAsked => EventKind::CorrectionAsked(detail),
            Self::CorrectionTakenBack => EventKind::CorrectionTakenBack,
            Self::CorrectionRefused => EventKind::CorrectionRefused(detail),
        })
    }
}

/// Writes down that something happened.
pub(crate) async fn record(
    connection: &impl ConnectionTrait,
    response: i64,
    person: Option<i64>,
    kind: EventCode,
    detail: Option<String>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let event = events::ActiveModel {
        response_id: Set(response),
        person_id: Set(person),
        happened_at: Set(now.unix_timestamp()),
        kind: Set(kind.code().to_owned()),
        detail: Set(detail),
        ..Default::default()
    };
    events::Entity::insert(event).exec_without_returning(connection).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct EventRow {
    at: i64,
    name: Option<String>,
    kind: String,
    detail: Option<String>,
}

/// The latest events of a response, newest first. From the `inside` also what was answered and what is between
/// colleagues; that is for the organisation alone.
pub(crate) async fn of_response(
    connection: &impl ConnectionTrait,
    response: i64,
    inside: bool,
    most: usize,
) -> Result<Vec<Event>, Error> {
    let most_rows = i64::try_from(most).unwrap_or(i64::MAX);
    let read = async |sql: &str| {
        let values = [response.into(), most_rows.into()];
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        EventRow::find_by_statement(statement).all(connection).await
    };
    let mut events = Vec::new();
    let internal: Vec<String> =
        EventCode::ALL.into_iter().filter(|kind| kind.is_internal()).map(|kind| format!("'{}'", kind.code())).collect();
    let outside = if inside { String::new() } else { format!("AND e.kind NOT IN ({})", internal.join(", ")) };
    let rows = read(&format!(
        "SELECT e.happened_at AS at, p.name, e.kind, e.detail FROM events e LEFT JOIN persons p ON p.id = e.person_id \
         WHERE e.response_id = $1 {outside} ORDER BY e.happened_at DESC, e.id DESC LIMIT $2"
    ))
    .await?;
    for row in rows {
        let kind = EventCode::ALL.into_iter().find(|kind| kind.code() == row.kind);
        let kind = kind.ok_or_else(|| Error::stored(format!("event `{}`", row.kind)))?;
        events.push(Event {
            at: moment(row.at),
            by: row.name.unwrap_or_default(),
            what: kind.happening(row.detail.unwrap_or_default())?,
        });
    }
    if inside {
        let rows = read(
            "SELECT s.saved_at AS at, p.name, '' AS kind, s.changes AS detail FROM saves s \
             LEFT JOIN persons p ON p.id = s.person_id WHERE s.response_id = $1 ORDER BY s.revision DESC LIMIT $2",
        )
        .await?;
        for row in rows {
            let by = row.name.unwrap_or_default();
            let written: Vec<JournalRecord> = serde_json::from_str(row.detail.as_deref().unwrap_or("[]"))?;
            for change in written.into_iter().take(most) {
                let what = if change.version == 1 { EventKind::Answered } else { EventKind::Changed };
                events.push(Event { at: moment(row.at), by: by.clone(), what: what(change.field) });
            }
        }
    }
    // Stable: within one second, what was written last stays first.
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    events.truncate(most);
    Ok(events)
}
