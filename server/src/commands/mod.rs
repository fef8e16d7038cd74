//! One file per command. A command reads its arguments, calls use cases as the system, and writes to stdout.

mod aggregate;
mod archive;
mod codebook;
mod failure;
mod indicators;
mod login_link;
mod open;
mod output;
mod questionnaire;
mod response_rate;
mod responses;
mod schema;
mod serve;

pub use failure::CommandFailure;

use crate::{
    cli::{Cli, Command, QuestionnaireCommand},
    config::Common,
};
use collection::Store;
use open::ready;

/// Carries out a command.
///
/// # Errors
/// When the input or the data is refused, or the program is used wrongly.
pub async fn run(cli: Cli) -> Result<(), CommandFailure> {
    let Cli { common, command } = cli;
    common.check_database()?;
    match command {
        Command::Serve(serving) => serve::serve(common, serving).await,
        Command::Questionnaire(QuestionnaireCommand::Check { file, before }) => {
            questionnaire::check(&file, before.as_deref())
        }
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

async fn carry_out(store: &Store, common: &Common, command: Command) -> Result<(), CommandFailure> {
    match command {
        Command::Serve(_) | Command::Questionnaire(QuestionnaireCommand::Check { .. }) => Ok(()),
        Command::Migrate => schema::migrate(store).await,
        Command::Seed { demo } => schema::seed(store, demo).await,
        Command::Backup { file } => archive::backup(store, &file).await,
        Command::Restore { file } => archive::restore(store, &file).await,
        Command::LoginLink { email } => login_link::login_link(store, &common.public_url()?, &email).await,
        Command::Questionnaire(QuestionnaireCommand::Show { round, format }) => {
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
