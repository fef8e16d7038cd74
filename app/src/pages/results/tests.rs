//! Pages of results as text: the rules of what is shown, on a small indicator.

use super::{
    aside::lead,
    chart::printed_charts,
    facts, groups,
    indicator::{IndicatorQuery, parts},
    published,
};
use collection::{
    OrganisationKind, RoundKey,
    results::{IndicatorView, MeasureView},
    rounds::{RoundState, RoundSummary},
};
use leptos::prelude::*;
use serde_json::json;
use statistics::{
    continuation::Continuation,
    groups::{GroupLabels, Grouping},
    indicator::{Framework, Indicator},
    observation::{Observation, ObservationStatus},
    series::{self, PrintedSeries},
};
use std::collections::BTreeMap;
use time::macros::date;

const EVIL: &str = "<script>alert(1)</script>";

struct TestIndicator {
    measures: serde_json::Value,
    observations: Vec<Observation>,
    kind: OrganisationKind,
}

fn observation(measure: &str, year: i32, breakdown: &str, part: u32, whole: u32) -> Observation {
    Observation {
        indicator: "F99".into(),
        measure: measure.into(),
        round: year,
        refers_to: year,
        published: None,
        breakdown: breakdown.parse().unwrap(),
        unit: "procent".into(),
        value: Some((rust_decimal::Decimal::from(part * 100)) / rust_decimal::Decimal::from(whole)),
        numerator: Some(part.into()),
        denominator: Some(whole.into()),
        n_asked: Some(290),
        n_answered: Some(whole as usize),
        status: ObservationStatus::Computed,
        note: String::new(),
        series_break: false,
    }
}

fn without(status: ObservationStatus, observation: Observation) -> Observation {
    Observation { status, value: None, numerator: None, denominator: None, ..observation }
}

fn view(given: TestIndicator) -> IndicatorView {
    let indicator: Indicator = serde_json::from_value(json!({
        "indicator": "F99", "title": format!("Andel {EVIL}"), "part": "mal-1", "unit": "procent", "source": EVIL, "survey": "s",
        "notes": ["Tolka med försiktighet: test räknas som ja.", EVIL], "measures": given.measures,
    }))
    .unwrap();
    let (by_group, observations): (Vec<_>, Vec<_>) =
        given.observations.into_iter().partition(|one| one.breakdown.code("lan").is_some());
    let tables = series::tables(&indicator, &observations, &[] as &[Continuation]);
    let measures = indicator.measures.iter().map(|measure| MeasureView {
        measure: measure.clone(),
        observations: observations.iter().filter(|one| one.measure == measure.measure).cloned().collect(),
        by_group: by_group.iter().filter(|one| one.measure == measure.measure).cloned().collect(),
    });
    let round = RoundSummary {
        key: RoundKey::new("s", 2020),
        title: "Undersökningen".into(),
        kind: given.kind,
        opens: date!(2020 - 02 - 01),
        due: date!(2020 - 03 - 31),
        state: RoundState::Closed,
        days_left: None,
        eligible: 290,
        responded: 250,
        by_status: BTreeMap::new(),
        questionnaire_id: String::new(),
        sign_off: false,
        kommungrupp_year: 2017,
        population_year: 2024,
    };
    IndicatorView {
        framework: Framework { version: "2020".into(), title: "R".into(), description: None, parts: Vec::new() },
        measures: measures.collect(),
        tables,
        formulas: Vec::new(),
        rounds: vec![round],
        comparisons: Vec::new(),
        published: Vec::new(),
        questions: Vec::new(),
        labels: [(Grouping::Lan, "01", "Stockholms län")].into_iter().collect::<GroupLabels>(),
        is_invented: false,
        indicator,
    }
}

fn by_lan() -> IndicatorQuery {
    IndicatorQuery { by: Some(Grouping::Lan), ..IndicatorQuery::default() }
}

fn share(name: &str) -> serde_json::Value {
    json!({"measure": name, "title": format!("Andel kommuner med {name}"), "kind": "share", "unit": "procent", "numerator": "${f} = 'ja'"})
}

