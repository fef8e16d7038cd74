//! How a question is answered and when, in words: for paper, workbooks and whoever prepares.

use crate::{
    definition::{FieldType, PublicationLevel, Question, QuestionKind, Range},
    expression::Expression,
    form::{Field, Form},
    format, iso_date,
};
use time::Date;

/// How a field of this type is answered: `Ett heltal, minst 0, i dispensrar`.
pub fn how_to_answer(field_type: &FieldType) -> String {
    match field_type {
        FieldType::YesNo => "Ja eller nej".to_owned(),
        FieldType::Choice(_) => "Ett av alternativen".to_owned(),
        FieldType::Scale(_) => "Ett steg på skalan".to_owned(),
        FieldType::Multiple(_) => "Ett eller flera av alternativen".to_owned(),
        FieldType::Integer(range, _) => number("Ett heltal", *range, format::unit(field_type)),
        FieldType::Decimal(range, _) => number("Ett tal", *range, format::unit(field_type)),
        FieldType::Percent(_) => "Procent, 0–100".to_owned(),
        FieldType::Money(range) => number("Kronor", *range, None),
        FieldType::Date(range) => days(*range),
        FieldType::Text(_) => "Kort text".to_owned(),
        FieldType::LongText => "Text".to_owned(),
    }
}

fn days(range: Range<Date>) -> String {
    let first = range.minimum.map(|first| format!(", tidigast {}", iso_date::written(first)));
    let last = range.maximum.map(|last| format!(", senast {}", iso_date::written(last)));
    ["Ett datum, till exempel 2026-04-30".to_owned()].into_iter().chain(first).chain(last).collect()
}

fn number(what: &str, range: Range, unit: Option<&str>) -> String {
    let limits = match (range.minimum, range.maximum) {
        (Some(least), Some(most)) => format!(", {}–{}", format::number(least), format::number(most)),
        (Some(least), None) => format!(", minst {}", format::number(least)),
        (None, Some(most)) => format!(", högst {}", format::number(most)),
        (None, None) => String::new(),
    };
    let unit = unit.map(|unit| format!(", i {unit}")).unwrap_or_default();
    format!("{what}{limits}{unit}")
}

/// When a question is asked: `Svara om D4 är Ja.` None where it is always asked.
pub fn when_to_answer(form: &Form, relevance: Option<&str>) -> Option<String> {
    let source = relevance?;
    let expression = Expression::parse(source).ok()?;
    Some(match expression.in_words(form) {
        Some(words) => format!("Svara om {words}."),
        None => {
            let mut numbers: Vec<&str> = expression.names().filter_map(|name| number_of(form, name)).collect();
            numbers.dedup();
            format!("Svara bara om det gäller efter svaret på {}.", numbers.join(" och "))
        }
    })
}

/// When a field is asked: what its question and its row say together.
pub fn when_to_answer_field(form: &Form, field: &Field) -> Option<String> {
    let all: Vec<String> = field.relevance.iter().filter_map(|source| when_to_answer(form, Some(source))).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Who usually knows the answer, and where it is published; nothing where nothing is answered.
pub fn who_and_where(question: &Question) -> Option<String> {
    if matches!(question.kind, QuestionKind::Info) {
        return None;
    }
    let published = match question.publication_level {
        PublicationLevel::Open => "Svaret publiceras.",
        PublicationLevel::Aggregated => "Svaret redovisas bara sammanslaget med andras.",
        PublicationLevel::Internal => "Svaret publiceras inte.",
    };
    Some(match usually_known_by(&question.roles) {
        Some(known) => format!("{known}. {published}"),
        None => published.to_owned(),
    })
}

/// `Brukar kunna svara: MAS, it-chef`; nothing where that is not known.
pub fn usually_known_by<Role: AsRef<str>>(roles: &[Role]) -> Option<String> {
    let roles: Vec<&str> = roles.iter().map(AsRef::as_ref).collect();
    (!roles.is_empty()).then(|| format!("Brukar kunna svara: {}", roles.join(", ")))
}

fn number_of<'a>(form: &'a Form, name: &'a str) -> Option<&'a str> {
    let field = form.field(name).or_else(|| form.fields_of_question(name).next())?;
    Some(&field.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_says_its_limits_and_its_unit() {
        let range = |minimum: Option<i64>, maximum: Option<i64>| Range {
            minimum: minimum.map(Into::into),
            maximum: maximum.map(Into::into),
        };
        let integer = |range, unit: Option<&str>| how_to_answer(&FieldType::Integer(range, unit.map(str::to_owned)));
        assert_eq!(integer(range(Some(0), None), Some("dispensrar")), "Ett heltal, minst 0, i dispensrar");
        assert_eq!(integer(range(Some(1), Some(1000)), None), "Ett heltal, 1–1\u{a0}000");
        assert_eq!(integer(range(None, None), None), "Ett heltal");
        assert_eq!(how_to_answer(&FieldType::Money(range(None, Some(5)))), "Kronor, högst 5");
    }

    #[test]
    fn every_question_says_where_its_answer_is_published_and_who_knows_it() {
        let said = |json: &str| {
            let question = format!(r#"{{"name": "val", "label": "Val?", {json}}}"#);
            who_and_where(&serde_json::from_str(&question).unwrap())
        };
        let of = |json: &str| said(&format!(r#""type": "yes_no"{json}"#)).unwrap();
        assert_eq!(of(""), "Svaret publiceras.");
        assert_eq!(of(r#", "publication": "aggregated""#), "Svaret redovisas bara sammanslaget med andras.");
        assert_eq!(
            of(r#", "publication": "internal", "roles": ["MAS", "it-chef"]"#),
            "Brukar kunna svara: MAS, it-chef. Svaret publiceras inte."
        );
        assert_eq!(said(r#""type": "info""#), None);
    }

    #[test]
    fn a_condition_without_words_names_what_it_depends_on() {
        let form = r#"{"survey": "prov", "title": "Prov", "sections": [{"letter": "A", "name": "a", "title": "A", "questions": [
            {"name": "val", "label": "Val?", "type": "multiple", "options": [{"name": "x", "label": "X"}, {"name": "y", "label": "Y"}]}]}]}"#;
        let form = Form::new(serde_json::from_str(form).unwrap()).unwrap();
        let when = |source| when_to_answer(&form, source);
        assert_eq!(when(None), None);
        assert_eq!(when(Some("selected(${val}, 'y')")).as_deref(), Some("Svara om A1 har Y."));
        assert_eq!(
            when(Some("count-selected(${val}) > 1")).as_deref(),
            Some("Svara bara om det gäller efter svaret på A1.")
        );
    }
}
