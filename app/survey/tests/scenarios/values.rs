use crate::scenario::AnsweredForm;
use survey::{
    definition::{CheckKind, FieldType, TextFormat},
    value::{Entry, Value},
};

/// What is said of an answer to a field of `values.yaml`, with ordinary spaces.
fn said(field: &str, typed: &str) -> Vec<String> {
    let mut scenario = AnsweredForm::of("values");
    scenario.answer(field, typed);
    scenario.messages(field).iter().map(|message| message.replace('\u{a0}', " ")).collect()
}

#[test]
fn right_answers_of_every_type_are_taken() {
    for (field, typed) in [
        ("ja_nej", "nej"),
        ("val", "bla"),
        ("skala", "halften"),
        ("flera", "rod bla"),
        ("flera", "inga"),
        ("heltal", "1 000"),
        ("tal", "-0,5"),
        ("andel", "100 %"),
        ("belopp", "1 240 000 kr"),
        ("dag", "30/4 2026"),
        ("rad", "Å"),
        ("rader", "En\nTvå"),
    ] {
        assert_eq!(said(field, typed), [""; 0], "{field}: {typed}");
    }
}

#[test]
fn an_exclusive_option_and_the_others_take_each_other_back() {
    let scenario = AnsweredForm::of("values");
    let field_type = |field: &str| scenario.0.form().field(field).unwrap().field_type.clone();
    let several = field_type("flera");
    assert!(several.excludes("inga", "rod") && several.excludes("rod", "inga"));
    assert!(!several.excludes("rod", "bla") && !several.excludes("inga", "inga"));
    assert!(!field_type("val").excludes("rod", "bla"));
}

#[test]
fn wrong_answers_are_told_what_collides_and_what_to_do() {
    for (field, typed, message) in [
        ("val", "gul", "”gul” är inget av svarsalternativen. Välj bland dem som finns."),
        ("heltal", "tolv", "”tolv” går inte att läsa som ett heltal. Skriv med siffror, till exempel 1 240."),
        ("heltal", "12,5", "Svaret är 12,5 men ska vara ett heltal. Ta bort decimalerna."),
        ("heltal", "-1", "Svaret är −1 dispensrar men kan vara lägst 0 dispensrar. Rätta svaret."),
        ("heltal", "1001", "Svaret är 1 001 dispensrar men kan vara högst 1 000 dispensrar. Rätta svaret."),
        ("tal", "-1", "Svaret är −1 timmar men kan vara lägst −0,5 timmar. Rätta svaret."),
        ("tal", "x", "”x” går inte att läsa som ett tal. Skriv med siffror, till exempel 1 240 eller 12,5."),
        ("andel", "101", "Svaret är 101 % men kan vara högst 100 %. Rätta svaret."),
        ("andel", "-1", "Svaret är −1 % men kan vara lägst 0 %. Rätta svaret."),
        ("andel", "allt", "”allt” går inte att läsa som en andel. Skriv med siffror, till exempel 45 eller 12,5."),
        ("belopp", "-1", "Svaret är −1 kr men kan vara lägst 0 kr. Rätta svaret."),
        (
            "belopp",
            "två",
            "”två” går inte att läsa som ett belopp. Skriv i kronor med siffror, till exempel 1 240 000.",
        ),
        ("dag", "i maj", "”i maj” går inte att läsa som ett datum. Skriv till exempel 2026-04-30."),
        ("flera", "rod inga", "Svaret har både Röd och Inga. Ta bort en av dem."),
    ] {
        assert_eq!(said(field, typed), [message], "{field}: {typed}");
    }
}

#[test]
fn the_format_of_a_text_is_judged_by_checks_alone() {
    let mut scenario = AnsweredForm::of("text_formats");
    for (field, typed, messages) in [
        ("adress", "anna@vasa.example", &[] as &[&str]),
        ("adress", "vet inte", &["Det här ser inte ut som en e-postadress. Skriv den som namn@kommun.se."]),
        ("nummer", "växeln", &[]),
        ("nummer_till.kontor", "växeln", &[]),
    ] {
        scenario.answer(field, typed);
        assert_eq!(scenario.messages(field), messages, "{field}: {typed}");
    }
    let field_type = |field: &str| scenario.0.form().field(field).unwrap().field_type.clone();
    assert_eq!(field_type("adress"), FieldType::Text(Some(TextFormat::Email)));
    assert_eq!(field_type("nummer_till.kontor"), FieldType::Text(Some(TextFormat::Phone)));
}

#[test]
fn a_value_of_another_type_is_an_error_and_empty_for_expressions() {
    let mut scenario = AnsweredForm::of("checks");
    scenario.set("anstallda", Entry::Value(Value::Text("7".into())));
    assert_eq!(scenario.messages("anstallda"), ["Svaret passar inte frågan. Svara igen."]);
    assert_eq!(scenario.0.violations("anstallda")[0].kind, CheckKind::Format);
    scenario.answer("utbildade", "3");
    assert_eq!(scenario.messages("utbildade"), ["Fler är utbildade än anställda. Rätta ett av svaren."]);
}

#[test]
fn a_code_that_the_question_does_not_have_is_an_error() {
    let mut scenario = AnsweredForm::of("values");
    let code = |code: &str| code.parse().unwrap();
    for (field, value) in [
        ("ja_nej", Value::Code(code("kanske"))),
        ("val", Value::Code(code("gul"))),
        ("flera", Value::Codes(vec![code("rod"), code("gul")])),
        ("flera", Value::Codes(vec![])),
        ("rad", Value::Text(" ".into())),
    ] {
        scenario.set(field, Entry::Value(value));
        assert_eq!(scenario.messages(field), ["Svaret passar inte frågan. Svara igen."], "{field}");
    }
}

#[test]
fn what_is_typed_is_quoted_only_so_far() {
    let message = said("heltal", &"nio ".repeat(50)).remove(0);
    assert!(message.starts_with("”nio nio") && message.contains('…') && message.chars().count() < 120, "{message}");
}
