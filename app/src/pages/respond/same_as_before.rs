//! "Samma som förra året" on a section's page: what can be filled in, what came of it, and taking it back.

use crate::{
    components::{Mark, SameAsBeforeNotice, mark},
    pages::parameter,
    visit::Visit,
    words::{counted, listed},
};
use collection::{
    Error,
    respond::{SectionView, same_as_before_fields},
};
use leptos::prelude::*;
use std::collections::BTreeMap;
use survey::{
    definition::Relation,
    form::Field,
    name::FieldName,
    same_as_before::{NotReusable, reusable},
    value::Entry,
};

/// What stands for the whole section where a question could be named.
const THE_SECTION: &str = "avsnitt";

/// What the address tells of what was just done: `?samma=REVISION`, or `?angrat=QUESTION`, or `?angrat=avsnitt`.
#[derive(Debug, Clone)]
pub enum SameAsBeforeAction {
    /// Earlier answers were filled in by the save that made this revision; 0 where there was nothing to fill in.
    Filled(i64),
    /// That has been taken back, for the question of this name, or for the section.
    TakenBack(String),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SameAsBeforeResult {
    /// Fields of the section that were filled in, by a revision that can be taken back.
    Section(Option<i64>, Vec<FieldName>),
    /// A question that was filled in, and whether it has other words now.
    Question(i64, String, bool),
    /// What was filled in has been taken back, for a question or the section.
    TakenBack(String),
}

impl SameAsBeforeAction {
    /// What the address of the page says. Read it before the first `await`.
    pub fn of_the_address() -> Option<Self> {
        let filled = parameter("samma").and_then(|change_number| change_number.parse().ok()).map(Self::Filled);
        filled.or_else(|| parameter("angrat").map(Self::TakenBack))
    }

    /// What came of it, as it stands now.
    pub async fn outcome(self, visit: &Visit, view: &SectionView) -> Result<SameAsBeforeResult, Error> {
        let change_number = match self {
            Self::TakenBack(question) => return Ok(SameAsBeforeResult::TakenBack(question)),
            Self::Filled(change_number) => change_number,
        };
        let fields =
            same_as_before_fields(&visit.store, &visit.actor, &view.head.key, change_number, visit.now).await?;
        Ok(match question_of_all(&fields) {
            Some(question) => {
                let is_reworded = fields.iter().any(|field| is_reworded(view, field));
                SameAsBeforeResult::Question(change_number, question, is_reworded)
            }
            None => SameAsBeforeResult::Section((!fields.is_empty()).then_some(change_number), fields),
        })
    }
}

/// Returns whether a field's question has other words than when it was answered before.
fn is_reworded(view: &SectionView, field: &FieldName) -> bool {
    view.previous.get(field).is_some_and(|previous| previous.relation == Relation::Reworded)
}

/// The question that all the fields belong to, if they do.
fn question_of_all(fields: &[FieldName]) -> Option<String> {
    let (first, rest) = fields.split_first()?;
    rest.iter().all(|field| field.question() == first.question()).then(|| first.question().to_owned())
}

impl SameAsBeforeResult {
    /// What is told beside a question.
    pub fn told(&self, question: &str) -> Option<SameAsBeforeNotice> {
        match self {
            Self::Question(change_number, name, is_reworded) if name == question => {
                Some(SameAsBeforeNotice::Filled { change_number: *change_number, is_reworded: *is_reworded })
            }
            Self::TakenBack(name) if name == question => Some(SameAsBeforeNotice::TakenBack),
            _ => None,
        }
    }
}

/// The year whose answer to a question can be given again: where there is one that is not what stands there already. Also
/// where the question is not asked yet: it may come while the page is open.
pub fn again<'a>(view: &SectionView, fields: impl IntoIterator<Item = &'a Field>) -> Option<i32> {
    let can = |field: &&Field| {
        value_again(view, field).is_some_and(|entry| !entry.says_same(view.evaluation.entry(field.name.as_str())))
    };
    let field = fields.into_iter().find(can)?;
    view.previous.get(&field.name).map(|previous| previous.year)
}

