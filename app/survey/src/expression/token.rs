//! Cutting the source into tokens.

use super::ExpressionError;
use crate::{name::FieldName, value::plain_number};
use rust_decimal::Decimal;

/// The smallest parts of an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'s> {
    /// `${name}`
    Field(&'s str),
    /// `.`
    Current,
    /// `12.5`
    Number(Decimal),
    /// `'text'` or `"text"`
    Text(&'s str),
    /// The name of a function or of an operator: `any-yes`, `and`.
    Word(&'s str),
    /// `(`, `!=` and the like.
    Symbol(&'static str),
}

/// The longer ones first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 12] = ["!=", "<=", ">=", "(", ")", ",", "+", "-", "*", "=", "<", ">"];

/// What other languages write, and what it is here.
const FOREIGN: [(&str, &str); 16] = [
    ("==", "="),
    ("<>", "!="),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("&&", "and"),
    ("||", "or"),
    ("!", "not(…)"),
    ("/", "div"),
    ("÷", "div"),
    ("%", "mod"),
    ("−", "-"),
    ("‘", "'"),
    ("’", "'"),
    ("“", "'"),
    ("”", "'"),
];

/// All tokens of the source, each with the byte where it begins.
pub(super) fn tokens(source: &str) -> Result<Vec<(usize, Token<'_>)>, ExpressionError> {
    let mut found = Vec::new();
    let mut rest = source.trim_start();
    while !rest.is_empty() {
        let at = source.len() - rest.len();
        let (token, length) = token(rest, at)?;
        found.push((at, token));
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok(found)
}

/// The first token of a text that does not begin with white space, and its length.
fn token(rest: &str, at: usize) -> Result<(Token<'_>, usize), ExpressionError> {
    if let Some((foreign, ours)) =
        FOREIGN.iter().find(|(foreign, _)| rest.starts_with(foreign) && !rest.starts_with("!="))
    {
        return Err(ExpressionError::new(at, || format!("`{foreign}` is not written here; write `{ours}`")));
    }
    if let Some(inner) = rest.strip_prefix("${") {
        let Some((name, _)) = inner.split_once('}') else {
            return Err(ExpressionError::new(at, || "`${` has no end; write `${name}`"));
        };
        return match name.parse::<FieldName>() {
            Ok(_) => Ok((Token::Field(name), name.len() + 3)),
            Err(_) => Err(ExpressionError::new(at, || {
                format!("`{}` is not a field's name; write `${{question}}` or `${{question.row}}`", shortened(name))
            })),
        };
    }
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        return match rest.get(1..).and_then(|inner| inner.split_once(quote)) {
            Some((text, _)) => Ok((Token::Text(text), text.len() + 2)),
            None => Err(ExpressionError::new(at, || format!("the text has no end; close it with {quote}"))),
        };
    }
    if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
        return Ok((Token::Symbol(symbol), symbol.len()));
    }
    let length_of = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    let byte = |place: usize| rest.as_bytes().get(place).copied().unwrap_or_default();
    let (first, second) = (byte(0), byte(1));
    if first.is_ascii_digit() || (first == b'.' && second.is_ascii_digit()) {
        let length = length_of(|c| c.is_ascii_digit() || c == '.');
        let digits = rest.get(..length).unwrap_or_default();
        return match plain_number(digits) {
            Some(number) => Ok((Token::Number(number), length)),
            None => Err(ExpressionError::new(at, || {
                format!(
                    "`{}` cannot be read as a number; write digits with at most one decimal point, 28 digits in all",
                    shortened(digits)
                )
            })),
        };
    }
    if first == b'.' {
        return Ok((Token::Current, 1));
    }
    if first.is_ascii_alphabetic() {
        let length = length_of(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        return Ok((Token::Word(rest.get(..length).unwrap_or_default()), length));
    }
    Err(ExpressionError::new(at, || {
        let strange = rest.chars().next().unwrap_or_default();
        format!("`{}` has no meaning here; take it away", strange.escape_debug())
    }))
}

/// A text as it is quoted in a message.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_hold_hyphens_and_a_point_may_begin_a_number() {
        let read: Vec<_> = tokens("any-yes( .)>= .5-${a.b}\n!=\"it's\"").unwrap();
        assert_eq!(
            read,
            [
                (0, Token::Word("any-yes")),
                (7, Token::Symbol("(")),
                (9, Token::Current),
                (10, Token::Symbol(")")),
                (11, Token::Symbol(">=")),
                (14, Token::Number(Decimal::new(5, 1))),
                (16, Token::Symbol("-")),
                (17, Token::Field("a.b")),
                (24, Token::Symbol("!=")),
                (26, Token::Text("it's")),
            ]
        );
    }

    #[test]
    fn what_other_languages_write_is_translated() {
        for (source, ours) in
            [("1 == 1", "`=`"), ("1 && 1", "`and`"), ("!1", "`not(…)`"), ("1 / 2", "`div`"), ("1 ≤ 2", "`<=`")]
        {
            let error = tokens(source).unwrap_err();
            assert!(error.message.ends_with(&format!("write {ours}")), "{source}: {error}");
        }
    }
}
