//! From tokens to a tree: XPath's order of operators.

use super::{
    ExpressionError,
    function::{self, FUNCTIONS},
    suggestion::nearest,
    syntax::{MAX_DEPTH, Operator, Syntax, SyntaxNode},
    token::{Token, shortened, tokens},
};

/// Longer than any expression that people can read.
const MAX_LENGTH: usize = 10_000;

/// Parses a source, and gives the names in it in the order they are written.
pub(super) fn parse(source: &str) -> Result<(SyntaxNode, Vec<String>), ExpressionError> {
    if source.len() > MAX_LENGTH {
        return Err(ExpressionError::new(source.floor_char_boundary(MAX_LENGTH), || {
            format!("the expression is longer than {MAX_LENGTH} bytes; divide it into several")
        }));
    }
    let tokens = tokens(source)?;
    let names = tokens
        .iter()
        .filter_map(|(_, token)| match token {
            Token::Field(name) => Some((*name).to_owned()),
            _ => None,
        })
        .collect();
    let mut parser = Parser { tokens: &tokens, end: source.len(), nesting: 0 };
    let root = parser.expression(0)?;
    match parser.tokens.first() {
        None => Ok((root, names)),
        Some((at, token)) => Err(ExpressionError::new(*at, || unexpected_after_operand(*token))),
    }
}

struct Parser<'t, 's> {
    /// What is left.
    tokens: &'t [(usize, Token<'s>)],
    /// The length of the source: where an error stands when nothing is left.
    end: usize,
    /// How many calls of `expression` are going on.
    nesting: usize,
}

impl<'s> Parser<'_, 's> {
    /// Operands with the operators between them that bind more strongly than `weakest`.
    fn expression(&mut self, weakest: u8) -> Result<SyntaxNode, ExpressionError> {
        self.nesting += 1;
        if self.nesting > MAX_DEPTH {
            return Err(too_deep(self.at()));
        }
        let mut left = self.operand()?;
        while let Some(operator) = self.operator().filter(|operator| operator.binding() > weakest) {
            let at = self.at();
            self.advance();
            let right = self.expression(operator.binding())?;
            left = SyntaxNode::between(at, operator, left, right);
            if left.depth > MAX_DEPTH {
                return Err(too_deep(at));
            }
        }
        self.nesting -= 1;
        Ok(left)
    }

    /// A field, a literal, a call, something in parentheses, or one of these with minus signs before it.
    fn operand(&mut self) -> Result<SyntaxNode, ExpressionError> {
        let at = self.at();
        let node = match self.advance() {
            Some(Token::Field(name)) => SyntaxNode::new(at, Syntax::Field(name.to_owned())),
            Some(Token::Current) => SyntaxNode::new(at, Syntax::Current),
            Some(Token::Number(number)) => SyntaxNode::new(at, Syntax::Number(number)),
            Some(Token::Text(text)) => SyntaxNode::new(at, Syntax::Text(text.to_owned())),
            // A minus sign binds more strongly than any operator between operands, so no operator is taken.
            Some(Token::Symbol("-")) => SyntaxNode::new(at, Syntax::Negate(Box::new(self.expression(u8::MAX)?))),
            Some(Token::Symbol("(")) => {
                let inner = self.expression(0)?;
                self.close(at)?;
                inner
            }
            Some(Token::Word(word)) => return self.call(at, word),
            Some(Token::Symbol(symbol)) => {
                return Err(ExpressionError::new(at, || {
                    format!("`{symbol}` stands where a value is needed; write a field, a number or a text before it")
                }));
            }
            None => {
                return Err(ExpressionError::new(
                    at,
                    || "the expression ends where a value is needed; write a field, a number or a text",
                ));
            }
        };
        if node.depth > MAX_DEPTH { Err(too_deep(at)) } else { Ok(node) }
    }

    fn call(&mut self, at: usize, word: &str) -> Result<SyntaxNode, ExpressionError> {
        if !self.next_is("(") {
            return Err(ExpressionError::new(at, || match Operator::of(word) {
                Some(_) => format!("`{word}` stands between two values; write one before it"),
                None => {
                    format!("`{0}` stands alone; write `${{{0}}}` for a field or `'{0}'` for a text", shortened(word))
                }
            }));
        }
        let Some(signature) = function::by_name(word) else {
            return Err(ExpressionError::new(at, || unknown_function(word)));
        };
        let opened = self.at();
        self.advance();
        let mut arguments = Vec::new();
        if !self.next_is(")") {
            arguments.push(self.expression(0)?);
            while self.next_is(",") {
                self.advance();
                arguments.push(self.expression(0)?);
            }
        }
        self.close(opened)?;
        let (fewest, most) = signature.takes;
        if arguments.len() < fewest || arguments.len() > most {
            return Err(ExpressionError::new(at, || {
                format!("`{word}` does not take {} values; write {}", arguments.len(), signature.usage)
            }));
        }
        let node = SyntaxNode::new(at, Syntax::Call(signature.function, arguments));
        if node.depth > MAX_DEPTH { Err(too_deep(at)) } else { Ok(node) }
    }

    /// The parenthesis that closes the one at `opened`.
    fn close(&mut self, opened: usize) -> Result<(), ExpressionError> {
        match self.tokens.first() {
            Some((_, Token::Symbol(")"))) => {
                self.advance();
                Ok(())
            }
            Some((at, token)) if !matches!(token, Token::Symbol(",")) => {
                Err(ExpressionError::new(*at, || unexpected_after_operand(*token)))
            }
            Some((at, _)) => {
                Err(ExpressionError::new(*at, || "a comma stands only between the values of a function; take it away"))
            }
            None => Err(ExpressionError::new(opened, || "the parenthesis is not closed; write `)`")),
        }
    }

    fn operator(&self) -> Option<Operator> {
        match self.tokens.first() {
            Some((_, Token::Symbol(sign) | Token::Word(sign))) => Operator::of(sign),
            _ => None,
        }
    }

    fn next_is(&self, symbol: &str) -> bool {
        matches!(self.tokens.first(), Some((_, Token::Symbol(next))) if *next == symbol)
    }

    fn at(&self) -> usize {
        self.tokens.first().map_or(self.end, |(at, _)| *at)
    }

    fn advance(&mut self) -> Option<Token<'s>> {
        let ((_, token), rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(*token)
    }
}

fn too_deep(at: usize) -> ExpressionError {
    ExpressionError::new(at, || {
        format!(
            "more than {MAX_DEPTH} operators or parentheses stand in each other; divide the expression, or use sum(…)"
        )
    })
}

fn unexpected_after_operand(token: Token<'_>) -> String {
    match token {
        Token::Word(word) => match Operator::of(&word.to_ascii_lowercase()) {
            Some(_) => format!("`{word}` is not an operator; write `{}`", word.to_ascii_lowercase()),
            None => format!(
                "`{}` stands where an operator is needed; write `and`, `or`, `=` or another before it",
                shortened(word)
            ),
        },
        Token::Symbol(symbol @ (")" | ",")) => {
            format!("there is no parenthesis that this `{symbol}` belongs to; take it away")
        }
        _ => {
            "two values stand beside each other; write an operator between them: `and`, `or`, `=` or another".to_owned()
        }
    }
}

fn unknown_function(word: &str) -> String {
    let names = || FUNCTIONS.iter().map(|signature| signature.name);
    match nearest(word, names()) {
        Some(meant) => format!("unknown function `{}`; did you mean `{meant}`?", shortened(word)),
        None => format!(
            "unknown function `{}`; the functions are {}",
            shortened(word),
            names().collect::<Vec<_>>().join(", ")
        ),
    }
}
