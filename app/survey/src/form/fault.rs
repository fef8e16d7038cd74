//! What is wrong with a questionnaire, and where in the document.

use std::fmt;

/// One step into a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PathStep {
    /// Into a mapping.
    Key(&'static str),
    /// Into a list.
    Index(usize),
}

/// Something that is wrong: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// The way to it from the top of the document.
    pub path: Vec<PathStep>,
    /// The byte of the text at the end of the path, where the text is an expression.
    pub at: usize,
    /// What is wrong; what to do.
    pub message: String,
}

impl Fault {
    /// A fault at the beginning of what the path leads to.
    pub fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.0.clone(), at: 0, message: message.into() }
    }

    /// The same fault within the text that the path leads to.
    pub(super) fn at(mut self, at: usize) -> Self {
        self.at = at;
        self
    }

    /// The path for those who have no lines and columns: `sections/2/questions/0/label`.
    pub fn pointer(&self) -> String {
        let steps: Vec<String> = self.path.iter().map(PathStep::to_string).collect();
        steps.join("/")
    }
}

impl fmt::Display for PathStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

/// A path that is being walked.
#[derive(Debug, Clone, Default)]
pub struct Path(Vec<PathStep>);

impl Path {
    /// The path one key further.
    pub fn key(&self, key: &'static str) -> Self {
        self.step(PathStep::Key(key))
    }

    /// The path of an item of a list under a key.
    pub fn item(&self, key: &'static str, index: usize) -> Self {
        self.key(key).step(PathStep::Index(index))
    }

    /// Whether it leads into a row of a matrix.
    pub(super) fn leads_into_row(&self) -> bool {
        self.0.contains(&PathStep::Key("rows"))
    }

    fn step(&self, step: PathStep) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The question of a section, by their places.
    pub fn question(section: usize, question: usize) -> Self {
        Self::default().item("sections", section).item("questions", question)
    }
}
