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
    /// Talk to a PostgreSQL on another machine without TLS: only where nobody else can listen in
    #[arg(long, env = "LAGESBILD_ALLOW_PLAIN_DATABASE", value_parser = FalseyValueParser::new(), global = true)]
    pub allow_plain_database: bool,
}

/// The settings of `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeSettings {
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
    /// Send mail with a password and without TLS to another machine: only where nobody else can listen in
    #[arg(long, env = "LAGESBILD_ALLOW_PLAIN_SMTP", value_parser = FalseyValueParser::new())]
    pub allow_plain_smtp: bool,
    /// Serve over https without a mail server: login links stand in the log, for whoever reads it
    #[arg(long, env = "LAGESBILD_LINKS_IN_LOG", value_parser = FalseyValueParser::new())]
    pub links_in_log: bool,
    /// What /metrics is read with from other machines: `Authorization: Bearer TOKEN`; without it only from this one, and with
    /// https only if a proxy says whom it asks for
    #[arg(long, env = "LAGESBILD_METRICS_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub metrics_token: Option<String>,
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
    /// What figures are read with from other machines.
    pub metrics_token: Option<String>,
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
    /// The address of the mail server is not one.
    #[error("LAGESBILD_SMTP_URL cannot be read; write smtps://USER:PASSWORD@HOST, with %40 for @ in the password")]
    SmtpUrl,
    /// The password of the mail server would travel readable.
    #[error(
        "the password of the mail server would be readable on the way to {0}; write smtps://, or smtp:// with \
         ?tls=required, or say --allow-plain-smtp"
    )]
    PlainSmtp(String),
    /// Whoever reads the log could sign in as anybody.
    #[error(
        "without a mail server the login links to {0} stand in the log; set LAGESBILD_SMTP_URL and \
         LAGESBILD_MAIL_FROM, or say --links-in-log"
    )]
    LinksInLog(String),
    /// What people have answered would travel readable, and the password of the database.
    #[error(
        "the database's password and its data would be readable on the way; add ?sslmode=verify-full to DATABASE_URL, \
         use a socket, or say --allow-plain-database"
    )]
    PlainDatabase,
    /// The token is so short that it can be guessed.
    #[error("LAGESBILD_METRICS_TOKEN has fewer than {SHORTEST_TOKEN} characters; make a longer one")]
    MetricsToken,
}

/// The shortest token that figures are read with.
const SHORTEST_TOKEN: usize = 20;

impl Config {
    /// Checks the settings of `serve` against each other.
    ///
    /// # Errors
    /// When the public address is none, or something secret would travel readable.
    pub fn new(common: Common, serving: ServeSettings) -> Result<Self, ConfigError> {
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
        if public_url.secure && serving.smtp_url.is_none() && !serving.links_in_log {
            return Err(ConfigError::LinksInLog(public_url.to_string()));
        }
        if let Some(url) = &serving.smtp_url
            && !serving.allow_plain_smtp
        {
            check_smtp(url)?;
        }
        if serving.metrics_token.as_ref().is_some_and(|token| token.len() < SHORTEST_TOKEN) {
            return Err(ConfigError::MetricsToken);
        }
        Ok(Self {
            database_url: common.database_url,
            listen: serving.listen,
            public_url,
            behind_proxy: serving.behind_proxy,
            smtp: serving.smtp_url.zip(serving.mail_from),
            metrics_token: serving.metrics_token,
        })
    }

    /// What those who run the service should know before people come.
    pub fn warnings(&self) -> Vec<&'static str> {
        // The program itself speaks no https.
        let shares_limit = self.public_url.secure && !self.behind_proxy;
        let shared = "a proxy must stand in front for https, and everybody behind it shares one limit of sign-ins; set \
                      LAGESBILD_BEHIND_PROXY if the proxy writes X-Forwarded-For";
        shares_limit.then_some(shared).into_iter().collect()
    }
}

/// Refuses an address of a mail server to which a password would travel readable.
fn check_smtp(url: &str) -> Result<(), ConfigError> {
    let uri = url.parse::<http::Uri>().map_err(|_| ConfigError::SmtpUrl)?;
    let authority = uri.authority().ok_or(ConfigError::SmtpUrl)?;
    let asks_for_tls = |query: &str| query.split('&').any(|pair| matches!(pair, "tls=required" | "tls=wrapper"));
    let has_password = authority.as_str().contains('@');
    let is_readable = uri.scheme_str().is_some_and(|scheme| scheme.eq_ignore_ascii_case("smtp"))
        && !uri.query().is_some_and(asks_for_tls);
    if has_password && is_readable && !is_loopback(authority.host()) {
        return Err(ConfigError::PlainSmtp(authority.host().to_owned()));
    }
    Ok(())
}

/// Returns whether a host is this machine.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

impl Common {
    /// Refuses a database to which data would travel readable.
    ///
    /// # Errors
    /// When it would, and nobody has said that it may.
    pub fn check_database(&self) -> Result<(), ConfigError> {
        let is_readable = !self.allow_plain_database && collection::is_unencrypted(&self.database_url);
        if is_readable { Err(ConfigError::PlainDatabase) } else { Ok(()) }
    }

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
        http::uri::Authority::from_str(&self.authority).is_ok_and(|authority| is_loopback(authority.host()))
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

