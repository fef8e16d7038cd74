//! What tables and rows are called. The titles of measures that stand together share words; those are said once.

use super::SeriesTable;

/// Words that lead on to what follows, and are lost where it is cut off.
const LEADING_ON: [&str; 8] = ["med", "som", "där", "till", "för", "i", "och", "hos"];

/// Names a table and its rows.
pub(super) fn name(table: &mut SeriesTable) {
    if !table.dimensions.is_empty() {
        table.title = table.measures.first().map(|measure| measure.title.clone()).unwrap_or_default();
        table.rows.iter_mut().for_each(|row| row.label = row.codes.join(", "));
        return;
    }
    let titles: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
    let (title, labels) = shared(&titles);
    table.title = title;
    table.rows.iter_mut().zip(labels).for_each(|(row, label)| row.label = label);
}

/// The title of a series in two measures: what their titles share, up to where the first says when it ends.
pub(super) fn joined(earlier: &str, later: Option<&str>) -> String {
    let shared = later.and_then(|later| {
        let (start, _) = earlier.rsplit_once(", ")?;
        let (later, _) = later.rsplit_once(", ")?;
        (start == later).then_some(start)
    });
    shared.unwrap_or(earlier).to_owned()
}

/// What titles share at their beginning, and each without what they share.
fn shared(titles: &[&str]) -> (String, Vec<String>) {
    let words: Vec<Vec<&str>> = titles.iter().map(|title| title.split_whitespace().collect()).collect();
    let [first, _, ..] = words.as_slice() else {
        let labels = titles.iter().map(|title| (*title).to_owned());
        return (titles.first().copied().unwrap_or_default().to_owned(), labels.collect());
    };
    // Every title keeps a word of its own.
    let shortest = words.iter().map(Vec::len).min().unwrap_or(0).saturating_sub(1);
    let alike_from = |at: usize| words.iter().all(|words| words.get(at) == first.get(at));
    let start = (0..shortest).take_while(|at| alike_from(*at)).count();
    let from_end = |words: &[&str], back: usize| words.iter().rev().nth(back).map(|word| (*word).to_owned());
    let alike_back = |back: usize| words.iter().all(|words| from_end(words, back) == from_end(first, back));
    let end = (0..shortest.saturating_sub(start)).take_while(|back| alike_back(*back)).count();
    // A single last word is seldom a phrase of its own: "med ansvar för informatik", "kompetens inom informatik".
    let end = if end < 2 { 0 } else { end };
    let labels = words.iter().map(|words| {
        let own = words.get(start..words.len().saturating_sub(end)).unwrap_or_default();
        capitalised(&own.strip_prefix(&["med"]).unwrap_or(own).join(" "))
    });
    let mut title: Vec<&str> = first.get(..start).unwrap_or_default().to_vec();
    while title.last().is_some_and(|word| LEADING_ON.contains(word)) {
        title.pop();
    }
    (title.join(" ").trim_end_matches(',').to_owned(), labels.collect())
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_words_are_said_once() {
        let (title, labels) = shared(&[
            "Andel kommuner med passiva larm eller sensorer i ordinärt boende",
            "Andel kommuner med nattillsyn med digital teknik i ordinärt boende",
        ]);
        assert_eq!(title, "Andel kommuner");
        assert_eq!(labels, ["Passiva larm eller sensorer", "Nattillsyn med digital teknik"]);
    }

    #[test]
    fn one_shared_last_word_is_kept() {
        let (title, labels) = shared(&[
            "Antal regioner med en befattning med ansvar för informatik",
            "Antal regioner som har tillräcklig kompetens inom informatik",
        ]);
        assert_eq!(title, "Antal regioner");
        assert_eq!(
            labels,
            ["En befattning med ansvar för informatik", "Som har tillräcklig kompetens inom informatik"]
        );
    }

    #[test]
    fn a_single_title_is_kept_whole_and_titles_without_shared_words_too() {
        assert_eq!(shared(&["Andel kommuner"]), ("Andel kommuner".into(), vec!["Andel kommuner".into()]));
        assert_eq!(shared(&["Ett mått", "Två mått"]), (String::new(), vec!["Ett mått".into(), "Två mått".into()]));
        assert_eq!(shared(&["A b", "A"]).1, ["A b", "A"]);
    }

    #[test]
    fn a_joined_series_is_called_what_both_are_called() {
        assert_eq!(
            joined(
                "Andel med video i boende, till och med 2019",
                Some("Andel med video i boende, sammanslaget från 2020")
            ),
            "Andel med video i boende"
        );
        assert_eq!(joined("Andel, med, komma", None), "Andel, med, komma");
        assert_eq!(joined("Ett, a", Some("Två, b")), "Ett, a");
    }
}