/// Published 2017, nothing 2018, not asked 2019 by one, broken 2020.
fn shares() -> IndicatorView {
    let published = Observation {
        status: ObservationStatus::Published,
        numerator: None,
        denominator: None,
        n_asked: None,
        n_answered: None,
        ..observation("larm", 2017, "", 37, 100)
    };
    let broken = Observation {
        series_break: true,
        note: "Frågan delades 2020.".into(),
        ..observation("larm", 2020, "", 165, 250)
    };
    view(TestIndicator {
        measures: json!([share("larm"), share("lås")]),
        observations: vec![
            published,
            observation("larm", 2019, "", 144, 202),
            without(ObservationStatus::NotAsked, observation("lås", 2019, "", 1, 2)),
            broken,
            observation("lås", 2020, "", 110, 250),
            observation("larm", 2020, "lan=01", 6, 9),
            without(ObservationStatus::Suppressed, observation("larm", 2020, "lan=09", 1, 1)),
        ],
        kind: OrganisationKind::Municipality,
    })
}

/// The words of a page, without elements and comments.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html.replace("<!>", "");
    while let Some((before, after)) = rest.split_once('<') {
        let end = if after.starts_with("!--") { "-->" } else { ">" };
        text.push_str(before);
        text.push_str(if end == ">" { " " } else { "" });
        rest = after.split_once(end).map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    }
    text.push_str(&rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
}

#[test]
fn a_series_says_what_is_missing_and_where_it_is_broken() {
    let html = parts(&shares(), &IndicatorQuery::default()).to_html();
    let words = text(&html);
    for expected in [
        "uppgift inte tillgänglig",
        "frågan ställdes inte",
        "För 2018 finns varken svar i tjänsten eller publicerade värden (..).",
        "Publicerat värde. Svaren från det årets omgång finns inte i tjänsten.",
        "Frågan delades 2020.",
        "Serien är bruten före 2020.",
        "165 av de 250 kommuner som svarade på frågan. 40 av 290 kommuner svarade inte alls.",
        "Test räknas som ja.",
        "165 av 250 n 250 av 290 tillfrågade",
    ] {
        assert!(words.contains(expected), "{expected} is not in {words}");
    }
    assert!(html.contains("class=\"chart-break\"") && html.contains("chart-line-unknown"), "{html}");
    assert!(html.contains("cell-break"), "{html}");
    assert!(html.contains("Brott ") && !html.contains("style="), "{html}");
}

#[test]
fn the_first_sentence_says_the_newest_value_and_the_first() {
    let view = shares();
    assert_eq!(
        lead(&view, &view.headline().unwrap()).unwrap(),
        "Andelen kommuner med larm var 66 procent 2020. 2017 var den 37 procent. Serien är bruten däremellan."
    );
}

#[test]
fn groups_are_shown_as_bars_and_what_is_suppressed_says_so() {
    let html = groups::block(&shares(), &by_lan()).unwrap().to_html();
    let words = text(&html);
    assert!(words.contains("Stockholms län 6 av 9 ") && !words.contains("67 %"), "{words}");
    assert!(words.contains("Alla som svarade 165 av 250 66 %"), "{words}");
    assert!(words.contains("visas inte, för att skydda enskilda svar"), "{words}");
    assert!(html.contains("value=\"lan\" selected"), "{html}");
}

#[test]
fn groups_that_are_all_hidden_are_one_sentence() {
    let hidden =
        |code: &str| without(ObservationStatus::Suppressed, observation("larm", 2020, &format!("lan={code}"), 1, 1));
    let view = view(TestIndicator {
        measures: json!([share("larm")]),
        observations: vec![observation("larm", 2020, "", 60, 100), hidden("03"), hidden("04")],
        kind: OrganisationKind::Municipality,
    });
    let words = text(&groups::block(&view, &by_lan()).unwrap().to_html());
    assert_eq!(words.matches("visas inte, för att skydda enskilda svar").count(), 1, "{words}");
}

#[test]
fn groups_stand_in_falling_order_and_those_that_are_few_last() {
    let lan = |code: &str, part: u32, whole: u32| observation("larm", 2020, &format!("lan={code}"), part, whole);
    let view = view(TestIndicator {
        measures: json!([share("larm")]),
        observations: vec![
            observation("larm", 2020, "", 60, 100),
            lan("03", 5, 20),
            lan("04", 9, 9),
            lan("05", 15, 20),
            without(ObservationStatus::Suppressed, lan("06", 1, 1)),
        ],
        kind: OrganisationKind::Municipality,
    });
    let words = text(&groups::block(&view, &by_lan()).unwrap().to_html());
    let places = ["05 15 av 20", "03 5 av 20", "04 9 av 9", "06 visas inte", "Alla som svarade 60 av 100"];
    let places =
        places.map(|words_of_row| words.find(words_of_row).unwrap_or_else(|| panic!("{words_of_row}: {words}")));
    assert!(places.is_sorted(), "{words}");
}

