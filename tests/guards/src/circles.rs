//! Circles of files: files of one crate that use each other in a loop.

use crate::{
    house::{House, ModulePath},
    uses::{Uses, WrittenUse},
};
use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
};

/// Imports are followed at most so far: a name may be handed on by several modules.
const DEEPEST: usize = 12;

/// A fault for each circle of files in a crate, with the names that tie it.
pub fn faults(house: &House, folder: &str) -> Vec<String> {
    let arrows = arrows(house);
    let mut graph: DiGraphMap<&Path, ()> = DiGraphMap::new();
    for (from, to) in arrows.keys() {
        graph.add_edge(from, to, ());
    }
    let circles = tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1);
    circles.map(|files| told(&files, &arrows, folder)).collect()
}

/// Which file uses which, and the names of it.
type Arrows<'h> = BTreeMap<(&'h Path, &'h Path), BTreeSet<String>>;

fn told(files: &[&Path], arrows: &Arrows<'_>, folder: &str) -> String {
    let mut text = format!("a circle of {} files in {folder}", files.len());
    for ((from, to), names) in arrows.iter().filter(|((from, to), _)| files.contains(from) && files.contains(to)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {} -> {}: {}", from.display(), to.display(), names.join(", "));
    }
    text
}

fn arrows(house: &House) -> Arrows<'_> {
    let uses: BTreeMap<&ModulePath, Uses> =
        house.modules().map(|(path, module)| (path, Uses::of(&module.items))).collect();
    let resolver = Resolver { house, uses: &uses };
    let mut arrows: Arrows<'_> = BTreeMap::new();
    for (path, module) in house.modules() {
        for written in uses.get(path).into_iter().flat_map(|uses| &uses.paths) {
            let Some((target, name)) = resolver.resolve(path, written, 0) else { continue };
            if let Some(to) = house.module(&target)
                && to.file != module.file
            {
                arrows.entry((&module.file, &to.file)).or_default().insert(name);
            }
        }
    }
    arrows
}

/// Finds the module that defines what a path names.
struct Resolver<'h> {
    house: &'h House,
    uses: &'h BTreeMap<&'h ModulePath, Uses>,
}

impl Resolver<'_> {
    /// The module that defines what is written in the module `at`, and its name there; `None` for what another crate
    /// defines, and for a module itself.
    fn resolve(&self, at: &ModulePath, written: &[String], depth: usize) -> Option<(ModulePath, String)> {
        if depth > DEEPEST {
            return None;
        }
        let (first, mut rest) = written.split_first()?;
        let mut module = match first.as_str() {
            "crate" => ModulePath::new(),
            "self" => at.clone(),
            "super" => at.split_last()?.1.to_vec(),
            word if self.child(at, word).is_some() => self.child(at, word)?,
            word => {
                let full: WrittenUse = self.uses.get(at)?.names.get(word)?.iter().chain(rest).cloned().collect();
                // A name may be imported from a crate of the same name.
                return if full.first() == Some(first) { None } else { self.resolve(at, &full, depth + 1) };
            }
        };
        while let Some((word, after)) = rest.split_first() {
            if word == "super" {
                module.pop()?;
            } else if let Some(child) = self.child(&module, word) {
                module = child;
            } else {
                return self.item(&module, rest, depth);
            }
            rest = after;
        }
        None
    }

    /// The module that defines an item which a module defines or hands on.
    fn item(&self, module: &ModulePath, rest: &[String], depth: usize) -> Option<(ModulePath, String)> {
        let (word, after) = rest.split_first()?;
        let uses = self.uses.get(module)?;
        if let Some(stands_for) = uses.names.get(word) {
            let full: WrittenUse = stands_for.iter().chain(after).cloned().collect();
            return self.resolve(module, &full, depth + 1);
        }
        if !self.defines(module, word) {
            for glob in &uses.globs {
                let full: WrittenUse = glob.iter().chain(rest).cloned().collect();
                if let Some((found, name)) = self.resolve(module, &full, depth + 1)
                    && self.defines(&found, &name)
                {
                    return Some((found, name));
                }
            }
        }
        Some((module.clone(), word.clone()))
    }

    fn child(&self, module: &[String], word: &str) -> Option<ModulePath> {
        let mut path = module.to_vec();
        path.push(word.to_owned());
        self.house.module(&path).map(|_| path)
    }

    fn defines(&self, module: &[String], word: &str) -> bool {
        use syn::Item;
        let items = self.house.module(module).map_or(&[][..], |module| &module.items);
        items.iter().any(|item| match item {
            Item::Const(item) => item.ident == word,
            Item::Enum(item) => item.ident == word,
            Item::Fn(item) => item.sig.ident == word,
            Item::Static(item) => item.ident == word,
            Item::Struct(item) => item.ident == word,
            Item::Trait(item) => item.ident == word,
            Item::Type(item) => item.ident == word,
            _ => false,
        })
    }
}
