//! What all workbooks share: how a header looks, the sheet that says what the file is, and the mark of the demo.

use super::ExportError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::{fs::File, io::Seek};
use survey::stockholm;
use time::{Date, OffsetDateTime};

/// The paper that sheets are printed on, by the number that the format has for it.
const A4: u8 = 9;

/// What every file of a demo says.
pub const DEMO: &str = "Demo: personer, svar och allt som räknas ur svaren är påhittade.";

/// A workbook being written.
pub struct XlsxBook {
    workbook: Workbook,
    demo: bool,
}

impl XlsxBook {
    /// An empty workbook.
    pub fn new(title: &str, demo: bool, now: OffsetDateTime) -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        let mut properties = DocProperties::new().set_title(title).set_author("Lägesbild");
        if let Ok(created) = ExcelDateTime::from_timestamp(now.unix_timestamp()) {
            properties = properties.set_creation_datetime(&created);
        }
        if demo {
            properties = properties.set_comment(DEMO);
        }
        workbook.set_properties(&properties);
        Ok(Self { workbook, demo })
    }

    /// A sheet whose rows are written in order and not kept in memory.
    pub fn sheet(&mut self, name: &str) -> Result<&mut Worksheet, ExportError> {
        let demo = self.demo;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        if demo {
            sheet.set_header(format!("&C{DEMO}"));
        }
        Ok(sheet)
    }

    /// The sheet that says what the file is: a word and what it stands for, row by row.
    pub fn information(&mut self, facts: Vec<(&'static str, String)>) -> Result<(), ExportError> {
        let demo = self.demo;
        let sheet = self.sheet("Information")?;
        sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
        let (term, text_format) = (header(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
        let demo = demo.then(|| ("Demo", DEMO.to_owned()));
        for (row, (name, text)) in (0..).zip(demo.into_iter().chain(facts)) {
            sheet.write_string_with_format(row, 0, name, &term)?;
            sheet.write_string_with_format(row, 1, text, &text_format)?;
        }
        sheet.set_paper_size(A4);
        Ok(())
    }

    /// The file, at its beginning. It lies on the disk, without a name.
    pub fn finish(mut self) -> Result<File, ExportError> {
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        file.rewind()?;
        Ok(file)
    }
}

/// Writes the header of a table, keeps it in sight on the screen, and repeats it on paper.
pub fn write_header<'a>(sheet: &mut Worksheet, names: impl IntoIterator<Item = &'a str>) -> Result<(), ExportError> {
    let format = header();
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(A4);
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, column, name, &format)?;
    }
    Ok(())
}

/// Lets the rows of a table be filtered by every column. `rows` are those under the row of the headers.
pub fn let_filter(sheet: &mut Worksheet, headers: u32, rows: u32, columns: usize) -> Result<(), ExportError> {
    if let Some(last) = columns.checked_sub(1).and_then(|last| u16::try_from(last).ok()) {
        sheet.autofilter(headers, 0, headers.saturating_add(rows), last)?;
    }
    Ok(())
}

/// The header of a column of moments, which spreadsheets hold without a zone.
pub fn swedish_time(name: &str) -> String {
    format!("{name} (Europe/Stockholm)")
}

/// A moment as spreadsheets have it, in Swedish time.
pub fn excel_moment(at: OffsetDateTime) -> Result<ExcelDateTime, XlsxError> {
    let local = stockholm::local(at);
    ExcelDateTime::from_timestamp(local.unix_timestamp() + i64::from(local.offset().whole_seconds()))
}

/// How headers look.
pub fn header() -> Format {
    Format::new().set_bold().set_align(FormatAlign::Top)
}

/// A day as spreadsheets have it, where they can have it.
pub fn excel_date(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::from(day.month()), day.day()).ok()
}
