//! Handing sections to colleagues: who has what, how far it has come, and the form that gives.

use super::{crumbs, hub_path};
use crate::{
    components::{
        Block, Breadcrumbs, Choice, ChoiceGroup, ErrorSummary, LongTextField, Message, PageHeading, PersonChoice,
        SectionMark, SectionMarkState, StatusRow, TextField, unbroken,
    },
    pages::{page, parameter, response_key},
    visit::{Rejected, Visit},
    words::{capitalised, closed_now, listed, recent, target, weekday},
};
use collection::{
    OrganisationRole, ResponseKey,
    respond::{
        Assignee, AssignmentOverview, AssignmentView, Invited, Member, QuestionOutline, SectionOutline, assignments,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::{format, guide::usually_known_by, iso_date, stockholm::local};
use time::OffsetDateTime;

/// The input that lets whoever is invited read the whole response.
const READS_ALL: &str = "laser-allt";

/// Who has what, and the form that hands out.
#[component]
pub fn ColleaguesPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let (done, unsent) = (parameter("klart"), parameter("brev").is_some());
    page(async move {
        let key = key?;
        let view =
            assignments(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        let rejected = visit.rejected.as_deref().cloned().unwrap_or_default();
        let heading = "Lämna till en kollega";
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        let form = if view.may.assign { form(&view, &rejected).into_any() } else { not_now(&view).into_any() };
        Ok(view! {
            <Title text=format!("{prefix}{heading}, {}, {}", view.head.organisation_name, view.head.round_title)/>
            <Breadcrumbs links=crumbs(&view.head)/>
            <PageHeading
                title=heading
                kicker=format!("{}, {}", view.head.organisation_name, view.head.round_title)
                lead="En kollega som får ett avsnitt svarar på det. Du ser hur långt det har kommit och kan ta tillbaka det. Den som du bjuder in läser bara det som är lämnat, om du inte väljer något annat."
            />
            {done.map(|what| view! { <Done what unsent/> })}
            <ErrorSummary errors=rejected.links() note="Inget är lämnat eller skickat."/>
            {assignees(&view, &key, visit.now)}
            {invited(&view, &key)}
            {form}
            <p class="way-out"><a href=hub_path(&key)>"Tillbaka till alla avsnitt"</a></p>
        })
    })
}

/// What was just done. A letter that could not be sent changes nothing of it.
#[component]
fn Done(what: String, unsent: bool) -> impl IntoView {
    let (done, letter, instead) = match what.as_str() {
        "lamnat" => ("Det är lämnat.", "Kollegan har fått ett brev med en länk dit.", "be kollegan logga in här"),
        "tillbaka" => ("Det är taget tillbaka.", "Kollegan har fått veta det.", "säg det till kollegan"),
        "paminnelse" => ("Påminnelsen är skickad.", "", "påminn kollegan på annat sätt"),
        "borttagen" => (
            "Kollegan är borttagen, utloggad och kan inte längre läsa eller svara här. Det kollegan har svarat finns kvar.",
            "",
            "säg det till kollegan",
        ),
        _ => return None,
    };
    let text = match unsent {
        false => format!("{done} {letter}"),
        true if what == "paminnelse" => format!("Brevet gick inte att skicka: {instead}."),
        true => format!("{done} Men brevet gick inte att skicka: {instead}."),
    };
    Some(view! { <StatusRow text warning=unsent/> })
}

fn not_now(view: &AssignmentOverview) -> impl IntoView + use<> {
    let words = closed_now(&view.head);
    view! { <Message heading="Nu går det inte att lämna något"><p>{words}</p></Message> }
}

/// Who has what.
fn assignees(view: &AssignmentOverview, key: &ResponseKey, now: OffsetDateTime) -> impl IntoView + use<> {
    let people: Vec<_> = view.assignees.iter().map(|assignees| person(assignees, key, view.may.assign, now)).collect();
    (!people.is_empty()).then(|| {
        view! { <Block id="lamnat" heading="Det här är lämnat">{people.into_iter().collect_view()}</Block> }
    })
}

/// Those who were invited, and the way to remove them.
fn invited(view: &AssignmentOverview, key: &ResponseKey) -> impl IntoView + use<> {
    let path = format!("{}/kollegor/ta-bort", hub_path(key));
    let rows: Vec<_> = view.invited.iter().map(|member| invited_row(member, &path)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Block id="inbjudna" heading="Inbjudna kollegor">
                <p>"Den som du tar bort loggas ut direkt. Det som är lämnat tas tillbaka, och det som är svarat finns kvar."</p>
                <table class="row-list">
                    <caption class="visually-hidden">"Inbjudna kollegor"</caption>
                    <thead><tr><th scope="col">"Namn"</th><th scope="col">"Läge"</th><th scope="col"><span class="visually-hidden">"Ändra"</span></th></tr></thead>
                    <tbody>{rows.into_iter().collect_view()}</tbody>
                </table>
            </Block>
        }
    })
}

