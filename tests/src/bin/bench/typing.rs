//! A page of 420 questions in a real browser: how long until it answers to typing, and how long a keystroke waits for its
//! verdict.

use super::{
    large::{LargeRound, SURVEY},
    questionnaire::{long_section, section_name},
    report::{Measurement, milliseconds},
    serving::BenchServer,
    timing::{Times, ms},
};
use serde_json::{Value, json};
use std::{path::Path, time::Duration};
use tests::browser::{Browser, JavaScript};

/// How many times the 21 fields of a section.
const TIMES: usize = 20;
/// How often the page is opened, each time in a browser that has nothing in its cache.
const OPENINGS: usize = 5;
/// How long that may take, in milliseconds.
const LIMIT_OF_OPENING: f64 = 500.0;
/// How long a keystroke may wait, in milliseconds: a frame.
const LIMIT: f64 = 16.0;

/// Notes when the form begins to listen, which is when its checks work.
const NOTE: &str = "
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (kind, ...rest) {
        if (kind === 'input' && this.id === 'avsnitt') window.awake ??= performance.now();
        return add.call(this, kind, ...rest);
    };";

/// Types into the field whose check looks at another, over and over; the verdict is there and laid out when a time is
/// taken.
const TYPE: &str = "
    const [name, times] = arguments;
    const control = document.querySelector(`input[name='${name}']`);
    const messages = document.querySelector(`[data-messages='${name}']`);
    const taken = [];
    for (let i = 0; i < times; i++) {
        const wrong = i % 2 === 0;
        const begun = performance.now();
        control.value = wrong ? '9' : '';
        control.dispatchEvent(new InputEvent('input', { bubbles: true }));
        control.value = wrong ? '99999999' : '1';
        control.dispatchEvent(new InputEvent('input', { bubbles: true }));
        document.body.getBoundingClientRect();
        taken.push((performance.now() - begun) / 2);
        if (messages.textContent.includes('fler än alla') !== wrong) throw new Error('no verdict: ' + messages.textContent);
    }
    return taken;";

/// Measures both in headless Chromium.
pub async fn measure(database: &Path) -> Vec<Measurement> {
    let large = LargeRound::with(database, &long_section(TIMES));
    let fields = large.form.fields().len();
    let serving = BenchServer::begin(database);
    let url = format!("http://{}", serving.address);
    let mut openings = Vec::new();
    let mut keystrokes = Vec::new();
    for opening in 0..OPENINGS {
        let browser = Browser::open(JavaScript::On).await;
        let link = serving.run(&["login-link", "samordnare.0180@lagesbild.example"]);
        let link = String::from_utf8(link.stdout).expect("a link is text");
        let path = link.trim().split_once("/logga-in/").map(|(_, token)| format!("{url}/logga-in/{token}"));
        browser.sign_in(&path.expect("a link")).await;
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": NOTE })).await;
        browser.go(&format!("{url}/svara/{SURVEY}/{}/0180/avsnitt/{}", large.year, section_name(0))).await;
        browser.until("the form listens", "return window.awake > 0", vec![]).await;
        openings.extend(browser.run("return [window.awake]", vec![]).await.as_array().into_iter().flatten().map(time));
        if opening == 0 {
            browser.write("input[name='a_10_personer']", "1000").await;
            // The first ones are compiled while they run; they count as well.
            let taken = browser.run(TYPE, vec![json!("a_10_nya"), json!(300)]).await;
            keystrokes.extend(taken.as_array().into_iter().flatten().map(time));
        }
    }
    let openings: Times = openings.into_iter().collect();
    let keystrokes: Times = keystrokes.into_iter().collect();
    let (opening, slowest) = (ms(openings.median()), milliseconds(ms(openings.within(1.0))));
    let keystroke = ms(keystrokes.within(0.99));
    let middle = milliseconds(ms(keystrokes.median()));
    vec![
        Measurement::new(
            &format!("opening a form of {fields} questions in Chromium, empty cache, until its checks work"),
            format!("{} (slowest of {OPENINGS}: {slowest})", milliseconds(opening)),
            format!("under {}", milliseconds(LIMIT_OF_OPENING)),
            opening < LIMIT_OF_OPENING,
        ),
        Measurement::new(
            &format!("keystroke to verdict and layout, {fields} questions: p99"),
            format!("{} (p50 {middle})", milliseconds(keystroke)),
            format!("under {}", milliseconds(LIMIT)),
            keystroke < LIMIT,
        ),
    ]
}

fn time(ms: &Value) -> Duration {
    Duration::from_secs_f64(ms.as_f64().expect("a number") / 1000.0)
}
