//! The codebook: what every variable means. Normative: INTERFACES, "Codebook JSON".

use crate::{
    definition::{Bound, Check, Choice, FieldType, Lineage, PublicationLevel, Term, decimal},
    form::{Field, Form},
    format,
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
    /// The title of that section.
    pub section_title: String,
    /// The question of the field.
    pub question: Name,
    /// Its words.
    pub label: String,
    /// The type of the field.
    #[serde(rename = "type")]
    pub type_code: &'static str,
    /// What a number counts: `%` of a share, `kr` of money; null where nothing is said.
    pub unit: Option<String>,
    /// The smallest number or the first day that is taken; null where there is no bound.
    #[serde(serialize_with = "decimal::serialize")]
    pub minimum: Option<Bound>,
    /// The largest number or the last day that is taken; null where there is no bound.
    #[serde(serialize_with = "decimal::serialize")]
    pub maximum: Option<Bound>,
    /// The option that the variable says chosen or not, of a multiple choice; null of the others.
    pub option: Option<VariableOption>,
    /// The codes that the field can have, where it has codes.
    pub options: Vec<CodebookOption>,
    /// How to answer; null where nothing is said.
    pub help: Option<String>,
    /// The words that the question uses in a special sense.
    pub terms: Vec<Term>,
    /// The expression under which the field is asked; null where it always is.
    pub relevance: Option<String>,
    /// What an answer is tested against.
    pub checks: Vec<Check>,
    /// The missing reasons that may be given.
    pub missing_reasons: Vec<MissingReason>,
    /// Whether submitting needs a value or a missing reason.
    pub required: bool,
    /// Where answers may be published.
    #[serde(rename = "publication")]
    pub publication_level: PublicationLevel,
    /// How the field relates to the questionnaire before; null where nothing is written.
    pub lineage: Option<Lineage>,
    /// The roles in an organisation that usually know the answer.
    pub roles: Vec<String>,
}

/// The option that a variable is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VariableOption {
    /// The code in the variable's name.
    pub code: Name,
    /// Its words.
    pub label: String,
}

/// A code and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodebookOption {
    /// The code in data files.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Whether it cannot be chosen together with another.
    pub exclusive: bool,
}

/// The codebook of a form, a row per variable in the order of the columns.
pub fn codebook(form: &Form) -> Vec<CodebookRow> {
    form.variables().iter().filter_map(|variable| row(form, variable)).collect()
}

fn row(form: &Form, variable: &Variable) -> Option<CodebookRow> {
    let field = form.fields().get(variable.field)?;
    let question = form.question_of(field)?;
    let section = form.questionnaire().sections.get(field.section)?;
    let [minimum, maximum] = field.field_type.bounds();
    Some(CodebookRow {
        variable: variable.name.clone(),
        field: field.name.clone(),
        section: section.name.clone(),
        section_title: section.title.clone(),
        question: question.name.clone(),
        label: variable.label.clone(),
        type_code: field.field_type.code(),
        unit: format::unit(&field.field_type).map(str::to_owned),
        minimum,
        maximum,
        option: variable.option.as_ref().map(|code| VariableOption {
            code: code.clone(),
            label: field.field_type.label_of(code.as_str()).to_owned(),
        }),
        options: options(&field.field_type),
        help: question.help.clone(),
        terms: question.terms.clone(),
        relevance: relevance(field),
        checks: question.checks.clone(),
        missing_reasons: field.missing_reasons.clone(),
        required: field.required,
        publication_level: field.publication_level,
        lineage: field.lineage.clone(),
        roles: question.roles.clone(),
    })
}

fn options(field_type: &FieldType) -> Vec<CodebookOption> {
    let is_exclusive = |code: &str| {
        let alone = |choice: &Choice| choice.exclusive && choice.name.as_str() == code;
        field_type.choices().iter().any(alone)
    };
    let option = |code: &str| CodebookOption {
        code: code.to_owned(),
        label: field_type.label_of(code).to_owned(),
        exclusive: is_exclusive(code),
    };
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
