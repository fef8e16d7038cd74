//! How completely the counted responses are filled in.

use rust_decimal::Decimal;
use survey::statistics::{aggregate::aggregates, dataset::Dataset, groups::GroupLabels, rounding::fraction};

/// How large a part of the required fields that the counted were asked has a valid value. "Vet ej" and the like are item
/// nonresponse. A field about which not even that may be said is left out.
pub(super) fn item_response(dataset: &Dataset) -> Option<Decimal> {
    let (mut asked, mut answered) = (0, 0);
    let mut last = None;
    for row in aggregates(dataset, None, &GroupLabels::default()) {
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
