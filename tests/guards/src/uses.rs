//! The imports of a module, and the paths in its code.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::{Item, ItemUse, UseTree, Visibility};

/// A path as it is written: `["crate", "form", "Form"]`.
pub type WrittenUse = Vec<String>;

/// The imports of a module, and the paths in its code.
#[derive(Debug, Default)]
pub struct Uses {
    /// The full path of each imported name.
    pub names: BTreeMap<String, WrittenUse>,
    /// The modules of which everything is imported.
    pub globs: Vec<WrittenUse>,
    /// The paths that the module depends on: of its imports, and in its code. A name that is only handed on is none.
    pub paths: BTreeSet<WrittenUse>,
}

impl Uses {
    /// Collects the imports and paths of the items of a module.
    pub fn of(items: &[Item]) -> Self {
        let mut uses = Self::default();
        let (mut handed_on, mut words) = (Vec::new(), BTreeSet::new());
        for item in items {
            if let Item::Use(import) = item {
                uses.import(import, &mut handed_on);
            } else {
                scan(item.to_token_stream(), &mut uses.paths, &mut words);
            }
        }
        uses.paths.extend(handed_on.into_iter().filter(|(name, _)| words.contains(name)).map(|(_, path)| path));
        uses
    }

    fn import(&mut self, import: &ItemUse, handed_on: &mut Vec<(String, WrittenUse)>) {
        let is_private = matches!(import.vis, Visibility::Inherited);
        let mut found = Vec::new();
        leaves(&import.tree, Vec::new(), &mut found);
        for (name, path) in found {
            match name {
                Some(name) => {
                    if is_private {
                        self.paths.insert(path.clone());
                    } else {
                        handed_on.push((name.clone(), path.clone()));
                    }
                    self.names.insert(name, path);
                }
                None => self.globs.push(path),
            }
        }
    }
}

/// The names at the ends of an import, each with its path; a name is missing where everything is imported.
fn leaves(tree: &UseTree, mut path: WrittenUse, found: &mut Vec<(Option<String>, WrittenUse)>) {
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            leaves(&tree.tree, path, found);
        }
        UseTree::Name(tree) if tree.ident == "self" => found.push((path.last().cloned(), path)),
        UseTree::Name(tree) => {
            path.push(tree.ident.to_string());
            found.push((path.last().cloned(), path));
        }
        UseTree::Rename(tree) => {
            if tree.ident != "self" {
                path.push(tree.ident.to_string());
            }
            found.push((Some(tree.rename.to_string()), path));
        }
        UseTree::Glob(_) => found.push((None, path)),
        UseTree::Group(tree) => tree.items.iter().for_each(|tree| leaves(tree, path.clone(), found)),
    }
}

/// Collects the paths of two or more names, in macros too, and every single word.
fn scan(tokens: TokenStream, paths: &mut BTreeSet<WrittenUse>, words: &mut BTreeSet<String>) {
    let (mut path, mut colons): (WrittenUse, usize) = (Vec::new(), 0);
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                words.insert(word.to_string());
                if colons != 2 {
                    keep(&mut path, paths);
                }
                path.push(word.to_string());
                colons = 0;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => colons += 1,
            TokenTree::Group(group) => {
                keep(&mut path, paths);
                colons = 0;
                scan(group.stream(), paths, words);
            }
            _ => {
                keep(&mut path, paths);
                colons = 0;
            }
        }
    }
    keep(&mut path, paths);
}

fn keep(path: &mut WrittenUse, paths: &mut BTreeSet<WrittenUse>) {
    let path = std::mem::take(path);
    if path.len() > 1 {
        paths.insert(path);
    }
}
