//! One section of a response, to fill in.

use super::{
    May, Picture, ResponseHead,
    head::HeadRow,
    picture::{Signed, StoredAnswer},
};
use crate::{Actor, Error, ResponseKey, Store};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::{Evaluation, Usual},
    lineage::{NoLongerAsked, PreviousAnswer},
    name::FieldName,
};
use time::OffsetDateTime;

/// One section of a response.
#[derive(Debug, Clone)]
pub struct SectionView {
    /// What the response is and where it stands.
    pub head: ResponseHead,
    /// The section's place in the questionnaire.
    pub index: usize,
    /// The section's name.
    pub section: String,
    /// Name, letter and title of every section, in order.
    pub letters: Vec<(String, String, String)>,
    /// The whole response, evaluated: a check may look at another section.
    pub evaluation: Arc<Evaluation>,
    /// What is stored, of the whole response.
    pub stored: Arc<BTreeMap<FieldName, Arc<StoredAnswer>>>,
    /// Last year's answers, of the whole response.
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    /// What others usually answer, of the whole response.
    pub usual: Arc<BTreeMap<FieldName, Usual>>,
    /// The questions of the year before that are no longer asked, of the whole questionnaire.
    pub no_longer_asked: Arc<Vec<NoLongerAsked>>,
    /// Who said that the section is done, and when.
    pub done: Option<Signed>,
    /// The name of the section before.
    pub previous_section: Option<String>,
    /// The name of the section after.
    pub next_section: Option<String>,
    /// What the actor may do.
    pub may: May,
    /// The id of the questionnaire: the JSON resource `/formular/ID.json`.
    pub questionnaire_id: String,
}

/// One section of a response, for those of the organisation.
pub async fn section(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    now: OffsetDateTime,
) -> Result<SectionView, Error> {
    if !actor.may_read_draft(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::find(store.read(), key).await?;
    let picture = Picture::read(store, &row).await?;
    let letters: Vec<(String, String, String)> = picture
        .evaluation
        .form()
        .questionnaire()
        .sections
        .iter()
        .map(|section| (section.name.to_string(), section.letter.clone(), section.title.clone()))
        .collect();
    let index = letters.iter().position(|(name, _, _)| name == section).ok_or(Error::NotFound)?;
    let name_at = |place: Option<usize>| place.and_then(|place| letters.get(place)).map(|(name, _, _)| name.clone());
    Ok(SectionView {
        head: row.head(now)?,
        index,
        section: section.to_owned(),
        evaluation: Arc::clone(&picture.evaluation),
        stored: Arc::clone(&picture.stored),
        previous: Arc::clone(&picture.previous),
        usual: Arc::clone(&picture.usual),
        no_longer_asked: Arc::clone(&picture.no_longer_asked),
        done: picture.marks.get(section).cloned(),
        previous_section: name_at(index.checked_sub(1)),
        next_section: name_at(index.checked_add(1)),
        letters,
        may: row.may(actor, now),
        questionnaire_id: row.questionnaire.clone(),
    })
}
