//! Every kind of page in the states that matter: axe-core finds nothing, nothing scrolls sideways however wide the window
//! is, more room between letters and lines hides nothing, and the keyboard reaches everything.

use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, JavaScript},
    http::Visitor,
    program::{Program, address},
    section::FieldAnswer::{Choice, Text},
    walk::Walk,
    workbook::filled_in,
};

#[tokio::test]
async fn public_pages_are_accessible() {
    let mut walk = Walk::of("").await;
    for path in [
        "/",
        "/logga-in",
        "/logga-in?skickat=1",
        "/logga-in/paahittad",
        "/demo?sok=Sundsvall",
        "/demo?sok=ingen+alls",
        "/inbjudan/2281",
        "/tillganglighet",
        "/personuppgifter",
        "/oppna-data",
        "/kontakt",
        "/finns/inte",
        "/svara",
        "/resultat",
        "/resultat/F06",
        "/resultat/T01",
        "/resultat/F33",
        "/resultat/F33?nedbrytning=lan",
        "/resultat/F33?nedbrytning=kommungrupp",
        "/resultat/F06?nedbrytning=lan",
        "/resultat/X-MEDDISP",
        "/resultat/F13",
    ] {
        walk.go(path).await;
    }
    let link = walk.program.login_link("samordnare.2281");
    walk.browser.go(&link).await;
    walk.check("a login link").await;
    walk.browser.go(&format!("{}/logga-in", walk.program.url)).await;
    walk.browser.write("#epost", "ingen adress").await;
    walk.browser.press("main form button").await;
    walk.browser.appears("#fel").await;
    walk.check("an address that is none").await;
    for path in ["/", "/resultat", "/resultat/F06"] {
        walk.check_dark(path).await;
    }
    walk.end();
}

#[tokio::test]
async fn pages_of_an_organisation_are_accessible() {
    let mut walk = Walk::of("samordnare.2281").await;
    let hub = "/svara/kommun-ehalsa/YEAR/2281";
    for path in [
        "/svara",
        "/inloggningar",
        hub,
        &format!("{hub}/granska"),
        &format!("{hub}/avboj"),
        &format!("{hub}/ratta"),
        "/svara/kommun-ehalsa/BEFORE/2281",
    ] {
        walk.go(path).await;
    }
    for section in [
        "uppgiftslamnare",
        "styrning",
        "e_tjanster",
        "ordinart_boende",
        "sarskilda_boenden",
        "boenden_funktionsnedsattning",
        "halso_och_sjukvard",
        "mobil_dokumentation",
        "informationssakerhet",
    ] {
        walk.go(&format!("{hub}/avsnitt/{section}")).await;
    }
    walk.go("/svara/kommun-ehalsa/BEFORE/2281/avsnitt/e_tjanster").await;
    walk.go("/svara/kommun-ehalsa/BEFORE/2281/kvitto/LB-BEFORE-KOMMUN-2281-1").await;
    walk.go(&format!("{hub}/formular.html")).await;
    walk.go(&format!("{hub}/fil")).await;
    walk.browser.press_words("Se vad filen ändrar").await;
    walk.browser.appears("#fel").await;
    walk.check("a workbook that was not chosen").await;
    reading_a_workbook(&mut walk, hub).await;
    for path in [
        &format!("{hub}/nedlagd-tid"),
        "/svara/kommun-ehalsa/BEFORE/2281/aterkoppling",
        "/svara/kommun-ehalsa/BEFORE/2281/aterkoppling?avsnitt=styrning",
        "/svara/kommun-ehalsa/BEFORE/2281/aterkoppling?avsnitt=ordinart_boende",
        "/svara/kommun-ehalsa/2019/2281/aterkoppling?avsnitt=e_tjanster",
    ] {
        walk.go(path).await;
    }
    walk.check_dark("/svara/kommun-ehalsa/BEFORE/2281/aterkoppling?avsnitt=ordinart_boende").await;
    for path in [hub.to_owned(), format!("{hub}/granska"), format!("{hub}/avsnitt/e_tjanster")] {
        walk.check_dark(&path).await;
    }

    // Last year's answers given again, and what deviates with its reasons.
    walk.go(&format!("{hub}/avsnitt/boenden_funktionsnedsattning")).await;
    walk.browser.press_words("Samma som förra året").await;
    walk.browser.says("#samma", "som förra gången").await;
    walk.check("a section that was filled in as the year before").await;
    walk.browser.press("#samma [name='angra']").await;
    walk.browser.says("#samma", "borttaget").await;
    walk.check("a section where that was taken back").await;
    walk.browser.press("[name='samma'][value='fh_internet']").await;
    walk.browser.says("#F5", "Ifyllt").await;
    walk.check("a question that was filled in as the year before").await;
    walk.go(&format!("{hub}/avsnitt/halso_och_sjukvard")).await;
    walk.browser.answer("hemsjukvard", Choice("ja")).await;
    walk.browser.answer("medicindispensrar", Text("9000")).await;
    walk.browser.appears("[data-messages='medicindispensrar'] + [data-explain]").await;
    walk.check("an answer that deviates").await;

    // What is wrong, what deviates and what is folded away.
    walk.go(&format!("{hub}/avsnitt/halso_och_sjukvard")).await;
    walk.browser.answer("hemsjukvard", Choice("ja")).await;
    walk.browser.answer("medicindispensrar", Text("tolv")).await;
    walk.browser.says("[data-messages='medicindispensrar']", "tolv").await;
    walk.browser.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })", vec![]).await;
    walk.check("a section with everything open").await;
    walk.browser.press_words("Spara och fortsätt").await;
    walk.browser.appears("#fel").await;
    walk.check("a section that was sent with errors").await;
    walk.go(&format!("{hub}/granska")).await;
    walk.browser.press_words("Skicka in").await;
    walk.browser.appears("#fel").await;
    walk.check("a response that could not be sent in").await;
    assigning(&mut walk, hub).await;
    walk.go(&format!("{hub}/avboj")).await;
    walk.browser.press_words("Meddela att vi inte svarar").await;
    walk.browser.appears("#fel").await;
    walk.check("declining without a reason").await;
    walk.end();
}

