//! Two people in one section: what each sees of the other, and that nothing which either of them typed is ever lost.

use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use tests::{
    browser::{Browser, JavaScript},
    http::Visitor,
    kills::kill_while_saving,
    program::Program,
    random::Random,
    section::FieldAnswer::{Choice, Text},
};

// The server that the scenarios of the use cases run on.
#[path = "../../server/collection/tests/both_databases/postgres.rs"]
mod postgres;

const KOMMUN: &str = "2281";
/// How long something may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

fn path(program: &Program, name: &str) -> String {
    format!("/svara/kommun-ehalsa/{}/{KOMMUN}/avsnitt/{name}", program.year())
}

async fn opened(program: &Program, person: &str, section: &str) -> Browser {
    let browser = Browser::open(JavaScript::On).await;
    browser.sign_in(&program.login_link(&format!("{person}.{KOMMUN}"))).await;
    browser.go(&format!("{}{}", program.url, path(program, section))).await;
    browser.until("the section is followed", FOLLOWED, vec![]).await;
    browser
}

/// The page has been told what there is to tell: the stream is open.
const FOLLOWED: &str = "return document.getElementById('avsnitt').hasAttribute('data-live')";

#[tokio::test]
async fn colleagues_see_each_other_and_what_the_other_saves() {
    let program = Program::start();
    let mine = opened(&program, "samordnare", "mobil_dokumentation").await;
    assert_eq!(mine.count("#avsnitt-har .initials").await, 0, "nobody else is here");
    let theirs = opened(&program, "bidragsgivare", "mobil_dokumentation").await;
    mine.says("#avsnitt-har", "Karl Rask är också här").await;
    mine.says("#avsnitt-nytt", "Karl Rask är också här.").await;
    theirs.says("#avsnitt-har", "är också här").await;

    // What nobody works in follows, with its mark, and is told to those who do not see it.
    theirs.answer("dokumentera_mobilt_legitimerad", Choice("ingen")).await;
    theirs.saved("dokumentera_mobilt_legitimerad").await;
    mine.says("[data-save='dokumentera_mobilt_legitimerad']", "Ändrat av Karl Rask").await;
    mine.expect_answer("dokumentera_mobilt_legitimerad", Choice("ingen")).await;
    mine.says("#avsnitt-nytt", "Karl Rask har ändrat ").await;

    // What somebody is about to answer stays as it is until it is left.
    mine.run("document.getElementById('f-mobilt_hinder').focus()", vec![]).await;
    theirs.answer("mobilt_hinder", Text("Täckning saknas.")).await;
    theirs.saved("mobilt_hinder").await;
    mine.says("[data-save='mobilt_hinder']", "Karl Rask svarade också").await;
    mine.expect_answer("mobilt_hinder", Text("")).await;
    mine.leave().await;
    mine.says("[data-save='mobilt_hinder']", "Ändrat av Karl Rask").await;
    mine.expect_answer("mobilt_hinder", Text("Täckning saknas.")).await;

    // What somebody has typed into is asked about when it is saved.
    mine.run("document.getElementById('f-mobilt_hinder').focus()", vec![]).await;
    theirs.answer("mobilt_hinder", Text("Ny täckning.")).await;
    theirs.saved("mobilt_hinder").await;
    mine.says("[data-save='mobilt_hinder']", "Karl Rask svarade också").await;
    mine.type_keys(" Och läsplattor.").await;
    mine.says("[data-messages='mobilt_hinder']", "Ni har svarat olika.").await;
    let words = mine.messages("mobilt_hinder").await;
    assert!(words.contains("Ny täckning.") && words.contains("Täckning saknas. Och läsplattor."), "{words}");
    mine.press("[data-of='mobilt_hinder'][data-keep='mine']").await;
    mine.saved("mobilt_hinder").await;
    theirs.leave().await;
    theirs.says("[data-save='mobilt_hinder']", "Ändrat av ").await;
    theirs.expect_answer("mobilt_hinder", Text("Täckning saknas. Och läsplattor.")).await;

    // Conditions and progress follow; so does the mark that a section is done, and it falls with the next answer.
    theirs.press_words("Markera avsnittet som klart").await;
    mine.says("#avsnitt-klart", "Karl Rask markerade avsnittet som klart").await;
    mine.until("it can be opened again", "return !document.querySelector('[name=klart][value=nej]').hidden", vec![])
        .await;
    mine.until("nobody else is here", "return !document.getElementById('avsnitt-har').textContent", vec![]).await;
    mine.answer("dokumentera_mobilt_legitimerad", Choice("alla")).await;
    mine.until("the mark has fallen", "return !document.getElementById('avsnitt-klart').textContent", vec![]).await;
    mine.expect_quiet_console().await;
    theirs.expect_quiet_console().await;
}

