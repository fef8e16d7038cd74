//! How many letters go out about an organisation's responses: people write words of their own in them, to addresses of their
//! own choice.

use crate::{Actor, Error, Store};
use database::entities::mail_counts;
use database::stored::day_text;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use survey::stockholm::today;
use time::OffsetDateTime;

/// The most letters about the responses of one organisation in a day, from its people and to them: a whole questionnaire
/// handed out question by question, with reminders.
pub const DAILY_MAIL_LIMIT: i64 = 200;

/// Counts a letter that is about to be sent about an organisation's response.
///
/// # Errors
/// When as many have been sent today as may be, in Stockholm.
pub async fn count_mail(store: &Store, actor: &Actor, organisation: &str, now: OffsetDateTime) -> Result<(), Error> {
    if matches!(actor, Actor::Anonymous) {
        return Err(Error::Forbidden);
    }
    let (organisation, day) = (organisation.to_owned(), day_text(today(now)));
    store
        .write(move |transaction| {
            Box::pin(async move {
                let past = mail_counts::Column::Day.lt(&day);
                mail_counts::Entity::delete_many().filter(past).exec(transaction).await?;
                let first = mail_counts::ActiveModel {
                    organisation: Set(organisation.clone()),
                    day: Set(day.clone()),
                    letters: Set(0),
                };
                let mut same_day = OnConflict::columns([mail_counts::Column::Organisation, mail_counts::Column::Day]);
                same_day.do_nothing();
                mail_counts::Entity::insert(first).on_conflict(same_day).exec_without_returning(transaction).await?;
                // Of two at the same moment each counts by itself.
                let counted = mail_counts::Entity::update_many()
                    .col_expr(mail_counts::Column::Letters, Expr::col(mail_counts::Column::Letters).add(1))
                    .filter(mail_counts::Column::Organisation.eq(organisation))
                    .filter(mail_counts::Column::Day.eq(day))
                    .filter(mail_counts::Column::Letters.lt(DAILY_MAIL_LIMIT))
                    .exec(transaction)
                    .await?;
                if counted.rows_affected == 0 { Err(Error::DailyMailLimit) } else { Ok(()) }
            })
        })
        .await
}
