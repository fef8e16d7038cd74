//! Every address that shows a page. Each is rendered whole before it is sent.

use crate::pages::{about, error::NotFound, follow_up, respond, results, sign_in, start::StartPage};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route},
    path,
};

/// The page that the address names.
#[component]
pub fn Routes() -> impl IntoView {
    let ssr = SsrMode::Async;
    view! {
        <FlatRoutes fallback=|| view! { <NotFound/> }>
            <Route ssr path=path!("/") view=StartPage/>
            <Route ssr path=path!("/logga-in") view=sign_in::SignInPage/>
            <Route ssr path=path!("/logga-in/:token") view=sign_in::LinkPage/>
            <Route ssr path=path!("/demo") view=sign_in::DemoPage/>
            <Route ssr path=path!("/svara") view=respond::MyResponsesPage/>
            <Route ssr path=path!("/svara/:survey/:year/:organisation") view=respond::HubPage/>
            <Route ssr path=path!("/svara/:survey/:year/:organisation/avsnitt/:section") view=respond::SectionPage/>
            <Route ssr path=path!("/svara/:survey/:year/:organisation/granska") view=respond::ReviewPage/>
            <Route ssr path=path!("/svara/:survey/:year/:organisation/kvitto/:number") view=respond::ReceiptPage/>
            <Route ssr path=path!("/svara/:survey/:year/:organisation/avboj") view=respond::DeclinePage/>
            <Route ssr path=path!("/undersokningar") view=follow_up::RoundsPage/>
            <Route ssr path=path!("/undersokningar/:survey/:year") view=follow_up::RoundPage/>
            <Route ssr path=path!("/undersokningar/:survey/:year/fragor") view=follow_up::AggregatePage/>
            <Route ssr path=path!("/undersokningar/:survey/:year/svar/:organisation") view=follow_up::ResponsePage/>
            <Route ssr path=path!("/undersokningar/:survey/:year/svar/:organisation/:number") view=follow_up::CopyPage/>
            <Route ssr path=path!("/resultat") view=results::FrameworkPage/>
            <Route ssr path=path!("/resultat/:indicator") view=results::IndicatorPage/>
            <Route ssr path=path!("/tillganglighet") view=about::AccessibilityPage/>
            <Route ssr path=path!("/personuppgifter") view=about::PersonalDataPage/>
            <Route ssr path=path!("/oppna-data") view=about::OpenDataPage/>
            <Route ssr path=path!("/kontakt") view=about::ContactPage/>
        </FlatRoutes>
    }
}
