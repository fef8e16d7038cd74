//! The functions of the language.

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Abs,
    Answered,
    AnyYes,
    Coalesce,
    CountNonEmpty,
    CountSelected,
    Date,
    False,
    If,
    Int,
    Max,
    Min,
    MissingReason,
    Not,
    Number,
    Population,
    Previous,
    Regex,
    Round,
    Selected,
    StringLength,
    Sum,
    Today,
    True,
}

/// How a function is written.
pub(super) struct Signature {
    pub function: Function,
    pub name: &'static str,
    /// The fewest and the most values it takes.
    pub takes: (usize, usize),
    pub usage: &'static str,
}

const ANY: usize = usize::MAX;

const fn signature(function: Function, name: &'static str, takes: (usize, usize), usage: &'static str) -> Signature {
    Signature { function, name, takes, usage }
}

/// Every function.
pub(super) const FUNCTIONS: [Signature; 24] = [
    signature(Function::Abs, "abs", (1, 1), "abs(number)"),
    signature(Function::Answered, "answered", (1, 1), "answered(${field})"),
    signature(Function::AnyYes, "any-yes", (1, ANY), "any-yes(${field}, …)"),
    signature(Function::Coalesce, "coalesce", (1, ANY), "coalesce(first, second, …)"),
    signature(Function::CountNonEmpty, "count-non-empty", (1, ANY), "count-non-empty(${field}, …)"),
    signature(Function::CountSelected, "count-selected", (1, 1), "count-selected(${field})"),
    signature(Function::Date, "date", (1, 1), "date('2020-01-31')"),
    signature(Function::False, "false", (0, 0), "false()"),
    signature(Function::If, "if", (3, 3), "if(condition, then, otherwise)"),
    signature(Function::Int, "int", (1, 1), "int(number)"),
    signature(Function::Max, "max", (1, ANY), "max(number, …)"),
    signature(Function::Min, "min", (1, ANY), "min(number, …)"),
    signature(Function::MissingReason, "missing-reason", (1, 1), "missing-reason(${field})"),
    signature(Function::Not, "not", (1, 1), "not(condition)"),
    signature(Function::Number, "number", (1, 1), "number(text)"),
    signature(Function::Population, "population", (0, 0), "population()"),
    signature(Function::Previous, "previous", (1, 1), "previous(${field})"),
    signature(Function::Regex, "regex", (2, 2), "regex(text, 'pattern')"),
    signature(Function::Round, "round", (1, 2), "round(number) or round(number, decimals)"),
    signature(Function::Selected, "selected", (2, 2), "selected(${field}, 'option')"),
    signature(Function::StringLength, "string-length", (1, 1), "string-length(text)"),
    signature(Function::Sum, "sum", (1, ANY), "sum(number, …)"),
    signature(Function::Today, "today", (0, 0), "today()"),
    signature(Function::True, "true", (0, 0), "true()"),
];

/// The function of that name.
pub(super) fn by_name(name: &str) -> Option<&'static Signature> {
    FUNCTIONS.iter().find(|signature| signature.name == name)
}
