//! Filling in a workbook and reading it back: what it would change is shown before anything is saved.

mod words;

use super::{crumbs, hub_path};
use crate::{
    components::{Breadcrumbs, Download, DownloadList, ErrorSummary, Message},
    pages::{page, response_key},
    visit::Visit,
    words::counted,
};
use collection::{
    ResponseKey,
    respond::{Change, PlannedChange, SheetReading, Wrong, sheet_head},
};
use leptos::prelude::*;
use leptos_meta::Title;
use words::{column, wrong};

/// How many changes the preview lists, and how many rows to correct.
const SHOWN: usize = 400;

/// The page of filled-in workbooks.
#[component]
pub fn UploadPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let key = key?;
        let head =
            sheet_head(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        let reading = visit.reading.clone();
        let errors = visit.rejected.as_ref().map(|rejected| rejected.links()).unwrap_or_default();
        let failed = visit.rejected.is_some();
        let heading = "Fyll i i Excel";
        let title = if failed { format!("Fel: {heading}") } else { heading.to_owned() };
        Ok(view! {
            <Title text=format!("{title}, {}, {}", head.organisation_name, head.round_title)/>
            <Breadcrumbs links=crumbs(&head)/>
            <p class="kicker">{format!("{}, {}", head.organisation_name, head.round_title)}</p>
            <h1>{heading}</h1>
            <ErrorSummary errors heading=Some("Filen är inte inläst".to_owned()) note="Ingenting är sparat."/>
            {reading.map(|reading| read(&key, &reading))}
            <Steps key=key.clone()/>
        })
    })
}

fn read(key: &ResponseKey, reading: &SheetReading) -> AnyView {
    if !reading.faults.is_empty() {
        return report(reading);
    }
    if reading.changes.is_empty() {
        return view! {
            <Message heading="Filen ändrar ingenting"><p>"Allt som står i filen står redan i Lägesbild."</p></Message>
        }
        .into_any();
    }
    preview(key, reading)
}