/// The page of filled-in workbooks: what a file would change, what is wrong with one, and what was read in.
async fn reading_a_workbook(walk: &mut Walk, hub: &str) {
    let fetched = format!("{}/svar.xlsx", hub.replace("YEAR", &walk.program.year().to_string()));
    let fetched = Visitor::signed_in(&walk.program, "samordnare.2281").get(&fetched).body;
    let folder = tempfile::tempdir().expect("a folder for the files");
    for (name, answer, state) in [
        ("rader-att-ratta.xlsx", "tolv", "a workbook with rows to correct"),
        ("svar.xlsx", "12", "what a workbook would change"),
    ] {
        let file = folder.path().join(name);
        let rows = [("medicindispensrar", answer), ("hemsjukvard", "Ja")];
        std::fs::write(&file, filled_in(&fetched, &rows)).expect("a file");
        walk.go(&format!("{hub}/fil")).await;
        walk.browser.choose("#fil", &file).await;
        walk.browser.press_words("Se vad filen ändrar").await;
        walk.browser.appears("table.row-list").await;
        walk.check(state).await;
    }
    walk.browser.press_words("Läs in 2").await;
    walk.browser.says("main", "Filen är inläst.").await;
    walk.check("a hub after a workbook was read in").await;
}

/// The colleagues' page: empty, wrongly filled in, and with something handed out.
async fn assigning(walk: &mut Walk, hub: &str) {
    walk.go(&format!("{hub}/kollegor")).await;
    walk.browser.press_words("Lämna och skicka brev").await;
    walk.browser.appears("#fel").await;
    walk.browser.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })", vec![]).await;
    walk.check("handing out, wrongly filled in").await;
    walk.browser.press("#person-ny").await;
    walk.browser.write("#namn", "Per Ek").await;
    walk.browser.write("#epost", "per.ek@sundsvall.example").await;
    walk.browser.press("#del-styrning").await;
    walk.browser.press("#del-ordinart_boende-teknik_antal").await;
    walk.browser.press_words("Lämna och skicka brev").await;
    walk.browser.says("main", "Det är lämnat.").await;
    walk.check("something is handed out").await;
}

