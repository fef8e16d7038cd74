//! What stands in a cell that somebody has filled in by hand, read as leniently as can be: words or codes, in capitals or
//! not, numbers as numbers or as text, days as days or as text.

use crate::{
    definition::FieldType,
    form::Field,
    input, iso_date,
    name::Name,
    text,
    value::{Entry, MissingReason, Value},
};
use rust_decimal::Decimal;
use time::Date;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum WorkbookCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// True or false.
    Truth(bool),
    /// A number that the cell shows as percent: 86 where it holds 0.86.
    Percent(Decimal),
    /// What a formula that cannot be computed says: `#REF!`.
    Fault(String),
    /// A formula that the program that wrote the file has not computed.
    Uncomputed,
    /// A part of cells that have been merged: what it says belongs to no single one of them.
    Merged,
}

impl WorkbookCell {
    /// Whether nobody has written anything in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text::line(text).is_empty(),
            Self::Number(_)
            | Self::Day(_)
            | Self::Truth(_)
            | Self::Percent(_)
            | Self::Fault(_)
            | Self::Uncomputed
            | Self::Merged => false,
        }
    }

    /// The cell as text.
    pub fn text(&self) -> String {
        match self {
            Self::Empty | Self::Uncomputed | Self::Merged => String::new(),
            Self::Percent(number) => format!("{} %", number.normalize()),
            Self::Text(text) => text::lines(text),
            Self::Number(number) => number.normalize().to_string(),
            Self::Day(day) => iso_date::written(*day),
            Self::Truth(truth) => if *truth { "Ja" } else { "Nej" }.to_owned(),
            Self::Fault(words) => words.clone(),
        }
    }
}

/// The entry that the answer of a field says. What cannot be read is kept as it stands, as a form does.
pub fn read_answer(field: &Field, cell: &WorkbookCell) -> Entry {
    if cell.is_empty() {
        return Entry::Empty;
    }
    let unreadable = || Entry::Unreadable(cell.text());
    let field_type = &field.field_type;
    match (field_type, cell) {
        (_, WorkbookCell::Fault(_)) => unreadable(),
        (FieldType::Percent(_), WorkbookCell::Percent(number)) => Entry::Value(Value::Number(number.normalize())),
        // What is no share has only been given the looks of one.
        (FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Money(_), WorkbookCell::Percent(number)) => {
            let plain = number.checked_div(Decimal::ONE_HUNDRED);
            plain.map_or_else(unreadable, |number| Entry::Value(Value::Number(number.normalize())))
        }
        (FieldType::YesNo | FieldType::Choice(_) | FieldType::Scale(_), _) => {
            let reason = || read_reason(field, cell).map(Entry::Missing);
            let option = read_option(field_type, &cell.text()).map(|code| Entry::Value(Value::Code(code)));
            option.or_else(reason).unwrap_or_else(unreadable)
        }
        (
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_),
            WorkbookCell::Number(number),
        ) => Entry::Value(Value::Number(number.normalize())),
        (FieldType::Date(_), WorkbookCell::Day(day)) => Entry::Value(Value::Date(*day)),
        (FieldType::Text(_) | FieldType::LongText, _) => input::read(field_type, &[&cell.text()]),
        (_, WorkbookCell::Text(text)) => match input::read(field_type, &[text]) {
            Entry::Unreadable(text) => read_reason(field, cell).map_or(Entry::Unreadable(text), Entry::Missing),
            read => read,
        },
        _ => unreadable(),
    }
}

/// A share that was written as Excel keeps percent: 0.86 for 86 %, 1 for 100 %. Whether that is meant, nobody can know;
/// what is written or shown with a percent sign is plain.
pub fn share_of_one(field: &Field, cell: &WorkbookCell) -> Option<Decimal> {
    let number = match (&field.field_type, cell) {
        (FieldType::Percent(_), WorkbookCell::Number(number)) => *number,
        (FieldType::Percent(_), WorkbookCell::Text(text))
            if !text.contains(|c: char| c == '%' || c.is_alphabetic()) =>
        {
            match input::read(&field.field_type, &[text]) {
                Entry::Value(Value::Number(number)) => number,
                _ => return None,
            }
        }
        _ => return None,
    };
    (number > Decimal::ZERO && number <= Decimal::ONE).then_some(number)
}

