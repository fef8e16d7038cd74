//! A workbook that somebody sends: read without trusting anything about it. It stays in memory and is never kept.

use super::layout::{ANSWER, COLUMNS, COMMENT, EXPLANATION, FIELD, HOW, MARK, NUMBER, QUESTION, REASON, VERSION};
use calamine::{DataRef, Dimensions, Reader, Xlsx};
use collection::respond::{FilledWorkbook, WorkbookRow};
use rust_decimal::Decimal;
use rust_xlsxwriter::column_number_to_name;
use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read},
    time::Duration,
};
use survey::workbook::WorkbookCell;
use time::{Date, Month};
use zip::ZipArchive;

/// The largest file that is taken.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// What a file may hold when it is unpacked. Filled in, one is a tenth of this.
const UNPACKED: u64 = 16 * 1024 * 1024;
/// How many sheets a file may have: ours are three, and people add some. Several may show the same part of the file, which
/// is read for each of them.
const SHEETS: usize = 20;
/// How many cells of the whole file are read, empty ones too,
const CELLS: usize = 100_000;
/// and how many bytes of text. A file holds a text once, however many cells show it.
const TEXT: usize = 16 * 1024 * 1024;
/// How many areas of merged cells are looked at.
const MERGED: usize = 200;
/// How far from the first cell the mark may have been moved, by rows and columns that somebody has inserted.
const MOVED: u32 = 10;
/// How long reading may take.
pub const LONGEST: Duration = Duration::from_secs(10);

/// Why a file as a whole cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkbookFileError {
    /// No file was chosen.
    None,
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// An older format, or a password.
    Old,
    /// No workbook at all.
    NoWorkbook,
    /// It unpacks to far more than it should, or takes far longer to read.
    TooMuch,
    /// The program stops.
    Stopped,
    /// A workbook, and none of ours.
    NotOurs,
    /// A column is gone.
    Column(&'static str),
    /// Two columns have the same header: somebody has copied one.
    Twice(&'static str),
}

impl WorkbookFileError {
    /// What is wrong; what to do.
    pub fn words(&self) -> String {
        match self {
            Self::None => "Välj en fil först.".to_owned(),
            Self::TooLarge => "Filen är större än 5 MB. En ifylld fil är mycket mindre. Ta bort bilder och annat som inte hör till frågorna.".to_owned(),
            Self::Old => "Filen är i ett äldre Excel-format (.xls) eller skyddad med lösenord. Öppna den i Excel, ta bort lösenordet och spara som Excel-arbetsbok (.xlsx).".to_owned(),
            Self::NoWorkbook => "Filen är ingen Excel-arbetsbok (.xlsx). Hämta filen här, fyll i den i Excel och spara den som Excel-arbetsbok.".to_owned(),
            Self::TooMuch => "Filen innehåller mycket mer än frågorna. Hämta en ny fil här och flytta över svaren till den.".to_owned(),
            Self::Stopped => "Läsningen avbröts. Läs in filen igen om en liten stund.".to_owned(),
            Self::NotOurs => "I filen finns inget blad med frågorna från Lägesbild. Hämta filen här och fyll i den.".to_owned(),
            Self::Column(header) => format!("Kolumnen ”{header}” saknas. Hämta en ny fil här och flytta över svaren till den."),
            Self::Twice(header) => format!("Kolumnen ”{header}” finns två gånger. Ta bort den som är infogad och läs in filen igen."),
        }
    }
}

/// Reads a file. It takes a while, and a file made to do harm may end in a panic: call it on a thread of its own. It is
/// given up as soon as `go_on` says why.
///
/// # Errors
/// When it is no workbook of ours, or was given up.
pub fn read(
    bytes: &[u8],
    go_on: impl Fn() -> Result<(), WorkbookFileError>,
) -> Result<FilledWorkbook, WorkbookFileError> {
    match bytes {
        [] => return Err(WorkbookFileError::None),
        _ if bytes.len() > LARGEST => return Err(WorkbookFileError::TooLarge),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(WorkbookFileError::Old),
        [b'P', b'K', ..] => {}
        _ => return Err(WorkbookFileError::NoWorkbook),
    }
    check_size(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| WorkbookFileError::NoWorkbook)?;
    let names = book.sheet_names();
    if names.len() > SHEETS {
        return Err(WorkbookFileError::TooMuch);
    }
    let mut budget = ReadBudget { cells: CELLS, text: TEXT, go_on: &go_on };
    for name in names {
        // A sheet that is no table has no cells.
        let Ok(cells) = cells(&mut book, &name, &mut budget) else { continue };
        let mut cells = cells?;
        let Some(corner) = corner(&cells) else { continue };
        uncomputed(&mut book, &name, &mut cells, &mut budget).map_err(|_| WorkbookFileError::NoWorkbook)??;
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|_| WorkbookFileError::NoWorkbook)?;
        if merged.len() > MERGED {
            return Err(WorkbookFileError::TooMuch);
        }
        return sheet(&cells, corner, &merged);
    }
    Err(WorkbookFileError::NotOurs)
}