#[tokio::test]
async fn conditions_and_progress_follow_what_a_colleague_answers() {
    let program = Program::start();
    let mine = opened(&program, "samordnare", "halso_och_sjukvard").await;
    let theirs = opened(&program, "bidragsgivare", "halso_och_sjukvard").await;
    mine.says("[data-progress]", "0 av 5 besvarade").await;
    theirs.answer("hemsjukvard", Choice("nej")).await;
    mine.says("[data-progress]", "1 av 1 besvarade").await;
    mine.says("[data-messages='hemsjukvard']", "Ert svar är ett annat än förra gången.").await;
    assert!(!mine.is_shown("medicindispensrar").await);
    theirs.explain("hemsjukvard", "Regionen tog över.").await;
    mine.until(
        "the explanation follows",
        "return document.getElementsByName('hemsjukvard/forklaring')[0].value === 'Regionen tog över.'",
        vec![],
    )
    .await;
    mine.expect_quiet_console().await;
}

#[tokio::test]
async fn a_session_that_is_about_to_end_is_told_and_can_be_kept() {
    let program = Program::start();
    let browser = opened(&program, "samordnare", "mobil_dokumentation").await;
    assert_eq!(browser.count("#avsnitt-inloggning button").await, 0);
    program.sessions_end_in(200);
    browser.says("#avsnitt-inloggning", "Du loggas ut kl.").await;
    browser.press("#avsnitt-inloggning button").await;
    let gone = "return !document.getElementById('avsnitt-inloggning').textContent";
    browser.until("the warning is gone", gone, vec![]).await;
    assert!(program.session_ends_in() > 23 * 3600, "the session lasts again: {}", program.session_ends_in());
    let heading = "return document.activeElement.tagName";
    assert_eq!(
        browser.run(heading, vec![]).await,
        "H1",
        "the button is gone, and the focus is where one begins to read"
    );

    // One can stay where nothing is taken any more, too.
    let coordinator = Visitor::signed_in(&program, &format!("samordnare.{KOMMUN}"));
    let decline = format!("/svara/kommun-ehalsa/{}/{KOMMUN}/avboj", program.year());
    let page = coordinator.get(&decline);
    let (_, change_number) = page.text().split_once("name=\"revision\" value=\"").expect("what was read");
    let change_number = change_number.split('"').next().unwrap_or_default();
    assert_eq!(coordinator.post(&decline, &[("skal", "Vi hinner inte."), ("revision", change_number)]).status, 303);
    program.sessions_end_in(200);
    browser.says("#avsnitt-inloggning", "Du loggas ut kl.").await;
    browser.press("#avsnitt-inloggning button").await;
    browser.until("the warning is gone", gone, vec![]).await;
    let errors = browser.console_errors().await;
    assert!(errors.iter().all(|error| error.contains("status of 409")), "{errors:#?}");
}

#[tokio::test]
async fn a_warning_that_a_colleague_raises_takes_nobody_out_of_a_word() {
    let program = Program::start();
    let mine = opened(&program, "samordnare", "informationssakerhet").await;
    let theirs = opened(&program, "bidragsgivare", "informationssakerhet").await;
    mine.answer("infosak_resurs", Choice("mer_an_en_heltid")).await;
    mine.saved("infosak_resurs").await;
    let unfold = "const area = document.getElementsByName('infosak_resurs/forklaring')[0];
        area.closest('details').open = true;
        area.focus()";
    mine.run(unfold, vec![]).await;
    mine.type_keys("Konsulter ").await;
    theirs.answer("infosak_samordnare", Choice("nej")).await;
    mine.says("[data-messages='infosak_resurs']", "Ingen anställd samordnar arbetet").await;
    mine.type_keys("gör det.").await;
    assert_eq!(mine.standing("infosak_resurs/forklaring").await, [json!("Konsulter gör det.")]);
    assert_eq!(mine.count("[data-messages='infosak_resurs'] + [data-explain='infosak_resurs']").await, 0);
    mine.leave().await;
    mine.appears("[data-messages='infosak_resurs'] + [data-explain='infosak_resurs']").await;
    mine.expect_quiet_console().await;
}

