//! Where things stand in a YAML text: from the path of a fault to its line and column.

use crate::form::{Fault, PathStep};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

/// A line and a column of a text, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl From<Marker> for Position {
    fn from(marker: Marker) -> Self {
        Self { line: marker.line(), column: marker.col() + 1 }
    }
}

/// A node of the document and where it stands.
struct YamlNode {
    span: Span,
    content: NodeContent,
}

enum NodeContent {
    Scalar(String, ScalarStyle),
    List(Vec<YamlNode>),
    Mapping(Vec<Item>),
    Other,
}

/// A key of a mapping, where it stands, and its value.
struct Item {
    key: String,
    position: Position,
    value: YamlNode,
}

/// A YAML text and the places of its nodes.
pub(super) struct YamlDocument<'a> {
    text: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
    top: Option<YamlNode>,
    syntax_error: Option<(Position, String)>,
}

impl<'a> YamlDocument<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut parser = Parser::new_from_str(text);
        let mut syntax_error = None;
        let mut next = || match parser.next_event()? {
            Ok(event) => Some(event),
            Err(error) => {
                syntax_error = Some((Position::from(*error.marker()), error.info().to_owned()));
                None
            }
        };
        let top = node(&mut next);
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        Self { text, lines: [0].into_iter().chain(ends).collect(), top, syntax_error }
    }

    /// Where the text stops being YAML, and why.
    pub(super) fn syntax_error(&self) -> Option<&(Position, String)> {
        self.syntax_error.as_ref()
    }

    /// Where the value of a key stands that a message about the mapping at `start` names in backticks.
    pub(super) fn named_in(&self, message: &str, start: Position) -> Option<Position> {
        let (_, items) = self.top.as_ref()?.mapping(&|position, _| position == start)?;
        let words = message.split('`').skip(1).step_by(2);
        let mut named = words.filter_map(|word| items.iter().find(|item| item.key == word));
        named.next().map(|item| item.value.span.start.into())
    }

    /// Where the mapping begins that has a key at `position`.
    pub(super) fn mapping_around(&self, position: Position) -> Option<Position> {
        let has_key = |_, items: &[Item]| items.iter().any(|item| item.position == position);
        self.top.as_ref()?.mapping(&has_key).map(|(start, _)| start)
    }

    /// Where a fault stands: within the text at the end of its path, or as far as the path leads.
    pub(super) fn position(&self, fault: &Fault) -> Position {
        let mut current = self.top.as_ref();
        let mut deepest = current;
        let mut arrived = true;
        for step in &fault.path {
            current = current.and_then(|node| node.child(*step));
            arrived &= current.is_some();
            deepest = current.or(deepest);
        }
        let Some(node) = deepest else { return Position { line: 1, column: 1 } };
        let start = node.span.start.into();
        match &node.content {
            NodeContent::Scalar(value, style) if arrived => {
                self.within(start, value, *style, fault.at).unwrap_or(start)
            }
            _ => start,
        }
    }

    /// The place of a byte of a scalar's value. How long lines are folded does not matter: words are followed, not spaces.
    fn within(&self, start: Position, value: &str, style: ScalarStyle, at: usize) -> Option<Position> {
        let before = *self.lines.get(start.line - 1)?;
        let line = self.text.get(before..)?;
        let column = line.char_indices().nth(start.column - 1).map_or(line.len(), |(byte, _)| byte);
        let begin = before + column;
        let mut raw = self.text.get(begin..)?;
        raw = match style {
            ScalarStyle::Plain => raw,
            ScalarStyle::SingleQuoted => raw.strip_prefix('\'')?,
            ScalarStyle::DoubleQuoted => raw.strip_prefix('"')?,
            ScalarStyle::Literal | ScalarStyle::Folded => raw.split_once('\n').map_or(raw, |(_, content)| {
                // The scalar may begin at its first word already.
                if raw.starts_with(['|', '>']) { content } else { raw }
            }),
        };
        for letter in value.get(..at)?.chars().filter(|letter| !letter.is_whitespace()) {
            raw = raw.trim_start();
            raw = match (style, letter) {
                (ScalarStyle::SingleQuoted, '\'') => raw.strip_prefix("''")?,
                (ScalarStyle::DoubleQuoted, _) => raw.strip_prefix('\\').unwrap_or(raw).strip_prefix(letter)?,
                _ => raw.strip_prefix(letter)?,
            };
        }
        if value.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|letter| !letter.is_whitespace()) {
            raw = raw.trim_start();
        }
        let at = self.text.len() - raw.len();
        let line = self.lines.partition_point(|begin| *begin <= at);
        let begin = *self.lines.get(line.checked_sub(1)?)?;
        Some(Position { line, column: self.text.get(begin..at)?.chars().count() + 1 })
    }
}

impl YamlNode {
    /// The first mapping that is the one, and where it begins.
    fn mapping(&self, is_the_one: &dyn Fn(Position, &[Item]) -> bool) -> Option<(Position, &[Item])> {
        let start = self.span.start.into();
        match &self.content {
            NodeContent::Mapping(items) if is_the_one(start, items) => Some((start, items)),
            NodeContent::Mapping(items) => items.iter().find_map(|item| item.value.mapping(is_the_one)),
            NodeContent::List(items) => items.iter().find_map(|node| node.mapping(is_the_one)),
            NodeContent::Scalar(..) | NodeContent::Other => None,
        }
    }

    fn child(&self, step: PathStep) -> Option<&Self> {
        match (&self.content, step) {
            (NodeContent::Mapping(items), PathStep::Key(key)) => {
                items.iter().find(|item| item.key == key).map(|item| &item.value)
            }
            (NodeContent::List(items), PathStep::Index(index)) => items.get(index),
            _ => None,
        }
    }
}

/// Reads the next node. The text is known to be well-formed, but nothing is lost where it is not: the tree ends there.
fn node<'e>(next: &mut dyn FnMut() -> Option<(Event<'e>, Span)>) -> Option<YamlNode> {
    loop {
        let (event, span) = next()?;
        let content = match event {
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => continue,
            Event::StreamEnd | Event::DocumentEnd | Event::SequenceEnd | Event::MappingEnd => return None,
            Event::Alias(_) => NodeContent::Other,
            Event::Scalar(value, style, ..) => NodeContent::Scalar(value.into_owned(), style),
            Event::SequenceStart(..) => NodeContent::List(std::iter::from_fn(|| node(next)).collect()),
            Event::MappingStart(..) => NodeContent::Mapping(
                std::iter::from_fn(|| {
                    let YamlNode { span, content } = node(next)?;
                    let key = if let NodeContent::Scalar(key, _) = content { key } else { String::new() };
                    Some(Item { key, position: span.start.into(), value: node(next)? })
                })
                .collect(),
            ),
        };
        return Some(YamlNode { span, content });
    }
}
