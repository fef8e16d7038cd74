//! A question. In the file it is flat; here its type decides what it can have.

use super::{
    Check, Choice, Evidence, Lineage, PublicationLevel, Range, Term, TextFormat,
    decimal::{self, Bound},
    default_missing_reasons,
};
use crate::{name::Name, value::MissingReason};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "QuestionEntry", into = "QuestionEntry")]
pub struct Question {
    /// Its name, stable over the years.
    pub name: Name,
    /// The words of the question.
    pub label: String,
    /// How to answer.
    pub help: Option<String>,
    /// Words used in a special sense.
    pub terms: Vec<Term>,
    /// What is asked for.
    pub kind: QuestionKind,
    /// Whether submitting needs a value or a missing reason.
    pub required: bool,
    /// The expression under which the question is asked; always where absent.
    pub relevance: Option<String>,
    /// What an answer is tested against. In a matrix, every row.
    pub checks: Vec<Check>,
    /// The missing reasons that may be given.
    pub missing_reasons: Vec<MissingReason>,
    /// Where answers may be published.
    pub publication_level: PublicationLevel,
    /// Roles in an organisation that usually know the answer: "MAS", "it-chef".
    pub roles: Vec<String>,
    /// How the question relates to the questionnaire before. A row of a matrix may have its own.
    pub lineage: Option<Lineage>,
    /// How well the question is known from the sources.
    pub evidence: Evidence,
    /// Where in the sources.
    pub source: Option<String>,
}

impl Question {
    /// A row of a matrix, by its place.
    pub fn row(&self, at: usize) -> Option<&MatrixRow> {
        match &self.kind {
            QuestionKind::Matrix { rows, .. } => rows.get(at),
            QuestionKind::Field(_) | QuestionKind::Info => None,
        }
    }

    /// Takes away what no verdict depends on. The words of rows and options stay: verdicts name them.
    pub(super) fn take_words(&mut self) {
        (self.label, self.help, self.source, self.lineage) = (String::new(), None, None, None);
        (self.terms, self.roles) = (Vec::new(), Vec::new());
        (self.publication_level, self.evidence) = (PublicationLevel::default(), Evidence::default());
        if let QuestionKind::Matrix { rows, .. } = &mut self.kind {
            rows.iter_mut().for_each(|row| row.lineage = None);
        }
        if let QuestionKind::Field(FieldType::Text(format)) | QuestionKind::Matrix { of: FieldType::Text(format), .. } =
            &mut self.kind
        {
            *format = None;
        }
    }
}

/// One field, one field per row, or no field at all.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionKind {
    /// One field.
    Field(FieldType),
    /// One field per row, all of one type.
    Matrix {
        /// The type of every row's field.
        of: FieldType,
        /// The rows in order.
        rows: Vec<MatrixRow>,
    },
    /// Text to read.
    Info,
}

/// A row of a matrix: one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MatrixRow {
    /// Its name, stable over the years.
    pub name: Name,
    /// Its words.
    pub label: String,
    /// The expression under which the row is asked, beside the question's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevance: Option<String>,
    /// Where it differs from the question's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lineage: Option<Lineage>,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// `ja` or `nej`.
    YesNo,
    /// One of the options.
    Choice(Vec<Choice>),
    /// One of the options, which are steps in order.
    Scale(Vec<Choice>),
    /// Any of the options; an exclusive one only alone.
    Multiple(Vec<Choice>),
    /// A whole number.
    Integer(Range, Option<String>),
    /// A number with decimals.
    Decimal(Range, Option<String>),
    /// A share, 0–100.
    Percent(Range),
    /// Kronor.
    Money(Range),
    /// A day.
    Date(Range<Date>),
    /// A line of text; what it is, where that is known.
    Text(Option<TextFormat>),
    /// Text of any length.
    LongText,
}

