//! The signatories whom a coordinator has proposed and nobody has confirmed: on the owner's page and on the page of the
//! signature.

use crate::components::Block;
use collection::respond::ProposedSignatory;
use leptos::prelude::*;

/// Who is to be confirmed, with a button for whoever may; nothing where there is nobody.
pub fn to_confirm(proposed: &[ProposedSignatory], path: &str) -> Option<AnyView> {
    let rows: Vec<_> = proposed.iter().map(|signatory| row(signatory, path)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Block id="bekrafta" heading="Undertecknare som inte är bekräftade">
                <p>"Samordnaren har föreslagit dem. Undersökningens ägare, en administratör eller en tidigare undertecknare bekräftar att de får skriva under. Det som skrivs under innan dess räknas, men kvittot säger att undertecknaren inte är bekräftad."</p>
                <ul class="stack" role="list">{rows.into_iter().collect_view()}</ul>
            </Block>
        }
        .into_any()
    })
}

fn row(signatory: &ProposedSignatory, path: &str) -> impl IntoView + use<> {
    let ProposedSignatory { person, name, email, by, may_confirm } = signatory.clone();
    let by = if by.is_empty() { String::new() } else { format!(", föreslagen av {by}") };
    let button = may_confirm.then(|| {
        view! {
            <form method="post" action=path.to_owned()>
                <input type="hidden" name="person" value=person.to_string()/>
                <p class="actions"><button class="button button-second" type="submit">{format!("Bekräfta {name}")}</button></p>
            </form>
        }
    });
    view! { <li><p>{name.clone()}" "<span class="note">{format!("{email}{by}")}</span></p>{button}</li> }
}
