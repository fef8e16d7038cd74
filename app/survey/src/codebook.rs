//! The codebook: what every variable means. Normative: INTERFACES, "Codebook JSON".

use crate::{
    definition::{Check, FieldType, Lineage, Publication},
    form::{Field, Form},
    name::{FieldName, Name},
    value::MissingReason,
    variable::Variable,
};
use serde::Serialize;

/// One variable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodebookRow {
    /// Its name: the column in data files.
    pub variable: String,
    /// Its field.
    pub field: FieldName,
    /// The section of the field.
    pub section: Name,
    /// The question of the field.
    pub question: Name,
    /// Its words.
    pub label: String,
    /// The type of the field.
    #[serde(rename = "type")]
    pub type_code: &'static str,
    /// The codes that the field can have, where it has codes.
    pub options: Vec<CodebookOption>,
    /// The expression under which the field is asked; null where it always is.
    pub relevance: Option<String>,
    /// What an answer is tested against.
    pub checks: Vec<Check>,
    /// The missing reasons that may be given.
    pub missing_reasons: Vec<MissingReason>,
    /// Whether submitting needs a value or a missing reason.
    pub required: bool,
    /// Where answers may be published.
    pub publication: Publication,
    /// How the field relates to the questionnaire before; null where nothing is written.
    pub lineage: Option<Lineage>,
}

/// A code and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodebookOption {
    /// The code in data files.
    pub code: String,
    /// Its words.
    pub label: String,
}

/// The codebook of a form, a row per variable in the order of the columns.
pub fn codebook(form: &Form) -> Vec<CodebookRow> {
    form.variables().iter().filter_map(|variable| row(form, variable)).collect()
}

fn row(form: &Form, variable: &Variable) -> Option<CodebookRow> {
    let field = form.fields().get(variable.field)?;
    let question = form.question_of(field)?;
    Some(CodebookRow {
        variable: variable.name.clone(),
        field: field.name.clone(),
        section: form.questionnaire().sections.get(field.section)?.name.clone(),
        question: question.name.clone(),
        label: variable.label.clone(),
        type_code: field.field_type.code(),
        options: options(&field.field_type),
        relevance: relevance(field),
        checks: question.checks.clone(),
        missing_reasons: field.missing_reasons.clone(),
        required: field.required,
        publication: field.publication,
        lineage: field.lineage.clone(),
    })
}

fn options(field_type: &FieldType) -> Vec<CodebookOption> {
    let option = |code: &str| CodebookOption { code: code.to_owned(), label: field_type.label_of(code).to_owned() };
    field_type.codes().map(option).collect()
}

/// The relevance of the question, or of the row, or both.
fn relevance(field: &Field) -> Option<String> {
    match field.relevance.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(several.iter().map(|source| format!("({source})")).collect::<Vec<_>>().join(" and ")),
    }
}
