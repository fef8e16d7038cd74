//! Data that a page hands to its island. The one place where markup is written as it stands.

use leptos::prelude::*;

/// JSON in the page, which no browser runs.
#[component]
pub fn PageData(
    /// The id by which the island finds it.
    #[prop(into)]
    id: String,
    /// The JSON.
    #[prop(into)]
    json: String,
) -> impl IntoView {
    // In a script element nothing is escaped, and only "<" could end it early. In JSON that letter stands in texts alone.
    let json = json.replace('<', "\\u003c");
    view! { <script type="application/json" id=id inner_html=json></script> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_data_early() {
        let payload = "{\"a\":\"</script><script>alert(1)</script><!--\"}";
        let html = view! { <PageData id="a" json=payload/> }.to_html();
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert_eq!(html.matches("</script").count(), 1, "{html}");
        assert!(html.contains("\\u003c/script>"), "{html}");
    }
}
