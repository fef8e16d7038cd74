use crate::scenario::{AnsweredForm, form, name};
use survey::{
    definition::{CheckKind, Severity},
    evaluation::{Evaluation, EvaluationContext, ReferenceGroup, ReferenceRange},
    value::Value,
};
use time::macros::date;

const CIRCUMSTANCES: EvaluationContext = EvaluationContext { today: date!(2026 - 04 - 22), population: Some(1000) };

const MORE_TRAINED: &str = "Fler är utbildade än anställda. Rätta ett av svaren.";
const TEN_TIMES: &str = "Tio gånger fler än förra året. Stämmer det?";

#[test]
fn a_check_runs_where_its_field_has_a_value() {
    let mut scenario = AnsweredForm::of("checks");
    scenario.answer("anstallda", "5");
    assert_eq!(scenario.messages("utbildade"), [""; 0]);
    assert_eq!(scenario.answer("utbildade", "6"), ["utbildade"]);
    assert_eq!(scenario.messages("utbildade"), [MORE_TRAINED]);
    // The other side of the check repairs it too.
    assert_eq!(scenario.answer("anstallda", "7"), ["utbildade"]);
    assert_eq!(scenario.messages("utbildade"), [""; 0]);
    // Nothing is less than a number that cannot be read.
    assert_eq!(scenario.answer("anstallda", "sju"), ["anstallda", "utbildade"]);
    assert_eq!(scenario.messages("utbildade"), [MORE_TRAINED]);
}

#[test]
fn an_error_stops_a_warning_is_explained_an_info_is_shown() {
    let previous = [(name("utbildade"), Value::Number(4.into()))].into();
    let mut scenario = AnsweredForm::after("checks", previous);
    scenario.answer("anstallda", "30");
    scenario.answer("utbildade", "40");
    assert_eq!(scenario.messages("utbildade"), [MORE_TRAINED, TEN_TIMES, "Är talet avrundat?"]);
    let severities: Vec<Severity> = scenario.0.violations("utbildade").iter().map(|v| v.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning, Severity::Info]);
    assert_eq!(scenario.obstacles(&[]), ["error utbildade", "unexplained utbildade"]);
    assert_eq!(scenario.obstacles(&["utbildade"]), ["error utbildade"]);
    scenario.answer("anstallda", "40");
    assert_eq!(scenario.obstacles(&["utbildade"]), [""; 0]);
    assert_eq!((scenario.total().errors, scenario.total().warnings), (0, 1));
}

#[test]
fn the_year_before_counts_only_where_it_is_of_the_same_type() {
    let previous = [(name("utbildade"), Value::Text("4".into()))].into();
    let mut scenario = AnsweredForm::after("checks", previous);
    scenario.answer("anstallda", "100");
    scenario.answer("utbildade", "41");
    assert_eq!(scenario.messages("utbildade"), [""; 0]);
    assert_eq!(scenario.0.previous("utbildade"), None);
}

