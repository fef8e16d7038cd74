//! Puts the site into the program: one stylesheet, the browser's program and two scripts, each named by the hash
//! of its content and compressed beforehand.

use sha2::{Digest, Sha256};
use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// A file of the site, before it has a name.
struct SiteFile {
    stem: &'static str,
    extension: &'static str,
    content: Vec<u8>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = server.parent().ok_or("the server's folder lies in the workspace")?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let release = env::var("PROFILE")? == "release";
    println!("cargo:rerun-if-env-changed=LAGESBILD_SITE");
    let site = env::var_os("LAGESBILD_SITE").map_or_else(|| root.join("target/site/pkg"), PathBuf::from);

    let css = SiteFile { stem: "style", extension: "css", content: stylesheet(&root.join("style"))? };
    let js = SiteFile { stem: "frontend", extension: "js", content: built(&site.join("frontend.js"), release)? };
    let wasm =
        SiteFile { stem: "frontend", extension: "wasm", content: built(&site.join("frontend_bg.wasm"), release)? };
    let template = read(&root.join("frontend/src/start.js"))?;
    let start = String::from_utf8(template)?.replace("{js}", &js.path()).replace("{wasm}", &wasm.path());
    let start = SiteFile { stem: "start", extension: "js", content: start.into_bytes() };
    let unsaved_script = SiteFile { stem: "kept", extension: "js", content: read(&root.join("frontend/src/kept.js"))? };
    let icon = read(&root.join("style/lagesbild.svg"))?;

    let mut table = String::from("static FILES: &[Asset] = &[\n");
    for file in [&css, &start, &unsaved_script, &js, &wasm] {
        entry(&mut table, &out, &file.path(), file.extension, &file.content, release, true)?;
    }
    entry(&mut table, &out, "/assets/lagesbild.svg", "svg", &icon, release, false)?;
    table.push_str("];\n\n");
    writeln!(table, "/// Where the pages find their files.\npub const ASSETS: Assets = Assets {{")?;
    for (name, file) in
        [("css", &css), ("start", &start), ("unsaved_script", &unsaved_script), ("js", &js), ("wasm", &wasm)]
    {
        writeln!(table, "    {name}: {:?},", file.path())?;
    }
    table.push_str("};\n");
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

impl SiteFile {
    fn path(&self) -> String {
        let hash = Sha256::digest(&self.content);
        let short = hash.iter().take(6).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        format!("/assets/{}-{short}.{}", self.stem, self.extension)
    }
}

/// One row of the table of files; its bytes, plain and compressed, lie beside the table.
fn entry(
    table: &mut String,
    out: &Path,
    path: &str,
    extension: &str,
    content: &[u8],
    release: bool,
    immutable: bool,
) -> Result<(), Box<dyn Error>> {
    let plain = out.join(path.trim_start_matches("/assets/"));
    let (brotli, gzip) = (plain.with_added_extension("br"), plain.with_added_extension("gz"));
    fs::write(&plain, content)?;
    fs::write(&brotli, brotli_of(content, release)?)?;
    fs::write(&gzip, gzip_of(content)?)?;
    let content_type = match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/wasm",
    };
    writeln!(
        table,
        "    Asset {{ path: {path:?}, content_type: {content_type:?}, immutable: {immutable}, plain: include_bytes!({plain:?}), brotli: include_bytes!({brotli:?}), gzip: include_bytes!({gzip:?}) }},"
    )?;
    Ok(())
}

fn brotli_of(content: &[u8], release: bool) -> io::Result<Vec<u8>> {
    // The best compression takes seconds: only for what is handed out.
    let quality = if release { 11 } else { 2 };
    let parameters = ::brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    let mut compressed = Vec::new();
    ::brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip_of(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    io::Write::write_all(&mut compressed, content)?;
    compressed.finish()
}

/// Every style sheet under `folder`, in the order of their paths.
fn stylesheet(folder: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut paths = Vec::new();
    style_sheets(folder, &mut paths)?;
    paths.sort();
    let mut whole = Vec::new();
    for path in paths {
        whole.extend(read(&path)?);
    }
    Ok(whole)
}

fn style_sheets(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    // A folder is named too, so that a new file in it is seen.
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            style_sheets(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "css") {
            paths.push(path);
        }
    }
    Ok(())
}

/// A file that `make` builds before the program. Without it a debug build makes pages that work without script.
fn built(path: &Path, release: bool) -> Result<Vec<u8>, Box<dyn Error>> {
    if path.exists() {
        return read(path);
    }
    if release {
        return Err(format!("{} is missing: run `make build`, which builds it first", path.display()).into());
    }
    // Cargo would build again each time if a missing file were named; its folder is enough.
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
        println!("cargo:rerun-if-changed={}", folder.display());
    }
    println!("cargo:warning={} is missing: pages are served without script; `make wasm` builds it", path.display());
    Ok(Vec::new())
}

fn read(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", path.display());
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