/// What a colleague sees who has a part of a response in hand.
#[tokio::test]
async fn pages_of_a_colleague_are_accessible() {
    let mut walk = Walk::of("bidragsgivare.0180").await;
    let hub = "/svara/kommun-ehalsa/YEAR/0180";
    for path in [
        "/svara",
        "/svara?alla=1",
        hub,
        &format!("{hub}/avsnitt/informationssakerhet"),
        &format!("{hub}/avsnitt/ordinart_boende"),
    ] {
        walk.go(path).await;
    }
    let coordinator = Visitor::signed_in(&walk.program, "samordnare.2281");
    let email = address("bidragsgivare.0180");
    let form = [("person", "ny"), ("namn", "Per Ek"), ("epost", email.as_str()), ("del", "uppgiftslamnare")];
    let invited = coordinator.post(&format!("/svara/kommun-ehalsa/{}/2281/kollegor", walk.program.year()), &form);
    assert_eq!(invited.status, 303, "{}", invited.text());
    walk.go("/svara?alla=1").await;
    walk.go("/inbjudan/2281").await;
    walk.end();
}

/// Walks the pages of a submitted response, and those on which its coordinator asks to correct it.
#[tokio::test]
async fn pages_of_one_who_has_sent_in_are_accessible() {
    let mut walk = Walk::of("samordnare.0114").await;
    let hub = "/svara/kommun-ehalsa/YEAR/0114";
    for path in ["/svara", hub, &format!("{hub}/ratta")] {
        walk.go(path).await;
    }
    walk.end();
}

/// The page of the signature: waiting, sent back, asked for anew, and where something stops it.
#[tokio::test]
async fn pages_of_a_signatory_are_accessible() {
    let mut walk = Walk::of("undertecknare.2282").await;
    let hub = "/svara/kommun-ehalsa/YEAR/2282";
    for path in ["/svara?alla=1", hub, &format!("{hub}/underskrift")] {
        walk.go(path).await;
    }
    walk.check_dark(&format!("{hub}/underskrift")).await;
    walk.browser.press_words("Skicka tillbaka").await;
    walk.browser.appears("#fel").await;
    walk.check("sent back without words").await;
    walk.browser.write("#tillbaka", "Se över avsnitt D.").await;
    walk.browser.press_words("Skicka tillbaka").await;
    walk.browser.says("main", "Svaret är tillbakaskickat").await;
    walk.check("a hub that was sent back").await;
    walk.end();
}

/// Words longer than any that a status has, in place of every status of a page.
const LONG_STATUSES: &str = "
    for (const status of document.querySelectorAll('.status')) {
        status.lastChild.textContent = 'Väntar på underskrift av förvaltningschefen';
    }";

#[tokio::test]
async fn pages_of_one_who_asks_for_a_signature_are_accessible() {
    let mut walk = Walk::of("samordnare.2282").await;
    let hub = "/svara/kommun-ehalsa/YEAR/2282";
    for path in [hub, &format!("{hub}/underskrift"), "/svara"] {
        walk.go(path).await;
        walk.browser.run(LONG_STATUSES, vec![]).await;
        walk.check(&format!("{path} with long statuses")).await;
    }
    walk.go(&format!("{hub}/avsnitt/uppgiftslamnare")).await;
    walk.browser.answer("kontakt_namn", Text("Karin Nyström")).await;
    walk.browser.saved("kontakt_namn").await;
    for path in [hub, &format!("{hub}/underskrift")] {
        walk.go(path).await;
    }
    walk.browser.write("#meddelande", "Läs gärna avsnitt D.").await;
    walk.browser.press("#person-ny").await;
    walk.browser.press_words("Skicka för underskrift").await;
    walk.browser.appears("#fel").await;
    walk.check("asking, wrongly filled in").await;
    walk.end();
}

