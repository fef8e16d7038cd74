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

use crate::{
    cli::{Cli, Command, Questionnaire},
    config::Common,
};
use collection::Store;

/// Carries out a command.
///
/// # Errors
/// When the input or the data is refused, or the program is used wrongly.
pub async fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { common, command } = cli;
    common.check_database()?;
    match command {
        Command::Serve(serving) => serve::serve(common, serving).await,
        Command::Questionnaire(Questionnaire::Check { file, before }) => questionnaire::check(&file, before.as_deref()),
        command => {
            let store = match command {
                Command::Migrate | Command::Seed { .. } | Command::Restore { .. } => {
                    Store::open(&common.database_url).await?
                }
                _ => ready(&common.database_url).await?,
            };
            let done = carry_out(&store, &common, command).await;
            let closed = store.close().await;
            done?;
            Ok(closed?)
        }
    }
}

async fn carry_out(store: &Store, common: &Common, command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(_) | Command::Questionnaire(Questionnaire::Check { .. }) => Ok(()),
        Command::Migrate => schema::migrate(store).await,
        Command::Seed { demo } => schema::seed(store, demo).await,
        Command::Backup { file } => archive::backup(store, &file).await,
        Command::Restore { file } => archive::restore(store, &file).await,
        Command::LoginLink { email } => login_link::login_link(store, &common.public_url()?, &email).await,
        Command::Questionnaire(Questionnaire::Show { round, format }) => {
            questionnaire::show(store, &round.into(), format).await
        }
        Command::Codebook { round, format, excel } => codebook::codebook(store, round.into(), format, excel).await,
        Command::Responses(command) => responses::run(store, command).await,
        Command::ResponseRate { round, by, format, excel } => {
            response_rate::response_rate(store, round.into(), by, format, excel).await
        }
        Command::Aggregate { round, by, labels, audience, format, excel } => {
            aggregate::aggregate(store, round.into(), by, labels, audience, format, excel).await
        }
        Command::Indicators(command) => indicators::run(store, command).await,
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
