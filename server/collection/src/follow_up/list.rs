//! The responses of a round: searched, filtered, sorted, in pages.

use super::{
    check,
    recipients::{ResponseRow, recipients},
};
use crate::{Actor, Error, RoundKey, Store, text::one_line};
use std::cmp::{Ordering, Reverse};
use survey::{format::collation_key, status::Status};

/// How many responses a page holds.
pub const PAGE_SIZE: usize = 50;

/// Which responses, in which order, which page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// A part of the name or of the code; empty for all.
    pub search: String,
    /// With one of these statuses; empty for all.
    pub status: Vec<Status>,
    /// Of this län.
    pub lan: Option<String>,
    /// Of this kommungrupp.
    pub kommungrupp: Option<String>,
    /// Of this size.
    pub size: Option<String>,
    /// What they are sorted by.
    pub sort: SortBy,
    /// The other way round.
    pub descending: bool,
    /// Which page, from 1. A page after the last is the last.
    pub page: usize,
    /// All of them on one page, to print.
    pub whole: bool,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            search: String::new(),
            status: Vec::new(),
            lan: None,
            kommungrupp: None,
            size: None,
            sort: SortBy::Name,
            descending: false,
            page: 1,
            whole: false,
        }
    }
}

/// What responses are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortBy {
    /// The organisation's name, as in a Swedish register.
    #[default]
    Name,
    /// The organisation's code.
    Code,
    /// The status, in the order of the work.
    Status,
    /// How large a part is answered.
    Progress,
    /// When an answer was last saved. Those without come last, either way.
    LastActivity,
    /// When it was last sent in. Those that are not come last, either way.
    SubmittedAt,
}

/// A page of a longer list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What stands on this page.
    pub rows: Vec<T>,
    /// How many there are on all pages.
    pub total: usize,
    /// Which page it is, from 1.
    pub page: usize,
    /// How many pages there are; at least 1.
    pub pages: usize,
}

/// The responses of a round, for those who follow it up.
pub async fn responses(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    query: &ListQuery,
) -> Result<Page<ResponseRow>, Error> {
    check(actor, &key.survey)?;
    let rows = recipients(store, key, None).await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(query.page_of(rows.into_iter().map(|row| row.response).collect()))
}

impl ListQuery {
    fn page_of(&self, rows: Vec<ResponseRow>) -> Page<ResponseRow> {
        let mut rows = self.found(rows);
        self.sort(&mut rows);
        let total = rows.len();
        let size = if self.whole { total.max(1) } else { PAGE_SIZE };
        let pages = total.div_ceil(size).max(1);
        let page = self.page.clamp(1, pages);
        let rows = rows.into_iter().skip((page - 1) * size).take(size).collect();
        Page { rows, total, page, pages }
    }

    fn found(&self, rows: Vec<ResponseRow>) -> Vec<ResponseRow> {
        let rows: Vec<ResponseRow> = rows.into_iter().filter(|row| self.passes(row)).collect();
        let search = one_line(&self.search);
        if search.is_empty() {
            return rows;
        }
        let named = |rows: &[ResponseRow], letters: fn(&str) -> String| -> Vec<ResponseRow> {
            let search = letters(&search);
            let texts = |row: &ResponseRow| [letters(&row.name), letters(&row.full_name), row.organisation.clone()];
            rows.iter().filter(|row| texts(row).iter().any(|text| text.contains(&search))).cloned().collect()
        };
        // Å, ä and ö are letters of their own. Only who finds nothing may have meant them without their marks.
        let found = named(&rows, collation_key);
        if found.is_empty() { named(&rows, unmarked) } else { found }
    }

    fn passes(&self, row: &ResponseRow) -> bool {
        let is = |wanted: &Option<String>, code: &String| wanted.as_ref().is_none_or(|wanted| wanted == code);
        (self.status.is_empty() || self.status.contains(&row.status))
            && is(&self.lan, &row.lan)
            && is(&self.kommungrupp, &row.kommungrupp)
            && is(&self.size, &row.size)
    }

