//! The hub of a response: its sections, how far they have come, and what is left to do.

use super::{
    AccessScope, CopyHead, Event, May, ResponseHead, Snapshot,
    assignments::Assignment,
    copy_heads,
    events::of_response,
    head::HeadRow,
    notice::{SurveyOwner, survey_owners},
    sign_off::{SignOffState, state},
    snapshot::{PersonAndTime, StoredAnswer},
};
use crate::{
    Actor, Error, ResponseKey, Store,
    correction_requests::{self, CorrectionRequest, CorrectionState},
    queries::{self, Query},
};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    definition::{Section, Severity},
    evaluation::{Count, Evaluation, Obstacle, Violation},
    form::{Field, Form},
    name::FieldName,
    status::Status,
};
use time::{Date, OffsetDateTime};

/// The hub of a response.
#[derive(Debug, Clone)]
pub struct Hub {
    /// What it is and where it stands.
    pub head: ResponseHead,
    /// Its sections in order.
    pub sections: Vec<HubSection>,
    /// Fields that are answered.
    pub answered: u32,
    /// Fields that are asked.
    pub asked: u32,
    /// Sections that are marked as done.
    pub sections_done: u32,
    /// What stops submitting, in order.
    pub obstacles: Vec<ObstacleView>,
    /// What to know before sending in, in order.
    pub remarks: Vec<Remark>,
    /// The frozen copies, newest first.
    pub copies: Vec<CopyHead>,
    /// What happened last, newest first.
    pub events: Vec<Event>,
    /// The section to go on with, by name; none where all are done.
    pub next_section: Option<String>,
    /// Where the latest request for a signature stands.
    pub sign_off: Option<SignOffState>,
    /// What the organisation has asked to correct after sending in.
    pub correction: Option<CorrectionRequest>,
    /// The survey's owners, to turn to.
    pub owners: Vec<SurveyOwner>,
    /// What reviewers have asked, oldest first.
    pub queries: Vec<Query>,
    /// What the actor may do.
    pub may: May,
    /// What of the response the actor may change.
    pub edit_scope: AccessScope,
    /// What of the response the actor may read.
    pub read_scope: AccessScope,
    /// The form that is filled in.
    pub form: Arc<Form>,
}

/// How far a section has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionState {
    /// Nothing is answered.
    NotStarted,
    /// Something is answered.
    InProgress,
    /// Somebody has said that it is done, or the response is sent in.
    Done,
}

impl SectionState {
    /// The state of a section with so many answers.
    pub(crate) fn of(status: Status, is_marked: bool, answered: usize) -> Self {
        match (is_marked || status.is_counted(), answered) {
            (true, _) => Self::Done,
            (false, 0) => Self::NotStarted,
            (false, _) => Self::InProgress,
        }
    }
}

/// A section in the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubSection {
    /// Its name in addresses.
    pub name: String,
    /// "C".
    pub letter: String,
    /// Its title.
    pub title: String,
    /// The roles that usually know its answers.
    pub roles: Vec<String>,
    /// How far it has come.
    pub state: SectionState,
    /// Fields that are answered.
    pub answered: u32,
    /// Fields that are asked.
    pub asked: u32,
    /// Errors to correct.
    pub errors: u32,
    /// Warnings to explain.
    pub unexplained: u32,
    /// Required fields without value or reason.
    pub unanswered: u32,
    /// Other fields that are not answered: they may be left out.
    pub optional: u32,
    /// Who said that it is done, and when.
    pub marked_by: Option<PersonAndTime>,
    /// Who saved an answer in it last, and when.
    pub last_saved: Option<PersonAndTime>,
    /// Who has it in hand, or single questions of it.
    pub assignees: Vec<SectionAssignee>,
}

/// Somebody who has a section in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionAssignee {
    /// The number of the person.
    pub person: i64,
    /// The name that the organisation knows.
    pub name: String,
    /// The single questions, by number; none for the whole section.
    pub questions: Vec<String>,
    /// When it is due: the earliest.
    pub due: Date,
}

