//! A form with one organisation's answers: what is asked, what is wrong, how far it has come, what stops submitting.
//!
//! | required | relevant | entry | answered | stops submitting | in the frozen copy |
//! |---|---|---|---|---|---|
//! | yes or no | no | any | not asked | no | no |
//! | yes | yes | empty | no | yes, unanswered | yes |
//! | no | yes | empty | no | no | yes |
//! | yes or no | yes | missing reason that the question allows | yes | no | yes |
//! | yes or no | yes | missing reason that it does not allow | yes | yes, an error | yes |
//! | yes or no | yes | value | yes | by its checks | yes |
//! | yes or no | yes | unreadable | no | yes, an error | yes |
//!
//! A field that is not relevant is empty for every expression, and so is one whose entry does not fit its type.

mod builtin;
mod context;
mod deviation;
mod messages;
mod progress;
mod state;
mod violation;

pub use context::EvaluationContext;
pub use deviation::{ReferenceGroup, ReferenceRange};
pub use messages::{MessageTone, shown_messages};
pub use progress::{Count, Obstacle, Progress};
pub use violation::Violation;

use crate::{
    definition::{CheckKind, Severity},
    form::{Field, Form},
    name::FieldName,
    value::{Entry, Value},
};
use state::EvaluationState;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What is wrong with an entry whatever else is answered, and whether or not the field is asked.
pub fn check_entry(field: &Field, entry: &Entry) -> Vec<Violation> {
    builtin::violations(field, entry)
}

/// A form with one organisation's answers.
#[derive(Debug, Clone)]
pub struct Evaluation {
    form: Arc<Form>,
    state: EvaluationState,
    violations: Vec<Vec<Violation>>,
}

impl Evaluation {
    /// Evaluates everything once. Entries of fields that the form does not have are left out.
    ///
    /// `previous` holds last year's values by the names of this form; see [`crate::lineage`]. What asks for the day or for
    /// the population is empty.
    pub fn new(
        form: Arc<Form>,
        entries: impl IntoIterator<Item = (FieldName, Entry)>,
        previous: impl IntoIterator<Item = (FieldName, Value)>,
    ) -> Self {
        Self::of(form, entries, previous, [], None)
    }

    /// As [`new`](Self::new), where it is known what others usually answer, what day it is and whose response it is.
    pub fn with_reference_ranges(
        form: Arc<Form>,
        entries: impl IntoIterator<Item = (FieldName, Entry)>,
        previous: impl IntoIterator<Item = (FieldName, Value)>,
        reference_ranges: impl IntoIterator<Item = (FieldName, ReferenceRange)>,
        context: EvaluationContext,
    ) -> Self {
        Self::of(form, entries, previous, reference_ranges, Some(context))
    }