    /// Sorts; what is alike stands by name and code, whichever way the rest goes.
    fn sort(&self, rows: &mut [ResponseRow]) {
        rows.sort_by_cached_key(|row| (collation_key(&row.name), row.organisation.clone()));
        match self.sort {
            SortBy::Name => self.by(rows, |one, two| collation_key(&one.name).cmp(&collation_key(&two.name))),
            SortBy::Code => self.by(rows, |one, two| one.organisation.cmp(&two.organisation)),
            SortBy::Status => self.by(rows, |one, two| one.status.cmp(&two.status)),
            SortBy::Progress => self.by(rows, by_progress),
            SortBy::LastActivity => self.by_moment(rows, |row| row.last_activity),
            SortBy::SubmittedAt => self.by_moment(rows, |row| row.submitted_at),
        }
    }

    fn by(&self, rows: &mut [ResponseRow], order: impl Fn(&ResponseRow, &ResponseRow) -> Ordering) {
        rows.sort_by(|one, two| if self.descending { order(two, one) } else { order(one, two) });
    }

    fn by_moment<M: Ord + Copy>(&self, rows: &mut [ResponseRow], moment: impl Fn(&ResponseRow) -> Option<M>) {
        let is_absent = |row: &ResponseRow| moment(row).is_none();
        if self.descending {
            rows.sort_by_key(|row| (is_absent(row), Reverse(moment(row))));
        } else {
            rows.sort_by_key(|row| (is_absent(row), moment(row)));
        }
    }
}

/// By the part that is answered, without dividing.
fn by_progress(one: &ResponseRow, two: &ResponseRow) -> Ordering {
    let product = |answered: u32, asked: u32| u64::from(answered) * u64::from(asked.max(1));
    product(one.answered, two.asked).cmp(&product(two.answered, one.asked))
}

