//! Chance that is the same every time and everywhere: it follows from words, not from a generator's state, so that what is
//! drawn for one organisation does not change when something is drawn for another.

use std::cmp::Ordering;

/// A number from 0 up to 1 that follows from the words.
pub fn chance(words: &[&str]) -> f64 {
    // FNV-1a, and the finishing steps of SplitMix64, which spread what FNV leaves close together.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain([0xff])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    (hash >> 11) as f64 / (1_u64 << 53) as f64
}

/// A whole number from `low` to `high`, both included.
pub fn between(low: i64, high: i64, words: &[&str]) -> i64 {
    low + (chance(words) * (high - low + 1) as f64) as i64
}

/// One of the choices.
pub fn one_of<'a, T: ?Sized>(choices: &[&'a T], words: &[&str]) -> &'a T {
    choices[(chance(words) * choices.len() as f64) as usize]
}

/// One of the choices, which come with their weights.
pub fn weighted<'a>(choices: &[(&'a str, f64)], words: &[&str]) -> &'a str {
    let mut left = chance(words) * choices.iter().map(|(_, weight)| weight).sum::<f64>();
    for (choice, weight) in choices {
        if left < *weight {
            return choice;
        }
        left -= weight;
    }
    choices[choices.len() - 1].0
}

/// The items in falling order of their score; those with the same in the order they had.
pub fn ranked(items: impl IntoIterator<Item = usize>, score: impl Fn(usize) -> f64) -> Vec<usize> {
    let mut ranked: Vec<(f64, usize)> = items.into_iter().map(|item| (score(item), item)).collect();
    ranked.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
    ranked.into_iter().map(|(_, item)| item).collect()
}
