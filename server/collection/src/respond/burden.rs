//! How long the answers have taken and how many have helped, for the coordinator alone. Never what each person did.

use super::{ResponseHead, change_set::JournalRecord, head::HeadRow};
use crate::{Actor, Error, ResponseKey, Store};
use sea_orm::{FromQueryResult, Statement};
use std::collections::BTreeSet;
use survey::burden::{Burden, Moment, burdens};
use time::OffsetDateTime;

/// What a response has taken so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BurdenView {
    /// What it is and where it stands.
    pub head: ResponseHead,
    /// Its sections in order.
    pub sections: Vec<SectionBurdenView>,
    /// All of them together.
    pub total: Burden,
}

/// What a section has taken so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionBurdenView {
    /// "C".
    pub letter: String,
    /// Its title.
    pub title: String,
    /// What it has taken.
    pub burden: Burden,
}

#[derive(FromQueryResult)]
struct SaveTimeRow {
    person_id: i64,
    saved_at: i64,
    changes: String,
}

/// What a response has taken so far, estimated from its saves by the rule of [`survey::burden`].
pub async fn burden(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<BurdenView, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let form = store.cache().forms.form(store.read(), &head.questionnaire).await?;
    let statement = Statement::from_sql_and_values(
        store.read().get_database_backend(),
        "SELECT s.person_id, s.saved_at, s.changes FROM saves s WHERE s.response_id = $1 AND s.person_id IS NOT NULL",
        [head.id.into()],
    );
    let mut moments = Vec::new();
    for row in SaveTimeRow::find_by_statement(statement).all(store.read()).await? {
        let written: Vec<JournalRecord> = serde_json::from_str(&row.changes)?;
        let fields = written.iter().filter_map(|written| form.field(written.field.as_str()));
        let sections: BTreeSet<usize> = fields.map(|field| field.section).collect();
        let moment = |section| Moment { person: row.person_id, at: row.saved_at, section };
        moments.extend(sections.into_iter().map(moment));
    }
    let sections = &form.questionnaire().sections;
    let found = burdens(sections.len(), moments);
    let view = |(section, burden): (&survey::definition::Section, &Burden)| SectionBurdenView {
        letter: section.letter.clone(),
        title: section.title.clone(),
        burden: *burden,
    };
    Ok(BurdenView {
        head: head.head(now)?,
        sections: sections.iter().zip(&found.sections).map(view).collect(),
        total: found.total,
    })
}
