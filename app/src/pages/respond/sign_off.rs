//! The signature: what the signatory looks at and decides, and where the coordinator asks for it.

use super::{crumbs, hub_path, remark_links};
use crate::{
    components::{
        ActionList, Block, Breadcrumbs, ErrorSummary, Link, LongTextField, Message, MessageWeight, PersonChoice,
        StatusRow, unbroken,
    },
    pages::{page, parameter, response_key, signatories::to_confirm},
    visit::{Rejected, Visit},
    words::{counted, recent},
};
use collection::{
    ResponseKey,
    respond::{ChangedAnswer, Explained, May, SectionSummary, SignOff, SignOffState, Unanswered, sign_off},
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::BTreeMap;
use survey::{changes::Difference, format, value::MissingReason};
use time::OffsetDateTime;

/// The page of the signature.
#[component]
pub fn SignOffPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let (done, unsent) = (parameter("klart"), parameter("brev").is_some());
    page(async move {
        let key = key?;
        let view = sign_off(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        let rejected = visit.rejected.as_deref().cloned().unwrap_or_default();
        let heading = if view.may.ask_for_sign_off { "Skicka för underskrift" } else { "Underskrift" };
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        let asking = view.may.ask_for_sign_off.then(|| asking(&view, &key, &rejected));
        let deciding = view.may.send_back_unsigned.then(|| deciding(&view, &key, &rejected));
        Ok(view! {
            <Title text=format!("{prefix}{heading}, {}, {}", view.head.organisation_name, view.head.round_title)/>
            <Breadcrumbs links=crumbs(&view.head)/>
            <p class="kicker">{format!("{}, {}", view.head.organisation_name, view.head.round_title)}</p>
            <h1>{heading}</h1>
            {done.map(|what| view! { <Done what unsent/> })}
            <ErrorSummary errors=rejected.links() note="Inget är skickat."/>
            <div class="handed">{standing(view.state.as_ref(), view.may, visit.now)}{not_yet(&view)}</div>
            {asking}
            {to_confirm(&view.proposed, &format!("{}/underskrift/bekrafta", hub_path(&key)))}
            {overview(&view.sections)}
            {remarks(&view)}
            {view.sections.iter().map(section).collect_view()}
            <p class="way-out"><a href=format!("{}/granska", hub_path(&key))>"Läs alla svar"</a></p>
            {deciding}
            <p class="way-out"><a href=hub_path(&key)>"Tillbaka till alla avsnitt"</a></p>
        })
    })
}

/// Why nothing can be asked or signed here, where nobody has asked.
fn not_yet(view: &SignOff) -> Option<AnyView> {
    let May { ask_for_sign_off, send_back_unsigned, assign, .. } = view.may;
    let waits = view.state.is_none() && !ask_for_sign_off && !send_back_unsigned;
    (waits && view.head.takes_answers()).then(|| {
        let words = if assign {
            "Du kan be om en underskrift när ni har börjat svara."
        } else {
            "Samordnaren ber om underskriften när svaret är klart."
        };
        view! { <Message heading="Ingen har bett om en underskrift än"><p>{words}</p></Message> }.into_any()
    })
}

/// What was just done. A letter that could not be sent changes nothing of it.
#[component]
fn Done(what: String, unsent: bool) -> impl IntoView {
    let text = match (what.as_str(), unsent) {
        ("bekraftad", _) => "Undertecknaren är bekräftad. Det gäller också det som redan är underskrivet.",
        (_, true) => "Svaret väntar på underskrift. Men brevet gick inte att skicka: be undertecknaren logga in här.",
        (_, false) => "Svaret väntar på underskrift. Undertecknaren har fått ett brev med en länk hit.",
    };
    view! { <StatusRow text warning=unsent/> }
}

/// Where the latest request stands, for the top of this page and of the hub.
pub(super) fn standing(state: Option<&SignOffState>, may: May, now: OffsetDateTime) -> Option<AnyView> {
    let said = |words: String| view! { <p class="said">{words}</p> };
    let view = match state? {
        SignOffState::Waits(request) => {
            let by = if request.by.is_empty() { "Samordnaren" } else { &request.by };
            let heading = if may.send_back_unsigned {
                "Svaret väntar på din underskrift".to_owned()
            } else {
                format!("Svaret väntar på att {} skriver under", request.to)
            };
            let message = request.message.clone().map(said);
            let asked = format!("{by} bad om det {}.", recent(request.at, now));
            view! {
                <Message heading>
                    {message}
                    <p class="note">{asked}" Ändras ett svar behöver underskriften begäras igen."</p>
                </Message>
            }
            .into_any()
        }
        SignOffState::Unsigned { by, at, message } => {
            let heading = format!("{by} har skickat tillbaka svaret utan att skriva under");
            let (words, at) = (said(message.clone()), recent(*at, now));
            // Whoever asks for it again is told how; the others, that it is not their turn.
            let next = if may.ask_for_sign_off {
                "Rätta det som behövs och skicka för underskrift igen."
            } else {
                "Samordnaren rättar det som behövs och ber om underskriften igen."
            };
            view! {
                <Message heading weight=MessageWeight::Warning>
                    {words}
                    <p class="note">{format!("Tillbakaskickat {at}. {next}")}</p>
                </Message>
            }
            .into_any()
        }
        SignOffState::Changed(request) => {
            let heading = format!("Ett svar har ändrats sedan {} ombads att skriva under", request.to);
            view! {
                <Message heading weight=MessageWeight::Warning>
                    <p>"Underskriften behöver begäras igen när allt är klart."</p>
                </Message>
            }
            .into_any()
        }
    };
    Some(view)
}

/// What stops asking, or the form that asks.
fn asking(view: &SignOff, key: &ResponseKey, rejected: &Rejected) -> AnyView {
    if !view.obstacles.is_empty() {
        let heading = format!("{} återstår först", counted(view.obstacles.len(), "sak", "saker"));
        let links = vec![Link::new(format!("{}/granska", hub_path(key)), "Läs igenom svaren och se vad")];
        return view! { <Message heading weight=MessageWeight::Warning><ActionList links/></Message> }.into_any();
    }
    let why = if view.needed {
        "Omgången kräver att en undertecknare godkänner svaret. Den som godkänner skickar också in det."
    } else {
        "Ni får skicka in själva, men kan be en undertecknare godkänna först. Den som godkänner skickar också in svaret."
    };
    let first = match view.signatories.as_slice() {
        [only] => Some(only.id),
        _ => None,
    };
    let (message, message_fault) = (rejected.value("meddelande"), rejected.fault("meddelande"));
    view! {
        <form class="stack" method="post" novalidate action=format!("{}/underskrift/be", hub_path(key))>
            <p>{why}</p>
            <PersonChoice legend="Vem ska skriva under?" people=&view.signatories rejected first help="Ett brev med en länk skickas dit. Den som inte har skrivit under förut bekräftas av undersökningens ägare eller en tidigare undertecknare."/>
            <LongTextField name="meddelande" label="Meddelande till undertecknaren (frivilligt)" value=message fault=message_fault/>
            <input type="hidden" name="revision" value=view.head.change_number/>
            <p class="actions"><button class="button" type="submit">"Skicka för underskrift"</button></p>
        </form>
    }
    .into_any()
}

/// The numbers first: how much is new, explained and missing.
fn overview(sections: &[SectionSummary]) -> impl IntoView + use<> {
    let count = |of: fn(&SectionSummary) -> usize| sections.iter().map(of).sum::<usize>();
    let facts = [
        (count(|section| section.changed.len()), "svar är nya eller ändrade sedan förra året"),
        (count(|section| section.explained.len()), "svar är förklarade"),
        (count(|section| section.missing.len()), "svar saknas"),
    ];
    let facts = facts.map(|(number, words)| {
        view! { <div class="fact"><p class="fact-value">{number}</p><p class="fact-label">{words}</p></div> }
    });
    let mut reasons: BTreeMap<&'static str, usize> = BTreeMap::new();
    for missing in sections.iter().flat_map(|section| &section.missing) {
        *reasons.entry(reason(missing.reason)).or_default() += 1;
    }
    let reasons: Vec<String> = reasons.into_iter().map(|(reason, number)| format!("{reason} {number}")).collect();
    let reasons = (!reasons.is_empty())
        .then(|| view! { <p class="note">{format!("Varför svar saknas: {}.", reasons.join(", "))}</p> });
    view! {
        <div class="facts">{facts.into_iter().collect_view()}</div>
        {reasons}
    }
}

/// What to know before signing.
fn remarks(view: &SignOff) -> Option<AnyView> {
    let links = remark_links(&view.head.key, &view.remarks);
    (!links.is_empty()).then(|| {
        view! {
            <Block id="att-kontrollera" heading="Att kontrollera">
                <ActionList links/>
                <p class="note">"Det här hindrar inte att svaret skickas in."</p>
            </Block>
        }
        .into_any()
    })
}

fn reason(reason: Option<MissingReason>) -> &'static str {
    reason.map_or("Inte besvarad", MissingReason::label)
}

