//! What has been changed after a response was sent in and has not been sent: what somebody typed while a reviewer waited
//! for an answer. It is kept when the reviewer closes the query unanswered, for nothing typed is thrown away, but what
//! holds is what was sent in, and whoever reads the working answers is told so.

use super::{head::HeadRow, receipt::latest_frozen, snapshot::Snapshot, submit::note};
use crate::Error;
use sea_orm::ConnectionTrait;
use survey::{form::Field, format, name::FieldName};

/// An answer that is changed and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// The field.
    pub field: FieldName,
    /// "C1".
    pub number: String,
    /// The words of the question, or of the row.
    pub label: String,
    /// The section's place in the questionnaire.
    pub section: usize,
    /// The answer that was sent in; none where the question was not asked.
    pub sent: Option<String>,
    /// The answer as it stands; none where the question is not asked any more.
    pub now: Option<String>,
}

/// What of a response that is sent in differs from its latest copy, in the order of the questionnaire.
pub(super) async fn unsent(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
    snapshot: &Snapshot,
) -> Result<Vec<Unsent>, Error> {
    if !head.status()?.is_counted() {
        return Ok(Vec::new());
    }
    let (entries, notes) = latest_frozen(connection, head).await?;
    let standing = snapshot.evaluation.frozen();
    let differs = |field: &&Field| {
        let name = &field.name;
        let note = snapshot.stored.get(name).filter(|_| standing.contains_key(name)).and_then(|stored| note(stored));
        let is_as_sent = match (entries.get(name), standing.get(name)) {
            (Some(sent), Some(now)) => sent.says_same(now),
            (sent, now) => sent == now,
        };
        !is_as_sent || notes.get(name) != note.as_ref()
    };
    let words = |field: &Field, entry| format::answer(&field.field_type, entry);
    let changed = snapshot.evaluation.form().fields().iter().filter(differs);
    Ok(changed
        .map(|field| Unsent {
            field: field.name.clone(),
            number: field.number.clone(),
            label: field.short_label.clone(),
            section: field.section,
            sent: entries.get(&field.name).map(|entry| words(field, entry)),
            now: standing.get(&field.name).map(|entry| words(field, entry)),
        })
        .collect())
}
