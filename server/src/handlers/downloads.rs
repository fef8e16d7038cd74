//! Files from the pages: the same exports as from the command line.

use super::{
    failure::Failure,
    key::{Respond, Round},
};
use crate::{
    exports::{
        ExportError, aggregate, codebook, feedback, file_name, indicators, response_rate, responses,
        responses_workbook::{Selection, workbook},
        table::Dialect,
    },
    session::Who,
    site::Site,
};
use axum::{
    Router,
    body::Body,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use collection::{
    Actor, RoundKey, exports, respond,
    results::{self, Wanted},
};
use futures::stream;
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde::Deserialize;
use survey::statistics::groups::Grouping;
use tokio::io::AsyncReadExt;

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file is read and sent on in pieces of this size.
const PIECE: usize = 64 * 1024;

/// The addresses of the files.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/undersokningar/{survey}/{year}/filer/{file}", get(of_round))
        .route("/svara/{survey}/{year}/{organisation}/svar.csv", get(own_answers))
        .route("/svara/{survey}/{year}/{organisation}/aterkoppling.csv", get(feedback_csv))
        .route("/resultat/indikatorer.csv", get(observations_csv))
        .route("/resultat/indikatorer.json", get(observations_json))
        .route("/resultat/lista.csv", get(list_csv))
        .route("/resultat/lista.json", get(list_json))
}

/// What is asked for behind the question mark.
#[derive(Debug, Deserialize)]
struct Wish {
    #[serde(default)]
    by: String,
    #[serde(default)]
    excel: String,
    #[serde(default)]
    etiketter: String,
    survey: Option<String>,
    round: Option<i32>,
    indikator: Option<String>,
}

impl Wish {
    fn by(&self) -> Result<Option<Grouping>, Refusal> {
        let known = || Grouping::ALL.into_iter().find(|grouping| grouping.code() == self.by);
        if self.by.is_empty() { Ok(None) } else { known().map(Some).ok_or(Refusal::NotFound) }
    }

    fn dialect(&self) -> Dialect {
        Dialect::excel(self.excel == "ja")
    }

    fn labels(&self) -> bool {
        self.etiketter == "ja"
    }

    fn wanted(&self) -> Wanted {
        Wanted { survey: self.survey.clone(), round: self.round, indicator: self.indikator.clone() }
    }
}

/// Why there is no file.
pub(super) enum Refusal {
    NotFound,
    Export(ExportError),
}

impl<E: Into<ExportError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Export(error.into())
    }
}

