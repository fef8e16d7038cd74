//! The file as a table: its columns, and what each cell says by itself.

use super::RowFault;
use crate::Error;
use csv::StringRecord;
use database::stored::moment;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{BufRead, BufReader, Read},
};
use survey::{
    form::{Field, Form},
    name::FieldName,
    status::Status,
    text,
    value::Entry,
    variable::name_columns,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The columns before the variables.
const ORGANISATION: &str = "organisation";
const STATUS: &str = "status";
const SUBMITTED_AT: &str = "submitted_at";

/// The rows that can be read, and what is wrong with the others.
#[derive(Debug)]
pub(super) struct ImportTable {
    pub rows: Vec<ImportRow>,
    pub faults: Vec<RowFault>,
    columns: HashMap<String, usize>,
}

/// What a row says.
#[derive(Debug)]
pub(super) struct ImportRow {
    /// Its number in the file; the header is 1.
    pub number: usize,
    pub organisation: String,
    pub status: Status,
    pub submitted_at: Option<OffsetDateTime>,
    /// Every field that the file has all columns of; nothing where it was not asked.
    pub entries: BTreeMap<FieldName, Option<Entry>>,
    /// The cells of the fields, by place, that the file has only some of the columns of.
    pub partial: BTreeMap<usize, Vec<Option<String>>>,
}

impl ImportTable {
    /// A fault in a row, at a column by its name.
    pub(super) fn fault(&mut self, row: usize, column: &str, message: impl Into<String>) {
        let column = self.columns.get(column).map_or(1, |place| place + 1);
        self.faults.push(RowFault { row, column, message: message.into() });
    }

    /// The column where a field begins.
    pub(super) fn column_of<'a>(form: &'a Form, field: &FieldName) -> &'a str {
        let place = form.position(field.as_str());
        let variable = form.variables().iter().find(|variable| Some(variable.field) == place);
        variable.map_or(ORGANISATION, |variable| variable.name.as_str())
    }
}

/// Reads a file about organisations whose codes have so many digits. A header that does not fit the form is told alone;
/// otherwise every row is read.
pub(super) fn read(form: &Form, digits: usize, file: impl Read) -> Result<ImportTable, Error> {
    let mut file = BufReader::new(file);
    let dialect = ImportDialect::of(file.fill_buf()?)?;
    // Rows of another length are told with their number instead of ending everything.
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(dialect.separator()).from_reader(file);
    let reading = RowReader { form, digits, dialect };
    let mut records = reader.records().enumerate();
    let header = match records.next() {
        Some((_, record)) => record.map_err(unreadable(1))?,
        None => return Err(fault(1, 1, "the file is empty; begin it with the header of an export")),
    };
    let columns = columns(form, &header)?;
    let width = header.len();
    let mut table = ImportTable { rows: Vec::new(), faults: Vec::new(), columns };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (at, record) in records {
        let number = at + 1;
        let record = record.map_err(unreadable(number))?;
        // Spreadsheets leave empty rows at the end.
        if record.iter().all(|cell| text::line(cell).is_empty()) {
            continue;
        }
        if record.len() != width {
            let message = format!("the row has {} cells, the header {width}; give it as many", record.len());
            table.fault(number, ORGANISATION, message);
            continue;
        }
        let Some(row) = reading.row(&mut table, number, &record) else { continue };
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

/// How the file is written: as exports are, or as they are with `--excel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ImportDialect {
    Standard,
    Excel,
}

impl ImportDialect {
    /// The dialect that a file begins in. No column's name holds a comma, a semicolon or a tab.
    fn of(beginning: &[u8]) -> Result<Self, Error> {
        let header = beginning.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r'));
        match header.copied().find(|byte| matches!(byte, b',' | b';' | b'\t' | b'|')) {
            Some(b',') => Ok(Self::Standard),
            Some(b';') => Ok(Self::Excel),
            Some(_) => Err(fault(
                1,
                1,
                "the columns are parted by tabs or bars; save the file as CSV with commas, or with semicolons as Excel does",
            )),
            None if beginning.is_empty() => {
                Err(fault(1, 1, "the file is empty; begin it with the header of an export"))
            }
            None => Err(fault(1, 1, "the header has one column; save the file as CSV with commas or semicolons")),
        }
    }

    fn separator(self) -> u8 {
        match self {
            Self::Standard => b',',
            Self::Excel => b';',
        }
    }
}

/// What must be known to read a row.
#[derive(Clone, Copy)]
struct RowReader<'a> {
    form: &'a Form,
    digits: usize,
    dialect: ImportDialect,
}

/// The place of every column: what the organisation is and where its response stands, and any of the form's variables, each
/// once, in any order. What a variable without a column is answered with stays as it is stored.
fn columns(form: &Form, header: &StringRecord) -> Result<HashMap<String, usize>, Error> {
    let needed = [ORGANISATION, STATUS, SUBMITTED_AT];
    let mut known: HashSet<&str> = form.variables().iter().map(|variable| variable.name.as_str()).collect();
    for name in needed.into_iter().chain(name_columns()) {
        known.insert(name);
    }
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

impl RowReader<'_> {
    /// Reads a row; nothing where something in it cannot be read, which is noted.
    fn row(&self, table: &mut ImportTable, number: usize, record: &StringRecord) -> Option<ImportRow> {
        let places = table.columns.clone();
        let cell = |name: &str| Some(without_formula(record.get(*places.get(name)?)?));
        let own = |name: &str| text::line(cell(name).unwrap_or_default());
        let faults_before = table.faults.len();
        let status: Option<Status> = match own(STATUS).parse() {
            Ok(status) => Some(status),
            Err(error) => {
                let known: Vec<&str> = Status::ALL.iter().map(|status| status.code()).collect();
                table.fault(number, STATUS, format!("{error}; write one of {}", known.join(", ")));
                None
            }
        };
        let submitted_at = submitted_at(table, number, status, &own(SUBMITTED_AT));
        let (mut entries, mut partial) = (BTreeMap::new(), BTreeMap::new());
        let mut variables = self.form.variables().iter().peekable();
        for (place, field) in self.form.fields().iter().enumerate() {
            let mut names = Vec::new();
            while let Some(variable) = variables.next_if(|variable| variable.field == place) {
                names.push(variable.name.as_str());
            }
            let cells: Vec<Option<String>> = names.iter().map(|name| Some(self.value(field, cell(name)?))).collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            if cells.iter().any(Option::is_none) {
                partial.insert(place, cells);
                continue;
            }
            let cells: Vec<&str> = cells.iter().flatten().map(String::as_str).collect();
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
        let organisation = self.code(&own(ORGANISATION));
        Some(ImportRow { number, organisation, status: status?, submitted_at, entries, partial })
    }

    /// The code of an organisation, with the zeros that a spreadsheet has dropped.
    fn code(&self, cell: &str) -> String {
        let is_number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { format!("{cell:0>width$}", width = self.digits) } else { cell.to_owned() }
    }

    /// The cell of a variable as exports have it without `--excel`.
    fn value(&self, field: &Field, cell: &str) -> String {
        match self.dialect {
            ImportDialect::Excel if field.field_type.is_number() => cell.replacen(',', ".", 1),
            ImportDialect::Excel | ImportDialect::Standard => cell.to_owned(),
        }
    }
}

/// What stands in `="0114"`, as codes are written for Excel.
fn without_formula(cell: &str) -> &str {
    cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell)
}

/// The time of a row, which is there exactly where a copy is.
fn submitted_at(table: &mut ImportTable, number: usize, status: Option<Status>, cell: &str) -> Option<OffsetDateTime> {
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
