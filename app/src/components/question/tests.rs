//! The contract of a question's markup: names, ids, labels, groups, places for the island, and nothing unescaped.

use super::*;
use crate::components::fixture::{EVIL, code, codes, form, number, previous};
use std::collections::BTreeSet;
use survey::{
    definition::{CheckKind, Severity},
    evaluation::Violation,
    form::Form,
    value::{Entry, MissingReason},
};

fn violation(field: &str, severity: Severity, message: &str) -> Violation {
    Violation { field: field.parse().unwrap(), severity, kind: CheckKind::Consistency, message: message.into() }
}

fn render(form: &Form, read_only: bool, change: impl Fn(&mut FieldProps<'_>)) -> String {
    let section = &form.questionnaire().sections[0];
    let questions = section.questions.iter().map(|question| {
        let fields: Vec<FieldProps<'_>> = form
            .fields_of_question(question.name.as_str())
            .map(|field| {
                let mut props = FieldProps::new(field, Entry::Empty);
                change(&mut props);
                props
            })
            .collect();
        let number = fields.first().map(|props| props.field.number.clone()).unwrap_or_default();
        let question = QuestionProps { read_only, ..QuestionProps::new(question, number, fields) };
        view::question(&question).into_string()
    });
    questions.collect()
}

fn one(form: &Form, name: &str, change: impl Fn(&mut FieldProps<'_>)) -> String {
    let all = render(form, false, change);
    let start = all.find(&format!("data-question=\"{name}\"")).unwrap();
    let start = all[..start].rfind("<section").unwrap();
    let end = all[start..].find("</section>").unwrap();
    all[start..start + end].to_owned()
}

/// The start tags of an element, with their attributes.
fn tags<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let start = format!("<{tag} ");
    html.match_indices(&start).map(|(at, _)| &html[at..at + html[at..].find('>').unwrap()]).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn everything(props: &mut FieldProps<'_>) {
    let name = props.field.name.to_string();
    props.comment = EVIL.into();
    props.explanation = EVIL.into();
    props.unanswered = true;
    props.relevant = false;
    props.violations = vec![
        violation(&name, Severity::Warning, EVIL),
        violation(&name, Severity::Error, EVIL),
        violation(&name, Severity::Info, EVIL),
    ];
    props.previous = previous(Entry::Missing(MissingReason::VetEj), EVIL);
    props.save_state = Some(SaveState::Changed { by: EVIL.into(), at: EVIL.into() });
    props.conflict = Some(AnswerConflict { by: EVIL.into(), at: EVIL.into(), theirs: EVIL.into(), mine: EVIL.into() });
}

#[test]
fn no_text_becomes_markup() {
    let form = form(EVIL);
    for read_only in [false, true] {
        let html = render(&form, read_only, |props| {
            everything(props);
            props.entry = Entry::Unreadable(EVIL.into());
        });
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "the payload is shown as text");
        assert!(!html.contains(" style="), "the policy refuses style attributes");
    }
}

#[test]
fn a_first_empty_line_of_a_text_is_kept() {
    let html = one(&form(""), "antal_ansokningar", |props| props.comment = "\nandra raden".into());
    assert!(html.contains(">\n\nandra raden</textarea>"), "{html}");
}

#[test]
fn every_control_has_a_label_and_ids_are_unique() {
    let html = render(&form(""), false, everything);
    let mut ids = BTreeSet::new();
    for at in html.match_indices(" id=\"").map(|(at, _)| at) {
        let id = html[at + 5..].split('"').next().unwrap();
        assert!(ids.insert(id), "{id} stands twice");
    }
    let labelled: BTreeSet<&str> = tags(&html, "label").into_iter().filter_map(|tag| attribute(tag, "for")).collect();
    let mut controls = 0;
    for kind in ["input", "textarea"] {
        for tag in tags(&html, kind).into_iter().filter(|tag| attribute(tag, "type") != Some("hidden")) {
            controls += 1;
            let at = tag.as_ptr() as usize - html.as_ptr() as usize;
            let open_label = html[..at].rfind("<label").is_some_and(|label| !html[label..at].contains("</label>"));
            let id = attribute(tag, "id");
            assert!(open_label || id.is_some_and(|id| labelled.contains(id)), "no label: {tag}");
        }
    }
    assert!(controls > 100, "{controls}");
    for id in tags(&html, "input")
        .into_iter()
        .chain(tags(&html, "fieldset"))
        .filter_map(|tag| attribute(tag, "aria-describedby"))
        .flat_map(str::split_whitespace)
    {
        assert!(ids.contains(id), "nothing has the id {id}");
    }
}

#[test]
fn every_field_can_be_posted_and_found() {
    let form = form("");
    let html = render(&form, false, |_| {});
    for field in form.fields() {
        let name = &field.name;
        for wanted in [
            format!("name=\"{name}\""),
            format!("name=\"{name}/version\""),
            format!("name=\"{name}/kommentar\""),
            format!("name=\"{name}/forklaring\""),
            format!("data-explain=\"{name}\""),
            format!("data-explain-home=\"{name}\""),
            format!("name=\"{name}/saknas\""),
            format!("id=\"f-{name}\""),
            format!("data-field=\"{name}\""),
            format!("data-messages=\"{name}\""),
            format!("data-save=\"{name}\""),
        ] {
            assert!(html.contains(&wanted), "{wanted} is not on the page");
        }
    }
    assert!(html.contains("id=\"C3\""), "a question is found by its number");
}

#[test]
fn groups_of_radios_stand_in_a_fieldset_with_a_legend() {
    let html = render(&form(""), false, |_| {});
    for tag in tags(&html, "input").into_iter().filter(|tag| attribute(tag, "type") == Some("radio")) {
        let at = tag.as_ptr() as usize - html.as_ptr() as usize;
        let fieldset = html[..at].rfind("<fieldset").unwrap();
        assert!(!html[fieldset..at].contains("</fieldset>") && html[fieldset..at].contains("<legend"), "{tag}");
    }
}

#[test]
fn an_address_and_a_telephone_number_are_filled_in_as_such() {
    let questionnaire = r#"{"survey": "prov", "title": "Prov", "sections": [{"letter": "A", "name": "a", "title": "A", "questions": [
        {"name": "adress", "label": "Adress?", "type": "text", "format": "email"},
        {"name": "nummer", "label": "Nummer?", "type": "text", "format": "phone"},
        {"name": "namn", "label": "Namn?", "type": "text"}]}]}"#;
    let form = Form::new(serde_json::from_str(questionnaire).unwrap()).unwrap();
    let html = render(&form, false, |_| {});
    for (name, kind, autocomplete) in
        [("adress", Some("email"), "email"), ("nummer", Some("tel"), "tel"), ("namn", None, "off")]
    {
        let control = tags(&html, "input").into_iter().find(|tag| attribute(tag, "name") == Some(name)).unwrap();
        let said = ["type", "inputmode", "autocomplete"].map(|said| attribute(control, said));
        assert_eq!(said, [kind, kind, Some(autocomplete)], "{control}");
    }
}

