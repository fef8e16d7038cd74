//! What was answered in earlier rounds: the source of last year's answers.

use super::head::HeadRow;
use crate::{Error, store::Cache};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use survey::{form::Form, lineage, name::FieldName, value::Entry};

type Entries = BTreeMap<FieldName, Entry>;

/// The earlier rounds of a survey, newest first, with the latest counted copies of organisations.
#[derive(Debug, Default)]
pub(crate) struct EarlierRounds {
    rounds: Vec<(i32, Arc<Form>, HashMap<String, Entries>)>,
}

#[derive(FromQueryResult)]
struct EarlierCopyRow {
    year: i64,
    questionnaire: String,
    organisation: Option<String>,
    entries: Option<String>,
}

impl EarlierRounds {
    /// Of the organisation of one response.
    pub(super) async fn of_one(
        connection: &impl ConnectionTrait,
        cache: &Cache,
        head: &HeadRow,
    ) -> Result<Self, Error> {
        let organisation = Some(head.organisation.as_str().into());
        Self::read(connection, cache, &head.survey, head.year, "AND r.organisation = $3", organisation).await
    }

    /// Of every organisation, before a round of the year.
    pub(crate) async fn of_all(
        connection: &impl ConnectionTrait,
        cache: &Cache,
        survey: &str,
        year: i64,
    ) -> Result<Self, Error> {
        Self::read(connection, cache, survey, year, "", None).await
    }

    /// Of every organisation, and only the last round before one of the year.
    pub(super) async fn of_round_before(
        connection: &impl ConnectionTrait,
        cache: &Cache,
        survey: &str,
        year: i64,
    ) -> Result<Self, Error> {
        let last = "AND r.year = (SELECT MAX(n.year) FROM rounds n WHERE n.survey = $1 AND n.year < $2)";
        Self::read(connection, cache, survey, year, last, None).await
    }

    async fn read(
        connection: &impl ConnectionTrait,
        cache: &Cache,
        survey: &str,
        year: i64,
        condition: &str,
        value: Option<Value>,
    ) -> Result<Self, Error> {
        // A round in which nobody answered is there too: the chain of lineages goes through it.
        let sql = format!(
            "SELECT d.year, d.questionnaire, r.organisation, c.entries FROM rounds d \
             LEFT JOIN responses r ON r.survey = d.survey AND r.year = d.year \
             AND r.status IN ('submitted', 'approved') {condition} \
             LEFT JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies \
             WHERE d.survey = $1 AND d.year < $2 ORDER BY d.year DESC"
        );
        let values = [survey.into(), year.into()].into_iter().chain(value);
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        let mut earlier = Self::default();
        for row in EarlierCopyRow::find_by_statement(statement).all(connection).await? {
            let year = i32::try_from(row.year).unwrap_or(i32::MAX);
            if earlier.rounds.last().is_none_or(|(last, _, _)| *last != year) {
                let form = cache.forms.form(connection, &row.questionnaire).await?;
                earlier.rounds.push((year, form, HashMap::new()));
            }
            if let (Some(organisation), Some(entries), Some((_, _, copies))) =
                (row.organisation, row.entries, earlier.rounds.last_mut())
            {
                copies.insert(organisation, serde_json::from_str(&entries)?);
            }
        }
        Ok(earlier)
    }

    /// What lineage follows for one organisation.
    pub(crate) fn of(&self, organisation: &str) -> Vec<lineage::EarlierRound> {
        let of_round = |(year, form, copies): &(i32, Arc<Form>, HashMap<String, Entries>)| {
            (*year, Arc::clone(form), copies.get(organisation).cloned())
        };
        self.rounds.iter().map(of_round).collect()
    }
}
