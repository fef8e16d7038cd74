//! Questionnaires never change once stored, so a form is made once and kept.

use crate::{Error, Store, hash::sha256, text::without_nul};
use database::entities::questionnaires;
use sea_orm::{ConnectionTrait, EntityTrait};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use survey::{definition::Questionnaire, form::Form};

/// The forms that have been asked for, by the questionnaire's id.
#[derive(Debug, Default)]
pub(crate) struct FormCache(RwLock<HashMap<String, CachedForm>>);

#[derive(Debug, Clone)]
struct CachedForm {
    form: Arc<Form>,
    for_evaluation: Arc<str>,
    /// The name of `for_evaluation` as a file.
    file: Arc<str>,
}

impl FormCache {
    /// The form of a stored questionnaire.
    pub(crate) async fn form(&self, connection: &impl ConnectionTrait, id: &str) -> Result<Arc<Form>, Error> {
        Ok(self.cache(connection, id).await?.form)
    }

    /// The name under which the browser finds what it judges answers by. It holds the hash of the content.
    pub(crate) async fn file(&self, connection: &impl ConnectionTrait, id: &str) -> Result<Arc<str>, Error> {
        Ok(self.cache(connection, id).await?.file)
    }

    async fn cache(&self, connection: &impl ConnectionTrait, id: &str) -> Result<CachedForm, Error> {
        if let Some(cache) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(id) {
            return Ok(cache.clone());
        }
        let stored =
            questionnaires::Entity::find_by_id(without_nul(id)?).one(connection).await?.ok_or(Error::NotFound)?;
        let questionnaire: Questionnaire = serde_json::from_str(&stored.json)?;
        let form = Form::new(questionnaire).map_err(|faults| {
            let fault = faults.first().map_or_else(String::new, |fault| format!("{}: {fault}", fault.pointer()));
            Error::stored(format!("questionnaire {id}: {fault}"))
        })?;
        let for_evaluation = serde_json::to_string(&form.questionnaire().for_evaluation())?;
        let hash = sha256(for_evaluation.as_bytes());
        let file = format!("{id}-{}.json", hash.get(..12).unwrap_or_default()).into();
        let cache = CachedForm { form: Arc::new(form), for_evaluation: for_evaluation.into(), file };
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), cache.clone());
        Ok(cache)
    }
}

/// What the browser judges answers by, of a stored questionnaire, as JSON, by its name as a file. Public, and never
/// changes: what another version of the program would send has another name.
pub async fn questionnaire_json(store: &Store, file: &str) -> Result<Arc<str>, Error> {
    let (id, _) = file.split_once('-').ok_or(Error::NotFound)?;
    let cache = store.cache().forms.cache(store.read(), id).await?;
    if *cache.file == *file { Ok(cache.for_evaluation) } else { Err(Error::NotFound) }
}
