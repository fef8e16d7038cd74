//! `aggregate`.

use super::{CommandFailure, output};
use crate::{
    cli::{By, Excel, For, TableFormat},
    exports::{aggregate, table::Dialect},
};
use collection::{Actor, RoundKey, Store, exports, rounds};
use statistics::groups::Grouping;
use time::OffsetDateTime;

pub async fn aggregate(
    store: &Store,
    round: RoundKey,
    by: Option<By>,
    labels: bool,
    audience: For,
    format: TableFormat,
    excel: Excel,
) -> Result<(), CommandFailure> {
    if format == TableFormat::Xlsx {
        output::refuse_terminal()?;
    }
    let by = by.map(Grouping::from);
    let audience = audience.into();
    let rows = exports::aggregate(store, &Actor::System, &round, by, audience).await?;
    let form = exports::form(store, &Actor::System, &round).await?;
    let table = aggregate::AggregateTable { rows: &rows, form: &form, labels, audience };
    match format {
        TableFormat::Csv => output::write(aggregate::csv(table, Dialect::excel(excel.excel))?),
        TableFormat::Xlsx => {
            let (demo, now) = (store.is_demo().await?, OffsetDateTime::now_utc());
            let round = rounds::round(store, &Actor::System, &round, now).await?;
            output::write_xlsx(aggregate::xlsx(table, &round, by, demo, now)?)
        }
    }
}