#[tokio::test]
async fn who_signs_in_again_lands_on_the_same_question_and_nothing_is_gone() {
    let program = Program::start();
    let browser = opened(&program, "samordnare", "mobil_dokumentation").await;
    program.sessions_end_in(-1);
    browser.answer("mobilt_hinder", Text("Efter lunch.")).await;
    browser.says("#avsnitt-besked", "Du är inte längre inloggad.").await;
    browser.press("#avsnitt-besked a").await;
    browser.write("#epost", &tests::program::address(&format!("samordnare.{KOMMUN}"))).await;
    browser.press("main form button").await;
    browser.says("h1", "Titta i din e-post").await;
    let logged = program.logged("the login link stands here");
    let at = logged.find("http://").expect("a link");
    let link = logged[at..].split([' ', '"']).next().expect("a link ends");
    browser.go(link).await;
    browser.press("main form button").await;
    browser.saved("mobilt_hinder").await;
    browser.expect_answer("mobilt_hinder", Text("Efter lunch.")).await;
    let place = browser.run("return location.pathname + location.hash", vec![]).await;
    assert_eq!(place, format!("{}#f-mobilt_hinder", path(&program, "mobil_dokumentation")));
}

/// What the two answer: choices and text, in one section.
const FIELDS: [&str; 8] = [
    "dokumentera_mobilt.barn_och_unga",
    "dokumentera_mobilt.arbetsmarknadsinsatser",
    "dokumentera_mobilt.vuxna_missbruk",
    "dokumentera_mobilt.funktionshinder",
    "dokumentera_mobilt.hemtjanst",
    "dokumentera_mobilt_legitimerad",
    "mobilt_hinder",
    "mobilt_hinder",
];
/// How many turns each of them takes: about a minute's work.
const TURNS: usize = 300;
/// Between these turns one of them has no net.
const CUT: std::ops::Range<usize> = 100..170;

/// Somebody at work.
struct TypingPerson {
    name: &'static str,
    browser: Browser,
    random: Random,
    /// What was typed last in each field, and has not been seen to give way to something else.
    last: BTreeMap<&'static str, String>,
    /// What was typed and did not stand in its field any more when that was looked at: it must have been stored before.
    replaced: Vec<(&'static str, String)>,
    /// What did not stand there as it was typed.
    mangled: Vec<String>,
    typed: usize,
    conflicts: usize,
}

impl TypingPerson {
    async fn new(program: &Program, name: &'static str, seed: u64) -> Self {
        let browser = opened(program, name, "mobil_dokumentation").await;
        let random = Random::new(seed);
        let (last, replaced, mangled) = Default::default();
        Self { name, browser, random, last, replaced, mangled, typed: 0, conflicts: 0 }
    }

    /// Takes the turns; without net during some of them, where it is told so.
    async fn work(mut self, cut: bool) -> Self {
        for turn in 0..TURNS {
            if cut && turn == CUT.start {
                self.net(false).await;
            }
            if cut && turn == CUT.end {
                self.net(true).await;
            }
            match self.random.below(10) {
                0 => self.browser.leave().await,
                1 | 2 => self.choose().await,
                _ => self.answer(turn).await,
            }
            self.look().await;
        }
        self
    }

    /// Sees in which fields something else stands than what was typed last.
    async fn look(&mut self) {
        let seen = self.sees().await;
        let last = std::mem::take(&mut self.last).into_iter();
        let (replaced, standing): (BTreeMap<_, _>, _) =
            last.partition(|(field, typed)| seen[*field]["value"] != **typed);
        self.replaced.extend(replaced);
        self.last = standing;
    }