/// A name as it is typed where there is no å, ä and ö.
fn unmarked(text: &str) -> String {
    let plain = |letter: char| match letter {
        '{' | '|' => 'a',
        '}' => 'o',
        other => other,
    };
    collation_key(text).chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::recipients::tests::row, *};
    use time::macros::datetime;

    fn rows() -> Vec<ResponseRow> {
        ["Malmö", "Åre", "Arboga", "Östersund", "Mölndal", "Älmhult", "Torsås", "Österåker", "Håbo"]
            .iter()
            .zip(1..)
            .map(|(name, number)| row(&format!("010{number}"), name))
            .collect()
    }

    fn names(query: &ListQuery, rows: Vec<ResponseRow>) -> Vec<String> {
        query.page_of(rows).rows.into_iter().map(|row| row.name).collect()
    }

    fn searched(search: &str) -> Vec<String> {
        names(&ListQuery { search: search.into(), ..ListQuery::default() }, rows())
    }

    #[test]
    fn names_are_found_by_their_letters() {
        assert_eq!(searched("ÖSTER"), ["Östersund", "Österåker"]);
        assert_eq!(searched(" åre "), ["Åre"]);
        assert_eq!(searched("ar"), ["Arboga"]);
        assert_eq!(searched("0104"), ["Östersund"]);
        assert_eq!(searched("älmhult  kommun"), ["Älmhult"]);
        assert_eq!(searched("\u{feff}A\u{30a}\u{ad}re\u{200b}"), ["Åre"]);
        assert_eq!(searched("zz"), [""; 0]);
        assert_eq!(searched("").len(), 9);
    }

    #[test]
    fn who_has_no_swedish_letters_finds_them_where_nothing_else_is_found() {
        assert_eq!(searched("malmo"), ["Malmö"]);
        assert_eq!(searched("osterak"), ["Österåker"]);
        assert_eq!(searched("are"), ["Åre"]);
    }

    #[test]
    fn names_are_sorted_as_in_a_swedish_register() {
        let names_up = names(&ListQuery::default(), rows());
        let swedish = ["Arboga", "Håbo", "Malmö", "Mölndal", "Torsås", "Åre", "Älmhult", "Österåker", "Östersund"];
        let mut expected = swedish.map(str::to_owned).to_vec();
        expected.swap(7, 8);
        // s comes before å, so Östersund before Österåker.
        assert_eq!(names_up, expected);
        let names_down = names(&ListQuery { descending: true, ..ListQuery::default() }, rows());
        expected.reverse();
        assert_eq!(names_down, expected);
    }

    #[test]
    fn filters_hold_together() {
        let mut rows = rows();
        rows[0].status = Status::Submitted;
        rows[1].status = Status::Approved;
        rows[1].lan = "23".into();
        rows[2].size = "s1".into();
        let all = ListQuery::default();
        let counted = ListQuery { status: vec![Status::Submitted, Status::Approved], ..all.clone() };
        assert_eq!(names(&counted, rows.clone()), ["Malmö", "Åre"]);
        let jamtland = ListQuery { lan: Some("23".into()), ..counted };
        assert_eq!(names(&jamtland, rows.clone()), ["Åre"]);
        assert_eq!(names(&ListQuery { size: Some("s1".into()), ..all.clone() }, rows.clone()), ["Arboga"]);
        assert_eq!(names(&ListQuery { kommungrupp: Some("A1".into()), ..all }, rows), [""; 0]);
    }

    #[test]
    fn the_part_that_is_answered_counts_and_not_the_number() {
        let progress = |name: &str, answered, asked| ResponseRow { answered, asked, ..row("0101", name) };
        let rows = vec![progress("A", 50, 100), progress("B", 9, 10), progress("C", 0, 0), progress("D", 0, 10)];
        let query = ListQuery { sort: SortBy::Progress, descending: true, ..ListQuery::default() };
        assert_eq!(names(&query, rows), ["B", "A", "C", "D"]);
    }

    #[test]
    fn those_without_activity_come_last_either_way() {
        let active = |name: &str, last_activity| ResponseRow { last_activity, ..row("0101", name) };
        let rows = vec![
            active("A", None),
            active("B", Some(datetime!(2026-04-01 08:00 UTC))),
            active("C", Some(datetime!(2026-04-02 08:00 UTC))),
        ];
        let up = ListQuery { sort: SortBy::LastActivity, ..ListQuery::default() };
        assert_eq!(names(&up, rows.clone()), ["B", "C", "A"]);
        assert_eq!(names(&ListQuery { descending: true, ..up }, rows), ["C", "B", "A"]);
    }

    #[test]
    fn statuses_are_in_the_order_of_the_work_and_names_within_them() {
        let mut rows = rows();
        rows.truncate(3);
        rows[0].status = Status::Approved;
        let query = ListQuery { sort: SortBy::Status, descending: true, ..ListQuery::default() };
        assert_eq!(names(&query, rows), ["Malmö", "Arboga", "Åre"]);
    }

    #[test]
    fn pages_hold_every_response_once() {
        let rows: Vec<ResponseRow> = (0..120).map(|number| row(&format!("{number:04}"), "Namn")).collect();
        let page = |page| ListQuery { page, sort: SortBy::Code, ..ListQuery::default() }.page_of(rows.clone());
        let codes: Vec<String> = (1..=3).flat_map(|number| page(number).rows).map(|row| row.organisation).collect();
        assert_eq!(codes, (0..120).map(|number| format!("{number:04}")).collect::<Vec<_>>());
        assert_eq!((page(2).total, page(2).pages, page(3).rows.len()), (120, 3, 20));
        assert_eq!((page(0).page, page(9).page), (1, 3));
        let nothing = ListQuery::default().page_of(Vec::new());
        assert_eq!((nothing.rows.len(), nothing.page, nothing.pages), (0, 1, 1));
    }
}
