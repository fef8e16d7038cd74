//! How completely the counted responses are filled in.

use rust_decimal::Decimal;
use statistics::{
    aggregate::{Audience, aggregates},
    dataset::Dataset,
    groups::GroupLabels,
    rounding::fraction,
};

/// How large a part of the required fields that the counted were asked has a valid value. "Vet ej" and the like are item
/// nonresponse.
pub(super) fn item_response(dataset: &Dataset) -> Option<Decimal> {
    let (mut asked, mut answered) = (0, 0);
    let mut last = None;
    for row in aggregates(dataset, None, &GroupLabels::default(), Audience::Review) {
        // A field with options has a row for each, and all say the same of the field.
        if last.as_ref() == Some(&row.field) {
            continue;
        }
        let is_required = dataset.form().field(row.field.as_str()).is_some_and(|field| field.required);
        if let (true, Some(n_asked), Some(n_answered)) = (is_required, row.n_asked, row.n_answered) {
            asked += n_asked;
            answered += n_answered;
        }
        last = Some(row.field);
    }
    fraction(answered, asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statistics::{Counted, OrganisationGroups, Population};
    use std::sync::Arc;
    use survey::{
        definition::yaml,
        value::{Entry, MissingReason::*, Value},
    };

    const FORM: &str = r"
survey: prov
title: Prov
sections:
  - name: a
    letter: A
    title: A
    questions:
      - name: val
        label: Val?
        type: yes_no
        required: true
        missing_reasons: [vet_ej, ej_tillampligt]
      - name: antal
        label: Antal?
        type: integer
        required: true
      - name: frivillig
        label: Frivillig?
        type: integer
        required: false
";

    #[test]
    fn only_valid_values_to_required_questions_count() {
        let form = Arc::new(yaml::read_form(FORM).unwrap());
        let counted = |entries: &[(&str, Entry)]| Counted {
            organisation: "0114".into(),
            groups: OrganisationGroups::default(),
            entries: entries.iter().map(|(name, entry)| (name.parse().unwrap(), entry.clone())).collect(),
        };
        let yes = || Entry::Value(Value::Code("ja".parse().unwrap()));
        let one = || Entry::Value(Value::Number(1.into()));
        let of = |responses: Vec<Counted>| {
            item_response(&Dataset::new(Arc::clone(&form), Population::Municipalities, responses))
        };
        // Three required questions are asked: one is answered, one "vet ej", one has nothing.
        let two = vec![
            counted(&[("val", yes()), ("antal", Entry::Empty), ("frivillig", one())]),
            counted(&[("val", Entry::Missing(VetEj)), ("frivillig", Entry::Empty)]),
        ];
        assert_eq!(of(two), fraction(1, 3));
        // What does not apply is not asked.
        assert_eq!(of(vec![counted(&[("val", Entry::Missing(EjTillampligt)), ("antal", one())])]), fraction(1, 1));
        assert_eq!(of(Vec::new()), None);
    }
}
