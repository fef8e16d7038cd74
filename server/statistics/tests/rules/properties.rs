//! What holds whatever has been answered.

use super::{catalogue, form};
use proptest::prelude::*;
use rust_decimal::Decimal;
use statistics::{
    Counted, Dataset, GroupLabels, Grouping, Observation, ObservationStatus, ObservedRound, OrganisationGroups,
    Population,
    aggregate::{Aggregate, Audience, aggregates},
};
use std::{collections::BTreeMap, sync::Arc};
use survey::{form::Form, name::FieldName, value::Entry, variable::read_cells};

/// What one kommun has answered in the questionnaire of `sekretess`: a cell for each field, before relevance.
fn cells() -> impl Strategy<Value = Vec<String>> {
    let of = |codes: &'static [&'static str]| prop::sample::select(codes).prop_map(str::to_owned);
    let yes_no =
        || of(&["ja", "ja", "nej", "nej", "#vet_ej", "#ej_tillampligt", "#uppgift_saknas", "#vill_ej_svara", ""]);
    let hot = of(&["1,0,0", "0,1,0", "1,1,0", "0,0,1", "#vet_ej,,"]);
    (yes_no(), yes_no(), of(&["klassa", "egen", "", "#vet_ej"]), 0..4_u8, yes_no(), hot, yes_no()).prop_map(
        |(policy, plan, modell, resurs, ovanlig, hot, oppen)| {
            let plan = if policy == "ja" { plan } else { "#ej_stalld".into() };
            vec![policy, plan, modell, resurs.to_string(), ovanlig, hot, oppen]
        },
    )
}

fn dataset(form: &Arc<Form>, rows: &[(u8, Vec<String>)]) -> Dataset {
    let responses = rows.iter().enumerate().map(|(index, (lan, cells))| {
        let entry = |(field, cell): (&survey::form::Field, &String)| {
            let cells: Vec<&str> = cell.split(',').collect();
            Some((field.name.clone(), read_cells(field, &cells).unwrap()?))
        };
        let entries: BTreeMap<FieldName, Entry> = form.fields().iter().zip(cells).filter_map(entry).collect();
        let groups = OrganisationGroups { lan: format!("{lan:02}"), kommungrupp: "A1".into(), size: "1".into() };
        Counted { organisation: format!("{index:04}"), groups, entries }
    });
    Dataset::new(form.clone(), Population::Municipalities, responses)
}

