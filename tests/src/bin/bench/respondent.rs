//! Somebody who fills in the large questionnaire: saves by the protocol of the island, and knows what should be stored.

use super::{
    client::BenchClient,
    large::LargeRound,
    questionnaire::{FIELDS, SECTIONS, answer, section_name},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use survey::value::Entry;
use tokio::task::JoinSet;

/// One person with one connection.
pub struct Respondent {
    /// The connection.
    pub client: BenchClient,
    /// The organisation's code.
    pub organisation: String,
    /// What the person does there: `samordnare` or `bidragsgivare`.
    pub part: &'static str,
    large: Arc<LargeRound>,
    /// What is stored in every field that was saved, by its place, and its version.
    stored: BTreeMap<usize, (Entry, i64)>,
    saves: usize,
}

#[derive(Serialize)]
struct SaveBody<'a> {
    save_id: String,
    changes: Vec<ChangeBody<'a>>,
}

#[derive(Serialize)]
struct ChangeBody<'a> {
    field: &'a str,
    base_version: i64,
    entry: Entry,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'static str>,
}

impl Respondent {
    /// Signs in a person of an organisation.
    pub async fn sign_in(server: SocketAddr, large: &Arc<LargeRound>, organisation: &str, part: &'static str) -> Self {
        let client = BenchClient::signed_in(server, &format!("{part}.{organisation}")).await;
        Self {
            client,
            organisation: organisation.to_owned(),
            part,
            large: Arc::clone(large),
            stored: BTreeMap::new(),
            saves: 0,
        }
    }

    /// Signs in many at once.
    pub async fn sign_in_all(
        server: SocketAddr,
        large: &Arc<LargeRound>,
        people: impl IntoIterator<Item = (&String, &'static str)>,
    ) -> Vec<Self> {
        let mut signing_in = JoinSet::new();
        for (organisation, part) in people {
            let (large, organisation) = (Arc::clone(large), organisation.clone());
            signing_in.spawn(async move { Self::sign_in(server, &large, &organisation, part).await });
        }
        signing_in.join_all().await
    }

    /// Signs in the one who coordinates the answers of each organisation.
    pub async fn coordinators(server: SocketAddr, large: &Arc<LargeRound>) -> Vec<Self> {
        Self::sign_in_all(server, large, large.organisations.iter().map(|code| (code, "samordnare"))).await
    }

    /// The address of the response.
    pub fn path(&self) -> String {
        self.large.path(&self.organisation)
    }

    /// The address of a section's page.
    pub fn section_path(&self, section: usize) -> String {
        format!("{}/avsnitt/{}", self.path(), section_name(section))
    }

    /// Saves new answers to fields, by their places, and says how long it took until they were acknowledged. Every field
    /// gets another answer than it has.
    pub async fn save(&mut self, fields: impl IntoIterator<Item = usize>) -> Duration {
        self.send(fields, None).await
    }

    async fn send(&mut self, fields: impl IntoIterator<Item = usize>, explanation: Option<&'static str>) -> Duration {
        self.saves += 1;
        let large = Arc::clone(&self.large);
        let change = |at: usize| {
            let field = &large.form.fields()[at];
            let base_version = self.stored.get(&at).map_or(0, |(_, version)| *version);
            // No two organisations answer alike.
            let turn = usize::try_from(base_version).expect("a version") + at + 7 * self.number();
            let entry = answer(&field.field_type, turn);
            (at, ChangeBody { field: field.name.as_str(), base_version, entry, explanation })
        };
        let (places, changes): (Vec<usize>, Vec<ChangeBody<'_>>) = fields.into_iter().map(change).unzip();
        let request = SaveBody { save_id: format!("{}-{}", self.organisation, self.saves), changes };
        let path = format!("{}/spara", self.path());
        let started = Instant::now();
        let reply = self.client.post_json(&path, &request).await;
        let took = started.elapsed();
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        let reply: Reply = serde_json::from_slice(&reply.body).expect("what became of a save");
        assert_eq!(reply.fields.len(), places.len(), "every field is answered for");
        for ((at, change), FieldReplyBody::Saved { field, version }) in
            places.into_iter().zip(request.changes).zip(reply.fields)
        {
            assert_eq!((field.as_str(), version), (change.field, change.base_version + 1), "{path}");
            self.stored.insert(at, (change.entry, version));
        }
        took
    }

    /// Saves the whole response, ready to be submitted: every answer is another than last year's, and says why.
    pub async fn save_all(&mut self) -> Duration {
        self.send(0..SECTIONS * FIELDS, Some("Så är det i år.")).await
    }

    /// The revision of the response.
    pub async fn change_number(&mut self) -> i64 {
        let path = self.section_path(0);
        let page = self.client.page(&path).await;
        data(page.text(), "avsnitt-lage")["revision"].as_i64().expect("a revision")
    }

    /// Reads the page again, and how many answers are in it exactly as they were saved. Any other is a fault.
    pub async fn read_back(&mut self) -> usize {
        let path = self.section_path(0);
        let page = self.client.page(&path).await;
        let state = data(page.text(), "avsnitt-lage");
        let answers: BTreeMap<String, StoredAnswerBody> =
            serde_json::from_value::<Vec<(String, StoredAnswerBody)>>(state["answers"].clone())
                .expect("the answers of a page")
                .into_iter()
                .collect();
        for (at, (entry, version)) in &self.stored {
            let name = self.large.form.fields()[*at].name.as_str();
            let stored = answers.get(name).unwrap_or_else(|| panic!("{path}: the answer to {name} is lost"));
            assert_eq!((&stored.entry, stored.version), (entry, *version), "{path}: {name}");
        }
        self.stored.len()
    }

    fn number(&self) -> usize {
        self.organisation.parse().unwrap_or(0)
    }
}

#[derive(Deserialize)]
struct Reply {
    fields: Vec<FieldReplyBody>,
}

/// A conflict is not read: nobody else writes in the same fields.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum FieldReplyBody {
    Saved { field: String, version: i64 },
}

#[derive(Deserialize)]
struct StoredAnswerBody {
    entry: Entry,
    version: i64,
}

/// The JSON that a page hands to its script.
pub fn data(html: &str, id: &str) -> Value {
    let element = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = html.split_once(&element).unwrap_or_else(|| panic!("the page holds no {id}"));
    let (json, _) = rest.split_once("</script>").expect("an element ends");
    serde_json::from_str(json).expect("JSON")
}