/// Unpacks the file once and throws it away: what it says of its size need not be true.
fn check_size(bytes: &[u8]) -> Result<(), WorkbookFileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| WorkbookFileError::NoWorkbook)?;
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| WorkbookFileError::NoWorkbook)?;
        let read = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| WorkbookFileError::NoWorkbook)?;
        left = left.checked_sub(read).ok_or(WorkbookFileError::TooMuch)?;
    }
    Ok(())
}

/// What may still be read of a file: of all its sheets together.
struct ReadBudget<'a> {
    cells: usize,
    text: usize,
    go_on: &'a dyn Fn() -> Result<(), WorkbookFileError>,
}

impl ReadBudget<'_> {
    /// Takes one more cell.
    fn take(&mut self, cell: &WorkbookCell) -> Result<(), WorkbookFileError> {
        (self.go_on)()?;
        self.cells = self.cells.checked_sub(1).ok_or(WorkbookFileError::TooMuch)?;
        if let WorkbookCell::Text(words) | WorkbookCell::Fault(words) = cell {
            self.text = self.text.checked_sub(words.len()).ok_or(WorkbookFileError::TooMuch)?;
        }
        Ok(())
    }
}

type Cells = BTreeMap<(u32, u32), WorkbookCell>;

/// The cells of a sheet that hold something, as they stand: a sheet says how large it is, and that need not be true.
fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    budget: &mut ReadBudget<'_>,
) -> Result<Result<Cells, WorkbookFileError>, calamine::XlsxError> {
    // A sheet without cells takes time too.
    if let Err(fault) = (budget.go_on)() {
        return Ok(Err(fault));
    }
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut cells = Cells::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let shows_percent = || {
            let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
            format.is_some_and(|format| format.format_code.contains('%'))
        };
        let found = match self::cell(cell.get_value()) {
            WorkbookCell::Number(number) if shows_percent() => {
                number.checked_mul(Decimal::ONE_HUNDRED).map_or(WorkbookCell::Number(number), WorkbookCell::Percent)
            }
            found => found,
        };
        if let Err(fault) = budget.take(&found) {
            return Ok(Err(fault));
        }
        if !found.is_empty() {
            cells.insert(cell.get_position(), found);
        }
    }
    Ok(Ok(cells))
}

fn cell(data: &DataRef<'_>) -> WorkbookCell {
    let text = |text: &str| WorkbookCell::Text(text.to_owned());
    match data {
        DataRef::Empty => WorkbookCell::Empty,
        DataRef::Int(number) => WorkbookCell::Number((*number).into()),
        DataRef::Float(number) => number_of(*number),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => text(words),
        DataRef::SharedString(words) => text(words),
        DataRef::Bool(truth) => WorkbookCell::Truth(*truth),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let month = Month::try_from(month).ok();
            let day = month.and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok());
            day.map_or_else(|| number_of(moment.as_f64()), WorkbookCell::Day)
        }
        DataRef::Error(error) => WorkbookCell::Fault(error.to_string()),
    }
}

