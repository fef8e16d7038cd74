//! A section of a response: its questions, with last year's answers beside.

use super::{
    crumbs, hub_path, marked,
    query::query_path,
    same_as_before::{SameAsBeforeAction, SameAsBeforeResult, again, section_again},
    section_path,
    unsaved::unsaved,
    unsent::not_sent,
    waking::{Announcements, state, woken},
};
use crate::{
    components::{
        AnswerConflict, Breadcrumbs, ErrorLink, ErrorSummary, FieldProps, Message, QuestionProps, Questions, SaveState,
        StatusRow, control_id,
    },
    pages::{page, parameter, part, response_key},
    posted,
    visit::{Rejected, Visit},
    wire::{ConflictSide, SectionPageState},
    words::{answer_by, at_or_on, closed_now, marked_as_done, questions_added, time_or_day, weekday},
};
use collection::{
    queries::Turn,
    respond::{OwnAssignment, SectionView, StoredAnswer, section},
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::sync::Arc;
use survey::{
    definition::{QuestionKind, Severity},
    evaluation::Evaluation,
    form::Field,
    format,
    name::FieldName,
    status::Status,
    stockholm::local,
    value::{Entry, too_long},
};

/// The page of a section.
#[component]
pub fn SectionPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let name = part("section");
    let (done, added) = (parameter("klart"), parameter("tillkomna"));
    let asked = SameAsBeforeAction::of_the_address();
    page(async move {
        let key = key?;
        let view =
            section(&visit.store, &visit.actor, &key, &name, visit.now).await.map_err(|error| visit.problem(error))?;
        let outcome = match asked {
            Some(asked) => Some(asked.outcome(&visit, &view).await.map_err(|error| visit.problem(error))?),
            None => None,
        };
        let rejected = visit.rejected.clone();
        let (letter, heading) =
            view.letters.get(view.index).map(|(_, letter, title)| (letter.clone(), title.clone())).unwrap_or_default();
        let title = format!("{letter}. {heading}");
        let can_edit = view.may.edit && view.edit_scope.includes_part_of(&view.section);
        // Where nothing can be changed there is nothing to correct.
        let correctable = rejected.as_deref().filter(|_| can_edit);
        let errors = correctable.map(|rejected| errors(&view, rejected)).unwrap_or_default();
        let unsaved = rejected.as_deref().and_then(|rejected| not_taken(&view, can_edit, rejected));
        let note = what_is_saved(correctable);
        let prefix = if errors.is_empty() && unsaved.is_none() { "" } else { "Fel: " };
        let (introduction, assignments) = (introduction(&view), can_edit.then(|| assignments(&view)));
        let unsent = not_sent(&view.unsent);
        let form = if can_edit {
            working(&visit, &view, rejected.as_deref(), outcome.as_ref()).into_any()
        } else {
            questions(&view, None, None).into_any()
        };
        Ok(view! {
            <Title text=format!("{prefix}{title}, {}, {}", view.head.organisation_name, view.head.round_title)/>
            <Breadcrumbs links=crumbs(&view.head)/>
            <p class="kicker">{format!("{}, {}", view.head.organisation_name, view.head.round_title)}</p>
            <h1>{title}</h1>
            <ErrorSummary errors note/>
            {done.and_then(|name| just_marked(&view, &name)).map(|text| view! { <StatusRow text/> })}
            {added.and_then(|names| added_questions(&view, &names))}
            {waits_for_signature(&view)}
            <SectionHead view=view.clone()/>
            {introduction}
            {view.previous.is_empty().then(|| view! { <p class="note">"Ni har inget svar från tidigare år att visa bredvid frågorna."</p> })}
            {(!can_edit && unsaved.is_none()).then(|| view! { <Message heading="Svaren går inte att ändra här"><p>{why_read_only(&view)}</p>{as_of(&visit, &view)}{to_queries(&view)}</Message> })}
            {unsaved}
            {unsent}
            {assignments}
            {form}
        })
    })
}

/// That the section that the reader comes from is marked as done.
fn just_marked(view: &SectionView, name: &str) -> Option<String> {
    let (letters, progress) = (view.letters.iter(), view.evaluation.progress());
    let (letter, count) = letters
        .zip(&progress.sections)
        .find_map(|((known, letter, _), count)| (known == name).then_some((letter, count)))?;
    Some(marked(letter, count.errors, count.unanswered))
}

