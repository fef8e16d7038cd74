//! Checks that the content of a page stays whole and within the window, also where its reader needs more room between
//! letters and lines.

use crate::browser::Browser;
use serde_json::{Value, json};

/// Script that returns the width of a page that scrolls sideways, and the elements that are too wide. A page just as
/// wide as its window, of which nothing reaches beyond the text's edge, is one whose upright scrollbar appears while it
/// is measured.
const SIDEWAYS: &str = "
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1
        && !e.closest('.table-scroll, .visually-hidden') && !e.closest('svg svg'));
    if (!wide.length && scrollWidth <= window.innerWidth) return [];
    return [`${scrollWidth} px`, ...wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 200))]";

/// Elements with words of which a part is out of reach: they hide what is too large for them, stand left of the window, or
/// are drawn beyond its right edge, where a drawing makes nothing scroll. What is for the ear alone is cut to one pixel on
/// purpose, and a list to choose from is drawn by the browser.
const CLIPPED: &str = "
    const hides = (overflow) => ['hidden', 'clip'].includes(overflow);
    const hasWords = (e) => [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const isBeside = (e, { left, right }) => left < -4
        || right > document.documentElement.clientWidth + 1 && e.closest('svg') && !e.closest('.table-scroll');
    const isClipped = (e) => {
        const style = getComputedStyle(e);
        if (!e.textContent.trim() || !e.checkVisibility() || style.clipPath !== 'none') return false;
        if (e.closest('.visually-hidden, select')) return false;
        return hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1
            || hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1
            || hasWords(e) && isBeside(e, e.getBoundingClientRect());
    };
    return [...document.querySelectorAll('body *')].filter(isClipped).slice(0, 3).map((e) => e.outerHTML.slice(0, 200))";

/// WCAG 2.2, 1.4.12: the distances that a reader may set. A sheet that a script makes is no inline style, so the policy
/// takes it.
const SPACED: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = arguments[0] ? [sheet] : []";

impl Browser {
    /// Returns what makes the page scroll sideways; empty if it does not.
    pub async fn sideways(&self) -> Vec<String> {
        texts(&self.run(SIDEWAYS, vec![]).await)
    }

    /// The text of which a part can be seen by nobody; nothing where all of it can.
    pub async fn clipped(&self) -> Vec<String> {
        texts(&self.run(CLIPPED, vec![]).await)
    }

    /// Sets the distances between letters, words, lines and paragraphs as a reader may need them, or takes that back.
    pub async fn space_text(&self, is_spaced: bool) {
        self.run(SPACED, vec![json!(is_spaced)]).await;
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
