//! Checking the calls of functions.

use super::{
    ExpressionError, Type,
    check::{Checked, TypeChecker, refused, require_number},
    function::Function,
    kind::{ExpressionKind, are_options},
    operation::Operation,
    syntax::{Syntax, SyntaxNode},
    types::{NO, YES},
};
use regex_lite::Regex;
use std::cmp::Ordering;
use time::{Date, Month};

/// The most decimals that a number has.
const MAX_DECIMALS: i32 = 28;

impl TypeChecker<'_> {
    /// A call of a function. That it has as many arguments as it takes was seen when it was parsed.
    pub fn call(&mut self, at: usize, function: Function, arguments: &[SyntaxNode]) -> Checked {
        match (function, arguments) {
            (Function::True, _) => Ok((Operation::Boolean(true), ExpressionKind::BOOLEAN)),
            (Function::False, _) => Ok((Operation::Boolean(false), ExpressionKind::BOOLEAN)),
            (Function::Not, [condition]) => {
                Ok((Operation::Not(Box::new(self.condition(condition)?)), ExpressionKind::BOOLEAN))
            }
            (Function::If, [condition, then, otherwise]) => self.choice(condition, then, otherwise),
            (Function::Coalesce, all) => self.coalesce(all),
            (Function::AnyYes, all) => self.any_yes(all),
            (Function::CountNonEmpty, all) => {
                Ok((Operation::CountNonEmpty(self.many(all, |_, _| Ok(()))?), ExpressionKind::NUMBER))
            }
            (Function::Sum, all) => Ok((Operation::Sum(self.many(all, require_number)?), ExpressionKind::NUMBER)),
            (Function::Min, all) => {
                Ok((Operation::Extreme(Ordering::Less, self.many(all, require_number)?), ExpressionKind::NUMBER))
            }
            (Function::Max, all) => {
                Ok((Operation::Extreme(Ordering::Greater, self.many(all, require_number)?), ExpressionKind::NUMBER))
            }
            (Function::Previous, [field]) => {
                let (field, type_) = self.field(field)?;
                Ok((self.previous(at, field, &type_)?, ExpressionKind::Known(type_)))
            }
            (Function::Today, _) => Ok((self.circumstance(at, Operation::Today)?, ExpressionKind::Known(Type::Date))),
            (Function::Population, _) => {
                self.asks_population = true;
                Ok((self.circumstance(at, Operation::Population)?, ExpressionKind::NUMBER))
            }
            (Function::Answered, [field]) => {
                let (field, _) = self.field(field)?;
                self.fields.insert(field);
                Ok((Operation::Answered(field), ExpressionKind::BOOLEAN))
            }
            (Function::MissingReason, [field]) => {
                let (field, _) = self.field(field)?;
                self.fields.insert(field);
                Ok((Operation::MissingReason(field), ExpressionKind::Known(Type::missing_reason())))
            }
            (Function::Selected, [from, option]) => self.selected(from, option),
            (Function::CountSelected, [from]) => match self.node(from)? {
                (from, ExpressionKind::Known(Type::Codes(_))) => {
                    Ok((Operation::CountSelected(Box::new(from)), ExpressionKind::NUMBER))
                }
                (_, kind) => {
                    Err(refused(from, "a question with several choices", &kind, || "write answered(${field})"))
                }
            },
            (Function::Abs, [number]) => Ok((Operation::Abs(Box::new(self.number(number)?)), ExpressionKind::NUMBER)),
            (Function::Int, [number]) => Ok((Operation::Int(Box::new(self.number(number)?)), ExpressionKind::NUMBER)),
            (Function::Round, [number]) => {
                Ok((Operation::Round(Box::new(self.number(number)?), 0), ExpressionKind::NUMBER))
            }
            (Function::Round, [number, decimals]) => {
                let number = self.number(number)?;
                match decimals.whole_number().filter(|n| (-MAX_DECIMALS..=MAX_DECIMALS).contains(n)) {
                    Some(decimals) => Ok((Operation::Round(Box::new(number), decimals), ExpressionKind::NUMBER)),
                    None => Err(ExpressionError::new(decimals.at, || {
                        format!(
                            "how many decimals to keep is not known; write a whole number from -{MAX_DECIMALS} to {MAX_DECIMALS}"
                        )
                    })),
                }
            }
            (Function::Number, [of]) => match self.node(of)? {
                (
                    of,
                    ExpressionKind::Known(Type::Boolean | Type::Number | Type::Text | Type::Code(_))
                    | ExpressionKind::Words(_),
                ) => Ok((Operation::ToNumber(Box::new(of)), ExpressionKind::NUMBER)),
                (_, kind) => Err(refused(of, "text, a choice or a condition", &kind, || kind.as_number(&of.shown()))),
            },
            (Function::StringLength, [text]) => {
                Ok((Operation::StringLength(Box::new(self.text(text)?)), ExpressionKind::NUMBER))
            }
            (Function::Regex, [text, pattern]) => {
                let text = self.text(text)?;
                Ok((Operation::Matches(Box::new(text), self::pattern(pattern)?), ExpressionKind::BOOLEAN))
            }
            (Function::Date, [text]) => Ok((Operation::Date(date(text)?), ExpressionKind::Known(Type::Date))),
            _ => Err(ExpressionError::new(at, || "the function has too few or too many values; see how it is written")),
        }
    }

    /// What is known of one organisation's response and is no answer.
    fn circumstance(&self, at: usize, operation: Operation) -> Result<Operation, ExpressionError> {
        if self.scope.is_of_response() {
            return Ok(operation);
        }
        let message =
            "a measure is the same whatever day it is and whoever answers; take it away, or write date('2020-01-31')";
        Err(ExpressionError::new(at, || message))
    }

    /// All values that the arguments stand for, each argument accepted by the test.
    fn many(
        &mut self,
        arguments: &[SyntaxNode],
        accept: fn(&SyntaxNode, &ExpressionKind) -> Result<(), ExpressionError>,
    ) -> Result<Vec<Operation>, ExpressionError> {
        let mut all = Vec::new();
        for argument in arguments {
            let (values, kind) = self.values(argument)?;
            accept(argument, &kind)?;
            all.extend(values);
        }
        Ok(all)
    }

    fn choice(&mut self, condition: &SyntaxNode, then: &SyntaxNode, otherwise: &SyntaxNode) -> Checked {
        let condition = self.condition(condition)?;
        let (then, then_kind) = self.node(then)?;
        let (other, other_kind) = self.node(otherwise)?;
        let kind = then_kind.either(other_kind).map_err(|message| ExpressionError::new(otherwise.at, || message))?;
        Ok((Operation::If(Box::new((condition, then, other))), kind))
    }

    fn coalesce(&mut self, arguments: &[SyntaxNode]) -> Checked {
        let mut kind = ExpressionKind::Known(Type::Empty);
        let mut all = Vec::new();
        for argument in arguments {
            let (values, next) = self.values(argument)?;
            kind = kind.either(next).map_err(|message| ExpressionError::new(argument.at, || message))?;
            all.extend(values);
        }
        Ok((Operation::Coalesce(all), kind))
    }

    fn any_yes(&mut self, arguments: &[SyntaxNode]) -> Checked {
        let all = self.many(arguments, |argument, kind| {
            let is_yes_no = match kind {
                ExpressionKind::Known(Type::Code(options)) => {
                    options.iter().all(|option| matches!(option.as_str(), YES | NO))
                }
                ExpressionKind::Words(words) => words.iter().all(|word| matches!(word.as_str(), YES | NO)),
                ExpressionKind::Known(_) => false,
            };
            if is_yes_no {
                return Ok(());
            }
            Err(refused(argument, "a yes/no question", kind, || match kind {
                ExpressionKind::Known(Type::Boolean) => "write if(…, 'ja', 'nej')".to_owned(),
                _ => {
                    // Whoever has not answered has not said no.
                    let (shown, condition) = (argument.shown(), kind.as_condition(&argument.shown()));
                    format!("write if({shown} = '', '', if({condition}, 'ja', 'nej'))")
                }
            }))
        })?;
        Ok((Operation::AnyYes(all), ExpressionKind::Known(Type::yes_no())))
    }

    fn selected(&mut self, from: &SyntaxNode, option: &SyntaxNode) -> Checked {
        let (operation, kind) = self.node(from)?;
        let (ExpressionKind::Known(Type::Code(options)) | ExpressionKind::Known(Type::Codes(options))) = &kind else {
            return Err(refused(from, "a question with choices", &kind, || "compare it with = instead"));
        };
        let Syntax::Text(word) = &option.syntax else {
            return Err(ExpressionError::new(option.at, || {
                let advice = options.first().map_or("option", |first| first.as_str());
                format!("an option is needed here; write it in quotation marks, '{advice}'")
            }));
        };
        let not_an_option = |message| ExpressionError::new(option.at, || message);
        are_options(std::slice::from_ref(word), options).map_err(not_an_option)?;
        Ok((Operation::Selected(Box::new(operation), word.clone()), ExpressionKind::BOOLEAN))
    }

    fn text(&mut self, node: &SyntaxNode) -> Result<Operation, ExpressionError> {
        match self.node(node)? {
            (operation, ExpressionKind::Known(Type::Text) | ExpressionKind::Words(_)) => Ok(operation),
            (_, kind) => Err(refused(node, "text", &kind, || "compare it with =, < or > instead")),
        }
    }
}