/// What is wrong, row by row.
fn report(reading: &SheetReading) -> AnyView {
    let count = counted(reading.faults.len(), "rad att rätta", "rader att rätta");
    let more = reading.faults.len().saturating_sub(SHOWN);
    let rows = reading
        .faults
        .iter()
        .take(SHOWN)
        .map(|fault| {
            let question = match (&fault.question, &fault.what) {
                (Some((number, label)), _) => format!("{number} {label}"),
                (None, Wrong::UnknownRow) => "Ingen fråga".to_owned(),
                (None, _) => "Hela filen".to_owned(),
            };
            view! {
                <tr>
                    <th scope="row">{format!("Rad {}", fault.row)}</th>
                    <td>{question}</td>
                    <td data-label="Kolumn">{fault.column.map_or("Hela raden", column)}</td>
                    <td>{wrong(&fault.what)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="message message-error error-summary" id="fel" tabindex="-1" role="group" aria-labelledby="fel-rubrik" autofocus>
            <h2 id="fel-rubrik">{format!("{count} i filen")}</h2>
            <p>"Ingenting är sparat. Rätta raderna i Excel, spara och läs in filen igen."</p>
        </div>
        <div class="block">
            <table class="row-list">
                <caption class="visually-hidden">"Rader att rätta"</caption>
                <thead><tr><th scope="col">"Rad"</th><th scope="col">"Fråga"</th><th scope="col">"Kolumn"</th><th scope="col">"Vad som är fel och vad ni gör"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {(more > 0).then(|| view! { <p class="note">{format!("Och {more} till.")}</p> })}
        </div>
    }
    .into_any()
}

/// What would change, and the button.
fn preview(key: &ResponseKey, reading: &SheetReading) -> AnyView {
    let count = counted(reading.changes.len(), "svar ändras", "svar ändras");
    let rows = reading.changes.iter().take(SHOWN).map(changed).collect_view();
    let more = reading.changes.len().saturating_sub(SHOWN);
    let absent = (reading.absent > 0).then(|| {
        format!(" {} i filen och lämnas som de är.", counted(reading.absent, "fråga saknas", "frågor saknas"))
    });
    let changes: Vec<&Change> = reading.changes.iter().map(|planned| &planned.change).collect();
    // What was read is sent along, and is nowhere kept meanwhile.
    let changes = serde_json::to_string(&changes).unwrap_or_default();
    let save_id = format!("fil-{}-{}", reading.head.revision, reading.changes.len());
    view! {
        <section class="block" aria-labelledby="andras">
            <h2 id="andras">{format!("{count} om ni läser in filen")}</h2>
            <p>{format!("{} som de är.", counted(reading.unchanged, "svar i filen är", "svar i filen är"))}{absent}" Ingenting är sparat än."</p>
            <form method="post" action=format!("{}/fil/las-in", hub_path(key))>
                <input type="hidden" name="andringar" value=changes/>
                <input type="hidden" name="nyckel" value=save_id/>
                <p class="actions">
                    <button class="button" type="submit">{format!("Läs in {}", counted(reading.changes.len(), "svar", "svar"))}</button>
                    <a href=hub_path(key)>"Avbryt"</a>
                </p>
            </form>
            <div>
                <table class="row-list">
                    <caption class="visually-hidden">"Svar som ändras"</caption>
                    <thead><tr><th scope="col">"Fråga"</th><th scope="col">"Nu"</th><th scope="col">"Efter inläsning"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(more > 0).then(|| view! { <p class="note">{format!("Och {more} till.")}</p> })}
        </section>
    }
    .into_any()
}

fn changed(planned: &PlannedChange) -> impl IntoView + use<> {
    let said = |words: &str| if words.is_empty() { "Inget svar".to_owned() } else { words.to_owned() };
    let beside = match (planned.explanation, planned.comment) {
        (true, true) => Some("Förklaring och kommentar ändras."),
        (true, false) => Some("Förklaringen ändras."),
        (false, true) => Some("Kommentaren ändras."),
        (false, false) => None,
    };
    view! {
        <tr>
            <th scope="row">{format!("{} {}", planned.number, planned.label)}</th>
            <td data-label="Nu">{said(&planned.before)}</td>
            <td data-label="Efter inläsning">{said(&planned.after)}{beside.map(|words| view! { <p class="note">{words}</p> })}</td>
        </tr>
    }
}

/// How it is done, and where the file is sent from.
#[component]
fn Steps(key: ResponseKey) -> impl IntoView {
    let path = hub_path(&key);
    let files = vec![Download {
        href: format!("{path}/svar.xlsx"),
        text: "Hämta Excel-filen".to_owned(),
        note: Some("med svaren så långt".to_owned()),
    }];
    view! {
        <section class="block" aria-labelledby="hamta">
            <h2 id="hamta">"1. Hämta och skicka runt"</h2>
            <p>"Filen har alla frågor, det ni har svarat hittills och ert förra svar. Flera kan fylla i var sin kopia."</p>
            <DownloadList files/>
        </section>
        <section class="block" aria-labelledby="las-in">
            <h2 id="las-in">"2. Läs in"</h2>
            <p>"Ni får först se vad filen ändrar. Det som någon har ändrat sedan filen hämtades skrivs aldrig över."</p>
            <form class="stack" method="post" action=format!("{path}/fil") enctype="multipart/form-data">
                <div class="field">
                    <label class="field-label" for="fil">"Ifylld Excel-fil"</label>
                    <p class="help note" id="fil-hjalp">"Excel-arbetsbok (.xlsx), högst 5 MB"</p>
                    <input class="input" id="fil" name="fil" type="file" accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" aria-describedby="fil-hjalp"/>
                </div>
                <p class="actions"><button class="button button-second" type="submit">"Se vad filen ändrar"</button></p>
            </form>
        </section>
    }
}
