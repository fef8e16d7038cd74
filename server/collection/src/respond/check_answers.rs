//! Every answer on one page, to read through before submitting.

use super::{
    AccessScope, May, ObstacleView, Remark, ResponseHead, SignOffState, Snapshot, Unsent, head::HeadRow,
    obstacle_views, remarks, sign_off::state, snapshot::StoredAnswer, unsent::unsent,
};
use crate::{Actor, Error, ResponseKey, Store};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    changes::changes, evaluation::Evaluation, form::Field, lineage::PreviousAnswer, name::FieldName, value::Entry,
};
use time::OffsetDateTime;

/// Every answer of a response.
#[derive(Debug, Clone)]
pub struct CheckAnswers {
    /// What the response is and where it stands. Its revision is what [`submit`](super::submit()) wants to see.
    pub head: ResponseHead,
    /// The answers, evaluated.
    pub evaluation: Arc<Evaluation>,
    /// What is stored.
    pub stored: Arc<BTreeMap<FieldName, Arc<StoredAnswer>>>,
    /// Last year's answers.
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    /// What stops submitting, in order.
    pub obstacles: Vec<ObstacleView>,
    /// What to know before sending in, in order.
    pub remarks: Vec<Remark>,
    /// Where the latest request for a signature stands.
    pub sign_off: Option<SignOffState>,
    /// What is changed since it was sent in and is not sent.
    pub unsent: Vec<Unsent>,
    /// What the actor may do.
    pub may: May,
    /// What of the response the actor may change.
    pub edit_scope: AccessScope,
}

/// Which of the answers are read through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFilter {
    /// All.
    All,
    /// Those that differ from last time's, and those to new questions.
    Changed,
    /// Those without a value.
    Missing,
    /// Those that a check has something to say about, explained or not.
    ToCheck,
}

impl CheckAnswers {
    /// The relevant fields that a filter shows, in the order of the questionnaire.
    pub fn fields(&self, filter: AnswerFilter) -> Vec<&Field> {
        let changed: Vec<&FieldName> = match filter {
            AnswerFilter::Changed => {
                changes(&self.evaluation, &self.previous).into_iter().map(|changed| &changed.field.name).collect()
            }
            AnswerFilter::All | AnswerFilter::Missing | AnswerFilter::ToCheck => Vec::new(),
        };
        let is_shown = |field: &&Field| {
            let name = field.name.as_str();
            self.evaluation.is_relevant(name)
                && match filter {
                    AnswerFilter::All => true,
                    AnswerFilter::Changed => changed.contains(&&field.name),
                    AnswerFilter::Missing => {
                        matches!(self.evaluation.entry(name), Entry::Empty | Entry::Missing(_))
                    }
                    AnswerFilter::ToCheck => !self.evaluation.violations(name).is_empty(),
                }
        };
        self.evaluation.form().fields().iter().filter(is_shown).collect()
    }
}

/// Every answer of a response, for those of the organisation.
pub async fn check_answers(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<CheckAnswers, Error> {
    if !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &row, now).await?;
    Ok(CheckAnswers {
        head: row.head(now)?,
        obstacles: obstacle_views(snapshot.evaluation.form(), snapshot.obstacles()),
        remarks: remarks(&snapshot.evaluation),
        sign_off: state(store.read(), &row).await?,
        evaluation: Arc::clone(&snapshot.evaluation),
        stored: Arc::clone(&snapshot.stored),
        previous: Arc::clone(&snapshot.previous),
        unsent: unsent(store.read(), &row, &snapshot).await?,
        may: snapshot.may(&row, actor, now),
        edit_scope: snapshot.edit_scope(&row, actor),
    })
}