#[test]
fn a_chosen_answer_is_checked_and_can_be_taken_back() {
    let html = one(&form(""), "automatiserad", |props| props.entry = code("ja"));
    let checked: Vec<&str> =
        tags(&html, "input").into_iter().filter(|tag| tag.ends_with(" checked") || tag.contains(" checked ")).collect();
    assert_eq!(checked.iter().map(|tag| attribute(tag, "value")).collect::<Vec<_>>(), [Some("ja")]);
    assert!(html.contains("name=\"automatiserad\" value=\"\""), "{html}");
}

#[test]
fn the_form_posts_the_version_that_an_answer_builds_on() {
    let html = one(&form(""), "antal_ansokningar", |props| {
        props.entry = Entry::Unreadable("tolv".into());
        props.version = 7;
        props.builds_on = Some(5);
    });
    assert!(html.contains("value=\"tolv\""), "{html}");
    assert!(html.contains("name=\"antal_ansokningar/version\" value=\"7\""), "{html}");
    assert!(html.contains("name=\"antal_ansokningar/grund\" value=\"5\""), "{html}");
    let html = one(&form(""), "antal_ansokningar", |props| props.entry = number(12_400));
    assert!(html.contains("value=\"12\u{a0}400\"") && !html.contains("/grund"), "{html}");
}

#[test]
fn a_missing_reason_opens_its_place_and_a_warning_its_explanation() {
    let form = form("");
    let html = one(&form, "inloggningar", |props| props.entry = Entry::Missing(MissingReason::UppgiftSaknas));
    assert!(html.contains("<details open><summary>Saknas-skäl"), "{html}");
    // It stands under the warning that demands it, and otherwise in the foot.
    let is_in_the_foot = |html: &str| html.find("data-explain=").unwrap() > html.find("data-explain-home=").unwrap();
    assert!(is_in_the_foot(&one(&form, "antal_ansokningar", |_| {})));
    let html = one(&form, "antal_ansokningar", |props| {
        props.violations = vec![violation("antal_ansokningar", Severity::Warning, "Stämmer det?")];
    });
    assert!(!is_in_the_foot(&html) && html.matches("antal_ansokningar/forklaring").count() == 1, "{html}");
}

#[test]
fn an_explained_warning_is_calm_and_an_error_comes_before_it() {
    let form = form("");
    let html = |explanation: &str, severities: &[Severity]| {
        one(&form, "antal_ansokningar", |props| {
            props.explanation = explanation.into();
            let found = |severity: &Severity| violation("antal_ansokningar", *severity, "Stämmer det?");
            props.violations = severities.iter().map(found).collect();
        })
    };
    let asked = html("", &[Severity::Warning]);
    assert!(asked.contains("message-warn") && !asked.contains("Förklarat"), "{asked}");
    let calm = html("Ny lag.", &[Severity::Warning]);
    assert!(calm.contains("message-explained") && calm.contains("Förklarat"), "{calm}");
    assert!(!calm.contains("message-warn") && calm.matches("/forklaring").count() == 1, "{calm}");
    let wrong = html("", &[Severity::Warning, Severity::Error]);
    assert!(wrong.contains("message-error") && !wrong.contains("message-warn"), "{wrong}");
}

