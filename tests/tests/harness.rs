//! What the other tests rely on without seeing it.

use std::fs;
use tests::browser::{Browser, JavaScript};

/// A page whose script changes its title, and complains.
const PAGE: &str = "<!DOCTYPE html><meta charset=utf-8><title>före</title><script>document.title = 'efter'; console.error('hörs')</script>";

#[tokio::test]
async fn a_browser_without_javascript_runs_none_and_one_with_it_reports_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("sida.html");
    fs::write(&page, PAGE).expect("the page is written");
    let url = format!("file://{}", page.display());
    for (scripts, title, errors) in [(JavaScript::Off, "före", 0), (JavaScript::On, "efter", 1)] {
        let browser = Browser::open(scripts).await;
        browser.go(&url).await;
        assert_eq!(browser.title().await, title, "{scripts:?}");
        assert_eq!(browser.console_errors().await.len(), errors, "{scripts:?}");
        assert_eq!(browser.run("return innerWidth + 1", vec![]).await, 1281, "{scripts:?}: the tests' own scripts run");
    }
}

#[tokio::test]
async fn what_leaves_the_window_or_is_cut_off_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let browser = Browser::open(JavaScript::On).await;
    for (name, body, sideways, clipped, clipped_when_spaced) in [
        ("whole", "<p>helt</p>", false, false, false),
        ("wide", "<p style='width:1300px'>brett</p>", true, false, false),
        ("left", "<p style='margin-left:-40px'>vänster</p>", false, true, true),
        ("low", "<p style='height:1.3em;line-height:1.3;overflow:hidden'>lågt</p>", false, false, true),
    ] {
        let page = folder.path().join(format!("{name}.html"));
        let html = format!("<!DOCTYPE html><html lang=sv><meta charset=utf-8><title>x</title><main>{body}</main>");
        fs::write(&page, html).expect("the page is written");
        browser.go(&format!("file://{}", page.display())).await;
        assert_eq!(
            (!browser.sideways().await.is_empty(), !browser.clipped().await.is_empty()),
            (sideways, clipped),
            "{name}"
        );
        browser.space_text(true).await;
        assert_eq!(!browser.clipped().await.is_empty(), clipped_when_spaced, "{name}");
        browser.space_text(false).await;
        assert_eq!(!browser.clipped().await.is_empty(), clipped, "{name}");
    }
}

#[tokio::test]
async fn axe_core_finds_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("sida.html");
    let html = "<!DOCTYPE html><html lang=sv><meta charset=utf-8><title>x</title><main><h1>x</h1><img src=x>\
                <p style='color:#bbb;background:#fff'>svagt</p></main>";
    fs::write(&page, html).expect("the page is written");
    let browser = Browser::open(JavaScript::On).await;
    browser.go(&format!("file://{}", page.display())).await;
    let breaches = browser.breaches().await.join("\n");
    assert!(breaches.contains("image-alt") && breaches.contains("color-contrast"), "{breaches}");
}
