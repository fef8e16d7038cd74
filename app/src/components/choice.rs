//! Choices of ordinary forms: one of several, or several of them.

use super::fields::TextField;
use crate::visit::Rejected;
use collection::respond::Member;
use leptos::prelude::*;

/// Choices under one question. The id is where an error summary leads.
#[component]
pub fn ChoiceGroup(
    /// The id.
    #[prop(into)]
    id: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// What is wrong.
    #[prop(optional_no_strip)]
    fault: Option<String>,
    /// The choices.
    children: Children,
) -> impl IntoView {
    let fault_id = fault.is_some().then(|| format!("{id}-fel"));
    let described_by = fault_id.clone();
    let fault = fault.map(
        |words| view! { <p class="error-text" id=fault_id><span class="visually-hidden">"Fel: "</span>{words}</p> },
    );
    view! {
        <fieldset class="field" id=id tabindex="-1" aria-describedby=described_by>
            <legend class="field-label">{legend}</legend>
            {fault}
            {children()}
        </fieldset>
    }
}

/// One choice: a `radio` or a `checkbox`, with its words.
#[component]
pub fn Choice(
    /// The type of the input.
    kind: &'static str,
    /// The id.
    #[prop(into)]
    id: String,
    /// The name when posted.
    name: &'static str,
    /// The value when posted.
    #[prop(into)]
    value: String,
    /// Whether it is chosen.
    checked: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="choice" for=id.clone()>
            <input type=kind id=id.clone() name=name value=value checked=checked/>
            <span>{children()}</span>
        </label>
    }
}

/// The choice of a person: one of those who are known, or somebody new by name and address.
#[component]
pub fn PersonChoice<'a>(
    /// The question.
    legend: &'static str,
    /// Those who are known.
    people: &'a [Member],
    /// What was filled in and refused.
    rejected: &'a Rejected,
    /// Who is chosen to begin with.
    #[prop(optional_no_strip)]
    first: Option<i64>,
    /// What comes of the address.
    help: &'static str,
) -> AnyView {
    let posted = rejected.value("person");
    let chosen = if posted.is_empty() { first.map(|id| id.to_string()).unwrap_or_default() } else { posted };
    let known = people
        .iter()
        .map(|person| {
            let (value, name, email) = (person.id.to_string(), person.name.clone(), person.email.clone());
            let (id, checked) = (format!("person-{value}"), value == chosen);
            view! { <Choice kind="radio" id name="person" value checked>{name}<span class="choice-note">{email}</span></Choice> }
        })
        .collect_view();
    let field = |name: &str| (rejected.value(name), rejected.fault(name));
    let ((name, name_fault), (email, email_fault)) = (field("namn"), field("epost"));
    view! {
        <ChoiceGroup id="person" legend fault=rejected.fault("person")>
            {known}
            <Choice kind="radio" id="person-ny" name="person" value="ny" checked=chosen == "ny">"Någon annan"</Choice>
            <div class="choice-inner stack">
                <TextField name="namn" label="Namn" autocomplete="off" value=name fault=name_fault/>
                <TextField name="epost" label="E-post" kind="email" autocomplete="off" help value=email fault=email_fault/>
            </div>
        </ChoiceGroup>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Member> {
        let person = |id: i64, name: &str| Member {
            id,
            name: name.into(),
            email: "p@s.example".into(),
            roles: vec![],
            invited: None,
        };
        vec![person(7, "Per"), person(8, "<b>Ek</b>")]
    }

    fn html(rejected: &Rejected, first: Option<i64>) -> String {
        let people = people();
        view! { <PersonChoice legend="Vem?" people=&people rejected first help="Ett brev skickas."/> }.to_html()
    }

    /// The values that are chosen.
    fn chosen(html: &str) -> Vec<&str> {
        let inputs = html.split("<input ").filter(|input| input.split('>').next().unwrap().contains(" checked"));
        inputs.map(|input| input.split("value=\"").nth(1).unwrap().split('"').next().unwrap()).collect()
    }

    #[test]
    fn what_was_posted_is_chosen_before_what_is_proposed() {
        assert_eq!(chosen(&html(&Rejected::default(), None)), Vec::<&str>::new());
        assert_eq!(chosen(&html(&Rejected::default(), Some(7))), ["7"]);
        let posted = [("person".to_owned(), vec!["ny".to_owned()]), ("namn".to_owned(), vec!["Per \"E\"".to_owned()])];
        let faults = vec![("person".to_owned(), "Välj.".to_owned()), ("epost".to_owned(), "Skriv.".to_owned())];
        let html = html(&Rejected { posted: posted.into(), faults, ..Rejected::default() }, Some(7));
        assert_eq!(chosen(&html), ["ny"]);
        assert!(html.contains("Välj.") && html.contains("aria-invalid=\"true\""), "{html}");
        // What is wrong is told with the group.
        assert!(html.contains("aria-describedby=\"person-fel\"") && html.contains("id=\"person-fel\""), "{html}");
        assert!(!html.contains("<b>") && !html.contains("\"E\""), "{html}");
    }
}
