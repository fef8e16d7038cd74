//! A query, to be read and answered by the organisation.

use super::{
    head::HeadRow,
    hub::{ObstacleView, obstacle_views},
    open_fields::ReopenedCopy,
    receipt::latest_frozen,
    section::{SectionView, section},
    snapshot::Snapshot,
};
use crate::{
    Actor, Error, ResponseKey, Store,
    queries::{self, Query, Turn},
};
use std::{collections::BTreeSet, sync::Arc};
use survey::{form::Field, name::FieldName};
use time::OffsetDateTime;

/// A query with what it has opened.
#[derive(Debug, Clone)]
pub struct QueryView {
    /// The query with its thread.
    pub query: Query,
    /// The section of its field, where the answers are as they would be frozen now.
    pub section: SectionView,
    /// The fields that the query opens, in order. None where the response is open as a whole, or it is not the
    /// organisation's turn.
    pub fields: Vec<FieldName>,
    /// What stands in the way of answering, in order.
    pub obstacles: Vec<ObstacleView>,
    /// The fields that the query opens and that the actor only reads, in order: what an answer would send.
    pub shown: Vec<FieldName>,
    /// Whether the actor may answer it.
    pub may_answer: bool,
    /// Whether a changed answer is to be sent by somebody else, who may sign.
    pub needs_signature: bool,
}

/// A query, for those of the organisation who may read the answer that it is about.
pub async fn query(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    id: i64,
    now: OffsetDateTime,
) -> Result<QueryView, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &head, now).await?;
    let form = Arc::clone(snapshot.evaluation.form());
    let found = queries::of_response(store.read(), &form, head.id).await?;
    let query = found.into_iter().find(|query| query.id == id).ok_or(Error::NotFound)?;
    let field = form.field(query.field.as_str()).ok_or(Error::NotFound)?;
    let of_field = form.questionnaire().sections.get(field.section).ok_or(Error::NotFound)?;
    let mut section = section(store, actor, key, of_field.name.as_str(), now).await?;
    let (edit_scope, read_scope) = (snapshot.edit_scope(&head, actor), snapshot.read_scope(&head, actor)?);
    if !read_scope.covers_field(&form, field) {
        return Err(Error::Forbidden);
    }
    let is_covered = actor.may_edit(&key.organisation) && edit_scope.covers_field(&form, field);
    let may_answer = query.turn == Some(Turn::Organisation) && (is_covered || actor.may_sign(&key.organisation));
    let (mut fields, mut shown, mut obstacles) = (Vec::new(), Vec::new(), Vec::new());
    let needs_signature = head.sign_off && !actor.may_sign(&key.organisation);
    if head.status()?.is_counted() {
        let frozen = latest_frozen(store.read(), &head).await?;
        let reopened = ReopenedCopy::new(&snapshot, &frozen, BTreeSet::from([query.field.clone()]));
        if may_answer {
            let is_opened =
                |field: &&Field| reopened.fields.contains(&field.name) && read_scope.covers_field(&form, field);
            let opened = form.fields().iter().filter(is_opened);
            let opened = opened.map(|field| field.name.clone()).collect();
            if is_covered {
                fields = opened
            } else {
                shown = opened
            }
            obstacles = obstacle_views(&form, reopened.obstacles);
            obstacles.retain(|view| read_scope.covers(&view.section, view.field.question()));
        }
        section.evaluation = Arc::new(reopened.evaluation);
    }
    Ok(QueryView { query, section, fields, shown, obstacles, may_answer, needs_signature })
}