/// A number by its shortest digits, which are those that were typed.
fn number_of(number: f64) -> WorkbookCell {
    let digits = number.to_string();
    digits.parse::<Decimal>().map_or_else(|_| WorkbookCell::Text(digits), WorkbookCell::Number)
}

/// Where the mark stands, which is the first cell unless somebody has inserted rows or columns before it.
fn corner(cells: &Cells) -> Option<(u32, u32)> {
    let mut near = cells.range(..(MOVED, 0)).filter(|((_, column), _)| *column < MOVED);
    near.find(|(_, cell)| cell.text() == MARK).map(|(position, _)| *position)
}

/// Notes formulas that have no value, which read like empty cells.
fn uncomputed(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    cells: &mut Cells,
    budget: &mut ReadBudget<'_>,
) -> Result<Result<(), WorkbookFileError>, calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(found) = reader.next_cell_with_formula_metadata()? {
        if let Err(fault) = budget.take(&WorkbookCell::Uncomputed) {
            return Ok(Err(fault));
        }
        if found.formula.is_some() && matches!(found.value, DataRef::Empty) {
            cells.insert(found.pos, WorkbookCell::Uncomputed);
        }
    }
    Ok(Ok(()))
}

fn sheet(cells: &Cells, corner: (u32, u32), merged: &[Dimensions]) -> Result<FilledWorkbook, WorkbookFileError> {
    let (mark, headers) = (corner.0, corner.0 + 1);
    let column = |header: &'static str| {
        let mut found = cells.range((headers, 0)..(headers + 1, 0)).filter(|(_, cell)| cell.text() == header);
        let ((_, column), _) = found.next().ok_or(WorkbookFileError::Column(header))?;
        if found.next().is_some() { Err(WorkbookFileError::Twice(header)) } else { Ok(*column) }
    };
    let columns = COLUMNS.iter().map(|ours| column(ours.header)).collect::<Result<Vec<u32>, _>>()?;
    let place = |header: &str| {
        let at = COLUMNS.iter().position(|ours| ours.header == header);
        at.and_then(|at| columns.get(at)).copied().unwrap_or_default()
    };
    let at = |row: u32, column: u32| {
        let is_merged = merged
            .iter()
            .any(|area| (area.start.0..=area.end.0).contains(&row) && (area.start.1..=area.end.1).contains(&column));
        if is_merged { WorkbookCell::Merged } else { cells.get(&(row, column)).cloned().unwrap_or_default() }
    };
    let text = |row: u32, header: &str| cells.get(&(row, place(header))).map(WorkbookCell::text).unwrap_or_default();
    let mut numbers: Vec<u32> = cells.keys().map(|(row, _)| *row).filter(|row| *row > headers).collect();
    numbers.dedup();
    let rows = numbers.into_iter().map(|row| WorkbookRow {
        row: row + 1,
        name: text(row, FIELD),
        version: at(row, place(VERSION)),
        answer: at(row, place(ANSWER)),
        reason: at(row, place(REASON)),
        explanation: at(row, place(EXPLANATION)),
        comment: at(row, place(COMMENT)),
    });
    let mut added: Vec<u32> = cells
        .keys()
        .filter(|(row, column)| *row > headers && !columns.contains(column))
        .map(|(_, column)| *column)
        .collect();
    added.sort_unstable();
    added.dedup();
    // What the file is for stands in the row of the mark, above the first columns.
    Ok(FilledWorkbook {
        survey: text(mark, VERSION),
        year: text(mark, NUMBER),
        organisation: text(mark, QUESTION),
        questionnaire: text(mark, HOW),
        rows: rows.collect(),
        added: added
            .into_iter()
            .filter_map(|column| Some(column_number_to_name(u16::try_from(column).ok()?)))
            .collect(),
    })
}
