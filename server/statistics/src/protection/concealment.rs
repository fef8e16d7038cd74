//! Whether the groups that a level hides stay unknown.
//!
//! Organisations that belong to the same shown groups form a **pool**: their answers can be exchanged without changing
//! anything that is shown. How many of a pool chose an option is all that is used here, so every exchange within the pools
//! comes to the same decision. Readers know this rule, and so they know that every earlier level was refused. Therefore
//! only worlds count in which one group that the level before showed is unsafe: all its members are alike.

use super::{
    levels::{Level, LevelGroups},
    tally::Marks,
};
use std::collections::{BTreeSet, HashMap};

/// Whether each hidden group is left with three possible counts (two where it has one member) of every option of these
/// fields, except where the total alone leaves fewer.
pub(super) fn conceals(
    fields: &[Marks],
    groups: &LevelGroups,
    known: &[Vec<usize>],
    level: &Level,
    before: Option<&Level>,
) -> bool {
    let pools = Pools::of(groups, known, level);
    let hidden = || groups.iter().zip(level).filter(|(_, is_shown)| !**is_shown).map(|(group, _)| group);
    // The groups of which one must be unsafe: only then is the level before refused, and with it all earlier ones.
    let newly_hidden: Option<Vec<(&[usize], Vec<usize>)>> = before.map(|before| {
        let were_shown =
            groups.iter().zip(level.iter().zip(before)).filter(|(_, (is_shown, was_shown))| **was_shown && !**is_shown);
        were_shown.map(|(group, _)| (group.rows.as_slice(), pools.members(&group.rows))).collect()
    });
    fields.iter().all(|marks| {
        let field = OptionCounts::of(marks, &pools, groups.organisations());
        hidden().all(|group| {
            let members = pools.members(&group.rows);
            (0..marks.options).all(|option| {
                let wanted = group.rows.len().min(2) + 1;
                if field.left_by_total(option, group.rows.len()) < wanted {
                    return true;
                }
                let Some(newly_hidden) = &newly_hidden else {
                    return field.possible(option, &members, None).len() >= wanted;
                };
                let mut possible = BTreeSet::new();
                newly_hidden.iter().any(|(rows, blocking)| {
                    let shared = pools.members(&common(&group.rows, rows));
                    for alike in 0..marks.options {
                        let blocking = Blocking { members: blocking, shared: &shared, alike };
                        possible.extend(field.possible(option, &members, Some(blocking)));
                    }
                    possible.len() >= wanted
                })
            })
        })
    })
}

/// The rows that are in both of two sorted lists.
fn common(one: &[usize], other: &[usize]) -> Vec<usize> {
    one.iter().copied().filter(|row| other.binary_search(row).is_ok()).collect()
}

/// Organisations whose answers can be exchanged.
struct Pools {
    of_row: Vec<usize>,
    sizes: Vec<usize>,
}

impl Pools {
    fn of(groups: &LevelGroups, known: &[Vec<usize>], level: &Level) -> Self {
        let mut signatures: Vec<(Vec<usize>, &[usize])> = known.iter().map(|known| (Vec::new(), &known[..])).collect();
        for (place, (group, _)) in groups.iter().zip(level).enumerate().filter(|(_, (_, is_shown))| **is_shown) {
            for row in &group.rows {
                if let Some((shown, _)) = signatures.get_mut(*row) {
                    shown.push(place);
                }
            }
        }
        let mut numbers: HashMap<&(Vec<usize>, &[usize]), usize> = HashMap::new();
        let mut pools = Self { of_row: Vec::with_capacity(signatures.len()), sizes: Vec::new() };
        for signature in &signatures {
            let next = numbers.len();
            let pool = *numbers.entry(signature).or_insert(next);
            if pool == next {
                pools.sizes.push(0);
            }
            pools.of_row.push(pool);
            if let Some(size) = pools.sizes.get_mut(pool) {
                *size += 1;
            }
        }
        pools
    }

