//! The receipt of a submitted response as a paper: what was sent in, when, by whom, and every question with its answer.
//! What colleagues wrote to each other was never sent in.

use super::pdf::{Paper, PaperError, Style};
use app::words::receipt_facts;
use collection::respond::CopyView;
use survey::{
    definition::{Question, QuestionKind},
    form::Field,
    format,
};

const NO_ANSWER: &str = "Inget svar";

/// The file.
///
/// # Errors
/// When it does not meet the standards that it claims to meet.
pub fn pdf(copy: &CopyView, demo: bool) -> Result<Vec<u8>, PaperError> {
    let title = format!("Kvitto {}", copy.receipt.number);
    let mut paper = Paper::new(title.clone(), demo, copy.receipt.submitted_at)?;
    paper.title(&title);
    paper.paragraph("Svaren nedan är de som skickades in. De ändras aldrig.", Style::Plain);
    paper.facts(&receipt_facts(copy));
    for (place, section) in copy.form.questionnaire().sections.iter().enumerate() {
        let asked = |field: &Field| field.section == place && copy.entries.contains_key(&field.name);
        if !copy.form.fields().iter().any(asked) {
            continue;
        }
        paper.section(&format!("{}. {}", section.letter, section.title));
        for question in &section.questions {
            paper.keep_together(|paper| write_question(paper, copy, question));
        }
    }
    paper.finish()
}

fn write_question(paper: &mut Paper, copy: &CopyView, question: &Question) {
    let fields: Vec<&Field> = copy
        .form
        .fields_of_question(question.name.as_str())
        .filter(|field| copy.entries.contains_key(&field.name))
        .collect();
    let Some(first) = fields.first() else { return };
    paper.question(&first.number, &question.label);
    match question.kind {
        QuestionKind::Matrix { .. } => {
            let rows: Vec<(String, String)> = fields
                .iter()
                .map(|field| {
                    let explanation = explanation(copy, field).map(|text| format!("\n{text}")).unwrap_or_default();
                    (field.short_label.clone(), format!("{}{explanation}", answer(copy, field)))
                })
                .collect();
            paper.answers(&rows);
        }
        QuestionKind::Field(_) | QuestionKind::Info => {
            paper.paragraph(&answer(copy, first), Style::Answer);
            if let Some(text) = explanation(copy, first) {
                paper.paragraph(&text, Style::Note);
            }
        }
    }
}

fn answer(copy: &CopyView, field: &Field) -> String {
    let given = copy.entries.get(&field.name).map(|entry| format::answer(&field.field_type, entry));
    given.filter(|words| !words.is_empty()).unwrap_or_else(|| NO_ANSWER.to_owned())
}

fn explanation(copy: &CopyView, field: &Field) -> Option<String> {
    let explanation = copy.notes.get(&field.name)?.explanation.as_ref()?;
    Some(format!("Förklaring: {explanation}"))
}
