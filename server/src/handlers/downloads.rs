//! Files from the pages: the same exports as from the command line.

use super::{
    failure::RequestFailure,
    key::{ResponsePath, RoundPath},
};
use crate::{
    exports::{
        ExportError, FileName, aggregate, codebook, feedback, indicators, own_answers, response_rate,
        responses::{self, LabelMode},
        responses_xlsx::{FileInformation, xlsx},
        table::Dialect,
    },
    session::CurrentActor,
    site::Site,
};
use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, Path, Query},
    response::{IntoResponse, Response},
    routing::get,
};
use collection::{
    Actor, RoundKey,
    exports::{self, Selection},
    respond,
    results::{self, ObservationFilter},
    rounds,
};
use futures::stream;
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, VARY},
    request::Parts,
};
use serde::Deserialize;
use statistics::{aggregate::Audience, groups::Grouping, observation::Observation};
use tokio::{io::AsyncReadExt, runtime::Handle};

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file is read and sent on in pieces of this size.
const PIECE: usize = 64 * 1024;

/// The word in the file name of an aggregate for review, which also holds figures that are hidden from the public.
const AGGREGATE_FOR_REVIEW: &str = "sammanstallning-granskning";

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
struct DownloadQuery {
    #[serde(default)]
    by: String,
    #[serde(default)]
    excel: String,
    #[serde(default)]
    etiketter: String,
    #[serde(default)]
    preliminara: String,
    #[serde(default)]
    interna: String,
    survey: Option<String>,
    round: Option<i32>,
    indikator: Option<String>,
}

impl DownloadQuery {
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

    /// What stands beside the codes of answers: a file for people says at least who each organisation is.
    fn words(&self) -> LabelMode {
        if self.labels() { LabelMode::Labels } else { LabelMode::Names }
    }

    /// Which responses and variables: what is internal only where it is asked for.
    fn selection(&self) -> Selection {
        Selection { internal: self.interna == "ja", ..Selection::default() }
    }

    /// What a file of answers is called.
    fn answers(&self) -> &'static str {
        if self.interna == "ja" { "svar-interna" } else { "svar" }
    }

    /// What a file is called that can have groups.
    fn grouped(&self, what: &str) -> String {
        if self.by.is_empty() { what.to_owned() } else { format!("{what}-{}", self.by) }
    }

    /// What a file of indicators is called: by what it is narrowed to and split by.
    fn observed(&self) -> String {
        let narrowed = [self.survey.clone(), self.round.map(|round| round.to_string()), self.indikator.clone()];
        let by = (!self.by.is_empty()).then(|| self.by.clone());
        let preliminary = (self.preliminara == "ja").then(|| "preliminara".to_owned());
        let parts = narrowed.into_iter().flatten().chain(by).chain(preliminary);
        // What stands in an address is no name of a file as it is.
        let plain = |part: String| part.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
        std::iter::once("indikatorer".to_owned()).chain(parts.map(plain)).collect::<Vec<_>>().join("-")
    }

    fn wanted(&self) -> Result<ObservationFilter, Refusal> {
        let preliminary = self.preliminara == "ja";
        let (survey, indicator) = (self.survey.clone(), self.indikator.clone());
        Ok(ObservationFilter { survey, round: self.round, indicator, by: self.by()?, preliminary })
    }
}

/// Who asks the site for a file, and what they ask for behind the question mark.
struct DownloadRequest {
    site: Site,
    actor: Actor,
    wish: DownloadQuery,
}

impl FromRequestParts<Site> for DownloadRequest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let CurrentActor(actor) =
            CurrentActor::from_request_parts(parts, site).await.map_err(IntoResponse::into_response)?;
        let wish =
            Query::<DownloadQuery>::from_request_parts(parts, site).await.map_err(IntoResponse::into_response)?;
        Ok(Self { site: site.clone(), actor, wish: wish.0 })
    }
}

impl DownloadRequest {
    /// The file, or the answer to whoever does not get it.
    async fn answered(&self, written: impl Future<Output = Result<Response, Refusal>>) -> Response {
        answered(&self.actor, written).await
    }

    /// The name of a file of a round.
    fn name(&self, round: &RoundKey, what: &str, labels: bool, extension: &'static str) -> String {
        let (demo, dialect) = (self.site.demo, self.wish.dialect());
        FileName { demo, round: Some(round), what, labels, dialect, extension }.to_string()
    }

