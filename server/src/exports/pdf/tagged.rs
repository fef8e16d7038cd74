//! The file: what stands on the pages, what it is, and where the bookmarks lead.

use super::{
    PaperError,
    page::PAGE,
    typeface::{FontWeight, Typeface},
};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::{Page, PageSettings},
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagKind, TagTree,
    },
};
use std::num::NonZeroU16;
use time::{OffsetDateTime, UtcOffset};

/// What is on the pages, in the order that it is read.
#[derive(Debug, Default)]
pub(super) struct Tagged {
    pub lines: Vec<TextLine>,
    pub figures: Vec<DrawnFigure>,
    pub bookmarks: Vec<Bookmark>,
    nodes: Vec<(TagNode, Vec<Child>)>,
    roots: Vec<usize>,
}

/// A line of text. Without a node it is part of the page and not of the text.
#[derive(Debug)]
pub(super) struct TextLine {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub text: String,
    pub size: f32,
    pub weight: FontWeight,
    pub soft: bool,
    pub node: Option<usize>,
}

/// What is drawn and means nothing to those who listen.
#[derive(Debug)]
pub(super) struct DrawnFigure {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub shape: DrawnShape,
}

#[derive(Debug)]
pub(super) enum DrawnShape {
    /// As long and as thick as this.
    Rule(f32, f32),
    /// A square of this side.
    Box(f32),
}

/// Where a bookmark leads.
#[derive(Debug)]
pub(super) struct Bookmark {
    pub level: u16,
    pub text: String,
    pub page: usize,
    pub y: f32,
}

/// What a part of the text is.
#[derive(Debug)]
pub(super) enum TagNode {
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    ItemBody,
    Table,
    Row,
    RowHeader,
    Cell,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Child {
    Node(usize),
    Line(usize),
}

/// How much there was at one moment.
pub(super) struct Checkpoint([usize; 5]);

impl Tagged {
    pub(super) fn push_node(&mut self, node: TagNode, parent: Option<usize>) -> usize {
        let at = self.nodes.len();
        self.nodes.push((node, Vec::new()));
        self.push_child(parent, Child::Node(at));
        at
    }

    pub(super) fn push_child(&mut self, parent: Option<usize>, child: Child) {
        match (parent.and_then(|parent| self.nodes.get_mut(parent)), child) {
            (Some((_, children)), child) => children.push(child),
            (None, Child::Node(at)) => self.roots.push(at),
            (None, Child::Line(_)) => {}
        }
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint([self.lines.len(), self.figures.len(), self.bookmarks.len(), self.nodes.len(), self.roots.len()])
    }

    /// Forgets what came after a checkpoint, which must not have been inside of a node.
    pub(super) fn restore(&mut self, Checkpoint([lines, figures, bookmarks, nodes, roots]): &Checkpoint) {
        self.lines.truncate(*lines);
        self.figures.truncate(*figures);
        self.bookmarks.truncate(*bookmarks);
        self.nodes.truncate(*nodes);
        self.roots.truncate(*roots);
    }

    fn group(&self, at: usize, marks: &[Option<Identifier>]) -> Option<TagGroup> {
        let (node, children) = self.nodes.get(at)?;
        let mut group = TagGroup::new(node.tag());
        for child in children {
            match child {
                Child::Node(at) => group.children.extend(self.group(*at, marks).map(Into::into)),
                Child::Line(at) => group.children.extend(marks.get(*at).copied().flatten().map(Into::into)),
            }
        }
        Some(group)
    }
}

impl TagNode {
    fn tag(&self) -> TagKind {
        match self {
            Self::Heading(level, text) => {
                Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(text.clone())).into()
            }
            Self::Paragraph => Tag::P.into(),
            Self::List => Tag::L(ListNumbering::None).into(),
            Self::Item => Tag::LI.into(),
            Self::ItemBody => Tag::LBody.into(),
            Self::Table => Tag::Table.into(),
            Self::Row => Tag::TR.into(),
            Self::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
            Self::Cell => Tag::TD.into(),
        }
    }
}