    /// How many of these rows are in each pool.
    fn members(&self, rows: &[usize]) -> Vec<usize> {
        let mut members = vec![0; self.sizes.len()];
        for pool in rows.iter().filter_map(|row| self.of_row.get(*row)) {
            if let Some(count) = members.get_mut(*pool) {
                *count += 1;
            }
        }
        members
    }
}

/// One field: how many of every pool chose each option.
struct OptionCounts<'a> {
    pools: &'a Pools,
    organisations: usize,
    /// By option, then pool.
    chosen: Vec<Vec<usize>>,
    /// By the first option times the number of options plus the second, then pool: how many chose both.
    both: Vec<Vec<usize>>,
}

/// A group that an earlier level showed and that is unsafe because all its members chose the same option.
struct Blocking<'a> {
    /// Its members by pool.
    members: &'a [usize],
    /// Those of them that are in the hidden group too.
    shared: &'a [usize],
    /// The option that all of them chose.
    alike: usize,
}

impl<'a> OptionCounts<'a> {
    fn of(marks: &Marks, pools: &'a Pools, organisations: usize) -> Self {
        let options = marks.options;
        let nothing = vec![0; pools.sizes.len()];
        let (mut chosen, mut both) = (vec![nothing.clone(); options], vec![nothing; options * options]);
        let count = |counts: &mut Vec<Vec<usize>>, place: usize, pool: usize| {
            if let Some(count) = counts.get_mut(place).and_then(|counts| counts.get_mut(pool)) {
                *count += 1;
            }
        };
        for (row, pool) in pools.of_row.iter().enumerate() {
            for one in marks.of_row(row).unwrap_or_default() {
                count(&mut chosen, *one, *pool);
                for other in marks.of_row(row).unwrap_or_default() {
                    count(&mut both, one * options + other, *pool);
                }
            }
        }
        Self { pools, organisations, chosen, both }
    }

    fn chosen(&self, option: usize) -> &[usize] {
        self.chosen.get(option).map_or(&[], Vec::as_slice)
    }

    /// How many different counts of an option the total leaves to a group of so many members.
    fn left_by_total(&self, option: usize, members: usize) -> usize {
        let total: usize = self.chosen(option).iter().sum();
        members.min(total) - (members + total).saturating_sub(self.organisations) + 1
    }

    /// The counts of an option that a hidden group can have, given that a blocking group is unsafe.
    fn possible(&self, option: usize, group: &[usize], blocking: Option<Blocking<'_>>) -> std::ops::Range<usize> {
        let Some(blocking) = blocking else {
            let pools = group.iter().zip(self.chosen(option)).zip(&self.pools.sizes);
            return range(0, pools.map(|((members, chosen), size)| (*members, *chosen, *size)));
        };
        let is_the_same = option == blocking.alike;
        let options = self.chosen.len();
        let both = self.both.get(option * options + blocking.alike).map_or(&[][..], Vec::as_slice);
        // In every pool enough answers must be alike for its blocking members, and leave the option to the others.
        let supply = self.chosen(blocking.alike).iter().zip(both).zip(blocking.members);
        let suffices =
            supply.clone().all(
                |((alike, both), members)| {
                    if is_the_same { alike >= members } else { alike.saturating_sub(*both) >= *members }
                },
            );
        if !suffices {
            return 0..0;
        }
        let shared: usize = if is_the_same { blocking.shared.iter().sum() } else { 0 };
        let pools = group
            .iter()
            .zip(blocking.shared)
            .zip(self.chosen(option))
            .zip(blocking.members.iter().zip(&self.pools.sizes));
        range(
            shared,
            pools.map(|(((members, shared), chosen), (blocking, size))| {
                let chosen = if is_the_same { chosen - blocking } else { *chosen };
                (members - shared, chosen, size - blocking)
            }),
        )
    }
}

/// The counts that a group can have, where each pool has so many members of the group, chosen answers and organisations.
fn range(fixed: usize, pools: impl Iterator<Item = (usize, usize, usize)>) -> std::ops::Range<usize> {
    let (least, most) = pools.fold((fixed, fixed), |(least, most), (members, chosen, size)| {
        (least + (members + chosen).saturating_sub(size), most + members.min(chosen))
    });
    least..most + 1
}
