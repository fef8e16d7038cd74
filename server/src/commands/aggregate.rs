//! `aggregate`.

use super::{Failure, output};
use crate::{
    cli::{By, Excel, For, Table},
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
    format: Table,
    excel: Excel,
) -> Result<(), Failure> {
    if format == Table::Xlsx {
        output::refuse_terminal()?;
    }
    let by = by.map(Grouping::from);
    let audience = audience.into();
    let rows = exports::aggregate(store, &Actor::System, &round, by, audience).await?;
    let form = exports::form(store, &Actor::System, &round).await?;
    let table = aggregate::Table { rows: &rows, form: &form, labels, audience };
    match format {
        Table::Csv => output::write(aggregate::csv(table, Dialect::excel(excel.excel))?),
        Table::Xlsx => {
            let (demo, now) = (store.is_demo().await?, OffsetDateTime::now_utc());
            let round = rounds::round(store, &Actor::System, &round, now).await?;
            output::write_workbook(aggregate::workbook(table, &round, by, demo, now)?)
        }
    }
}
