//! Where everything stands: pages are filled from top to bottom, and what belongs together stays together.

use super::{
    PaperError,
    page::PAGE,
    tagged::{self, Bookmark, Child, DrawnFigure, DrawnShape, TagNode, Tagged, TextLine},
    typeface::{FontWeight, Typeface},
};
use time::OffsetDateTime;

const LEFT: f32 = 62.0;
const RIGHT: f32 = PAGE.0 - 62.0;
const TOP: f32 = 64.0;
const BOTTOM: f32 = PAGE.1 - 68.0;
/// Numbers of questions stand in a column of their own.
const HANGING: f32 = 34.0;
/// How wide the first column of a table is, of the whole.
const FIRST_COLUMN: f32 = 0.42;
const GAP: f32 = 14.0;
/// The side of a box to tick.
const BOX: f32 = 7.5;

/// How a paragraph looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Running text.
    Plain,
    /// What an answer says.
    Answer,
    /// What is said beside: help, notes, explanations.
    Note,
}

impl Style {
    fn size(self) -> f32 {
        match self {
            Self::Plain | Self::Answer => 10.5,
            Self::Note => 9.0,
        }
    }
}

/// A paper that is being written.
pub struct Paper {
    title: String,
    demo: bool,
    now: OffsetDateTime,
    typeface: Typeface,
    content: Tagged,
    page: usize,
    y: f32,
}

/// Text to be set: how large, how heavy, and how far from the left edge.
#[derive(Debug, Clone, Copy)]
struct TextSetting {
    size: f32,
    weight: FontWeight,
    left: f32,
    right: f32,
    soft: bool,
}

impl TextSetting {
    fn leading(self) -> f32 {
        self.size * 1.35
    }

    fn width(self) -> f32 {
        self.right - self.left
    }
}

impl Paper {
    /// An empty paper.
    ///
    /// # Errors
    /// Never, as the typeface is part of the program.
    pub fn new(title: impl Into<String>, demo: bool, now: OffsetDateTime) -> Result<Self, PaperError> {
        let typeface = Typeface::read()?;
        Ok(Self { title: title.into(), demo, now, typeface, content: Tagged::default(), page: 0, y: TOP })
    }

    /// What the paper is about, largest.
    pub fn title(&mut self, text: &str) {
        self.heading(1, None, text, TextSetting { size: 24.0, ..setting(FontWeight::Strong) });
        self.y += 8.0;
    }

    /// A section begins under a rule, with room for something beneath.
    pub fn section(&mut self, text: &str) {
        self.need(130.0);
        self.y += if self.y > TOP { 22.0 } else { 0.0 };
        self.rule(LEFT, RIGHT, 1.5);
        self.y += 8.0;
        self.heading(2, None, text, TextSetting { size: 15.0, ..setting(FontWeight::Strong) });
        self.y += 6.0;
    }

    /// A question with its number.
    pub fn question(&mut self, number: &str, text: &str) {
        self.y += 10.0;
        let setting = TextSetting { size: 10.5, left: LEFT + HANGING, ..setting(FontWeight::Strong) };
        self.heading(3, Some(number), text, setting);
    }

    /// Paragraphs, as the text is parted by empty lines.
    pub fn paragraph(&mut self, text: &str, style: Style) {
        for part in text.split("\n\n").filter(|part| !part.trim().is_empty()) {
            let node = self.node(TagNode::Paragraph, None);
            self.text(part, hanging(style), node);
            self.y += if style == Style::Plain { 5.0 } else { 2.0 };
        }
    }

