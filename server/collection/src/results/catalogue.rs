//! The framework tree and the indicators, compiled against the questionnaires of every round.

use crate::{Error, OrganisationKind, RoundKey, Store, rounds::rounds};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    form::Form,
    statistics::{
        continuation::Continuation,
        groups::Population,
        indicator::{Framework, Indicators},
        measure::{Catalogue, SurveyForms},
        published::PublishedValue,
        verify::Mapping,
    },
};
use time::OffsetDateTime;

/// What every result needs, made once for a set of rounds.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The indicators, compiled.
    pub catalogue: Catalogue,
    /// The measures that continue another.
    pub continuations: Vec<Continuation>,
    /// The form of every round.
    pub forms: BTreeMap<RoundKey, (Population, Arc<Form>)>,
    /// The published values.
    pub published: Vec<PublishedValue>,
    /// Where they belong.
    pub map: Vec<Mapping>,
    /// The questionnaires that it was made for; a new round makes a new one.
    questionnaires: Vec<(RoundKey, String)>,
}

impl Prepared {
    /// What is prepared for the rounds that there are now.
    pub(crate) async fn of(store: &Store) -> Result<Arc<Self>, Error> {
        // Only which rounds there are is read, so any moment will do.
        let rounds = rounds(store, &crate::Actor::System, OffsetDateTime::UNIX_EPOCH).await?;
        let questionnaires: Vec<(RoundKey, String)> =
            rounds.iter().map(|round| (round.key.clone(), round.questionnaire_id.clone())).collect();
        if let Some(prepared) = store.kept().datasets.prepared(|prepared| prepared.questionnaires == questionnaires) {
            return Ok(prepared);
        }
        let mut forms = BTreeMap::new();
        for round in &rounds {
            let form = store.kept().forms.form(store.read(), &round.questionnaire_id).await?;
            let population = match round.kind {
                OrganisationKind::Municipality => Population::Municipalities,
                OrganisationKind::Region => Population::Regions,
            };
            forms.insert(round.key.clone(), (population, form));
        }
        let (catalogue, continuations) = compile(&forms)?;
        let prepared = Arc::new(Self {
            catalogue,
            continuations,
            forms,
            published: seeds::published_values().map_err(Error::stored)?,
            map: seeds::published_map().map_err(Error::stored)?,
            questionnaires,
        });
        store.kept().datasets.keep_prepared(Arc::clone(&prepared));
        Ok(prepared)
    }
}

type Compiled = (Catalogue, Vec<Continuation>);

fn compile(forms: &BTreeMap<RoundKey, (Population, Arc<Form>)>) -> Result<Compiled, Error> {
    let mut surveys: BTreeMap<&str, SurveyForms> = BTreeMap::new();
    for (key, (population, form)) in forms {
        let empty = || SurveyForms { survey: key.survey.clone(), population: *population, rounds: BTreeMap::new() };
        surveys.entry(&key.survey).or_insert_with(empty).rounds.insert(key.year, Arc::clone(form));
    }
    let surveys: Vec<SurveyForms> = surveys.into_values().collect();
    let file = seeds::indicators().map_err(Error::stored)?;
    let catalogue = Catalogue::new(file, &surveys).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect();
        Error::stored(faults.join("; "))
    })?;
    let continuations = catalogue.continuations(&surveys);
    Ok((catalogue, continuations))
}

/// The newest version of the framework, and every indicator. Public.
pub async fn framework_tree(store: &Store) -> Result<(Framework, Indicators), Error> {
    let file = indicator_list(store).await?;
    let framework = file.frameworks.last().cloned().ok_or(Error::NotFound)?;
    Ok((framework, file))
}

/// Every version of the framework, and every indicator with its measures. Public.
pub async fn indicator_list(store: &Store) -> Result<Indicators, Error> {
    Ok(Prepared::of(store).await?.catalogue.file().clone())
}
