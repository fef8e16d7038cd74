//! Mail: over SMTP, or to the log where no mail server is configured.

use crate::config::PublicUrl;
use collection::people::LoginLink;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp,
};
use std::fmt;
use thiserror::Error;

/// What sends mail.
#[derive(Clone)]
pub enum Mailer {
    /// Nobody: what would be sent stands in the log.
    Log,
    /// A mail server.
    Smtp {
        /// The connection.
        transport: AsyncSmtpTransport<Tokio1Executor>,
        /// The sender.
        from: Mailbox,
    },
}

/// Why a mail was not sent.
#[derive(Debug, Error)]
pub enum MailError {
    /// The address of the mail server is not one.
    #[error("LAGESBILD_SMTP_URL cannot be used: {0}; write smtps://USER:PASSWORD@HOST")]
    Server(#[source] smtp::Error),
    /// The mail server did not take it.
    #[error("the mail server did not take the mail: {0}")]
    Smtp(#[from] smtp::Error),
    /// The receiver's address is not one.
    #[error("the receiver's address cannot be used: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The message could not be put together.
    #[error("the mail could not be put together: {0}")]
    Message(#[from] lettre::error::Error),
}

impl Mailer {
    /// A mailer over the mail server, or to the log without one.
    ///
    /// # Errors
    /// When the address of the mail server is not one.
    pub fn new(smtp: Option<(String, Mailbox)>) -> Result<Self, MailError> {
        let Some((url, from)) = smtp else { return Ok(Self::Log) };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(MailError::Server)?.build();
        Ok(Self::Smtp { transport, from })
    }

    /// Sends a login link to the person it is for.
    ///
    /// # Errors
    /// When the mail server does not take it.
    pub async fn send_login_link(&self, link: &LoginLink, public_url: &PublicUrl) -> Result<(), MailError> {
        let url = login_url(public_url, &link.token);
        match self {
            Self::Log => {
                tracing::warn!(email = %link.email, %url, "no mail server is configured; the login link stands here");
                Ok(())
            }
            Self::Smtp { transport, from } => {
                let to = Mailbox::new(Some(link.person_name.clone()), link.email.parse()?);
                transport.send(login_message(from.clone(), to, &url)?).await?;
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the address of the server, which holds a password.
        match self {
            Self::Log => f.write_str("Log"),
            Self::Smtp { from, .. } => write!(f, "Smtp(from {from})"),
        }
    }
}

/// The address of the page where a link is used.
pub fn login_url(public_url: &PublicUrl, token: &str) -> String {
    public_url.of(&format!("/logga-in/{token}"))
}

fn login_message(from: Mailbox, to: Mailbox, url: &str) -> Result<Message, lettre::error::Error> {
    let text = format!(
        "Hej!\n\n\
         Öppna länken och tryck på Logga in:\n\n\
         {url}\n\n\
         Länken fungerar en gång och i 30 minuter.\n\n\
         Har du inte bett om att logga in? Då behöver du inte göra något.\n\n\
         Lägesbild\n"
    );
    Message::builder().from(from).to(to).subject("Logga in i Lägesbild").header(ContentType::TEXT_PLAIN).body(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mail_says_what_to_do() {
        let message = login_message(
            "Lägesbild <lagesbild@example.se>".parse().unwrap(),
            "Karin Nyström <karin@sundsvall.example>".parse().unwrap(),
            "https://lagesbild.example/logga-in/abc",
        )
        .unwrap();
        assert_eq!(message.envelope().to(), ["karin@sundsvall.example".parse().unwrap()]);
        let raw = String::from_utf8(message.formatted()).unwrap();
        assert!(raw.contains("Content-Type: text/plain; charset=utf-8"), "{raw}");
        assert!(raw.contains("https://lagesbild.example/logga-in/abc"), "the link is whole on its line: {raw}");
    }
}
