//! Fields of ordinary forms, with label, help and what is wrong.

use super::text_area::TextArea;
use leptos::prelude::*;

fn parts(name: &str, help: Option<String>, fault: Option<String>) -> (AnyView, Option<String>) {
    let (help_id, fault_id) = (format!("{name}-hjalp"), format!("{name}-fel"));
    let ids: Vec<String> = [help.as_ref().map(|_| help_id.clone()), fault.as_ref().map(|_| fault_id.clone())]
        .into_iter()
        .flatten()
        .collect();
    let help = help.map(|help| view! { <p class="help note" id=help_id>{help}</p> });
    let fault = fault.map(
        |fault| view! { <p class="error-text" id=fault_id><span class="visually-hidden">"Fel: "</span>{fault}</p> },
    );
    (view! { {help}{fault} }.into_any(), (!ids.is_empty()).then(|| ids.join(" ")))
}

/// A line of text. The id is the name, so that an error summary can lead to it.
#[component]
pub fn TextField(
    /// The name when posted.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The type of the input: `email`, `search`.
    #[prop(default = "text".to_owned(), into)]
    kind: String,
    /// What the browser may fill in.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// How to answer.
    #[prop(optional, into)]
    help: Option<String>,
    /// What it holds.
    #[prop(optional, into)]
    value: String,
    /// What is wrong.
    #[prop(optional_no_strip, into)]
    fault: Option<String>,
) -> impl IntoView {
    let invalid = fault.is_some().then_some("true");
    let (texts, described_by) = parts(&name, help, fault);
    view! {
        <div class="field">
            <label class="field-label" for=name.clone()>{label}</label>
            {texts}
            <input class="input" id=name.clone() name=name type=kind value=value autocomplete=autocomplete aria-describedby=described_by aria-invalid=invalid/>
        </div>
    }
}

/// Text of any length. The id is the name.
#[component]
pub fn LongTextField(
    /// The name when posted.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// How to answer.
    #[prop(optional, into)]
    help: Option<String>,
    /// What it holds.
    #[prop(optional, into)]
    value: String,
    /// What is wrong.
    #[prop(optional_no_strip, into)]
    fault: Option<String>,
) -> impl IntoView {
    let invalid = fault.is_some();
    let (texts, described_by) = parts(&name, help, fault);
    view! {
        <div class="field">
            <label class="field-label" for=name.clone()>{label}</label>
            {texts}
            <TextArea id=name.clone() name value described_by=described_by.unwrap_or_default() invalid/>
        </div>
    }
}

/// An option of a [`SelectField`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// What is posted.
    pub value: String,
    /// Its words.
    pub label: String,
}

/// One of several, in a list that opens. The id is the name.
#[component]
pub fn SelectField(
    /// The name when posted.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The options.
    options: Vec<SelectOption>,
    /// What is chosen.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|option| {
            let selected = option.value == value;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field-label" for=name.clone()>{label}</label>
            <select class="input" id=name.clone() name=name>{options}</select>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "</textarea><script>alert(1)</script>";

    #[test]
    fn a_field_is_labelled_and_described() {
        let html =
            view! { <TextField name="epost" label=EVIL help=EVIL value=EVIL fault=Some(EVIL.to_owned())/> }.to_html();
        assert!(html.contains("for=\"epost\"") && html.contains("id=\"epost\""), "{html}");
        assert!(
            html.contains("aria-describedby=\"epost-hjalp epost-fel\"") && html.contains("aria-invalid=\"true\""),
            "{html}"
        );
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn what_was_written_is_kept_and_escaped() {
        let html = view! { <LongTextField name="skal" label="Skäl" value=EVIL/> }.to_html();
        assert!(html.contains("&lt;/textarea&gt;") && !html.contains("<script"), "{html}");
    }

    #[test]
    fn what_was_chosen_is_selected() {
        let option = |value: &str| SelectOption { value: value.into(), label: EVIL.into() };
        let html =
            view! { <SelectField name="lan" label="Län" options=vec![option(""), option("22")] value="22"/> }.to_html();
        assert_eq!(html.matches("selected").count(), 1);
        assert!(html.contains("value=\"22\" selected") || html.contains("selected value=\"22\""), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }
}