/// The questions that an answer has brought, by their names in the address, as long as they wait for an answer.
fn added_questions(view: &SectionView, names: &str) -> Option<AnyView> {
    let (evaluation, form) = (&view.evaluation, view.evaluation.form());
    let waits = |field: &&Field| {
        let name = field.name.as_str();
        names.split(',').any(|question| question == field.name.question())
            && view.read_scope.covers_field(form, field)
            && evaluation.is_relevant(name)
            && evaluation.entry(name).is_empty()
    };
    let mut numbers: Vec<&String> =
        form.fields_of_section(view.index).filter(waits).map(|field| &field.number).collect();
    numbers.dedup();
    let links =
        numbers.iter().map(|number| view! { <a href=format!("#{number}")>{(*number).clone()}</a>" " }).collect_view();
    (!numbers.is_empty()).then(|| {
        let words = questions_added(numbers.len());
        view! { <div class="status-row" role="status"><p>{words}": "{links}</p></div> }.into_any()
    })
}

/// Whoever changes an answer that somebody is about to sign is told so beforehand.
fn waits_for_signature(view: &SectionView) -> Option<AnyView> {
    (view.may.edit && view.head.status == Status::Ready).then(|| {
        view! {
            <Message heading="Svaret väntar på underskrift">
                <p>"Ändrar du ett svar måste underskriften begäras igen."</p>
            </Message>
        }
        .into_any()
    })
}

/// What was typed that the section does not take from its reader: all of it, or what a colleague has in hand now.
fn not_taken(view: &SectionView, can_edit: bool, rejected: &Rejected) -> Option<AnyView> {
    let form = view.evaluation.form();
    let is_lost = |field: &&Field| !can_edit || !view.edit_scope.covers_field(form, field);
    let why = if can_edit {
        "Någon annan har hand om de här frågorna nu. Fråga samordnaren.".to_owned()
    } else {
        why_read_only(view)
    };
    unsaved(view, form.fields_of_section(view.index).filter(is_lost), None, rejected, why)
}

/// How far the section has come, when it is due, and where the announcements of the island stand.
#[component]
fn SectionHead(view: SectionView) -> impl IntoView {
    let here = section_path(&view.head.key, &view.section);
    let count = view.evaluation.progress().sections.get(view.index).copied().unwrap_or_default();
    // Whoever reads single questions is told nothing of how far the others have come.
    let progress = view
        .read_scope
        .covers_section(&view.section)
        .then(|| view! { <span data-progress>{format!("{} av {} besvarade", count.answered, count.asked)}</span>"." });
    let done = view.done.as_ref().map(|(name, at)| marked_as_done(name, *at));
    // Whoever was given a day of their own goes by that.
    let due = view.assignments.iter().map(|assignments| assignments.due).min().unwrap_or(view.head.due);
    let is_over = due < local(view.now).date();
    let due = view.head.takes_answers().then(|| format!(" {}", answer_by(due, is_over)));
    view! {
        <p class="section-progress">{progress}{due}</p>
        <p class="note" id="avsnitt-klart">{done}</p>
        <Announcements here outdated="Det du bara kan läsa här har ändrats sedan sidan lästes in."/>
    }
}

/// What became of what was typed, where some of it is wrong.
fn what_is_saved(rejected: Option<&Rejected>) -> &'static str {
    match rejected {
        Some(rejected) if rejected.fault("").is_some() => "Inget av det du skrev nu är sparat.",
        Some(rejected) if !rejected.faults.is_empty() => "Allt annat på sidan är sparat.",
        _ => "Allt på sidan är sparat.",
    }
}

fn introduction(view: &SectionView) -> impl IntoView + use<> {
    let form = view.evaluation.form();
    let text = form.questionnaire().sections.get(view.index).and_then(|section| section.introduction.clone());
    text.map(|text| view! { <p class="lead">{text}</p> })
}

/// Why nothing can be changed here.
pub(super) fn why_read_only(view: &SectionView) -> String {
    if view.may.edit {
        "Du kan läsa svaren. Det här avsnittet svarar en kollega på.".to_owned()
    } else if view.edit_scope.is_empty() {
        "Du kan läsa svaren. Inget av det här är lämnat till dig just nu.".to_owned()
    } else if view.head.takes_answers() {
        "Du kan läsa svaren. Samordnare och bidragsgivare kan ändra dem.".to_owned()
    } else {
        closed_now(&view.head)
    }
}

/// Since when colleagues may have changed what is only read; nothing where nobody can.
fn as_of(visit: &Visit, view: &SectionView) -> Option<impl IntoView + use<>> {
    view.head.takes_answers().then(|| {
        let here = section_path(&view.head.key, view.section.as_str());
        view! { <p class="note">{format!("Så här var svaren kl.\u{a0}{}. ", format::time(visit.now))}<a href=here>"Läs in sidan igen"</a>" för att se om något har ändrats."</p> }
    })
}