    fn of(
        form: Arc<Form>,
        entries: impl IntoIterator<Item = (FieldName, Entry)>,
        previous: impl IntoIterator<Item = (FieldName, Value)>,
        reference_ranges: impl IntoIterator<Item = (FieldName, ReferenceRange)>,
        context: Option<EvaluationContext>,
    ) -> Self {
        let mut state = EvaluationState::new(form.fields().len(), context);
        let place = |name: &FieldName| form.position(name.as_str()).and_then(|at| Some((at, form.fields().get(at)?)));
        for (name, entry) in entries {
            if let Some((at, field)) = place(&name) {
                state.set_entry(at, field, entry);
            }
        }
        for (name, value) in previous {
            if let Some((at, field)) = place(&name) {
                state.set_previous(at, field, value);
            }
        }
        for (name, reference_ranges) in reference_ranges {
            if let Some((at, _)) = place(&name) {
                state.set_reference_range(at, reference_ranges);
            }
        }
        for at in form.rules().order() {
            let relevant = form.rules().is_relevant(*at, &state);
            state.set_relevant(*at, relevant);
        }
        let mut evaluation = Self { violations: vec![Vec::new(); form.fields().len()], form, state };
        for at in 0..evaluation.violations.len() {
            evaluation.check(at);
        }
        evaluation
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Changes one entry and evaluates again what depends on it. Gives the fields whose relevance or violations
    /// changed, in the order of the questionnaire.
    pub fn set(&mut self, field: &FieldName, entry: Entry) -> Vec<FieldName> {
        let form = Arc::clone(&self.form);
        let Some(at) = form.position(field.as_str()) else { return Vec::new() };
        let Some(of) = form.fields().get(at) else { return Vec::new() };
        if *self.state.entry(at) == entry {
            return Vec::new();
        }
        self.state.set_entry(at, of, entry);
        let mut changed_answers = BTreeSet::new();
        if self.state.is_relevant(at) {
            changed_answers.insert(at);
        }
        let mut changed: BTreeSet<usize> = self.update_relevance(&form, &mut changed_answers);
        let mut to_check = changed.clone();
        to_check.insert(at);
        for answer in &changed_answers {
            to_check.extend(form.rules().check_dependents(*answer));
        }
        changed.extend(to_check.into_iter().filter(|field| self.check(*field)).collect::<Vec<_>>());
        changed.into_iter().filter_map(|at| form.fields().get(at)).map(|field| field.name.clone()).collect()
    }

    /// Decides relevance again for what depends on the changed answers, which grow by those that appear or disappear.
    /// Gives the fields whose relevance changed.
    fn update_relevance(&mut self, form: &Form, changed_answers: &mut BTreeSet<usize>) -> BTreeSet<usize> {
        let rules = form.rules();
        let ranks_after = |field: usize| rules.relevance_dependents(field).iter().map(|field| rules.rank(*field));
        // Collecting would sort, and sorting is much for the browser to download.
        let mut waiting = BTreeSet::new();
        waiting.extend(changed_answers.iter().flat_map(|field| ranks_after(*field)));
        let mut changed = BTreeSet::new();
        // The rank only grows on the way, so no field is decided twice.
        while let Some(at) = waiting.pop_first().and_then(|rank| rules.order().get(rank).copied()) {
            let relevant = rules.is_relevant(at, &self.state);
            if relevant == self.state.is_relevant(at) {
                continue;
            }
            self.state.set_relevant(at, relevant);
            changed.insert(at);
            if !self.state.entry(at).is_empty() {
                changed_answers.insert(at);
                waiting.extend(ranks_after(at));
            }
        }
        changed
    }

    /// Tests one field. Gives whether its violations changed.
    fn check(&mut self, at: usize) -> bool {
        let found = self.violations_at(at);
        match self.violations.get_mut(at) {
            Some(known) if *known != found => {
                *known = found;
                true
            }
            _ => false,
        }
    }

    fn violations_at(&self, at: usize) -> Vec<Violation> {
        let Some(field) = self.form.fields().get(at) else { return Vec::new() };
        if !self.state.is_relevant(at) {
            return Vec::new();
        }
        let mut found = builtin::violations(field, self.state.entry(at));
        if let Some(value) = self.state.value_of(at) {
            let unmet = self.form.rules().checks(at).iter().filter(|check| !check.is_met(&self.state));
            found.extend(unmet.map(|check| Violation {
                field: field.name.clone(),
                severity: check.severity,
                kind: check.kind,
                message: check.message.to_string(),
            }));
            // One deviation is enough to explain.
            if !found.iter().any(|violation| violation.kind == CheckKind::Deviation) {
                found.extend(self.deviation(at, field, value));
            }
        }
        found
    }

    fn deviation(&self, at: usize, field: &Field, value: &Value) -> Option<Violation> {
        let previous = self.state.previous_of(at);
        let has_its_own = self.form.rules().checks(at).iter().any(|check| check.kind == CheckKind::Deviation);
        let changed = previous
            .filter(|_| !has_its_own)
            .and_then(|previous| deviation::changed_since_previous(&field.field_type, value, previous));
        let message = changed.or_else(|| {
            deviation::outside_reference_range(&field.field_type, value, previous, self.state.reference_range_of(at)?)
        })?;
        let (severity, kind) = (Severity::Warning, CheckKind::Deviation);
        Some(Violation { field: field.name.clone(), severity, kind, message })
    }

    /// Whether there is something that an answer to the field can deviate from.
    pub fn can_deviate(&self, field: &str) -> bool {
        let Some(at) = self.form.position(field) else { return false };
        let is_compared = || {
            let mut checks = self.form.rules().checks(at).iter();
            let by_type = self.form.fields().get(at).is_some_and(|field| deviation::is_compared(&field.field_type));
            by_type || checks.any(|check| check.kind == CheckKind::Deviation)
        };
        self.state.reference_range_of(at).is_some() || self.state.previous_of(at).is_some() && is_compared()
    }

    /// The entry of a field, whether or not it is relevant: what is hidden is not lost.
    pub fn entry(&self, field: &str) -> &Entry {
        const NOTHING: &Entry = &Entry::Empty;
        self.form.position(field).map_or(NOTHING, |at| self.state.entry(at))
    }

    /// Every entry that says something, relevant or not.
    pub fn entries(&self) -> BTreeMap<FieldName, Entry> {
        let fields = self.form.fields().iter().enumerate();
        let said = fields.filter(|(at, _)| !self.state.entry(*at).is_empty());
        said.map(|(at, field)| (field.name.clone(), self.state.entry(at).clone())).collect()
    }

    /// Whether a field is asked; also whether an information text is shown, and whether a matrix has a row that is asked.
    pub fn is_relevant(&self, name: &str) -> bool {
        if let Some(at) = self.form.position(name) {
            return self.state.is_relevant(at);
        }
        if let Some(at) = self.form.infos().iter().position(|info| info.name.as_str() == name) {
            return self.form.rules().is_shown(at, &self.state);
        }
        let fields = self.form.fields().iter().enumerate();
        fields.filter(|(_, field)| field.name.question() == name).any(|(at, _)| self.state.is_relevant(at))
    }

    /// What is wrong with a field, most basic first.
    pub fn violations(&self, field: &str) -> &[Violation] {
        self.form.position(field).and_then(|at| self.violations.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Everything that is wrong, in the order of the questionnaire.
    pub fn all_violations(&self) -> impl Iterator<Item = &Violation> {
        self.violations.iter().flatten()
    }

    /// Last year's value of a field, through lineage.
    pub fn previous(&self, field: &str) -> Option<&Value> {
        self.state.previous_of(self.form.position(field)?)
    }

    /// What is frozen when the response is submitted: the fields that are relevant, also those left empty.
    pub fn frozen(&self) -> BTreeMap<FieldName, Entry> {
        let fields = self.form.fields().iter().enumerate();
        let relevant = fields.filter(|(at, _)| self.state.is_relevant(*at));
        relevant.map(|(at, field)| (field.name.clone(), self.state.entry(at).clone())).collect()
    }
}
