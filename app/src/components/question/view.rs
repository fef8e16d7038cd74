//! The whole of a question: number, text with help, answer, the answer of an earlier year, foot.

use super::{
    choices::{choices, options},
    control::control,
    field::{FieldProps, QuestionProps, Told},
    foot::foot,
    matrix::matrix,
    read_only::answers,
    verdict::{messages, versions},
};
use crate::components::{
    marks::{Mark, mark},
    text::unbroken,
};
use leptos::prelude::*;
use survey::{
    definition::{FieldType, Question, QuestionKind},
    lineage::{PreviousAnswer, relation_in_words},
};

/// A question with everything that belongs to it.
#[component]
pub fn QuestionView<'a>(
    /// The question with its fields.
    question: QuestionProps<'a>,
) -> AnyView {
    let QuestionProps { question, number, fields, read_only, reasons, again, told } = question;
    let parts = Parts { question, number, fields, reasons, again, told };
    match &question.kind {
        QuestionKind::Info => parts.info(),
        _ if read_only => parts.read_only(),
        QuestionKind::Field(field_type) => parts.single(field_type),
        QuestionKind::Matrix { of, .. } => parts.matrix(of),
    }
}

struct Parts<'a> {
    question: &'a Question,
    number: String,
    fields: Vec<FieldProps<'a>>,
    reasons: &'a [String],
    again: Option<i32>,
    told: Option<Told>,
}

