//! Protection of answers that are published only together. Normative: INTERFACES, "Statistics", "aggregated only".
//!
//! What a reader may know: everything public about a round, which organisation belongs to which group, which organisations
//! responded, and this rule. What must stay unknown: the counts of every group that is not shown. So nothing that decides
//! what is hidden may depend on a single hidden answer in a way that gives it away.
//!
//! - A field is shown no further than [its question and what it would tell of others](publicity) allow.
//! - Fields that depend on each other are one [family](family::Family) and are shown by the same groups. Where they hang on
//!   open answers in different ways, their totals would tell of each other, and nothing is shown.
//! - There is a fixed chain of [levels], from every grouping to none. A level shows the groups with enough
//!   respondents, which is public. The first level at which every shown group is [safe](tally::Tally::is_safe) and every
//!   hidden group stays [concealed](concealment) is published.
//! - Numbers, dates and texts are shown by no group. A sum or a mean is shown of all, unless one answer is more than half.
//!
//! Why that is enough: exchanging the answers of two organisations that belong to the same shown groups changes nothing
//! that is shown, so a reader cannot tell the two worlds apart. A level is published only if such exchanges reach enough
//! counts of every hidden group in worlds that every earlier level refuses too. Whether they do is worked out from what all
//! these worlds have in common, so all of them are published at the same level.

mod concealment;
mod family;
mod levels;
mod publicity;
mod tally;

use super::{dataset::Dataset, groups::Grouping};
use family::Family;
use publicity::Publicity;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use survey::form::Form;
use tally::Tally;

/// The fewest answers that a group is shown with.
pub const FEWEST_IN_GROUP: usize = 5;
/// The fewest answers that the total of all organisations is shown with.
pub const FEWEST_IN_TOTAL: usize = 10;

/// Why a figure is hidden from the public. For owners and reviewers: told to readers, it would say what is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The field is internal.
    Internal,
    /// There are fewer answers than a group, or the total, is shown with.
    TooFew,
    /// All answers are alike, or all but one.
    Alike,
    /// It would give away something else that is hidden.
    Cover,
    /// Of numbers, dates and texts, and of measures of several fields, only the total is shown.
    OnlyTotal,
    /// One answer is more than half of the sum, or the figure is the answer of one organisation.
    SingleAnswer,
}

/// The organisations of one group, of one grouping; of all together where there is no group.
pub type GroupKey<'a> = Option<(Grouping, &'a str)>;

/// What is hidden from the public in the results of a round.
#[derive(Debug, Clone)]
pub struct Protection {
    fields: Vec<FieldProtection>,
}

#[derive(Debug, Clone)]
enum FieldProtection {
    Open,
    Hidden(Reason),
    AggregatedOnly(AggregatedOnly),
}

/// What is hidden of a field that is published only together.
#[derive(Debug, Clone)]
struct AggregatedOnly {
    family: usize,
    /// Whether the field has options, and so may be shown by group.
    by_group: bool,
    /// Whether a single organisation can have chosen several options.
    several: bool,
    total: Option<Reason>,
    groups: BTreeMap<Grouping, BTreeMap<String, Option<Reason>>>,
}

impl Protection {
    /// Hides everything, until it is decided.
    pub(super) fn undecided() -> Self {
        Self { fields: Vec::new() }
    }

    /// Decides what is hidden of every field of a round.
    pub fn of(dataset: &Dataset) -> Self {
        let publicity = publicity::of_fields(dataset.form());
        let families = family::families(dataset.form(), &publicity);
        let mut fields: Vec<FieldProtection> = publicity
            .into_iter()
            .map(|publicity| match publicity {
                Publicity::Open => FieldProtection::Open,
                Publicity::Hidden(reason) => FieldProtection::Hidden(reason),
                // Until its family is decided.
                Publicity::AggregatedOnly => FieldProtection::Hidden(Reason::Cover),
            })
            .collect();
        let groups = levels::LevelGroups::of(dataset);
        let decided = families.iter().enumerate().filter(|(_, family)| !family.tells_by_totals(dataset));
        for (number, family) in decided {
            let columns: Vec<(usize, Tallies)> =
                family.fields.iter().map(|at| (*at, Tallies::of(dataset, *at, &groups))).collect();
            let level = published_level(dataset, family, &columns, &groups);
            for (at, tallies) in columns {
                let aggregated_only = aggregated_only(number, &tallies, &groups, &level);
                if let Some(field) = fields.get_mut(at) {
                    *field = FieldProtection::AggregatedOnly(aggregated_only);
                }
            }
        }
        // How many were asked tells a hidden total of what decides who is asked.
        for at in dataset.form().rules().order() {
            let mut before = dataset.form().rules().relevance_of(*at).filter_map(|before| fields.get(before));
            let hides = before
                .any(|before| matches!(before, FieldProtection::AggregatedOnly(AggregatedOnly { total: Some(_), .. })));
            if let (true, Some(FieldProtection::AggregatedOnly(aggregated_only))) = (hides, fields.get_mut(*at)) {
                aggregated_only.total = aggregated_only.total.or(Some(Reason::Cover));
            }
        }
        Self { fields }
    }

