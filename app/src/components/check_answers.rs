//! Every answer of a section in a list, to read through, to print, and to change.

use leptos::prelude::*;

/// An answer to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckedAnswer {
    /// The id of the row, where something links to it.
    pub id: Option<String>,
    /// The number of its question.
    pub number: String,
    /// The words of the question, or of the row.
    pub label: String,
    /// The answer; empty where there is none.
    pub answer: String,
    /// Whether it is wanted, where there is none.
    pub awaited: bool,
    /// What is said beside it: last year's answer, the comment, the explanation.
    pub notes: Vec<String>,
    /// How it deviates, for a reviewer.
    pub deviates: Vec<String>,
    /// What is wrong, or missing.
    pub faults: Vec<String>,
    /// Where it can be changed.
    pub change: Option<String>,
    /// Where a reviewer can ask about it.
    pub ask: Option<String>,
}

/// The answers of a section.
#[component]
pub fn CheckAnswersList(
    /// In the order of the questionnaire.
    answers: Vec<CheckedAnswer>,
) -> impl IntoView {
    view! { <dl class="check-answers">{answers.into_iter().map(checked_answer).collect_view()}</dl> }
}

fn checked_answer(answer: CheckedAnswer) -> impl IntoView {
    let CheckedAnswer { id, number, label, answer, awaited, notes, deviates, faults, change, ask } = answer;
    let given = if answer.is_empty() {
        let class = if awaited { "check-missing" } else { "check-none" };
        view! { <dd class=class>"Inget svar"</dd> }.into_any()
    } else {
        view! { <dd>{answer}</dd> }.into_any()
    };
    let change = change.map(|href| {
        view! {
            <dd class="check-change">
                <a href=href>"Ändra"<span class="visually-hidden">{format!(" svaret på {number}, {label}")}</span></a>
            </dd>
        }
    });
    let ask = ask.map(|href| {
        view! {
            <dd class="check-change"><a href=href>"Fråga"<span class="visually-hidden">{format!(" om svaret på {number}, {label}")}</span></a></dd>
        }
    });
    view! {
        <div id=id>
            <dt><span class="question-number">{number.clone()}</span>{label.clone()}</dt>
            {given}
            {deviates.into_iter().map(|how| view! { <dd class="check-deviates">{how}</dd> }).collect_view()}
            {faults.into_iter().map(|fault| view! { <dd class="check-wrong">{fault}</dd> }).collect_view()}
            {change}
            {ask}
            {notes.into_iter().map(|note| view! { <dd class="check-note">{note}</dd> }).collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_text_and_its_link_says_what_it_changes() {
        let answers = vec![CheckedAnswer {
            number: "C1".to_owned(),
            label: "Familjerätt".to_owned(),
            answer: "<script>alert(1)</script>".to_owned(),
            change: Some("/svara".to_owned()),
            ..CheckedAnswer::default()
        }];
        let html = view! { <CheckAnswersList answers/> }.to_html();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains(" svaret på C1, Familjerätt"), "{html}");
    }
}
