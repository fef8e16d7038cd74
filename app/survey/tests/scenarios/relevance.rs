use crate::scenario::{AnsweredForm, form};
use survey::value::Entry;

#[test]
fn what_is_not_relevant_is_empty_for_what_depends_on_it() {
    let mut scenario = AnsweredForm::of("relevance_chain");
    assert!(scenario.0.is_relevant("annars") && !scenario.0.is_relevant("mitten"));
    assert_eq!(scenario.answer("forst", "ja"), ["mitten"]);
    assert_eq!(scenario.answer("mitten", "ja"), ["sist", "annars"]);
    assert_eq!(scenario.answer("sist", "12"), [""; 0]);
    // The first closes the whole chain and opens the last again.
    assert_eq!(scenario.answer("forst", "nej"), ["sist", "mitten", "annars"]);
    assert!(!scenario.0.is_relevant("sist") && scenario.0.is_relevant("annars"));
}

#[test]
fn a_hidden_answer_is_kept_but_not_counted_and_not_frozen() {
    let mut scenario = AnsweredForm::of("relevance_chain");
    scenario.answer("forst", "ja");
    scenario.answer("mitten", "ja");
    scenario.answer("sist", "12,5");
    assert_eq!(scenario.total().errors, 1);
    scenario.answer("forst", "nej");
    assert_eq!(scenario.total().errors, 0);
    assert_eq!(scenario.frozen(), ["annars", "forst"]);
    assert!(!scenario.0.entry("sist").is_empty());
    assert_eq!(scenario.0.entries().len(), 3);
    scenario.answer("forst", "ja");
    assert_eq!(scenario.frozen(), ["forst", "mitten", "sist"]);
    assert_eq!(scenario.total().errors, 1);
}

#[test]
fn a_row_is_asked_where_the_question_and_the_row_are() {
    let mut scenario = AnsweredForm::of("matrix_rows");
    assert_eq!(scenario.answer("stor", "ja"), [""; 0]);
    assert!(!scenario.0.is_relevant("teknik"));
    assert_eq!(scenario.answer("bedriver", "ja"), ["teknik.larm", "teknik.robot"]);
    assert_eq!(scenario.answer("stor", "nej"), ["teknik.robot"]);
    assert!(scenario.0.is_relevant("teknik.larm") && scenario.0.is_relevant("teknik"));
}

#[test]
fn a_matrix_stands_for_its_rows_in_an_expression() {
    let mut scenario = AnsweredForm::of("matrix");
    assert!(!scenario.0.is_relevant("kameror"));
    assert_eq!(scenario.answer("nattillsyn.funktionshinder", "ja"), ["kameror"]);
}

#[test]
fn a_text_is_shown_under_its_condition_and_has_no_number() {
    let mut scenario = AnsweredForm::of("info");
    assert!(!scenario.0.is_relevant("text"));
    scenario.answer("forsta", "ja");
    assert!(scenario.0.is_relevant("text"));
    let form = scenario.0.form();
    let numbers: Vec<&str> = form.fields().iter().map(|field| field.number.as_str()).collect();
    assert_eq!(numbers, ["A1", "A2"]);
    assert_eq!(scenario.total().asked, 2);
}

#[test]
fn questions_are_numbered_by_section_and_counted_by_section() {
    let mut scenario = AnsweredForm::of("sections");
    let numbers: Vec<String> = scenario.0.form().fields().iter().map(|field| field.number.clone()).collect();
    assert_eq!(numbers, ["A1", "A2", "C1", "C2"]);
    scenario.answer("ansvarig", "ja");
    scenario.answer("antal", "-1");
    let progress = scenario.0.progress();
    let counts: Vec<_> = progress.sections.iter().map(|c| (c.asked, c.answered, c.unanswered, c.errors)).collect();
    assert_eq!(counts, [(2, 1, 1, 0), (2, 1, 0, 1)]);
    assert_eq!(scenario.obstacles(&[]), ["unanswered roll", "error antal"]);
}

#[test]
fn a_field_that_does_not_exist_changes_nothing() {
    let mut scenario = AnsweredForm::of("info");
    assert_eq!(scenario.set("pahittad", Entry::Unreadable("x".into())), [""; 0]);
    assert!(scenario.0.entry("pahittad").is_empty() && !scenario.0.is_relevant("pahittad"));
    assert_eq!(scenario.set("text", Entry::Unreadable("x".into())), [""; 0]);
}

#[test]
fn what_a_field_is_judged_by_is_known() {
    let with_dependencies = |definition: &str, field: &str| {
        let form = form(definition);
        let places = form.with_dependencies(form.position(field));
        let names = places.into_iter().map(|place| form.fields()[place].name.to_string());
        names.collect::<Vec<_>>()
    };
    // In the order of the questionnaire, also through the relevance of others.
    assert_eq!(with_dependencies("relevance_chain", "sist"), ["sist", "forst", "mitten"]);
    assert_eq!(with_dependencies("relevance_chain", "forst"), ["forst"]);
    assert_eq!(with_dependencies("checks", "utbildade"), ["anstallda", "utbildade"]);
    assert_eq!(with_dependencies("checks", "anstallda"), ["anstallda"], "whose check names it is another matter");
}