/// A section in short; nothing where there is nothing to look at.
fn section(section: &SectionSummary) -> Option<AnyView> {
    let SectionSummary { name, letter, title, changed, explained, missing } = section;
    if changed.is_empty() && explained.is_empty() && missing.is_empty() {
        return None;
    }
    let (id, heading) = (format!("avsnitt-{name}"), format!("{letter}. {title}"));
    let list = |heading: &'static str, items: Vec<AnyView>| {
        (!items.is_empty()).then(|| {
            view! { <h3>{heading}</h3><dl class="check-answers">{items.into_iter().collect_view()}</dl> }
        })
    };
    let changed = list("Nytt eller ändrat sedan förra året", changed.iter().map(changed_answer).collect());
    let explained = list("Förklarat", explained.iter().map(explained_answer).collect());
    let missing = list("Saknas", missing.iter().map(missing_answer).collect());
    Some(view! { <Block id heading=heading>{changed}{explained}{missing}</Block> }.into_any())
}

fn question(number: &str, label: &str) -> AnyView {
    view! { <dt><span class="question-number">{number.to_owned()}</span>{unbroken(label)}</dt> }.into_any()
}

fn changed_answer(changed: &ChangedAnswer) -> AnyView {
    let how = match changed.difference {
        Difference::YesToNo => format!("Ja {} har blivit nej", changed.year),
        Difference::NoToYes => format!("Nej {} har blivit ja", changed.year),
        Difference::Number(Some(percent)) => {
            format!("{}: {} ({})", changed.year, changed.before, format::change_in_percent(percent))
        }
        Difference::New => "Ny fråga i år".to_owned(),
        Difference::Number(None) | Difference::Other | Difference::Missing => {
            format!("{}: {}", changed.year, changed.before)
        }
    };
    view! {
        <div>{question(&changed.number, &changed.label)}<dd>{changed.after.clone()}</dd><dd class="check-note">{how}</dd></div>
    }
    .into_any()
}

