//! Paper as another program reads it: the files that the program makes, and pages that a browser prints.

use crate::browser::Browser;
use fantoccini::wd::PrintConfiguration;
use serde::Deserialize;
use serde_json::json;
use std::{io::Write, process::Command};

/// What one of poppler's programs says of a file.
pub fn poppler(program: &str, arguments: &[&str], paper: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(paper).expect("a paper");
    let mut command = Command::new(program);
    let command = if program == "pdftotext" {
        command.args(arguments).arg(file.path()).arg("-")
    } else {
        command.args(arguments).arg(file.path())
    };
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}; run tests/tools.sh"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    // What is not ASCII in the titles of headings is printed as it stands in the file, which is UTF-16.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The width of A4 between the margins of the style sheet, in CSS pixels: 178 mm.
const WIDTH: u32 = 673;
/// Words of controls, which no printed page may have.
const OF_THE_SCREEN: [&str; 2] = ["Logga ut", "Hoppa till innehållet"];

/// The words of the page on the screen that must be on paper. A button may say what a heading says: the heading is
/// printed.
const SAID: &str = "
    const words = (css) => [...document.querySelectorAll(css)].map((e) => e.textContent.replace(/\\s+/g, ' ').trim());
    const printed = words('h1, h2, h3, h4, dt, th, legend, caption');
    return {
        headings: words('h1'),
        figures: words('.figure, .fact-value, .turn-value'),
        buttons: words('button, a.button, .skip-link, .site-nav a').filter((said) => said && !printed.includes(said)),
    }";

#[derive(Deserialize)]
struct Said {
    headings: Vec<String>,
    figures: Vec<String>,
    buttons: Vec<String>,
}

impl Browser {
    /// The page as it is printed on A4, with the margins of its style sheet.
    pub async fn printed(&self) -> Vec<u8> {
        let as_styled = PrintConfiguration::builder().shrink_to_fit(false).build().expect("a paper of A4");
        self.client.print(as_styled).await.unwrap_or_else(|error| panic!("no paper: {error}"))
    }

    /// Returns the faults of the printed page; empty if it is whole.
    pub async fn faults_on_paper(&self) -> Vec<String> {
        let said: Said = serde_json::from_value(self.run(SAID, vec![]).await).expect("words");
        let paper = self.printed().await;
        let mut faults = said.faults(&poppler("pdftotext", &["-raw"], &paper));
        faults.extend(self.cut_for_paper().await);
        faults
    }

    /// Returns the elements that are too wide for paper. Browsers make such a page smaller as a whole, or cut it.
    async fn cut_for_paper(&self) -> Vec<String> {
        self.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        self.resize(WIDTH, 900).await;
        let wide = self.sideways().await.into_iter().map(|wide| format!("too wide: {wide}"));
        let found = wide.chain(self.clipped().await.into_iter().map(|cut| format!("cut off: {cut}"))).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        self.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": false })).await;
        self.resize(1280, 900).await;
        found
    }
}

impl Said {
    /// Returns the faults in the text of the paper, whose pages end with form feeds.
    fn faults(&self, text: &str) -> Vec<String> {
        let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
        let (all, first) = (letters(text), letters(pages.first().copied().unwrap_or_default()));
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let empty = (1..).zip(&pages).filter(|(_, page)| page.trim().is_empty());
        let empty = empty.map(|(number, _)| format!("page {number} of {} is empty", pages.len()));
        let heading = self.headings.iter().filter(|heading| !first.contains(&letters(heading)));
        let figure = self.figures.iter().filter(|figure| !all.contains(&letters(figure)));
        let button = self.buttons.iter().filter(|button| lines.contains(&button.as_str()));
        let of_the_screen = OF_THE_SCREEN.iter().filter(|words| text.contains(*words));
        empty
            .chain(heading.map(|heading| format!("`{heading}` is not on the first page")))
            .chain(figure.map(|figure| format!("the figure `{figure}` is not whole")))
            .chain(button.map(|button| format!("the button `{button}` is on paper")))
            .chain(of_the_screen.map(|words| format!("`{words}` is on paper")))
            .collect()
    }
}

/// A text without spaces, which are put anew where a line or the size of letters changes.
fn letters(text: &str) -> String {
    text.replace(char::is_whitespace, "")
}
