//! How long the answers have taken so far, for the coordinator.

use super::crumbs;
use crate::{
    components::Breadcrumbs,
    pages::{page, response_key},
    visit::Visit,
    words::counted,
};
use collection::respond::{ResponseHead, burden};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::{
    burden::{BEGINNING, Burden, PAUSE},
    format,
};

/// The time that every section has taken, and how many have helped.
#[component]
pub fn BurdenPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let view = burden(&visit.store, &visit.actor, &key?, visit.now).await.map_err(|error| visit.problem(error))?;
        let head = view.head.clone();
        let heading = burden_heading(&head);
        let row = |name: String, burden: Burden| {
            view! { <tr><th scope="row">{name}</th><td class="number" data-label="Tid">{time(burden)}</td><td class="number" data-label="Personer">{burden.people}</td></tr> }
        };
        let rows = view
            .sections
            .iter()
            .map(|section| row(format!("{}. {}", section.letter, section.title), section.burden))
            .collect_view();
        Ok(view! {
            <Title text=format!("{heading}, {}, {}", head.organisation_name, head.round_title)/>
            <Breadcrumbs links=crumbs(&head)/>
            <div class="page-heading">
                <p class="kicker">{format!("{}, {}", head.organisation_name, head.round_title)}</p>
                <h1>{heading}</h1>
                <p class="lead">{format!("{} och {}.", time(view.total), counted(view.total.people, "person", "personer"))}</p>
            </div>
            <section class="block" aria-labelledby="avsnitt">
                <h2 id="avsnitt">"Per avsnitt"</h2>
                <table class="row-list">
                    <caption class="visually-hidden">"Nedlagd tid och antal personer per avsnitt"</caption>
                    <thead><tr><th scope="col">"Avsnitt"</th><th scope="col" class="number">"Tid"</th><th scope="col" class="number">"Personer"</th></tr></thead>
                    <tbody>{rows}{row("Alla avsnitt".to_owned(), view.total)}</tbody>
                </table>
            </section>
            <section class="block stack" aria-labelledby="sa-raknas">
                <h2 id="sa-raknas">"Så räknas tiden"</h2>
                <p>{format!("Tiden uppskattas ur när svar har sparats. Sparar en person igen inom {} minuter räknas tiden däremellan till det avsnitt som sparades sist. Efter ett längre uppehåll börjar en ny stund, som räknas från {} minut före det första svaret.", PAUSE / 60, BEGINNING / 60)}</p>
                <p>"Möten, letande i andra system och arbete på papper syns inte. Bara samordnaren ser den här sidan."</p>
            </section>
        })
    })
}

/// What the page is called, and the link to it: while answers are still written, it is the time so far.
pub fn burden_heading(head: &ResponseHead) -> &'static str {
    if head.takes_answers() { "Nedlagd tid hittills" } else { "Nedlagd tid" }
}

/// `2 timmar 15 minuter`, `4 minuter`.
fn time(burden: Burden) -> String {
    // Half a minute is a minute.
    let minutes = (burden.seconds + 30) / 60;
    if burden.people > 0 && minutes == 0 {
        return "under 1\u{a0}minut".to_owned();
    }
    let of = |number: i64, one: &str, many: &str| {
        format!("{}\u{a0}{}", format::number(number.into()), if number == 1 { one } else { many })
    };
    let (hours, rest) = (of(minutes / 60, "timme", "timmar"), of(minutes % 60, "minut", "minuter"));
    match (minutes / 60, minutes % 60) {
        (0, _) => rest,
        (_, 0) => hours,
        (_, _) => format!("{hours} {rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_shown_in_hours_and_minutes() {
        let shown = |seconds| time(Burden { seconds, people: 1 });
        assert_eq!(time(Burden::default()), "0\u{a0}minuter");
        assert_eq!(shown(0), "under 1\u{a0}minut");
        assert_eq!(shown(61), "1\u{a0}minut");
        assert_eq!(shown(90), "2\u{a0}minuter");
        assert_eq!(shown(3_600), "1\u{a0}timme");
        assert_eq!(shown(8_100), "2\u{a0}timmar 15\u{a0}minuter");
    }
}
