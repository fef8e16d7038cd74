//! The checks that every field has by its type.

use super::Violation;
use crate::{
    definition::{CheckKind, FieldType, Range, Severity},
    form::Field,
    format, input,
    name::Name,
    text,
    value::{Entry, MissingReason, Value},
};
use rust_decimal::Decimal;
use time::Date;

/// Whether a field of this type can hold the value at all. The order of codes and the range do not matter here.
pub(super) fn fits(field_type: &FieldType, value: &Value) -> bool {
    let is_known = |code: &Name| input::read_code(field_type, code.as_str()).is_some();
    match (field_type, value) {
        (FieldType::YesNo | FieldType::Choice(_) | FieldType::Scale(_), Value::Code(code)) => is_known(code),
        (FieldType::Multiple(_), Value::Codes(codes)) => !codes.is_empty() && codes.iter().all(is_known),
        (
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_),
            Value::Number(_),
        ) => true,
        (FieldType::Date(_), Value::Date(_)) => true,
        (FieldType::Text(_) | FieldType::LongText, Value::Text(text)) => !text::line(text).is_empty(),
        _ => false,
    }
}

/// What is wrong with the entry of a relevant field, whatever the questionnaire says.
pub(super) fn violations(field: &Field, entry: &Entry) -> Vec<Violation> {
    let found = match entry {
        Entry::Empty => None,
        Entry::Missing(reason) if field.missing_reasons.contains(reason) => None,
        Entry::Missing(reason) => Some((CheckKind::Format, reason_not_allowed(field, *reason))),
        Entry::Unreadable(text) => Some((CheckKind::Format, unreadable(&field.field_type, text))),
        Entry::Value(value) if !fits(&field.field_type, value) => {
            Some((CheckKind::Format, "Svaret passar inte frågan. Svara igen.".to_owned()))
        }
        Entry::Value(value) => in_value(field, value),
    };
    let violation = |(kind, message)| Violation { field: field.name.clone(), severity: Severity::Error, kind, message };
    found.map(violation).into_iter().collect()
}

fn reason_not_allowed(field: &Field, reason: MissingReason) -> String {
    let others: Vec<&str> = field.missing_reasons.iter().map(|reason| reason.label()).collect();
    match others.as_slice() {
        [] => format!("Här kan ni inte svara {}. Svara på frågan.", reason.label()),
        others => {
            format!("Här kan ni inte svara {}. Svara på frågan eller välj {}.", reason.label(), listed(others, "eller"))
        }
    }
}

fn unreadable(field_type: &FieldType, text: &str) -> String {
    let shown: String =
        if text.chars().count() > 40 { text.chars().take(40).chain(['…']).collect() } else { text.to_owned() };
    let problem = |what: &str, way_out: &str| format!("”{shown}” går inte att läsa som {what}. {way_out}");
    match field_type {
        _ if input::is_beyond_numbers(field_type, text) => {
            format!("”{shown}” har fler siffror än ett svar kan ha. Kontrollera talet.")
        }
        FieldType::Integer(..) => problem("ett heltal", "Skriv med siffror, till exempel 1 240."),
        FieldType::Decimal(..) => problem("ett tal", "Skriv med siffror, till exempel 1 240 eller 12,5."),
        FieldType::Percent(_) => problem("en andel", "Skriv med siffror, till exempel 45 eller 12,5."),
        FieldType::Money(_) => problem("ett belopp", "Skriv i kronor med siffror, till exempel 1 240 000."),
        FieldType::Date(_) => problem("ett datum", "Skriv till exempel 2026-04-30."),
        _ => format!("”{shown}” är inget av svarsalternativen. Välj bland dem som finns."),
    }
}

fn in_value(field: &Field, value: &Value) -> Option<(CheckKind, String)> {
    match (&field.field_type, value) {
        (FieldType::Multiple(_), Value::Codes(codes)) => exclusive(field, codes),
        (_, Value::Number(number)) if number.abs() > largest() => {
            let (shown, largest) = (format::number(*number), format::number(largest()));
            Some((
                CheckKind::Format,
                format!("Svaret är {shown}, men inget svar är större än {largest}. Rätta svaret."),
            ))
        }
        (FieldType::Integer(..), Value::Number(number)) if !number.fract().is_zero() => {
            let message =
                format!("Svaret är {} men ska vara ett heltal. Ta bort decimalerna.", format::number(*number));
            Some((CheckKind::Format, message))
        }
        (field_type, Value::Number(number)) => outside(field, &field_type.range(), *number),
        (FieldType::Date(range), Value::Date(day)) => outside_days(range, *day),
        _ => None,
    }
}

/// The largest number that is taken whatever the questionnaire says, a thousand times all money in the country: sums of
/// answers of any number of organisations can be told then.
fn largest() -> Decimal {
    Decimal::from(1_000_000_000_000_000_i64)
}

fn outside_days(range: &Range<Date>, day: Date) -> Option<(CheckKind, String)> {
    let shown = format::date(day);
    let message = match range {
        Range { minimum: Some(first), .. } if day < *first => {
            format!("Svaret är {shown} men kan vara tidigast {}. Rätta svaret.", format::date(*first))
        }
        Range { maximum: Some(last), .. } if day > *last => {
            format!("Svaret är {shown} men kan vara senast {}. Rätta svaret.", format::date(*last))
        }
        _ => return None,
    };
    Some((CheckKind::Format, message))
}

fn outside(field: &Field, range: &Range, number: Decimal) -> Option<(CheckKind, String)> {
    let shown = |number| format::with_unit(&field.field_type, number);
    let message = match range {
        Range { minimum: Some(minimum), .. } if number < *minimum => {
            format!("Svaret är {} men kan vara lägst {}. Rätta svaret.", shown(number), shown(*minimum))
        }
        Range { maximum: Some(maximum), .. } if number > *maximum => {
            format!("Svaret är {} men kan vara högst {}. Rätta svaret.", shown(number), shown(*maximum))
        }
        _ => return None,
    };
    Some((CheckKind::Format, message))
}

fn exclusive(field: &Field, codes: &[Name]) -> Option<(CheckKind, String)> {
    let choices = field.field_type.choices();
    let chosen = || choices.iter().filter(|choice| codes.contains(&choice.name));
    let alone = chosen().find(|choice| choice.exclusive)?;
    let others: Vec<&str> =
        chosen().filter(|choice| choice.name != alone.name).map(|choice| choice.label.as_str()).collect();
    let subject = if field.row.is_some() { field.short_label.as_str() } else { "Svaret" };
    let way_out = match others.len() {
        0 => return None,
        1 => "Ta bort en av dem.".to_owned(),
        _ => format!("Ta bort {} eller de andra.", alone.label),
    };
    let collides = [others.as_slice(), &[alone.label.as_str()]].concat();
    let both = if others.len() == 1 { "både " } else { "" };
    Some((CheckKind::Consistency, format!("{subject} har {both}{}. {way_out}", listed(&collides, "och"))))
}

/// `A`, `A och B`, `A, B och C`.
fn listed(items: &[&str], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
