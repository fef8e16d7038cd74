//! Filling in a workbook and reading it back: what it would change is shown before anything is saved.

mod words;

use super::{crumbs, hub_path};
use crate::{
    components::{Breadcrumbs, Download, DownloadList, ErrorSummary, Message},
    pages::{page, parameter, response_key},
    visit::Visit,
    words::counted,
};
use collection::{
    ResponseKey,
    respond::{Change, PlannedChange, WorkbookPreview, WorkbookProblem, workbook_head},
};
use leptos::prelude::*;
use leptos_meta::Title;
use words::{column, wrong};

/// How many changes the preview lists, and how many rows to correct.
const SHOWN: usize = 400;

/// The page of filled-in workbooks.
#[component]
pub fn WorkbookPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let key = key?;
        let head =
            workbook_head(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        let workbook_preview = visit.workbook_preview.clone();
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
            {rest_read(&parameter("kvar").unwrap_or_default())}
            {workbook_preview.map(|workbook_preview| read(&key, &workbook_preview))}
            <Steps key=key.clone()/>
        })
    })
}

fn read(key: &ResponseKey, workbook_preview: &WorkbookPreview) -> AnyView {
    let is_for_another = workbook_preview
        .faults
        .iter()
        .any(|fault| fault.question.is_none() && fault.what != WorkbookProblem::UnknownRow);
    if !workbook_preview.faults.is_empty() {
        let rest = (!is_for_another && !workbook_preview.changes.is_empty()).then(|| preview(key, workbook_preview));
        return view! { {report(workbook_preview)}{rest} }.into_any();
    }
    if workbook_preview.changes.is_empty() {
        return view! {
            <Message heading="Filen ändrar ingenting"><p>"Allt som står i filen står redan i Lägesbild."</p></Message>
        }
        .into_any();
    }
    preview(key, workbook_preview)
}

/// What is wrong, row by row.
fn report(workbook_preview: &WorkbookPreview) -> AnyView {
    let count = counted(workbook_preview.faults.len(), "rad att rätta", "rader att rätta");
    let more = workbook_preview.faults.len().saturating_sub(SHOWN);
    let rows = workbook_preview
        .faults
        .iter()
        .take(SHOWN)
        .map(|fault| {
            let question = match (&fault.question, &fault.what) {
                (Some((number, label)), _) => format!("{number} {label}"),
                (None, WorkbookProblem::UnknownRow) => "Ingen fråga".to_owned(),
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
    let said = if workbook_preview.changes.is_empty() {
        "Ingenting är sparat. Rätta raderna i Excel, spara och läs in filen igen."
    } else {
        "Ingenting är sparat än. Rätta raderna i Excel, spara och läs in filen igen, eller läs in resten nu. Raderna här lämnas då som de är."
    };
    view! {
        <div class="message message-error error-summary" id="fel" tabindex="-1" role="group" aria-labelledby="fel-rubrik" autofocus>
            <h2 id="fel-rubrik">{format!("{count} i filen")}</h2>
            <p>{said}</p>
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
fn preview(key: &ResponseKey, workbook_preview: &WorkbookPreview) -> AnyView {
    let count = counted(workbook_preview.changes.len(), "svar ändras", "svar ändras");
    let rows = workbook_preview.changes.iter().take(SHOWN).map(changed).collect_view();
    let more = workbook_preview.changes.len().saturating_sub(SHOWN);
    let absent = (workbook_preview.absent > 0).then(|| {
        format!(" {} i filen och lämnas som de är.", counted(workbook_preview.absent, "fråga saknas", "frågor saknas"))
    });
    let changes: Vec<&Change> = workbook_preview.changes.iter().map(|planned| &planned.change).collect();
    // What was read is sent along, and is nowhere kept meanwhile.
    let changes = serde_json::to_string(&changes).unwrap_or_default();
    let save_id = format!("fil-{}-{}", workbook_preview.head.change_number, workbook_preview.changes.len());
    let left: Vec<String> = workbook_preview.faults.iter().map(|fault| fault.row.to_string()).collect();
    let (answers, rest) = (counted(workbook_preview.changes.len(), "svar", "svar"), !left.is_empty());
    let heading =
        if rest { format!("Resten: {count} om ni läser in den") } else { format!("{count} om ni läser in filen") };
    let button = if rest { format!("Läs in resten: {answers}") } else { format!("Läs in {answers}") };
    view! {
        <section class="block" aria-labelledby="andras">
            <h2 id="andras">{heading}</h2>
            <p>{format!("{} som de är.", counted(workbook_preview.unchanged, "svar i filen är", "svar i filen är"))}{absent}" Ingenting är sparat än."</p>
            {added(&workbook_preview.added)}
            <form method="post" action=format!("{}/fil/las-in", hub_path(key))>
                <input type="hidden" name="andringar" value=changes/>
                <input type="hidden" name="nyckel" value=save_id/>
                <input type="hidden" name="kvar" value=left.join(",")/>
                <p class="actions">
                    <button class="button" type="submit">{button}</button>
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

/// What stands in columns that are not the file's own is never read, and whoever wrote it must know.
fn added(columns: &[String]) -> Option<AnyView> {
    let words = match columns {
        [] => return None,
        [one] => format!("Kolumn {one} är infogad och läses inte in."),
        several => format!("Kolumnerna {} är infogade och läses inte in.", several.join(", ")),
    };
    Some(view! { <p class="note">{words}" Står det ett svar där, flytta det till kolumnen Svar och läs in filen igen."</p> }.into_any())
}

/// What was read in, and which rows were left.
fn rest_read(left: &str) -> Option<AnyView> {
    let rows: Vec<u32> = left.split(',').filter_map(|row| row.parse().ok()).take(SHOWN).collect();
    if rows.is_empty() {
        return None;
    }
    let list = rows.iter().map(|row| view! { <li>{format!("Rad {row}")}</li> }).collect_view();
    Some(
        view! {
            <Message heading="Resten är inläst">
                <p>{format!("{} lämnades som de var:", counted(rows.len(), "rad i filen", "rader i filen"))}</p>
                <ul>{list}</ul>
                <p>"Rätta dem i Excel och läs in filen igen. Det som redan är inläst ändras inte."</p>
            </Message>
        }
        .into_any(),
    )
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
