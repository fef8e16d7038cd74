use crate::generated::{entry, field_types, question, typed, value};
use proptest::prelude::*;
use std::sync::LazyLock;
use survey::{
    definition::{FieldType, QuestionKind, Questionnaire, Section},
    form::{Field, Form},
    format, input,
    value::Entry,
    variable::{cells, read_cells},
};

/// A field of a type.
fn field(field_type: &FieldType) -> Field {
    static FIELD: LazyLock<Field> = LazyLock::new(|| {
        let questions = vec![question("f", QuestionKind::Field(FieldType::YesNo))];
        let section = Section {
            letter: "A".into(),
            name: "a".parse().unwrap(),
            title: "A".into(),
            introduction: None,
            questions,
        };
        let questionnaire = Questionnaire {
            survey: "test".into(),
            title: "Test".into(),
            introduction: None,
            sections: vec![section],
            dropped: vec![],
            reasons: vec![],
        };
        Form::new(questionnaire).unwrap().fields()[0].clone()
    });
    Field { field_type: field_type.clone(), ..FIELD.clone() }
}

fn typed_entries() -> impl Strategy<Value = (FieldType, Entry)> {
    field_types().prop_flat_map(|field_type| (Just(field_type.clone()), entry(field_type)))
}

proptest! {
    #[test]
    fn cells_are_read_as_they_were_written((field_type, entry) in typed_entries()) {
        prop_assume!(!matches!(entry, Entry::Unreadable(_)));
        let field = field(&field_type);
        let written = cells(&field, Some(&entry), false);
        let texts: Vec<&str> = written.iter().map(String::as_str).collect();
        prop_assert_eq!(read_cells(&field, &texts), Ok(Some(entry)));
    }

    #[test]
    fn what_was_not_asked_is_read_as_that(field_type in field_types()) {
        let field = field(&field_type);
        let written = cells(&field, None, false);
        let texts: Vec<&str> = written.iter().map(String::as_str).collect();
        prop_assert_eq!(read_cells(&field, &texts), Ok(None));
    }

    #[test]
    fn no_cell_is_taken_for_a_formula((field_type, entry) in typed_entries(), labels in any::<bool>()) {
        let is_text = matches!(field_type, FieldType::Text(_) | FieldType::LongText);
        for cell in cells(&field(&field_type), Some(&entry), labels) {
            prop_assert!(!is_text || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }

    #[test]
    fn no_cells_make_reading_fail_otherwise_than_in_words(field_type in field_types(), texts in prop::collection::vec(typed(), 0..5)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        if let Err(fault) = read_cells(&field(&field_type), &texts) {
            prop_assert!(fault.column < texts.len().max(1) && !fault.message.is_empty());
        }
    }

    #[test]
    fn what_is_shown_in_the_input_is_read_as_the_same((field_type, entry) in typed_entries()) {
        prop_assume!(!matches!(entry, Entry::Missing(_)));
        prop_assert_eq!(input::read(&field_type, &[&input::written(&field_type, &entry)]), entry);
    }

    #[test]
    fn every_answer_can_be_shown((field_type, value) in field_types().prop_flat_map(|t| (Just(t.clone()), value(t)))) {
        prop_assert!(!format::answer(&field_type, &Entry::Value(value)).is_empty());
    }
}
