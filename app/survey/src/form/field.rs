//! A field of a form: one question, or one row of a matrix.

use crate::{
    definition::{FieldType, Lineage, MatrixRow, PublicationLevel, Question, QuestionKind, Questionnaire},
    format,
    name::FieldName,
    value::MissingReason,
};

/// What is answered, saved and versioned.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name, stable over the years.
    pub name: FieldName,
    /// The place of its section in the questionnaire.
    pub section: usize,
    /// The place of its question in the section.
    pub question: usize,
    /// The place of its row in the matrix.
    pub row: Option<usize>,
    /// The number of its question: `C1`. Rows share it.
    pub number: String,
    /// The words of the question; of a row, `question: row`, or after a sentence `question? row`.
    pub label: String,
    /// The words of the row, or of the question where there are no rows.
    pub short_label: String,
    /// What it can hold.
    pub field_type: FieldType,
    /// Whether submitting needs a value or a missing reason.
    pub required: bool,
    /// The missing reasons that may be given.
    pub missing_reasons: Vec<MissingReason>,
    /// Where its answers may be published.
    pub publication_level: PublicationLevel,
    /// Its lineage: the row's own, or the question's.
    pub lineage: Option<Lineage>,
    /// The relevance of the question and of the row, as written.
    pub relevance: Vec<String>,
}

/// Something to read that is asked of nobody.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Info {
    pub name: FieldName,
    pub section: usize,
    pub question: usize,
    pub relevance: Option<String>,
}

/// The fields of a questionnaire and its texts, both in its order.
pub(super) fn all(questionnaire: &Questionnaire) -> (Vec<Field>, Vec<Info>) {
    let (mut fields, mut infos) = (Vec::new(), Vec::new());
    for (section_at, section) in questionnaire.sections.iter().enumerate() {
        let mut asked = 0;
        for (question_at, question) in section.questions.iter().enumerate() {
            let field = |row: Option<(usize, &MatrixRow)>, field_type: &FieldType, number: usize| {
                field_of(question, row, field_type, (section_at, question_at), format!("{}{number}", section.letter))
            };
            match &question.kind {
                QuestionKind::Info => infos.push(Info {
                    name: FieldName::of_question(&question.name),
                    section: section_at,
                    question: question_at,
                    relevance: question.relevance.clone(),
                }),
                QuestionKind::Field(field_type) => {
                    asked += 1;
                    fields.push(field(None, field_type, asked));
                }
                QuestionKind::Matrix { of, rows } => {
                    asked += 1;
                    fields.extend(rows.iter().enumerate().map(|row| field(Some(row), of, asked)));
                }
            }
        }
    }
    (fields, infos)
}

fn field_of(
    question: &Question,
    row: Option<(usize, &MatrixRow)>,
    field_type: &FieldType,
    (section_at, question_at): (usize, usize),
    number: String,
) -> Field {
    let row_of = row.map(|(_, row)| row);
    Field {
        name: row_of
            .map_or_else(|| FieldName::of_question(&question.name), |row| FieldName::of_row(&question.name, &row.name)),
        section: section_at,
        question: question_at,
        row: row.map(|(at, _)| at),
        number,
        label: row_of.map_or_else(|| question.label.clone(), |row| format::followed(&question.label, &row.label)),
        short_label: row_of.map_or_else(|| question.label.clone(), |row| row.label.clone()),
        field_type: field_type.clone(),
        required: question.required,
        missing_reasons: question.missing_reasons.clone(),
        publication_level: question.publication_level,
        lineage: row_of.and_then(|row| row.lineage.clone()).or_else(|| question.lineage.clone()),
        relevance: [question.relevance.clone(), row_of.and_then(|row| row.relevance.clone())]
            .into_iter()
            .flatten()
            .collect(),
    }
}

pub(super) fn question_at(questionnaire: &Questionnaire, (section, question): (usize, usize)) -> Option<&Question> {
    questionnaire.sections.get(section)?.questions.get(question)
}
