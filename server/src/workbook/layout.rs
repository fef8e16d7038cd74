//! The workbook that colleagues fill in: what both the one who writes it and the one who reads it back must know.

/// The first cell of the sheet, which tells it from every other.
pub const MARK: &str = "lagesbild-svar-1";

/// The columns of the sheet, by their headers. The first two are hidden, and so is the row of the mark above them.
pub const COLUMNS: [ColumnLayout; 10] = [
    ColumnLayout { header: FIELD, width: 4.0 },
    ColumnLayout { header: VERSION, width: 4.0 },
    ColumnLayout { header: NUMBER, width: 6.0 },
    ColumnLayout { header: QUESTION, width: 58.0 },
    ColumnLayout { header: HOW, width: 30.0 },
    ColumnLayout { header: "Tidigare svar", width: 26.0 },
    ColumnLayout { header: ANSWER, width: 32.0 },
    ColumnLayout { header: REASON, width: 18.0 },
    ColumnLayout { header: EXPLANATION, width: 34.0 },
    ColumnLayout { header: COMMENT, width: 34.0 },
];

/// The header of the field, which is hidden.
pub const FIELD: &str = "Fält";
/// The header of the version, which is hidden.
pub const VERSION: &str = "Version";
/// The header of the question's number.
pub const NUMBER: &str = "Nr";
/// The header of the question.
pub const QUESTION: &str = "Fråga";
/// The header of how to answer.
pub const HOW: &str = "Så svarar ni";
/// The header of the answer.
pub const ANSWER: &str = "Svar";
/// The header of the missing reason.
pub const REASON: &str = "Varför inget svar";
/// The header of the explanation.
pub const EXPLANATION: &str = "Förklaring (följer med svaret)";
/// The header of the comment.
pub const COMMENT: &str = "Kommentar (stannar hos er)";

/// A column of the sheet.
#[derive(Debug, Clone, Copy)]
pub struct ColumnLayout {
    /// Its header.
    pub header: &'static str,
    /// How wide it is, in letters.
    pub width: f64,
}
