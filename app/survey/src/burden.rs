//! How long an answer has taken, estimated from when answers were saved.
//!
//! The rule: the saves of one person that lie less than fifteen minutes apart belong to one sitting. The time between two
//! saves of a sitting belongs to the section of the later one. The first save of a sitting counts as one minute, because
//! something was read and written before it. Time away from the keyboard, on paper or in meetings, is not seen, and what
//! nobody has saved by hand (an import) takes no time.

use std::collections::BTreeSet;

/// Saves with this many seconds or more between them belong to different sittings.
pub const PAUSE: i64 = 15 * 60;

/// The seconds that the first save of a sitting counts as.
pub const BEGINNING: i64 = 60;

/// A save: by whom, in which section, and when in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The person.
    pub person: i64,
    /// When, in seconds.
    pub at: i64,
    /// The place of the section.
    pub section: usize,
}

/// What a section, or all of them, have taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Burden {
    /// Seconds.
    pub seconds: i64,
    /// How many people have saved something.
    pub people: usize,
}

/// What has been estimated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Burdens {
    /// Every section, in order.
    pub sections: Vec<Burden>,
    /// All of them together. A person who has worked in two sections is one.
    pub total: Burden,
}

/// Estimates what every section of a questionnaire with as many `sections` has taken.
pub fn burdens(sections: usize, moments: impl IntoIterator<Item = Moment>) -> Burdens {
    let mut moments: Vec<Moment> = moments.into_iter().filter(|moment| moment.section < sections).collect();
    moments.sort_unstable();
    let mut seconds = vec![0; sections];
    let mut before: Option<Moment> = None;
    for moment in &moments {
        let since = before.filter(|before| before.person == moment.person).map(|before| moment.at - before.at);
        if let Some(section) = seconds.get_mut(moment.section) {
            *section += since.filter(|since| *since < PAUSE).unwrap_or(BEGINNING);
        }
        before = Some(*moment);
    }
    let people = |section: Option<usize>| {
        let of = moments.iter().filter(|moment| section.is_none_or(|section| moment.section == section));
        of.map(|moment| moment.person).collect::<BTreeSet<i64>>().len()
    };
    Burdens {
        total: Burden { seconds: seconds.iter().sum(), people: people(None) },
        sections: seconds
            .into_iter()
            .enumerate()
            .map(|(place, seconds)| Burden { seconds, people: people(Some(place)) })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(person: i64, minutes: i64, section: usize) -> Moment {
        Moment { person, at: minutes * 60, section }
    }

    #[test]
    fn a_sitting_lasts_from_a_minute_before_its_first_save_to_its_last() {
        let found = burdens(2, [moment(1, 0, 0), moment(1, 4, 0), moment(1, 14, 0)]);
        assert_eq!(found.sections, [Burden { seconds: 15 * 60, people: 1 }, Burden::default()]);
    }

    #[test]
    fn after_a_quarter_of_an_hour_another_sitting_begins() {
        assert_eq!(burdens(1, [moment(1, 0, 0), moment(1, 15, 0)]).total.seconds, 2 * BEGINNING);
    }

    #[test]
    fn the_time_between_two_sections_belongs_to_the_later_one() {
        let found = burdens(2, [moment(1, 0, 0), moment(1, 10, 1), moment(1, 12, 0)]);
        let seconds: Vec<i64> = found.sections.iter().map(|section| section.seconds).collect();
        assert_eq!(seconds, [3 * 60, 10 * 60]);
        assert_eq!(found.total, Burden { seconds: 13 * 60, people: 1 });
    }

    #[test]
    fn two_people_at_the_same_time_take_the_time_of_two() {
        let found = burdens(1, [moment(1, 0, 0), moment(2, 1, 0), moment(1, 5, 0), moment(2, 6, 0)]);
        assert_eq!(found.total, Burden { seconds: 2 * 6 * 60, people: 2 });
    }

    fn any_moments() -> impl Strategy<Value = Vec<Moment>> {
        let moment = (0i64..4, 0i64..20_000, 0usize..3);
        prop::collection::vec(moment.prop_map(|(person, at, section)| Moment { person, at, section }), 0..60)
    }

    proptest! {
        #[test]
        fn nobody_takes_longer_than_from_the_first_save_to_the_last_and_a_minute_for_each_sitting(moments in any_moments()) {
            let mut most = 0;
            for person in 0..4 {
                let mut at: Vec<i64> = moments.iter().filter(|one| one.person == person).map(|one| one.at).collect();
                at.sort_unstable();
                let sittings = at.windows(2).filter(|pair| pair[1] - pair[0] >= PAUSE).count() + usize::from(!at.is_empty());
                let span = at.last().zip(at.first()).map_or(0, |(last, first)| last - first);
                most += span + BEGINNING * i64::try_from(sittings).unwrap();
            }
            prop_assert!(burdens(3, moments).total.seconds <= most);
        }

        #[test]
        fn the_sections_make_up_the_total(moments in any_moments()) {
            let found = burdens(3, moments.clone());
            prop_assert_eq!(found.sections.iter().map(|section| section.seconds).sum::<i64>(), found.total.seconds);
            prop_assert!(found.sections.iter().all(|section| section.people <= found.total.people));
            prop_assert_eq!(found.total.seconds == 0, moments.is_empty());
        }

        #[test]
        fn the_order_does_not_matter_and_another_save_never_shortens(moments in any_moments(), more in any_moments()) {
            let found = burdens(3, moments.clone());
            let mut turned = moments.clone();
            turned.reverse();
            prop_assert_eq!(&found, &burdens(3, turned));
            let all = burdens(3, moments.into_iter().chain(more));
            prop_assert!(all.total.people >= found.total.people && all.total.seconds >= found.total.seconds);
        }
    }
}