impl FieldType {
    /// The code in files.
    pub fn code(&self) -> &'static str {
        self.type_code().code()
    }

    /// The options of a choice, a scale or a multiple choice; none for the others.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice(choices) | Self::Scale(choices) | Self::Multiple(choices) => choices,
            _ => &[],
        }
    }

    /// The codes that can be chosen: the options, or ja and nej; none of the types without options.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let yes_no: &[&str] = if matches!(self, Self::YesNo) { &["ja", "nej"] } else { &[] };
        yes_no.iter().copied().chain(self.choices().iter().map(|choice| choice.name.as_str()))
    }

    /// Returns whether choosing an option takes another one back: an exclusive one stands only alone.
    pub fn excludes(&self, chosen: &str, other: &str) -> bool {
        let is_exclusive =
            |code: &str| self.choices().iter().any(|choice| choice.exclusive && choice.name.as_str() == code);
        matches!(self, Self::Multiple(_)) && chosen != other && (is_exclusive(chosen) || is_exclusive(other))
    }

    /// The words of a chosen code: the option's label, or Ja and Nej.
    pub fn label_of<'a>(&'a self, code: &'a str) -> &'a str {
        match (self, code) {
            (Self::YesNo, "ja") => "Ja",
            (Self::YesNo, "nej") => "Nej",
            _ => self
                .choices()
                .iter()
                .find(|choice| choice.name.as_str() == code)
                .map_or(code, |choice| choice.label.as_str()),
        }
    }

    /// Returns whether its values are numbers.
    pub fn is_number(&self) -> bool {
        match self {
            Self::Integer(..) | Self::Decimal(..) | Self::Percent(_) | Self::Money(_) => true,
            Self::YesNo
            | Self::Choice(_)
            | Self::Scale(_)
            | Self::Multiple(_)
            | Self::Date(_)
            | Self::Text(_)
            | Self::LongText => false,
        }
    }

    /// The smallest and the largest number that is taken. A share lies between 0 and 100 where nothing else is said.
    pub fn range(&self) -> Range {
        match self {
            Self::Integer(range, _) | Self::Decimal(range, _) | Self::Money(range) => *range,
            Self::Percent(range) => Range {
                minimum: range.minimum.or(Some(Decimal::ZERO)),
                maximum: range.maximum.or(Some(Decimal::ONE_HUNDRED)),
            },
            Self::YesNo
            | Self::Choice(_)
            | Self::Scale(_)
            | Self::Multiple(_)
            | Self::Date(_)
            | Self::Text(_)
            | Self::LongText => Range::default(),
        }
    }

    /// The smallest and the largest value that is taken, of a number or of a day.
    pub fn bounds(&self) -> [Option<Bound>; 2] {
        match self {
            Self::Date(range) => [range.minimum, range.maximum].map(|day| day.map(Bound::Day)),
            _ => {
                let range = self.range();
                [range.minimum, range.maximum].map(|number| number.map(Bound::Number))
            }
        }
    }

    fn type_code(&self) -> TypeCode {
        match self {
            Self::YesNo => TypeCode::YesNo,
            Self::Choice(_) => TypeCode::Choice,
            Self::Scale(_) => TypeCode::Scale,
            Self::Multiple(_) => TypeCode::Multiple,
            Self::Integer(..) => TypeCode::Integer,
            Self::Decimal(..) => TypeCode::Decimal,
            Self::Percent(_) => TypeCode::Percent,
            Self::Money(_) => TypeCode::Money,
            Self::Date(_) => TypeCode::Date,
            Self::Text(_) => TypeCode::Text,
            Self::LongText => TypeCode::LongText,
        }
    }
}

/// The types as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum TypeCode {
    YesNo,
    Choice,
    Scale,
    Multiple,
    Integer,
    Decimal,
    Percent,
    Money,
    Date,
    Text,
    LongText,
    Matrix,
    Info,
}

impl TypeCode {
    fn code(self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
            Self::Scale => "scale",
            Self::Multiple => "multiple",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::Date => "date",
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Matrix => "matrix",
            Self::Info => "info",
        }
    }
}

fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

