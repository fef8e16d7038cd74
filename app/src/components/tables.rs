//! The way through long tables: sorting and pages, by plain links.

use leptos::prelude::*;

/// The order of a sorted column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortDirection {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The head of a column that can be sorted by.
#[component]
pub fn SortLink(
    /// The page sorted by this column, the other way where it is already.
    #[prop(into)]
    href: String,
    /// The column's words.
    #[prop(into)]
    text: String,
    /// How the column is sorted now; not at all where absent.
    #[prop(optional_no_strip)]
    sorted: Option<SortDirection>,
    /// Whether the column holds numbers.
    #[prop(optional)]
    number: bool,
) -> impl IntoView {
    let aria = sorted.map(|direction| match direction {
        SortDirection::Ascending => "ascending",
        SortDirection::Descending => "descending",
    });
    let triangle = match sorted {
        Some(SortDirection::Descending) => "M0 2h8L4 8z",
        _ => "M0 7h8L4 1z",
    };
    let link_class = if sorted.is_some() { "sort-link" } else { "sort-link sort-link-off" };
    let class = number.then_some("number");
    view! {
        <th scope="col" class=class aria-sort=aria>
            <a class=link_class href=href><span class="visually-hidden">"Sortera efter "</span>{text}<svg viewBox="0 0 8 8" aria-hidden="true"><path d=triangle fill="currentColor"></path></svg></a>
        </th>
    }
}

/// The pages of a long list. Nothing is shown where one page is enough.
#[component]
pub fn Pagination<F>(
    /// The page shown, from 1.
    page: u32,
    /// How many there are.
    pages: u32,
    /// The address of a page.
    href: F,
) -> impl IntoView
where
    F: Fn(u32) -> String,
{
    let step = |to: u32, words: &'static str| {
        (1..=pages).contains(&to).then(|| view! { <li><a class="pagination-step" href=href(to)>{words}</a></li> })
    };
    (pages > 1).then(|| {
        let numbers = shown_pages(page, pages)
            .into_iter()
            .map(|number| match number {
                None => view! { <li><span aria-hidden="true">"…"</span></li> }.into_any(),
                Some(number) => {
                    let current = (number == page).then_some("page");
                    view! {
                        <li><a href=href(number) aria-current=current><span class="visually-hidden">"Sida "</span>{number}</a></li>
                    }
                    .into_any()
                }
            })
            .collect_view();
        view! {
            <nav class="pagination" aria-label="Sidor">
                <ol role="list">{step(page.saturating_sub(1), "Föregående")}{numbers}{step(page + 1, "Nästa")}</ol>
            </nav>
        }
    })
}

/// The first, the last and those around the one shown; `None` is a gap.
fn shown_pages(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut shown = Vec::new();
    let mut last = 0;
    for number in 1..=pages {
        if number == 1 || number == pages || number.abs_diff(page) <= 1 {
            if number > last + 1 {
                shown.push(if number == last + 2 { Some(last + 1) } else { None });
            }
            shown.push(Some(number));
            last = number;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_around_the_one_shown_and_the_ends() {
        let shown = |page, pages| {
            shown_pages(page, pages)
                .into_iter()
                .map(|n| n.map_or("…".into(), |n| n.to_string()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(shown(1, 3), "1 2 3");
        assert_eq!(shown(1, 9), "1 2 … 9");
        assert_eq!(shown(5, 9), "1 … 4 5 6 … 9");
        assert_eq!(shown(3, 5), "1 2 3 4 5");
        assert_eq!(shown(4, 9), "1 2 3 4 5 … 9");
    }

    #[test]
    fn the_page_shown_is_marked_and_its_neighbours_are_named() {
        let html = view! { <Pagination page=2 pages=3 href=|page| format!("?sida={page}&a=\"<b>")/> }.to_html();
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
        assert!(html.contains("Föregående") && html.contains("Nästa"), "{html}");
        assert!(!html.contains("<b>"), "{html}");
        assert!(!view! { <Pagination page=1 pages=1 href=|page| page.to_string()/> }.to_html().contains("<nav"));
    }

    #[test]
    fn a_sorted_column_says_how() {
        let html =
            view! { <SortLink href="?" text="<b>" sorted=Some(SortDirection::Descending) number=true/> }.to_html();
        assert!(html.contains("aria-sort=\"descending\""), "{html}");
        assert!(!html.contains("<b>"), "{html}");
        assert!(!view! { <SortLink href="?" text="Län"/> }.to_html().contains("aria-sort"));
    }
}