#[test]
fn an_answer_is_within_its_bounds_and_the_day_and_the_population_are_known() {
    let evaluation = |context| AnsweredForm(Evaluation::with_reference_ranges(form("bounds"), [], [], [], context));
    let mut scenario = evaluation(CIRCUMSTANCES);
    let in_future = "Dagen har inte varit än. Skriv när det skedde.";
    let unusual = "Det är mer än tio kronor per invånare. Stämmer det?";
    for (field, typed, messages) in [
        ("dag", "2026-04-22", vec![]),
        ("dag", "april 2026", vec![]),
        ("dag", "2026-04-23", vec![in_future]),
        (
            "dag",
            "2099-01-01",
            vec!["Svaret är 1 januari 2099 men kan vara senast 31 december 2030. Rätta svaret.", in_future],
        ),
        ("dag", "1826-03-01", vec!["Svaret är 1 mars 1826 men kan vara tidigast 1 januari 2015. Rätta svaret."]),
        ("kostnad", "10 000 kr.", vec![]),
        ("kostnad", "10 001", vec![unusual]),
        ("kostnad", "1000000000000000", vec![unusual]),
        (
            "kostnad",
            "1000000000000001",
            vec![
                "Svaret är 1\u{a0}000\u{a0}000\u{a0}000\u{a0}000\u{a0}001, men inget svar är större än \
                  1\u{a0}000\u{a0}000\u{a0}000\u{a0}000\u{a0}000. Rätta svaret.",
                unusual,
            ],
        ),
        (
            "kostnad",
            "99999999999999999999999999999999",
            vec!["”99999999999999999999999999999999” har fler siffror än ett svar kan ha. Kontrollera talet."],
        ),
        (
            "kostnad",
            "1e30",
            vec!["”1e30” går inte att läsa som ett belopp. Skriv i kronor med siffror, till exempel 1 240 000."],
        ),
    ] {
        scenario.answer(field, typed);
        assert_eq!(scenario.messages(field), messages, "{typed}");
    }
    // Where nobody knows how many live there, nothing is unusual.
    let mut unknown = evaluation(EvaluationContext { population: None, ..CIRCUMSTANCES });
    unknown.answer("kostnad", "10 001");
    assert_eq!(unknown.messages("kostnad"), [""; 0]);
}

#[test]
fn an_exclusive_option_stands_alone() {
    let mut scenario = AnsweredForm::of("matrix");
    scenario.answer("etjanster.familjeratt", "ansokan inga");
    assert_eq!(
        scenario.messages("etjanster.familjeratt"),
        [
            "Familjerätt har både Digital ansökan och Inga e-tjänster. Ta bort en av dem.",
            "Två e-tjänster i samma område. Stämmer det?"
        ]
    );
    scenario.answer("etjanster.familjeratt", "ansokan chatt inga");
    assert_eq!(
        scenario.messages("etjanster.familjeratt")[0],
        "Familjerätt har Digital ansökan, Chatt och Inga e-tjänster. Ta bort Inga e-tjänster eller de andra."
    );
    scenario.answer("etjanster.familjeratt", "inga");
    assert_eq!(scenario.messages("etjanster.familjeratt"), [""; 0]);
    assert_eq!(scenario.messages("etjanster.aldreomsorg"), [""; 0]);
}

#[test]
fn an_answer_is_held_against_the_year_before_and_against_the_others() {
    let number = |number: i64| Value::Number(number.into());
    let previous = [(name("anstallda"), number(10)), (name("utbildade"), number(10))];
    let reference_ranges =
        |low: i64, high: i64| ReferenceRange { low: low.into(), high: high.into(), among: ReferenceGroup::Kommungrupp };
    let reference_ranges = [(name("anstallda"), reference_ranges(5, 30)), (name("utbildade"), reference_ranges(5, 30))];
    let mut scenario =
        AnsweredForm(Evaluation::with_reference_ranges(form("checks"), [], previous, reference_ranges, CIRCUMSTANCES));
    assert!(scenario.0.can_deviate("anstallda"));

    assert_eq!(scenario.answer("anstallda", "40"), ["anstallda"]);
    // One deviation at a time: that it is unusual too is not said.
    let changed = "Förra gången svarade ni 10, nu 40. Det är över 50 procent mer. Stämmer det?";
    assert_eq!(scenario.messages("anstallda"), [changed]);
    let found = &scenario.0.violations("anstallda")[0];
    assert_eq!((found.severity, found.kind), (Severity::Warning, CheckKind::Deviation));
    // The questionnaire's own check of what deviates stands instead of the one every number has.
    scenario.answer("utbildade", "16");
    assert_eq!(scenario.messages("utbildade"), [""; 0]);
    scenario.answer("utbildade", "36");
    let unusual = "Svaret är 36. De flesta i er kommungrupp svarade mellan 5 och 30 förra gången. Stämmer det?";
    assert_eq!(scenario.messages("utbildade"), [unusual]);
    assert_eq!(scenario.obstacles(&["utbildade"]), ["unexplained anstallda"]);

    assert!(!AnsweredForm::of("checks").0.can_deviate("anstallda"));
}