#[test]
fn regions_are_counted_and_have_no_groups() {
    let status = json!({"measure": "status", "title": "Antal regioner efter läge", "kind": "count", "unit": "antal regioner",
        "numerator": "${f} = '{status}'",
        "for": [{"dimension": "status", "codes": [{"code": "ja", "label": "Framtagen"}, {"code": "nej", "label": "Nej"}]}]});
    let count = |code: &str, part: u32| Observation {
        value: Some(part.into()),
        ..observation("status", 2020, &format!("status={code}"), part, 19)
    };
    let view = view(TestIndicator {
        measures: json!([status]),
        observations: vec![count("ja", 12), count("nej", 7)],
        kind: OrganisationKind::Region,
    });
    let words = text(&parts(&view, &IndicatorQuery::default()).to_html());
    assert!(words.contains("12 av 19"), "{words}");
    assert!(!words.contains('%'), "{words}");
    assert_eq!(lead(&view, &view.headline().unwrap()).unwrap(), "12 av 19 regioner hade svaret ”Framtagen” 2020.");
    assert!(groups::block(&view, &by_lan()).is_none());
}

#[test]
fn a_sum_says_for_how_many_it_is() {
    let summed = |year, value: u32, n| Observation {
        value: Some(value.into()),
        numerator: Some(value.into()),
        denominator: None,
        n_answered: Some(n),
        ..observation("summa", year, "", 1, 1)
    };
    let view = view(TestIndicator {
        measures: json!([{"measure": "summa", "title": "Dispensrar hos de kommuner som svarade", "kind": "sum", "unit": "antal", "numerator": "${n}"}]),
        observations: vec![summed(2019, 500, 202), summed(2020, 587, 245)],
        kind: OrganisationKind::Municipality,
    });
    assert_eq!(
        lead(&view, &view.headline().unwrap()).unwrap(),
        "Dispensrar: 587 år 2020 bland de 245 som svarade. 2019 var det 500 bland de 202 som svarade."
    );
    let words = text(&parts(&view, &IndicatorQuery::default()).to_html());
    assert!(words.contains("bland de 245 som svarade 2020"), "{words}");
    assert!(words.contains("587 år 2020 bland de 245 som svarade"), "the picture in words: {words}");
}

#[test]
fn a_sum_with_a_number_in_its_title_says_for_how_many_it_is_too() {
    let summed = Observation {
        value: Some(2163.into()),
        denominator: None,
        n_answered: Some(218),
        ..observation("summa", 2025, "", 1, 1)
    };
    let view = view(TestIndicator {
        measures: json!([{"measure": "summa", "title": "Antal dispensrar hos de kommuner som svarade", "kind": "sum", "unit": "antal", "numerator": "${n}"}]),
        observations: vec![summed],
        kind: OrganisationKind::Municipality,
    });
    assert_eq!(
        lead(&view, &view.headline().unwrap()).unwrap().replace('\u{a0}', " "),
        "Antalet dispensrar var 2 163 år 2025 bland de 218 som svarade."
    );
}

#[test]
fn values_that_come_from_invented_answers_say_so_and_published_ones_do_not() {
    let view = IndicatorView { is_invented: true, ..shares() };
    let html = parts(&view, &IndicatorQuery::default()).to_html();
    let words = text(&html);
    assert!(words.contains("Påhittade värden: 2019 och 2020") && !words.contains("Påhittade värden: 2017"), "{words}");
    assert!(words.contains("66 % påhittat"), "at the figure: {words}");
    assert!(lead(&view, &view.headline().unwrap()).unwrap().ends_with(" Värdet är påhittat."));
    let groups = text(&groups::block(&view, &by_lan()).unwrap().to_html());
    assert!(groups.contains("Påhittade värden"), "{groups}");
    assert!(!text(&parts(&shares(), &IndicatorQuery::default()).to_html()).to_lowercase().contains("påhitt"));
}