/// Something that stops submitting, with the words to show it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObstacleView {
    /// The name of the section.
    pub section: String,
    /// The field.
    pub field: FieldName,
    /// "C1".
    pub number: String,
    /// The words of the question, or of the row.
    pub label: String,
    /// What it is.
    pub obstacle: Obstacle,
}

/// Something to know before sending in. It stops nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The name of the section.
    pub section: String,
    /// The field.
    pub field: FieldName,
    /// "C1".
    pub number: String,
    /// What to know.
    pub message: String,
}

/// How many events the hub shows.
const EVENTS: usize = 8;

/// The hub of a response, for those of the organisation. Whoever may not read it all is told the titles and the states of
/// all sections, and of the rest only what is about what they may read.
pub async fn hub(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<Hub, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let (snapshot, head) = (Snapshot::read(store, &row, now).await?, row.head(now)?);
    let read_scope = snapshot.read_scope(&row, actor)?;
    let is_whole = read_scope == AccessScope::Whole;
    let form = snapshot.evaluation.form();
    let progress = snapshot.evaluation.progress();
    let mut obstacles = obstacle_views(form, snapshot.obstacles());
    let last_saved = last_saved_by_section(form, &snapshot.stored);
    let mut sections: Vec<HubSection> = form
        .questionnaire()
        .sections
        .iter()
        .zip(&progress.sections)
        .map(|(section, count)| hub_section(section, count, &snapshot, &obstacles, &last_saved, &head))
        .collect();
    for section in sections.iter_mut().filter(|section| !read_scope.includes_part_of(&section.name)) {
        (section.last_saved, section.assignees) = (None, Vec::new());
    }
    obstacles.retain(|view| read_scope.covers(&view.section, view.field.question()));
    let mut queries = queries::of_response(store.read(), form, row.id).await?;
    queries.retain(|query| form.field(query.field.as_str()).is_some_and(|field| read_scope.covers_field(form, field)));
    let edit_scope = snapshot.edit_scope(&row, actor);
    let correction = correction_requests::current(store.read(), &row).await?;
    let mut remarks = remarks(&snapshot.evaluation);
    remarks.retain(|remark| read_scope.covers(&remark.section, remark.field.question()));
    let may = snapshot.may(&row, actor, now);
    let is_asked = correction.as_ref().is_some_and(|request| request.state == CorrectionState::Asked);
    Ok(Hub {
        head,
        answered: to_u32(progress.total.answered),
        asked: to_u32(progress.total.asked),
        sections_done: to_u32(sections.iter().filter(|section| section.state == SectionState::Done).count()),
        next_section: next_section(&sections, &edit_scope),
        obstacles,
        remarks,
        copies: if is_whole { copy_heads(store.read(), row.id).await? } else { Vec::new() },
        events: if is_whole { of_response(store.read(), row.id, true, EVENTS).await? } else { Vec::new() },
        sign_off: if is_whole { state(store.read(), &row).await? } else { None },
        correction: correction.filter(|_| is_whole),
        owners: survey_owners(store.read(), &row.survey).await?,
        queries,
        may: May {
            ask_to_correct: may.ask_to_correct && !is_asked,
            take_back_correction: may.ask_to_correct && is_asked,
            ..may
        },
        edit_scope,
        read_scope,
        form: Arc::clone(form),
        sections,
    })
}

fn hub_section(
    section: &Section,
    count: &Count,
    snapshot: &Snapshot,
    obstacles: &[ObstacleView],
    last_saved: &BTreeMap<usize, PersonAndTime>,
    head: &ResponseHead,
) -> HubSection {
    let name = section.name.as_str();
    let marked_by = snapshot.marks.get(name).cloned();
    let sections = &snapshot.evaluation.form().questionnaire().sections;
    let place = sections.iter().position(|other| other.name == section.name);
    let is_unexplained =
        |obstacle: &&ObstacleView| obstacle.section == name && matches!(obstacle.obstacle, Obstacle::Unexplained(_));
    HubSection {
        name: name.to_owned(),
        letter: section.letter.clone(),
        title: section.title.clone(),
        roles: section.roles(),
        state: SectionState::of(head.status, marked_by.is_some(), count.answered),
        answered: to_u32(count.answered),
        asked: to_u32(count.asked),
        errors: to_u32(count.errors),
        unexplained: to_u32(obstacles.iter().filter(is_unexplained).count()),
        unanswered: to_u32(count.unanswered),
        optional: to_u32(count.optional),
        marked_by,
        last_saved: place.and_then(|place| last_saved.get(&place).cloned()),
        // What is sent in nobody has in hand.
        assignees: if head.status.is_counted() { Vec::new() } else { assignees(snapshot, name, head.due) },
    }
}