fn invited_row(member: &Member, path: &str) -> impl IntoView + use<> {
    let Member { id, name, email, roles, invited } = member.clone();
    let parts: Vec<String> = roles.iter().map(|role| role.label().to_owned()).collect();
    let is_contributor_alone = roles == [OrganisationRole::Contributor];
    let reads = match invited {
        Some(Invited { reads_all: false, .. }) if is_contributor_alone => ", läser bara det som är lämnat",
        _ => ", läser hela svaret",
    };
    let waits = invited.and_then(|invited| invited.until).map(|until| {
        format!(" Har inte tackat ja än. Inbjudan gäller till och med {}.", format::date(local(until).date()))
    });
    let state = format!("{}{reads}.{}", capitalised(&listed(&parts)), waits.unwrap_or_default());
    view! {
        <tr>
            <th scope="row">{name.clone()}<p class="note">{email}</p></th>
            <td data-label="Läge">{state}</td>
            <td>
                <form method="post" action=path.to_owned()>
                    <input type="hidden" name="person" value=id.to_string()/>
                    <button class="button button-text" type="submit">"Ta bort"<span class="visually-hidden">{format!(" {name}")}</span></button>
                </form>
            </td>
        </tr>
    }
}

fn person(assignees: &Assignee, key: &ResponseKey, may_change: bool, now: OffsetDateTime) -> AnyView {
    let path = format!("{}/kollegor", hub_path(key));
    let Assignee { person: Member { id, name, email, .. }, assignments, reminded_at, may_be_reminded } =
        assignees.clone();
    let reminded = reminded_at.map(|at| view! { <p class="note">{format!("Påmind {}.", recent(at, now))}</p> });
    let remind = (may_change && may_be_reminded).then(|| {
        view! {
            <form method="post" action=format!("{path}/paminn")>
                <input type="hidden" name="person" value=id.to_string()/>
                <p class="actions"><button class="button button-second" type="submit">"Påminn "{name.clone()}</button></p>
            </form>
        }
    });
    let rows = assignments.iter().map(|assignment| row(assignment, &path, &name, may_change, now)).collect_view();
    view! {
        <div class="colleague">
            <div class="block-head"><h3>{name.clone()}</h3><p class="note">{email}</p></div>
            <table class="row-list">
                <caption class="visually-hidden">{format!("Det {name} har att svara på")}</caption>
                <thead><tr><th scope="col">"Avsnitt eller fråga"</th><th scope="col">"Klart senast"</th><th scope="col">"Läge"</th><th scope="col"><span class="visually-hidden">"Ändra"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {reminded}
            {remind}
        </div>
    }
    .into_any()
}