/// The way to what a reviewer asks about, which alone takes answers.
fn to_queries(view: &SectionView) -> Option<impl IntoView + use<>> {
    let hub = hub_path(&view.head.key);
    let mut asked = view.queries.iter().filter(|query| query.turn == Turn::Organisation);
    let first = asked.next()?;
    // Where there are several, the hub lists them.
    let href = if asked.next().is_some() { hub } else { query_path(&hub, first.id) };
    Some(view! { <p>"Granskaren frågar om ert svar. "<a href=href>"Svara granskaren"</a></p> })
}

/// What was handed to the reader here, by whom, with which words.
fn assignments(view: &SectionView) -> impl IntoView + use<> {
    let message = |assignments: &OwnAssignment| {
        let what = assignments
            .number
            .as_ref()
            .map_or_else(|| "det här avsnittet".to_owned(), |number| format!("fråga {number}"));
        let by = if assignments.by.is_empty() { "Samordnaren" } else { &assignments.by };
        let heading = format!("{by} har lämnat {what} till dig");
        let due = format!("Klart senast {}.", weekday(assignments.due));
        let words = assignments.message.clone().map(|words| view! { <p class="said">{words}</p> });
        view! {
            <Message heading=heading>
                {words}
                <p class="note">{due}</p>
            </Message>
        }
    };
    let messages = view.assignments.iter().map(message).collect_view();
    let only = (!view.edit_scope.covers_section(&view.section)).then(|| {
        let may_read = view.read_scope.covers_section(&view.section);
        let words = if may_read {
            "Resten av avsnittet svarar andra på. Du kan läsa det."
        } else {
            "Resten av avsnittet svarar andra på."
        };
        view! { <p class="note">{words}</p> }
    });
    view! { <div class="handed stack">{messages}{only}</div> }
}

/// Says that the section is done, or the questions of it that the reader has in hand.
fn done_button(view: &SectionView) -> impl IntoView + use<> {
    let button = |value: &'static str, words: &'static str, hidden: bool| {
        view! { <button class="button button-second" type="submit" name="klart" value=value hidden=hidden>{words}</button> }
    };
    let done = view.done.is_some();
    let (first, second) = if view.edit_scope.covers_section(&view.section) {
        // A colleague may mark it, or answer something, while the page is open: then the island shows the other one.
        (button("nej", "Öppna avsnittet igen", !done), Some(button("ja", "Markera avsnittet som klart", done)))
    } else if view.own_questions_done == Some(true) {
        (button("mina-nej", "Öppna mina frågor igen", false), None)
    } else {
        (button("mina-ja", "Mina frågor är klara", false), None)
    };
    view! { {first}{second} }
}

/// The form, with the island around it and what the island needs to know beside it.
fn working(
    visit: &Visit,
    view: &SectionView,
    rejected: Option<&Rejected>,
    outcome: Option<&SameAsBeforeResult>,
) -> impl IntoView + use<> {
    // Those that have controls: what others have in hand is only shown.
    let state = SectionPageState { texts: texts(view), ..state(visit, view, own_fields(view)) };
    let is_last = view.next_section.is_none();
    let forward = if is_last { "Spara och gå till översikten" } else { "Spara och fortsätt" };
    let back = hub_path(&view.head.key);
    let previous = view.previous_section.as_ref().map(|name| section_path(&view.head.key, name));
    let again = section_again(view, outcome, own_fields(view));
    let (questions, gone) = (questions(view, rejected, outcome), no_longer_asked(view));
    let done = done_button(view);
    let form = view! {
        // Going back, a browser would put what was chosen then beside the versions of now.
        <form method="post" id="avsnitt" novalidate autocomplete="off">
            // What the enter key presses, and never one of the buttons that choose between two answers.
            <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">"Spara"</button>
            {why_numbers_skip(view)}
            {again}
            {questions}
            {gone}
            <div class="section-end stack">
                <p class="actions">
                    <button class="button" type="submit">{forward}</button>
                    " "
                    {done}
                </p>
                <p class="help">"Klart betyder att ni inte tänker ändra mer. Det som är fel eller ska förklaras kan lämnas till senare."</p>
                <p class="actions">
                    {previous.map(|href| view! { <a href=href>"Föregående avsnitt"</a>" " })}
                    <a href=back>"Tillbaka till alla avsnitt"</a>
                </p>
            </div>
        </form>
    };
    woken(visit, &state, form)
}