    fn common(database_url: &str, public: Option<&str>) -> Common {
        Common { database_url: database_url.into(), public_url: public.map(Into::into), allow_plain_database: false }
    }

    fn serving(listen: &str) -> ServeSettings {
        ServeSettings {
            listen: listen.parse().unwrap(),
            allow_plain_http: false,
            behind_proxy: false,
            smtp_url: None,
            mail_from: None,
            allow_plain_smtp: false,
            links_in_log: true,
            metrics_token: None,
        }
    }

    fn config(public: Option<&str>, listen: &str, allow_plain_http: bool) -> Result<Config, ConfigError> {
        Config::new(common("sqlite://x.db", public), ServeSettings { allow_plain_http, ..serving(listen) })
    }

    const LOCAL: &str = "127.0.0.1:3000";
    const PUBLIC: Option<&str> = Some("https://lagesbild.se");

    #[test]
    fn links_stand_in_the_log_only_where_that_was_asked_for() {
        let without_mail = |public, links_in_log| {
            Config::new(common("sqlite://x.db", public), ServeSettings { links_in_log, ..serving(LOCAL) }).map(|_| ())
        };
        assert_eq!(without_mail(PUBLIC, false), Err(ConfigError::LinksInLog("https://lagesbild.se".into())));
        assert_eq!(without_mail(PUBLIC, true), Ok(()));
        assert_eq!(without_mail(None, false), Ok(()), "on this machine");
    }

    #[test]
    fn the_password_of_the_mail_server_travels_with_tls() {
        let to = |url: &str, allow_plain_smtp| {
            let mail_from = Some("lagesbild@example.se".parse().unwrap());
            let serving = ServeSettings { smtp_url: Some(url.into()), mail_from, allow_plain_smtp, ..serving(LOCAL) };
            Config::new(common("sqlite://x.db", PUBLIC), serving).map(|_| ())
        };
        for fine in [
            "smtps://me:secret@mail.example.se",
            "smtp://me:secret@mail.example.se:587?tls=required",
            "smtp://mail.example.se",
            "smtp://me:secret@127.0.0.1:1025",
            "smtp://me:secret@[::1]:1025",
            "smtp://me:secret@localhost",
        ] {
            assert_eq!(to(fine, false), Ok(()), "{fine}");
        }
        for readable in [
            "smtp://me:secret@mail.example.se",
            "SMTP://me:secret@mail.example.se",
            "smtp://me:secret@mail.example.se:587?tls=opportunistic",
            "smtp://me:secret@localhost.example.se",
        ] {
            let refused = to(readable, false).unwrap_err();
            assert!(
                matches!(refused, ConfigError::PlainSmtp(_)) && !refused.to_string().contains("secret"),
                "{refused}"
            );
            assert_eq!(to(readable, true), Ok(()), "{readable}");
        }
        let refused = to("smtp://me:se cret@mail.example.se", false).unwrap_err();
        assert_eq!(refused, ConfigError::SmtpUrl);
    }

    #[test]
    fn the_database_on_another_machine_is_reached_with_tls() {
        for fine in [
            "sqlite://data/x.db",
            "postgres://me:secret@localhost/x",
            "postgres://me:secret@127.0.0.1:5432/x",
            "postgres://me:secret@[::1]/x",
            "postgres://me@localhost/x?host=/run/postgresql",
            "postgres://me:secret@db.example.se/x?sslmode=require",
            "postgresql://me:secret@db.example.se/x?sslmode=verify-full",
        ] {
            assert_eq!(common(fine, None).check_database(), Ok(()), "{fine}");
        }
        for readable in [
            "postgres://me:secret@db.example.se/x",
            "postgresql://me:secret@10.0.0.5/x?sslmode=prefer",
            "postgres://me:secret@db.example.se/x?sslmode=disable",
        ] {
            let mut common = common(readable, None);
            assert_eq!(common.check_database(), Err(ConfigError::PlainDatabase), "{readable}");
            common.allow_plain_database = true;
            assert_eq!(common.check_database(), Ok(()), "{readable}");
        }
    }

    #[test]
    fn a_token_that_can_be_guessed_is_refused() {
        let with = |token: &str| {
            let serving = ServeSettings { metrics_token: Some(token.into()), ..serving(LOCAL) };
            Config::new(common("sqlite://x.db", None), serving).map(|_| ())
        };
        assert_eq!(with("hemligt"), Err(ConfigError::MetricsToken));
        assert_eq!(with(""), Err(ConfigError::MetricsToken));
        assert_eq!(with("en-mycket-lang-hemlighet"), Ok(()));
    }

    #[test]
    fn it_is_told_that_everybody_behind_a_proxy_shares_one_limit() {
        let warnings = |public, behind_proxy| {
            Config::new(common("sqlite://x.db", public), ServeSettings { behind_proxy, ..serving(LOCAL) })
                .unwrap()
                .warnings()
                .len()
        };
        assert_eq!(warnings(PUBLIC, false), 1);
        assert_eq!(warnings(PUBLIC, true), 0);
        assert_eq!(warnings(None, false), 0);
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
