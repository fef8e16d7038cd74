//! `pack FRONTEND.wasm DIRECTORY` writes `frontend.js` and `frontend_bg.wasm`, which the browser loads.
//!
//! wasm-opt is left out: it makes the file smaller, but what is sent is compressed, and that becomes larger.

use std::{env, error::Error, path::PathBuf};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = env::args_os().skip(1).map(PathBuf::from);
    let (Some(module), Some(directory), None) = (paths.next(), paths.next(), paths.next()) else {
        return Err("usage: pack FRONTEND.wasm DIRECTORY".into());
    };
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name("frontend")
        .generate(directory)?;
    Ok(())
}
