//! A questionnaire as a document to read and print. It stands alone and needs no script.

use html_escape::encode_text;
use std::fmt::{self, Write};
use survey::{
    definition::{Check, FieldType, Question, QuestionKind, Severity},
    form::Form,
    format,
};

const STYLE: &str = "body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}\
    h2{border-top:2px solid;padding-top:.5rem;margin-top:3rem}article{margin:1.5rem 0;break-inside:avoid}\
    h3{margin:0}ul{margin:.25rem 0}small,code{font-size:.875rem}code{overflow-wrap:anywhere}";

/// The document.
///
/// # Errors
/// Never, as text grows without limit.
pub fn html(form: &Form, year: i32) -> Result<String, fmt::Error> {
    let questionnaire = form.questionnaire();
    let title = encode_text(&questionnaire.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"sv\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} {year}</title>\n\
         <style>{STYLE}</style>\n<h1>{title} {year}</h1>\n"
    );
    paragraph(&mut out, questionnaire.introduction.as_deref())?;
    for section in &questionnaire.sections {
        writeln!(out, "<h2>{}. {}</h2>", encode_text(&section.letter), encode_text(&section.title))?;
        paragraph(&mut out, section.introduction.as_deref())?;
        for question in &section.questions {
            write_question(&mut out, form, question)?;
        }
    }
    Ok(out)
}

fn write_question(out: &mut String, form: &Form, question: &Question) -> fmt::Result {
    let first = form.fields_of_question(question.name.as_str()).next();
    let number = first.map(|field| format!("{} ", encode_text(&field.number))).unwrap_or_default();
    writeln!(out, "<article id=\"{}\">\n<h3>{number}{}</h3>", question.name, encode_text(&question.label))?;
    paragraph(out, question.help.as_deref())?;
    for term in &question.terms {
        writeln!(out, "<p><small><b>{}</b>: {}</small></p>", encode_text(&term.term), encode_text(&term.definition))?;
    }
    match &question.kind {
        QuestionKind::Info => {}
        QuestionKind::Field(field_type) => write_type(out, field_type)?,
        QuestionKind::Matrix { of, rows } => {
            list(out, rows.iter().map(|row| row.label.as_str()))?;
            write_type(out, of)?;
        }
    }
    if !question.required && !matches!(question.kind, QuestionKind::Info) {
        writeln!(out, "<p><small>Frivillig.</small></p>")?;
    }
    if let Some(relevance) = &question.relevance {
        writeln!(out, "<p><small>Ställs om <code>{}</code></small></p>", encode_text(relevance))?;
    }
    for check in &question.checks {
        write_check(out, check)?;
    }
    writeln!(out, "</article>")
}

fn write_type(out: &mut String, field_type: &FieldType) -> fmt::Result {
    let unit = format::unit(field_type).map(|unit| format!(", {unit}")).unwrap_or_default();
    let words = match field_type {
        FieldType::YesNo => "Ja eller nej",
        FieldType::Choice(_) => "Ett av",
        FieldType::Scale(_) => "En skala",
        FieldType::Multiple(_) => "Ett eller flera av",
        FieldType::Integer(..) => "Ett heltal",
        FieldType::Decimal(..) => "Ett tal",
        FieldType::Percent(_) => "Procent",
        FieldType::Money(_) => "Kronor",
        FieldType::Date => "Ett datum",
        FieldType::Text => "Kort text",
        FieldType::LongText => "Text",
    };
    writeln!(out, "<p><small>{words}{}</small></p>", encode_text(&unit))?;
    list(out, field_type.choices().iter().map(|choice| choice.label.as_str()))
}

fn write_check(out: &mut String, check: &Check) -> fmt::Result {
    let severity = match check.severity {
        Severity::Error => "Fel",
        Severity::Warning => "Ska förklaras",
        Severity::Info => "Upplysning",
    };
    let (message, condition) = (encode_text(&check.message), encode_text(&check.condition));
    writeln!(out, "<p><small>{severity}: {message} <code>{condition}</code></small></p>")
}

fn paragraph(out: &mut String, text: Option<&str>) -> fmt::Result {
    text.map_or(Ok(()), |text| writeln!(out, "<p>{}</p>", encode_text(text)))
}

fn list<'a>(out: &mut String, items: impl Iterator<Item = &'a str>) -> fmt::Result {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "<ul>")?;
    for item in items {
        writeln!(out, "<li>{}</li>", encode_text(item))?;
    }
    writeln!(out, "</ul>")
}
