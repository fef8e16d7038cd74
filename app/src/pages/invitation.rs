//! An invitation to an organisation's responses, to accept or turn down.

use crate::{
    components::{ErrorSummary, Message, PageHeading},
    pages::{page, part},
    visit::Visit,
    words::listed,
};
use collection::{Invitation, people::invitation};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::{format, stockholm::local};

/// The address of the page.
pub fn invitation_path(organisation: &str) -> String {
    format!("/inbjudan/{organisation}")
}

/// What an organisation offers the reader, and two buttons.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let visit = Visit::current();
    let organisation = part("organisation");
    page(async move {
        let offered = invitation(&visit.store, &visit.actor, &organisation, visit.now).await;
        let offered = offered.map_err(|error| visit.problem(error))?;
        let name = offered.first().map(|first| first.organisation_name.clone()).unwrap_or_default();
        // They last equally long, for each new invitation gives what was offered before another month.
        let until = offered.iter().map(|offered| offered.until).max().unwrap_or(visit.now);
        let heading = format!("{name} har bjudit in dig");
        let rejected = visit.rejected.clone().unwrap_or_default();
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        Ok(view! {
            <Title text=format!("{prefix}{heading}")/>
            <PageHeading title=heading lead=format!("Du är inbjuden som {}.", parts(&offered))/>
            <ErrorSummary errors=rejected.links() note="Inget har ändrats."/>
            <form class="stack" method="post">
                <input type="hidden" name="inbjudan" value=until.unix_timestamp()/>
                <p>"Tackar du ja ser du det som är lämnat till dig där, tillsammans med det du redan har tillgång till. Tackar du nej får du inga fler brev om det här."</p>
                <p class="note">{format!("Inbjudan gäller till och med {}.", format::date(local(until).date()))}</p>
                <p class="actions">
                    <button class="button" type="submit" name="svar" value="ja">"Tacka ja"</button>
                    <button class="button button-second" type="submit" name="svar" value="nej">"Tacka nej"</button>
                </p>
            </form>
        })
    })
}

/// `bidragsgivare och undertecknare`.
fn parts(offered: &[Invitation]) -> String {
    listed(&offered.iter().map(|offered| offered.role.label().to_owned()).collect::<Vec<_>>())
}

/// The invitations that wait for the reader, with the way to each.
pub fn waiting(visit: &Visit) -> Option<AnyView> {
    let person = visit.actor.person()?;
    let mut organisations: Vec<(&str, &str)> = person
        .invitations
        .iter()
        .filter(|offered| visit.now < offered.until)
        .map(|offered| (offered.organisation.as_str(), offered.organisation_name.as_str()))
        .collect();
    organisations.dedup();
    let links = organisations
        .into_iter()
        .map(|(code, name)| view! { <p><a href=invitation_path(code)>{format!("{name} har bjudit in dig")}</a></p> })
        .collect_view();
    (!links.is_empty()).then(|| view! { <Message heading="Du är inbjuden">{links}</Message> }.into_any())
}