fn is_default_missing_reasons(reasons: &[MissingReason]) -> bool {
    reasons == default_missing_reasons()
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A question as it stands in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Question"))]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    /// Its name, stable over the years.
    name: Name,
    /// The words of the question.
    label: String,
    #[serde(rename = "type")]
    type_code: TypeCode,
    /// In a matrix: the type of every row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<TypeCode>,
    /// In a matrix: the rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rows: Vec<MatrixRow>,
    /// Of a choice, a scale or a multiple choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<Choice>,
    /// What a number counts: "dispensrar".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// The smallest number, or the first day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "decimal")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<decimal::WrittenBound>"))]
    minimum: Option<Bound>,
    /// The largest number, or the last day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "decimal")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<decimal::WrittenBound>"))]
    maximum: Option<Bound>,
    /// Of a line of text: what it is. It is judged by checks alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<TextFormat>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    terms: Vec<Term>,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relevance: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    checks: Vec<Check>,
    #[serde(default = "default_missing_reasons", skip_serializing_if = "is_default_missing_reasons")]
    missing_reasons: Vec<MissingReason>,
    #[serde(default, skip_serializing_if = "is_default")]
    #[serde(rename = "publication")]
    publication_level: PublicationLevel,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lineage: Option<Lineage>,
    #[serde(default, skip_serializing_if = "is_default")]
    evidence: Evidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

/// What a question has that its type does not allow, or lacks that it needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionFault {
    /// A key that the type has no use for.
    #[error("question `{question}`: `{key}` does not belong to type {type_code}; take it away")]
    Unused {
        /// The question.
        question: Name,
        /// The key.
        key: &'static str,
        /// The type.
        type_code: &'static str,
    },
    /// A key that the type needs.
    #[error("question `{question}`: type {type_code} needs `{key}`; write it")]
    Lacking {
        /// The question.
        question: Name,
        /// The key.
        key: &'static str,
        /// The type.
        type_code: &'static str,
    },
    /// A bound that is not of the question's type.
    #[error("question `{question}`: `{key}` of type {type_code} is {needed}")]
    Bound {
        /// The question.
        question: Name,
        /// The key.
        key: &'static str,
        /// The type.
        type_code: &'static str,
        /// What it must be, and how it is written.
        needed: &'static str,
    },
    /// A matrix whose rows are not fields.
    #[error("question `{question}`: the rows of a matrix cannot be {type_code}; write another type in `of`")]
    NoRow {
        /// The question.
        question: Name,
        /// The type.
        type_code: &'static str,
    },
}

impl TryFrom<QuestionEntry> for Question {
    type Error = QuestionFault;

    fn try_from(mut entry: QuestionEntry) -> Result<Self, QuestionFault> {
        let kind = entry.take_kind()?;
        Ok(Self {
            name: entry.name,
            label: entry.label,
            help: entry.help,
            terms: entry.terms,
            kind,
            required: entry.required,
            relevance: entry.relevance,
            checks: entry.checks,
            missing_reasons: entry.missing_reasons,
            publication_level: entry.publication_level,
            roles: entry.roles,
            lineage: entry.lineage,
            evidence: entry.evidence,
            source: entry.source,
        })
    }
}

impl QuestionEntry {
    /// Moves the keys that depend on the type out of the entry.
    fn take_kind(&mut self) -> Result<QuestionKind, QuestionFault> {
        let kind = match self.type_code {
            TypeCode::Info => QuestionKind::Info,
            TypeCode::Matrix => {
                let of = self.of.take().ok_or_else(|| self.lacking("of"))?;
                if self.rows.is_empty() {
                    return Err(self.lacking("rows"));
                }
                QuestionKind::Matrix { of: self.take_type(of)?, rows: std::mem::take(&mut self.rows) }
            }
            code => QuestionKind::Field(self.take_type(code)?),
        };
        let left = [
            ("of", self.of.is_some()),
            ("rows", !self.rows.is_empty()),
            ("options", !self.options.is_empty()),
            ("unit", self.unit.is_some()),
            ("minimum", self.minimum.is_some()),
            ("maximum", self.maximum.is_some()),
            ("format", self.format.is_some()),
        ];
        match left.into_iter().find(|(_, present)| *present) {
            Some((key, _)) => {
                Err(QuestionFault::Unused { question: self.name.clone(), key, type_code: self.type_code.code() })
            }
            None => Ok(kind),
        }
    }

