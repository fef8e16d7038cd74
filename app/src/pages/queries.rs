//! Queries in words: the same for the organisation and for the reviewer.

use crate::components::ThreadMessage;
use collection::queries::Query;
use survey::{form::Form, format};

/// What has been written, for reading.
pub fn messages(query: &Query, form: &Form) -> Vec<ThreadMessage> {
    let answer = |entry| {
        form.field(query.field.as_str()).map_or_else(String::new, |field| format::answer(&field.field_type, entry))
    };
    query
        .messages
        .iter()
        .map(|message| ThreadMessage {
            by: message.by.clone(),
            by_reviewer: message.by_reviewer,
            at: format::moment(message.at),
            text: message.text.clone(),
            answer: answer(&message.entry),
        })
        .collect()
}