    async fn net(&self, is_there: bool) {
        let speed = json!({ "offline": !is_there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.browser.devtools("Network.enable", json!({})).await;
        self.browser.devtools("Network.emulateNetworkConditions", speed).await;
    }

    /// Answers one of the fields.
    async fn answer(&mut self, turn: usize) {
        let field = FIELDS[self.random.below(FIELDS.len())];
        let answer = if field == "mobilt_hinder" {
            self.browser
                .run("const e = document.getElementById('f-mobilt_hinder'); e.focus(); e.select()", vec![])
                .await;
            let words = format!("{} {turn}", self.name);
            self.browser.type_keys(&words).await;
            let stands = self.browser.run("return document.getElementById('f-mobilt_hinder').value", vec![]).await;
            if stands != words {
                self.mangled.push(format!("{words} became {stands}"));
            }
            stands
        } else {
            // One step, as a click is: nothing comes between what is seen and what is pressed.
            let click = "const open = [...document.getElementsByName(arguments[0])].filter((e) => !e.checked);
                const chosen = open[arguments[1] % open.length];
                chosen.focus();
                chosen.click();
                return chosen.value";
            self.browser.run(click, vec![json!(field), json!(self.random.below(60))]).await
        };
        self.last.insert(field, answer.as_str().expect("an answer").to_owned());
        self.typed += 1;
    }

    /// Chooses between two answers, where two stand against each other.
    async fn choose(&mut self) {
        let press = "const buttons = [...document.querySelectorAll('[data-keep]')];
            const button = buttons[arguments[0] % buttons.length];
            button?.click();
            return button ? [button.dataset.of, button.dataset.keep] : null";
        let pressed = self.browser.run(press, vec![json!(self.random.below(60))]).await;
        let Some(field) = pressed[0].as_str() else { return };
        self.conflicts += 1;
        if pressed[1] == "theirs" {
            // Given up, and seen to be.
            self.last.remove(field);
        }
    }

    /// What the page shows of every field.
    async fn sees(&self) -> BTreeMap<String, Value> {
        let script = "return Object.fromEntries(arguments[0].map((name) => {
            const control = [...document.getElementsByName(name)].find((c) => c.type === 'textarea' || c.checked);
            const about = (kind) => document.querySelector(`[data-${kind}='${name}']`);
            return [name, {
                value: control?.value ?? '',
                version: Number(document.getElementsByName(name + '/version')[0].value),
                state: about('save').textContent,
                conflict: !!about('messages').querySelector('[data-keep]'),
            }];
        }))";
        let seen = self.browser.run(script, vec![json!(FIELDS)]).await;
        serde_json::from_value(seen).expect("what a page shows")
    }

    /// Waits until the page knows of every field what the server has, or asks about it.
    async fn settled(&self, reader: &Visitor, path: &str) -> (BTreeMap<String, Value>, BTreeMap<String, Value>) {
        self.browser.leave().await;
        for _ in 0..600 {
            let (stored, seen) = (stored(reader, path), self.sees().await);
            let is_settled = seen.iter().all(|(field, seen)| {
                let is_quiet = ["Sparar", "Väntar", "svarade också"]
                    .iter()
                    .all(|state| !seen["state"].as_str().is_some_and(|words| words.contains(state)));
                let version = stored.get(field).map_or(json!(0), |stored| stored["version"].clone());
                is_quiet && (seen["conflict"] == true || seen["version"] == version)
            });
            if is_settled {
                return (stored, seen);
            }
        }
        panic!("{} never knew all: {:#?}\n{:#?}", self.name, self.sees().await, stored(reader, path));
    }
}

/// What the server has stored, by field.
fn stored(reader: &Visitor, path: &str) -> BTreeMap<String, Value> {
    let page = reader.get(path);
    let answers = tests::section::state(page.text())["answers"].clone();
    serde_json::from_value::<Vec<(String, Value)>>(answers).expect("the answers of a page").into_iter().collect()
}

/// Every answer that was ever stored: the field and its words.
fn journal(reader: &Visitor, path: &str) -> BTreeSet<(String, String)> {
    let change_number = tests::section::state(reader.get(path).text())["revision"].as_i64().expect("a revision");
    let told = reader.listen(&format!("{path}/handelser?revision=0"));
    let mut journal = BTreeSet::new();
    loop {
        let message = told.recv_timeout(PATIENCE).expect("all that was saved is told");
        let Some(update) = message.lines().find_map(|line| line.strip_prefix("data:")) else { continue };
        let update: Value = serde_json::from_str(update).expect("JSON");
        for answer in update["answers"].as_array().into_iter().flatten() {
            journal.insert((answer["field"].as_str().expect("a field").to_owned(), words(answer)));
        }
        if update["revision"].as_i64() >= Some(change_number) {
            return journal;
        }
    }
}