#[tokio::test]
async fn a_section_is_accessible_while_colleagues_work_in_it_and_while_the_net_is_away() {
    let mut walk = Walk::of("samordnare.2281").await;
    let other = Browser::open(JavaScript::On).await;
    other.sign_in(&walk.program.login_link("bidragsgivare.2281")).await;
    let section = "/svara/kommun-ehalsa/YEAR/2281/avsnitt/mobil_dokumentation";
    walk.go(section).await;
    other.go(&format!("{}{}", walk.program.url, section.replace("YEAR", &walk.program.year().to_string()))).await;
    walk.browser.says("#avsnitt-har", "är också här").await;
    other.answer("dokumentera_mobilt_legitimerad", Choice("ingen")).await;
    walk.browser.says("[data-save='dokumentera_mobilt_legitimerad']", "Ändrat av").await;
    walk.browser.run("document.getElementById('f-mobilt_hinder').focus()", vec![]).await;
    other.answer("mobilt_hinder", Text("Täckning saknas.")).await;
    walk.browser.says("[data-save='mobilt_hinder']", "svarade också").await;
    walk.check("a section where a colleague has answered meanwhile").await;
    walk.browser.type_keys("Vi har täckning.").await;
    walk.browser.says("[data-messages='mobilt_hinder']", "Ni har svarat olika.").await;
    walk.check("two answers side by side").await;
    walk.program.sessions_end_in(200);
    walk.browser.says("#avsnitt-inloggning", "Du loggas ut kl.").await;
    walk.check("a session that is about to end").await;
    walk.program.kill();
    walk.browser.answer("dokumentera_mobilt_legitimerad", Choice("alla")).await;
    walk.browser.says("#avsnitt-besked", "Vi når inte tjänsten just nu.").await;
    walk.check("a section without net").await;
    walk.program.restart();
    walk.browser.says("[data-save='dokumentera_mobilt_legitimerad']", "Sparat").await;
    walk.program.sessions_end_in(-1);
    walk.browser.answer("dokumentera_mobilt_legitimerad", Choice("ingen")).await;
    walk.browser.says("#avsnitt-besked", "Du är inte längre inloggad.").await;
    walk.check("a section after the session has ended").await;
    walk.end();
}

#[tokio::test]
async fn pages_of_following_up_are_accessible() {
    let mut walk = Walk::of("agare").await;
    let round = "/undersokningar/kommun-ehalsa/YEAR";
    for path in [
        "/undersokningar",
        round,
        &format!("{round}?lage=declined&sok=a"),
        &format!("{round}?sok=ingen+alls"),
        &format!("{round}/fragor"),
        &format!("{round}/svar/2281"),
        &format!("{round}/svar/0114"),
        &format!("{round}/svar/0114/LB-YEAR-KOMMUN-0114-1"),
        &format!("{round}/svar/0880"),
        &format!("{round}/svar/0115"),
        &format!("{round}/svar/0115/godkann"),
        &format!("{round}/svar/2281/godkann"),
        &format!("{round}/svar/0115/LB-YEAR-KOMMUN-0115-1?visa=avviker"),
        &format!("{round}/underskrift"),
        "/undersokningar/region-ehalsa-it/YEAR/underskrift",
        &format!("{round}/fragor?nedbrytning=lan"),
        &format!("{round}/svar/0115/fraga/ledningssystem"),
        &format!("{round}/svar/2283/fraga/valfardsteknik_kostnad"),
        &format!("{round}/svar/1473/fraga/hemsjukvard"),
        "/undersokningar/region-ehalsa-it/YEAR",
        "/undersokningar/region-ehalsa-it/2019",
    ] {
        walk.go(path).await;
    }
    walk.check_dark(round).await;
    walk.browser.run(LONG_STATUSES, vec![]).await;
    walk.check("a round with long statuses").await;
    walk.go(&format!("{round}/svar/0114/fraga/ledningssystem")).await;
    walk.browser.press_words("Skicka frågan").await;
    walk.browser.appears("#fel").await;
    walk.check("a query without words").await;
    walk.go(&format!("{round}/svar/0115/godkann")).await;
    walk.browser.press_words("Godkänn svaret").await;
    walk.browser.says(".status-row", "Svaret är godkänt.").await;
    walk.check("a response that was just approved").await;
    walk.go(&format!("{round}/underskrift")).await;
    walk.browser.press_words("Kräv underskrift").await;
    walk.browser.says(".status-row", "Underskrift krävs nu.").await;
    walk.check("a round that was just changed").await;
    walk.end();
}

#[tokio::test]
async fn queries_are_accessible() {
    let mut walk = Walk::of("samordnare.0381").await;
    let hub = "/svara/kommun-ehalsa/YEAR/0381";
    walk.go("/svara").await;
    walk.go(hub).await;
    walk.browser.press_words("på frågan om B4").await;
    walk.check("a query that waits for the organisation").await;
    walk.browser.answer("valfardsteknik_kostnad", Text("12")).await;
    walk.browser.says("[data-messages='valfardsteknik_kostnad']", "Beloppet är mycket litet.").await;
    walk.browser.saved("valfardsteknik_kostnad").await;
    walk.check("an answer that is changed for a query").await;
    walk.browser.press_words("Skicka svaret").await;
    walk.browser.appears("#fel").await;
    walk.check("a reply that was refused").await;
    walk.browser.write("#svar", "Vi skrev fel.").await;
    walk.browser.answer("valfardsteknik_kostnad", Text("2400000")).await;
    walk.browser.press_words("Skicka svaret").await;
    walk.browser.says(".status-row", "nytt kvitto").await;
    walk.check("a query that waits for the reviewer").await;
    walk.check_dark(hub).await;
    walk.end();
}

