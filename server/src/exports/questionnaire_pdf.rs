//! A questionnaire as a paper to prepare on: every question with its options to tick and room to write.

use super::pdf::{Paper, PaperError, Style};
use survey::{
    definition::{FieldType, Question, QuestionKind},
    form::Form,
    format,
    guide::{how_to_answer, when_to_answer, who_and_where},
};
use time::OffsetDateTime;

/// The file.
///
/// # Errors
/// When it does not meet the standards that it claims to meet.
pub fn pdf(form: &Form, year: i32, demo: bool, now: OffsetDateTime) -> Result<Vec<u8>, PaperError> {
    let questionnaire = form.questionnaire();
    let title = format!("{} {year}", questionnaire.title);
    let mut paper = Paper::new(format!("Formulär: {title}"), demo, now)?;
    paper.title(&title);
    paper.paragraph(
        "Formuläret på papper, att förbereda svaren på. Svaren lämnas i Lägesbild, inte på papper.",
        Style::Plain,
    );
    if let Some(introduction) = &questionnaire.introduction {
        paper.paragraph(introduction, Style::Plain);
    }
    for section in &questionnaire.sections {
        paper.section(&format!("{}. {}", section.letter, section.title));
        if let Some(introduction) = &section.introduction {
            paper.paragraph(introduction, Style::Plain);
        }
        for question in &section.questions {
            paper.keep_together(|paper| write_question(paper, form, question));
        }
    }
    paper.finish()
}

fn write_question(paper: &mut Paper, form: &Form, question: &Question) {
    let first = form.fields_of_question(question.name.as_str()).next();
    match first {
        Some(field) => paper.question(&field.number, &question.label),
        None => paper.paragraph(&question.label, Style::Answer),
    }
    for beside in beside(form, question) {
        paper.paragraph(&beside, Style::Note);
    }
    match &question.kind {
        QuestionKind::Info => {}
        QuestionKind::Field(field_type) => match options(field_type).as_slice() {
            [] => paper.room_to_write(lines(field_type), format::unit(field_type)),
            options => paper.boxes(options.iter().copied()),
        },
        QuestionKind::Matrix { of, rows } => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| match when_to_answer(form, row.relevance.as_deref()) {
                    Some(when) => format!("{} ({})", row.label, when.trim_end_matches('.')),
                    None => row.label.clone(),
                })
                .collect();
            paper.rows_to_fill_in(&rows, &options(of));
        }
    }
}

/// What is said beside a question: when it is asked, how it is answered, what its words mean.
fn beside(form: &Form, question: &Question) -> Vec<String> {
    let mut beside = Vec::new();
    beside.extend(when_to_answer(form, question.relevance.as_deref()));
    beside.extend(question.help.clone());
    beside.extend(who_and_where(question));
    beside.extend(question.terms.iter().map(|term| format!("{}: {}", term.term, term.definition)));
    let how = match &question.kind {
        QuestionKind::Info => None,
        QuestionKind::Field(field_type) | QuestionKind::Matrix { of: field_type, .. } => {
            Some(how_to_answer(field_type)).filter(|_| !matches!(field_type, FieldType::YesNo))
        }
    };
    let voluntary = !question.required && how.is_some();
    beside.extend(how.map(|how| if voluntary { format!("{how}. Frivillig.") } else { format!("{how}.") }));
    beside
}

/// What can be ticked.
fn options(field_type: &FieldType) -> Vec<&str> {
    match field_type {
        FieldType::YesNo => vec!["Ja", "Nej"],
        _ => field_type.choices().iter().map(|choice| choice.label.as_str()).collect(),
    }
}

fn lines(field_type: &FieldType) -> usize {
    if matches!(field_type, FieldType::LongText) { 3 } else { 1 }
}
