//! Which name was meant.

/// The candidate that differs least from what was written, where one is near enough to be meant.
pub(crate) fn nearest<'c>(written: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let allowed = (written.chars().count() / 3).max(1);
    candidates
        .map(|candidate| (distance(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken away or changed to make one word of the other; case is nothing.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let letter = letter.to_ascii_lowercase();
        // `diagonal` is the row above, one column to the left; `left` is this row.
        let (mut diagonal, mut left) = (i, i + 1);
        for (cell, other_letter) in row.iter_mut().skip(1).zip(&other) {
            let changed = diagonal + usize::from(letter != *other_letter);
            diagonal = *cell;
            left = changed.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_letters_put_in_taken_away_and_changed() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("nattilsyn", "nattillsyn", 1),
            ("kitten", "sitting", 3),
            ("JA", "ja", 0),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn proposes_only_what_is_near() {
        let names = ["nattillsyn", "trygghetslarm"];
        assert_eq!(nearest("natilsyn", names.into_iter()), Some("nattillsyn"));
        assert_eq!(nearest("bredband", names.into_iter()), None);
    }
}
