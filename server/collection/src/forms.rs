//! Questionnaires never change once stored, so a form is made once and kept.

use crate::{Error, Store, entities::questionnaires, text::storable};
use sea_orm::{ConnectionTrait, EntityTrait};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use survey::{definition::Questionnaire, form::Form};

/// The forms that have been asked for, by the questionnaire's id.
#[derive(Debug, Default)]
pub(crate) struct Forms(RwLock<HashMap<String, Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    form: Arc<Form>,
    for_judging: Arc<str>,
}

impl Forms {
    /// The form of a stored questionnaire.
    pub(crate) async fn form(&self, connection: &impl ConnectionTrait, id: &str) -> Result<Arc<Form>, Error> {
        Ok(self.kept(connection, id).await?.form)
    }

    async fn kept(&self, connection: &impl ConnectionTrait, id: &str) -> Result<Kept, Error> {
        if let Some(kept) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(id) {
            return Ok(kept.clone());
        }
        let stored = questionnaires::Entity::find_by_id(storable(id)?).one(connection).await?.ok_or(Error::NotFound)?;
        let questionnaire: Questionnaire = serde_json::from_str(&stored.json)?;
        let form = Form::new(questionnaire).map_err(|faults| {
            let fault = faults.first().map_or_else(String::new, |fault| format!("{}: {fault}", fault.pointer()));
            Error::stored(format!("questionnaire {id}: {fault}"))
        })?;
        let for_judging = serde_json::to_string(&form.questionnaire().for_judging())?;
        let kept = Kept { form: Arc::new(form), for_judging: for_judging.into() };
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), kept.clone());
        Ok(kept)
    }
}

/// What the browser judges answers by, of a stored questionnaire, as JSON. Public, and never changes.
pub async fn questionnaire_json(store: &Store, id: &str) -> Result<Arc<str>, Error> {
    Ok(store.kept().forms.kept(store.read(), id).await?.for_judging)
}
