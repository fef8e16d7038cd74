//! The file as a table: its columns, and what each cell says by itself.

use super::RowFault;
use crate::{Error, time_text::moment};
use csv::StringRecord;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Read,
};
use survey::{form::Form, name::FieldName, status::Status, text, value::Entry};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The columns before the variables.
const ORGANISATION: &str = "organisation";
const STATUS: &str = "status";
const SUBMITTED_AT: &str = "submitted_at";

/// The rows that can be read, and what is wrong with the others.
#[derive(Debug)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    pub faults: Vec<RowFault>,
    columns: HashMap<String, usize>,
}

/// What a row says.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number in the file; the header is 1.
    pub number: usize,
    pub organisation: String,
    pub status: Status,
    pub submitted_at: Option<OffsetDateTime>,
    /// Every field; nothing where it was not asked.
    pub entries: BTreeMap<FieldName, Option<Entry>>,
}

impl Table {
    /// A fault in a row, at a column by its name.
    pub(super) fn fault(&mut self, row: usize, column: &str, message: impl Into<String>) {
        let column = self.columns.get(column).map_or(1, |place| place + 1);
        self.faults.push(RowFault { row, column, message: message.into() });
    }

    /// The variables that the file has no column for, each with its field.
    pub(super) fn left_out<'a>(&self, form: &'a Form) -> Vec<(&'a FieldName, &'a str)> {
        let missing = form.variables().iter().filter(|variable| !self.columns.contains_key(&variable.name));
        missing
            .filter_map(|variable| Some((&form.fields().get(variable.field)?.name, variable.name.as_str())))
            .collect()
    }

    /// The column where a field begins.
    pub(super) fn column_of<'a>(form: &'a Form, field: &FieldName) -> &'a str {
        let place = form.position(field.as_str());
        let variable = form.variables().iter().find(|variable| Some(variable.field) == place);
        variable.map_or(ORGANISATION, |variable| variable.name.as_str())
    }
}

/// Reads a file. A header that does not fit the form is told alone; otherwise every row is read.
pub(super) fn read(form: &Form, file: impl Read) -> Result<Table, Error> {
    // Rows of another length are told with their number instead of ending everything.
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let mut records = reader.records().enumerate();
    let header = match records.next() {
        Some((_, record)) => record.map_err(unreadable(1))?,
        None => return Err(fault(1, 1, "the file is empty; begin it with the header of an export")),
    };
    let columns = columns(form, &header)?;
    let width = header.len();
    let mut table = Table { rows: Vec::new(), faults: Vec::new(), columns };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (at, record) in records {
        let number = at + 1;
        let record = record.map_err(unreadable(number))?;
        if record.len() != width {
            let message = format!("the row has {} cells, the header {width}; give it as many", record.len());
            table.fault(number, ORGANISATION, message);
            continue;
        }
        let Some(row) = row(form, &mut table, number, &record) else { continue };
        if let Some(first) = seen.insert(row.organisation.clone(), number) {
            let message = format!("`{}` stands in row {first} too; keep one of them", row.organisation);
            table.fault(number, ORGANISATION, message);
        } else {
            table.rows.push(row);
        }
    }
    Ok(table)
}

fn fault(row: usize, column: usize, message: impl Into<String>) -> Error {
    Error::Import(vec![RowFault { row, column, message: message.into() }])
}

fn unreadable(row: usize) -> impl Fn(csv::Error) -> Error {
    move |error| fault(row, 1, format!("the file cannot be read here ({error}); save it as CSV in UTF-8"))
}

/// The place of every column: the first three and any of the form's variables, each once, in any order. A variable that
/// the file leaves out is a cell left empty, and takes no answer away.
fn columns(form: &Form, header: &StringRecord) -> Result<HashMap<String, usize>, Error> {
    let variables = form.variables().iter().map(|variable| variable.name.as_str());
    let needed = [ORGANISATION, STATUS, SUBMITTED_AT];
    let known: HashSet<&str> = needed.into_iter().chain(variables).collect();
    let mut columns = HashMap::new();
    let mut faults = Vec::new();
    for (place, name) in header.iter().map(text::line).enumerate() {
        let mut fault = |message| faults.push(RowFault { row: 1, column: place + 1, message });
        if !known.contains(name.as_str()) {
            fault(format!("`{name}` is not a variable of this questionnaire; take the column away"));
        } else if columns.insert(name.clone(), place).is_some() {
            fault(format!("`{name}` stands twice; keep one of the columns"));
        }
    }
    for name in needed.into_iter().filter(|name| !columns.contains_key(*name)) {
        let message = format!("the column `{name}` is missing; add it");
        faults.push(RowFault { row: 1, column: header.len() + 1, message });
    }
    if faults.is_empty() { Ok(columns) } else { Err(Error::Import(faults)) }
}

/// Reads a row; nothing where something in it cannot be read, which is noted.
fn row(form: &Form, table: &mut Table, number: usize, record: &StringRecord) -> Option<Row> {
    let places = table.columns.clone();
    let cell = |name: &str| places.get(name).and_then(|place| record.get(*place)).unwrap_or_default();
    let faults_before = table.faults.len();
    let clean = |name: &str| text::line(cell(name));
    let status: Option<Status> = match clean(STATUS).parse() {
        Ok(status) => Some(status),
        Err(error) => {
            let known: Vec<&str> = Status::ALL.iter().map(|status| status.code()).collect();
            table.fault(number, STATUS, format!("{error}; write one of {}", known.join(", ")));
            None
        }
    };
    let submitted_at = submitted_at(table, number, status, &clean(SUBMITTED_AT));
    let mut entries = BTreeMap::new();
    let mut variables = form.variables().iter().peekable();
    for (place, field) in form.fields().iter().enumerate() {
        let mut names = Vec::new();
        while let Some(variable) = variables.next_if(|variable| variable.field == place) {
            names.push(variable.name.as_str());
        }
        let cells: Vec<&str> = names.iter().map(|name| cell(name)).collect();
        match survey::variable::read_cells(field, &cells) {
            Ok(entry) => {
                entries.insert(field.name.clone(), entry);
            }
            Err(fault) => {
                let column = names.get(fault.column).copied().unwrap_or(ORGANISATION);
                table.fault(number, column, fault.message);
            }
        }
    }
    if table.faults.len() > faults_before {
        return None;
    }
    Some(Row { number, organisation: clean(ORGANISATION), status: status?, submitted_at, entries })
}

/// The time of a row, which is there exactly where a copy is.
fn submitted_at(table: &mut Table, number: usize, status: Option<Status>, cell: &str) -> Option<OffsetDateTime> {
    let has_copy = status.map(has_copy)?;
    match (has_copy, cell) {
        (false, "") => None,
        (false, _) => {
            table.fault(
                number,
                SUBMITTED_AT,
                "a response with this status has not been submitted; leave the cell empty",
            );
            None
        }
        (true, "") => {
            table.fault(number, SUBMITTED_AT, "the time is missing; write it as 2020-02-11T09:30:00Z");
            None
        }
        (true, text) => match OffsetDateTime::parse(text, &Rfc3339) {
            // Whole seconds, as everywhere.
            Ok(time) => Some(moment(time.unix_timestamp())),
            Err(_) => {
                table.fault(number, SUBMITTED_AT, format!("`{text}` is not a time; write it as 2020-02-11T09:30:00Z"));
                None
            }
        },
    }
}

/// Whether a response with this status has a frozen copy.
pub(super) fn has_copy(status: Status) -> bool {
    matches!(status, Status::Submitted | Status::Returned | Status::Approved)
}
