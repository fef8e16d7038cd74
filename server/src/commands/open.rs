//! Opens the database that a command works on.

use super::CommandFailure;
use collection::Store;

/// Opens the database, if it has this program's schema.
pub async fn ready(url: &str) -> Result<Store, CommandFailure> {
    // Opening would make an empty file, which nobody who only reads has asked for.
    if let Some(path) = url.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or(path))
        && !std::path::Path::new(path).exists()
    {
        return Err(CommandFailure::refused(format!("{path} does not exist; run `lagesbild seed`, which makes it")));
    }
    let store = Store::open(url).await?;
    store.is_ready().await.map_err(|error| {
        CommandFailure::refused(format!("the database has another schema ({error}); run `lagesbild migrate`"))
    })?;
    Ok(store)
}
