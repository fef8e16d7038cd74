//! Every address that shows a page. Each is rendered whole before it is sent.

use crate::pages::{
    about, error::NotFound, follow_up, invitation, respond, results, sessions::SessionsPage, sign_in, start::StartPage,
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route},
    path,
};

/// The page that the address names.
#[component]
pub fn Routes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound/> }>
            <Route ssr=SsrMode::Async path=path!("/") view=StartPage/>
            <Route ssr=SsrMode::Async path=path!("/logga-in") view=sign_in::SignInPage/>
            <Route ssr=SsrMode::Async path=path!("/logga-in/:token") view=sign_in::LinkPage/>
            <Route ssr=SsrMode::Async path=path!("/demo") view=sign_in::DemoPage/>
            <Route ssr=SsrMode::Async path=path!("/inbjudan/:organisation") view=invitation::InvitationPage/>
            <Route ssr=SsrMode::Async path=path!("/inloggningar") view=SessionsPage/>
            <Route ssr=SsrMode::Async path=path!("/svara") view=respond::MyResponsesPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation") view=respond::HubPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/avsnitt/:section") view=respond::SectionPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/granska") view=respond::ReviewPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/fil") view=respond::WorkbookPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/kvitto/:number") view=respond::ReceiptPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/kollegor") view=respond::ColleaguesPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/underskrift") view=respond::SignOffPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/avboj") view=respond::DeclinePage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/ratta") view=respond::CorrectionPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/aterkoppling") view=respond::FeedbackPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/nedlagd-tid") view=respond::BurdenPage/>
            <Route ssr=SsrMode::Async path=path!("/svara/:survey/:year/:organisation/komplettering/:query") view=respond::QueryPage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar") view=follow_up::RoundsPage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar/:survey/:year") view=follow_up::RoundPage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar/:survey/:year/fragor") view=follow_up::AggregatePage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar/:survey/:year/svar/:organisation") view=follow_up::ResponsePage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar/:survey/:year/underskrift") view=follow_up::SignaturePage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar/:survey/:year/svar/:organisation/godkann") view=follow_up::ApprovePage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar/:survey/:year/svar/:organisation/:number") view=follow_up::CopyPage/>
            <Route ssr=SsrMode::Async path=path!("/undersokningar/:survey/:year/svar/:organisation/fraga/:field") view=follow_up::QueryPage/>
            <Route ssr=SsrMode::Async path=path!("/resultat") view=results::FrameworkPage/>
            <Route ssr=SsrMode::Async path=path!("/resultat/:indicator") view=results::IndicatorPage/>
            <Route ssr=SsrMode::Async path=path!("/tillganglighet") view=about::AccessibilityPage/>
            <Route ssr=SsrMode::Async path=path!("/personuppgifter") view=about::PersonalDataPage/>
            <Route ssr=SsrMode::Async path=path!("/oppna-data") view=about::OpenDataPage/>
            <Route ssr=SsrMode::Async path=path!("/kontakt") view=about::ContactPage/>
        </FlatRoutes>
    }
}
