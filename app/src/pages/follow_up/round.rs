//! A round at a glance: how many have answered, day by day, where, and who is missing.

use super::{
    charts::{curve, map, rates, share},
    filters::Filters,
    list::List,
    percent, response_path, round_path,
    signature::Signature,
};
use crate::{
    components::{
        ActionList, Breadcrumbs, Curve, Download, DownloadList, Link, Message, MessageWeight, RatesTable, SideFact,
        SideFacts, TileMap,
    },
    pages::{page, parameter, round_key},
    visit::Visit,
    words::{answer_by, days_left, grouped_by, weekday},
};
use collection::{
    follow_up::{FollowUp, follow_up, responses},
    rounds::RoundState,
};
use leptos::prelude::*;
use leptos_meta::Title;
use statistics::Grouping;
use survey::{format, status::Status};

/// The follow-up of a round.
#[component]
pub fn RoundPage() -> impl IntoView {
    let visit = Visit::current();
    let key = round_key();
    let filters = Filters::of_address();
    let just_changed = parameter("klart").is_some();
    page(async move {
        let key = key?;
        let problem = |error| visit.problem(error);
        let view = follow_up(&visit.store, &visit.actor, &key, visit.now).await.map_err(problem)?;
        let list = responses(&visit.store, &visit.actor, &key, &filters.query()).await.map_err(problem)?;
        let title = format!("{} {}", view.round.title, view.round.key.year);
        let demo = visit.demo;
        Ok(view! {
            <Title text=format!("Uppföljning av {title}")/>
            <Breadcrumbs links=vec![Link::new("/undersokningar", "Undersökningar")]/>
            <p class="kicker">{format!("Uppföljning, omgång {}", view.round.key.year)}</p>
            <h1>{view.round.title.clone()}</h1>
            {requests(&view)}
            <div class="follow block">
                <Rate view=view.clone()/>
                <Curve data=curve(&view)/>
            </div>
            <Where view=view.clone()/>
            <List view=view.clone() filters page=list/>
            <Files view=view.clone() demo/>
            {view.owns.then(|| view! { <Signature round=view.round.clone() just_changed/> })}
        })
    })
}

/// The organisations that ask to correct what they have sent in, and wait for an answer.
fn requests(view: &FollowUp) -> Option<AnyView> {
    let link = |(code, name): &(String, String)| {
        Link::new(format!("{}#ratta", response_path(&view.round.key.response(code))), name.clone())
    };
    let links: Vec<Link> = view.correction_requests.iter().map(link).collect();
    (!links.is_empty()).then(|| {
        let heading = match links.len() {
            1 => "En organisation ber om att få rätta sitt svar".to_owned(),
            many => format!("{many}\u{a0}organisationer ber om att få rätta sina svar"),
        };
        view! { <Message heading weight=MessageWeight::Warning><ActionList links/></Message> }.into_any()
    })
}

/// The response rate, the number first.
#[component]
fn Rate(view: FollowUp) -> impl IntoView {
    let round = &view.round;
    let rate = percent(view.total.rate());
    let share = rate.split_once(format::NO_BREAK_SPACE).filter(|_| round.kind.is_told_in_percent());
    let (number, unit, of) = match share {
        Some((number, unit)) => {
            let of = format!("{} av {}\u{a0}{} har svarat.", round.responded, round.eligible, round.kind.plural());
            (number.to_owned(), format!("{}{unit}", format::NO_BREAK_SPACE), of)
        }
        None => {
            let unit = format!(" av\u{a0}{}", round.eligible);
            (round.responded.to_string(), unit, format!("{} har svarat.", round.kind.plural()))
        }
    };
    let time = match (round.state, round.days_left) {
        (RoundState::Open, Some(days)) => {
            let (left, words_left) = days_left(days);
            format!("{left} {words_left}. {}", answer_by(round.due, days < 0))
        }
        (RoundState::Planned, _) => format!("Öppnar {}.", weekday(round.opens)),
        _ => format!("Stängd. {}", answer_by(round.due, true)),
    };
    let count = |status: Status| round.by_status.get(&status).copied().unwrap_or_default();
    let mut facts = Vec::new();
    if let (true, Some(before), Some(earlier)) =
        (round.kind.is_told_in_percent(), view.same_day_before, &view.curve.before)
    {
        facts.push(SideFact { term: format!("Samma dag {}", earlier.year), value: percent(Some(before)), href: None });
    }
    facts.push(SideFact {
        term: "Svarade i tid".to_owned(),
        value: format!("{} av {}", view.total.on_time, view.total.responded),
        href: None,
    });
    if let Some(item) = view.item_response {
        facts.push(SideFact { term: "Svar per fråga".to_owned(), value: percent(Some(item)), href: None });
    }
    let by_status =
        [(Status::Submitted, "Att granska"), (Status::InProgress, "Påbörjade"), (Status::NotStarted, "Ej påbörjade")];
    facts.extend(by_status.into_iter().map(|(status, term)| SideFact {
        term: term.to_owned(),
        value: count(status).to_string(),
        href: Some(format!("{}?lage={}#lista", round_path(&round.key), status.code())),
    }));
    view! {
        <div class="stack">
            <h2>"Svarsfrekvens"</h2>
            <p class="figure">{number}<span class="figure-unit">{unit}</span></p>
            <p class="figure-of">{of}<br/>{time}</p>
            <SideFacts facts/>
        </div>
    }
}