/// Why the numbers of the questions may have holes, where some are asked only with certain answers.
fn why_numbers_skip(view: &SectionView) -> Option<impl IntoView + use<>> {
    let form = view.evaluation.form();
    let is_conditional = form.fields_of_section(view.index).any(|field| !field.relevance.is_empty());
    is_conditional.then(
        || view! { <p class="note numbers-skip">"Frågor som inte gäller er visas inte. Därför kan numren hoppa."</p> },
    )
}

/// The fields of the section that the reader may change.
fn own_fields(view: &SectionView) -> impl Iterator<Item = &Field> {
    let form = view.evaluation.form();
    form.fields_of_section(view.index).filter(move |field| view.edit_scope.covers_field(form, field))
}

fn texts(view: &SectionView) -> Vec<String> {
    let section = view.evaluation.form().questionnaire().sections.get(view.index);
    let questions = section.into_iter().flat_map(|section| &section.questions);
    let shown = questions.filter(|question| view.read_scope.covers(&view.section, question.name.as_str()));
    shown.filter(|question| question.kind == QuestionKind::Info).map(|question| question.name.to_string()).collect()
}

/// The questions that were asked here the year before and are not any more.
fn no_longer_asked(view: &SectionView) -> impl IntoView + use<> {
    let gone = view.no_longer_asked.iter().filter(|gone| gone.section == view.index);
    let lines = gone
        .map(|gone| {
            let words = gone.note.as_ref().map_or_else(
                || format!("Frågan ”{}” ställs inte längre.", gone.label),
                |note| format!("Ställdes förut: ”{}”. {note}", gone.label),
            );
            view! { <p class="note">{words}</p> }
        })
        .collect_view();
    view! { <div class="no-longer-asked">{lines}</div> }
}

fn questions(
    view: &SectionView,
    rejected: Option<&Rejected>,
    outcome: Option<&SameAsBeforeResult>,
) -> impl IntoView + use<> {
    let form = view.evaluation.form();
    let section = form.questionnaire().sections.get(view.index);
    let questions = section
        .into_iter()
        .flat_map(|section| &section.questions)
        .filter(|question| view.read_scope.covers(&view.section, question.name.as_str()))
        .map(|question| {
            let fields: Vec<FieldProps<'_>> = form
                .fields_of_question(question.name.as_str())
                .map(|field| field_props(view, field, rejected.filter(|_| view.edit_scope.covers_field(form, field))))
                .collect();
            let number = match question.kind {
                QuestionKind::Info => String::new(),
                _ => form
                    .fields_of_question(question.name.as_str())
                    .next()
                    .map(|field| field.number.clone())
                    .unwrap_or_default(),
            };
            let is_own = view.may.edit && view.edit_scope.covers(&view.section, question.name.as_str());
            let name = question.name.as_str();
            QuestionProps {
                read_only: !is_own,
                reasons: &form.questionnaire().reasons,
                again: if is_own { again(view, form.fields_of_question(name)) } else { None },
                told: outcome.and_then(|outcome| outcome.told(name)),
                ..QuestionProps::new(question, number, fields)
            }
        })
        .collect();
    view! { <Questions questions/> }
}

pub(super) fn field_props<'a>(view: &'a SectionView, field: &'a Field, rejected: Option<&Rejected>) -> FieldProps<'a> {
    let name = field.name.as_str();
    let evaluation: &Evaluation = &view.evaluation;
    let stored = view.stored.get(&field.name);
    let violations = evaluation.violations(name).to_vec();
    let wrong = violations.iter().any(|violation| violation.severity == Severity::Error);
    let says_something = |answer: &&Arc<StoredAnswer>| {
        !answer.entry.is_empty() || answer.comment.is_some() || answer.explanation.is_some()
    };
    let save_state = stored.filter(says_something).map(|answer| {
        let at = time_or_day(answer.saved_at, view.now);
        if wrong { SaveState::Wrong(at) } else { SaveState::Saved(at) }
    });
    let mut props = FieldProps {
        version: stored.map_or(0, |answer| answer.version),
        comment: stored.and_then(|answer| answer.comment.clone()).unwrap_or_default(),
        explanation: stored.and_then(|answer| answer.explanation.clone()).unwrap_or_default(),
        violations,
        previous: view.previous.get(&field.name).cloned(),
        save_state,
        relevant: evaluation.is_relevant(name),
        can_deviate: evaluation.can_deviate(name),
        ..FieldProps::new(field, evaluation.entry(name).clone())
    };
    if let Some(rejected) = rejected {
        show_posted(&mut props, view, field, rejected);
    }
    props
}