fn of_field<'a>(rows: &'a [Aggregate], field: &'a str) -> impl Iterator<Item = &'a Aggregate> {
    rows.iter().filter(move |row| row.field.as_str() == field)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_aggregate_adds_up(rows in prop::collection::vec((1..4_u8, cells()), 0..40)) {
        let form = form("sekretess/questionnaire.yaml");
        let dataset = dataset(&form, &rows);
        let rows = aggregates(&dataset, Some(Grouping::Lan), &GroupLabels::default(), Audience::Publication);
        for row in &rows {
            prop_assert!(row.n_answered <= row.n_asked, "{row:?}");
            if let Some(why) = row.nonresponse {
                let without = why.vet_ej + why.uppgift_saknas + why.vill_ej_svara + why.empty;
                prop_assert_eq!(row.n_asked, row.n_answered.map(|answered| answered + without), "{:?}", row);
            }
            prop_assert!(row.hidden.is_some() || row.nonresponse.is_some(), "{row:?}");
            prop_assert!(row.count <= row.n_answered || row.n_answered.is_none(), "{row:?}");
            prop_assert!(row.share.is_none_or(|share| (Decimal::ZERO..=Decimal::ONE).contains(&share)));
            prop_assert!(row.minimum.is_some() == row.maximum.is_some());
        }
        // In an open single choice the shares of a group are all of it, and the groups are all of the total.
        let open: Vec<&Aggregate> = of_field(&rows, "oppen").collect();
        for yes in open.iter().filter(|row| row.option.as_ref().is_some_and(|option| option.as_str() == "ja")) {
            let no = open.iter().find(|row| row.group == yes.group && row.option != yes.option).unwrap();
            prop_assert_eq!(yes.count.unwrap() + no.count.unwrap(), yes.n_answered.unwrap());
            if let (Some(yes), Some(no)) = (yes.share, no.share) {
                prop_assert!((yes + no - Decimal::ONE).abs() < Decimal::new(1, 20));
            }
        }
        let count = |total: bool| open.iter().filter(|row| (row.group == "total") == total).map(|row| row.count.unwrap()).sum::<usize>();
        prop_assert_eq!(count(true), count(false));
    }

    /// What is shown is told by enough organisations, and not all or all but one of them are alike.
    #[test]
    fn what_is_shown_of_what_is_aggregated_only_is_safe(rows in prop::collection::vec((1..5_u8, cells()), 0..60)) {
        let form = form("sekretess/questionnaire.yaml");
        let dataset = dataset(&form, &rows);
        let rows = aggregates(&dataset, Some(Grouping::Lan), &GroupLabels::default(), Audience::Publication);
        for row in ["policy", "plan", "modell", "ovanlig", "hot"].into_iter().flat_map(|field| of_field(&rows, field)) {
            if row.hidden.is_some() {
                prop_assert_eq!((row.n_asked, row.n_answered, row.count, row.share), (None, None, None, None));
            } else if row.group == "total" {
                prop_assert!(row.n_answered >= Some(10), "{row:?}");
            } else {
                prop_assert!(row.n_answered >= Some(5) && row.count.unwrap() + 1 < row.n_answered.unwrap(), "{row:?}");
            }
        }
        // How many were asked about the plan is how many have a policy.
        for (policy, plan) in of_field(&rows, "policy").zip(of_field(&rows, "plan")) {
            prop_assert!(policy.hidden.is_none() || plan.hidden.is_some());
        }
    }

    /// Two tables of one question hide the same groups.
    #[test]
    fn an_indicator_hides_what_the_aggregate_hides(rows in prop::collection::vec((1..5_u8, cells()), 1..60)) {
        let form = form("sekretess/questionnaire.yaml");
        let dataset = dataset(&form, &rows);
        let catalogue = catalogue("sekretess/indicators.yaml", "prov-kommun", Population::Municipalities, &[(2020, &form)]);
        let round = ObservedRound { year: 2020, dataset: &dataset };
        let found = catalogue.observations("prov-kommun", round, None, &[Grouping::Lan]);
        let aggregates = aggregates(&dataset, Some(Grouping::Lan), &GroupLabels::default(), Audience::Publication);
        let of = |measure: &str, group: &str| -> &Observation {
            found.iter().find(|row| row.measure == measure && row.breakdown.code("lan").unwrap_or("total") == group).unwrap()
        };
        for field in ["policy", "plan", "ovanlig", "oppen"] {
            for row in of_field(&aggregates, field).filter(|row| row.option.as_ref().is_some_and(|o| o.as_str() == "ja")) {
                let observation = of(field, &row.group);
                prop_assert_eq!((observation.n_asked, observation.n_answered), (row.n_asked, row.n_answered));
                prop_assert_eq!(observation.numerator, row.count.filter(|_| row.n_answered > Some(0)).map(Decimal::from));
                let is_hidden = observation.status == ObservationStatus::Suppressed;
                prop_assert!(is_hidden == row.hidden.is_some(), "{observation:?} {row:?}");
            }
        }
        // Of several questions at least what each of them hides.
        for group in ["total", "01", "02", "03", "04"] {
            let hides = |measure: &str| {
                found.iter().any(|row| {
                    row.measure == measure
                        && row.breakdown.code("lan").unwrap_or("total") == group
                        && row.status == ObservationStatus::Suppressed
                })
            };
            let shows = |measure: &str| {
                found.iter().any(|row| {
                    row.measure == measure && row.breakdown.code("lan").unwrap_or("total") == group && row.value.is_some()
                })
            };
            prop_assert!(!((hides("policy") || hides("resurs")) && shows("bada")), "{group}");
        }
    }
}