    fn take_type(&mut self, code: TypeCode) -> Result<FieldType, QuestionFault> {
        Ok(match code {
            TypeCode::YesNo => FieldType::YesNo,
            TypeCode::Choice => FieldType::Choice(self.take_options()?),
            TypeCode::Scale => FieldType::Scale(self.take_options()?),
            TypeCode::Multiple => FieldType::Multiple(self.take_options()?),
            TypeCode::Integer => FieldType::Integer(self.take_numbers(code)?, self.unit.take()),
            TypeCode::Decimal => FieldType::Decimal(self.take_numbers(code)?, self.unit.take()),
            TypeCode::Percent => FieldType::Percent(self.take_numbers(code)?),
            TypeCode::Money => FieldType::Money(self.take_numbers(code)?),
            TypeCode::Date => FieldType::Date(self.take_days()?),
            TypeCode::Text => FieldType::Text(self.format.take()),
            TypeCode::LongText => FieldType::LongText,
            TypeCode::Matrix | TypeCode::Info => {
                return Err(QuestionFault::NoRow { question: self.name.clone(), type_code: code.code() });
            }
        })
    }

    fn take_options(&mut self) -> Result<Vec<Choice>, QuestionFault> {
        if self.options.is_empty() { Err(self.lacking("options")) } else { Ok(std::mem::take(&mut self.options)) }
    }

    fn take_numbers(&mut self, code: TypeCode) -> Result<Range, QuestionFault> {
        self.take_range(code, "a number; write digits only, with a decimal point", |bound| match bound {
            Bound::Number(number) => Some(number),
            Bound::Day(_) => None,
        })
    }

    fn take_days(&mut self) -> Result<Range<Date>, QuestionFault> {
        self.take_range(TypeCode::Date, "a day; write it as 2026-04-30", |bound| match bound {
            Bound::Day(day) => Some(day),
            Bound::Number(_) => None,
        })
    }

    fn take_range<T>(
        &mut self,
        code: TypeCode,
        needed: &'static str,
        read: fn(Bound) -> Option<T>,
    ) -> Result<Range<T>, QuestionFault> {
        let (minimum, maximum) = (self.minimum.take(), self.maximum.take());
        let take = |key, bound: Option<Bound>| match bound.map(read) {
            None => Ok(None),
            Some(Some(bound)) => Ok(Some(bound)),
            Some(None) => {
                Err(QuestionFault::Bound { question: self.name.clone(), key, type_code: code.code(), needed })
            }
        };
        Ok(Range { minimum: take("minimum", minimum)?, maximum: take("maximum", maximum)? })
    }

    fn lacking(&self, key: &'static str) -> QuestionFault {
        QuestionFault::Lacking { question: self.name.clone(), key, type_code: self.type_code.code() }
    }
}

impl From<Question> for QuestionEntry {
    fn from(question: Question) -> Self {
        let (type_code, of, rows, field_type) = match question.kind {
            QuestionKind::Info => (TypeCode::Info, None, Vec::new(), None),
            QuestionKind::Matrix { of, rows } => (TypeCode::Matrix, Some(of.type_code()), rows, Some(of)),
            QuestionKind::Field(field_type) => (field_type.type_code(), None, Vec::new(), Some(field_type)),
        };
        let options = field_type.as_ref().map(|t| t.choices().to_vec()).unwrap_or_default();
        let format = if let Some(FieldType::Text(format)) = field_type { format } else { None };
        let numbers = |range: Range| (range.minimum.map(Bound::Number), range.maximum.map(Bound::Number));
        let ((minimum, maximum), unit) = match field_type {
            Some(FieldType::Integer(range, unit) | FieldType::Decimal(range, unit)) => (numbers(range), unit),
            Some(FieldType::Percent(range) | FieldType::Money(range)) => (numbers(range), None),
            Some(FieldType::Date(range)) => ((range.minimum.map(Bound::Day), range.maximum.map(Bound::Day)), None),
            _ => ((None, None), None),
        };
        Self {
            name: question.name,
            label: question.label,
            type_code,
            of,
            rows,
            options,
            unit,
            minimum,
            maximum,
            format,
            help: question.help,
            terms: question.terms,
            required: question.required,
            relevance: question.relevance,
            checks: question.checks,
            missing_reasons: question.missing_reasons,
            publication_level: question.publication_level,
            roles: question.roles,
            lineage: question.lineage,
            evidence: question.evidence,
            source: question.source,
        }
    }
}
