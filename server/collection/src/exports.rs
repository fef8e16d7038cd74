//! What is written to files: responses, response rates, aggregates, questionnaires.
//!
//! Of a response there is what has been sent in, by its latest frozen copy. What is not sent in stays with the
//! organisation, which takes it out by [`own_answers`].

use crate::{
    Actor, Error, ResponseKey, RoundKey, Store,
    follow_up::{self, check},
    respond::{HeadRow, Snapshot},
    rounds,
};
use database::stored::moment;
use futures::{
    TryStreamExt,
    stream::{self, BoxStream, StreamExt},
};
use sea_orm::{FromQueryResult, Statement};
use statistics::{
    aggregate::{Aggregate, Audience},
    groups::{Grouping, OrganisationGroups},
    response_rate::{self, ResponseRate},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    definition::PublicationLevel, form::Form, name::FieldName, status::Status, value::Entry, variable::Variable,
};
use time::OffsetDateTime;

/// Which responses and variables are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these statuses; every one where it is empty.
    pub statuses: Vec<Status>,
    /// Also what is internal, contact persons among it: for the survey's owner.
    pub internal: bool,
    /// Only these variables, by name; every one where it is empty.
    pub variables: Vec<String>,
}

impl Selection {
    /// Returns whether each of the form's variables is selected.
    fn of(&self, form: &Form) -> Result<Vec<bool>, Error> {
        let is_internal = |variable: &Variable| {
            let field = form.fields().get(variable.field);
            field.is_some_and(|field| field.publication_level == PublicationLevel::Internal)
        };
        for name in &self.variables {
            let found = form.variables().iter().find(|variable| variable.name == *name);
            let variable = found.ok_or_else(|| Error::UnknownVariable(name.clone()))?;
            if is_internal(variable) && !self.internal {
                return Err(Error::InternalVariable(name.clone()));
            }
        }
        let is_selected = |variable: &Variable| {
            let is_wanted = self.variables.is_empty() || self.variables.contains(&variable.name);
            is_wanted && (self.internal || !is_internal(variable))
        };
        Ok(form.variables().iter().map(is_selected).collect())
    }
}

/// The responses of a round.
pub struct Responses {
    /// The form that was answered.
    pub form: Arc<Form>,
    /// Whether each of its variables is among what was selected.
    pub selected: Vec<bool>,
    /// A row for each recipient, by code.
    pub rows: BoxStream<'static, Result<ExportRow, Error>>,
}

/// A recipient's row.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportRow {
    /// The organisation's code.
    pub organisation: String,
    /// Who it is, and the groups it is in in this round.
    pub about: OrganisationFacts,
    /// Where its response stands.
    pub status: Status,
    /// When it was last sent in.
    pub submitted_at: Option<OffsetDateTime>,
    /// What was sent in, of what is selected; what is not here was not relevant. Nothing where nothing was sent in.
    pub entries: Option<BTreeMap<FieldName, Entry>>,
    /// The number of the receipt.
    pub receipt: Option<String>,
}

/// Who an organisation is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganisationFacts {
    /// "Sundsvall", "Region Stockholm".
    pub name: String,
    /// Its groups in the round.
    pub groups: OrganisationGroups,
    /// The words of its län.
    pub lan_name: String,
    /// The words of its kommungrupp; empty of a region.
    pub kommungrupp_name: String,
    /// The words of its size class; empty of a region.
    pub size_name: String,
    /// How many live in it, by the register.
    pub population: Option<i64>,
}

/// How many rows are read at a time.
const ROWS_PER_READ: i64 = 64;

/// The recipients of a round with what they have sent in, for those who follow it up. Read from the database in portions
/// as they are asked for.
pub async fn response_rows(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    selection: &Selection,
) -> Result<Responses, Error> {
    check(actor, &key.survey)?;
    if selection.internal && !actor.owns(&key.survey) {
        return Err(Error::Forbidden);
    }
    let form = form(store, actor, key).await?;
    let selected = selection.of(&form)?;
    let variables = form.variables().iter().zip(&selected).filter(|(_, selected)| **selected);
    let fields = variables.filter_map(|(variable, _)| form.fields().get(variable.field));
    let fields: Arc<BTreeSet<FieldName>> = Arc::new(fields.map(|field| field.name.clone()).collect());
    let next = ReadPosition {
        store: store.clone(),
        key: key.clone(),
        statuses: selection.statuses.clone(),
        after: String::new(),
    };
    let targets = stream::try_unfold(next, |mut position| async move {
        let rows = position.read().await?;
        Ok::<_, Error>(match rows.last() {
            Some(last) => {
                position.after.clone_from(&last.organisation);
                Some((rows, position))
            }
            None => None,
        })
    });
    let rows = targets.map_ok(move |rows| {
        let fields = Arc::clone(&fields);
        stream::iter(rows.into_iter().map(move |row| row.export(&fields)))
    });
    Ok(Responses { form, selected, rows: rows.try_flatten().boxed() })
}

/// Which rows are read next.
struct ReadPosition {
    store: Store,
    key: RoundKey,
    statuses: Vec<Status>,
    /// The last organisation that has been read.
    after: String,
}

