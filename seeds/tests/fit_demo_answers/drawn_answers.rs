//! What is answered in one round, while it is being drawn.

use super::{
    chance::{chance, ranked},
    panel::Panel,
};
use std::collections::{BTreeMap, BTreeSet};

/// The answers of a round by organisation and field: a code, several codes with a space between, a number, a text, a day
/// counted from the opening (`@-120`), or `#` and a missing reason.
pub struct DrawnAnswers<'a> {
    pub panel: &'a Panel,
    /// The round, so that chance falls otherwise in another one.
    pub round: &'static str,
    /// Who answers.
    pub answering: Vec<usize>,
    pub given: Vec<BTreeMap<String, String>>,
    /// How many in a thousand take back a yes.
    pub taken_back: f64,
}

impl<'a> DrawnAnswers<'a> {
    pub fn new(panel: &'a Panel, round: &'static str, answering: Vec<usize>, taken_back: f64) -> Self {
        Self { panel, round, answering, given: vec![BTreeMap::new(); panel.organisations.len()], taken_back }
    }

    pub fn code(&self, at: usize) -> &'a str {
        self.panel.code(at)
    }

    pub fn put(&mut self, at: usize, field: &str, answer: impl Into<String>) {
        self.given[at].insert(field.to_owned(), answer.into());
    }

    pub fn answer(&self, at: usize, field: &str) -> &str {
        self.given[at].get(field).map_or("", String::as_str)
    }

    pub fn is(&self, at: usize, field: &str, answer: &str) -> bool {
        self.answer(at, field) == answer
    }

    /// The latest value of an earlier round.
    pub fn before(&self, at: usize, field: &str) -> Option<&'a str> {
        self.panel.latest[at].get(field).map(String::as_str)
    }

    pub fn chance(&self, at: usize, what: &str) -> f64 {
        chance(&[self.code(at), what, self.round])
    }

    /// Chance that falls the same in every round.
    pub fn lasting(&self, at: usize, what: &str) -> f64 {
        chance(&[self.code(at), what])
    }

    /// How near an organisation is to having something.
    pub fn score(&self, at: usize, what: &str) -> f64 {
        0.5 * self.panel.organisations[at].maturity + 0.5 * self.lasting(at, what) + 0.12 * self.chance(at, what)
    }

    /// Those who have not answered the field yet.
    pub fn left(&self, field: &str) -> Vec<usize> {
        self.answering.iter().copied().filter(|at| !self.given[*at].contains_key(field)).collect()
    }

    /// Some of those who have not answered the field give a reason for it.
    pub fn miss(&mut self, field: &str, count: usize, reason: &str) {
        let chosen = ranked(self.left(field), |at| self.chance(at, &format!("{field} {reason}")));
        for at in chosen.into_iter().take(count) {
            self.put(at, field, format!("#{reason}"));
        }
    }

    /// Those with a yes of their own before keep it, save a few.
    fn inclination(&self, at: usize, field: &str, before: &[&str]) -> f64 {
        let earlier: Vec<&str> = before.iter().filter_map(|field| self.before(at, field)).collect();
        let kept = if earlier.contains(&"ja") {
            if self.chance(at, &format!("{field} tas tillbaka")) < self.taken_back { -5.0 } else { 10.0 }
        } else if earlier.contains(&"nej") {
            -0.2
        } else {
            0.0
        };
        kept + self.score(at, field)
    }

    /// The `count` of `among` that are most likely to have it. `before` names the fields it continues.
    pub fn most(&self, field: &str, before: &[&str], count: usize, among: &[usize]) -> BTreeSet<usize> {
        assert!(count <= among.len(), "{} {field}: {count} of {}", self.round, among.len());
        ranked(among.iter().copied(), |at| self.inclination(at, field, before)).into_iter().take(count).collect()
    }

    /// Answers a yes/no question for those who have not answered it: `count` say yes.
    pub fn yes(&mut self, field: &str, before: &[&str], count: usize) {
        let left = self.left(field);
        let yes = self.most(field, before, count, &left);
        for at in left {
            self.put(at, field, if yes.contains(&at) { "ja" } else { "nej" });
        }
    }

    /// The same in percent of those who have not answered it.
    pub fn yes_percent(&mut self, field: &str, before: &[&str], percent: usize) {
        let count = (self.left(field).len() * percent + 50) / 100;
        self.yes(field, before, count);
    }

    /// Answers a choice whose options go from most to least, for those who have not answered it.
    pub fn steps(&mut self, field: &str, steps: &[(&str, usize)]) {
        let left = self.left(field);
        let total: usize = steps.iter().map(|(_, count)| count).sum();
        assert_eq!(total, left.len(), "{} {field}", self.round);
        let place = |answer: &str| steps.iter().position(|(step, _)| *step == answer);
        let order = ranked(left, |at| {
            let score = self.score(at, field);
            let step = match self.before(at, field).and_then(place) {
                Some(0) => return 10.0 + score,
                Some(step) => 1.0 - step as f64 / (steps.len() - 1) as f64,
                None => ((score - 0.2) / 0.7).clamp(0.0, 1.0),
            };
            3.0 * step + score
        });
        let mut order = order.into_iter();
        for (step, count) in steps {
            for at in order.by_ref().take(*count).collect::<Vec<_>>() {
                self.put(at, field, *step);
            }
        }
    }

    /// The same in percent of those who have not answered it; the last step is what is left.
    pub fn steps_percent(&mut self, field: &str, steps: &[(&str, usize)]) {
        let mut left = self.left(field).len();
        let total = left;
        let mut counted = Vec::new();
        for (number, (step, percent)) in steps.iter().enumerate() {
            let count = if number + 1 == steps.len() { left } else { ((total * percent + 50) / 100).min(left) };
            left -= count;
            counted.push((*step, count));
        }
        self.steps(field, &counted);
    }
}