/// Writes the file, and checks it against what it claims to be.
pub(super) fn file(
    content: Tagged,
    typeface: &Typeface,
    title: &str,
    pages: usize,
    now: OffsetDateTime,
) -> Result<Vec<u8>, PaperError> {
    let refused = |error: &dyn std::fmt::Debug| PaperError::Refused(format!("{error:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| refused(&error))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut marks: Vec<Option<Identifier>> = vec![None; content.lines.len()];
    for page in 0..pages {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| refused(&"the page has no size"))?;
        let mut sheet: Page<'_> = document.start_page_with(size);
        let mut surface = sheet.surface();
        for figure in content.figures.iter().filter(|figure| figure.page == page) {
            draw(&mut surface, figure);
        }
        for (line, mark) in content.lines.iter().zip(&mut marks).filter(|(line, _)| line.page == page) {
            *mark = write(&mut surface, typeface, line);
        }
        surface.finish();
        sheet.finish();
    }
    let mut tree = TagTree::new().with_lang(Some("sv".to_owned()));
    for root in &content.roots {
        tree.children.extend(content.group(*root, &marks).map(Into::into));
    }
    document.set_tag_tree(tree);
    document.set_outline(outline(&content.bookmarks));
    document.set_metadata(metadata(title, now));
    document.finish().map_err(|error| refused(&error))
}

fn metadata(title: &str, now: OffsetDateTime) -> Metadata {
    let now = now.to_offset(UtcOffset::UTC);
    let date = DateTime::new(u16::try_from(now.year()).unwrap_or_default())
        .month(u8::from(now.month()))
        .day(now.day())
        .hour(now.hour())
        .minute(now.minute())
        .second(now.second())
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(title.to_owned())
        .language("sv".to_owned())
        .creator("Lägesbild".to_owned())
        .producer("Lägesbild".to_owned())
        .creation_date(date)
}

/// Sections under the title.
fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut bookmarks = bookmarks.iter().peekable();
    while let Some(bookmark) = bookmarks.next() {
        let mut node = entry(bookmark);
        while let Some(inner) = bookmarks.next_if(|inner| inner.level > bookmark.level) {
            node.push_child(entry(inner));
        }
        outline.push_child(node.with_open(true));
    }
    outline
}

fn entry(bookmark: &Bookmark) -> OutlineNode {
    let at = Point::from_xy(0.0, (bookmark.y - 12.0).max(0.0));
    OutlineNode::new(bookmark.text.clone(), XyzDestination::new(bookmark.page, at))
}

fn draw(surface: &mut Surface<'_>, figure: &DrawnFigure) {
    let (x, y) = (figure.x, figure.y);
    let rect = match figure.shape {
        DrawnShape::Rule(length, thickness) => Rect::from_xywh(x, y, length, thickness),
        DrawnShape::Box(side) => Rect::from_xywh(x, y, side, side),
    };
    let mut path = PathBuilder::new();
    if let Some(rect) = rect {
        path.push_rect(rect);
    }
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    match figure.shape {
        DrawnShape::Rule(_, thickness) => surface.set_fill(Some(fill(thickness < 1.0))),
        DrawnShape::Box(_) => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: ink(true).into(), width: 0.8, ..Stroke::default() }));
        }
    }
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.end_tagged();
}

fn write(surface: &mut Surface<'_>, typeface: &Typeface, line: &TextLine) -> Option<Identifier> {
    let tag = match line.node {
        Some(_) => ContentTag::Span(SpanTag::empty()),
        None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
    };
    let mark = surface.start_tagged(tag);
    let face = typeface.face(line.weight);
    surface.set_fill(Some(fill(line.soft)));
    let at = Point::from_xy(line.x, line.y);
    surface.draw_glyphs(at, &face.glyphs(&line.text), face.font.clone(), &line.text, line.size, false);
    surface.end_tagged();
    line.node.map(|_| mark)
}

fn fill(soft: bool) -> Fill {
    Fill { paint: ink(soft).into(), opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

/// The colours of text in `style/00-tokens.css`.
fn ink(soft: bool) -> rgb::Color {
    if soft { rgb::Color::new(0x4a, 0x58, 0x55) } else { rgb::Color::new(0x15, 0x21, 0x1f) }
}