/// The text or the code of an answer.
fn words(answer: &Value) -> String {
    let value = &answer["entry"]["value"];
    value["code"].as_str().or(value["text"].as_str()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn two_people_type_in_one_section_and_every_answer_is_accounted_for() {
    let program = Program::start();
    let path = path(&program, "mobil_dokumentation");
    let reader = Visitor::signed_in(&program, &format!("samordnare.{KOMMUN}"));
    let mine = TypingPerson::new(&program, "samordnare", 20_261_122).await;
    let theirs = TypingPerson::new(&program, "bidragsgivare", 7).await;
    let (mine, theirs) = tokio::join!(mine.work(true), theirs.work(false));

    let (mut saved, mut in_conflict, mut changed_later) = (0, 0, 0);
    let mut lost: Vec<String> = [&mine, &theirs].into_iter().flat_map(|worker| worker.mangled.clone()).collect();
    // What one of them still has to save the other is told.
    mine.settled(&reader, &path).await;
    theirs.settled(&reader, &path).await;
    let journal = journal(&reader, &path);
    let was_stored = |field: &str, typed: &str| journal.contains(&(field.to_owned(), typed.to_owned()));
    for worker in [&theirs, &mine] {
        let (stored, seen) = worker.settled(&reader, &path).await;
        for (field, typed) in &worker.last {
            let (seen, stored) = (&seen[*field], &stored[*field]);
            if words(stored) == *typed {
                saved += 1;
            } else if seen["conflict"] == true && seen["value"] == *typed {
                in_conflict += 1;
            } else if was_stored(field, typed)
                && seen["value"] == words(stored)
                && seen["state"].as_str().is_some_and(|state| state.contains("Ändrat av"))
            {
                changed_later += 1;
            } else {
                lost.push(format!("{} typed `{typed}` in {field}; stored {stored}, seen {seen}", worker.name));
            }
        }
        let never_stored = worker.replaced.iter().filter(|(field, typed)| !was_stored(field, typed));
        lost.extend(
            never_stored.map(|(field, typed)| format!("{} typed `{typed}` in {field}; never stored", worker.name)),
        );
    }
    println!(
        "two people typed {} and {} answers and chose between two {} and {} times; {} and {} times they saw the other's answer take the \
         place of theirs; of what each typed last in a field {saved} are saved, {in_conflict} stand in conflict, {changed_later} were \
         changed by the other with a mark; lost: {}",
        mine.typed,
        theirs.typed,
        mine.conflicts,
        theirs.conflicts,
        mine.replaced.len(),
        theirs.replaced.len(),
        lost.len()
    );
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(mine.conflicts + theirs.conflicts + in_conflict > 0, "they were never at odds: the test tests nothing");
    for worker in [&mine, &theirs] {
        let errors = worker.browser.console_errors().await;
        let others: Vec<_> = errors.iter().filter(|error| !error.contains("net::ERR_INTERNET_DISCONNECTED")).collect();
        assert!(others.is_empty(), "{others:#?}");
    }
}

/// How often the program is killed here; `make kill` does it a thousand times.
const KILLS: usize = 20;

#[test]
fn a_program_that_is_killed_while_people_save_loses_nothing_that_it_acknowledged() {
    let mut program = Program::start();
    let counts = kill_while_saving(&mut program, KILLS);
    println!("{counts}");
    assert_eq!((counts.kills, counts.lost), (KILLS, 0), "{counts}");
    assert!(counts.sent_again > 0, "no save was ever cut off: the test tests nothing");
}

#[test]
fn what_is_saved_at_one_node_is_told_at_another() {
    let server = postgres::Server::start();
    let [here, there] = Program::nodes(&server.create("lagesbild"));
    let watcher = Visitor::signed_in(&here, &format!("samordnare.{KOMMUN}"));
    let writer = Visitor::signed_in(&there, &format!("bidragsgivare.{KOMMUN}"));
    let section = path(&here, "mobil_dokumentation");
    let change_number = tests::section::state(watcher.get(&section).text())["revision"].clone();
    let told = watcher.listen(&format!("{section}/handelser?revision={change_number}"));
    let save = section.replace("/avsnitt/mobil_dokumentation", "/spara");
    let entry = json!({ "value": { "text": "Från den andra noden." } });
    let change = json!({ "field": "mobilt_hinder", "base_version": 0, "entry": entry });
    let saving = Instant::now();
    let reply = writer.post_json(&save, &json!({ "save_id": "node", "changes": [change] }));
    assert_eq!(reply.json()["fields"][0]["saved"]["version"], 1, "{}", reply.text());
    loop {
        let message = told.recv_timeout(PATIENCE).expect("the other node tells it");
        if message.contains("Från den andra noden.") {
            println!("told at the other node after {} ms", saving.elapsed().as_millis());
            return;
        }
    }
}
