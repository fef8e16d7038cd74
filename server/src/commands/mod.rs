//! One file per command. A command reads its arguments, calls use cases as the system, and writes to stdout.

mod aggregate;
mod archive;
mod codebook;
mod failure;
mod indicators;
mod login_link;
mod output;
mod questionnaire;
mod response_rate;
mod responses;
mod schema;
mod serve;

pub use failure::Failure;

use crate::cli::{Cli, Command};
use collection::Store;

/// Carries out a command.
///
/// # Errors
/// When the input or the data is refused, or the program is used wrongly.
pub async fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { common, command } = cli;
    let url = common.database_url.clone();
    match command {
        Command::Serve(serving) => serve::serve(common, serving).await,
        Command::Migrate => schema::migrate(&Store::open(&url).await?).await,
        Command::Seed { demo } => schema::seed(&Store::open(&url).await?, demo).await,
        Command::Backup { file } => archive::backup(&ready(&url).await?, &file).await,
        Command::Restore { file } => archive::restore(&Store::open(&url).await?, &file).await,
        Command::LoginLink { email } => {
            let public_url = common.public_url()?;
            login_link::login_link(&ready(&url).await?, &public_url, &email).await
        }
        Command::Questionnaire(command) => questionnaire::run(&url, command).await,
        Command::Codebook { round, format, excel } => {
            codebook::codebook(&ready(&url).await?, round.into(), format, excel).await
        }
        Command::Responses(command) => responses::run(&ready(&url).await?, command).await,
        Command::ResponseRate { round, by, format, excel } => {
            response_rate::response_rate(&ready(&url).await?, round.into(), by, format, excel).await
        }
        Command::Aggregate { round, by, format, excel } => {
            aggregate::aggregate(&ready(&url).await?, round.into(), by, format, excel).await
        }
        Command::Indicators(command) => indicators::run(&ready(&url).await?, command).await,
    }
}

/// The database, where it has this program's schema.
async fn ready(url: &str) -> Result<Store, Failure> {
    // Opening would make an empty file, which nobody who only reads has asked for.
    if let Some(path) = url.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or(path))
        && !std::path::Path::new(path).exists()
    {
        return Err(Failure::refused(format!("{path} does not exist; run `lagesbild seed`, which makes it")));
    }
    let store = Store::open(url).await?;
    store.is_ready().await.map_err(|error| {
        Failure::refused(format!("the database has another schema ({error}); run `lagesbild migrate`"))
    })?;
    Ok(store)
}
