//! What the program is told by its surroundings: one structure, read once.

use clap::{Args, builder::FalseyValueParser};
use lettre::message::Mailbox;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};
use thiserror::Error;

/// The settings that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Where the data is: sqlite://FILE or postgres://…
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://data/lagesbild.db",
        hide_env_values = true,
        value_name = "URL",
        global = true
    )]
    pub database_url: String,
    /// Where people reach the service; login links and cookies follow it [default: http://127.0.0.1:3000]
    #[arg(long, env = "LAGESBILD_PUBLIC_URL", value_name = "URL", global = true)]
    pub public_url: Option<String>,
}

/// The settings of `serve`.
#[derive(Debug, Clone, Args)]
pub struct Serving {
    /// The address to listen on
    #[arg(long, env = "LAGESBILD_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Serve over plain http to other machines too: only where nobody else can listen in
    #[arg(long, env = "LAGESBILD_ALLOW_PLAIN_HTTP", value_parser = FalseyValueParser::new())]
    pub allow_plain_http: bool,
    /// A proxy stands in front: the caller's address is the last one of X-Forwarded-For
    #[arg(long, env = "LAGESBILD_BEHIND_PROXY", value_parser = FalseyValueParser::new())]
    pub behind_proxy: bool,
    /// The mail server: smtps://USER:PASSWORD@HOST; without it login links go to the log
    #[arg(long, env = "LAGESBILD_SMTP_URL", hide_env_values = true, value_name = "URL", requires = "mail_from")]
    pub smtp_url: Option<String>,
    /// The sender of the mail: "Lägesbild <lagesbild@example.se>"
    #[arg(long, env = "LAGESBILD_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<Mailbox>,
}

/// What `serve` runs on, checked as a whole.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data is.
    pub database_url: String,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Where people reach the service.
    pub public_url: PublicUrl,
    /// Whether the caller's address is what the proxy says.
    pub behind_proxy: bool,
    /// The mail server and the sender; without them links go to the log.
    pub smtp: Option<(String, Mailbox)>,
}

/// Why the settings cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ConfigError {
    /// The public address is not one.
    #[error("LAGESBILD_PUBLIC_URL is `{0}`; write http://HOST or https://HOST, without a path")]
    PublicUrl(String),
    /// Passwords and answers would travel readable.
    #[error(
        "plain http would be readable on the way to {0}; set LAGESBILD_PUBLIC_URL to the https address that people use, \
         or say --allow-plain-http"
    )]
    PlainHttp(String),
}

impl Config {
    /// Checks the settings of `serve` against each other.
    ///
    /// # Errors
    /// When the public address is none, or people elsewhere would reach the service over plain http.
    pub fn new(common: Common, serving: Serving) -> Result<Self, ConfigError> {
        let public_url = match &common.public_url {
            Some(url) => url.parse()?,
            // On another port of this machine the links should lead to that port.
            None if serving.listen.ip().is_loopback() => PublicUrl::http(serving.listen.to_string()),
            None => PublicUrl::default(),
        };
        if !public_url.secure && !serving.allow_plain_http {
            if !public_url.is_loopback() {
                return Err(ConfigError::PlainHttp(public_url.to_string()));
            }
            if !serving.listen.ip().is_loopback() {
                return Err(ConfigError::PlainHttp(serving.listen.to_string()));
            }
        }
        Ok(Self {
            database_url: common.database_url,
            listen: serving.listen,
            public_url,
            behind_proxy: serving.behind_proxy,
            smtp: serving.smtp_url.zip(serving.mail_from),
        })
    }
}

impl Common {
    /// Where people reach the service.
    ///
    /// # Errors
    /// When the address is none.
    pub fn public_url(&self) -> Result<PublicUrl, ConfigError> {
        self.public_url.as_deref().map_or_else(|| Ok(PublicUrl::default()), str::parse)
    }
}

/// The scheme and host that people reach the service by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    secure: bool,
    authority: String,
}

impl PublicUrl {
    fn http(authority: String) -> Self {
        Self { secure: false, authority }
    }

    /// Whether it is https.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The whole address of a path on the service.
    pub fn of(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    fn is_loopback(&self) -> bool {
        let Ok(authority) = http::uri::Authority::from_str(&self.authority) else { return false };
        let host = authority.host().trim_matches(['[', ']']);
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl Default for PublicUrl {
    fn default() -> Self {
        Self::http("127.0.0.1:3000".to_owned())
    }
}

impl FromStr for PublicUrl {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let refused = || ConfigError::PublicUrl(text.to_owned());
        let uri = text.parse::<http::Uri>().map_err(|_| refused())?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(refused()),
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(refused)?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(refused());
        }
        Ok(Self { secure, authority: authority.as_str().to_lowercase() })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}://{}", if self.secure { "https" } else { "http" }, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(public: Option<&str>, listen: &str, allow_plain_http: bool) -> Result<Config, ConfigError> {
        Config::new(
            Common { database_url: "sqlite://x.db".into(), public_url: public.map(Into::into) },
            Serving {
                listen: listen.parse().unwrap(),
                allow_plain_http,
                behind_proxy: false,
                smtp_url: None,
                mail_from: None,
            },
        )
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        let local = "127.0.0.1:3000";
        for public in [None, Some("http://localhost:3000"), Some("http://127.0.0.1:8080/"), Some("http://[::1]:3000")] {
            assert!(config(public, local, false).is_ok(), "{public:?}");
        }
        for (public, listen) in [
            (Some("http://lagesbild.se"), local),
            (Some("http://192.168.1.4:3000"), local),
            (Some("http://localhost.lagesbild.se"), local),
            (None, "0.0.0.0:3000"),
            (Some("http://127.0.0.1:3000"), "192.168.1.4:3000"),
        ] {
            assert!(matches!(config(public, listen, false), Err(ConfigError::PlainHttp(_))), "{public:?} {listen}");
            assert!(config(public, listen, true).is_ok(), "{public:?} {listen}");
        }
        assert!(config(Some("https://lagesbild.se"), "0.0.0.0:3000", false).unwrap().public_url.is_secure());
    }

    #[test]
    fn links_lead_where_the_service_is() {
        assert_eq!(
            config(None, "127.0.0.1:3000", false).unwrap().public_url.of("/svara"),
            "http://127.0.0.1:3000/svara"
        );
        assert_eq!(config(None, "127.0.0.1:4000", false).unwrap().public_url.of("/"), "http://127.0.0.1:4000/");
        assert_eq!(
            config(Some("https://Lagesbild.se/"), "127.0.0.1:4000", false).unwrap().public_url.of("/svara"),
            "https://lagesbild.se/svara"
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in
            ["lagesbild.se", "ftp://lagesbild.se", "https://lagesbild.se/path", "https://a@b.se", "", "https://"]
        {
            assert_eq!(text.parse::<PublicUrl>(), Err(ConfigError::PublicUrl(text.to_owned())), "{text}");
        }
    }
}
