//! The frame around every page: head, header, footer.

use crate::{
    components::marks::Marks, pages::asked, return_to::sign_in_path, routes::Routes, visit::Visit, words::role,
};
use collection::Actor;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{components::Router, hooks::use_location};
use survey::{format, stockholm::local};

/// The whole document.
#[component]
pub fn Shell(visit: Visit) -> impl IntoView {
    provide_meta_context();
    let css = visit.assets.css;
    let signed_in = matches!(visit.actor, Actor::Person(_));
    let signed_out_at = visit.signed_out_at();
    view! {
        <!DOCTYPE html>
        <html lang="sv">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href="/assets/lagesbild.svg" type="image/svg+xml"/>
                <MetaTags/>
            </head>
            <body>
                <Title formatter=|title: String| if title.is_empty() { "Lägesbild".to_owned() } else { format!("{title} – Lägesbild") }/>
                <a class="skip-link" href="#innehall">"Hoppa till innehållet"</a>
                <Marks/>
                <Router>
                    <Header visit=visit.clone()/>
                    <Printed visit=visit.clone()/>
                    <main class="page" id="innehall" tabindex="-1">
                        {signed_out_at.map(|at| view! {
                            <div class="message message-warn" id="snart-utloggad" role="status">
                                <p>{format!("Du loggas ut kl.\u{a0}{}. Spara det du skriver och logga in igen då.", format::time(at))}</p>
                            </div>
                        })}
                        <Routes/>
                    </main>
                </Router>
                <Footer signed_in/>
            </body>
        </html>
    }
}

#[component]
fn Header(visit: Visit) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let inside = move |start: &str| {
        let inside = if start == "/" { path == "/" } else { path == start || path.starts_with(&format!("{start}/")) };
        inside.then_some("page")
    };
    let (answers, follows) = match &visit.actor {
        Actor::Person(person) => {
            (!person.memberships.is_empty(), person.administrator || !person.commissions.is_empty())
        }
        Actor::Anonymous | Actor::System => (false, false),
    };
    view! {
        <header>
            {visit.demo.then(|| view! {
                <div class="demo-note"><p>"Demomiljö: personer och svar är påhittade, och så är alla värden som räknas ur svaren. De står som påhittade. Bara det som står som publicerat är riktigt."</p></div>
            })}
            <div class="site-header">
                <a class="brand" href="/">
                    <svg viewBox="0 0 18 32" aria-hidden="true">
                        <path fill="currentColor" d="M12 0h5v5h-5zM12 6h5v5h-5zM6 6h5v5H6zM6 18h5v5H6zM0 18h5v5H0zM0 24h5v5H0z"/>
                        <path fill="none" stroke="currentColor" stroke-width="1.5" d="M6.75 12.75h3.5v3.5h-3.5z"/>
                    </svg>
                    "Lägesbild"
                </a>
                <nav class="site-nav" aria-label="Huvudmeny">
                    <ul role="list">
                        <li><a href="/" aria-current=inside("/")>"Start"</a></li>
                        {answers.then(|| view! { <li><a href="/svara" aria-current=inside("/svara")>"Svara"</a></li> })}
                        {follows.then(|| view! {
                            <li><a href="/undersokningar" aria-current=inside("/undersokningar")>"Undersökningar"</a></li>
                        })}
                        <li><a href="/resultat" aria-current=inside("/resultat")>"Resultat"</a></li>
                    </ul>
                </nav>
                <SignedIn asks=inside("/svara").is_some() visit=visit/>
            </div>
        </header>
    }
}

/// What paper must say that a screen need not: where the page is, and of which day. Not of a page whose address signs a
/// person in.
#[component]
fn Printed(visit: Visit) -> impl IntoView {
    let address = asked().map(|asked| asked.as_str().to_owned()).filter(|path| !path.starts_with("/logga-in"));
    address.map(|path| {
        let day = format::date(local(visit.now).date());
        view! { <p class="only-printed">{format!("{}{path}, {day}", visit.origin)}</p> }
    })
}

/// The question before signing out where answers are not saved.
const ASK: &str = "Det du har skrivit är inte sparat. Det finns bara i den här webbläsaren, och tas bort om du loggar ut. Vill du logga ut ändå?";

/// Who is signed in, and the way out; or the way in. Where answers are given, a script asks before the way out is taken and
/// this browser keeps some that are not saved; an island that is awake has taken that over.
#[component]
fn SignedIn(asks: bool, visit: Visit) -> impl IntoView {
    match &visit.actor {
        Actor::Person(person) => {
            let (storage_key, ask) = (asks.then(|| visit.storage_key()), asks.then_some(ASK));
            view! {
                <div class="person">
                    <span>{person.name.clone()}<span class="person-role">", " {role(person)}</span></span>
                    <form method="post" action="/logga-ut" data-kept-as=storage_key data-ask=ask><button class="button-text" type="submit">"Logga ut"</button></form>
                    {asks.then(|| view! { <script type="module" src=visit.assets.unsaved_script></script> })}
                </div>
            }
            .into_any()
        }
        Actor::Anonymous | Actor::System => {
            let href = sign_in_path(asked().as_ref());
            view! { <div class="person"><a href=href>"Logga in"</a></div> }.into_any()
        }
    }
}

#[component]
fn Footer(signed_in: bool) -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div>
                <ul role="list">
                    <li><a href="/tillganglighet">"Tillgänglighet"</a></li>
                    <li><a href="/personuppgifter">"Personuppgifter"</a></li>
                    <li><a href="/oppna-data">"Öppna data"</a></li>
                    <li><a href="/kontakt">"Kontakta oss"</a></li>
                    {signed_in.then(|| view! { <li><a href="/inloggningar">"Dina inloggningar"</a></li> })}
                </ul>
                <p>"Kommunernas och regionernas egna uppgifter, insamlade varje år."</p>
            </div>
        </footer>
    }
}
