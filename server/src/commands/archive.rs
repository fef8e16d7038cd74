//! `backup` and `restore`: one archive whatever the database.

use super::CommandFailure;
use collection::{Actor, DatabaseError, Error, Store, backup as archive};
use std::{
    fs::File,
    io::{BufReader, BufWriter, Write},
    path::Path,
};

/// The archive appears whole or not at all.
pub async fn backup(store: &Store, path: &Path) -> Result<(), CommandFailure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = tempfile::NamedTempFile::new_in(folder).map_err(|error| CommandFailure::file(path, &error))?;
    let mut writer = BufWriter::new(temporary.reopen().map_err(|error| CommandFailure::file(path, &error))?);
    archive::backup(store, &Actor::System, &mut writer).await?;
    writer.flush()?;
    writer.get_ref().sync_all()?;
    temporary.persist(path).map_err(|error| CommandFailure::file(path, &error.error))?;
    Ok(())
}

pub async fn restore(store: &Store, path: &Path) -> Result<(), CommandFailure> {
    let file = File::open(path).map_err(|error| CommandFailure::file(path, &error))?;
    store.migrate().await?;
    archive::restore(store, &Actor::System, BufReader::new(file)).await.map_err(|error| match error {
        Error::Database(DatabaseError::Archive { line, message }) => {
            CommandFailure::refused(format!("{}:{line}:1: {message}", path.display()))
        }
        error => error.into(),
    })
}