    /// Why the counts of a field are hidden in a group; `None` where they are shown.
    pub fn hidden(&self, field: usize, group: GroupKey<'_>) -> Option<Reason> {
        match self.fields.get(field) {
            Some(FieldProtection::Open) => None,
            Some(FieldProtection::Hidden(reason)) => Some(*reason),
            Some(FieldProtection::AggregatedOnly(aggregated_only)) => aggregated_only.hidden(group),
            None => Some(Reason::Cover),
        }
    }

    /// Returns whether the answers to a field are published by organisation.
    pub fn is_open(&self, field: usize) -> bool {
        matches!(self.fields.get(field), Some(FieldProtection::Open))
    }

    /// Returns whether the answers to a field are published only together.
    pub fn is_aggregated_only(&self, field: usize) -> bool {
        matches!(self.fields.get(field), Some(FieldProtection::AggregatedOnly(_)))
    }

    /// Why the figures of a measure are hidden in a group, where `answered` organisations have a valid answer to it;
    /// `None` where they are shown. `is_count` tells that the measure counts organisations.
    pub fn hidden_measure(
        &self,
        fields: &[usize],
        is_count: bool,
        group: GroupKey<'_>,
        answered: usize,
    ) -> Option<Reason> {
        let fields: Vec<&FieldProtection> = fields.iter().filter_map(|field| self.fields.get(*field)).collect();
        let hidden = fields.iter().find_map(|field| match field {
            FieldProtection::Hidden(reason) => Some(*reason),
            FieldProtection::Open | FieldProtection::AggregatedOnly(_) => None,
        });
        if hidden.is_some() {
            return hidden;
        }
        let aggregated_only: Vec<&AggregatedOnly> = fields
            .iter()
            .filter_map(|field| match field {
                FieldProtection::AggregatedOnly(aggregated_only) => Some(aggregated_only),
                FieldProtection::Open | FieldProtection::Hidden(_) => None,
            })
            .collect();
        let first = aggregated_only.first()?;
        // With an open field in it, a measure is a sum over organisations that everybody can list.
        if aggregated_only.len() < fields.len() || aggregated_only.iter().any(|other| other.family != first.family) {
            return Some(Reason::Cover);
        }
        // How many have more than a number tells the numbers of single organisations.
        if is_count && aggregated_only.iter().any(|field| !field.by_group) {
            return Some(Reason::SingleAnswer);
        }
        if let ([only], true) = (aggregated_only.as_slice(), is_count)
            && !only.several
        {
            return only.hidden(group);
        }
        match group {
            Some(_) => Some(Reason::OnlyTotal),
            None if answered < FEWEST_IN_TOTAL => Some(Reason::TooFew),
            None => aggregated_only.iter().find_map(|field| field.total),
        }
    }
}

impl AggregatedOnly {
    fn hidden(&self, group: GroupKey<'_>) -> Option<Reason> {
        match group {
            None => self.total,
            Some(_) if !self.by_group => Some(Reason::OnlyTotal),
            // A group that is not known has no members, and nothing is shown of it.
            Some((grouping, code)) => {
                self.groups.get(&grouping).and_then(|groups| groups.get(code)).copied().unwrap_or(Some(Reason::TooFew))
            }
        }
    }
}

/// The places of the fields whose answers are published by organisation: those that say so and tell of no others.
pub fn open_fields(form: &Form) -> BTreeSet<usize> {
    let publicity = publicity::of_fields(form);
    publicity.iter().enumerate().filter(|(_, publicity)| **publicity == Publicity::Open).map(|(at, _)| at).collect()
}

