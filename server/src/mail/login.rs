//! The letter that one signs in by.

use super::{Letter, MailError, Mailer};
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
            Self::Smtp { .. } => self.send(&letter(link, &url)).await,
        }
    }
}

/// The address of the page where a link is used.
pub fn login_url(public_url: &PublicUrl, token: &str) -> String {
    public_url.of(&format!("/logga-in/{token}"))
}

fn letter(link: &LoginLink, url: &str) -> Letter {
    let text = format!(
        "Hej!\n\n\
         Öppna länken och tryck på Logga in:\n\n\
         {url}\n\n\
         Länken fungerar en gång och i 30 minuter.\n\n\
         Har du inte bett om att logga in? Då behöver du inte göra något.\n\n\
         Lägesbild\n"
    );
    Letter { name: link.person_name.clone(), email: link.email.clone(), subject: "Logga in i Lägesbild".into(), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_says_what_to_do() {
        let link = LoginLink {
            token: "abc".into(),
            person_name: "Karin Nyström".into(),
            email: "karin@sundsvall.example".into(),
        };
        let letter = letter(&link, "https://lagesbild.example/logga-in/abc");
        assert!(letter.text.contains("\n\nhttps://lagesbild.example/logga-in/abc\n\n"), "{}", letter.text);
        assert_eq!(letter.email, link.email);
    }
}