fn value_again(view: &SectionView, field: &Field) -> Option<Entry> {
    reusable(&view.evaluation, view.previous.get(&field.name), &field.name).ok().map(Entry::Value)
}

/// At the top of the form: the button that fills in the section, or what came of it.
pub fn section_again<'a>(
    view: &SectionView,
    outcome: Option<&SameAsBeforeResult>,
    fields: impl Iterator<Item = &'a Field>,
) -> Option<AnyView> {
    let open: Vec<&Field> = fields
        .filter(|field| {
            let name = field.name.as_str();
            view.evaluation.is_relevant(name) && view.evaluation.entry(name).is_empty()
        })
        .collect();
    let told = match outcome {
        Some(SameAsBeforeResult::Section(change_number, fields)) => {
            let mut reworded: Vec<String> = fields
                .iter()
                .filter(|field| is_reworded(view, field))
                .filter_map(|field| Some(view.evaluation.form().field(field.as_str())?.number.clone()))
                .collect();
            reworded.dedup();
            Some(filled(*change_number, fields.len(), &reworded, left(view, &open)))
        }
        Some(SameAsBeforeResult::TakenBack(question)) if question == THE_SECTION => {
            let words = "Det som fylldes i är borttaget. Det som någon har ändrat sedan dess är kvar.".to_owned();
            Some(row(words, None))
        }
        _ => None,
    };
    let can = open.iter().any(|field| value_again(view, field).is_some());
    let button = can.then(|| {
        view! {
            <p class="actions">
                <button class="button button-second" type="submit" name="samma_avsnitt" value="ja">"Samma som förra året"</button>
                <span class="note">"Fyller i det som ni inte har svarat på. Det går att ångra."</span>
            </p>
        }
    });
    (told.is_some() || can).then(|| view! { <div class="again" id="samma">{told}{button}</div> }.into_any())
}

/// What could not be filled in, by why.
fn left(view: &SectionView, open: &[&Field]) -> BTreeMap<NotReusable, usize> {
    let mut left = BTreeMap::new();
    for field in open {
        if let Err(why) = reusable(&view.evaluation, view.previous.get(&field.name), &field.name) {
            *left.entry(why).or_default() += 1;
        }
    }
    left
}

fn filled(
    change_number: Option<i64>,
    count: usize,
    reworded: &[String],
    left: BTreeMap<NotReusable, usize>,
) -> AnyView {
    let what = match count {
        0 => "Inget svar kunde fyllas i.".to_owned(),
        count => format!("{} som förra gången.", counted(count, "svar är ifyllt", "svar är ifyllda")),
    };
    let what = match reworded {
        [] => what,
        numbers => format!("{what} Orden är ändrade i {}: se efter att svaren stämmer.", listed(numbers)),
    };
    let why: Vec<String> = left.into_iter().map(|(why, count)| format!("{count} {}", in_words(why, count))).collect();
    let words = match why.as_slice() {
        [] => what,
        why => format!("{what} Kvar att svara på: {}.", why.join(", ")),
    };
    row(words, change_number)
}

fn in_words(why: NotReusable, count: usize) -> &'static str {
    match why {
        NotReusable::New if count == 1 => "ny fråga",
        NotReusable::New => "nya frågor",
        NotReusable::Split if count == 1 => "fråga som har delats",
        NotReusable::Split => "frågor som har delats",
        NotReusable::NotComparable => "där svaren inte kan jämföras",
        NotReusable::NotAnswered => "som ni inte besvarade då",
        NotReusable::OtherAnswers => "där svarsalternativen är andra",
    }
}

fn row(words: String, undo: Option<i64>) -> AnyView {
    let undo = undo.map(|change_number| {
        view! { <button class="button button-text" type="submit" name="angra" value=change_number>"Ångra"</button> }
    });
    view! { <div class="status-row" role="status">{mark(Mark::Saved)}<p>{words}</p>{undo}</div> }.into_any()
}
