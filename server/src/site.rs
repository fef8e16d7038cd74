//! What the handlers share: one serving site.

use crate::{
    assets::ASSETS,
    config::PublicUrl,
    heavy_work::HeavyWork,
    mail::{MailError, MailMessage, Mailer},
    mail_limit::MailLimit,
    metrics::Metrics,
    open_pages::OpenPages,
    packed_questionnaires::PackedQuestionnaires,
    security_log,
    sign_in_limit::SignInLimit,
};
use app::visit::{Rejected, Visit};
use collection::{Actor, Error, Store, mail_quota::count_mail};
use std::{fmt, num::NonZeroUsize, sync::Arc};
use time::OffsetDateTime;
use tokio::sync::watch;

/// How many files are read, and how many written, at a time.
const AT_A_TIME: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// A serving site. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// Where data is.
    pub store: Store,
    /// Whether the database holds invented people and answers.
    pub demo: bool,
    /// Where people reach it.
    pub public_url: PublicUrl,
    /// Whether the caller's address is what the proxy says.
    pub behind_proxy: bool,
    /// What figures are read with from other machines; none where nobody may.
    pub metrics_token: Option<Arc<str>>,
    /// What sends mail.
    pub mailer: Mailer,
    /// How often one place may ask for login links.
    pub sign_in_limit: Arc<SignInLimit>,
    /// How many letters one person may have sent.
    pub mail_limit: Arc<MailLimit>,
    /// The pages that are told what colleagues do.
    pub open_pages: OpenPages,
    /// Reading workbooks that people send.
    pub workbook_reads: HeavyWork,
    /// Writing papers, workbooks and other files.
    pub writing: HeavyWork,
    /// Questionnaires as they are sent, compressed.
    pub questionnaires: Arc<PackedQuestionnaires>,
    /// What is counted for those who run it.
    pub metrics: Arc<Metrics>,
    /// What time it is.
    pub clock: Clock,
    /// Whether the program is about to stop.
    pub stopping: Shutdown,
}

/// Tells those who would wait for ever that the program is about to stop.
#[derive(Debug, Clone, Default)]
pub struct Shutdown(Arc<watch::Sender<bool>>);

impl Shutdown {
    /// From now on it is.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Returns whether it is.
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Comes back when it is.
    pub async fn begun(&self) {
        // The sender lives as long as this does, so there is always an answer.
        let _ = self.0.subscribe().wait_for(|stopping| *stopping).await;
    }
}

/// Tells the time; tests set it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> OffsetDateTime + Send + Sync>);

impl Clock {
    /// A clock that answers what `tell` does.
    pub fn new(tell: impl Fn() -> OffsetDateTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// The time now, in UTC.
    pub fn now(&self) -> OffsetDateTime {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(OffsetDateTime::now_utc)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

impl Site {
    /// A site over a database.
    ///
    /// # Errors
    /// When the database cannot be asked whether it is a demo.
    pub async fn new(store: Store, public_url: PublicUrl, mailer: Mailer) -> Result<Self, Error> {
        let demo = store.is_demo().await?;
        Ok(Self {
            store,
            demo,
            public_url,
            behind_proxy: false,
            metrics_token: None,
            mailer,
            sign_in_limit: Arc::default(),
            mail_limit: Arc::default(),
            open_pages: OpenPages::default(),
            workbook_reads: HeavyWork::new(AT_A_TIME),
            writing: HeavyWork::new(AT_A_TIME),
            questionnaires: Arc::default(),
            metrics: Arc::default(),
            clock: Clock::default(),
            stopping: Shutdown::default(),
        })
    }

    /// Sends a letter about an organisation's response, unless as many have been sent today as may be.
    ///
    /// # Errors
    /// When it was not sent.
    pub async fn send_mail(&self, actor: &Actor, organisation: &str, mail: &MailMessage) -> Result<(), MailError> {
        let counted = count_mail(&self.store, actor, organisation, self.now()).await;
        if matches!(counted, Err(Error::DailyMailLimit)) {
            security_log::mail_stopped(organisation);
        }
        counted?;
        self.mailer.send(mail).await
    }

    /// The time now, in UTC.
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// A page's view of the request that it answers.
    pub fn visit(&self, actor: Actor, rejected: Option<Rejected>) -> Visit {
        Visit {
            store: self.store.clone(),
            actor,
            origin: self.public_url.to_string().trim_end_matches('/').into(),
            now: self.now(),
            demo: self.demo,
            assets: ASSETS,
            rejected: rejected.map(Arc::new),
            workbook_preview: None,
            session: None,
        }
    }
}
