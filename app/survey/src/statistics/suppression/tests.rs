use super::*;
use proptest::prelude::*;

/// A group that has answered yes or no.
fn yes_no(yes: usize, no: usize) -> Tally {
    let mut tally = Tally::default();
    tally.add(yes, &[1]);
    tally.add(no, &[0]);
    tally
}

fn suppressed(groups: &[Tally]) -> Mask {
    suppress(groups, &Mask::nothing(groups.len()))
}

fn mask(groups: &[bool]) -> Mask {
    Mask { total: false, groups: groups.to_vec() }
}

#[test]
fn a_cell_of_five_that_do_not_answer_alike_is_shown() {
    assert_eq!(suppressed(&[yes_no(4, 1), yes_no(3, 3)]), mask(&[false, false]));
}

#[test]
fn a_cell_of_four_is_suppressed_and_the_smallest_other_with_it() {
    assert_eq!(suppressed(&[yes_no(2, 2), yes_no(5, 5), yes_no(3, 3)]), mask(&[true, false, true]));
}

#[test]
fn a_cell_in_which_all_answer_alike_is_suppressed_however_large() {
    assert_eq!(suppressed(&[yes_no(40, 0), yes_no(5, 5), yes_no(0, 60)]), mask(&[true, false, true]));
}

#[test]
fn two_small_cells_need_a_third_while_they_are_small_together() {
    assert_eq!(suppressed(&[yes_no(1, 0), yes_no(1, 2), yes_no(9, 9)]), mask(&[true, true, true]));
    assert_eq!(suppressed(&[yes_no(2, 0), yes_no(1, 2), yes_no(9, 9)]), mask(&[true, true, false]));
}

#[test]
fn two_cells_that_are_alike_in_the_same_way_need_a_third() {
    assert_eq!(suppressed(&[yes_no(9, 0), yes_no(8, 0), yes_no(9, 9)]), mask(&[true, true, true]));
}

#[test]
fn an_unsafe_total_takes_everything_with_it() {
    assert_eq!(suppressed(&[yes_no(2, 2)]), Mask { total: true, groups: vec![true] });
    assert_eq!(suppressed(&[yes_no(7, 0), yes_no(9, 0)]), Mask { total: true, groups: vec![true, true] });
    assert_eq!(suppressed(&[]), Mask { total: true, groups: vec![] });
}

#[test]
fn a_group_without_answers_is_suppressed_and_endangers_nobody() {
    assert_eq!(suppressed(&[yes_no(0, 0), yes_no(3, 3)]), mask(&[true, false]));
}

#[test]
fn in_a_multiple_choice_all_answer_alike_if_all_have_chosen_one_option() {
    let mut group = Tally::default();
    group.add(3, &[0, 1]);
    group.add(3, &[1, 2]);
    assert!(!group.is_safe());
    group.add(1, &[2]);
    assert!(group.is_safe());
}

#[test]
fn what_is_suppressed_elsewhere_is_suppressed_here() {
    let forced = mask(&[true, false, false]);
    assert_eq!(suppress(&[yes_no(8, 8), yes_no(7, 7), yes_no(6, 6)], &forced), mask(&[true, false, true]));
}

/// Every way in which a group can have answered, as counts per option of a single choice.
fn distributions(answers: usize, options: usize) -> Vec<Vec<usize>> {
    if options == 1 {
        return vec![vec![answers]];
    }
    (0..=answers)
        .flat_map(|first| {
            distributions(answers - first, options - 1)
                .into_iter()
                .map(move |rest| std::iter::once(first).chain(rest).collect())
        })
        .collect()
}

/// Every way in which all groups can have answered that agrees with what is shown: how many have answered in every group,
/// the distribution of every group that is shown, and of all together.
fn possible(groups: &[Vec<usize>], hidden: &[bool], left: &[usize]) -> Vec<Vec<Vec<usize>>> {
    let Some((group, rest)) = groups.split_first() else {
        return if left.iter().all(|count| *count == 0) { vec![Vec::new()] } else { Vec::new() };
    };
    let candidates = if hidden[0] { distributions(group.iter().sum(), group.len()) } else { vec![group.clone()] };
    let mut all = Vec::new();
    for candidate in candidates {
        let after: Option<Vec<usize>> =
            left.iter().zip(&candidate).map(|(left, count)| left.checked_sub(*count)).collect();
        let Some(after) = after else { continue };
        for mut tail in possible(rest, &hidden[1..], &after) {
            tail.insert(0, candidate.clone());
            all.push(tail);
        }
    }
    all
}

