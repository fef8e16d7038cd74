//! Fields and answers that the tests share.

use super::*;
use time::{Date, Month};

/// A field with what was answered.
#[derive(Debug)]
pub struct TestField {
    pub name: String,
    pub type_: Type,
    pub value: Option<Value>,
    pub reason: Option<MissingReason>,
    pub previous: Option<Value>,
}

/// A questionnaire and its answers in one.
#[derive(Debug, Default)]
pub struct TestAnswers {
    pub cells: Vec<TestField>,
    pub current: Option<usize>,
    pub today: Option<Date>,
}

impl TestAnswers {
    pub fn with(mut self, name: &str, type_: Type, value: Option<Value>) -> Self {
        self.cells.push(TestField { name: name.to_owned(), type_, value, reason: None, previous: None });
        self
    }

    pub fn matrix<const N: usize>(self, name: &str, type_: &Type, values: [Option<Value>; N]) -> Self {
        values
            .into_iter()
            .enumerate()
            .fold(self, |answers, (row, value)| answers.with(&format!("{name}.r{row}"), type_.clone(), value))
    }

    pub fn cell(&mut self, name: &str) -> &mut TestField {
        self.cells.iter_mut().find(|cell| cell.name == name).unwrap()
    }

    /// The fields that the table of empty values speaks of.
    pub fn of_the_table() -> Self {
        let yes_no = Type::yes_no();
        let mut answers = Self::default()
            .with("n", Type::Number, None)
            .with("t", Type::Text, None)
            .with("d", Type::Date, None)
            .with("c", Type::Code(codes("a b")), None)
            .with("m", Type::Codes(codes("a b")), None)
            .with("y", yes_no.clone(), None)
            .with("v", Type::Number, None)
            .with("five", Type::Number, number(5))
            .with("word", Type::Text, text("ord"))
            .with("day", Type::Date, day(2020, 31))
            .with("a", Type::Code(codes("a b")), code("a"))
            .with("ab", Type::Codes(codes("a b")), Some(Value::Codes(codes("a b"))))
            .with("yes", yes_no.clone(), code("ja"))
            .with("no", yes_no.clone(), code("nej"))
            .matrix("amounts", &Type::Number, [number(2), None])
            .matrix("yes_or_empty", &yes_no, [code("ja"), None])
            .matrix("no_or_empty", &yes_no, [code("nej"), None])
            .matrix("all_no", &yes_no, [code("nej"), code("nej")])
            .matrix("nothing", &Type::Number, [None, None])
            .matrix("no_answers", &yes_no, [None, None]);
        answers.cell("v").reason = Some(MissingReason::VetEj);
        answers.cell("n").previous = number(4);
        answers.today = Some(time::macros::date!(2020 - 02 - 01));
        answers
    }
}

pub fn number(number: i64) -> Option<Value> {
    Some(Value::Number(Decimal::from(number)))
}

pub fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

pub fn code(code: &str) -> Option<Value> {
    Some(Value::Code(code.parse().unwrap()))
}

pub fn codes(codes: &str) -> Vec<Name> {
    codes.split(' ').map(|code| code.parse().unwrap()).collect()
}

/// A day in January.
pub fn day(year: i32, day: u8) -> Option<Value> {
    Some(Value::Date(Date::from_calendar_date(year, Month::January, day).unwrap()))
}

impl Scope for TestAnswers {
    fn resolve(&self, name: &str) -> Option<Resolved> {
        if let Some(field) = self.cells.iter().position(|cell| cell.name == name) {
            return Some(Resolved::Field(field, self.cells[field].type_.clone()));
        }
        let is_row = |cell: &TestField| cell.name.split_once('.').is_some_and(|(question, _)| question == name);
        let rows: Vec<usize> = (0..self.cells.len()).filter(|field| is_row(&self.cells[*field])).collect();
        let type_ = self.cells[*rows.first()?].type_.clone();
        Some(Resolved::Rows(rows, type_))
    }

    fn current(&self) -> Option<(usize, Type)> {
        self.current.map(|field| (field, self.cells[field].type_.clone()))
    }

    fn is_of_response(&self) -> bool {
        true
    }

    fn names(&self) -> Vec<String> {
        self.cells.iter().map(|cell| cell.name.clone()).collect()
    }
}

impl AnswerSource for TestAnswers {
    fn value(&self, field: usize) -> Option<&Value> {
        self.cells[field].value.as_ref()
    }

    fn missing_reason(&self, field: usize) -> Option<MissingReason> {
        self.cells[field].reason
    }

    fn previous(&self, field: usize) -> Option<&Value> {
        self.cells[field].previous.as_ref()
    }

    fn today(&self) -> Option<Date> {
        self.today
    }

    fn population(&self) -> Option<Decimal> {
        None
    }
}
