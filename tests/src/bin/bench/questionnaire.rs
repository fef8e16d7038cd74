//! A questionnaire of 252 fields: 12 sections of 21, of every type, with conditions, checks and matrices, as large as
//! the figures ask for and as mixed as the real ones.

use std::fmt::Write as _;
use survey::{
    definition::{FieldType, Questionnaire, yaml},
    form::Form,
    name::Name,
    value::{Entry, Value},
};
use time::{Date, Duration, macros::date};

/// How many sections there are.
pub const SECTIONS: usize = 12;
/// How many fields a section has.
pub const FIELDS: usize = 21;

/// The questionnaire as text.
pub fn text() -> String {
    with_sections(SECTIONS, 1)
}

/// One section with so many times the fields: a page of many questions.
pub fn long_section(times: usize) -> String {
    with_sections(1, times)
}

fn with_sections(sections: usize, times: usize) -> String {
    let mut text = String::from("survey: kommun-ehalsa\ntitle: Mätning\nsections:\n");
    for section in 0..sections {
        let letter = char::from(b'A' + u8::try_from(section).expect("fewer sections than letters"));
        let name = section_name(section);
        writeln!(text, "  - letter: {letter}\n    name: {name}\n    title: Avsnitt {letter}\n    questions:")
            .expect("a string takes text");
        for time in 0..times {
            text.push_str(&questions(&format!("{}_{time}", letter.to_ascii_lowercase())));
        }
    }
    text
}

/// The name of a section in addresses.
pub fn section_name(section: usize) -> String {
    format!("avsnitt_{section}")
}

/// 21 fields whose names begin with `p`.
fn questions(p: &str) -> String {
    format!(
        "      - {{name: {p}_finns, label: Finns det digitala tjänster i verksamheten?, type: yes_no, help: Räkna med det som är i drift i dag.}}
      - {{name: {p}_var, label: Var finns de?, type: choice, relevance: \"${{{p}_finns}} = 'ja'\", options: [{{name: hemma, label: Hemma}}, {{name: boende, label: På boende}}, {{name: bada, label: På båda}}]}}
      - {{name: {p}_personer, label: Hur många personer har tjänsten?, type: integer, unit: personer, minimum: 0, maximum: 900000}}
      - {{name: {p}_nya, label: Hur många av dem är nya i år?, type: integer, unit: personer, minimum: 0, checks: [{{severity: error, kind: consistency, condition: \". <= ${{{p}_personer}}\", message: De nya är fler än alla. Kontrollera båda talen.}}]}}
      - {{name: {p}_andel, label: Hur stor andel har fått den beviljad?, type: percent, checks: [{{severity: warning, kind: deviation, condition: \"not(abs(. - previous(.)) > 90)\", message: Andelen skiljer sig mycket från förra året. Förklara vad som har hänt.}}]}}
      - {{name: {p}_kostnad, label: Vad har tjänsten kostat?, type: money, minimum: 0}}
      - {{name: {p}_timmar, label: Hur många timmar i veckan används den?, type: decimal, unit: timmar, minimum: 0}}
      - {{name: {p}_tjanster, label: Vilka e-tjänster finns?, type: multiple, options: [{{name: ansokan, label: Digital ansökan}}, {{name: chatt, label: Chatt}}, {{name: tid, label: Tidsbokning}}, {{name: arende, label: Följa sitt ärende}}, {{name: inga, label: Inga e-tjänster, exclusive: true}}]}}
      - {{name: {p}_omraden, label: Inom vilka områden?, type: matrix, of: yes_no, rows: [{{name: aldre, label: Äldreomsorg}}, {{name: barn, label: Barn och unga}}, {{name: funktion, label: Funktionshinder}}, {{name: halsa, label: Hälso- och sjukvård}}]}}
      - {{name: {p}_sedan, label: Sedan när?, type: date}}
      - {{name: {p}_namn, label: Vad heter tjänsten?, type: text}}
      - {{name: {p}_annat, label: Vad vill ni tillägga?, type: long_text}}
      - {{name: {p}_grad, label: Hur långt har ni kommit?, type: scale, options: [{{name: inte, label: Inte börjat}}, {{name: lite, label: En bit på väg}}, {{name: langt, label: Långt}}, {{name: klart, label: Klart}}]}}
      - {{name: {p}_plan, label: Finns en plan?, type: yes_no}}
      - {{name: {p}_ansvar, label: Finns en ansvarig?, type: yes_no}}
      - {{name: {p}_utbildning, label: Finns utbildning?, type: yes_no}}
      - {{name: {p}_uppfoljning, label: Följs tjänsten upp?, type: yes_no}}
      - {{name: {p}_budget, label: Finns en budget?, type: yes_no}}
"
    )
}

/// A text as the definition and the form that it makes.
pub fn form(text: &str) -> (Questionnaire, Form) {
    let questionnaire = yaml::read(text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let form = yaml::read_form(text).unwrap_or_else(|faults| panic!("{faults:?}"));
    (questionnaire, form)
}

/// An answer that fits the type and passes the checks, one of many: that of the next turn is always another.
pub fn answer(field_type: &FieldType, turn: usize) -> Entry {
    let number = |number: usize| Value::Number(number.into());
    Entry::Value(match field_type {
        FieldType::YesNo => {
            let code = if turn.is_multiple_of(2) { "ja" } else { "nej" };
            Value::Code(code.parse::<Name>().expect("a code"))
        }
        FieldType::Choice(options) | FieldType::Scale(options) => {
            Value::Code(options[turn % options.len()].name.clone())
        }
        FieldType::Multiple(options) => Value::Codes(vec![options[turn % options.len()].name.clone()]),
        // New ones are never more than all: the largest of their numbers is the smallest of the others'.
        FieldType::Integer(range, _) if range.maximum.is_none() => number(turn % 100),
        FieldType::Integer(..) => number(100 + turn % 5_000),
        FieldType::Percent(_) => number(turn % 90),
        FieldType::Money(_) => number(1_000 * (1 + turn % 400)),
        FieldType::Decimal(..) => number(turn % 168),
        FieldType::Date(_) => Value::Date(day(turn)),
        FieldType::Text(_) => Value::Text(format!("Tjänst nummer {turn}")),
        FieldType::LongText => Value::Text(format!("Vi har infört tjänsten i steg.\nDet här är anteckning {turn}.")),
    })
}

fn day(turn: usize) -> Date {
    date!(2020 - 01 - 01) + Duration::days(i64::try_from(turn % 2_000).unwrap_or_default())
}