/// Where answers are missing: the map and the groups.
#[component]
fn Where(view: FollowUp) -> impl IntoView {
    let mean = Some(share(&view.total));
    let table = |grouping: Grouping, caption: String, group: &'static str| {
        let found = view.by.iter().find(|(by, _)| *by == grouping)?;
        let rows = rates(grouping, &found.1, mean);
        Some(view! { <RatesTable caption group rows/> }.into_any())
    };
    let whole = percent(view.total.rate());
    let lan = table(Grouping::Lan, "Per län, lägst först. En ruta är en kommun.".to_owned(), "Län");
    let group = table(
        Grouping::Kommungrupp,
        format!("Per kommungrupp, lägst först. Strecket är hela landet, {whole}."),
        "Kommungrupp",
    );
    let size = table(Grouping::Size, format!("Per storlek. Strecket är hela landet, {whole}."), "Storlek");
    if view.by.is_empty() {
        return ().into_any();
    }
    let tiles = (!view.tiles.is_empty()).then(|| {
        let (states, tiles) = map(&view);
        let heading = format!("Läget i {}\u{a0}kommuner", view.round.eligible);
        view! {
            <div class="stack">
                <h3 id="karta-rubrik">{heading}</h3>
                <p class="note" id="karta-text">"En ruta är en kommun, ungefär där den ligger. Samma uppgifter finns i tabellerna."</p>
                <TileMap labelled_by="karta-rubrik" described_by="karta-text" states tiles/>
            </div>
        }
        .into_any()
    });
    view! {
        <section class="block" aria-labelledby="var">
            <h2 id="var">"Var saknas svaren?"</h2>
            <div class="map-and-list">
                {tiles}
                <div class="stack">{lan}</div>
            </div>
            <div class="pair"><div>{group}</div><div>{size}</div></div>
            {grouped_by(&view.round, None).map(|words| view! { <p class="note">{words}</p> })}
        </section>
    }
    .into_any()
}

/// The files of the round.
#[component]
fn Files(view: FollowUp, demo: bool) -> impl IntoView {
    let path = round_path(&view.round.key);
    let file = |name: &str, text: &str, note: &str| Download {
        href: format!("{path}/filer/{name}"),
        text: text.to_owned(),
        note: Some(note.to_owned()),
    };
    let paper =
        |name: &str, text: &str, note: &str| Download { href: format!("{path}/{name}"), ..file(name, text, note) };
    let rates = [
        (Grouping::Lan, "svarsfrekvens.csv?by=lan&excel=ja", "Svarsfrekvens per län, CSV för Excel"),
        (
            Grouping::Kommungrupp,
            "svarsfrekvens.csv?by=kommungrupp&excel=ja",
            "Svarsfrekvens per kommungrupp, CSV för Excel",
        ),
        (Grouping::Size, "svarsfrekvens.csv?by=size&excel=ja", "Svarsfrekvens per storlek, CSV för Excel"),
    ];
    let is_shown = |grouping: Grouping| view.by.iter().any(|(by, _)| *by == grouping);
    let rates = rates.into_iter().filter(|(grouping, ..)| is_shown(*grouping));
    let mut files = vec![
        paper("formular.pdf", "Formuläret, PDF", "att läsa och förbereda på"),
        paper("formular.xlsx", "Formuläret, Excel", "att skicka runt och fylla i"),
        paper("formular.html", "Formuläret att skriva ut", "öppnas här"),
        file("svar.xlsx", "Svaren, Excel", "svar, kodbok och information"),
        file("svar.csv", "Svaren, CSV", "namn och koder, för program"),
        file("svar.csv?etiketter=ja&excel=ja", "Svaren, CSV för Excel", "i ord"),
        file("kodbok.csv", "Kodbok, CSV", "variabler, frågor och kontroller"),
        file("kodbok.json", "Kodbok, JSON", "allt om varje variabel"),
        file("sammanstallning.xlsx?etiketter=ja", "Varje fråga sammanställd, Excel", "antal, andelar, summor"),
        file("sammanstallning.csv", "Varje fråga sammanställd, CSV", "koder, för program"),
        file("svarsfrekvens.csv?excel=ja", "Svarsfrekvens, CSV för Excel", "hela omgången"),
    ];
    if view.owns {
        let note = "kontaktuppgifter är med, sprid den inte vidare";
        files.push(file("svar.xlsx?interna=ja", "Svaren med interna frågor, Excel", note));
    }
    files.extend(rates.map(|(_, name, text)| file(name, text, "")));
    let files =
        files.into_iter().map(|file| Download { note: file.note.filter(|note| !note.is_empty()), ..file }).collect();
    view! {
        <section class="block" aria-labelledby="filer">
            <div class="block-head">
                <h2 id="filer">"Exportera"</h2>
                <p class="actions"><a class="button button-second" href=format!("{path}/fragor")>"Se varje fråga sammanställd"</a></p>
            </div>
            <p>"Filerna innehåller det som är inskickat, aldrig utkast. "{demo.then_some("Det här är en demo, och det står i filernas namn.")}</p>
            <DownloadList files/>
        </section>
    }
}