/// Why the sum and the mean of these answers are hidden; `None` where they are shown. One answer that is more than half of
/// the sum is nearly told by it, and of answers that are alike each is.
pub fn hidden_sum(numbers: &[Decimal]) -> Option<Reason> {
    if numbers.len() < FEWEST_IN_TOTAL {
        return Some(Reason::TooFew);
    }
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let alike = sorted.chunk_by(|one, other| one == other).map(<[Decimal]>::len).max().unwrap_or_default();
    if alike + 1 >= numbers.len() {
        return Some(Reason::Alike);
    }
    let largest = numbers.iter().map(Decimal::abs).max().unwrap_or_default();
    let half = numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number.abs() / Decimal::TWO));
    half.is_none_or(|half| largest > half).then_some(Reason::SingleAnswer)
}

/// The answers to one field: of all, and by group in the order of the groups.
struct Tallies {
    by_group: bool,
    several: bool,
    total: Tally,
    groups: Vec<Tally>,
}

impl Tallies {
    fn of(dataset: &Dataset, at: usize, groups: &levels::LevelGroups) -> Self {
        let marks = tally::marks(dataset, at);
        let rows = || 0..dataset.len();
        Self {
            by_group: marks.options > 0,
            several: marks.several,
            total: Tally::of(&marks, rows()),
            groups: groups.iter().map(|group| Tally::of(&marks, group.rows.iter().copied())).collect(),
        }
    }

    /// Returns whether the field takes part in what is shown by group.
    fn is_shown_by_group(&self) -> bool {
        self.by_group && self.total.answers() >= FEWEST_IN_TOTAL
    }
}

/// Which groups are shown of a family: the first level that gives nothing away.
fn published_level(
    dataset: &Dataset,
    family: &Family,
    columns: &[(usize, Tallies)],
    groups: &levels::LevelGroups,
) -> levels::Level {
    let shown: Vec<&(usize, Tallies)> = columns.iter().filter(|(_, tallies)| tallies.by_group).collect();
    // Each field of a family tells of the others by how many were asked. So no group is shown where one of them has too few
    // answers in all, or is a number that decides who is asked.
    let form = dataset.form();
    let is_number = |at: usize| columns.iter().any(|(other, tallies)| *other == at && !tallies.by_group);
    let is_told_by_number = shown.iter().any(|(at, _)| form.rules().relevance_of(*at).any(is_number));
    if shown.is_empty() || is_told_by_number || !shown.iter().all(|(_, tallies)| tallies.is_shown_by_group()) {
        return groups.nothing();
    }
    let marks: Vec<tally::Marks> = shown.iter().map(|(at, _)| tally::marks(dataset, *at)).collect();
    let known = family.known(dataset);
    let levels = groups.levels();
    // Where even the worlds that show no group would be too few, none with this total shows a group.
    if levels.last().is_some_and(|last| !concealment::conceals(&marks, groups, &known, &groups.nothing(), Some(last))) {
        return groups.nothing();
    }
    let mut before: Option<levels::Level> = None;
    for level in levels {
        let is_safe = shown.iter().all(|(_, tallies)| {
            tallies.groups.iter().zip(&level).all(|(tally, is_shown)| !is_shown || tally.is_safe())
        });
        if is_safe && concealment::conceals(&marks, groups, &known, &level, before.as_ref()) {
            return level;
        }
        before = Some(level);
    }
    groups.nothing()
}

fn aggregated_only(
    family: usize,
    tallies: &Tallies,
    groups: &levels::LevelGroups,
    level: &levels::Level,
) -> AggregatedOnly {
    let reason = |tally: &Tally, is_shown: bool| {
        if is_shown && tallies.is_shown_by_group() {
            None
        } else if tally.answers() < FEWEST_IN_GROUP {
            Some(Reason::TooFew)
        } else if tally.is_safe() {
            Some(Reason::Cover)
        } else {
            Some(Reason::Alike)
        }
    };
    let mut by_grouping: BTreeMap<Grouping, BTreeMap<String, Option<Reason>>> = BTreeMap::new();
    for ((group, tally), is_shown) in groups.iter().zip(&tallies.groups).zip(level) {
        by_grouping.entry(group.grouping).or_default().insert(group.code.clone(), reason(tally, *is_shown));
    }
    AggregatedOnly {
        family,
        by_group: tallies.by_group,
        several: tallies.several,
        total: (tallies.total.answers() < FEWEST_IN_TOTAL).then_some(Reason::TooFew),
        groups: by_grouping,
    }
}
