//! What the list of responses is asked for, in the address.

use crate::{components::SelectOption, pages::parameter};
use collection::follow_up::{FollowUp, ListQuery, SortBy};
use statistics::Grouping;
use survey::status::Status;

/// The filter "every response that is missing" in the address.
const MISSING: &str = "saknas";

/// The query that the address asks, and the same in its own words.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// What is searched for.
    pub search: String,
    /// `saknas`, a status, or nothing.
    pub state: String,
    /// The code of a län, or nothing.
    pub lan: String,
    /// The code of a kommungrupp, or nothing.
    pub group: String,
    /// The code of a size class, or nothing.
    pub size: String,
    /// The column that is sorted by.
    pub sort: String,
    /// Whether it is sorted the other way round.
    pub descending: bool,
    /// The page, from 1.
    pub page: usize,
    /// Whether the list is whole, on one page.
    pub whole: bool,
}

/// The page that holds the whole list, in the address.
const WHOLE: &str = "alla";

/// The columns that can be sorted by, as the address names them.
const COLUMNS: [(&str, SortBy); 6] = [
    ("namn", SortBy::Name),
    ("kod", SortBy::Code),
    ("lage", SortBy::Status),
    ("besvarat", SortBy::Progress),
    ("aktiv", SortBy::LastActivity),
    ("inskickat", SortBy::SubmittedAt),
];

impl Filters {
    /// What the address of the page asks for.
    pub fn of_address() -> Self {
        let text = |name| parameter(name).unwrap_or_default();
        Self {
            search: text("sok"),
            state: text("lage"),
            lan: text("lan"),
            group: text("grupp"),
            size: text("storlek"),
            sort: text("ordna"),
            descending: parameter("fallande").is_some(),
            page: text("sida").parse().unwrap_or(1),
            whole: text("sida") == WHOLE,
        }
    }

    /// The query for the use case.
    pub fn query(&self) -> ListQuery {
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        ListQuery {
            search: self.search.clone(),
            status: self.statuses(),
            lan: some(&self.lan),
            kommungrupp: some(&self.group),
            size: some(&self.size),
            sort: self.sort_by(),
            descending: self.descending,
            page: self.page,
            whole: self.whole,
        }
    }

    fn statuses(&self) -> Vec<Status> {
        if self.state == MISSING {
            return Status::ALL.into_iter().filter(|status| !status.is_counted()).collect();
        }
        self.state.parse().ok().into_iter().collect()
    }

    fn sort_by(&self) -> SortBy {
        COLUMNS.into_iter().find(|(name, _)| *name == self.sort).map_or(SortBy::Name, |(_, sort)| sort)
    }

    /// Whether the list is sorted by a column now, and if so whether the other way round.
    pub fn sorted(&self, column: &str) -> Option<bool> {
        COLUMNS.into_iter().any(|(name, sort)| name == column && sort == self.sort_by()).then_some(self.descending)
    }

    /// How the list is sorted, for a form that changes only what it is narrowed by.
    pub fn sorted_in(&self) -> Vec<(&'static str, String)> {
        let sort = (!self.sort.is_empty()).then(|| ("ordna", self.sort.clone()));
        sort.into_iter().chain(self.descending.then(|| ("fallande", "ja".to_owned()))).collect()
    }

    /// Whether anything narrows the list.
    pub fn narrows(&self) -> bool {
        [&self.search, &self.state, &self.lan, &self.group, &self.size].into_iter().any(|filter| !filter.is_empty())
    }

    /// The address of the same list sorted by a column; the other way round if it is sorted by it already.
    pub fn sorted_by(&self, column: &str) -> String {
        let descending = self.sorted(column) == Some(false);
        Self { sort: column.to_owned(), descending, page: 1, ..self.clone() }.address()
    }

    /// The address of another page of the same list.
    pub fn on_page(&self, page: u32) -> String {
        Self { page: usize::try_from(page).unwrap_or(1), ..self.clone() }.address()
    }

    /// The address of the whole list on one page.
    pub fn on_one_page(&self) -> String {
        Self { page: 1, whole: true, ..self.clone() }.address()
    }

    fn address(&self) -> String {
        let page = match self.page {
            _ if self.whole => WHOLE.to_owned(),
            0 | 1 => String::new(),
            page => page.to_string(),
        };
        let descending = if self.descending { "ja" } else { "" };
        let pairs = [
            ("sok", self.search.as_str()),
            ("lage", &self.state),
            ("lan", &self.lan),
            ("grupp", &self.group),
            ("storlek", &self.size),
            ("ordna", &self.sort),
            ("fallande", descending),
            ("sida", &page),
        ];
        let query = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        format!("?{}#lista", serde_urlencoded::to_string(query.collect::<Vec<_>>()).unwrap_or_default())
    }
}

/// The choices of the state filter.
pub fn states() -> Vec<SelectOption> {
    let option = |value: &str, label: &str| SelectOption { value: value.to_owned(), label: label.to_owned() };
    let mut options = vec![option("", "Alla lägen"), option(MISSING, "Alla som saknas")];
    options.extend(Status::ALL.into_iter().map(|status| option(status.code(), status.label())));
    options
}

/// The choices of a grouping's filter: the groups that the round has.
pub fn groups(view: &FollowUp, grouping: Grouping, all: &str) -> Vec<SelectOption> {
    let rates = view.by.iter().find(|(by, _)| *by == grouping).map(|(_, rates)| rates.as_slice()).unwrap_or_default();
    let all = SelectOption { value: String::new(), label: all.to_owned() };
    let groups = rates.iter().map(|rate| SelectOption { value: rate.group.clone(), label: rate.label.clone() });
    std::iter::once(all).chain(groups).collect()
}