/// A pattern that the whole text must match, as in ODK.
fn pattern(node: &SyntaxNode) -> Result<Regex, ExpressionError> {
    let Syntax::Text(pattern) = &node.syntax else {
        return Err(ExpressionError::new(
            node.at,
            || "a pattern is needed here; write it in quotation marks, '[0-9]{4}'",
        ));
    };
    let error = |error: regex_lite::Error| {
        ExpressionError::new(node.at, || {
            format!("the pattern cannot be read: {error}; the syntax is that of regex-lite")
        })
    };
    // By itself first: `a)|(b` would become right by being put in parentheses.
    Regex::new(pattern).map_err(error)?;
    Regex::new(&format!(r"\A(?:{pattern})\z")).map_err(error)
}

fn date(node: &SyntaxNode) -> Result<Date, ExpressionError> {
    let date = match &node.syntax {
        Syntax::Text(text) => iso_date(text),
        _ => None,
    };
    date.ok_or_else(|| ExpressionError::new(node.at, || "a day is needed here; write date('2020-01-31')"))
}

/// Year, month and day, and nothing else.
fn iso_date(text: &str) -> Option<Date> {
    let digits = |part: &str, length: usize| {
        if part.len() == length && part.bytes().all(|b| b.is_ascii_digit()) { part.parse::<u16>().ok() } else { None }
    };
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let month = Month::try_from(u8::try_from(digits(month, 2)?).ok()?).ok()?;
    Date::from_calendar_date(i32::from(digits(year, 4)?), month, u8::try_from(digits(day, 2)?).ok()?).ok()
}