/// How much the letters of an element stand out from what is behind them where they are drawn, from 1 to 21: the contrast
/// between the commonest colour of a picture and the one that differs most from it, of those on more than one pixel in two
/// hundred.
const CONTRAST: &str = "
    const [png, done] = arguments;
    const luminance = ([r, g, b]) => {
        const linear = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const picture = new Image();
    picture.onload = () => {
        const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
        canvas.drawImage(picture, 0, 0);
        const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
        const counts = new Map();
        for (let at = 0; at < data.length; at += 4) {
            const colour = data.slice(at, at + 3).join();
            counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
        const colours = [...counts].sort(([, one], [, other]) => other - one);
        const common = colours.filter(([, count]) => count * 800 > data.length).map(([colour]) => luminance(colour.split(',').map(Number)));
        done(Math.max(...common.map((one) => (Math.max(one, common[0]) + 0.05) / (Math.min(one, common[0]) + 0.05))));
    };
    picture.src = 'data:image/png;base64,' + png;";

/// The reader's own colours replace ours, and the words on what is pressed can still be read: the pixels are looked at.
#[tokio::test]
async fn what_is_pressed_can_be_read_in_forced_colours() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::On).await;
    browser.sign_in(&program.login_link("samordnare.2281")).await;
    let section = format!("{}/svara/kommun-ehalsa/{}/2281/avsnitt/mobil_dokumentation", program.url, program.year());
    let page = browser.new_tab().await;
    let canvas = browser.client.window().await.expect("a tab");
    browser.client.switch_to_window(page.clone()).await.expect("the page");
    for scheme in ["light", "dark"] {
        let colours = json!({ "features": [
            { "name": "forced-colors", "value": "active" }, { "name": "prefers-color-scheme", "value": scheme },
        ] });
        browser.devtools("Emulation.setEmulatedMedia", colours).await;
        browser.go(&section).await;
        for (what, focus) in [
            (".section-end .button:not(.button-second)", false),
            (".section-end .button-second", false),
            (".skip-link", true),
        ] {
            let scroll = "const e = document.querySelector(arguments[0]);
                e.scrollIntoView({ block: 'center' });
                if (arguments[1]) e.focus({ preventScroll: true });
                const { x, y, width, height } = e.getBoundingClientRect();
                return { x: x + 4, y: y + scrollY + 4, width: width - 8, height: height - 8, scale: 1 };";
            let clip = browser.run(scroll, vec![json!(what), json!(focus)]).await;
            let shot = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
            let png = browser.devtools("Page.captureScreenshot", shot).await["data"].clone();
            browser.client.switch_to_window(canvas.clone()).await.expect("a page that takes pictures");
            let contrast = browser.client.execute_async(CONTRAST, vec![png]).await.expect("a picture can be read");
            browser.client.switch_to_window(page.clone()).await.expect("the page");
            assert!(contrast.as_f64().is_some_and(|contrast| contrast >= 4.5), "{what} in {scheme}: {contrast}");
        }
    }
}

/// Numbers the elements that Tab should stop at, in the order of the page. A group of radios is one stop.
const STOPS: &str = "
    return [...document.querySelectorAll('a[href], button, input, textarea, select, summary, [tabindex]')]
        .filter((e) => e.type !== 'hidden' && e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
        .filter((e) => {
            if (e.type !== 'radio') return true;
            const group = [...document.getElementsByName(e.name)];
            const checked = group.find((radio) => radio.checked);
            return e === (checked ?? group[0]);
        })
        .map((e, place) => (e.stop = place))";

/// Which stop has the focus, and whether that can be seen.
const FOCUS: &str = "
    const e = document.activeElement;
    const style = (e) => getComputedStyle(e);
    const seen = style(e).outlineStyle !== 'none' || style(e).boxShadow !== 'none' || style(e.closest('label') ?? e).outlineStyle !== 'none';
    return [e.stop, seen, e.outerHTML.slice(0, 120)]";

/// Whether what has the focus is covered by something else where it shows its middle.
const COVERED: &str = "
    const e = document.activeElement;
    const box = e.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 44) / 2);
    return e === document.body || (top && (e.contains(top) || top.contains(e) || e.closest('label')?.contains(top))) ? null : e.outerHTML.slice(0, 120)";

