//! The file of an SQLite database. Only its owner may read it, since it holds what people have answered and who they are.
//! It is watched: a program goes on writing into a file that has been deleted, and what it writes is gone when it ends.

use crate::Error;
use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// The file, as it was when it was opened.
#[derive(Debug)]
pub struct DatabaseFile {
    path: PathBuf,
    identity: Identity,
    /// The write-ahead log beside it, which SQLite makes with the first write and keeps as long as the database is open.
    log: PathBuf,
    /// None where the file system allows no such log.
    log_identity: OnceLock<Option<Identity>>,
}

impl DatabaseFile {
    /// The file at a path, made where it is missing. Nobody but its owner may read it from now on, nor the files that
    /// SQLite keeps beside it, which get their rights from it.
    ///
    /// # Errors
    /// When it cannot be made, or belongs to somebody else and others may read it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        for_owner(&mut options);
        let metadata = options.open(path)?.metadata()?;
        // SQLite keeps its log beside the file that a link leads to.
        let path = path.canonicalize()?;
        let log = beside(&path, "-wal");
        for file in [&path, &log, &beside(&path, "-shm")] {
            close_to_others(file)?;
        }
        Ok(Self { identity: identity(&metadata), path, log, log_identity: OnceLock::new() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whether the file and its log are still those that were opened.
    ///
    /// # Errors
    /// When one is gone, or another one.
    pub fn check(&self) -> Result<(), Error> {
        let has_log = match self.log_identity.get() {
            Some(known) => found(&self.log)? == *known,
            None => true,
        };
        if has_log && found(&self.path)? == Some(self.identity) { Ok(()) } else { Err(self.gone()) }
    }

    /// Returns whether what has just been committed is in files that are still there.
    ///
    /// # Errors
    /// When one is gone, or another one.
    pub fn check_committed(&self) -> Result<(), Error> {
        if self.log_identity.get().is_none() {
            let log = found(&self.log)?;
            self.log_identity.get_or_init(|| log);
        }
        self.check()
    }

    fn gone(&self) -> Error {
        Error::Gone { path: self.path.clone() }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn found(path: &Path) -> io::Result<Option<Identity>> {
    match path.metadata() {
        Ok(metadata) => Ok(Some(identity(&metadata))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What tells a file from another at the same path.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(unix)]
fn for_owner(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Takes away what others than the owner may do with a file that is there.
#[cfg(unix)]
fn close_to_others(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 == 0 {
        return Ok(());
    }
    permissions.set_mode(0o600);
    file.set_permissions(permissions)
}

/// Elsewhere it is only seen whether there is a file.
#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> Identity {}

#[cfg(not(unix))]
fn for_owner(_options: &mut OpenOptions) {}

#[cfg(not(unix))]
fn close_to_others(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::Database;
    use sea_orm::ConnectionTrait;
    use std::{fs, os::unix::fs::PermissionsExt};

    fn rights(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    async fn store(path: &Path) -> Database {
        let store = Database::open(&format!("sqlite://{}", path.display())).await.unwrap();
        store.migrate().await.unwrap();
        store
    }

    #[tokio::test]
    async fn only_the_owner_may_read_the_database_and_what_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("å 100% new.db");
        let store = store(&path).await;
        let files = ["", "-wal", "-shm"].map(|ending| beside(&path, ending));
        for file in &files {
            assert_eq!(rights(file), 0o600, "{}", file.display());
            // As an earlier version left them.
            fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
        }
        let again = self::store(&path).await;
        for file in &files {
            assert_eq!(rights(file), 0o600, "{}", file.display());
        }
        again.close().await.unwrap();
        store.close().await.unwrap();
    }

    async fn write(store: &Database) -> Result<(), Error> {
        let write = store.write(|transaction| {
            Box::pin(async move {
                transaction.execute_unprepared("DELETE FROM settings").await?;
                Ok::<_, Error>(())
            })
        });
        write.await
    }

    #[tokio::test]
    async fn what_is_written_into_a_file_that_is_gone_is_not_acknowledged() {
        for gone in ["", "-wal"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("data.db");
            let store = store(&path).await;
            write(&store).await.unwrap();
            store.is_ready().await.unwrap();
            let file = beside(&path, gone);
            fs::remove_file(&file).unwrap();
            for _ in 0..2 {
                let written = write(&store).await;
                assert!(matches!(written, Err(Error::Gone { .. })), "{gone}: {written:?}");
                let ready = store.is_ready().await;
                assert!(matches!(ready, Err(Error::Gone { .. })), "{gone}: {ready:?}");
                // Another file in its place does not help.
                fs::write(&file, b"").unwrap();
            }
        }
    }
}
