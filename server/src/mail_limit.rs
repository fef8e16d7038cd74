//! How many letters one person may have sent to others with words of their own: by handing out, or by asking for a
//! signature. Reminders have a limit of their own, in `collection`.

use collection::Actor;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use std::{num::NonZeroU32, time::Duration};

/// Enough to hand a whole questionnaire out in one go,
const BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// and then one in each of these.
const PERIOD: Duration = Duration::from_secs(120);
/// More people than this are forgotten when they have been quiet.
const MOST_TRACKED: usize = 10_000;

/// Counts who has letters sent.
#[derive(Debug)]
pub struct MailLimit(DefaultKeyedRateLimiter<i64>);

impl Default for MailLimit {
    fn default() -> Self {
        let quota = Quota::with_period(PERIOD).unwrap_or(Quota::per_minute(BURST)).allow_burst(BURST);
        Self(RateLimiter::keyed(quota))
    }
}

impl MailLimit {
    /// Counts one more letter of this person.
    ///
    /// # Errors
    /// When there have been too many: how long the person must wait.
    pub fn ask(&self, actor: &Actor) -> Result<(), Duration> {
        // Whoever is nobody is refused by the use case.
        let Some(person) = actor.person() else { return Ok(()) };
        if self.0.len() > MOST_TRACKED {
            self.0.retain_recent();
        }
        self.0.check_key(&person.id).map_err(|early| early.wait_time_from(DefaultClock::default().now()))
    }
}