/// WCAG 2.2, 2.4.11: what stays in sight does not hide what has the focus, forwards and backwards, on a telephone.
#[tokio::test]
async fn what_stays_in_sight_does_not_hide_what_has_the_focus() {
    let mut program = Program::start();
    let browser = Browser::open(JavaScript::On).await;
    browser.sign_in(&program.login_link("samordnare.2281")).await;
    let section = format!("{}/svara/kommun-ehalsa/{}/2281/avsnitt/mobil_dokumentation", program.url, program.year());
    browser.resize(360, 640).await;
    browser.go(&section).await;
    program.sessions_end_in(200);
    browser.says("#avsnitt-inloggning", "Du loggas ut kl.").await;
    program.kill();
    browser.answer("dokumentera_mobilt_legitimerad", Choice("ingen")).await;
    browser.says("#avsnitt-besked", "Vi når inte tjänsten just nu.").await;
    // What is chosen stands over its neighbours, and not over what stays in sight.
    let over = "
        const chosen = document.querySelector('.scale .choice:has(:checked)');
        scrollTo(0, chosen.getBoundingClientRect().top + scrollY - 10);
        const box = chosen.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + 5);
        return !!top.closest('.in-sight')";
    assert_eq!(browser.run(over, vec![]).await, json!(true), "an answer lies over what stays in sight");
    let stops = browser.run(STOPS, vec![]).await.as_array().expect("a list").len();
    let forwards = char::from(Key::Tab).to_string();
    let backwards = format!("{}{forwards}", char::from(Key::Shift));
    for keys in [forwards, backwards] {
        for _ in 0..stops {
            browser.type_keys(&keys).await;
            let covered = browser.run(COVERED, vec![]).await;
            assert_eq!(covered, Value::Null, "the focus is hidden");
        }
    }
}

#[tokio::test]
async fn the_keyboard_reaches_everything_in_order_and_sends_the_form() {
    let program = Program::start();
    for scripts in [JavaScript::Off, JavaScript::On] {
        let browser = Browser::open(scripts).await;
        browser.sign_in(&program.login_link("samordnare.0180")).await;
        let section = format!("{}/svara/kommun-ehalsa/{}/0180/avsnitt/styrning", program.url, program.year());
        browser.go(&section).await;
        if scripts == JavaScript::On {
            // What does not apply is put away when the island has woken.
            let away = "return !document.querySelector('[data-field=ledningssystem_planeras]').checkVisibility()";
            browser.until("the island has woken", away, vec![]).await;
        }
        let stops = browser.run(STOPS, vec![]).await;
        let stops = stops.as_array().expect("a list");
        assert!(stops.len() > 20, "{stops:?}");
        for stop in stops {
            press_key(&browser, Key::Tab).await;
            let focus = browser.run(FOCUS, vec![]).await;
            assert_eq!(&focus[0], stop, "{scripts:?}: {}", focus[2]);
            assert_eq!(focus[1], Value::Bool(true), "the focus cannot be seen: {}", focus[2]);
        }

        // Arrows choose among radios, the space bar ticks a box, Enter sends the form.
        browser.run("document.getElementById('f-ledningssystem').focus()", vec![]).await;
        browser.answer("ledningssystem", Choice("ja")).await;
        press_key(&browser, Key::Down).await;
        browser.expect_answer("ledningssystem", Choice("nej")).await;
        press_key(&browser, Key::Up).await;
        browser.expect_answer("ledningssystem", Choice("ja")).await;
        browser.run("document.getElementById('f-valfardsteknik_kostnad').focus()", vec![]).await;
        browser.type_keys("150000").await;
        press_key(&browser, Key::Enter).await;
        browser.says("h1", "C. E-tjänster").await;
        browser.go(&section).await;
        browser.expect_answer("valfardsteknik_kostnad", Text("150\u{a0}000")).await;
        browser.answer("valfardsteknik_kostnad", Text("")).await;
        browser.press_words("Spara och fortsätt").await;
        browser.says("h1", "C. E-tjänster").await;
        browser.expect_quiet_console().await;
    }
}

async fn press_key(browser: &Browser, key: Key) {
    browser.type_keys(&char::from(key).to_string()).await;
}