fn tally(distribution: &[usize]) -> Tally {
    let mut tally = Tally::default();
    for (option, count) in distribution.iter().enumerate() {
        tally.add(*count, &[option as u32]);
    }
    tally
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// By trying every table that agrees with what is shown: nothing that is suppressed is the same in all of them.
    #[test]
    fn no_suppressed_cell_can_be_recomputed(
        (options, groups) in (2usize..4).prop_flat_map(|options| {
            (Just(options), prop::collection::vec(prop::collection::vec(0usize..4, options), 1..5))
        })
    ) {
        let tallies: Vec<Tally> = groups.iter().map(|group| tally(group)).collect();
        let mask = suppressed(&tallies);
        let total: Vec<usize> = (0..options).map(|option| groups.iter().map(|group| group[option]).sum()).collect();
        for (group, hidden) in tallies.iter().zip(&mask.groups) {
            prop_assert!(*hidden || group.is_safe(), "an unsafe cell is shown");
        }
        if mask.total {
            prop_assert!(mask.groups.iter().all(|hidden| *hidden), "the groups give the total away");
            return Ok(());
        }
        prop_assert!(tally(&total).is_safe());
        let possible = possible(&groups, &mask.groups, &total);
        for (index, group) in groups.iter().enumerate().filter(|(index, _)| mask.groups[*index]) {
            if group.iter().sum::<usize>() > 0 {
                prop_assert!(
                    possible.iter().any(|table| table[index] != *group),
                    "{groups:?} with {mask:?}: group {index} can be recomputed"
                );
            }
        }
        // What is hidden taken together is the total less what is shown: a cell that anybody can compute.
        let hidden = groups.iter().zip(&mask.groups).filter(|(_, hidden)| **hidden).map(|(group, _)| group);
        let mut together = vec![0; options];
        for group in hidden {
            together.iter_mut().zip(group).for_each(|(sum, count)| *sum += count);
        }
        prop_assert!(together.iter().sum::<usize>() == 0 || tally(&together).is_safe());
    }

    /// Over the options of a field: each count by itself is open, too, unless everybody or nobody has chosen the option.
    #[test]
    fn no_suppressed_count_of_an_option_can_be_recomputed(
        groups in prop::collection::vec(prop::collection::vec(0usize..4, 3), 2..5)
    ) {
        let tallies: Vec<Tally> = groups.iter().map(|group| tally(group)).collect();
        let mask = suppressed(&tallies);
        if mask.total {
            return Ok(());
        }
        let total: Vec<usize> = (0..3).map(|option| groups.iter().map(|group| group[option]).sum()).collect();
        let possible = possible(&groups, &mask.groups, &total);
        for (index, group) in groups.iter().enumerate() {
            for option in 0..3 {
                let hidden: usize = groups.iter().zip(&mask.groups).filter(|(_, h)| **h).map(|(g, _)| g[option]).sum();
                let answers: usize = group.iter().sum();
                if mask.groups[index] && answers > 0 && hidden > 0 {
                    prop_assert!(
                        possible.iter().any(|table| table[index][option] != group[option]),
                        "{groups:?} with {mask:?}: option {option} of group {index} can be recomputed"
                    );
                }
            }
        }
    }

    /// Numbers: sum, smallest and largest are shown of all and of the groups that are shown.
    #[test]
    fn no_suppressed_sum_can_be_recomputed(
        groups in prop::collection::vec(prop::collection::vec(0usize..3, 0..5), 1..4)
    ) {
        // The numbers 0, 1 and 2 as a distribution: the sum and the extremes follow from it, so what agrees in
        // distribution agrees in all that is shown.
        let groups: Vec<Vec<usize>> =
            groups.iter().map(|numbers| (0..3).map(|n| numbers.iter().filter(|m| **m == n).count()).collect()).collect();
        let tallies: Vec<Tally> = groups.iter().map(|group| tally(group)).collect();
        let mask = suppressed(&tallies);
        if mask.total {
            return Ok(());
        }
        let sum = |group: &[usize]| group[1] + 2 * group[2];
        let total: Vec<usize> = (0..3).map(|n| groups.iter().map(|group| group[n]).sum()).collect();
        let possible = possible(&groups, &mask.groups, &total);
        for (index, group) in groups.iter().enumerate() {
            if mask.groups[index] && group.iter().sum::<usize>() > 0 {
                prop_assert!(possible.iter().any(|table| sum(&table[index]) != sum(group)));
            }
        }
    }
}