impl Parts<'_> {
    fn name(&self) -> String {
        self.question.name.to_string()
    }

    fn heading_id(&self) -> String {
        format!("rubrik-{}", self.question.name)
    }

    fn help_id(&self) -> Option<String> {
        self.question.help.is_some().then(|| format!("hjalp-{}", self.question.name))
    }

    fn relevant(&self) -> &'static str {
        if self.fields.is_empty() || self.fields.iter().any(|field| field.relevant) { "true" } else { "false" }
    }

    fn heading(&self, content: impl IntoView + 'static) -> AnyView {
        view! { <h2 id=self.heading_id()>{content.into_any()}</h2> }.into_any()
    }

    fn number(&self) -> AnyView {
        view! { <p class="question-number">{self.number.clone()}</p> }.into_any()
    }

    /// Text to read. It is asked of nobody and has no number.
    fn info(self) -> AnyView {
        let (name, id, relevant) = (self.name(), self.name(), self.relevant());
        view! {
            <section class="question question-info question-wide" id=id data-question=name data-relevant=relevant aria-labelledby=self.heading_id()>
                <p class="question-number"></p>
                <div class="question-main">{self.heading(unbroken(&self.question.label))}{self.help()}</div>
            </section>
        }
        .into_any()
    }

    fn read_only(self) -> AnyView {
        let previous = self
            .fields
            .first()
            .filter(|field| field.field.row.is_none())
            .and_then(|field| field.previous.as_ref().map(|previous| earlier(previous, None)));
        view! {
            <section class="question" id=self.number.clone() data-question=self.name() aria-labelledby=self.heading_id()>
                {self.number()}
                <div class="question-main">{self.heading(unbroken(&self.question.label))}{answers(&self.fields)}</div>
                {previous}
            </section>
        }
        .into_any()
    }

    fn single(self, field_type: &FieldType) -> AnyView {
        let Some(field) = self.fields.first() else { return ().into_any() };
        let answer = if options(field_type).is_empty() {
            let described: Vec<String> = self.help_id().into_iter().collect();
            let label = view! { <label for=field.id()>{unbroken(&self.question.label)}</label> };
            view! { <div class="field">{self.heading(label)}{self.help()}{control(field, &described)}</div> }.into_any()
        } else {
            let described = self.help_id().into_iter().chain([field.messages_id()]).collect::<Vec<_>>().join(" ");
            view! {
                <fieldset aria-describedby=described>
                    <legend>{self.heading(unbroken(&self.question.label))}</legend>
                    {self.help()}
                    {choices(field)}
                </fieldset>
            }
            .into_any()
        };
        view! {
            <section class="question" id=self.number.clone() data-question=self.name() data-field=field.name().to_owned() data-relevant=self.relevant() aria-labelledby=self.heading_id()>
                {self.number()}
                <div class="question-main">
                    {answer}
                    {self.told()}
                    {messages(field, self.reasons)}
                    {versions(field)}
                </div>
                {field.previous.as_ref().map(|previous| earlier(previous, self.again()))}
                {foot(&self.fields, &self.number, self.reasons)}
            </section>
        }
        .into_any()
    }

    fn matrix(self, of: &FieldType) -> AnyView {
        view! {
            <section class="question question-wide" id=self.number.clone() data-question=self.name() data-relevant=self.relevant() aria-labelledby=self.heading_id()>
                {self.number()}
                <div class="question-main">
                    <fieldset aria-describedby=self.help_id()>
                        <legend>{self.heading(unbroken(&self.question.label))}</legend>
                        {self.help()}
                        {matrix(self.question, of, &self.fields, self.reasons)}
                    </fieldset>
                    {self.again()}
                    {self.told()}
                </div>
                {foot(&self.fields, &self.number, self.reasons)}
            </section>
        }
        .into_any()
    }

    /// Gives the answer of an earlier year again. It posts the form, so that nothing typed is lost.
    fn again(&self) -> Option<AnyView> {
        let (name, number) = (self.name(), self.number.clone());
        self.again.map(|year| {
            view! { <button class="button button-text" type="submit" name="samma" value=name>{format!("Samma svar som {year}")}<span class="visually-hidden">{format!(" på {number}")}</span></button> }
                .into_any()
        })
    }

    fn told(&self) -> Option<AnyView> {
        let undo = |revision: i64| {
            view! { " " <button class="button button-text" type="submit" name="angra" value=revision>"Ångra"</button> }
        };
        let (words, undo) = match self.told? {
            Told::Filled(revision) => ("Ifyllt med det tidigare svaret.", Some(undo(revision))),
            Told::TakenBack => ("Svaret är tillbaka som det var.", None),
        };
        Some(view! { <div class="status-row" role="status">{mark(Mark::Saved)}<p>{words}</p>{undo}</div> }.into_any())
    }

    /// Said only where no script hides what is not asked; see the style sheet.
    fn not_asked(&self) -> Option<AnyView> {
        self.question.relevance.is_some().then(|| {
            view! { <p class="not-asked">"Frågan gäller inte med de svar ni har gett. Lämna den utan svar."</p> }
                .into_any()
        })
    }

    fn help(&self) -> AnyView {
        let paragraphs = self.question.help.clone().map(|help| {
            let lines = help.split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> }).collect_view();
            view! { <div class="help" id=self.help_id()>{lines}</div> }
        });
        let terms = (!self.question.terms.is_empty()).then(|| {
            let terms = self
                .question
                .terms
                .iter()
                .map(|term| view! { <dt>{term.term.clone()}</dt><dd>{term.definition.clone()}</dd> })
                .collect_view();
            view! { <details class="question-terms"><summary>"Vad orden betyder"</summary><dl>{terms}</dl></details> }
        });
        let optional = (!self.question.required && !self.fields.is_empty())
            .then(|| view! { <p class="note">"Frågan är frivillig."</p> });
        view! { {self.not_asked()}{paragraphs}{optional}{terms} }.into_any()
    }
}

/// The answer of an earlier year, beside the question, with the button that gives it again.
fn earlier(previous: &PreviousAnswer, again: Option<AnyView>) -> AnyView {
    let relation = match relation_in_words(previous) {
        words if words.is_empty() => "Frågan är densamma.".to_owned(),
        words => words,
    };
    let relation = view! { <p class="note">{relation}</p> };
    let note = previous.note.clone().map(|note| view! { <p class="note">{note}</p> });
    if previous.words.is_empty() {
        return view! { <div class="last-year">{relation}{note}</div> }.into_any();
    }
    view! {
        <div class="last-year"><h3>{format!("Ert svar {}", previous.year)}</h3><p>{previous.words.clone()}</p>{relation}{note}{again}</div>
    }
    .into_any()
}
