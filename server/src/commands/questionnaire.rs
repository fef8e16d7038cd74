//! `questionnaire check` and `questionnaire show`.

use super::{CommandFailure, output};
use crate::{
    cli::DocumentFormat,
    exports::{
        questionnaire::{DocumentStyle, html},
        questionnaire_pdf,
    },
    workbook::write::{WorkbookContent, workbook},
};
use collection::{Actor, RoundKey, Store, exports};
use std::path::Path;
use survey::{
    definition::yaml::{self, Located},
    form::Form,
    lineage::check_lineage,
};
use time::OffsetDateTime;

/// Nothing on stdout; a fault a line on stderr. Needs no database.
pub fn check(path: &Path, before: Option<&Path>) -> Result<(), CommandFailure> {
    let (text, form) = read(path)?;
    let Some(before) = before else { return Ok(()) };
    let (_, before) = read(before)?;
    let faults = check_lineage(&form, &before);
    if faults.is_empty() { Ok(()) } else { Err(refused(path, &yaml::locate(&text, &faults))) }
}

fn read(path: &Path) -> Result<(String, Form), CommandFailure> {
    let text = std::fs::read_to_string(path).map_err(|error| CommandFailure::file(path, &error))?;
    let form = yaml::read_form(&text).map_err(|faults| refused(path, &faults))?;
    Ok((text, form))
}

fn refused(path: &Path, faults: &[Located]) -> CommandFailure {
    CommandFailure::Refused(faults.iter().map(|fault| format!("{}:{fault}", path.display())).collect())
}

pub async fn show(store: &Store, key: &RoundKey, format: DocumentFormat) -> Result<(), CommandFailure> {
    let (form, questionnaire) = exports::questionnaire(store, &Actor::System, key).await?;
    let failed = |error: &dyn std::error::Error| CommandFailure::refused(error.to_string());
    let file = match format {
        DocumentFormat::Yaml => yaml::write(form.questionnaire()).map_err(|error| failed(&error))?.into_bytes(),
        DocumentFormat::Json => {
            let json = serde_json::to_string_pretty(form.questionnaire()).map_err(|error| failed(&error))?;
            format!("{json}\n").into_bytes()
        }
        DocumentFormat::Html => {
            html(&form, key.year, DocumentStyle::File).map_err(|error| failed(&error))?.into_bytes()
        }
        DocumentFormat::Pdf => {
            output::refuse_terminal()?;
            let demo = store.is_demo().await?;
            questionnaire_pdf::pdf(&form, key.year, demo, OffsetDateTime::now_utc()).map_err(|error| failed(&error))?
        }
        DocumentFormat::Xlsx => {
            output::refuse_terminal()?;
            let (demo, now) = (store.is_demo().await?, OffsetDateTime::now_utc());
            let what = WorkbookContent { round: key.clone(), questionnaire, answers: None, demo, now };
            return output::write_xlsx(workbook(&form, &what).map_err(|error| failed(&error))?);
        }
    };
    output::write(file)
}
