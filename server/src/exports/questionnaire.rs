//! A questionnaire as a document to read and print. It stands alone and needs no script.

use html_escape::encode_text;
use std::fmt::{self, Write};
use survey::{
    definition::{Check, FieldType, Question, QuestionKind, Severity},
    form::Form,
    format,
    guide::{how_to_answer, when_to_answer, who_and_where},
};

/// How the document looks.
#[derive(Debug, Clone, Copy)]
pub enum DocumentStyle<'a> {
    /// As a file, which holds its own style.
    File,
    /// As a page of the site, which leads back to another.
    Page {
        /// The address of the stylesheet.
        stylesheet: &'a str,
        /// The address of the page that it belongs to.
        up: &'a str,
    },
}

const STYLE: &str = "body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}\
    h2{border-top:2px solid;padding-top:.5rem;margin-top:3rem}article{margin:1.5rem 0;break-inside:avoid}\
    h3,h4{margin:0}.write-here{border-bottom:1px solid;max-width:16rem;min-height:1.75rem;text-align:end}ul{margin:.25rem 0}.boxes{list-style-type:\"\\2610\\a0\\a0\"}small{font-size:.875rem}";

/// The document.
///
/// # Errors
/// Never, as text grows without limit.
pub fn html(form: &Form, year: i32, look: DocumentStyle<'_>) -> Result<String, fmt::Error> {
    let questionnaire = form.questionnaire();
    let title = encode_text(&questionnaire.title);
    let (style, up) = match look {
        DocumentStyle::File => (format!("<style>{STYLE}</style>"), String::new()),
        DocumentStyle::Page { stylesheet, up } => (
            format!(
                "<link rel=\"stylesheet\" href=\"{stylesheet}\">\n<link rel=\"icon\" href=\"/assets/lagesbild.svg\">"
            ),
            format!(
                "<nav class=\"crumbs\" aria-label=\"Var du är\"><ol role=\"list\"><li><a href=\"{up}\">Tillbaka</a></li></ol></nav>\n"
            ),
        ),
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"sv\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Formulär: {title} {year}</title>\n\
         {style}\n<main class=\"page blank\">\n{up}<h1>{title} {year}</h1>\n"
    );
    paragraph(&mut out, questionnaire.introduction.as_deref())?;
    for section in &questionnaire.sections {
        writeln!(out, "<h2>{}. {}</h2>", encode_text(&section.letter), encode_text(&section.title))?;
        paragraph(&mut out, section.introduction.as_deref())?;
        for question in &section.questions {
            write_question(&mut out, form, question, look)?;
        }
    }
    writeln!(out, "</main>\n</html>")?;
    Ok(out)
}

fn write_question(out: &mut String, form: &Form, question: &Question, look: DocumentStyle<'_>) -> fmt::Result {
    let first = form.fields_of_question(question.name.as_str()).next();
    let number = first.map(|field| format!("{} ", encode_text(&field.number))).unwrap_or_default();
    writeln!(out, "<article id=\"{}\">\n<h3>{number}{}</h3>", question.name, encode_text(&question.label))?;
    if let Some(when) = when_to_answer(form, question.relevance.as_deref()) {
        writeln!(out, "<p><small>{}</small></p>", encode_text(&when))?;
    }
    paragraph(out, question.help.as_deref())?;
    if let Some(words) = who_and_where(question) {
        writeln!(out, "<p><small>{}</small></p>", encode_text(&words))?;
    }
    for term in &question.terms {
        writeln!(out, "<p><small><b>{}</b>: {}</small></p>", encode_text(&term.term), encode_text(&term.definition))?;
    }
    match &question.kind {
        QuestionKind::Info => {}
        QuestionKind::Field(field_type) => {
            write_type(out, field_type)?;
            write_options(out, field_type)?;
        }
        QuestionKind::Matrix { of, rows } => {
            write_type(out, of)?;
            for row in rows {
                writeln!(out, "<h4>{}</h4>", encode_text(&row.label))?;
                write_options(out, of)?;
            }
        }
    }
    if !question.required && !matches!(question.kind, QuestionKind::Info) {
        writeln!(out, "<p><small>Frivillig.</small></p>")?;
    }
    // Who prepares on paper is checked when the answers are given.
    if matches!(look, DocumentStyle::File) {
        for check in &question.checks {
            write_check(out, check)?;
        }
    }
    writeln!(out, "</article>")
}

fn write_type(out: &mut String, field_type: &FieldType) -> fmt::Result {
    writeln!(out, "<p><small>{}</small></p>", encode_text(&how_to_answer(field_type)))
}

/// What can be ticked, or room to write.
fn write_options(out: &mut String, field_type: &FieldType) -> fmt::Result {
    let labels: Vec<&str> = field_type.codes().map(|code| field_type.label_of(code)).collect();
    if labels.is_empty() {
        let unit = format::unit(field_type).unwrap_or_default();
        return writeln!(out, "<p class=\"write-here\">{}</p>", encode_text(unit));
    }
    writeln!(out, "<ul class=\"boxes\">")?;
    for label in labels {
        writeln!(out, "<li>{}</li>", encode_text(label))?;
    }
    writeln!(out, "</ul>")
}

fn write_check(out: &mut String, check: &Check) -> fmt::Result {
    let severity = match check.severity {
        Severity::Error => "Fel",
        Severity::Warning => "Ska förklaras",
        Severity::Info => "Upplysning",
    };
    writeln!(out, "<p><small>{severity}: {}</small></p>", encode_text(&check.message))
}

fn paragraph(out: &mut String, text: Option<&str>) -> fmt::Result {
    let mut parts = text.into_iter().flat_map(|text| text.split("\n\n"));
    parts.try_for_each(|part| writeln!(out, "<p>{}</p>", encode_text(part)))
}
