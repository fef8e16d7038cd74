//! One section of a response, to fill in.

use super::{
    AccessScope, May, ResponseHead, Snapshot, Unsent,
    assignments::{Assignment, OwnAssignment, open},
    head::HeadRow,
    snapshot::{PersonAndTime, StoredAnswer},
    unsent::unsent,
};
use crate::{
    Actor, Error, ResponseKey, Store,
    queries::{OpenQuery, open_of_responses},
};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::{Evaluation, EvaluationContext, ReferenceRange},
    form::Field,
    lineage::{NoLongerAsked, PreviousAnswer},
    name::FieldName,
};
use time::OffsetDateTime;

/// One section of a response.
#[derive(Debug, Clone)]
pub struct SectionView {
    /// What the response is and where it stands.
    pub head: ResponseHead,
    /// The section's place in the questionnaire.
    pub index: usize,
    /// The section's name.
    pub section: String,
    /// Name, letter and title of every section, in order.
    pub letters: Vec<(String, String, String)>,
    /// The whole response, evaluated: a check may look at another section.
    pub evaluation: Arc<Evaluation>,
    /// What is stored, of the whole response; of what the actor may not read, nothing.
    pub stored: Arc<BTreeMap<FieldName, Arc<StoredAnswer>>>,
    /// Last year's answers, of the whole response; of what the actor may not read, none.
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    /// What others usually answer, of the whole response.
    pub reference_ranges: Arc<BTreeMap<FieldName, ReferenceRange>>,
    /// What the answers are judged by beside each other.
    pub context: EvaluationContext,
    /// The questions of the year before that are no longer asked, of the whole questionnaire.
    pub no_longer_asked: Arc<Vec<NoLongerAsked>>,
    /// Who said that the section is done, and when.
    pub done: Option<PersonAndTime>,
    /// The name of the section before.
    pub previous_section: Option<String>,
    /// The name of the section after.
    pub next_section: Option<String>,
    /// What the actor may do with the response.
    pub may: May,
    /// What of it the actor may change.
    pub edit_scope: AccessScope,
    /// What of it the actor may read. What else decides how that is judged is in `stored` and `previous`, and is not shown.
    pub read_scope: AccessScope,
    /// The actor's questions of this section that were handed out one by one: whether they are all done. None where
    /// there are none.
    pub own_questions_done: Option<bool>,
    /// What was said when something of this section was handed to the actor, and when it is due.
    pub assignments: Vec<OwnAssignment>,
    /// What of the section is changed since the response was sent in and is not sent.
    pub unsent: Vec<Unsent>,
    /// What reviewers ask about in a response that is sent in, oldest first.
    pub queries: Vec<OpenQuery>,
    /// When it was read.
    pub now: OffsetDateTime,
    /// What the browser judges answers by: the JSON resource `/formular/FILE`.
    pub questionnaire_file: Arc<str>,
}

impl SectionView {
    /// The questions of the section that the actor answers and that have come to be asked since it was seen before, and are
    /// not answered yet: by name, in order.
    pub fn newly_asked(&self, before: &Self) -> Vec<&str> {
        let form = self.evaluation.form();
        let is_new = |field: &&Field| {
            let name = field.name.as_str();
            self.evaluation.is_relevant(name)
                && !before.evaluation.is_relevant(name)
                && self.evaluation.entry(name).is_empty()
                && self.edit_scope.covers_field(form, field)
        };
        let mut questions: Vec<&str> =
            form.fields_of_section(self.index).filter(is_new).map(|field| field.name.question()).collect();
        questions.dedup();
        questions
    }
}

/// One section of a response, for those of the organisation who may read anything in it. Notes that whoever was handed
/// something in it has opened it.
pub async fn section(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    now: OffsetDateTime,
) -> Result<SectionView, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &row, now).await?;
    let letters: Vec<(String, String, String)> = snapshot
        .evaluation
        .form()
        .questionnaire()
        .sections
        .iter()
        .map(|section| (section.name.to_string(), section.letter.clone(), section.title.clone()))
        .collect();
    let index = letters.iter().position(|(name, _, _)| name == section).ok_or(Error::NotFound)?;
    let (edit_scope, read_scope) = (snapshot.edit_scope(&row, actor), snapshot.read_scope(&row, actor)?);
    if !read_scope.includes_part_of(section) {
        return Err(Error::Forbidden);
    }
    // Whoever has something in hand here goes on to what they have in hand next.
    let is_passed = |name: &str| edit_scope.includes_part_of(section) && !edit_scope.includes_part_of(name);
    let nearest = |mut places: Box<dyn Iterator<Item = &(String, String, String)> + '_>| {
        places.find(|(name, _, _)| !is_passed(name)).map(|(name, _, _)| name.clone())
    };
    let before = nearest(Box::new(letters.iter().take(index).rev()));
    let after = nearest(Box::new(letters.iter().skip(index + 1)));
    let (head, form) = (row.head(now)?, snapshot.evaluation.form());
    let assignments = open(store, actor, (&row, &head), (form, &snapshot.assignments), section, now).await?;
    let mut unsent = unsent(store.read(), &row, &snapshot).await?;
    unsent.retain(|unsent| unsent.section == index && read_scope.covers(section, unsent.field.question()));
    let queries = if head.status.is_counted() && read_scope == AccessScope::Whole {
        open_of_responses(store.read(), [row.id]).await?.remove(&row.id).unwrap_or_default()
    } else {
        Vec::new()
    };
    let (mut stored, mut previous) = (Arc::clone(&snapshot.stored), Arc::clone(&snapshot.previous));
    if let Some(readable) = read_scope.fields(form) {
        let is_readable = |field: &FieldName| form.position(field.as_str()).is_some_and(|at| readable.contains(&at));
        Arc::make_mut(&mut stored).retain(|field, _| is_readable(field));
        Arc::make_mut(&mut previous).retain(|field, _| is_readable(field));
    }
    Ok(SectionView {
        head,
        index,
        section: section.to_owned(),
        evaluation: Arc::clone(&snapshot.evaluation),
        stored,
        previous,
        reference_ranges: Arc::clone(&snapshot.reference_ranges),
        context: snapshot.context,
        no_longer_asked: Arc::clone(&snapshot.no_longer_asked),
        done: snapshot.marks.get(section).cloned(),
        previous_section: before,
        next_section: after,
        letters,
        may: snapshot.may(&row, actor, now),
        edit_scope,
        read_scope,
        own_questions_done: own_questions_done(&snapshot, actor, section),
        assignments,
        unsent,
        queries,
        now,
        questionnaire_file: store.cache().forms.file(store.read(), &row.questionnaire).await?,
    })
}

/// Whether the single questions of a section that the actor was handed are all done.
fn own_questions_done(snapshot: &Snapshot, actor: &Actor, section: &str) -> Option<bool> {
    let own = Assignment::current_of(&snapshot.assignments, actor.person_id())
        .filter(|assignment| assignment.target.section == section && assignment.target.question.is_some());
    let mut done = own.map(|assignment| assignment.finished_at.is_some()).peekable();
    done.peek()?;
    Some(done.all(|done| done))
}
