//! The letter that one signs in by.

use super::{MailError, MailMessage, Mailer};
use crate::config::PublicUrl;
use collection::people::LoginLink;

impl Mailer {
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
            Self::Smtp { .. } => self.send(&mail(link, &url)).await,
        }
    }
}

/// The address of the page where a link is used.
pub fn login_url(public_url: &PublicUrl, token: &str) -> String {
    public_url.of(&format!("/logga-in/{token}"))
}

fn mail(link: &LoginLink, url: &str) -> MailMessage {
    let text = format!(
        "Hej!\n\n\
         Öppna länken och tryck på Logga in:\n\n\
         {url}\n\n\
         Länken fungerar en gång och i 30 minuter.\n\n\
         Har du inte bett om att logga in? Då behöver du inte göra något.\n\n\
         Lägesbild\n"
    );
    MailMessage {
        name: link.person_name.clone(),
        email: link.email.clone(),
        subject: "Logga in i Lägesbild".into(),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_mail_says_what_to_do() {
        let link = LoginLink {
            token: "abc".into(),
            person_name: "Karin Nyström".into(),
            email: "karin@sundsvall.example".into(),
        };
        let mail = mail(&link, "https://lagesbild.example/logga-in/abc");
        assert!(mail.text.contains("\n\nhttps://lagesbild.example/logga-in/abc\n\n"), "{}", mail.text);
        assert_eq!(mail.email, link.email);
    }
}
