//! What an organisation gets back for answering: its own answers beside those of all, of its län and of its kommungrupp,
//! and beside its own of an earlier year.
//!
//! The results of an open round are for those who follow it up, so until it is closed the answers stand beside the results
//! of the round before. What is hidden in the results is hidden here.

use super::{
    ResponseHead,
    head::HeadRow,
    receipt::{CopyHead, copy_heads, latest_frozen},
    snapshot::Snapshot,
};
use crate::{
    Actor, Error, OrganisationKind, ResponseKey, RoundKey, Store, follow_up,
    results::{Aggregated, aggregated, round_before},
    rounds::{self, RoundState},
};
use rust_decimal::Decimal;
use statistics::{
    aggregate::Aggregate,
    groups::{Grouping, TOTAL, TOTAL_LABEL},
};
use std::sync::Arc;
use survey::{
    definition::{FieldType, PublicationLevel, Relation},
    form::{Field, Form},
    lineage::{PreviousAnswer, origin},
    name::{FieldName, Name},
    value::Entry,
};
use time::OffsetDateTime;

/// An organisation's answers beside others'.
#[derive(Debug, Clone)]
pub struct Feedback {
    /// What the response is and where it stands.
    pub head: ResponseHead,
    /// The copy whose answers these are.
    pub copy: CopyHead,
    /// The form that was filled in.
    pub form: Arc<Form>,
    /// What they stand beside, where there is any result to stand beside.
    pub compared: Option<ComparedRound>,
    /// The answers that can be counted, in the order of the questionnaire.
    pub fields: Vec<FieldFeedback>,
}

/// The round whose results the answers stand beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRound {
    /// Its year.
    pub year: i32,
    /// Whether it is the round of the answers themselves.
    pub is_own: bool,
    /// Who answered it.
    pub kind: OrganisationKind,
    /// All who answered, and the groups that the organisation was in then.
    pub groups: Vec<ComparedGroup>,
}

/// A group that the answers stand beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedGroup {
    /// What it is a group by; nothing for all together.
    pub grouping: Option<Grouping>,
    /// Its words.
    pub label: String,
    /// How many of it answered.
    pub responses: usize,
}

/// One answer beside others'.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldFeedback {
    /// The field.
    pub field: FieldName,
    /// The organisation's own answer.
    pub own: Entry,
    /// Its answer of an earlier year.
    pub previous: Option<PreviousAnswer>,
    /// A figure of every group: one row for each option, or one of a number. None where the question cannot be compared.
    pub rows: Vec<OptionFigures>,
}

/// The figures of one option, or of a number, in the order of the groups.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionFigures {
    /// The option; nothing of a number.
    pub option: Option<Name>,
    /// What is known of every group.
    pub figures: Vec<GroupFigure>,
}

/// What is known of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupFigure {
    /// The part of those who answered that chose the option, 0–1.
    Share(Decimal),
    /// How many chose the option, of how many that answered: of regioner.
    Count(usize, usize),
    /// The median of a number.
    Median(Decimal),
    /// Not shown: it would tell what single organisations answered.
    Suppressed,
    /// Nobody answered.
    Nothing,
}

/// The organisation's answers beside others', for those of the organisation. There is nothing before it has sent in.
pub async fn feedback(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<Feedback, Error> {
    if !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let copy = copy_heads(store.read(), head.id).await?.into_iter().next().ok_or(Error::NotFound)?;
    let (entries, _) = latest_frozen(store.read(), &head).await?;
    let snapshot = Snapshot::read(store, &head, now).await?;
    let form = Arc::clone(snapshot.evaluation.form());
    let beside = ComparedResults::find(store, &head, now).await?;
    let fields = form
        .fields()
        .iter()
        .filter(|field| is_counted(field))
        .filter_map(|field| {
            Some(FieldFeedback {
                field: field.name.clone(),
                own: entries.get(&field.name)?.clone(),
                previous: snapshot.previous.get(&field.name).filter(|answer| !answer.words.is_empty()).cloned(),
                rows: beside.as_ref().map(|beside| beside.rows(field)).unwrap_or_default(),
            })
        })
        .collect();
    Ok(Feedback { head: head.head(now)?, copy, compared: beside.map(|beside| beside.compared), fields, form })
}

/// Texts and days are not counted, and what is internal stands beside nothing.
fn is_counted(field: &Field) -> bool {
    let is_number = matches!(
        field.field_type,
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_)
    );
    field.publication_level != PublicationLevel::Internal && (is_number || field.field_type.codes().next().is_some())
}

