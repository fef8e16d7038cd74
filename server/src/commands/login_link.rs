//! `login-link`: one address on stdout.

use super::{CommandFailure, output};
use crate::{config::PublicUrl, mail::login_url};
use collection::{Actor, Store, people};
use time::OffsetDateTime;

pub async fn login_link(store: &Store, public_url: &PublicUrl, email: &str) -> Result<(), CommandFailure> {
    match people::request_login_link(store, &Actor::System, email, None, OffsetDateTime::now_utc()).await? {
        Some(link) => output::write(format!("{}\n", login_url(public_url, &link.token))),
        None => Err(CommandFailure::refused(format!("nobody has the address `{email}`; check its spelling"))),
    }
}
