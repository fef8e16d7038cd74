//! What is known of a part of an expression before there are answers.

use super::{Type, suggestion::nearest, words_for_authors};
use crate::{name::Name, value::plain_number};

/// A type, or the texts that stand in the source: only what they meet decides whether those are codes or text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ExpressionKind {
    Known(Type),
    /// One of these texts, none of them empty.
    Words(Vec<String>),
}

impl ExpressionKind {
    pub const BOOLEAN: Self = Self::Known(Type::Boolean);
    pub const NUMBER: Self = Self::Known(Type::Number);

    /// The type as it is seen from outside.
    pub fn into_type(self) -> Type {
        match self {
            Self::Known(type_) => type_,
            Self::Words(_) => Type::Text,
        }
    }

    /// In words, for messages.
    pub fn described(&self) -> String {
        match self {
            Self::Known(Type::Boolean) => "a condition".to_owned(),
            Self::Known(Type::Number) => "a number".to_owned(),
            Self::Known(Type::Text) => "text".to_owned(),
            Self::Known(Type::Date) => "a date".to_owned(),
            Self::Known(Type::Code(options)) => format!("a choice of {}", listed(options)),
            Self::Known(Type::Codes(options)) => format!("several choices of {}", listed(options)),
            Self::Known(Type::Empty) => "always empty".to_owned(),
            Self::Words(words) => format!("the text '{}'", words.first().map_or("", String::as_str)),
        }
    }

    /// The kind of what is either of the two; or why there is none.
    pub fn either(self, other: Self) -> Result<Self, String> {
        Ok(match (self, other) {
            (Self::Known(Type::Empty), kind) | (kind, Self::Known(Type::Empty)) => kind,
            (Self::Words(words), Self::Words(more)) => Self::Words(joined(words, more)),
            (Self::Words(_), Self::Known(Type::Text)) | (Self::Known(Type::Text), Self::Words(_)) => {
                Self::Known(Type::Text)
            }
            (Self::Words(words), Self::Known(Type::Code(options)))
            | (Self::Known(Type::Code(options)), Self::Words(words)) => {
                are_options(&words, &options)?;
                Self::Known(Type::Code(options))
            }
            (Self::Known(Type::Code(options)), Self::Known(Type::Code(more))) => {
                Self::Known(Type::Code(joined(options, more)))
            }
            (Self::Known(Type::Codes(options)), Self::Known(Type::Codes(more))) => {
                Self::Known(Type::Codes(joined(options, more)))
            }
            (one, other) if one == other => one,
            (one, other) => {
                return Err(words_for_authors(|| {
                    format!("here it is {}, before it was {}; give one type", other.described(), one.described())
                }));
            }
        })
    }

    /// Whether `=` can be meant; or why not, and what to write.
    pub fn can_equal(&self, other: &Self) -> Result<(), String> {
        match (self, other) {
            (Self::Known(Type::Empty), _) | (_, Self::Known(Type::Empty)) => Ok(()),
            (Self::Words(_), Self::Words(_) | Self::Known(Type::Text)) | (Self::Known(Type::Text), Self::Words(_)) => {
                Ok(())
            }
            (Self::Words(words), Self::Known(Type::Code(options)))
            | (Self::Known(Type::Code(options)), Self::Words(words)) => are_options(words, options),
            (Self::Known(Type::Code(one)), Self::Known(Type::Code(two)))
            | (Self::Known(Type::Codes(one)), Self::Known(Type::Codes(two))) => {
                if one.iter().any(|option| two.contains(option)) {
                    Ok(())
                } else {
                    Err(words_for_authors(|| {
                        format!(
                            "they have no option in common ({} and {}); compare each with its own options",
                            listed(one),
                            listed(two)
                        )
                    }))
                }
            }
            (one, two) if one == two => Ok(()),
            (one, two) => Err(words_for_authors(|| one.cannot_meet(two))),
        }
    }

    /// Whether `<` can be meant; or why not, and what to write.
    pub fn can_order(&self, other: &Self) -> Result<(), String> {
        match (self, other) {
            (Self::Known(Type::Empty), _) | (_, Self::Known(Type::Empty)) => Ok(()),
            (Self::Known(Type::Number), Self::Known(Type::Number))
            | (Self::Known(Type::Date), Self::Known(Type::Date)) => Ok(()),
            (one, two) => one.can_equal(two).and_then(|()| {
                Err(words_for_authors(|| {
                    format!(
                        "{} and {} have no order; numbers and dates have, everything else is compared with = and !=",
                        one.described(),
                        two.described()
                    )
                }))
            }),
        }
    }

