//! Suppression for publication "aggregated only".
//!
//! A cell is what one group has answered to one question: all its options, or all its figures. It is **unsafe** if it
//! holds fewer than five answers, or if all answer alike: then every answer in it is known. An unsafe cell is suppressed,
//! and so is what would give it away: the total less the groups that are shown is the sum of those that are not, so what
//! is hidden together must itself be safe, and hold answers of at least two groups.
//!
//! Why that is enough: whatever is shown depends only on the groups that are shown and on all hidden answers taken
//! together. If not all of these are alike and they lie in at least two groups, then two different answers can change
//! places between two hidden groups without changing anything that is shown. So no hidden cell can be recomputed.

/// The fewest answers that a cell is shown with.
pub const FEWEST: usize = 5;

/// What must be known of a cell to tell whether it is safe.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    answers: usize,
    common: Vec<u32>,
}

impl Tally {
    /// Adds answers. Marks tell them apart: one for each chosen option, or one for each different value, in order.
    /// Answers that share a mark are alike.
    pub fn add(&mut self, answers: usize, marks: &[u32]) {
        if answers == 0 {
            return;
        }
        if self.answers == 0 {
            self.common = marks.to_vec();
        } else {
            self.common.retain(|mark| marks.contains(mark));
        }
        self.answers += answers;
    }

    /// How many answers there are.
    pub fn answers(&self) -> usize {
        self.answers
    }

    /// Whether the cell can be shown.
    pub fn is_safe(&self) -> bool {
        self.answers >= FEWEST && self.common.is_empty()
    }
}

/// Which cells of a table of groups and their total are suppressed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mask {
    /// Whether the total is.
    pub total: bool,
    /// Whether each group is.
    pub groups: Vec<bool>,
}

impl Mask {
    /// Nothing is suppressed.
    pub fn nothing(groups: usize) -> Self {
        Self { total: false, groups: vec![false; groups] }
    }

    /// Everything is suppressed.
    pub fn everything(groups: usize) -> Self {
        Self { total: true, groups: vec![true; groups] }
    }

    /// Suppresses what another table of the same groups suppresses, too.
    pub fn also(&mut self, other: &Self) {
        self.total |= other.total;
        for (hidden, other) in self.groups.iter_mut().zip(&other.groups) {
            *hidden |= other;
        }
    }
}

/// What is suppressed in a table of these groups and their total, where `forced` is suppressed already for another reason.
pub fn suppress(groups: &[Tally], forced: &Mask) -> Mask {
    let mut total = Tally::default();
    groups.iter().for_each(|group| total.add(group.answers, &group.common));
    if forced.total || !total.is_safe() {
        return Mask::everything(groups.len());
    }
    let mut hidden: Vec<bool> = groups.iter().map(|group| !group.is_safe()).collect();
    for (hidden, forced) in hidden.iter_mut().zip(&forced.groups) {
        *hidden |= forced;
    }
    while gives_away(groups, &hidden) {
        let shown = hidden.iter_mut().zip(groups).filter(|(hidden, _)| !**hidden);
        match shown.min_by_key(|(_, group)| group.answers) {
            Some((smallest, _)) => *smallest = true,
            None => break,
        }
    }
    Mask { total: false, groups: hidden }
}

/// Whether what is hidden could be recomputed from the total and what is shown.
fn gives_away(groups: &[Tally], hidden: &[bool]) -> bool {
    let mut together = Tally::default();
    let mut with_answers = 0;
    for (group, _) in groups.iter().zip(hidden).filter(|(group, hidden)| **hidden && group.answers > 0) {
        together.add(group.answers, &group.common);
        with_answers += 1;
    }
    with_answers == 1 || (with_answers > 1 && !together.is_safe())
}

#[cfg(test)]
mod tests;
