//! The chain of levels that a family of fields can be published at. Every level shows fewer groups than the one before it,
//! and which groups belong to a level depends only on how many organisations of each group responded, which is public.

use crate::{dataset::Dataset, groups::Grouping};

/// Which groups are shown, in the order of [`LevelGroups`].
pub(super) type Level = Vec<bool>;

/// A group of one of the groupings.
#[derive(Debug)]
pub(super) struct LevelGroup {
    pub grouping: Grouping,
    pub code: String,
    /// The rows of the organisations of the group that responded.
    pub rows: Vec<usize>,
}

/// The groups of every grouping.
#[derive(Debug)]
pub(super) struct LevelGroups {
    groups: Vec<LevelGroup>,
    organisations: usize,
}

/// From this many organisations on, only one grouping is shown.
const MANY: usize = 1000;

/// What a level shows: the groups of these groupings with at least so many organisations that responded. Län are kept
/// longest, because kommuner alike in size or structure often answer alike.
const LEVELS: [(&[Grouping], usize); 8] = [
    (&[Grouping::Lan, Grouping::Kommungrupp, Grouping::Size], 5),
    (&[Grouping::Lan, Grouping::Kommungrupp, Grouping::Size], 10),
    (&[Grouping::Lan, Grouping::Size], 10),
    (&[Grouping::Lan], 10),
    (&[Grouping::Lan], 15),
    (&[Grouping::Lan], 20),
    (&[Grouping::Lan], 30),
    (&[Grouping::Lan], 40),
];

impl LevelGroups {
    pub fn of(dataset: &Dataset) -> Self {
        let of_grouping = |grouping: Grouping| {
            let index = dataset.grouped(Some(grouping));
            let mut groups: Vec<LevelGroup> = index
                .codes()
                .iter()
                .map(|code| LevelGroup { grouping, code: code.clone(), rows: Vec::new() })
                .collect();
            for (row, place) in index.of_row().iter().enumerate() {
                if let Some(group) = groups.get_mut(*place) {
                    group.rows.push(row);
                }
            }
            groups
        };
        Self { groups: Grouping::ALL.into_iter().flat_map(of_grouping).collect(), organisations: dataset.len() }
    }

    pub fn iter(&self) -> impl Iterator<Item = &LevelGroup> {
        self.groups.iter()
    }

    /// How many organisations responded.
    pub fn organisations(&self) -> usize {
        self.organisations
    }

    /// The level that shows no group.
    pub fn nothing(&self) -> Level {
        vec![false; self.groups.len()]
    }

    /// The levels that show groups, from the most groups to the fewest. Each shows at least two groups more than the next,
    /// because a group that alone is no longer shown would be known to be unsafe.
    pub fn levels(&self) -> Vec<Level> {
        let shows = |(groupings, fewest): &(&[Grouping], usize)| -> Level {
            let is_shown = |group: &LevelGroup| groupings.contains(&group.grouping) && group.rows.len() >= *fewest;
            self.groups.iter().map(is_shown).collect()
        };
        let is_allowed = |(groupings, _): &&(&[Grouping], usize)| self.organisations <= MANY || groupings.len() == 1;
        let shown = |level: &Level| level.iter().filter(|is_shown| **is_shown).count();
        let mut levels: Vec<Level> = Vec::new();
        for level in LEVELS.iter().filter(is_allowed).map(shows).rev() {
            if shown(&level) >= levels.last().map_or(0, shown) + 2 {
                levels.push(level);
            }
        }
        levels.reverse();
        levels
    }
}