fn row(
    assignment: &AssignmentView,
    path: &str,
    name: &str,
    may_change: bool,
    now: OffsetDateTime,
) -> impl IntoView + use<> {
    let what = target(&assignment.what);
    let due = if assignment.overdue {
        format!("{}, försenat", format::day(assignment.due))
    } else {
        format::day(assignment.due)
    };
    let state = match (assignment.finished_at, assignment.begun_at) {
        (Some(_), _) => SectionMarkState::Done,
        (None, Some(_)) => SectionMarkState::InProgress,
        (None, None) => SectionMarkState::NotStarted,
    };
    let steps = [
        ("lämnat", Some(assignment.assigned_at)),
        ("öppnat", assignment.opened_at),
        ("påbörjat", assignment.begun_at),
        ("klart", assignment.finished_at),
    ];
    let steps: Vec<String> =
        steps.into_iter().filter_map(|(step, at)| Some(format!("{step} {}", recent(at?, now)))).collect();
    let take_back = may_change.then(|| {
        view! {
            <form method="post" action=format!("{path}/ta-tillbaka")>
                <input type="hidden" name="lamnat" value=assignment.id.to_string()/>
                <button class="button button-text" type="submit">"Ta tillbaka"<span class="visually-hidden">{format!(" {what} från {name}")}</span></button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{unbroken(&what)}</th>
            <td data-label="Klart senast">{due}</td>
            <td data-label="Läge"><SectionMark state/><p class="note">{capitalised(&steps.join(", "))}"."</p></td>
            <td>{take_back}</td>
        </tr>
    }
}

/// The form: to whom, what, with which words and by when.
fn form(view: &AssignmentOverview, rejected: &Rejected) -> impl IntoView + use<> {
    let due = weekday(view.head.due);
    let due_help = format!("Till exempel {}. Utan egen dag gäller {due}.", iso_date::written(view.head.due));
    let help = "Ett brev med en länk skickas dit. Kollegan loggar in med adressen.";
    let person = view! { <PersonChoice legend="Vem ska svara?" people=&view.people rejected help/> };
    let reads_all = !rejected.value(READS_ALL).is_empty();
    let sections = sections(&view.sections, rejected);
    let (message, message_fault) = (rejected.value("meddelande"), rejected.fault("meddelande"));
    let (senast, senast_fault) = (rejected.value("senast"), rejected.fault("senast"));
    view! {
        <Block id="lamna" heading="Lämna något nytt">
            <form class="hand-over" method="post" novalidate>
                {person}
                <ChoiceGroup id=READS_ALL legend="Om du bjuder in någon ny">
                    <Choice kind="checkbox" id="laser-allt-ja" name=READS_ALL value="ja" checked=reads_all>
                        "Får läsa hela svaret"
                        <span class="choice-note">"Annars läser kollegan bara det som är lämnat, och vilka avsnitt som finns."</span>
                    </Choice>
                </ChoiceGroup>
                {sections}
                <LongTextField
                    name="meddelande"
                    label="Meddelande till kollegan (frivilligt)"
                    value=message
                    fault=message_fault
                />
                <TextField
                    name="senast"
                    label="Klart senast (frivilligt)"
                    help=due_help
                    value=senast
                    fault=senast_fault
                />
                <p class="actions"><button class="button" type="submit">"Lämna och skicka brev"</button></p>
            </form>
        </Block>
    }
}

fn sections(sections: &[SectionOutline], rejected: &Rejected) -> impl IntoView + use<> {
    let posted = rejected.posted.get("del").cloned().unwrap_or_default();
    let items = sections.iter().map(|section| outline(section, &posted)).collect_view();
    view! { <ChoiceGroup id="delar" legend="Vad ska kollegan svara på?" fault=rejected.fault("delar")>{items}</ChoiceGroup> }
}

fn outline(section: &SectionOutline, posted: &[String]) -> impl IntoView + use<> {
    let checkbox = |value: String, words: AnyView| {
        let (id, checked) = (format!("del-{}", value.replace('/', "-")), posted.contains(&value));
        view! { <Choice kind="checkbox" id name="del" value checked>{words}</Choice> }
    };
    let assigned_to = (!section.assigned_to.is_empty())
        .then(|| view! { <span class="choice-note">{format!("Hos {}", listed(&section.assigned_to))}</span> });
    let known =
        |roles: &[String]| usually_known_by(roles).map(|words| view! { <span class="choice-note">{words}</span> });
    let title = unbroken(&format!("{}. {}", section.letter, section.title));
    let whole = checkbox(section.name.clone(), view! { {title}{known(&section.roles)}{assigned_to} }.into_any());
    let value = |question: &QuestionOutline| format!("{}/{}", section.name, question.name);
    let open = section.questions.iter().any(|question| posted.contains(&value(question)));
    let questions = section
        .questions
        .iter()
        .map(|question| {
            let words = format!("{}. {}", question.number, question.label);
            checkbox(value(question), view! { {words}{known(&question.roles)} }.into_any())
        })
        .collect_view();
    view! {
        {whole}
        <details class="choice-inner" open=open>
            <summary>{format!("Bara enstaka frågor i avsnitt\u{a0}{}", section.letter)}</summary>
            {questions}
        </details>
    }
}
