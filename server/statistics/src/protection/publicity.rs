//! The widest publication of each field that its question and its ties to other fields allow.
//!
//! How many were asked because of an answer tells how many gave that answer. So a field is at least as secret as those its
//! relevance depends on. Where its relevance depends on something public of each organisation, too, it tells how many of
//! those that everybody can list gave that answer: then nothing of it is shown. The same holds where an answer of the round
//! before that is not open decides who is asked, since who was asked is seen.

use super::Reason;
use survey::definition::PublicationLevel;
use survey::form::Form;

/// The widest publication of the answers to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Publicity {
    /// By organisation.
    Open,
    /// Only together with others'.
    AggregatedOnly,
    /// Not at all.
    Hidden(Reason),
}

impl Publicity {
    fn rank(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::AggregatedOnly => 1,
            Self::Hidden(Reason::Internal) => 3,
            Self::Hidden(_) => 2,
        }
    }

    fn stricter(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }
}

/// Returns the widest publication of each field, in the order of the form.
pub(super) fn of_fields(form: &Form) -> Vec<Publicity> {
    let declared = |publication_level| match publication_level {
        PublicationLevel::Open => Publicity::Open,
        PublicationLevel::Aggregated => Publicity::AggregatedOnly,
        PublicationLevel::Internal => Publicity::Hidden(Reason::Internal),
    };
    let mut known: Vec<Publicity> = form.fields().iter().map(|field| declared(field.publication_level)).collect();
    // An answer of the round before can be that of a field later in the order, so again until nothing changes.
    loop {
        let before = known.clone();
        for at in form.rules().order() {
            let by_relevance = by_relevance(form, *at, &known);
            if let Some(own) = known.get_mut(*at) {
                *own = own.stricter(by_relevance);
            }
        }
        hide_checked_by_organisation(form, &mut known);
        if known == before {
            return known;
        }
    }
}

fn by_relevance(form: &Form, at: usize, known: &[Publicity]) -> Publicity {
    let rules = form.rules();
    let is = |field: usize| known.get(field).copied().unwrap_or(Publicity::Open);
    let own = rules.relevance_of(at).map(is).fold(Publicity::Open, Publicity::stricter);
    let tells_of_listed = own == Publicity::AggregatedOnly
        && (rules.relevance_asks_of_organisation(at) || rules.relevance_of(at).any(|by| is(by) == Publicity::Open));
    let tells_of_before = rules.relevance_by_previous(at).any(|by| is(by) != Publicity::Open);
    if tells_of_listed || tells_of_before { own.stricter(Publicity::Hidden(Reason::Cover)) } else { own }
}

/// Hides choices that an error check ties to what is no answer of this round. Which answers could be exchanged then is not
/// known here, where only the answers of one round are.
fn hide_checked_by_organisation(form: &Form, known: &mut [Publicity]) {
    let rules = form.rules();
    for at in (0..form.fields().len()).filter(|at| rules.errors_ask_of_organisation(*at)) {
        for tied in std::iter::once(at).chain(rules.named_in_errors(at)) {
            let is_choice = form.fields().get(tied).is_some_and(|field| field.field_type.codes().next().is_some());
            if let (true, Some(own @ Publicity::AggregatedOnly)) = (is_choice, known.get_mut(tied)) {
                *own = Publicity::Hidden(Reason::Cover);
            }
        }
    }
}