/// The missing reason that a cell says, of those that the field allows.
pub fn read_reason(field: &Field, cell: &WorkbookCell) -> Option<MissingReason> {
    let said = plain(&cell.text());
    let is_meant = |reason: &MissingReason| plain(reason.label()) == said || reason.code() == said;
    field.missing_reasons.iter().copied().find(is_meant)
}

/// Whether an option of a multiple choice is chosen: `Ja`, `x`, `1`, or not. None where it cannot be read.
pub fn read_chosen(cell: &WorkbookCell) -> Option<bool> {
    match plain(&cell.text()).as_str() {
        "ja" | "x" | "1" | "sant" | "true" => Some(true),
        "" | "nej" | "0" | "-" | "falskt" | "false" => Some(false),
        _ => None,
    }
}

/// The option of that code or those words.
fn read_option(field_type: &FieldType, said: &str) -> Option<Name> {
    let said = plain(said);
    let by_words = || field_type.codes().find(|code| plain(field_type.label_of(code)) == said);
    let code = field_type.codes().find(|code| plain(code) == said).or_else(by_words)?;
    code.parse().ok()
}

/// Text without what people do not see: capitals, doubled spaces, a full stop at the end.
fn plain(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Form;
    use time::macros::date;

    fn form() -> Form {
        let questions = r#"[
            {"name": "ja", "label": "Ja?", "type": "yes_no"},
            {"name": "val", "label": "Val?", "type": "choice", "options": [{"name": "alla", "label": "Ja, för  alla"}, {"name": "1", "label": "Ett"}]},
            {"name": "antal", "label": "Antal?", "type": "integer", "unit": "dispensrar"},
            {"name": "andel", "label": "Andel?", "type": "percent"},
            {"name": "dag", "label": "Dag?", "type": "date"},
            {"name": "text", "label": "Text?", "type": "text", "missing_reasons": []}]"#;
        let json = format!(
            r#"{{"survey": "prov", "title": "Prov", "sections": [{{"letter": "A", "name": "a", "title": "A", "questions": {questions}}}]}}"#
        );
        Form::new(serde_json::from_str(&json).unwrap()).unwrap()
    }

    fn read(field: &str, cell: &WorkbookCell) -> Entry {
        read_answer(form().field(field).unwrap(), cell)
    }

    fn text(text: &str) -> WorkbookCell {
        WorkbookCell::Text(text.into())
    }

    fn code(code: &str) -> Entry {
        Entry::Value(Value::Code(code.parse().unwrap()))
    }

    #[test]
    fn options_are_read_by_their_words_or_codes_however_they_are_written() {
        for written in ["Ja", "ja", "JA", " ja ", "Ja.", "ja\u{a0}", "\u{200b}Ja\u{feff}"] {
            assert_eq!(read("ja", &text(written)), code("ja"), "{written:?}");
        }
        assert_eq!(read("ja", &WorkbookCell::Truth(false)), code("nej"));
        for written in ["Ja, för alla", "JA,  FÖR ALLA", "alla"] {
            assert_eq!(read("val", &text(written)), code("alla"), "{written:?}");
        }
        assert_eq!(read("val", &WorkbookCell::Number(1.into())), code("1"));
        assert_eq!(read("val", &text("Kanske")), Entry::Unreadable("Kanske".into()));
        for nothing in ["  ", "\u{200b}", "\u{3164}\u{2800}"] {
            assert_eq!(read("ja", &text(nothing)), Entry::Empty, "{nothing:?}");
            assert_eq!(read("text", &text(nothing)), Entry::Empty, "{nothing:?}");
        }
    }

    #[test]
    fn numbers_and_days_are_read_as_cells_and_as_text() {
        let number = |text: &str| Entry::Value(Value::Number(text.parse().unwrap()));
        assert_eq!(read("antal", &WorkbookCell::Number("1240.0".parse().unwrap())), number("1240"));
        for (written, expected) in
            [("1 240", "1240"), (" 12 ", "12"), ("1\u{200b}2 dispensrar", "12"), ("12,5", "12.5")]
        {
            assert_eq!(read("antal", &text(written)), number(expected), "{written:?}");
        }
        assert_eq!(read("andel", &text("86 %")), number("86"));
        assert_eq!(read("antal", &text("tolv")), Entry::Unreadable("tolv".into()));
        assert_eq!(read("antal", &WorkbookCell::Day(date!(2026 - 04 - 30))), Entry::Unreadable("2026-04-30".into()));
        let day = Entry::Value(Value::Date(date!(2026 - 04 - 30)));
        assert_eq!(read("dag", &WorkbookCell::Day(date!(2026 - 04 - 30))), day);
        assert_eq!(read("dag", &text("30 april 2026")), day);
        assert_eq!(read("antal", &WorkbookCell::Fault("#REF!".into())), Entry::Unreadable("#REF!".into()));
        assert_eq!(read("text", &WorkbookCell::Fault("#REF!".into())), Entry::Unreadable("#REF!".into()));
    }

    #[test]
    fn a_reason_may_stand_where_the_answer_should() {
        let unknown = Entry::Missing(MissingReason::VetEj);
        assert_eq!(read("ja", &text("vet ej")), unknown);
        assert_eq!(read("antal", &text("Vet ej")), unknown);
        assert_eq!(read("text", &text("Vet ej")), Entry::Value(Value::Text("Vet ej".into())));
        let form = form();
        let reason = |written: &str| read_reason(form.field("ja").unwrap(), &text(written));
        assert_eq!(reason("uppgift saknas"), Some(MissingReason::UppgiftSaknas));
        assert_eq!(reason("vet_ej"), Some(MissingReason::VetEj));
        assert_eq!(reason("Vill ej svara"), None, "the question does not allow it");
    }

    #[test]
    fn a_share_as_excel_writes_it_is_told_from_percent() {
        let form = form();
        let share = |cell: WorkbookCell| share_of_one(form.field("andel").unwrap(), &cell);
        let number = |number: &str| WorkbookCell::Number(number.parse().unwrap());
        assert_eq!(share(number("0.86")), Some("0.86".parse().unwrap()));
        assert_eq!(share(number("1")), Some(Decimal::ONE), "100 % as Excel writes it");
        assert_eq!(share(text("0,86")), Some("0.86".parse().unwrap()));
        for plain in [number("86"), number("0"), number("1.5"), text("0,5 %"), text("1 procent"), text("86"), text("x")]
        {
            assert_eq!(share(plain.clone()), None, "{plain:?}");
        }
        assert_eq!(share_of_one(form.field("antal").unwrap(), &number("1")), None);
        // A cell that shows percent says what it means.
        let percent = |number: &str| WorkbookCell::Percent(number.parse().unwrap());
        let value = |number: &str| Entry::Value(Value::Number(number.parse().unwrap()));
        assert_eq!(share(percent("86.0")), None);
        assert_eq!(read("andel", &percent("86.0")), value("86"));
        assert_eq!(read("andel", &percent("0.5")), value("0.5"));
        assert_eq!(read("antal", &percent("1200")), value("12"));
        assert_eq!(read("text", &percent("86")), Entry::Value(Value::Text("86 %".into())));
    }

    #[test]
    fn an_option_is_chosen_or_not() {
        let chosen = ["Ja", "x", "X", "1"].map(|written| read_chosen(&text(written)));
        assert_eq!(chosen, [Some(true); 4]);
        assert_eq!(["", "nej", "0", "-"].map(|written| read_chosen(&text(written))), [Some(false); 4]);
        assert_eq!(read_chosen(&text("kanske")), None);
        assert_eq!(read_chosen(&WorkbookCell::Truth(true)), Some(true));
    }
}
