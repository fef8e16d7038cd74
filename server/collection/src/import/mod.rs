//! Reading responses from a file of the layout that exports have. All or nothing; importing an export changes nothing.

mod plan;
mod table;

use crate::{Actor, Error, OrganisationKind, RoundKey, Store, rounds};
use std::io::Read;
use time::OffsetDateTime;

/// A cell or a row of a file that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The row of the file; the header is 1.
    pub row: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong; what to do.
    pub message: String,
}

/// What an import has done, or would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Rows in the file.
    pub rows: usize,
    /// Responses that are changed.
    pub changed: usize,
    /// Frozen copies that are added.
    pub copies: usize,
}

/// Imports responses into a round of any state. Responses are taken as they stand in the file, with status and time; an
/// organisation that is not in it is untouched. A dry run says what would be done, or every fault.
pub async fn import(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    file: impl Read,
    dry_run: bool,
    now: OffsetDateTime,
) -> Result<ImportReport, Error> {
    if !matches!(actor, Actor::System) {
        return Err(Error::Forbidden);
    }
    let round = rounds::exists(store.read(), key).await?;
    let form = store.cache().forms.form(store.read(), &round.questionnaire).await?;
    let digits = match rounds::one(store.read(), key, now).await?.kind {
        OrganisationKind::Municipality => 4,
        OrganisationKind::Region => 2,
    };
    let table = table::read(&form, digits, file)?;
    let cache = store.cache().clone();
    store
        .write(move |transaction| {
            Box::pin(async move {
                let plan = plan::ImportPlan::make(transaction, &cache, &round, form, table, now).await?;
                if !dry_run {
                    plan.bulk.write(transaction).await?;
                }
                Ok(plan.report)
            })
        })
        .await
}
