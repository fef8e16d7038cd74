//! Every address that the program answers, as the source says: a table of them that is kept by hand can be held against
//! this, and cannot forget one.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A method and a route: `GET /svara/{survey}/{year}/{organisation}`.
pub type Route = (String, String);

/// The routes of the pages and of the server.
pub fn all() -> BTreeSet<Route> {
    let root = root();
    let mut routes = of_pages();
    for file in sources(&root.join("server/src")) {
        routes.extend(handlers(&read(&file), &file));
    }
    routes
}

/// The routes of the pages alone.
pub fn of_pages() -> BTreeSet<Route> {
    pages(&read(&root().join("app/src/routes.rs")))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace")
}

/// The routes of `path!("/svara/:survey")`.
fn pages(source: &str) -> BTreeSet<Route> {
    source
        .split("path!(\"")
        .skip(1)
        .map(|rest| {
            let path = rest.split('"').next().unwrap_or_default();
            let part =
                |part: &str| part.strip_prefix(':').map_or_else(|| part.to_owned(), |name| format!("{{{name}}}"));
            ("GET".to_owned(), path.split('/').map(part).collect::<Vec<_>>().join("/"))
        })
        .collect()
}

/// The routes of `.route("/demo", get(…).post(…))` and `.route(&format!("{RESPONSE}/spara"), post(…))`.
fn handlers(source: &str, file: &Path) -> BTreeSet<Route> {
    let file = file.display();
    for unknown in [".nest(", ".nest_service(", ".route_service("] {
        assert!(!source.contains(unknown), "{file} has {unknown}…), which this cannot read");
    }
    let mut routes = BTreeSet::new();
    for (at, _) in source.match_indices(".route(") {
        let call = arguments(&source[at + ".route(".len()..]);
        let literal = call.split('"').nth(1).unwrap_or_else(|| panic!("{file}: no path in .route({call})"));
        let path = if call.trim_start().starts_with('"') {
            literal.to_owned()
        } else {
            assert!(call.trim_start().starts_with("&format!(\""), "{file}: .route({call}) cannot be read");
            formatted(literal, source)
        };
        let methods = [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE"), ("patch(", "PATCH")];
        let handler = &call[call.find("\",").or_else(|| call.find("\"),")).expect("a handler behind the path")..];
        let found: Vec<&str> =
            methods.iter().filter(|(call, _)| handler.contains(call)).map(|(_, method)| *method).collect();
        assert!(!found.is_empty(), "{file}: no method in .route({call})");
        routes.extend(found.into_iter().map(|method| (method.to_owned(), path.clone())));
    }
    routes
}

/// What stands between the parentheses of a call.
fn arguments(rest: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}

/// A format string of constants of the same file.
fn formatted(literal: &str, source: &str) -> String {
    let mut path = literal.replace("{{", "\u{1}").replace("}}", "\u{2}");
    while let Some((before, rest)) = path.split_once('{') {
        let (name, after) = rest.split_once('}').expect("a name ends");
        let marker = format!("const {name}: &str = \"");
        let value = source.split(&marker).nth(1).and_then(|rest| rest.split('"').next());
        let value = value.unwrap_or_else(|| panic!("{name} is no constant of the file"));
        path = format!("{before}{}{after}", value.replace('{', "\u{1}").replace('}', "\u{2}"));
    }
    path.replace('\u{1}', "{").replace('\u{2}', "}")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            // What tests of the server answer, the program does not.
            files.push(path);
        }
    }
    files
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_read_from_both_sources() {
        let found = pages(r#"<Route path=path!("/svara/:survey") view=X/> <Route path=path!("/") view=Y/>"#);
        assert_eq!(found, [("GET", "/"), ("GET", "/svara/{survey}")].map(owned).into());
        let source = r#"
            const RESPONSE: &str = "/svara/{survey}";
            .route("/demo", get(pages::page).post(pick))
            .route(&format!("{RESPONSE}/avsnitt/{{section}}"), post(save))
        "#;
        let expected = [("GET", "/demo"), ("POST", "/demo"), ("POST", "/svara/{survey}/avsnitt/{section}")].map(owned);
        assert_eq!(handlers(source, Path::new("x.rs")), expected.into());
    }

    fn owned((method, path): (&str, &str)) -> Route {
        (method.to_owned(), path.to_owned())
    }
}
