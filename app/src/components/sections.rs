//! The hub's table of contents.

use super::{
    cells::{CellKind, Cells},
    marks::{SectionMark, SectionMarkState},
    text::unbroken,
};
use leptos::prelude::*;

/// A section of the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionItem {
    /// Its letter.
    pub letter: String,
    /// Its title.
    pub title: String,
    /// Its page, for those who may see it.
    pub href: Option<String>,
    /// How far it has come.
    pub state: SectionMarkState,
    /// How many questions are answered.
    pub answered: u32,
    /// How many are asked.
    pub asked: u32,
    /// Who usually knows its answers, while they are wanted: "Brukar kunna svara: MAS".
    pub known_by: Option<String>,
    /// What is left, after the count: "1 fel att rätta, 4 frågor utan svar".
    pub remains: Option<String>,
    /// Who marked it as done, who has it in hand, or who saved in it last.
    pub who: Option<String>,
    /// Whether that is who answers it.
    pub assigned: bool,
    /// When that was, or when it is due: "Klart 12 mars".
    pub when: Option<String>,
}

/// The sections of a response in order.
#[component]
pub fn SectionList(
    /// The id of the heading that names the list.
    #[prop(into)]
    labelled_by: String,
    /// The sections.
    sections: Vec<SectionItem>,
) -> impl IntoView {
    let items = sections.into_iter().map(section_item).collect_view();
    view! { <ol class="section-list" role="list" aria-labelledby=labelled_by>{items}</ol> }
}

fn section_item(section: SectionItem) -> impl IntoView {
    let SectionItem { letter, title, href, state, answered, asked, known_by, remains, who, assigned, when } = section;
    let heading = match href {
        Some(href) => view! { <a href=href>{unbroken(&title)}</a> }.into_any(),
        None => unbroken(&title).into_any(),
    };
    let counts = vec![(CellKind::Full, answered), (CellKind::Open, asked.saturating_sub(answered))];
    let left = match remains {
        Some(remains) => format!("{answered} av {asked} besvarade. {remains}."),
        None => format!("{answered} av {asked} besvarade."),
    };
    let assigned = assigned.then(|| view! { <span class="visually-hidden">"Ansvarig: "</span> });
    let who = who.map(|name| view! { <p>{assigned}{name}</p> });
    let when = when.map(|when| view! { <p>{when}</p> });
    let known_by = known_by.map(|words| view! { <p class="note">{words}"."</p> });
    view! {
        <li class="section-item">
            <p class="section-letter" aria-hidden="true">{letter}</p>
            <h3>{heading}</h3>
            <SectionMark state/>
            <p class="section-left"><Cells counts/><span>{left}</span></p>
            {known_by}
            <div class="section-who">{who}{when}</div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "<script>alert(1)</script>";

    #[test]
    fn a_section_is_text_and_leads_to_its_page_only_for_those_who_may_see_it() {
        let section = |href: Option<String>| SectionItem {
            letter: EVIL.into(),
            title: EVIL.into(),
            href,
            state: SectionMarkState::NotStarted,
            answered: 0,
            asked: 7,
            known_by: Some(EVIL.into()),
            remains: Some(EVIL.into()),
            who: Some(EVIL.into()),
            assigned: true,
            when: Some(EVIL.into()),
        };
        let html = view! { <SectionList labelled_by="a" sections=vec![section(Some("/svara/x/g".into()))]/> }.to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("href=\"/svara/x/g\"") && html.contains("0 av 7 besvarade"), "{html}");
        let html = view! { <SectionList labelled_by="a" sections=vec![section(None)]/> }.to_html();
        assert!(!html.contains("<a "), "{html}");
    }
}