#[test]
fn a_measure_of_two_dimensions_is_a_table_of_a_year_beside_the_year_before() {
    let measure = json!({"measure": "m", "title": "Andel med e-tjänst", "kind": "share", "unit": "procent", "numerator": "selected(${{omrade}}, '{typ}')",
        "for": [{"dimension": "omrade", "codes": [{"code": "a", "label": "Barn"}, {"code": "b", "label": EVIL}]},
                {"dimension": "typ", "codes": [{"code": "x", "label": "Chatt"}, {"code": "y", "label": "Inga"}]}]});
    let given = || TestIndicator {
        measures: json!([measure]),
        observations: vec![
            observation("m", 2019, "omrade=a;typ=x", 29, 100),
            observation("m", 2020, "omrade=a;typ=x", 80, 200),
            observation("m", 2020, "omrade=a;typ=y", 24, 240),
            observation("m", 2020, "omrade=b;typ=y", 3, 100),
        ],
        kind: OrganisationKind::Municipality,
    };
    let newest = parts(&view(given()), &IndicatorQuery::default()).to_html();
    // Each value has its own n, and not the largest of the row.
    assert!(text(&newest).contains("Barn 40 (29) n 200 (100) 10 n 240"), "{}", text(&newest));
    assert!(text(&newest).contains("2019 står inom parentes"), "{}", text(&newest));
    assert!(!newest.contains("<script>"), "{newest}");
    let earlier =
        text(&parts(&view(given()), &IndicatorQuery { year: Some(2019), ..IndicatorQuery::default() }).to_html());
    assert!(earlier.contains("Barn 29 n 100 ..") && !earlier.contains("inom parentes"), "{earlier}");
}

#[test]
fn another_year_is_shown_beside_the_same_groups() {
    let asked = IndicatorQuery { measure: Some("m|a=b&c".into()), ..by_lan() };
    assert_eq!(asked.in_year(2019, "del-1"), "?nedbrytning=lan&matt=m%7Ca%3Db%26c&ar=2019#del-1");
    assert_eq!(IndicatorQuery::default().in_year(2019, "del-1"), "?ar=2019#del-1");
}

#[test]
fn nothing_published_says_so_and_texts_are_escaped() {
    let view = view(TestIndicator {
        measures: json!([share("larm")]),
        observations: Vec::new(),
        kind: OrganisationKind::Municipality,
    });
    assert!(parts(&view, &IndicatorQuery::default()).to_html().contains("Inget värde publicerat."));
    assert!(published::block(&view).is_none());
    let all = [facts::notes(&view).to_html(), facts::counted(&view).to_html(), facts::downloads(&view, None).to_html()]
        .concat();
    assert!(!all.contains("<script>"), "{all}");
    assert!(all.contains("/resultat/indikatorer.csv?indikator=F99"), "{all}");
}

#[test]
fn the_style_sheet_knows_every_class() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let css: String = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "css"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let view = shares();
    let html = [
        parts(&view, &IndicatorQuery::default()).to_html(),
        groups::block(&view, &IndicatorQuery::default()).to_html(),
        facts::notes(&view).to_html(),
        facts::counted(&view).to_html(),
    ]
    .concat();
    let classes = html.match_indices(" class=\"").filter_map(|(at, start)| html[at + start.len()..].split('"').next());
    let unknown: Vec<&str> =
        classes.flat_map(str::split_whitespace).filter(|class| !css.contains(&format!(".{class}"))).collect();
    assert!(unknown.is_empty(), "the style sheet does not know {unknown:?}");
}

#[test]
fn a_printed_series_of_a_count_has_a_chart_with_whole_steps() {
    let series = |measure: &str, unit: &str, values: [u32; 2]| PrintedSeries {
        measure: measure.into(),
        of: String::new(),
        unit: unit.into(),
        values: [2019, 2020].into_iter().zip(values.map(rust_decimal::Decimal::from)).collect(),
    };
    let charts = printed_charts(&[
        series("svarande", "antal regioner", [2, 5]),
        series("nöjda", "procent", [2, 5]),
        series("invånare", "besök/invånare", [2, 5]),
    ]);
    let whole: Vec<(&str, bool)> = charts.iter().map(|chart| (chart.unit.as_str(), chart.is_whole)).collect();
    assert_eq!(whole, [("antal regioner", true), ("procent", false), ("besök/invånare", false)]);
}
