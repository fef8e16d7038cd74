//! The modules of a crate, and the files that they are written in.

use std::{collections::BTreeMap, fs, io, path::Path, path::PathBuf};
use syn::{Attribute, Item, Meta};

/// The path of a module from the root of its crate: empty for the root itself.
pub type ModulePath = Vec<String>;

/// A module: its file, and what is written in it outside tests.
pub struct Module {
    /// The file, from the folder of the crate's sources.
    pub file: PathBuf,
    /// The items outside tests; modules are modules of their own.
    pub items: Vec<Item>,
}

/// The modules of one crate.
#[derive(Default)]
pub struct House {
    modules: BTreeMap<ModulePath, Module>,
}

/// A file that cannot be read.
#[derive(Debug)]
pub struct Unreadable(String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl House {
    /// Reads the crate whose `lib.rs` or `main.rs` lies in a folder. Of a crate that has both, the binary is left out: it
    /// only calls the library.
    ///
    /// # Errors
    /// When a file of the crate is missing or is no Rust.
    pub fn read(folder: &Path) -> Result<Self, Unreadable> {
        let root = ["lib.rs", "main.rs"].into_iter().map(PathBuf::from).find(|root| folder.join(root).exists());
        let root = root.ok_or_else(|| Unreadable("neither lib.rs nor main.rs".into()))?;
        let mut house = Self::default();
        house.read_file(folder, &root, Vec::new())?;
        Ok(house)
    }

    /// The modules by their paths.
    pub fn modules(&self) -> impl Iterator<Item = (&ModulePath, &Module)> {
        self.modules.iter()
    }

    /// The module of a path.
    pub fn module(&self, path: &[String]) -> Option<&Module> {
        self.modules.get(path)
    }

    fn read_file(&mut self, folder: &Path, file: &Path, path: ModulePath) -> Result<(), Unreadable> {
        let unreadable = |what: &dyn std::fmt::Display| Unreadable(format!("{}: {what}", file.display()));
        let text = fs::read_to_string(folder.join(file)).map_err(|error: io::Error| unreadable(&error))?;
        let parsed = syn::parse_file(&text).map_err(|error| unreadable(&error))?;
        self.add(folder, file, path, parsed.items)
    }

    fn add(&mut self, folder: &Path, file: &Path, path: ModulePath, items: Vec<Item>) -> Result<(), Unreadable> {
        let mut own = Vec::new();
        for item in items {
            match item {
                item if attributes(&item).iter().any(is_for_tests) => {}
                Item::Mod(module) => {
                    let mut path = path.clone();
                    path.push(module.ident.to_string());
                    match module.content {
                        Some((_, items)) => self.add(folder, file, path, items)?,
                        None => self.read_file(folder, &file_of(folder, &path), path)?,
                    }
                }
                item => own.push(item),
            }
        }
        self.modules.insert(path, Module { file: file.to_owned(), items: own });
        Ok(())
    }
}

/// The file of a module that is declared without its content.
fn file_of(folder: &Path, path: &[String]) -> PathBuf {
    let place: PathBuf = path.iter().collect();
    let beside = place.with_extension("rs");
    if folder.join(&beside).exists() { beside } else { place.join("mod.rs") }
}

/// True if an attribute limits an item to tests.
fn is_for_tests(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string() == "test",
        Meta::Path(path) => path.is_ident("test"),
        _ => false,
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
