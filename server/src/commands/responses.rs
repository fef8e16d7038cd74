//! `responses import` and `responses export`.

use super::{CommandFailure, output};
use crate::{
    cli::{ResponsesCommand, TableFormat},
    exports::{
        responses::{LabelMode, csv},
        responses_xlsx::{FileInformation, xlsx},
        table::Dialect,
    },
};
use collection::{
    Actor, Error, RoundKey, Store,
    exports::{self, Selection},
    import::{self, ImportReport},
    rounds,
};
use futures::TryStreamExt;
use std::{
    fs::File,
    io::{self, BufReader, Write},
    path::Path,
    pin::pin,
};
use time::OffsetDateTime;

pub async fn run(store: &Store, command: ResponsesCommand) -> Result<(), CommandFailure> {
    match command {
        ResponsesCommand::Import { round, file, dry_run } => import(store, &round.into(), &file, dry_run).await,
        ResponsesCommand::Export { round, format, labels, excel, names, internal, status, variables } => {
            let selection = Selection { statuses: status, internal, variables };
            let words = match (labels, names) {
                (true, _) => LabelMode::Labels,
                (false, true) => LabelMode::Names,
                (false, false) => LabelMode::None,
            };
            export(store, round.into(), format, words, Dialect::excel(excel.excel), selection).await
        }
    }
}

async fn import(store: &Store, round: &RoundKey, path: &Path, dry_run: bool) -> Result<(), CommandFailure> {
    let file = File::open(path).map_err(|error| CommandFailure::file(path, &error))?;
    let now = OffsetDateTime::now_utc();
    match import::import(store, &Actor::System, round, BufReader::new(file), dry_run, now).await {
        Ok(report) => {
            let done = if dry_run { "would be imported" } else { "imported" };
            let ImportReport { rows, changed, copies } = report;
            eprintln!("{rows} rows read: {changed} responses {done}, with {copies} new receipts");
            Ok(())
        }
        Err(Error::Import(faults)) => {
            let line = |fault: import::RowFault| {
                format!("{}:{}:{}: {}", path.display(), fault.row, fault.column, fault.message)
            };
            Err(CommandFailure::Refused(faults.into_iter().map(line).collect()))
        }
        Err(error) => Err(error.into()),
    }
}

async fn export(
    store: &Store,
    round: RoundKey,
    format: TableFormat,
    words: LabelMode,
    dialect: Dialect,
    selection: Selection,
) -> Result<(), CommandFailure> {
    if format == TableFormat::Xlsx {
        output::refuse_terminal()?;
    }
    let responses = exports::response_rows(store, &Actor::System, &round, &selection).await?;
    match format {
        TableFormat::Csv => {
            let mut stdout = io::BufWriter::new(io::stdout().lock());
            let mut pieces = pin!(csv(responses, dialect, words));
            while let Some(piece) = pieces.try_next().await? {
                stdout.write_all(&piece)?;
            }
            stdout.flush()?;
            Ok(())
        }
        TableFormat::Xlsx => {
            let (demo, now) = (store.is_demo().await?, OffsetDateTime::now_utc());
            let Selection { statuses, internal, .. } = selection;
            let round = rounds::round(store, &Actor::System, &round, now).await?;
            let what = FileInformation { round, statuses, words, internal, demo, now };
            output::write_xlsx(xlsx(responses, what).await?)
        }
    }
}