/// The results that answers stand beside.
struct ComparedResults {
    compared: ComparedRound,
    /// The form of the round before, where the results are its.
    before: Option<Arc<Form>>,
    /// For each grouping its aggregate, and the code of the organisation's group.
    groupings: Vec<(Arc<Aggregated>, Option<String>)>,
}

impl ComparedResults {
    async fn find(store: &Store, head: &HeadRow, now: OffsetDateTime) -> Result<Option<Self>, Error> {
        let own = RoundKey::new(head.survey.clone(), head.year());
        let (round, before) = if head.round_state(now)? == RoundState::Closed {
            (own, None)
        } else {
            match round_before(store, &own).await? {
                Some((before, form)) => (before, Some(form)),
                None => return Ok(None),
            }
        };
        let summary = rounds::one(store.read(), &round, now).await?;
        let recipient = follow_up::recipients(store, &round, Some(&head.organisation)).await?.into_iter().next();
        if summary.state != RoundState::Closed || summary.responded == 0 {
            return Ok(None);
        }
        let mut groupings = Vec::new();
        let mut groups = Vec::new();
        if summary.kind == OrganisationKind::Municipality {
            for by in [Grouping::Lan, Grouping::Kommungrupp] {
                let aggregated = aggregated(store, &round, Some(by)).await?;
                let own = recipient.as_ref().map(|recipient| match by {
                    Grouping::Lan => (&recipient.response.lan, &recipient.response.lan_label),
                    _ => (&recipient.response.kommungrupp, &recipient.response.kommungrupp_label),
                });
                groups.extend(own.map(|(code, label)| ComparedGroup {
                    grouping: Some(by),
                    label: label.clone(),
                    responses: aggregated.responses(code),
                }));
                groupings.push((aggregated, own.map(|(code, _)| code.clone())));
            }
        } else {
            groupings.push((aggregated(store, &round, None).await?, None));
        }
        let responses = groupings.first().map_or(0, |(aggregated, _)| aggregated.responses(TOTAL));
        groups.insert(0, ComparedGroup { grouping: None, label: TOTAL_LABEL.to_owned(), responses });
        let compared = ComparedRound { year: round.year, is_own: before.is_none(), kind: summary.kind, groups };
        Ok(Some(Self { compared, before, groupings }))
    }

    /// The figures of a field, where it is the same question as then.
    fn rows(&self, field: &Field) -> Vec<OptionFigures> {
        let Some(name) = self.name_then(field) else { return Vec::new() };
        let options: Vec<Option<Name>> = match field.field_type.codes().next() {
            Some(_) => field.field_type.codes().map(|code| code.parse().ok()).collect(),
            None => vec![None],
        };
        let of = |option: Option<Name>| {
            let found = |aggregated: &Aggregated, group: &str| {
                let rows = aggregated.rows(group, &name).iter();
                rows.filter(|row| row.option == option).map(figure).next().unwrap_or(GroupFigure::Nothing)
            };
            let mut total = GroupFigure::Nothing;
            let mut figures = Vec::new();
            for (aggregated, code) in &self.groupings {
                total = found(aggregated, TOTAL);
                figures.extend(code.as_ref().map(|code| found(aggregated, code)));
            }
            figures.insert(0, total);
            OptionFigures { option, figures }
        };
        options.into_iter().map(of).collect()
    }

    /// What the field was called in the round that it is compared with; nothing where it was another question.
    fn name_then(&self, field: &Field) -> Option<FieldName> {
        let Some(before) = &self.before else { return Some(field.name.clone()) };
        let origin = origin(field, before);
        let [place] = origin.from.as_slice() else { return None };
        let then = before.fields().get(*place)?;
        let is_same = matches!(origin.relation, Relation::Same | Relation::Reworded) && !origin.series_break;
        (is_same && then.field_type.code() == field.field_type.code()).then(|| then.name.clone())
    }
}

fn figure(row: &Aggregate) -> GroupFigure {
    if row.hidden.is_some() {
        return GroupFigure::Suppressed;
    }
    match (row.n_answered, row.share, row.count) {
        (Some(0) | None, ..) => GroupFigure::Nothing,
        (_, Some(share), _) => GroupFigure::Share(share),
        (Some(answered), None, Some(count)) => GroupFigure::Count(count, answered),
        (_, None, None) => row.median.map_or(GroupFigure::Nothing, GroupFigure::Median),
    }
}
