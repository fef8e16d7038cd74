//! Sending the letters about something that is done. It stays done when they do not go; the next page says so.

use crate::{mail::Letter, site::Site};
use collection::{Actor, ResponseKey};
use futures::future::join_all;

/// What became of the letters about something that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// All have gone.
    All,
    /// One at least has not.
    NotAll,
    /// There was nobody to write to.
    ToNobody,
}

impl Sent {
    /// What the address of the next page says of it.
    pub fn in_address(self) -> &'static str {
        match self {
            Self::All => "",
            Self::NotAll => "&brev=nej",
            Self::ToNobody => "&brev=ingen",
        }
    }
}

/// Sends letters about a response, all at the same time, and comes back when the mail server has answered about each.
pub async fn send_all(site: &Site, actor: &Actor, key: &ResponseKey, letters: &[Letter]) -> Sent {
    if letters.is_empty() {
        return Sent::ToNobody;
    }
    let mut sent = Sent::All;
    for answer in join_all(letters.iter().map(|letter| site.send_letter(actor, &key.organisation, letter))).await {
        if let Err(error) = answer {
            tracing::error!(%error, "a letter was not sent");
            sent = Sent::NotAll;
        }
    }
    sent
}

/// Sends one letter. The address of the next page tells where it was not sent.
pub async fn send(site: &Site, actor: &Actor, key: &ResponseKey, letter: &Letter) -> &'static str {
    send_all(site, actor, key, std::slice::from_ref(letter)).await.in_address()
}
