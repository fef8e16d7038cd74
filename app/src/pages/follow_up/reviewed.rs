//! The answers of a copy as a reviewer reads them: with what was answered before, and what deviates.

use crate::{components::CheckedAnswer, pages::copy::frozen_answer};
use collection::respond::CopyView;
use survey::form::Field;

/// An answer, with the way to ask about it where one can.
pub fn reviewed_answer(copy: &CopyView, field: &Field, ask: Option<&str>) -> Option<CheckedAnswer> {
    let mut answer = frozen_answer(copy, field)?;
    let before = copy.previous.get(&field.name).filter(|before| !before.words.is_empty());
    let before = before.map(|before| format!("{}: {}", before.year, before.words));
    answer.notes.splice(0..0, before);
    answer.deviates = copy.deviations(&field.name).map(|violation| violation.message.clone()).collect();
    answer.ask = ask.map(|path| format!("{path}/{}", field.name));
    Some(answer)
}
