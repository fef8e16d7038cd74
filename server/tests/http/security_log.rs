//! The security log: each thing that it tells, who and from where, and nothing that is secret.

use crate::support::TestSite;
use collection::{Actor, people};
use http::{Request, StatusCode};
use std::{
    io,
    sync::{Arc, Mutex},
};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// What is logged, line by line.
#[derive(Clone, Default)]
struct LogLines(Arc<Mutex<Vec<u8>>>);

impl io::Write for LogLines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for LogLines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl LogLines {
    /// What is logged by the program's default, until the guard goes.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let lines = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("warn,lagesbild=info"))
            .with_ansi(false)
            .with_writer(lines.clone());
        let guard = tracing::subscriber::set_default(subscriber.finish());
        (lines, guard)
    }

    fn all(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The only line of the security log since the last time, which holds all of this.
    fn tell(&self, parts: &[&str]) {
        let all = self.all();
        self.0.lock().unwrap().clear();
        let lines: Vec<&str> = all.lines().filter(|line| line.contains("lagesbild::security: ")).collect();
        let [line] = lines[..] else { panic!("not one line but {lines:#?}") };
        for part in parts.iter().chain(&[" INFO ", "from=127.0.0.1"]) {
            assert!(line.contains(part), "no {part:?} in {line}");
        }
    }
}

const CSRF: (&str, &str) = ("sec-fetch-site", "cross-site");

#[tokio::test]
async fn it_tells_what_who_and_from_where() {
    let site = TestSite::demo().await;
    let year = site.now().year();
    let hub = format!("/svara/kommun-ehalsa/{year}/2281");
    let id = async |who: &str| site.actor(who).await.person().unwrap().id;
    let person = async |who: &str| format!("person={}", id(who).await);
    let (lines, _guard) = LogLines::listen();

    // In and out.
    let email = "samordnare.2281@lagesbild.example";
    let link = people::request_login_link(&site.store, &Actor::Anonymous, email, None, site.now()).await;
    let token = link.unwrap().unwrap().token;
    let link = format!("/logga-in/{token}");
    let cookie = site.post(&link, None, &[]).await.cookie();
    let subject = format!("subject={}", id("samordnare.2281").await);
    lines.tell(&["what=\"signed_in\"", &subject, "path=\"/logga-in/…\""]);
    site.post(&link, None, &[]).await;
    lines.tell(&["what=\"sign_in_refused\""]);

    // What is refused.
    let refused = site.get("/undersokningar", Some(&cookie)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    lines.tell(&["what=\"refused\"", "path=\"/undersokningar\"", &person("samordnare.2281").await]);
    let request = Request::post("/logga-ut").header("cookie", &cookie).header(CSRF.0, CSRF.1);
    site.send(request.body(axum::body::Body::empty()).unwrap()).await;
    lines.tell(&["what=\"cross_site\"", "path=\"/logga-ut\""]);

    // What changes who may do what.
    let invited = [("person", "ny"), ("namn", "Per Ek"), ("epost", "per@sundsvall.example"), ("del", "styrning")];
    site.post(&format!("{hub}/kollegor"), Some(&cookie), &invited).await;
    let coordinator = person("samordnare.2281").await;
    lines.tell(&["what=\"role_given\"", "role=\"contributor\"", "organisation=\"2281\"", &coordinator]);
    let per = site.actor_by("per@sundsvall.example").await.person().unwrap().id.to_string();
    site.post(&format!("{hub}/kollegor/ta-bort"), Some(&cookie), &[("person", &per)]).await;
    lines.tell(&["what=\"role_ended\"", &format!("subject={per}"), &coordinator]);
    let owner = site.sign_in("agare").await;
    lines.tell(&["what=\"signed_in\""]);
    let round = format!("/undersokningar/kommun-ehalsa/{year}");
    site.post(&format!("{round}/underskrift"), Some(&owner), &[("kravs", "ja")]).await;
    let round_key = format!("round=kommun-ehalsa {year}");
    lines.tell(&["what=\"round_changed\"", &round_key, "setting=\"sign_off\" to=true", &person("agare").await]);

    // What leaves.
    site.get(&format!("{round}/filer/svar.csv"), Some(&owner)).await;
    let name = format!("demo-kommun-ehalsa-{year}-svar.csv");
    lines.tell(&["what=\"export\"", &name, "path=\"/undersokningar/kommun-ehalsa/", &person("agare").await]);
    site.post("/logga-ut", Some(&cookie), &[]).await;
    lines.tell(&["what=\"signed_out\"", &coordinator]);
    let admin = site.sign_in("admin").await;
    lines.tell(&["what=\"signed_in\""]);
    site.post("/inloggningar/avsluta-alla", Some(&admin), &[("person", email)]).await;
    lines.tell(&["what=\"all_sessions_ended\"", &subject, &person("admin").await]);

    // A limit.
    for _ in 0..5 {
        site.post("/logga-in", None, &[("epost", "ingen@lagesbild.example")]).await;
    }
    assert!(!lines.all().contains("lagesbild::security: "), "{}", lines.all());
    site.post("/logga-in", None, &[("epost", "ingen@lagesbild.example")]).await;
    lines.tell(&["what=\"limit\"", "path=\"/logga-in\""]);
}

#[tokio::test]
async fn it_holds_no_secret_and_does_not_note_what_is_public() {
    let site = TestSite::demo().await;
    let (lines, _guard) = LogLines::listen();
    let email = "samordnare.2281@lagesbild.example";
    let link = people::request_login_link(&site.store, &Actor::Anonymous, email, None, site.now()).await;
    let token = link.unwrap().unwrap().token;
    let cookie = site.post(&format!("/logga-in/{token}"), None, &[]).await.cookie();
    site.get(&format!("/undersokningar?epost={email}"), Some(&cookie)).await;
    site.get("/resultat/indikatorer.csv", None).await;
    let all: String = lines.all().lines().filter(|line| line.contains("lagesbild::security: ")).collect();
    assert_eq!(all.matches("what=").count(), 2, "{all}");
    let secret = cookie.split('=').nth(1).unwrap();
    for secret in [token.as_str(), secret, email, "epost="] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}
