//! The truth table of `survey::evaluation`: required, relevance and missing reasons.

use crate::scenario::AnsweredForm;
use survey::value::{Entry, MissingReason::*};

const NOT_ALLOWED: &str = "Här kan ni inte svara Vet ej. Svara på frågan.";

#[test]
fn required_missing_reason_and_relevance() {
    let yes = || Entry::Value(survey::value::Value::Code("ja".parse().unwrap()));
    let unreadable = || Entry::Unreadable("kanske".into());
    let fields = ["kravs", "kravs_utan_skal", "frivillig", "frivillig_utan_skal"];
    // (field, entry, answered, what stops submitting)
    let rows = [
        ("kravs", Entry::Empty, 0, "unanswered"),
        ("kravs", Entry::Missing(VetEj), 1, ""),
        ("kravs", Entry::Missing(EjTillampligt), 1, ""),
        ("kravs", Entry::Missing(UppgiftSaknas), 1, ""),
        ("kravs", Entry::Missing(VillEjSvara), 1, "error"),
        ("kravs", yes(), 1, ""),
        ("kravs", unreadable(), 0, "error"),
        ("kravs_utan_skal", Entry::Empty, 0, "unanswered"),
        ("kravs_utan_skal", Entry::Missing(VetEj), 1, "error"),
        ("kravs_utan_skal", yes(), 1, ""),
        ("kravs_utan_skal", unreadable(), 0, "error"),
        ("frivillig", Entry::Empty, 0, ""),
        ("frivillig", Entry::Missing(VetEj), 1, ""),
        ("frivillig", Entry::Missing(VillEjSvara), 1, "error"),
        ("frivillig", yes(), 1, ""),
        ("frivillig", unreadable(), 0, "error"),
        ("frivillig_utan_skal", Entry::Empty, 0, ""),
        ("frivillig_utan_skal", Entry::Missing(VillEjSvara), 1, ""),
        ("frivillig_utan_skal", Entry::Missing(VetEj), 1, "error"),
    ];
    for (field, entry, answered, obstacle) in rows {
        let row = format!("{field} {entry:?}");
        let mut scenario = AnsweredForm::of("missing_reasons");
        scenario.answer("visas", "nej");
        scenario.set(field, entry.clone());
        assert_eq!(scenario.obstacles(&fields), [""; 0], "not relevant: {row}");
        assert_eq!(scenario.frozen(), ["visas"], "not relevant: {row}");
        assert_eq!((scenario.total().asked, scenario.total().answered), (1, 1), "not relevant: {row}");

        scenario.answer("visas", "ja");
        let expected = if obstacle.is_empty() { vec![] } else { vec![format!("{obstacle} {field}")] };
        let mut obstacles = scenario.obstacles(&fields);
        obstacles.retain(|obstacle| obstacle.ends_with(&format!(" {field}")));
        assert_eq!(obstacles, expected, "{row}");
        assert_eq!((scenario.total().asked, scenario.total().answered), (5, 1 + answered), "{row}");
        assert_eq!(scenario.0.frozen().get(field), Some(&entry), "{row}");
    }
}

#[test]
fn a_reason_that_is_not_allowed_is_told_which_are() {
    let mut scenario = AnsweredForm::of("missing_reasons");
    scenario.answer("visas", "ja");
    scenario.skip("kravs_utan_skal", VetEj);
    assert_eq!(scenario.messages("kravs_utan_skal"), [NOT_ALLOWED]);
    scenario.skip("kravs", VillEjSvara);
    assert_eq!(
        scenario.messages("kravs"),
        [
            "Här kan ni inte svara Vill ej svara. Svara på frågan eller välj Vet ej, Ej tillämpligt eller Uppgift saknas."
        ]
    );
}

#[test]
fn unanswered_questions_are_those_that_need_an_answer() {
    let mut scenario = AnsweredForm::of("missing_reasons");
    scenario.answer("visas", "ja");
    assert_eq!(scenario.total().unanswered, 2);
    assert_eq!(scenario.obstacles(&[]), ["unanswered kravs", "unanswered kravs_utan_skal"]);
}
