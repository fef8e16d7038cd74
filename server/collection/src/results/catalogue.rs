//! The framework tree and the indicators, compiled against the questionnaires of every round.

use crate::{Error, OrganisationKind, RoundKey, Store, rounds::rounds};
use statistics::{
    continuation::Continuation,
    groups::Population,
    indicator::{Framework, Indicator, IndicatorFile, Measure},
    measure::{Catalogue, SurveyForms},
    published::PublishedValue,
    verify::Mapping,
};
use std::{collections::BTreeMap, sync::Arc};
use survey::form::Form;
use time::OffsetDateTime;

/// What every result needs, made once for a set of rounds.
#[derive(Debug)]
pub(crate) struct PreparedResults {
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

impl PreparedResults {
    /// What is prepared for the rounds that there are now.
    pub(crate) async fn of(store: &Store) -> Result<Arc<Self>, Error> {
        // Only which rounds there are is read, so any moment will do.
        let rounds = rounds(store, &crate::Actor::System, OffsetDateTime::UNIX_EPOCH).await?;
        let questionnaires: Vec<(RoundKey, String)> =
            rounds.iter().map(|round| (round.key.clone(), round.questionnaire_id.clone())).collect();
        if let Some(prepared) = store.cache().datasets.prepared(|prepared| prepared.questionnaires == questionnaires) {
            return Ok(prepared);
        }
        let mut forms = BTreeMap::new();
        for round in &rounds {
            let form = store.cache().forms.form(store.read(), &round.questionnaire_id).await?;
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
        store.cache().datasets.put_prepared(Arc::clone(&prepared));
        Ok(prepared)
    }
}

type CompiledCatalogue = (Catalogue, Vec<Continuation>);

fn compile(forms: &BTreeMap<RoundKey, (Population, Arc<Form>)>) -> Result<CompiledCatalogue, Error> {
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
pub async fn framework_tree(store: &Store) -> Result<(Framework, IndicatorFile), Error> {
    let IndicatorList { file, .. } = indicator_list(store).await?;
    let framework = file.frameworks.last().cloned().ok_or(Error::NotFound)?;
    Ok((framework, file))
}

/// Every indicator with its measures, and the rounds that each measure is computed in.
#[derive(Debug, Clone)]
pub struct IndicatorList {
    /// The frameworks and the indicators.
    pub file: IndicatorFile,
    prepared: Arc<PreparedResults>,
}

impl IndicatorList {
    /// The rounds that a measure is computed in.
    pub fn rounds(&self, indicator: &Indicator, measure: &Measure) -> Vec<i32> {
        match &measure.of {
            Some(_) => self.compared(indicator, measure).into_iter().map(|[_, later]| later).collect(),
            None => self.prepared.catalogue.rounds(&indicator.indicator, &measure.measure).into_iter().collect(),
        }
    }

    /// The pairs of rounds that a change compares.
    pub fn compared(&self, indicator: &Indicator, measure: &Measure) -> Vec<[i32; 2]> {
        let Some(of) = &measure.of else { return Vec::new() };
        let rounds = self.prepared.catalogue.rounds(&indicator.indicator, of);
        let of_survey = |key: &&RoundKey| Some(&key.survey) == indicator.survey.as_ref();
        let years: Vec<i32> = self.prepared.forms.keys().filter(of_survey).map(|key| key.year).collect();
        let is_in = |year: &i32| measure.rounds.as_ref().is_none_or(|rounds| rounds.contains(year));
        let pairs = years.array_windows::<2>().copied();
        pairs.filter(|[before, now]| rounds.contains(before) && rounds.contains(now) && is_in(now)).collect()
    }
}

/// Every version of the framework, and every indicator with its measures. Public.
pub async fn indicator_list(store: &Store) -> Result<IndicatorList, Error> {
    let prepared = PreparedResults::of(store).await?;
    Ok(IndicatorList { file: prepared.catalogue.file().clone(), prepared })
}