fn explained_answer(explained: &Explained) -> AnyView {
    view! {
        <div>{question(&explained.number, &explained.label)}<dd>{explained.answer.clone()}</dd><dd class="check-note">{explained.explanation.clone()}</dd></div>
    }
    .into_any()
}

fn missing_answer(missing: &Unanswered) -> AnyView {
    let note = missing.note.clone().map(|note| view! { <dd class="check-note">{note}</dd> });
    view! { <div>{question(&missing.number, &missing.label)}<dd>{reason(missing.reason)}</dd>{note}</div> }.into_any()
}

/// The two ways out, for the signatory.
fn deciding(view: &SignOff, key: &ResponseKey, rejected: &Rejected) -> impl IntoView + use<> {
    let (path, change_number) = (format!("{}/underskrift", hub_path(key)), view.head.change_number);
    let (message, fault) = (rejected.value("tillbaka"), rejected.fault("tillbaka"));
    view! {
        <form class="section-end stack" method="post" action=format!("{path}/godkann")>
            <h2>"Godkänn och skicka in"</h2>
            <p>"När du godkänner skickas svaren in och fryses. De blir en allmän handling, och ni får ett kvitto."</p>
            <input type="hidden" name="revision" value=change_number/>
            <p class="actions"><button class="button" type="submit">"Godkänn och skicka in"</button></p>
        </form>
        <form class="section-end stack" method="post" novalidate action=format!("{path}/tillbaka")>
            <h2>"Skicka tillbaka"</h2>
            <LongTextField name="tillbaka" label="Vad behöver ändras?" help="Samordnaren får det du skriver i ett brev." value=message fault=fault/>
            <input type="hidden" name="revision" value=change_number/>
            <p class="actions"><button class="button button-second" type="submit">"Skicka tillbaka"</button></p>
        </form>
    }
}
