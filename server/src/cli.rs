//! The command line, exactly as INTERFACES says; running a command is in `commands`.

use crate::config::{Common, ServeSettings};
use clap::{Args, Parser, Subcommand, ValueEnum};
use collection::RoundKey;
use statistics::{aggregate::Audience, groups::Grouping};
use std::path::PathBuf;
use survey::status::Status;

/// Collects the yearly questionnaires from kommuner and regioner, follows up, and computes the indicators.
#[derive(Debug, Parser)]
#[command(name = "lagesbild", version, arg_required_else_help = true)]
pub struct Cli {
    /// Settings of every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site
    Serve(ServeSettings),
    /// Bring the database to this version's schema
    Migrate,
    /// Fill the database with registers, questionnaires, indicators, published values and rounds
    Seed {
        /// Also people and invented answers; marks the database as a demo
        #[arg(long)]
        demo: bool,
    },
    /// Write the whole database to one archive
    Backup {
        /// The archive to write
        file: PathBuf,
    },
    /// Read an archive into an empty database
    Restore {
        /// The archive to read
        file: PathBuf,
    },
    /// Print a link that signs a person in, once and for 30 minutes
    LoginLink {
        /// The person's address
        email: String,
    },
    /// Check or show a questionnaire
    #[command(subcommand)]
    Questionnaire(QuestionnaireCommand),
    /// List a round's variables with their questions, options, conditions and checks
    Codebook {
        /// The round.
        #[command(flatten)]
        round: RoundArguments,
        /// As a table or with everything
        #[arg(long, value_enum, default_value_t = DataFormat::Csv)]
        format: DataFormat,
        /// The dialect of CSV.
        #[command(flatten)]
        excel: Excel,
    },
    /// Read or write a round's responses
    #[command(subcommand)]
    Responses(ResponsesCommand),
    /// How many of those asked have answered
    ResponseRate {
        /// The round.
        #[command(flatten)]
        round: RoundArguments,
        /// Also a row for each group
        #[arg(long, value_enum)]
        by: Option<By>,
        /// As a table or as JSON
        #[arg(long, value_enum, default_value_t = DataFormat::Csv)]
        format: DataFormat,
        /// The dialect of CSV.
        #[command(flatten)]
        excel: Excel,
    },
    /// Counts, shares and sums of every question
    Aggregate {
        /// The round.
        #[command(flatten)]
        round: RoundArguments,
        /// Also for each group
        #[arg(long, value_enum)]
        by: Option<By>,
        /// Also the words of questions and options
        #[arg(long)]
        labels: bool,
        /// For the owner's own review, with nothing hidden, or for everybody
        #[arg(long = "for", value_enum, default_value_t = For::Publication)]
        audience: For,
        /// As a table or a workbook
        #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
        format: TableFormat,
        /// The dialect of CSV.
        #[command(flatten)]
        excel: Excel,
    },
    /// The indicators of the framework
    #[command(subcommand)]
    Indicators(IndicatorsCommand),
}

/// Commands about questionnaires.
#[derive(Debug, Subcommand)]
pub enum QuestionnaireCommand {
    /// Check a questionnaire file; every fault is printed with line and column
    ///
    /// With --before also its lineage: that every field asked then is asked still, continued or dropped. A file carries
    /// no year, so which questionnaire came before has to be said; `questionnaire show SURVEY ROUND` writes it.
    Check {
        /// The file to check
        file: PathBuf,
        /// The questionnaire of the round before, to check the lineage against
        #[arg(long, value_name = "FILE")]
        before: Option<PathBuf>,
    },
    /// Print the questionnaire of a round
    Show {
        /// The round.
        #[command(flatten)]
        round: RoundArguments,
        /// As what
        #[arg(long, value_enum, default_value_t = DocumentFormat::Yaml)]
        format: DocumentFormat,
    },
}

