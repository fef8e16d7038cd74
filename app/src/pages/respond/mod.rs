//! Svara: an organisation's own pages.

mod burden;
mod colleagues;
mod correction;
mod decline;
mod feedback;
mod hub;
mod my_responses;
mod prepare;
mod query;
mod reason;
mod receipt;
mod review;
mod same_as_before;
mod section;
mod sign_off;
mod unsaved;
mod unsent;
mod waking;
mod workbook;

pub use burden::BurdenPage;
pub use colleagues::ColleaguesPage;
pub use correction::CorrectionPage;
pub use decline::DeclinePage;
pub use feedback::FeedbackPage;
pub use hub::HubPage;
pub use my_responses::MyResponsesPage;
pub use query::QueryPage;
pub use receipt::ReceiptPage;
pub use review::ReviewPage;
pub use section::SectionPage;
pub use sign_off::SignOffPage;
pub use workbook::WorkbookPage;

use crate::{
    components::Link,
    words::{capitalised, counted},
};
use collection::{
    ResponseKey,
    respond::{ObstacleView, Remark, ResponseHead},
};
use survey::{
    evaluation::{Obstacle, Violation},
    format,
};

/// The address of a response's hub.
pub fn hub_path(key: &ResponseKey) -> String {
    format!("/svara/{}/{}/{}", key.survey, key.year, key.organisation)
}

/// The address of a section.
pub fn section_path(key: &ResponseKey, section: &str) -> String {
    format!("{}/avsnitt/{section}", hub_path(key))
}

/// The way up from a hub: the list of one's own, also for those whom `/svara` alone leads to where their work waits.
fn to_the_list() -> Link {
    Link::new("/svara?alla=1", "Era svar")
}

/// The way up from a page of a response.
fn crumbs(head: &ResponseHead) -> Vec<Link> {
    vec![to_the_list(), Link::new(hub_path(&head.key), format!("{}, alla avsnitt", head.organisation_name))]
}

/// What is in the way, counted: `1 fel att rätta`, `4 frågor utan svar`; and what may be left out, `1 frivillig kvar`.
fn remains(errors: usize, unexplained: usize, unanswered: usize, optional: usize) -> Option<String> {
    let parts: Vec<String> = [
        (errors, "fel att rätta", "fel att rätta"),
        (unexplained, "svar att förklara", "svar att förklara"),
        (unanswered, "fråga utan svar", "frågor utan svar"),
        (optional, "frivillig kvar", "frivilliga kvar"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| counted(number, one, many))
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// That a section is marked as done, and what is left in it all the same.
fn marked(letter: &str, errors: usize, unanswered: usize) -> String {
    let left = remains(errors, 0, unanswered, 0).map(|left| format!(" Men där finns {left}.")).unwrap_or_default();
    format!("Avsnitt\u{a0}{letter} är markerat som klart.{left}")
}

/// What to do where nothing is answered.
const UNANSWERED: &str = "svara, eller säg varför ni inte kan";

/// What is to be explained: `Tio gånger fler än förra året. Stämmer det? Förklara svaret.`
fn to_explain(violation: &Violation) -> String {
    format::followed(&violation.message, "Förklara svaret.")
}

/// What to know before sending in, each with the way to its question.
fn remark_links(key: &ResponseKey, remarks: &[Remark]) -> Vec<Link> {
    let link = |remark: &Remark| {
        let href = format!("{}#f-{}", section_path(key, &remark.section), remark.field);
        Link::new(href, format!("{}: {}", remark.number, remark.message))
    };
    remarks.iter().map(link).collect()
}

/// An obstacle in words, with where it is: `C1: Familjerätt har både …`.
fn obstacle_in_words(view: &ObstacleView) -> String {
    let what = match &view.obstacle {
        Obstacle::Error(violation) => violation.message.clone(),
        Obstacle::Unexplained(violation) => to_explain(violation),
        Obstacle::Unanswered(_) if view.label.ends_with('?') => format!("{} {}", view.label, capitalised(UNANSWERED)),
        Obstacle::Unanswered(_) => format!("{}: {UNANSWERED}", view.label),
    };
    format!("{}: {what}", view.number)
}
