//! The buttons "Samma som förra året" and "Ångra" of a section's form, when what was typed has been saved.

use super::{failure::RequestFailure, form::PostedForm};
use crate::site::Site;
use collection::{
    Actor, Error, ResponseKey,
    respond::{SameAsBefore, SectionView, same_as_before, same_as_before_fields, undo_same_as_before},
};

/// Does what the pressed button says, if it is one of these. Answers what follows the address of the section's page:
/// what to tell, and the place where it is told.
pub(super) async fn as_before(
    site: &Site,
    actor: &Actor,
    key: &ResponseKey,
    view: &SectionView,
    posted: &PostedForm,
) -> Result<Option<String>, RequestFailure> {
    let done = if posted.has("samma_avsnitt") {
        fill_in(site, actor, key, SameAsBefore::Section(view.section.clone())).await.map(|made| format!("{made}#samma"))
    } else if posted.has("samma") {
        let question = posted.text("samma");
        let place = place(view, question);
        fill_in(site, actor, key, SameAsBefore::Question(question.to_owned()))
            .await
            .map(|made| format!("{made}{place}"))
    } else if let Ok(change_number) = posted.text("angra").parse() {
        take_back(site, actor, key, view, change_number).await
    } else {
        return Ok(None);
    };
    match done {
        Ok(there) => Ok(Some(there)),
        // A name that is not on the page, or what has been taken back already: the page as it stands tells.
        Err(Error::NotFound) => Ok(Some(String::new())),
        Err(error) => Err(RequestFailure::new(error, actor)),
    }
}

async fn fill_in(site: &Site, actor: &Actor, key: &ResponseKey, what: SameAsBefore) -> Result<String, Error> {
    let change_number = same_as_before(&site.store, actor, key, what, site.now()).await?;
    Ok(format!("?samma={}", change_number.unwrap_or_default()))
}

async fn take_back(
    site: &Site,
    actor: &Actor,
    key: &ResponseKey,
    view: &SectionView,
    change_number: i64,
) -> Result<String, Error> {
    let fields = same_as_before_fields(&site.store, actor, key, change_number, site.now()).await?;
    undo_same_as_before(&site.store, actor, key, change_number, site.now()).await?;
    let mut questions = fields.iter().map(|field| field.question());
    let only = questions.next().filter(|first| questions.all(|question| question == *first));
    Ok(match only {
        Some(question) => format!("?angrat={question}{}", place(view, question)),
        None => "?angrat=avsnitt#samma".to_owned(),
    })
}

/// Where a question stands on the page.
fn place(view: &SectionView, question: &str) -> String {
    let field = view.evaluation.form().fields_of_question(question).next();
    field.map(|field| format!("#{}", field.number)).unwrap_or_default()
}