#[derive(FromQueryResult)]
struct RecipientAnswersRow {
    organisation: String,
    name: String,
    lan: String,
    lan_label: Option<String>,
    kommungrupp: String,
    kommungrupp_label: Option<String>,
    size: String,
    size_label: Option<String>,
    population: Option<i64>,
    status: String,
    submitted_at: Option<i64>,
    number: Option<String>,
    entries: Option<String>,
}

impl ReadPosition {
    async fn read(&self) -> Result<Vec<RecipientAnswersRow>, Error> {
        let places: Vec<String> = (5..).take(self.statuses.len()).map(|place| format!("${place}")).collect();
        let condition =
            if places.is_empty() { String::new() } else { format!("AND r.status IN ({})", places.join(", ")) };
        let sql = format!(
            "SELECT r.organisation, o.name, r.lan, l.label AS lan_label, r.kommungrupp, k.label AS kommungrupp_label, \
             r.size, z.label AS size_label, o.population, r.status, r.submitted_at, c.number, c.entries \
             FROM responses r JOIN organisations o ON o.code = r.organisation \
             LEFT JOIN groups l ON l.grouping = 'lan' AND l.code = r.lan \
             LEFT JOIN groups k ON k.grouping = 'kommungrupp' AND k.code = r.kommungrupp \
             LEFT JOIN groups z ON z.grouping = 'size' AND z.code = r.size \
             LEFT JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies \
             WHERE r.survey = $1 AND r.year = $2 AND r.organisation > $3 {condition} ORDER BY r.organisation LIMIT $4"
        );
        let values = [
            self.key.survey.as_str().into(),
            i64::from(self.key.year).into(),
            self.after.as_str().into(),
            ROWS_PER_READ.into(),
        ];
        let values = values.into_iter().chain(self.statuses.iter().map(|status| status.code().into()));
        let connection = self.store.read();
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        Ok(RecipientAnswersRow::find_by_statement(statement).all(connection).await?)
    }
}

impl RecipientAnswersRow {
    fn export(self, fields: &BTreeSet<FieldName>) -> Result<ExportRow, Error> {
        let mut entries: Option<BTreeMap<FieldName, Entry>> =
            self.entries.map(|entries| serde_json::from_str(&entries)).transpose()?;
        entries.iter_mut().for_each(|entries| entries.retain(|field, _| fields.contains(field)));
        let about = OrganisationFacts {
            name: self.name,
            groups: OrganisationGroups { lan: self.lan, kommungrupp: self.kommungrupp, size: self.size },
            lan_name: self.lan_label.unwrap_or_default(),
            kommungrupp_name: self.kommungrupp_label.unwrap_or_default(),
            size_name: self.size_label.unwrap_or_default(),
            population: self.population,
        };
        Ok(ExportRow {
            organisation: self.organisation,
            about,
            status: self.status.parse().map_err(Error::stored)?,
            submitted_at: self.submitted_at.map(moment),
            entries,
            receipt: self.number,
        })
    }
}

/// An organisation's own answers as they stand, sent in or not, for the organisation: what would be frozen if it were
/// sent in now.
pub async fn own_answers(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<OwnAnswers, Error> {
    if !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &head, now).await?;
    Ok(OwnAnswers { form: Arc::clone(snapshot.evaluation.form()), entries: snapshot.evaluation.frozen() })
}

/// An organisation's own answers.
#[derive(Debug, Clone)]
pub struct OwnAnswers {
    /// The form that is answered.
    pub form: Arc<Form>,
    /// What is asked, with what is answered so far.
    pub entries: BTreeMap<FieldName, Entry>,
}

/// The response rate of a round, of all and by group, for those who follow it up.
pub async fn response_rate(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    by: Option<Grouping>,
) -> Result<Vec<ResponseRate>, Error> {
    check(actor, &key.survey)?;
    let rows = follow_up::recipients(store, key, None).await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let recipients = follow_up::rate_recipients(&rows);
    if let Some(by) = by
        && recipients.iter().all(|recipient| by.of(&recipient.groups).is_none())
    {
        return Err(Error::NotGrouped);
    }
    Ok(response_rate::response_rates(&recipients, by, &follow_up::group_labels(&rows)))
}

/// The aggregate of a round, of all and by group, for its owners' review or for the public.
pub async fn aggregate(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    by: Option<Grouping>,
    audience: Audience,
) -> Result<Vec<Aggregate>, Error> {
    follow_up::aggregate_rows(store, actor, key, by, audience).await
}

/// The form of a round, for files: for those who follow the survey up.
pub async fn form(store: &Store, actor: &Actor, key: &RoundKey) -> Result<Arc<Form>, Error> {
    Ok(questionnaire(store, actor, key).await?.0)
}

/// The form of a round with the hash of its content, by which a file that is read back is known.
pub async fn questionnaire(store: &Store, actor: &Actor, key: &RoundKey) -> Result<(Arc<Form>, String), Error> {
    check(actor, &key.survey)?;
    let round = rounds::exists(store.read(), key).await?;
    Ok((store.cache().forms.form(store.read(), &round.questionnaire).await?, round.questionnaire))
}
