//! Registers and surveys.

use crate::{Error, OrganisationKind};
use database::entities::{groups, organisations, surveys};
use database::rows::chunks;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, sea_query::OnConflict,
};

/// Adds what is not there yet; leaves what is.
pub(super) async fn add<A>(connection: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), Error>
where
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let key = <A::Entity as EntityTrait>::PrimaryKey::iter();
    let same_key = OnConflict::columns(key).do_nothing().to_owned();
    for rows in chunks(rows) {
        A::Entity::insert_many(rows).on_conflict(same_key.clone()).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Groups, organisations and surveys.
pub(super) async fn registers(connection: &impl ConnectionTrait) -> Result<(), Error> {
    let group_rows = seeds::groups().map_err(Error::stored)?.into_iter().map(|group| groups::ActiveModel {
        grouping: Set(group.grouping.code().to_owned()),
        code: Set(group.code),
        label: Set(group.label),
    });
    add(connection, group_rows.collect()).await?;
    let municipalities = seeds::municipalities().map_err(Error::stored)?.into_iter().map(municipality);
    let regions = seeds::regions().map_err(Error::stored)?.into_iter().map(region);
    add(connection, municipalities.chain(regions).collect()).await?;
    let surveys = seeds::surveys().iter().map(|survey| surveys::ActiveModel {
        code: Set(survey.code.to_owned()),
        title: Set(survey.title.to_owned()),
        kind: Set(kind(survey.kind).code().to_owned()),
        receipt_code: Set(survey.code.split('-').next().unwrap_or(survey.code).to_uppercase()),
    });
    add(connection, surveys.collect()).await
}

pub(super) fn kind(kind: seeds::SurveyedKind) -> OrganisationKind {
    match kind {
        seeds::SurveyedKind::Municipality => OrganisationKind::Municipality,
        seeds::SurveyedKind::Region => OrganisationKind::Region,
    }
}

fn municipality(municipality: seeds::Municipality) -> organisations::ActiveModel {
    organisations::ActiveModel {
        code: Set(municipality.code),
        kind: Set(OrganisationKind::Municipality.code().to_owned()),
        full_name: Set(full_name(&municipality.name)),
        name: Set(municipality.name),
        lan: Set(municipality.lan),
        kommungrupp: Set(municipality.kommungrupp),
        size: Set(municipality.size),
        population: Set(Some(municipality.population.into())),
        tile_column: Set(Some(municipality.tile_column.into())),
        tile_row: Set(Some(municipality.tile_row.into())),
    }
}

fn region(region: seeds::Region) -> organisations::ActiveModel {
    organisations::ActiveModel {
        code: Set(region.code),
        kind: Set(OrganisationKind::Region.code().to_owned()),
        full_name: Set(region.name.clone()),
        name: Set(region.name),
        lan: Set(region.lan),
        kommungrupp: Set(String::new()),
        size: Set(String::new()),
        population: Set(Some(region.population.into())),
        tile_column: Set(None),
        tile_row: Set(None),
    }
}

/// The name of a kommun in full: "Sundsvalls kommun", "Umeå kommun".
fn full_name(name: &str) -> String {
    match name {
        "Falun" => "Falu kommun".to_owned(),
        "Kalmar" => "Kalmar kommun".to_owned(),
        // Its own name; it is a region too.
        "Gotland" => "Gotlands kommun".to_owned(),
        _ if name.ends_with(|last: char| "sxzaeiouyåäö".contains(last)) => format!("{name} kommun"),
        _ => format!("{name}s kommun"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kommun_is_called_by_its_full_name() {
        for (name, full) in [
            ("Sundsvall", "Sundsvalls kommun"),
            ("Umeå", "Umeå kommun"),
            ("Alingsås", "Alingsås kommun"),
            ("Falun", "Falu kommun"),
        ] {
            assert_eq!(full_name(name), full);
        }
    }
}
