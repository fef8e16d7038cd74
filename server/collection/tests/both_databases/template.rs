//! Templates: what is costly to make, made once per build and then copied.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    time::UNIX_EPOCH,
};

/// Copies the template of a name, a file or a folder. It is made anew when one of the programs that made it has changed.
///
/// Tests run in threads and in processes, so whatever is done to a template is done under the lock of its name: it is
/// copied by many at once and made by one, beside its place, where it is moved when it is whole.
pub fn copy(name: &str, made_by: &[PathBuf], make: impl FnOnce(&Path), to: &Path) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates").join(name);
    fs::create_dir_all(&folder).unwrap();
    let template = folder.join(version(made_by));
    let lock = File::create(folder.with_extension("lock")).unwrap();
    lock.lock_shared().unwrap();
    if !template.exists() {
        lock.unlock().unwrap();
        lock.lock().unwrap();
        if !template.exists() {
            fs::remove_dir_all(&folder).unwrap();
            fs::create_dir(&folder).unwrap();
            let new = folder.join("new");
            make(&new);
            fs::rename(new, &template).unwrap();
        }
    }
    copy_all(&template, to);
}

/// Copies a file or a folder, with what is in it and the owners of it all.
pub fn copy_all(from: &Path, to: &Path) {
    let copied = Command::new("cp").args(["-aT", "--reflink=auto"]).args([from, to]).output().unwrap();
    assert!(copied.status.success(), "cp: {}", String::from_utf8_lossy(&copied.stderr));
}

/// The sizes and the times of programs, as a name of a file.
fn version(programs: &[PathBuf]) -> String {
    let versions = programs.iter().map(|program| {
        let program = fs::metadata(program).unwrap();
        let modified = program.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
        format!("{}-{}", program.len(), modified.as_nanos())
    });
    versions.collect::<Vec<_>>().join("-")
}