    /// A list, each with a box to tick before it.
    pub fn boxes<'a>(&mut self, items: impl IntoIterator<Item = &'a str>) {
        let list = self.node(TagNode::List, None);
        self.y += 2.0;
        for item in items {
            let entry = self.node(TagNode::Item, Some(list));
            let body = self.node(TagNode::ItemBody, Some(entry));
            let setting = hanging(Style::Answer);
            let indented = TextSetting { left: setting.left + BOX + 7.0, ..setting };
            self.need(indented.leading());
            self.tick(setting.left, self.y + 3.0);
            self.text(item, indented, body);
            self.y += 2.0;
        }
    }

    /// Terms with what they say: a table with a header in each row.
    pub fn facts(&mut self, facts: &[(String, String)]) {
        let table = self.node(TagNode::Table, None);
        for (term, text) in facts {
            self.row(table, LEFT, (term, FontWeight::Strong), text);
        }
        self.rule(LEFT, RIGHT, 0.5);
        self.y += 8.0;
    }

    /// The rows of a matrix, each with what is answered.
    pub fn answers(&mut self, rows: &[(String, String)]) {
        let table = self.node(TagNode::Table, None);
        self.y += 3.0;
        for (row, answer) in rows {
            self.row(table, LEFT + HANGING, (row, FontWeight::Regular), answer);
        }
        self.rule(LEFT + HANGING, RIGHT, 0.5);
        self.y += 4.0;
    }

    /// The rows of a matrix, each with what can be ticked; with room to write where there is nothing to tick.
    pub fn rows_to_fill_in(&mut self, rows: &[String], options: &[&str]) {
        let table = self.node(TagNode::Table, None);
        self.y += 3.0;
        for row in rows {
            let cells = self.node(TagNode::Row, Some(table));
            let head = self.node(TagNode::RowHeader, Some(cells));
            let body = self.node(TagNode::Cell, Some(cells));
            let [first, second] = columns(LEFT + HANGING, FontWeight::Regular);
            let lines = self.lines(row, first).len().max(self.flowed(options, second).len()).max(1);
            let height = first.leading() * count(lines) + 7.0;
            self.need(height);
            self.rule(first.left, second.right, 0.5);
            let top = self.y;
            self.y = top + 3.0;
            self.text(row, first, head);
            self.y = top + 3.0;
            if options.is_empty() {
                self.write_here(second, body);
            } else {
                self.ticks(options, second, body);
            }
            self.y = top + height;
        }
        self.rule(LEFT + HANGING, RIGHT, 0.5);
        self.y += 4.0;
    }

    /// Lines to write on, with the unit of what is written.
    pub fn room_to_write(&mut self, lines: usize, unit: Option<&str>) {
        let setting = hanging(Style::Answer);
        let short = lines == 1;
        let right = if short { setting.left + 190.0 } else { RIGHT };
        for _ in 0..lines {
            self.need(24.0);
            self.y += 20.0;
            self.rule(setting.left, right, 0.5);
        }
        if let Some(unit) = unit {
            let node = self.node(TagNode::Paragraph, None);
            let setting = TextSetting { left: right + 6.0, ..setting };
            self.y -= setting.leading() - 3.0;
            self.text(unit, setting, node);
        }
        self.y += 6.0;
    }

    /// Writes what should not be parted by a page's end: if it was, it is written once more on a page of its own.
    pub fn keep_together(&mut self, write: impl Fn(&mut Self)) {
        let (page, y, before) = (self.page, self.y, self.content.checkpoint());
        write(self);
        if self.page > page && y > TOP {
            self.content.restore(&before);
            self.page = page;
            self.new_page();
            write(self);
        }
    }

    /// The file.
    ///
    /// # Errors
    /// When the paper does not meet the standards.
    pub fn finish(mut self) -> Result<Vec<u8>, PaperError> {
        let pages = self.page + 1;
        let mark = if self.demo { "Demo: personer, svar och allt som räknas ur svaren är påhittade. " } else { "" };
        for page in 0..pages {
            let words = format!("{mark}{}. Sida {} av {pages}", self.title, page + 1);
            let setting = TextSetting { size: 8.5, soft: true, ..setting(FontWeight::Regular) };
            // The foot of a page has one line.
            let line = self.lines(&words, setting).into_iter().next().unwrap_or_default();
            let (x, y) = (setting.left, PAGE.1 - 40.0);
            self.content.lines.push(TextLine {
                page,
                x,
                y,
                text: line,
                size: setting.size,
                weight: setting.weight,
                soft: true,
                node: None,
            });
        }
        tagged::file(self.content, &self.typeface, &self.title, pages, self.now)
    }

    fn heading(&mut self, level: u16, number: Option<&str>, text: &str, setting: TextSetting) {
        let whole = number.map_or_else(|| text.to_owned(), |number| format!("{number} {text}"));
        let node = self.node(TagNode::Heading(level, whole.clone()), None);
        self.need(setting.leading() * 2.0);
        if level < 3 {
            self.content.bookmarks.push(Bookmark { level, text: whole, page: self.page, y: self.y });
        }
        let top = self.y;
        if let Some(number) = number {
            let beside =
                TextSetting { left: LEFT, right: setting.left, weight: FontWeight::Regular, soft: true, ..setting };
            self.line(&format!("{number} "), beside, node);
            self.y = top;
        }
        self.text(text, setting, node);
    }

    /// A row of two cells.
    fn row(&mut self, table: usize, left: f32, (head, weight): (&str, FontWeight), text: &str) {
        let cells = self.node(TagNode::Row, Some(table));
        let header = self.node(TagNode::RowHeader, Some(cells));
        let cell = self.node(TagNode::Cell, Some(cells));
        let [first, second] = columns(left, weight);
        let lines = self.lines(head, first).len().max(self.lines(text, second).len());
        let height = first.leading() * count(lines) + 7.0;
        // What is longer than a page flows over to the next.
        if height < BOTTOM - TOP {
            self.need(height);
        }
        self.rule(left, RIGHT, 0.5);
        let (page, top) = (self.page, self.y);
        self.y = top + 3.0;
        self.text(head, first, header);
        if self.page == page {
            self.y = top + 3.0;
        }
        self.text(text, second, cell);
        self.y = if self.page == page { top + height } else { self.y + 4.0 };
    }

    /// The options of a row, each with its box, on as many lines as they need.
    fn ticks(&mut self, options: &[&str], setting: TextSetting, node: usize) {
        for line in self.flowed(options, setting) {
            let top = self.y;
            for (x, option) in line {
                self.y = top;
                self.tick(x, top + 3.0);
                self.line(&format!("{option} "), TextSetting { left: x + BOX + 5.0, ..setting }, node);
            }
            self.y = top + setting.leading();
        }
    }

    /// Options with where they stand, line by line.
    fn flowed<'a>(&self, options: &[&'a str], setting: TextSetting) -> Vec<Vec<(f32, &'a str)>> {
        let face = self.typeface.face(setting.weight);
        let mut lines: Vec<Vec<(f32, &str)>> = Vec::new();
        let mut x = setting.left;
        for option in options {
            let reach = BOX + 5.0 + face.width(option, setting.size);
            match lines.last_mut().filter(|_| x + reach <= setting.right) {
                Some(line) => line.push((x, option)),
                None => {
                    x = setting.left;
                    lines.push(vec![(x, option)]);
                }
            }
            x += reach + GAP;
        }
        lines
    }

    /// A cell that is written in by hand. It is not empty to those who listen.
    fn write_here(&mut self, setting: TextSetting, node: usize) {
        self.rule_at(setting.left, setting.left + 120.0, self.y + setting.leading(), 0.5);
        self.line("\u{a0}", setting, node);
    }

    fn text(&mut self, text: &str, setting: TextSetting, node: usize) {
        for line in self.lines(text, setting) {
            self.line(&line, setting, node);
        }
    }

    /// One line, at the top of what is left of the page.
    fn line(&mut self, text: &str, setting: TextSetting, node: usize) {
        self.need(setting.leading());
        if !text.is_empty() {
            let baseline = self.y + setting.size;
            self.content.lines.push(TextLine {
                page: self.page,
                x: setting.left,
                y: baseline,
                text: text.to_owned(),
                size: setting.size,
                weight: setting.weight,
                soft: setting.soft,
                node: Some(node),
            });
            let line = self.content.lines.len() - 1;
            self.content.push_child(Some(node), Child::Line(line));
        }
        self.y += setting.leading();
    }

    fn lines(&self, text: &str, setting: TextSetting) -> Vec<String> {
        self.typeface.face(setting.weight).lines(text, setting.size, setting.width())
    }

    fn node(&mut self, node: TagNode, parent: Option<usize>) -> usize {
        self.content.push_node(node, parent)
    }

    fn rule(&mut self, left: f32, right: f32, thickness: f32) {
        self.rule_at(left, right, self.y, thickness);
    }

    fn rule_at(&mut self, left: f32, right: f32, y: f32, thickness: f32) {
        self.content.figures.push(DrawnFigure {
            page: self.page,
            x: left,
            y,
            shape: DrawnShape::Rule(right - left, thickness),
        });
    }

    fn tick(&mut self, x: f32, y: f32) {
        self.content.figures.push(DrawnFigure { page: self.page, x, y, shape: DrawnShape::Box(BOX) });
    }

    /// Goes on to the next page where there is less room than this.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        self.page += 1;
        self.y = TOP;
    }
}

fn setting(weight: FontWeight) -> TextSetting {
    TextSetting { size: 10.5, weight, left: LEFT, right: RIGHT, soft: false }
}

/// Text under a question, or of the paper itself.
fn hanging(style: Style) -> TextSetting {
    let left = if style == Style::Plain { LEFT } else { LEFT + HANGING };
    TextSetting { size: style.size(), left, soft: style == Style::Note, ..setting(FontWeight::Regular) }
}

fn columns(left: f32, weight: FontWeight) -> [TextSetting; 2] {
    let middle = left + (RIGHT - left) * FIRST_COLUMN;
    let small = TextSetting { size: 9.5, ..setting(FontWeight::Regular) };
    [TextSetting { left, right: middle - GAP, weight, ..small }, TextSetting { left: middle, ..small }]
}

fn count(lines: usize) -> f32 {
    f32::from(u16::try_from(lines).unwrap_or(u16::MAX))
}