/// Who has a section in hand, in the order it was given. Whoever has the whole section has its questions too.
fn assignees(snapshot: &Snapshot, section: &str, due: Date) -> Vec<SectionAssignee> {
    let form = snapshot.evaluation.form();
    let mut assignees: Vec<SectionAssignee> = Vec::new();
    let here =
        snapshot.assignments.iter().filter(|assignment| !assignment.taken_back && assignment.target.section == section);
    let whole = |assignment: &&Assignment| assignment.target.question.is_none();
    for assignment in here.clone().filter(whole).chain(here.filter(|assignment| !whole(assignment))) {
        let number = assignment.target.view(form).and_then(|view| view.question).map(|(number, _)| number);
        let due = assignment.due.unwrap_or(due);
        match assignees.iter_mut().find(|assignee| assignee.person == assignment.person) {
            Some(assignee) => {
                assignee.due = assignee.due.min(due);
                if !assignee.questions.is_empty() {
                    assignee.questions.extend(number);
                }
            }
            None => assignees.push(SectionAssignee {
                person: assignment.person,
                name: assignment.name.clone(),
                questions: number.into_iter().collect(),
                due,
            }),
        }
    }
    assignees
}

fn last_saved_by_section(
    form: &Form,
    stored: &BTreeMap<FieldName, Arc<StoredAnswer>>,
) -> BTreeMap<usize, PersonAndTime> {
    let mut last: BTreeMap<usize, PersonAndTime> = BTreeMap::new();
    for (name, answer) in stored {
        let Some(field) = form.field(name.as_str()) else { continue };
        let latest = last.entry(field.section).or_insert_with(|| (answer.author.clone(), answer.saved_at));
        if latest.1 < answer.saved_at {
            *latest = (answer.author.clone(), answer.saved_at);
        }
    }
    last
}

/// Where to go on: where one left off, or the first section that is not done, of those that the actor has in hand.
fn next_section(sections: &[HubSection], edit_scope: &AccessScope) -> Option<String> {
    let left = || {
        let own = sections.iter().filter(|section| edit_scope.includes_part_of(&section.name));
        own.filter(|section| section.state != SectionState::Done)
    };
    let last_touched = left()
        .filter(|section| section.state == SectionState::InProgress)
        .max_by_key(|section| section.last_saved.as_ref().map(|(_, at)| *at));
    last_touched.or_else(|| left().next()).map(|section| section.name.clone())
}

/// Obstacles with the words to show them by.
pub(crate) fn obstacle_views(form: &Form, obstacles: Vec<Obstacle>) -> Vec<ObstacleView> {
    obstacles
        .into_iter()
        .filter_map(|obstacle| {
            let field = form.field(obstacle.field().as_str())?;
            let section = form.questionnaire().sections.get(field.section)?;
            Some(ObstacleView {
                section: section.name.to_string(),
                field: field.name.clone(),
                number: field.number.clone(),
                label: field.short_label.clone(),
                obstacle,
            })
        })
        .collect()
}

/// What to know before sending in, whichever section's answer it is that raises it.
pub(crate) fn remarks(evaluation: &Evaluation) -> Vec<Remark> {
    let form = evaluation.form();
    let of_field = |field: &Field| {
        let section = form.questionnaire().sections.get(field.section).map(|section| section.name.to_string());
        let infos = evaluation.violations(field.name.as_str()).iter().filter(|found| found.severity == Severity::Info);
        let remark = |found: &Violation| Remark {
            section: section.clone().unwrap_or_default(),
            field: field.name.clone(),
            number: field.number.clone(),
            message: found.message.clone(),
        };
        infos.map(remark).collect::<Vec<_>>()
    };
    form.fields().iter().flat_map(of_field).collect()
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
