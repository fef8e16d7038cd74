//! The hub's table of contents.

use super::{
    cells::{CellKind, Cells},
    marks::{SectionMark, SectionState},
    messages::Presence,
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
    pub state: SectionState,
    /// How many questions are answered.
    pub answered: u32,
    /// How many are asked.
    pub asked: u32,
    /// What is left, after the count: "1 fel att rätta, 4 frågor utan svar".
    pub remains: Option<String>,
    /// Who is responsible.
    pub responsible: Option<String>,
    /// Where it can be handed over, shown where nobody is responsible.
    pub hand_over: Option<String>,
    /// When it is due or was done: "Klart senast 24 april".
    pub when: Option<String>,
    /// Who is working in it now.
    pub present: Vec<String>,
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
    let SectionItem { letter, title, href, state, answered, asked, remains, responsible, hand_over, when, present } =
        section;
    let heading = match href {
        Some(href) => view! { <a href=href>{unbroken(&title)}</a> }.into_any(),
        None => unbroken(&title).into_any(),
    };
    let counts = vec![(CellKind::Full, answered), (CellKind::Open, asked.saturating_sub(answered))];
    let left = match remains {
        Some(remains) => format!("{answered} av {asked} besvarade. {remains}."),
        None => format!("{answered} av {asked} besvarade."),
    };
    let present = present.into_iter().map(|name| view! { <Presence name doing="arbetar här nu"/> }).collect_view();
    let who = match (responsible, hand_over) {
        (Some(name), _) => view! { <p><span class="visually-hidden">"Ansvarig: "</span>{name}</p> }.into_any(),
        (None, Some(href)) => view! {
            <p><a class="button-text" href=href>"Lämna över till någon"<span class="visually-hidden">{format!(": {title}")}</span></a></p>
        }
        .into_any(),
        (None, None) => view! { <p>"Ingen ansvarig"</p> }.into_any(),
    };
    view! {
        <li class="section-item">
            <p class="section-letter" aria-hidden="true">{letter}</p>
            <h3>{heading}</h3>
            <SectionMark state/>
            <p class="section-left"><Cells counts/><span>{left}</span></p>
            {present}
            <div class="section-who">{who}{when.map(|when| view! { <p>{when}</p> })}</div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "<script>alert(1)</script>";

    #[test]
    fn a_section_without_anybody_can_be_handed_over() {
        let section = SectionItem {
            letter: EVIL.into(),
            title: EVIL.into(),
            href: Some("/svara/x/g".into()),
            state: SectionState::NotStarted,
            answered: 0,
            asked: 7,
            remains: Some(EVIL.into()),
            responsible: None,
            hand_over: Some("/svara/x/g/ansvarig".into()),
            when: Some(EVIL.into()),
            present: vec![EVIL.into()],
        };
        let html = view! { <SectionList labelled_by="avsnitt" sections=vec![section]/> }.to_html();
        assert!(html.contains("Lämna över till någon") && html.contains("0 av 7 besvarade."), "{html}");
        assert_eq!(html.matches("v7.5").count(), 7);
        assert!(!html.contains("<script"), "{html}");
    }
}
