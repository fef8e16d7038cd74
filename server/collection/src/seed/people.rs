//! The people of the demo: INTERFACES, "Demo people".

use super::{base::add, names::name};
use crate::{Error, OrganisationRole, SurveyRole};
use database::entities::{commissions, memberships, organisations, persons};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// The domain of every demo address. It can never exist.
const DOMAIN: &str = "lagesbild.example";

/// Adds an administrator, an owner and a reviewer of both surveys, and four people of every organisation.
pub(super) async fn people(connection: &impl ConnectionTrait) -> Result<(), Error> {
    let organisations = organisations::Entity::find().order_by_asc(organisations::Column::Code).all(connection).await?;
    let mut rows = vec![
        person("admin", "Astrid Hallgren", true),
        person("agare", "Eva Holmgren", false),
        person("granskare", "Åsa Lindkvist", false),
    ];
    let parts = || {
        organisations.iter().flat_map(|organisation| {
            OrganisationRole::ALL
                .into_iter()
                .map(move |role| (organisation, role, local_part(&organisation.code, role)))
        })
    };
    rows.extend(parts().enumerate().map(|(number, (_, _, local))| person(&local, &name(number), false)));
    add(connection, rows).await?;

    let ids: HashMap<String, i64> = persons::Entity::find()
        .select_only()
        .columns([persons::Column::Email, persons::Column::Id])
        .into_tuple()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    let id_of = |local: &str| ids.get(&address(local)).copied().ok_or_else(|| Error::stored(format!("no {local}")));
    let mut members = Vec::new();
    for (organisation, role, local) in parts() {
        members.push(memberships::ActiveModel {
            person_id: Set(id_of(&local)?),
            organisation: Set(organisation.code.clone()),
            role: Set(role.code().to_owned()),
            invited_as: Set(None),
            invited_until: Set(None),
            reads_all: Set(false),
            invited_by: Set(None),
            unconfirmed: Set(false),
        });
    }
    add(connection, members).await?;
    let mut parts = Vec::new();
    for survey in seeds::surveys() {
        for (local, role) in [("agare", SurveyRole::Owner), ("granskare", SurveyRole::Reviewer)] {
            parts.push(commissions::ActiveModel {
                person_id: Set(id_of(local)?),
                survey: Set(survey.code.to_owned()),
                role: Set(role.code().to_owned()),
            });
        }
    }
    add(connection, parts).await
}

/// `samordnare.0180`, `samordnare.r01`: the code of a region has two digits.
pub(super) fn local_part(organisation: &str, role: OrganisationRole) -> String {
    let word = if role == OrganisationRole::Reader { "lasare" } else { role.label() };
    format!("{word}.{}{organisation}", if organisation.len() == 2 { "r" } else { "" })
}

pub(super) fn address(local: &str) -> String {
    format!("{local}@{DOMAIN}")
}

fn person(local: &str, name: &str, administrator: bool) -> persons::ActiveModel {
    persons::ActiveModel {
        email: Set(address(local)),
        name: Set(name.to_owned()),
        administrator: Set(administrator),
        ..Default::default()
    }
}
