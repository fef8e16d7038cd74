//! Questionnaires and the rounds of 2019, 2020, last year and this year, with their recipients.

use super::base::{add, kind};
use crate::{Error, hash::sha256};
use database::entities::{organisations, questionnaires, responses, rounds};
use database::stored::{day_text, seconds};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use seeds::Edition;
use std::{collections::BTreeMap, sync::Arc};
use survey::{definition::yaml, evaluation::Evaluation, form::Form, status::Status, stockholm};
use time::{Date, Duration, macros::date};

/// How long ago the open round opened.
const OPENED: Duration = Duration::days(52);
/// In how many days it is due.
const DUE: Duration = Duration::days(8);
/// How long after its due date a past round was closed.
const CLOSED: Duration = Duration::days(14);

/// The year of SKR's classification in the register.
const CLASSIFIED: i64 = 2023;
/// The year of the population in the register, at its end. That of 2018–2020 is not known here.
const POPULATION: i64 = 2024;

/// The year of the classification that held when a round was collected.
fn kommungrupp_year(edition: Edition) -> i64 {
    match edition {
        Edition::Y2019 | Edition::Y2020 => 2017,
        Edition::LastYear | Edition::ThisYear => CLASSIFIED,
    }
}

/// The group of every kommun in the classification of 2017.
fn before_2023() -> Result<BTreeMap<String, String>, Error> {
    let municipalities = seeds::municipalities().map_err(Error::stored)?.into_iter();
    Ok(municipalities.map(|municipality| (municipality.code, municipality.kommungrupp_2017)).collect())
}

/// Adds the rounds, unless there are rounds already: they are not moved by seeding again on another day.
pub(super) async fn rounds(connection: &impl ConnectionTrait, today: Date) -> Result<(), Error> {
    if rounds::Entity::find().one(connection).await?.is_some() {
        return Ok(());
    }
    for survey in seeds::surveys() {
        let before = before_2023()?;
        let recipients = organisations::Entity::find()
            .filter(organisations::Column::Kind.eq(kind(survey.kind).code()))
            .order_by_asc(organisations::Column::Code)
            .all(connection)
            .await?;
        for edition in Edition::ALL {
            let yaml = seeds::questionnaire(survey.code, edition)
                .ok_or_else(|| Error::stored(format!("no questionnaire of {} for {edition:?}", survey.code)))?;
            let (questionnaire, asked) = questionnaire(connection, survey.code, yaml).await?;
            round(connection, survey.code, edition, today, &questionnaire).await?;
            let year = edition.year(today.year()).into();
            let kommungrupp = |recipient: &organisations::Model| match kommungrupp_year(edition) {
                CLASSIFIED => recipient.kommungrupp.clone(),
                _ => before.get(&recipient.code).cloned().unwrap_or_default(),
            };
            let rows = recipients
                .iter()
                .map(|recipient| response(survey.code, year, recipient, kommungrupp(recipient), asked));
            add(connection, rows.collect()).await?;
        }
    }
    Ok(())
}

/// Stores a questionnaire under the hash of what it says. Gives its id and how many fields it asks of one who has not
/// answered anything.
async fn questionnaire(connection: &impl ConnectionTrait, survey: &str, yaml: &str) -> Result<(String, i64), Error> {
    let form = yaml::read_form(yaml).map_err(|faults| {
        let first = faults.first().map_or_else(String::new, |fault| format!("{fault:?}"));
        Error::stored(format!("questionnaire of {survey}: {first}"))
    })?;
    let json = serde_json::to_string(form.questionnaire())?;
    let id = sha256(json.as_bytes());
    let asked = asked_of_nobody(form);
    let row = questionnaires::ActiveModel {
        id: Set(id.clone()),
        survey: Set(survey.to_owned()),
        yaml: Set(yaml.to_owned()),
        json: Set(json),
    };
    add(connection, vec![row]).await?;
    Ok((id, asked))
}

fn asked_of_nobody(form: Form) -> i64 {
    let evaluation = Evaluation::new(Arc::new(form), BTreeMap::new(), BTreeMap::new());
    i64::try_from(evaluation.progress().total.asked).unwrap_or(i64::MAX)
}

async fn round(
    connection: &impl ConnectionTrait,
    survey: &str,
    edition: Edition,
    today: Date,
    questionnaire: &str,
) -> Result<(), Error> {
    let (opens, due, is_open) = dates(edition, today);
    let closed_at = (!is_open).then(|| seconds(stockholm::end_of(due + CLOSED)));
    let row = rounds::ActiveModel {
        survey: Set(survey.to_owned()),
        year: Set(edition.year(today.year()).into()),
        questionnaire: Set(questionnaire.to_owned()),
        opens: Set(day_text(opens)),
        due: Set(day_text(due)),
        closed_at: Set(closed_at),
        sign_off: Set(false),
        kommungrupp_year: Set(kommungrupp_year(edition)),
        population_year: Set(POPULATION),
    };
    add(connection, vec![row]).await
}

/// The first and the last day of a round, and whether it is open.
pub(super) fn dates(edition: Edition, today: Date) -> (Date, Date, bool) {
    match edition {
        Edition::Y2019 => (date!(2019 - 01 - 28), date!(2019 - 03 - 22), false),
        Edition::Y2020 => (date!(2020 - 01 - 27), date!(2020 - 03 - 20), false),
        Edition::LastYear => {
            // Leap day has none a year ago; the day before will do.
            let then = today.replace_year(today.year() - 1).unwrap_or(today - Duration::days(366));
            (then - OPENED, then + DUE, false)
        }
        Edition::ThisYear => (today - OPENED, today + DUE, true),
    }
}

/// A recipient, with the groups it is in at the time of the round frozen there.
fn response(
    survey: &str,
    year: i64,
    recipient: &organisations::Model,
    kommungrupp: String,
    asked: i64,
) -> responses::ActiveModel {
    responses::ActiveModel {
        survey: Set(survey.to_owned()),
        year: Set(year),
        organisation: Set(recipient.code.clone()),
        eligible: Set(true),
        ineligible_reason: Set(None),
        lan: Set(recipient.lan.clone()),
        kommungrupp: Set(kommungrupp),
        size: Set(recipient.size.clone()),
        own_due: Set(None),
        status: Set(Status::NotStarted.code().to_owned()),
        change_number: Set(0),
        answered: Set(0),
        asked: Set(asked),
        copies: Set(0),
        reason: Set(None),
        started_at: Set(None),
        last_activity_at: Set(None),
        first_submitted_at: Set(None),
        submitted_at: Set(None),
        ..Default::default()
    }
}
