//! The workbook that colleagues fill in, filled in.

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use std::io::Cursor;

/// The sheet of the answers, and its column for them.
const SHEET: &str = "Svar";
const ANSWER: usize = 6;

/// A fetched workbook with answers, by the names of its rows, as a file that a spreadsheet program has saved.
pub fn filled_in(fetched: &[u8], answers: &[(&str, &str)]) -> Vec<u8> {
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(fetched.to_vec())).expect("a workbook");
    let page = read.worksheet_range(SHEET).expect("the sheet of the answers");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(SHEET).expect("a sheet");
    for (at, row) in (0..).zip(page.rows()) {
        let answer = answers.iter().find(|(name, _)| row[0] == Data::String((*name).to_owned()));
        for (column, cell) in (0..).zip(row) {
            let written = match (cell, answer) {
                (_, Some((_, answer))) if usize::from(column) == ANSWER => sheet.write_string(at, column, *answer),
                (Data::Empty, _) => continue,
                (Data::Float(number), _) => sheet.write_number(at, column, *number),
                (other, _) => sheet.write_string(at, column, other.to_string()),
            };
            written.expect("a cell");
        }
    }
    book.save_to_buffer().expect("a file")
}