impl Refusal {
    pub(super) fn answer(self, actor: &Actor) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Export(ExportError::Collection(error)) => Failure::new(error, actor).into_response(),
            Self::Export(error) => {
                tracing::error!(%error, "a file could not be written");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

#[derive(Deserialize)]
struct File {
    file: String,
}

/// `GET /undersokningar/{survey}/{year}/filer/{file}`, for those who follow the survey up.
async fn of_round(
    State(site): State<Site>,
    Who(actor): Who,
    Round(round): Round,
    Path(File { file }): Path<File>,
    Query(wish): Query<Wish>,
) -> Response {
    let written = match file.as_str() {
        "svar.csv" => responses_csv(&site, &actor, round, &wish).await,
        "svar.xlsx" => responses_xlsx(&site, &actor, round, &wish).await,
        "svarsfrekvens.csv" => rate(&site, &actor, round, &wish).await,
        "sammanstallning.csv" => aggregate_csv(&site, &actor, round, &wish).await,
        "sammanstallning.xlsx" => aggregate_xlsx(&site, &actor, round, &wish).await,
        "kodbok.csv" => codebook_csv(&site, &actor, round, &wish).await,
        "kodbok.json" => codebook_json(&site, &actor, round).await,
        _ => Err(Refusal::NotFound),
    };
    written.unwrap_or_else(|refusal| refusal.answer(&actor))
}

async fn responses_csv(site: &Site, actor: &Actor, round: RoundKey, wish: &Wish) -> Result<Response, Refusal> {
    let (form, rows) = exports::response_rows(&site.store, actor, &round, &[]).await?;
    let pieces = responses::csv(form, rows, wish.dialect(), wish.labels());
    Ok(file(&file_name(site.demo, &round, "svar", "csv"), CSV, Body::from_stream(pieces)))
}

async fn responses_xlsx(site: &Site, actor: &Actor, round: RoundKey, wish: &Wish) -> Result<Response, Refusal> {
    let (form, rows) = exports::response_rows(&site.store, actor, &round, &[]).await?;
    let name = file_name(site.demo, &round, "svar", "xlsx");
    let (labels, demo, now) = (wish.labels(), site.demo, site.now());
    let book = workbook(form, rows, Selection { round, statuses: Vec::new(), labels, demo, now }).await?;
    Ok(file(&name, XLSX, from_disk(book)))
}

async fn rate(site: &Site, actor: &Actor, round: RoundKey, wish: &Wish) -> Result<Response, Refusal> {
    let rows = exports::response_rate(&site.store, actor, &round, wish.by()?).await?;
    let name = file_name(site.demo, &round, "svarsfrekvens", "csv");
    Ok(file(&name, CSV, response_rate::csv(&rows, wish.dialect())?.into()))
}

async fn aggregate_csv(site: &Site, actor: &Actor, round: RoundKey, wish: &Wish) -> Result<Response, Refusal> {
    let rows = exports::aggregate(&site.store, actor, &round, wish.by()?).await?;
    let name = file_name(site.demo, &round, "sammanstallning", "csv");
    Ok(file(&name, CSV, aggregate::csv(&rows, wish.dialect())?.into()))
}

async fn aggregate_xlsx(site: &Site, actor: &Actor, round: RoundKey, wish: &Wish) -> Result<Response, Refusal> {
    let by = wish.by()?;
    let rows = exports::aggregate(&site.store, actor, &round, by).await?;
    let form = exports::form(&site.store, actor, &round).await?;
    let name = file_name(site.demo, &round, "sammanstallning", "xlsx");
    let (demo, now) = (site.demo, site.now());
    let pack = move || aggregate::workbook(&rows, &form, &round, by, demo, now);
    let book = tokio::task::spawn_blocking(pack).await.map_err(std::io::Error::from)??;
    Ok(file(&name, XLSX, from_disk(book)))
}

async fn codebook_csv(site: &Site, actor: &Actor, round: RoundKey, wish: &Wish) -> Result<Response, Refusal> {
    let form = exports::form(&site.store, actor, &round).await?;
    let name = file_name(site.demo, &round, "kodbok", "csv");
    Ok(file(&name, CSV, codebook::csv(&form, wish.dialect())?.into()))
}

async fn codebook_json(site: &Site, actor: &Actor, round: RoundKey) -> Result<Response, Refusal> {
    let form = exports::form(&site.store, actor, &round).await?;
    Ok(file(&file_name(site.demo, &round, "kodbok", "json"), JSON, codebook::json(&form)?.into()))
}

/// `GET /svara/…/svar.csv`: an organisation's own answers as they stand, for the organisation.
async fn own_answers(
    State(site): State<Site>,
    Who(actor): Who,
    Respond(key): Respond,
    Query(wish): Query<Wish>,
) -> Response {
    let written = async {
        let (form, row) = exports::own_answers(&site.store, &actor, &key).await?;
        let name = file_name(site.demo, &key.round(), &format!("{}-svar", row.organisation), "csv");
        let pieces = responses::csv(form, stream::iter([Ok(row)]), wish.dialect(), wish.labels());
        Ok(file(&name, CSV, Body::from_stream(pieces)))
    };
    written.await.unwrap_or_else(|refusal: Refusal| refusal.answer(&actor))
}

/// `GET /svara/…/aterkoppling.csv`: an organisation's answers beside others', for the organisation.
async fn feedback_csv(
    State(site): State<Site>,
    Who(actor): Who,
    Respond(key): Respond,
    Query(wish): Query<Wish>,
) -> Response {
    let written = async {
        let found = respond::feedback(&site.store, &actor, &key, site.now()).await?;
        let name = file_name(site.demo, &key.round(), &format!("{}-aterkoppling", key.organisation), "csv");
        Ok(file(&name, CSV, feedback::csv(&found, wish.dialect())?.into()))
    };
    written.await.unwrap_or_else(|refusal: Refusal| refusal.answer(&actor))
}

/// `GET /resultat/indikatorer.csv`: every observation that the reader may see.
async fn observations_csv(State(site): State<Site>, Who(actor): Who, Query(wish): Query<Wish>) -> Response {
    let written = async {
        let found = results::observations(&site.store, &actor, &wish.wanted(), site.now()).await?;
        Ok(file(&public(&site, "indikatorer.csv"), CSV, indicators::observations_csv(&found, wish.dialect())?.into()))
    };
    written.await.unwrap_or_else(|refusal: Refusal| refusal.answer(&actor))
}

async fn observations_json(State(site): State<Site>, Who(actor): Who, Query(wish): Query<Wish>) -> Response {
    let written = async {
        let found = results::observations(&site.store, &actor, &wish.wanted(), site.now()).await?;
        Ok(file(&public(&site, "indikatorer.json"), JSON, indicators::observations_json(&found)?.into()))
    };
    written.await.unwrap_or_else(|refusal: Refusal| refusal.answer(&actor))
}

/// `GET /resultat/lista.csv`: every measure with its formula.
async fn list_csv(State(site): State<Site>, Query(wish): Query<Wish>) -> Response {
    let written = async {
        let list = results::indicator_list(&site.store).await?;
        Ok(file(&public(&site, "indikatorlista.csv"), CSV, indicators::list_csv(&list, wish.dialect())?.into()))
    };
    written.await.unwrap_or_else(|refusal: Refusal| refusal.answer(&Actor::Anonymous))
}

async fn list_json(State(site): State<Site>) -> Response {
    let written = async {
        let list = results::indicator_list(&site.store).await?;
        Ok(file(&public(&site, "indikatorlista.json"), JSON, indicators::list_json(&list)?.into()))
    };
    written.await.unwrap_or_else(|refusal: Refusal| refusal.answer(&Actor::Anonymous))
}

/// The name of a file that is of no round.
fn public(site: &Site, name: &str) -> String {
    if site.demo { format!("demo-{name}") } else { name.to_owned() }
}

/// A file to keep. Its name holds only letters, digits, hyphens and a full stop.
pub(super) fn file(name: &str, content_type: &'static str, body: Body) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

/// A file on the disk, sent on as it is read.
pub(super) fn from_disk(file: std::fs::File) -> Body {
    Body::from_stream(stream::try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut piece = Vec::with_capacity(PIECE);
        let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece).await?;
        Ok::<_, std::io::Error>((read > 0).then_some((piece, file)))
    }))
}
