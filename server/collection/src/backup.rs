//! One archive of everything, whatever the database: who may write it and read it back. See [`database::archive`].

use crate::{Actor, Error, Store};
use database::archive;
use std::io::{Read, Write};

/// Writes everything in the database, as it was at one moment.
///
/// # Errors
/// [`Error::Forbidden`] unless the actor is the system; when the database or the file refuses.
pub async fn backup(store: &Store, actor: &Actor, file: impl Write) -> Result<(), Error> {
    only_system(actor)?;
    Ok(archive::write(store.database(), file).await?)
}

/// Reads an archive into an empty database. All or nothing.
///
/// # Errors
/// [`Error::Forbidden`] unless the actor is the system; when the database is not empty, or the archive is not whole or
/// fits another schema.
pub async fn restore(store: &Store, actor: &Actor, file: impl Read + Send + 'static) -> Result<(), Error> {
    only_system(actor)?;
    Ok(archive::restore(store.database(), file).await?)
}

fn only_system(actor: &Actor) -> Result<(), Error> {
    if matches!(actor, Actor::System) { Ok(()) } else { Err(Error::Forbidden) }
}
