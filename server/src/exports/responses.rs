//! Responses as CSV: one row for each recipient. Normative: INTERFACES, "Responses CSV".

use super::{
    ExportError,
    table::{Csv, Dialect, TableColumn},
};
use collection::exports::{ExportRow, Responses};
use futures::{Stream, StreamExt};
use std::sync::Arc;
use survey::{
    form::{Field, Form},
    value::Entry,
    variable::{Variable, cells, name_columns},
};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// Rows are handed on in pieces of this many.
const PIECE: usize = 16;

/// The file in pieces, so that nobody holds it whole.
pub fn csv(
    responses: Responses,
    dialect: Dialect,
    words: LabelMode,
) -> impl Stream<Item = Result<Vec<u8>, ExportError>> + Send + 'static {
    let Responses { form, selected, rows } = responses;
    let layout = ResponseColumns { form, selected, words };
    let csv = Csv::new(dialect, layout.columns());
    let header = csv.header();
    let pieces = rows.chunks(PIECE).map(move |rows| {
        let rows = rows.into_iter().map(|row| layout.cells(&row?)).collect::<Result<Vec<_>, _>>()?;
        csv.rows(rows)
    });
    futures::stream::iter([header]).chain(pieces)
}

/// What stands beside codes, or in their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelMode {
    /// Codes alone, for programs.
    None,
    /// Codes, and who each organisation is.
    Names,
    /// Words instead of codes, in the header too, and who each organisation is. For people; cannot be imported.
    Labels,
}

/// The columns of a file, and what stands in them.
#[derive(Debug, Clone)]
pub struct ResponseColumns {
    /// The form that was answered.
    pub form: Arc<Form>,
    /// Whether each of its variables has a column.
    pub selected: Vec<bool>,
    /// What stands beside codes, or in their place.
    pub words: LabelMode,
}

/// The fixed column that holds a moment.
pub const SUBMITTED_AT: &str = "submitted_at";

impl ResponseColumns {
    /// The columns before the variables: who the organisation is, and where its response stands.
    fn fixed(&self) -> impl Iterator<Item = TableColumn> {
        let names = (self.words != LabelMode::None).then(name_columns).into_iter().flatten();
        let fixed = std::iter::once("organisation").chain(names).chain(["status", SUBMITTED_AT]);
        fixed.map(|name| TableColumn { name: name.to_owned(), number: name == "population" })
    }

    /// The columns of the file.
    pub fn columns(&self) -> Vec<TableColumn> {
        let variables = self.form.variables().iter().zip(&self.selected).filter(|(_, selected)| **selected);
        let column = |(variable, _): (&Variable, _)| TableColumn {
            name: if self.labels() { &variable.label } else { &variable.name }.clone(),
            number: self.form.fields().get(variable.field).is_some_and(|field| field.field_type.is_number()),
        };
        self.fixed().chain(variables.map(column)).collect()
    }

    /// Returns whether words stand in the place of codes.
    pub fn labels(&self) -> bool {
        self.words == LabelMode::Labels
    }

    /// The cells before the time and the variables.
    pub fn standing(&self, row: &ExportRow) -> Vec<String> {
        let mut standing = vec![row.organisation.clone()];
        if self.words != LabelMode::None {
            let about = &row.about;
            standing.extend([
                about.name.clone(),
                about.groups.lan.clone(),
                about.lan_name.clone(),
                about.groups.kommungrupp.clone(),
                about.kommungrupp_name.clone(),
                about.groups.size.clone(),
                about.size_name.clone(),
                about.population.map(|population| population.to_string()).unwrap_or_default(),
            ]);
        }
        standing.push(if self.labels() { row.status.label() } else { row.status.code() }.to_owned());
        standing
    }

    /// What was sent in, variable by variable, each with its field and the field's entry. Nothing where nothing was sent
    /// in: what is not sent in is the organisation's own.
    pub fn answers<'a>(&'a self, row: &'a ExportRow) -> Vec<(&'a Field, Option<&'a Entry>, String)> {
        let Some(entries) = &row.entries else { return Vec::new() };
        let all = self.form.fields().iter().flat_map(|field| {
            let entry = entries.get(&field.name);
            cells(field, entry, self.labels()).into_iter().map(move |cell| (field, entry, cell))
        });
        all.zip(&self.selected).filter(|(_, selected)| **selected).map(|(answer, _)| answer).collect()
    }

    fn cells(&self, row: &ExportRow) -> Result<Vec<String>, ExportError> {
        let mut written = self.standing(row);
        written.push(row.submitted_at.map(moment).transpose()?.unwrap_or_default());
        let width = written.len() + self.selected.iter().filter(|selected| **selected).count();
        written.extend(self.answers(row).into_iter().map(|(_, _, cell)| cell));
        written.resize(width, String::new());
        Ok(written)
    }
}

/// A time in a file: RFC 3339 in UTC with whole seconds.
///
/// # Errors
/// When its year has more than four digits.
pub fn moment(at: OffsetDateTime) -> Result<String, ExportError> {
    let whole = at.to_offset(UtcOffset::UTC).replace_nanosecond(0).unwrap_or(at);
    Ok(whole.format(&Rfc3339)?)
}
