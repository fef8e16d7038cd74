//! `codebook`.

use super::{CommandFailure, output};
use crate::{
    cli::{DataFormat, Excel},
    exports::{codebook, table::Dialect},
};
use collection::{Actor, RoundKey, Store, exports};

pub async fn codebook(store: &Store, round: RoundKey, format: DataFormat, excel: Excel) -> Result<(), CommandFailure> {
    let form = exports::form(store, &Actor::System, &round).await?;
    match format {
        DataFormat::Csv => output::write(codebook::csv(&form, Dialect::excel(excel.excel))?),
        DataFormat::Json => output::write(codebook::json(&form)?),
    }
}