#[test]
fn a_reason_can_be_picked_where_an_answer_can_deviate() {
    let form = form("");
    let reasons = ["Ny lag".to_owned(), "Nytt sätt att räkna".to_owned()];
    let question = &form.questionnaire().sections[0].questions[3];
    let render = |can_deviate, explanation: &str| {
        let field = form.field(question.name.as_str()).unwrap();
        let props = FieldProps {
            can_deviate,
            explanation: explanation.into(),
            violations: vec![violation("antal_ansokningar", Severity::Warning, "Stämmer det?")],
            ..FieldProps::new(field, number(7))
        };
        let question = QuestionProps { reasons: &reasons, ..QuestionProps::new(question, "C4".into(), vec![props]) };
        view::question(&question).into_string()
    };
    assert!(!render(false, "").contains("/skal"));
    let html = render(true, "Nytt sätt att räkna: Per dygn.");
    let picked = tags(&html, "input").into_iter().find(|tag| tag.contains("/skal") && tag.contains(" checked"));
    assert_eq!(picked.and_then(|tag| attribute(tag, "value")), Some("Nytt sätt att räkna"), "{html}");
    assert!(html.contains("Nytt sätt att räkna: Per dygn.</textarea>"), "{html}");
}

#[test]
fn an_earlier_answer_can_be_given_again_and_that_taken_back() {
    let form = form("");
    let question = &form.questionnaire().sections[0].questions[3];
    let render = |again, told| {
        let field = form.field(question.name.as_str()).unwrap();
        let props = FieldProps { previous: previous(number(5), "5"), ..FieldProps::new(field, Entry::Empty) };
        let question = QuestionProps { again, told, ..QuestionProps::new(question, "C4".into(), vec![props]) };
        view::question(&question).into_string()
    };
    let button = |html: &str, name: &str| {
        let found = tags(html, "button").into_iter().find(|tag| attribute(tag, "name") == Some(name));
        found.and_then(|tag| attribute(tag, "value").map(str::to_owned))
    };
    let html = render(Some(2025), None);
    assert_eq!(button(&html, "samma").as_deref(), Some("antal_ansokningar"));
    assert!(html.contains("Samma svar som 2025") && html.contains("Frågan är densamma."), "{html}");
    let html = render(None, Some(SameAsBeforeNotice::Filled { change_number: 7, is_reworded: false }));
    assert_eq!((button(&html, "samma"), button(&html, "angra").as_deref()), (None, Some("7")));
    assert!(!html.contains("Frågans ord är ändrade"), "{html}");
    let reworded = render(None, Some(SameAsBeforeNotice::Filled { change_number: 7, is_reworded: true }));
    assert!(reworded.contains("Frågans ord är ändrade sedan dess: se efter att svaret stämmer."), "{reworded}");
    // In sight where the question begins, however tall it is.
    assert!(html.find("status-row").unwrap() < html.find("<h2").unwrap(), "{html}");
    assert_eq!(button(&render(None, Some(SameAsBeforeNotice::TakenBack)), "angra"), None);
}

#[test]
fn a_matrix_marks_last_years_boxes() {
    let html = one(&form(""), "etjanster", |props| {
        if props.field.name.as_str() == "etjanster.familjeratt" {
            props.entry = codes(&["ansokan", "inga"]);
            props.previous = previous(codes(&["inga"]), "Inga e-tjänster");
            props.violations = vec![violation("etjanster.familjeratt", Severity::Error, "Ta bort en av dem.")];
        }
    });
    assert_eq!(html.matches("class=\"matrix-last\"").count(), 1);
    assert!(html.contains("så svarade ni 2025") && html.contains("Ta bort en av dem."), "{html}");
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 6);
    assert!(html.contains("<th scope=\"row\">") && html.contains("class=\"exclusive\""), "{html}");
}

#[test]
fn too_many_columns_become_rows() {
    assert!(one(&form(""), "insatser", |_| {}).contains("matrix-rows"));
    assert!(one(&form(""), "etjanster", |_| {}).contains("matrix-table"));
}

#[test]
fn what_is_not_asked_is_in_the_page_all_the_same() {
    let html = one(&form(""), "kostnad", |props| props.relevant = false);
    assert!(html.contains("data-relevant=\"false\"") && html.contains("class=\"not-asked\""), "{html}");
    assert!(html.contains("name=\"kostnad\""), "{html}");
}

#[test]
fn read_only_answers_are_words_without_controls() {
    let html = render(&form(""), true, |props| {
        if props.field.name.as_str() == "automatiserad" {
            props.entry = code("ja");
        }
    });
    assert!(html.contains("<p class=\"answer\">Ja</p>") && html.contains("Inte besvarad"), "{html}");
    assert!(!html.contains("<input") && !html.contains("<textarea"), "{html}");
}