/// What was posted and is not stored is shown again: nothing could be saved, or somebody else was faster. Then both
/// answers are shown, and nothing is overwritten before one is chosen.
fn show_posted(props: &mut FieldProps<'_>, view: &SectionView, field: &Field, rejected: &Rejected) {
    let name = field.name.as_str();
    let is_in_conflict = rejected.fault(&format!("{name}/behall")).is_some();
    if !(is_unsaved(rejected, &field.name) || rejected.fault("").is_some()) {
        return;
    }
    let Some(mine) = posted_entry(view, field, rejected) else { return };
    let comment = rejected.value(&format!("{name}/kommentar"));
    let explanation = posted_explanation(view, name, rejected);
    if is_in_conflict && let Some(stored) = view.stored.get(&field.name) {
        let theirs = ConflictSide { entry: &stored.entry, comment: &props.comment, explanation: &props.explanation };
        let mine = ConflictSide { entry: &mine, comment: &comment, explanation: &explanation };
        let at = time_or_day(stored.saved_at, view.now);
        props.conflict = Some(AnswerConflict {
            by: stored.author.clone(),
            at: at_or_on(stored.saved_at, view.now),
            theirs: theirs.beside(mine, &field.field_type),
            mine: mine.beside(theirs, &field.field_type),
        });
        props.save_state = Some(SaveState::Changed { by: stored.author.clone(), at });
        props.violations = Vec::new();
    } else if let Some((part, excess)) = too_long(Some(&mine), Some(&comment), Some(&explanation)) {
        props.save_state = Some(SaveState::TooLong(part, excess));
    }
    // Where nothing is stored there is nothing to choose between.
    let base_version = posted::base_version(&rejected.posted, name);
    props.builds_on = (base_version != props.version && props.version > 0).then_some(base_version);
    (props.entry, props.comment, props.explanation) = (mine, comment, explanation);
}

/// Returns whether what was posted of a field is not saved.
pub(super) fn is_unsaved(rejected: &Rejected, field: &FieldName) -> bool {
    faults_of(rejected, field).next().is_some()
}

/// The faults of a field's inputs.
fn faults_of<'a>(rejected: &'a Rejected, field: &'a FieldName) -> impl Iterator<Item = &'a (String, String)> {
    rejected.faults.iter().filter(move |(input, _)| input.split('/').next() == Some(field.as_str()))
}

/// The id of the control that an input's fault is about.
pub(super) fn target(input: &str) -> String {
    match input.split_once('/') {
        Some((field, note @ ("kommentar" | "forklaring"))) => format!("{}-{note}", control_id(field)),
        Some((field, _)) => control_id(field),
        None => control_id(input),
    }
}

/// The explanation that the form held for a field, with the reason that was picked.
pub(super) fn posted_explanation(view: &SectionView, field: &str, rejected: &Rejected) -> String {
    let reasons = &view.evaluation.form().questionnaire().reasons;
    let stored = view.stored.get(field).and_then(|answer| answer.explanation.as_deref());
    posted::explanation(reasons, &rejected.posted, field, stored).unwrap_or_default()
}

/// What the form held for a field, if the field stood in it.
pub(super) fn posted_entry(view: &SectionView, field: &Field, rejected: &Rejected) -> Option<Entry> {
    let name = field.name.as_str();
    if !posted::stands_in(&rejected.posted, name) {
        return None;
    }
    let values: Vec<&str> = rejected.posted.get(name).into_iter().flatten().map(String::as_str).collect();
    let reason = rejected.posted.get(&format!("{name}/saknas")).and_then(|reasons| reasons.last()).map(String::as_str);
    Some(posted::entry(&field.field_type, &values, reason, view.evaluation.entry(name)))
}

/// The error summary: what stops submitting in this section, and what somebody else has answered meanwhile.
fn errors(view: &SectionView, rejected: &Rejected) -> Vec<ErrorLink> {
    let form = view.evaluation.form();
    let fields = form.fields_of_section(view.index).filter(|field| view.read_scope.covers_field(form, field));
    let of_the_page = |link: &ErrorLink| link.target == "innehall";
    let mut links: Vec<ErrorLink> = rejected.links().into_iter().filter(of_the_page).collect();
    for field in fields {
        let name = field.name.as_str();
        let before = links.len();
        links.extend(
            faults_of(rejected, &field.name)
                .map(|(input, words)| ErrorLink { target: target(input), text: format!("{}: {words}", field.number) }),
        );
        if links.len() > before {
            continue;
        }
        let found = view.evaluation.violations(name);
        if let Some(error) = found.iter().find(|violation| violation.severity == Severity::Error) {
            let text = format!("{}: {}", field.number, error.message);
            links.push(ErrorLink { target: control_id(name), text });
        }
    }
    links
}
