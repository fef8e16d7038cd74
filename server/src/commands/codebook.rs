//! `codebook`.

use super::{Failure, output};
use crate::{
    cli::{Data, Excel},
    exports::{codebook, table::Dialect},
};
use collection::{Actor, RoundKey, Store, exports};

pub async fn codebook(store: &Store, round: RoundKey, format: Data, excel: Excel) -> Result<(), Failure> {
    let form = exports::form(store, &Actor::System, &round).await?;
    match format {
        Data::Csv => output::write(codebook::csv(&form, Dialect::excel(excel.excel))?),
        Data::Json => output::write(codebook::json(&form)?),
    }
}
