//! Sending the letters about something that is done. It stays done when they do not go; the next page says so.

use crate::{mail::MailMessage, site::Site};
use collection::{Actor, ResponseKey};
use futures::future::join_all;

/// What became of the letters about something that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailOutcome {
    /// All have gone.
    All,
    /// One at least has not.
    NotAll,
    /// There was nobody to write to.
    ToNobody,
}

impl MailOutcome {
    /// What the address of the next page says of it.
    pub fn as_parameter(self) -> &'static str {
        match self {
            Self::All => "",
            Self::NotAll => "&brev=nej",
            Self::ToNobody => "&brev=ingen",
        }
    }
}

/// Sends letters about a response, all at the same time, and comes back when the mail server has answered about each.
pub async fn send_all(site: &Site, actor: &Actor, key: &ResponseKey, mails: &[MailMessage]) -> MailOutcome {
    if mails.is_empty() {
        return MailOutcome::ToNobody;
    }
    let mut sent = MailOutcome::All;
    for answer in join_all(mails.iter().map(|mail| site.send_mail(actor, &key.organisation, mail))).await {
        if let Err(error) = answer {
            tracing::error!(%error, "a letter was not sent");
            sent = MailOutcome::NotAll;
        }
    }
    sent
}

/// Sends one letter. The address of the next page tells where it was not sent.
pub async fn send(site: &Site, actor: &Actor, key: &ResponseKey, mail: &MailMessage) -> &'static str {
    send_all(site, actor, key, std::slice::from_ref(mail)).await.as_parameter()
}