    fn cannot_meet(&self, other: &Self) -> String {
        let met = |one: &Self, two: &Self| -> Option<String> {
            Some(match (one, two) {
                (Self::Known(Type::Number), Self::Words(words)) => {
                    match words.iter().find(|word| plain_number(word).is_some()) {
                        Some(word) => format!("write {word} without quotation marks"),
                        None => "write a number".to_owned(),
                    }
                }
                (Self::Known(Type::Date), Self::Words(_)) => "write date('2020-01-31')".to_owned(),
                (Self::Known(Type::Codes(_)), Self::Words(_) | Self::Known(Type::Code(_))) => {
                    "write selected(${field}, 'option')".to_owned()
                }
                (Self::Known(Type::Codes(_)), Self::Known(Type::Number)) => "write count-selected(${field})".to_owned(),
                (Self::Known(Type::Code(options)), Self::Known(Type::Number))
                    if options.iter().any(|o| plain_number(o.as_str()).is_some()) =>
                {
                    "write number(${field}), or the code in quotation marks".to_owned()
                }
                (Self::Known(Type::Code(options)), _) => format!("compare it with one of {}", listed(options)),
                (Self::Known(Type::Text), Self::Known(Type::Number)) => "write number(${field})".to_owned(),
                (Self::Known(Type::Boolean), _) => {
                    "a condition is true or false by itself; leave the comparison out".to_owned()
                }
                _ => return None,
            })
        };
        let advice =
            met(self, other).or_else(|| met(other, self)).unwrap_or_else(|| "compare what is of one type".to_owned());
        format!("{} cannot be compared with {}; {advice}", self.described(), other.described())
    }

    /// What to write where a condition is needed and this stands.
    pub fn as_condition(&self, shown: &str) -> String {
        match self {
            Self::Known(Type::Code(options)) => {
                format!("{shown} = '{}'", options.first().map_or("", Name::as_str))
            }
            Self::Known(Type::Codes(options)) => {
                format!("selected({shown}, '{}')", options.first().map_or("", Name::as_str))
            }
            Self::Known(Type::Number) => format!("{shown} > 0"),
            _ => format!("{shown} != ''"),
        }
    }

    /// What to do where a number is needed and this stands.
    pub fn as_number(&self, shown: &str) -> String {
        match self {
            Self::Words(words) => match words.iter().find(|word| plain_number(word).is_some()) {
                Some(word) => format!("write {word} without quotation marks"),
                None => "write a number".to_owned(),
            },
            Self::Known(Type::Boolean) => "write number(…) to count true as 1 and false as 0".to_owned(),
            Self::Known(Type::Codes(_)) => format!("write count-selected({shown})"),
            Self::Known(Type::Code(options))
                if options.iter().all(|option| plain_number(option.as_str()).is_none()) =>
            {
                format!("write number({}) to count true as 1 and false as 0", self.as_condition(shown))
            }
            Self::Known(Type::Text | Type::Code(_)) => format!("write number({shown})"),
            Self::Known(Type::Date) => "dates can only be compared".to_owned(),
            _ => "write a number or a field that holds one".to_owned(),
        }
    }
}

/// Whether every word is an option; or which is not.
pub(super) fn are_options(words: &[String], options: &[Name]) -> Result<(), String> {
    match words.iter().find(|word| !options.iter().any(|option| option.as_str() == word.as_str())) {
        None => Ok(()),
        Some(word) => Err(words_for_authors(|| {
            let advice = match nearest(word, options.iter().take(MOST_NAMED).map(Name::as_str)) {
                Some(meant) => format!("did you mean '{meant}'?"),
                None => "write one of them".to_owned(),
            };
            format!("'{word}' is not an option; the options are {}; {advice}", listed(options))
        })),
    }
}

/// The most options that a message names, and that are compared with what was written.
const MOST_NAMED: usize = 50;

/// The options as they stand in messages.
pub(super) fn listed(options: &[Name]) -> String {
    let named = options.iter().take(MOST_NAMED).map(|option| format!("'{option}'"));
    let more = (options.len() > MOST_NAMED).then(|| "…".to_owned());
    named.chain(more).collect::<Vec<_>>().join(", ")
}

fn joined<T: PartialEq>(mut some: Vec<T>, more: Vec<T>) -> Vec<T> {
    for one in more {
        if !some.contains(&one) {
            some.push(one);
        }
    }
    some
}
