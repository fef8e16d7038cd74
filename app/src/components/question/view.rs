//! The whole of a question: number, text with help, answer, the answer of an earlier year, foot.

use super::{
    choices::{choices, options},
    control::control,
    field::{QuestionProps, SameAsBeforeNotice},
    foot::foot,
    matrix::matrix,
    parts::{mark, unbroken},
    read_only::answers,
    verdict::{messages, versions},
};
use crate::components::marks::Mark;
use leptos::prelude::*;
use maud::{Markup, html};
use survey::{
    definition::{FieldType, QuestionKind},
    guide::who_and_where,
    lineage::{PreviousAnswer, relation_in_words},
};

/// Questions with everything that belongs to them, one after the other.
#[component]
pub fn Questions<'a>(
    /// The questions with their fields.
    questions: Vec<QuestionProps<'a>>,
) -> impl IntoView + use<> {
    let written = html! { @for question in &questions { (self::question(question)) } };
    view! { <div class="questions" inner_html=written.into_string()></div> }
}

/// A question with everything that belongs to it.
pub(super) fn question(props: &QuestionProps<'_>) -> Markup {
    match &props.question.kind {
        QuestionKind::Info => info(props),
        _ if props.read_only => read_only(props),
        QuestionKind::Field(field_type) => single(props, field_type),
        QuestionKind::Matrix { of, .. } => whole_matrix(props, of),
    }
}

/// Text to read. It is asked of nobody and has no number.
fn info(props: &QuestionProps<'_>) -> Markup {
    let name = props.question.name.as_str();
    html! {
        section.question.question-info.question-wide id=(name) data-question=(name) data-relevant=(props.relevant()) aria-labelledby=(props.heading_id()) {
            p.question-number {}
            div.question-main { (heading(props, &unbroken(&props.question.label))) (help(props)) }
        }
    }
}

fn read_only(props: &QuestionProps<'_>) -> Markup {
    let alone = props.fields.first().filter(|field| field.field.row.is_none());
    html! {
        section.question id=(props.number) data-question=(props.question.name.as_str()) aria-labelledby=(props.heading_id()) {
            (number(props))
            div.question-main { (heading(props, &unbroken(&props.question.label))) (known(props)) (answers(&props.fields)) }
            @if let Some(previous) = alone.and_then(|field| field.previous.as_ref()) { (earlier(previous, None)) }
        }
    }
}

fn single(props: &QuestionProps<'_>, field_type: &FieldType) -> Markup {
    let Some(field) = props.fields.first() else { return Markup::default() };
    let words = unbroken(&props.question.label);
    html! {
        section.question id=(props.number) data-question=(props.question.name.as_str()) data-field=(field.name()) data-relevant=(props.relevant()) aria-labelledby=(props.heading_id()) {
            (number(props))
            div.question-main {
                (told(props))
                @if options(field_type).is_empty() {
                    div.field {
                        (heading(props, &html! { label for=(field.id()) { (words) } }))
                        (help(props))
                        (known(props))
                        (control(field, props.help_id().as_deref()))
                    }
                } @else {
                    fieldset aria-describedby={ @if let Some(id) = props.help_id() { (id) " " } (field.messages_id()) } {
                        legend { (heading(props, &words)) }
                        (help(props))
                        (known(props))
                        (choices(field))
                    }
                }
                (messages(field, props.reasons))
                (versions(field))
            }
            @if let Some(previous) = &field.previous { (earlier(previous, again(props))) }
            (foot(&props.fields, &props.number, props.reasons))
        }
    }
}

fn whole_matrix(props: &QuestionProps<'_>, of: &FieldType) -> Markup {
    html! {
        section.question.question-wide id=(props.number) data-question=(props.question.name.as_str()) data-relevant=(props.relevant()) aria-labelledby=(props.heading_id()) {
            (number(props))
            div.question-main {
                (told(props))
                fieldset aria-describedby=[props.help_id()] {
                    legend { (heading(props, &unbroken(&props.question.label))) }
                    (help(props))
                    (known(props))
                    (matrix(props.question, of, &props.fields, props.reasons))
                }
                @if let Some(button) = again(props) { (button) }
            }
            (foot(&props.fields, &props.number, props.reasons))
        }
    }
}

fn heading(props: &QuestionProps<'_>, words: &Markup) -> Markup {
    html! { h2 id=(props.heading_id()) { (words) } }
}

fn number(props: &QuestionProps<'_>) -> Markup {
    html! { p.question-number { (props.number) } }
}

/// Gives the answer of an earlier year again. It posts the form, so that nothing typed is lost.
fn again(props: &QuestionProps<'_>) -> Option<Markup> {
    let year = props.again?;
    Some(html! {
        button.button.button-text.give-again type="submit" name="samma" value=(props.question.name.as_str()) {
            "Samma svar som " (year) span.visually-hidden { " på " (props.number) }
        }
    })
}

fn told(props: &QuestionProps<'_>) -> Markup {
    let (words, undo) = match props.told {
        None => return Markup::default(),
        Some(SameAsBeforeNotice::Filled { change_number, is_reworded: false }) => {
            ("Ifyllt med det tidigare svaret.", Some(change_number))
        }
        Some(SameAsBeforeNotice::Filled { change_number, is_reworded: true }) => (
            "Ifyllt med det tidigare svaret. Frågans ord är ändrade sedan dess: se efter att svaret stämmer.",
            Some(change_number),
        ),
        Some(SameAsBeforeNotice::TakenBack) => ("Svaret är tillbaka som det var.", None),
    };
    html! {
        div.status-row role="status" {
            (mark(Mark::Saved))
            p { (words) }
            @if let Some(change_number) = undo {
                " " button.button.button-text type="submit" name="angra" value=(change_number) { "Ångra" }
            }
        }
    }
}

fn help(props: &QuestionProps<'_>) -> Markup {
    let question = props.question;
    html! {
        // Said only where no script hides what is not asked; see the style sheet.
        @if question.relevance.is_some() {
            p.not-asked { "Frågan gäller inte med de svar ni har gett. Lämna den utan svar." }
        }
        @if let Some(help) = &question.help {
            div.help id=[props.help_id()] { @for text in help.split("\n\n") { p { (text) } } }
        }
        @if !question.required && !props.fields.is_empty() {
            p.note { "Frågan är frivillig." }
        }
        @if !question.terms.is_empty() {
            details.question-terms {
                summary { "Vad orden betyder" }
                dl { @for term in &question.terms { dt { (term.term) } dd { (term.definition) } } }
            }
        }
    }
}

/// Who usually knows the answer, and where it is published.
fn known(props: &QuestionProps<'_>) -> Markup {
    html! { @if let Some(words) = who_and_where(props.question) { p.note { (words) } } }
}

/// The answer of an earlier year, beside the question, with the button that gives it again.
fn earlier(previous: &PreviousAnswer, again: Option<Markup>) -> Markup {
    let relation = match relation_in_words(previous) {
        words if words.is_empty() => "Frågan är densamma.".to_owned(),
        words => words,
    };
    html! {
        div.last-year {
            @if !previous.words.is_empty() { h3 { "Ert svar " (previous.year) } p { (previous.words) } }
            p.note { (relation) }
            @if let Some(note) = &previous.note { p.note { (note) } }
            @if let Some(again) = again.filter(|_| !previous.words.is_empty()) { (again) }
        }
    }
}