/// Commands about responses.
#[derive(Debug, Subcommand)]
pub enum ResponsesCommand {
    /// Read responses from a file like an export; all or nothing
    Import {
        /// The round.
        #[command(flatten)]
        round: RoundArguments,
        /// The file to read
        file: PathBuf,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
    },
    /// Write every recipient's status and, where counted, answers
    Export {
        /// The round.
        #[command(flatten)]
        round: RoundArguments,
        /// As a table or a workbook
        #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
        format: TableFormat,
        /// Labels instead of codes, for people; cannot be imported
        #[arg(long)]
        labels: bool,
        /// The dialect of CSV.
        #[command(flatten)]
        excel: Excel,
        /// Also the name, the groups and the population of each organisation
        #[arg(long)]
        names: bool,
        /// Also what is internal, contact persons among it
        #[arg(long)]
        internal: bool,
        /// Only responses of these statuses
        #[arg(long, value_delimiter = ',', value_parser = status, value_name = "S,S")]
        status: Vec<Status>,
        /// Only these variables
        #[arg(long, value_delimiter = ',', value_name = "V,V")]
        variables: Vec<String>,
    },
}

/// Commands about indicators.
#[derive(Debug, Subcommand)]
pub enum IndicatorsCommand {
    /// Every measure with its formula
    List {
        /// As a table or as JSON
        #[arg(long, value_enum, default_value_t = DataFormat::Csv)]
        format: DataFormat,
        /// The dialect of CSV.
        #[command(flatten)]
        excel: Excel,
    },
    /// Every observation, computed and published
    Export {
        /// Only measures of this survey
        #[arg(long)]
        survey: Option<String>,
        /// Only this round
        #[arg(long, value_name = "ROUND")]
        round: Option<i32>,
        /// Rows per group, too
        #[arg(long, value_enum)]
        by: Option<By>,
        /// With rounds that are still open, marked as preliminary
        #[arg(long)]
        preliminary: bool,
        /// As a table or as JSON
        #[arg(long, value_enum, default_value_t = DataFormat::Csv)]
        format: DataFormat,
        /// The dialect of CSV.
        #[command(flatten)]
        excel: Excel,
    },
    /// Compare what is computed with what was published; exit 1 when something differs
    VerifyPublished {
        /// The dialect of CSV.
        #[command(flatten)]
        excel: Excel,
    },
}

/// Which round.
#[derive(Debug, Clone, Args)]
pub struct RoundArguments {
    /// kommun-ehalsa or region-ehalsa-it
    #[arg(value_name = "SURVEY")]
    pub survey: String,
    /// The round's year
    #[arg(value_name = "ROUND")]
    pub year: i32,
}

impl From<RoundArguments> for RoundKey {
    fn from(round: RoundArguments) -> Self {
        Self { survey: round.survey, year: round.year }
    }
}

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, Args)]
pub struct Excel {
    /// CSV as Excel opens it: byte order mark, semicolon, decimal comma, codes with their zeros
    #[arg(long)]
    pub excel: bool,
}

/// A table or structured data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names of file formats")]
pub enum DataFormat {
    Csv,
    Json,
}

/// A table or a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names of file formats")]
pub enum TableFormat {
    Csv,
    Xlsx,
}

/// A questionnaire as a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names of file formats")]
pub enum DocumentFormat {
    Yaml,
    Json,
    Html,
    Pdf,
    Xlsx,
}

/// Whom an aggregate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names of the audiences")]
pub enum For {
    Review,
    Publication,
}

impl From<For> for Audience {
    fn from(audience: For) -> Self {
        match audience {
            For::Review => Self::Review,
            For::Publication => Self::Publication,
        }
    }
}

/// What organisations are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names of the groupings")]
pub enum By {
    Lan,
    Kommungrupp,
    Size,
}

impl From<By> for Grouping {
    fn from(by: By) -> Self {
        match by {
            By::Lan => Self::Lan,
            By::Kommungrupp => Self::Kommungrupp,
            By::Size => Self::Size,
        }
    }
}

fn status(text: &str) -> Result<Status, String> {
    Status::ALL.into_iter().find(|status| status.code() == text).ok_or_else(|| {
        let known = Status::ALL.map(Status::code).join(", ");
        format!("there is no status `{text}`; take one of {known}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
