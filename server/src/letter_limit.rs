//! How many letters one person may have sent to others with words of their own: by handing out, or by asking for a
//! signature. Reminders have a limit of their own, in `collection`.

use collection::Actor;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::{num::NonZeroU32, time::Duration};

/// Enough to hand a whole questionnaire out in one go,
const BURST: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// and then one in each of these.
const PERIOD: Duration = Duration::from_secs(120);
/// More people than this are forgotten when they have been quiet.
const REMEMBERED: usize = 10_000;

/// Counts who has letters sent.
#[derive(Debug)]
pub struct LetterLimit(DefaultKeyedRateLimiter<i64>);

impl Default for LetterLimit {
    fn default() -> Self {
        let quota = Quota::with_period(PERIOD).unwrap_or(Quota::per_minute(BURST)).allow_burst(BURST);
        Self(RateLimiter::keyed(quota))
    }
}

impl LetterLimit {
    /// Whether this person may have one more letter sent.
    pub fn allows(&self, actor: &Actor) -> bool {
        // Whoever is nobody is refused by the use case.
        let Some(person) = actor.person() else { return true };
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&person.id).is_ok()
    }
}
