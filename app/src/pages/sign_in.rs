//! Signing in: a link by e-mail, a page with one button, and in the demo a list of people.

use crate::{
    components::{ErrorSummary, TextField},
    pages::{page, parameter, part},
    return_to::{EMAIL, RETURN_TO, sign_in_path, with_return},
    visit::{Rejected, Visit},
};
use collection::{
    ReturnTo,
    people::{self, OpenedLink},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Where the address says that somebody was going.
fn return_to_of_address() -> Option<ReturnTo> {
    parameter(RETURN_TO).as_deref().and_then(ReturnTo::new)
}

fn return_input(return_to: Option<&ReturnTo>) -> impl IntoView + use<> {
    return_to.map(|page| view! { <input type="hidden" name=RETURN_TO value=page.as_str().to_owned()/> })
}

/// Asks for the address that the link is sent to.
#[component]
pub fn SignInPage() -> impl IntoView {
    let visit = Visit::current();
    let sent = parameter("skickat").is_some();
    let posted = visit.rejected.as_deref().and_then(|rejected| ReturnTo::new(&rejected.value(RETURN_TO)));
    let return_to = posted.or_else(return_to_of_address);
    let demo = with_return("/demo", return_to.as_ref());
    let heading = if sent { "Titta i din e-post" } else { "Logga in" };
    let title = if visit.rejected.is_some() { format!("Fel: {heading}") } else { heading.to_owned() };
    view! {
        <Title text=title/>
        <div class="stack">
            <h1>{heading}</h1>
            {visit.rejected.as_deref().map(|rejected| view! { <ErrorSummary errors=rejected.links() note="Ingen länk har skickats."/> })}
            {if sent {
                view! {
                    <p class="lead" role="status">"Finns adressen hos oss har vi skickat en länk till den. Länken gäller en gång, i 30 minuter. En tidigare länk gäller också, tills du har använt någon av dem."</p>
                    <p>"Kommer det inget inom några minuter, titta i skräpposten eller fråga er samordnare vilken adress som är anmäld."</p>
                    <p><a href=sign_in_path(return_to.as_ref())>"Skicka en ny länk"</a></p>
                }.into_any()
            } else {
                view! { <SignInForm return_to rejected=visit.rejected.clone() email=parameter(EMAIL).unwrap_or_default()/> }.into_any()
            }}
            {visit.demo.then(|| view! {
                <div class="message">
                    <h2>"Det här är en demomiljö"</h2>
                    <p>"Du kan logga in som någon av de påhittade personerna."</p>
                    <p class="actions"><a class="button button-second" href=demo>"Välj en person"</a></p>
                </div>
            })}
        </div>
    }
}

/// The form, as it stands on the start page as well.
#[component]
pub fn SignInForm(
    #[prop(optional_no_strip)] return_to: Option<ReturnTo>,
    #[prop(optional_no_strip)] rejected: Option<std::sync::Arc<Rejected>>,
    /// The address that a letter was sent to.
    #[prop(optional)]
    email: String,
) -> impl IntoView {
    let email = rejected.as_ref().map_or(email, |rejected| rejected.value(EMAIL));
    let rejected = rejected.unwrap_or_default();
    view! {
        <form class="stack" method="post" action="/logga-in" novalidate>
            {return_input(return_to.as_ref())}
            <TextField
                name="epost"
                label="Din e-postadress i tjänsten"
                kind="email"
                autocomplete="email"
                help="Du får en länk som gäller en gång, i 30 minuter."
                value=email
                fault=rejected.fault("epost")
            />
            <p><button class="button" type="submit">"Skicka inloggningslänk"</button></p>
        </form>
    }
}

/// The page behind the link: one button, since scanners of mail follow links.
#[component]
pub fn LinkPage() -> impl IntoView {
    let visit = Visit::current();
    let token = part("token");
    page(async move {
        let OpenedLink { person_name, email, return_to, .. } =
            people::check_login_link(&visit.store, &visit.actor, &token, visit.now)
                .await
                .map_err(|error| visit.problem(error))?;
        Ok(view! {
            <Title text="Logga in"/>
            <form class="stack" method="post">
                {return_input(return_to.as_ref())}
                <h1>"Logga in"</h1>
                <p class="lead">{format!("Länken är till {person_name}, {email}. Den går att använda en gång.")}</p>
                <p><button class="button" type="submit">"Logga in"</button></p>
            </form>
        })
    })
}

/// In the demo: who to be.
#[component]
pub fn DemoPage() -> impl IntoView {
    let visit = Visit::current();
    let search = parameter("sok").unwrap_or_default();
    let return_to = return_to_of_address();
    page(async move {
        let people =
            people::demo_people(&visit.store, &visit.actor, &search).await.map_err(|error| visit.problem(error))?;
        Ok(view! {
            <Title text="Välj en person"/>
            <div class="stack">
                <h1>"Välj en person"</h1>
                <p class="lead">"Personerna är påhittade. Välj vem du vill vara; det går att byta när som helst."</p>
                <form class="filters" method="get" action="/demo">
                    {return_input(return_to.as_ref())}
                    <TextField name="sok" label="Sök kommun, region, namn eller roll" kind="search" value=search.clone()/>
                    <button class="button button-second" type="submit">"Sök"</button>
                </form>
                {if people.is_empty() {
                    view! { <p role="status">"Ingen person stämmer med sökningen."</p> }.into_any()
                } else {
                    view! {
                        <form method="post" action="/demo">
                            {return_input(return_to.as_ref())}
                            <ul class="action-list" role="list">
                                {people.into_iter().map(|person| view! {
                                    <li>
                                        <button class="button-text" type="submit" name="epost" value=person.email>{person.name}</button>
                                        <span class="note">{person.roles_in_words}</span>
                                    </li>
                                }).collect_view()}
                            </ul>
                        </form>
                    }.into_any()
                }}
            </div>
        })
    })
}