    /// A file that is of no round. What everybody gets may be kept, if it is asked for again each time.
    fn public(&self, what: &str, extension: &'static str, content_type: &'static str, body: Body) -> Response {
        let (demo, dialect) = (self.site.demo, self.wish.dialect());
        let name = FileName { demo, round: None, what, labels: false, dialect, extension }.to_string();
        let mut response = file(&name, content_type, body);
        response.headers_mut().insert(VARY, HeaderValue::from_static("cookie"));
        if matches!(self.actor, Actor::Anonymous) {
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        }
        response
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

/// The file, or the answer to whoever does not get it.
pub(super) async fn answered(actor: &Actor, written: impl Future<Output = Result<Response, Refusal>>) -> Response {
    written.await.unwrap_or_else(|refusal| refusal.answer(actor))
}

impl Refusal {
    fn answer(self, actor: &Actor) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Export(ExportError::Collection(error)) => RequestFailure::new(error, actor).into_response(),
            Self::Export(error) => {
                tracing::error!(%error, "a file could not be written");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

#[derive(Deserialize)]
struct FilePath {
    file: String,
}

/// `GET /undersokningar/{survey}/{year}/filer/{file}`, for those who follow the survey up.
async fn of_round(
    asking: DownloadRequest,
    RoundPath(round): RoundPath,
    Path(FilePath { file }): Path<FilePath>,
) -> Response {
    let written = async {
        match file.as_str() {
            "svar.csv" => responses_csv(&asking, round).await,
            "svar.xlsx" => responses_xlsx(&asking, round).await,
            "svarsfrekvens.csv" => rate(&asking, round).await,
            "sammanstallning.csv" => aggregate_csv(&asking, round).await,
            "sammanstallning.xlsx" => aggregate_xlsx(&asking, round).await,
            "kodbok.csv" => codebook_csv(&asking, round).await,
            "kodbok.json" => codebook_json(&asking, round).await,
            _ => Err(Refusal::NotFound),
        }
    };
    asking.answered(written).await
}

async fn responses_csv(asking: &DownloadRequest, round: RoundKey) -> Result<Response, Refusal> {
    let DownloadRequest { site, actor, wish } = asking;
    let responses = exports::response_rows(&site.store, actor, &round, &wish.selection()).await?;
    let pieces = responses::csv(responses, wish.dialect(), wish.words());
    let name = asking.name(&round, wish.answers(), wish.labels(), "csv");
    Ok(file(&name, CSV, Body::from_stream(pieces)))
}

async fn responses_xlsx(asking: &DownloadRequest, round: RoundKey) -> Result<Response, Refusal> {
    let DownloadRequest { site, actor, wish } = asking;
    let selection = wish.selection();
    let responses = exports::response_rows(&site.store, actor, &round, &selection).await?;
    let name = asking.name(&round, wish.answers(), wish.labels(), "xlsx");
    let Selection { statuses, internal, .. } = selection;
    let (demo, now) = (site.demo, site.now());
    let round = rounds::round(&site.store, actor, &round, now).await?;
    let what = FileInformation { round, statuses, words: wish.words(), internal, demo, now };
    let book = site.writing.run(move || Handle::current().block_on(xlsx(responses, what))).await??;
    Ok(file(&name, XLSX, from_disk(book)))
}

async fn rate(asking: &DownloadRequest, round: RoundKey) -> Result<Response, Refusal> {
    let DownloadRequest { site, actor, wish } = asking;
    let rows = exports::response_rate(&site.store, actor, &round, wish.by()?).await?;
    let name = asking.name(&round, &wish.grouped("svarsfrekvens"), false, "csv");
    Ok(file(&name, CSV, response_rate::csv(&rows, wish.dialect())?.into()))
}

async fn aggregate_csv(asking: &DownloadRequest, round: RoundKey) -> Result<Response, Refusal> {
    let DownloadRequest { site, actor, wish } = asking;
    let rows = exports::aggregate(&site.store, actor, &round, wish.by()?, Audience::Review).await?;
    let form = exports::form(&site.store, actor, &round).await?;
    let table =
        aggregate::AggregateTable { rows: &rows, form: &form, labels: wish.labels(), audience: Audience::Review };
    let name = asking.name(&round, &wish.grouped(AGGREGATE_FOR_REVIEW), wish.labels(), "csv");
    Ok(file(&name, CSV, aggregate::csv(table, wish.dialect())?.into()))
}

async fn aggregate_xlsx(asking: &DownloadRequest, round: RoundKey) -> Result<Response, Refusal> {
    let DownloadRequest { site, actor, wish } = asking;
    let by = wish.by()?;
    let rows = exports::aggregate(&site.store, actor, &round, by, Audience::Review).await?;
    let form = exports::form(&site.store, actor, &round).await?;
    let name = asking.name(&round, &wish.grouped(AGGREGATE_FOR_REVIEW), wish.labels(), "xlsx");
    let (labels, demo, now) = (wish.labels(), site.demo, site.now());
    let round = rounds::round(&site.store, actor, &round, now).await?;
    let pack = move || {
        let table = aggregate::AggregateTable { rows: &rows, form: &form, labels, audience: Audience::Review };
        aggregate::xlsx(table, &round, by, demo, now)
    };
    let book = site.writing.run(pack).await??;
    Ok(file(&name, XLSX, from_disk(book)))
}

async fn codebook_csv(asking: &DownloadRequest, round: RoundKey) -> Result<Response, Refusal> {
    let DownloadRequest { site, actor, wish } = asking;
    let form = exports::form(&site.store, actor, &round).await?;
    let name = asking.name(&round, "kodbok", false, "csv");
    Ok(file(&name, CSV, codebook::csv(&form, wish.dialect())?.into()))
}

async fn codebook_json(asking: &DownloadRequest, round: RoundKey) -> Result<Response, Refusal> {
    let form = exports::form(&asking.site.store, &asking.actor, &round).await?;
    Ok(file(&asking.name(&round, "kodbok", false, "json"), JSON, codebook::json(&form)?.into()))
}

/// `GET /svara/…/svar.csv`: an organisation's own answers as they stand, for the organisation.
async fn own_answers(asking: DownloadRequest, ResponsePath(key): ResponsePath) -> Response {
    let DownloadRequest { site, actor, wish } = &asking;
    let written = async {
        let answers = exports::own_answers(&site.store, actor, &key, site.now()).await?;
        let name = asking.name(&key.round(), &format!("{}-svar", key.organisation), false, "csv");
        Ok(file(&name, CSV, own_answers::csv(&answers, wish.dialect())?.into()))
    };
    asking.answered(written).await
}

/// `GET /svara/…/aterkoppling.csv`: an organisation's answers beside others', for the organisation.
async fn feedback_csv(asking: DownloadRequest, ResponsePath(key): ResponsePath) -> Response {
    let DownloadRequest { site, actor, wish } = &asking;
    let written = async {
        let found = respond::feedback(&site.store, actor, &key, site.now()).await?;
        let name = asking.name(&key.round(), &format!("{}-aterkoppling", key.organisation), false, "csv");
        Ok(file(&name, CSV, feedback::csv(&found, wish.dialect())?.into()))
    };
    asking.answered(written).await
}

/// `GET /resultat/indikatorer.csv`: every observation that the reader may see.
async fn observations_csv(asking: DownloadRequest) -> Response {
    let written = async {
        let rows = indicators::observations_csv(&observations(&asking).await?, asking.wish.dialect())?;
        Ok(asking.public(&asking.wish.observed(), "csv", CSV, rows.into()))
    };
    asking.answered(written).await
}

async fn observations_json(asking: DownloadRequest) -> Response {
    let written = async {
        let rows = indicators::observations_json(&observations(&asking).await?)?;
        Ok(asking.public(&asking.wish.observed(), "json", JSON, rows.into()))
    };
    asking.answered(written).await
}

async fn observations(DownloadRequest { site, actor, wish }: &DownloadRequest) -> Result<Vec<Observation>, Refusal> {
    Ok(results::observations(&site.store, actor, &wish.wanted()?, site.now()).await?)
}

/// `GET /resultat/lista.csv`: every measure with its formula.
async fn list_csv(asking: DownloadRequest) -> Response {
    let written = async {
        let list = indicators::list_csv(&results::indicator_list(&asking.site.store).await?, asking.wish.dialect())?;
        Ok(asking.public("indikatorlista", "csv", CSV, list.into()))
    };
    asking.answered(written).await
}

async fn list_json(asking: DownloadRequest) -> Response {
    let written = async {
        let list = indicators::list_json(&results::indicator_list(&asking.site.store).await?)?;
        Ok(asking.public("indikatorlista", "json", JSON, list.into()))
    };
    asking.answered(written).await
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
