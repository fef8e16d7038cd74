//! What the page of the signature shows.

use super::{ProposedSignatory, SectionSummary, SignOffState, confirm::proposed, request::state, summary::summary};
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, Store,
    respond::{
        May, Member, ObstacleView, Remark, ResponseHead, Snapshot,
        colleagues::members,
        head::HeadRow,
        hub::{obstacle_views, remarks},
    },
};
use time::OffsetDateTime;

/// The page of the signature.
#[derive(Debug, Clone, PartialEq)]
pub struct SignOff {
    /// The response. Its revision is what [`submit`](crate::respond::submit()) wants to see.
    pub head: ResponseHead,
    /// Where the latest request stands.
    pub state: Option<SignOffState>,
    /// The round wants a signature.
    pub needed: bool,
    /// Every section in short.
    pub sections: Vec<SectionSummary>,
    /// What stops asking and signing.
    pub obstacles: Vec<ObstacleView>,
    /// What to know before signing, in order.
    pub remarks: Vec<Remark>,
    /// The organisation's signatories, by name.
    pub signatories: Vec<Member>,
    /// Those of them whom nobody has confirmed.
    pub proposed: Vec<ProposedSignatory>,
    /// What the actor may do.
    pub may: May,
}

/// The page of the signature, for those of the organisation.
pub async fn sign_off(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<SignOff, Error> {
    if !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &row, now).await?;
    let members = members(store.read(), &row.organisation).await?;
    Ok(SignOff {
        head: row.head(now)?,
        state: state(store.read(), &row).await?,
        needed: row.sign_off,
        sections: summary(&snapshot),
        obstacles: obstacle_views(snapshot.evaluation.form(), snapshot.obstacles()),
        remarks: remarks(&snapshot.evaluation),
        signatories: members.into_iter().filter(|member| member.is_one_of(&[OrganisationRole::Signatory])).collect(),
        proposed: proposed(store.read(), actor, key).await?,
        may: snapshot.may(&row, actor, now),
    })
}
