//! The furniture of pages: where you are, the heading, parts, facts and files.

use super::text::unbroken;
use leptos::prelude::*;

/// A link by its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub text: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// The way back up, the nearest page last.
#[component]
pub fn Breadcrumbs(
    /// The pages above this one, the highest first.
    links: Vec<Link>,
) -> impl IntoView {
    let items = links.into_iter().map(|link| view! { <li><a href=link.href>{link.text}</a></li> }).collect_view();
    view! { <nav class="crumbs" aria-label="Var du är"><ol role="list">{items}</ol></nav> }
}

/// The heading of a page.
#[component]
pub fn PageHeading(
    /// The heading.
    #[prop(into)]
    title: String,
    /// What stands above it: the survey of a kommun's page.
    #[prop(optional, into)]
    kicker: Option<String>,
    /// The first sentence under it.
    #[prop(optional, into)]
    lead: Option<String>,
) -> impl IntoView {
    view! {
        <div class="page-heading">
            {kicker.map(|text| view! { <p class="kicker">{text}</p> })}
            <h1>{unbroken(&title)}</h1>
            {lead.map(|text| view! { <p class="lead">{text}</p> })}
        </div>
    }
}

/// A part of a page under its heading.
#[component]
pub fn Block(
    /// The id of the heading.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    heading: String,
    /// What stands beside the heading.
    #[prop(optional, into)]
    note: Option<String>,
    /// The part.
    children: Children,
) -> impl IntoView {
    let heading = view! { <h2 id=id.clone()>{heading}</h2> };
    let head = match note {
        Some(note) => view! { <div class="block-head">{heading}<p class="note">{note}</p></div> }.into_any(),
        None => heading.into_any(),
    };
    view! { <section class="block" aria-labelledby=id>{head}{children()}</section> }
}

/// A column of links that do things or lead to what remains.
#[component]
pub fn ActionList(
    /// The links.
    links: Vec<Link>,
) -> impl IntoView {
    let items = links.into_iter().map(|link| view! { <li><a href=link.href>{link.text}</a></li> }).collect_view();
    view! { <ul class="action-list" role="list">{items}</ul> }
}

/// A fact beside the figure of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideFact {
    /// What it is.
    pub term: String,
    /// Its value.
    pub value: String,
    /// Where the value leads.
    pub href: Option<String>,
}

/// Facts beside the figure of a page.
#[component]
pub fn SideFacts(
    /// The facts.
    facts: Vec<SideFact>,
) -> impl IntoView {
    let items = facts
        .into_iter()
        .map(|fact| {
            let value = match fact.href {
                Some(href) => view! { <a href=href>{fact.value}</a> }.into_any(),
                None => fact.value.into_any(),
            };
            view! { <div><dt>{fact.term}</dt><dd>{value}</dd></div> }
        })
        .collect_view();
    view! { <dl class="side-facts">{items}</dl> }
}

/// Terms with what they say, in two columns.
#[component]
pub fn Terms(
    /// Term and description.
    terms: Vec<(String, String)>,
) -> impl IntoView {
    let items = terms.into_iter().map(|(term, text)| view! { <dt>{term}</dt><dd>{text}</dd> }).collect_view();
    view! { <dl class="terms">{items}</dl> }
}

/// A file to take home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Where it is.
    pub href: String,
    /// What it is: "CSV".
    pub text: String,
    /// What to know: "öppna data, 2 kB".
    pub note: Option<String>,
}

/// The files of a page.
#[component]
pub fn DownloadList(
    /// The files.
    files: Vec<Download>,
) -> impl IntoView {
    let items = files
        .into_iter()
        .map(|file| {
            let note = file.note.map(|note| view! { <span class="note">{note}</span> });
            view! { <li><a href=file.href>{file.text}</a>{note}</li> }
        })
        .collect_view();
    view! { <ul class="downloads" role="list">{items}</ul> }
}

/// Numbered notes under a figure.
#[component]
pub fn Footnotes(
    /// The notes, from 1.
    notes: Vec<String>,
) -> impl IntoView {
    (!notes.is_empty()).then(|| {
        let items = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
        view! { <ol class="footnotes">{items}</ol> }
    })
}

/// How a measure is counted, in words.
#[component]
pub fn Formula(
    /// What is counted.
    #[prop(into)]
    numerator: String,
    /// What it is divided by, for a share or a ratio.
    #[prop(optional, into)]
    denominator: Option<String>,
) -> impl IntoView {
    let denominator =
        denominator.map(|words| view! { <p><span class="visually-hidden">"delat med "</span>{words}</p> });
    view! { <div class="formula" role="group" aria-label="Formel"><p>{numerator}</p>{denominator}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "</textarea><script>alert(1)</script>\"";

    #[test]
    fn texts_are_escaped() {
        let link = || vec![Link::new(EVIL, EVIL)];
        let html = view! {
            <Breadcrumbs links=link()/>
            <PageHeading title=EVIL kicker=EVIL lead=EVIL/>
            <Block id="x" heading=EVIL note=EVIL>{EVIL}</Block>
            <ActionList links=link()/>
            <SideFacts facts=vec![SideFact { term: EVIL.into(), value: EVIL.into(), href: Some(EVIL.into()) }]/>
            <Terms terms=vec![(EVIL.into(), EVIL.into())]/>
            <DownloadList files=vec![Download { href: EVIL.into(), text: EVIL.into(), note: Some(EVIL.into()) }]/>
            <Footnotes notes=vec![EVIL.into()]/>
            <Formula numerator=EVIL denominator=EVIL/>
        }
        .to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("</script>\""), "a quote ended an attribute: {html}");
    }

    #[test]
    fn a_formula_without_denominator_is_one_line() {
        let html = view! { <Formula numerator="Antal kommuner"/> }.to_html();
        assert!(!html.contains("delat med"), "{html}");
    }
}
