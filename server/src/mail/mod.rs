//! Mail: over SMTP, or to the log where no mail server is configured. Each kind of letter is a file of its own.

mod assignment;
#[cfg(test)]
mod fixture;
mod login;
mod query;
mod response;
mod sign_off;

pub use assignment::{assignment, assignment_reminder, assignment_taken_back};
pub use login::login_url;
pub use query::{QueryRecipient, about_query};
pub use response::{correction_asked, correction_granted, correction_refused, receipts, returned};
pub use sign_off::{sign_off_asked, sign_off_unsigned};

use crate::config::PublicUrl;
use app::return_to::sign_in_by;
use collection::{ReturnTo, respond::Member};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{self, response::Code},
};
use std::{fmt, time::Duration};
use thiserror::Error;
use tokio::time::timeout;

/// How long a mail server may take for a letter: somebody waits for the page that says that it was sent.
const SMTP_TIMEOUT: Duration = Duration::from_secs(10);

/// A letter to one person, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailMessage {
    /// The name of the receiver.
    pub name: String,
    /// The address of the receiver.
    pub email: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// A letter to a colleague.
fn to_colleague(to: &Member, subject: String, text: String) -> MailMessage {
    MailMessage { name: to.name.clone(), email: to.email.clone(), subject, text }
}

/// The way to a page for a colleague, who may never have signed in.
fn way_in(to: &Member, page: &str, public_url: &PublicUrl) -> String {
    public_url.of(&sign_in_by(&to.email, ReturnTo::new(page).as_ref()))
}

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
    Smtp(SmtpFault),
    /// The receiver's address is not one.
    #[error("the receiver's address cannot be used: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The message could not be put together.
    #[error("the mail could not be put together: {0}")]
    Message(#[from] lettre::error::Error),
    /// It is one too many, or could not be counted.
    #[error(transparent)]
    Uncounted(#[from] collection::Error),
    /// The mail server took too long.
    #[error("the mail server did not answer within {} seconds", SMTP_TIMEOUT.as_secs())]
    Late,
}

/// The kind of fault of the mail server or of the way to it. The server's own words are dropped: they may name the receiver,
/// and faults stand in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SmtpFault {
    /// It refused, with the code of SMTP.
    #[error("it answered {0}")]
    Refused(Code),
    /// It took too long.
    #[error("it did not answer in time")]
    Late,
    /// There is no safe connection to it.
    #[error("TLS failed")]
    Tls,
    /// Its answer is not SMTP.
    #[error("its answer could not be read")]
    Unreadable,
    /// It cannot be reached, or the connection broke.
    #[error("there is no connection")]
    Connection,
}

impl From<smtp::Error> for MailError {
    fn from(error: smtp::Error) -> Self {
        Self::Smtp(match error.status() {
            Some(code) => SmtpFault::Refused(code),
            None if error.is_timeout() => SmtpFault::Late,
            None if error.is_tls() => SmtpFault::Tls,
            None if error.is_response() => SmtpFault::Unreadable,
            None => SmtpFault::Connection,
        })
    }
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

    /// Sends a letter. Without a mail server it stands in the log.
    ///
    /// # Errors
    /// When the mail server does not take it.
    pub async fn send(&self, mail: &MailMessage) -> Result<(), MailError> {
        match self {
            Self::Log => {
                let MailMessage { email, subject, text, .. } = mail;
                tracing::warn!(%email, ?subject, ?text, "no mail server is configured; the letter stands here");
                Ok(())
            }
            Self::Smtp { transport, from } => {
                let sent = timeout(SMTP_TIMEOUT, transport.send(mail.message(from.clone())?)).await;
                sent.map_err(|_| MailError::Late)??;
                Ok(())
            }
        }
    }
}

impl MailMessage {
    fn message(&self, from: Mailbox) -> Result<Message, MailError> {
        let to = Mailbox::new(Some(one_line(&self.name)), self.email.parse()?);
        let message = Message::builder().from(from).to(to).subject(one_line(&self.subject));
        Ok(message.header(ContentType::TEXT_PLAIN).body(self.text.clone())?)
    }
}

/// Somebody's own words in a letter, with who wrote them: the service answers for the rest of it. `by` is empty where the
/// command line did it.
fn writes(by: &str, email: &str, words: &str) -> String {
    let by = if by.is_empty() { "Samordnaren" } else { by };
    let who = if email.is_empty() { by.to_owned() } else { format!("{by}, {email},") };
    format!("{who} skriver:\n\n{words}\n\n")
}

/// A text for a header, which is one line.
fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    use super::*;
    use lettre::transport::smtp::response::{Category, Detail, Severity};
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::TcpListener,
    };

    fn mail(name: &str, subject: &str) -> MailMessage {
        MailMessage {
            name: name.into(),
            email: "karin@sundsvall.example".into(),
            subject: subject.into(),
            text: "Åtta frågor.\n\nhttps://lagesbild.example/svara\n".into(),
        }
    }

    fn raw(mail: &MailMessage) -> String {
        let from = "Lägesbild <lagesbild@example.se>".parse().unwrap();
        let message = mail.message(from).unwrap();
        assert_eq!(message.envelope().to(), ["karin@sundsvall.example".parse().unwrap()]);
        String::from_utf8(message.formatted()).unwrap()
    }

    #[test]
    fn mail_is_plain_text() {
        let raw = raw(&mail("Karin Nyström", "Avsnitt C"));
        assert!(raw.contains("Content-Type: text/plain; charset=utf-8"), "{raw}");
        assert!(raw.contains("https://lagesbild.example/svara"), "the link is whole on its line: {raw}");
    }

    /// A mail server that knows nobody, and says whom it does not know.
    async fn refuse_receivers(listener: TcpListener) {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.split_once(':') {
                Some(("RCPT TO", address)) => format!("550 5.1.1 {address} is unknown here\r\n"),
                _ => "250 ok\r\n".to_owned(),
            };
            if write.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    #[tokio::test]
    async fn a_fault_tells_its_code_and_no_address() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = format!("smtp://{}", listener.local_addr().unwrap());
        tokio::spawn(refuse_receivers(listener));
        let from: Mailbox = "Lägesbild <lagesbild@example.se>".parse().unwrap();
        let mailer = Mailer::new(Some((server, from.clone()))).unwrap();
        let fault = mailer.send(&mail("Karin Nyström", "Avsnitt C")).await.unwrap_err();
        let code = Code {
            severity: Severity::PermanentNegativeCompletion,
            category: Category::MailSystem,
            detail: Detail::Zero,
        };
        assert!(matches!(fault, MailError::Smtp(SmtpFault::Refused(refused)) if refused == code), "{fault:?}");
        assert_eq!(fault.to_string(), "the mail server did not take the mail: it answered 550");
        assert!(!format!("{fault:?}").contains("sundsvall"), "{fault:?}");

        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let mailer = Mailer::new(Some((format!("smtp://{nobody}"), from))).unwrap();
        let fault = mailer.send(&mail("Karin Nyström", "Avsnitt C")).await.unwrap_err();
        assert_eq!(fault.to_string(), "the mail server did not take the mail: there is no connection");
    }

    #[test]
    fn a_name_cannot_add_a_header_or_a_receiver() {
        let raw = raw(&mail("Karin\r\nBcc: annan@example.se", "Avsnitt C\r\nBcc: annan@example.se"));
        assert!(!raw.lines().any(|line| line.to_lowercase().starts_with("bcc:")), "{raw}");
    }
}
