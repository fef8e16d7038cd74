//! Tables: CSV for programs, CSV for Excel, and JSON. Normative: INTERFACES, "Common".

use super::ExportError;

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// RFC 4180: UTF-8 without byte order mark, comma, decimal point.
    #[default]
    Standard,
    /// As a Swedish Excel opens it: byte order mark, semicolon, decimal comma, and `="0114"` for a code that begins with a
    /// zero.
    Excel,
}

impl Dialect {
    /// The dialect of `--excel`.
    pub fn excel(excel: bool) -> Self {
        if excel { Self::Excel } else { Self::Standard }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name in the header.
    pub name: String,
    /// Whether its cells are numbers, where they are not codes or empty.
    pub number: bool,
}

/// The columns of these names; those among `numbers` hold numbers.
pub fn columns<S: AsRef<str>>(names: &[S], numbers: &[&str]) -> Vec<TableColumn> {
    let column = |name: &S| TableColumn { name: name.as_ref().to_owned(), number: numbers.contains(&name.as_ref()) };
    names.iter().map(column).collect()
}

/// A table as CSV.
#[derive(Debug, Clone)]
pub struct Csv {
    dialect: Dialect,
    columns: Vec<TableColumn>,
}

impl Csv {
    /// A table of these columns.
    pub fn new(dialect: Dialect, columns: Vec<TableColumn>) -> Self {
        Self { dialect, columns }
    }

    /// The header: what a file begins with.
    ///
    /// # Errors
    /// When memory does not suffice.
    pub fn header(&self) -> Result<Vec<u8>, ExportError> {
        let mark = match self.dialect {
            Dialect::Standard => "",
            Dialect::Excel => "\u{feff}",
        };
        let mut writer = self.writer(mark.as_bytes().to_vec());
        writer.write_record(self.columns.iter().map(|column| column.name.as_bytes()))?;
        finish(writer)
    }

    /// Rows, each of as many cells as there are columns. They follow each other, so a file can be written in pieces.
    ///
    /// # Errors
    /// When a row has too few or too many cells.
    pub fn rows<S: AsRef<str>>(&self, rows: impl IntoIterator<Item = Vec<S>>) -> Result<Vec<u8>, ExportError> {
        let mut writer = self.writer(Vec::new());
        for row in rows {
            match self.dialect {
                Dialect::Standard => writer.write_record(row.iter().map(|cell| cell.as_ref().as_bytes()))?,
                Dialect::Excel => {
                    let cell = |(cell, column): (&S, &TableColumn)| match cell.as_ref() {
                        cell if column.number && is_number(cell) => cell.replace('.', ","),
                        cell if !column.number && has_leading_zero(cell) => format!("=\"{cell}\""),
                        cell => cell.to_owned(),
                    };
                    writer.write_record(row.iter().zip(&self.columns).map(cell))?;
                }
            }
        }
        finish(writer)
    }

    /// The whole file.
    ///
    /// # Errors
    /// When a row has too few or too many cells.
    pub fn file<S: AsRef<str>>(&self, rows: impl IntoIterator<Item = Vec<S>>) -> Result<Vec<u8>, ExportError> {
        let mut file = self.header()?;
        file.extend(self.rows(rows)?);
        Ok(file)
    }

    fn writer(&self, to: Vec<u8>) -> csv::Writer<Vec<u8>> {
        let delimiter = match self.dialect {
            Dialect::Standard => b',',
            Dialect::Excel => b';',
        };
        csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(to)
    }
}

fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, ExportError> {
    writer.into_inner().map_err(|error| ExportError::Io(error.into_error()))
}

/// Returns whether a spreadsheet would take a code for a number and drop its zeros.
fn has_leading_zero(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(cell: &str) -> bool {
    cell.strip_prefix('-').unwrap_or(cell).starts_with(|first: char| first.is_ascii_digit())
        && cell.parse::<rust_decimal::Decimal>().is_ok()
}

/// A table as a list of objects, one a line. Numbers keep their digits; what is empty is `null`.
///
/// # Errors
/// When a cell is no text.
pub fn json<S: AsRef<str>>(
    columns: &[TableColumn],
    rows: impl IntoIterator<Item = Vec<S>>,
) -> Result<String, ExportError> {
    let mut list = String::new();
    for row in rows {
        let mut fields = Vec::with_capacity(columns.len());
        for (column, cell) in columns.iter().zip(&row) {
            let cell = cell.as_ref();
            let value = if cell.is_empty() {
                "null".to_owned()
            } else if column.number && is_number(cell) {
                cell.to_owned()
            } else {
                serde_json::to_string(cell)?
            };
            fields.push(format!("{}:{value}", serde_json::to_string(&column.name)?));
        }
        list.push_str(if list.is_empty() { "{" } else { ",\n{" });
        list.push_str(&fields.join(","));
        list.push('}');
    }
    Ok(format!("[\n{list}\n]\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(dialect: Dialect, rows: &[[&str; 3]]) -> String {
        let csv = Csv::new(dialect, columns(&["code", "text", "value"], &["value"]));
        String::from_utf8(csv.file(rows.iter().map(|row| row.to_vec())).unwrap()).unwrap()
    }

    #[test]
    fn the_standard_is_rfc_4180() {
        assert_eq!(
            written(Dialect::Standard, &[["0114", "a \"b\", c", "1.5"], ["0115", "", "#vet_ej"]]),
            "code,text,value\r\n0114,\"a \"\"b\"\", c\",1.5\r\n0115,,#vet_ej\r\n"
        );
    }

    #[test]
    fn excel_gets_its_mark_commas_in_numbers_alone_and_keeps_zeros() {
        assert_eq!(
            written(Dialect::Excel, &[["0114", "kl. 10.15", "-1.5"], ["1480", "1.5", "#vet_ej"], ["0", "070", "0"]]),
            "\u{feff}code;text;value\r\n\"=\"\"0114\"\"\";kl. 10.15;-1,5\r\n1480;1.5;#vet_ej\r\n0;\"=\"\"070\"\"\";0\r\n"
        );
    }

    #[test]
    fn json_keeps_every_digit() {
        let rows = [vec!["0114", "å\"", "0.862069"], vec!["x", "", "12345678901234567.000001"]];
        assert_eq!(
            json(&columns(&["code", "text", "value"], &["value"]), rows).unwrap(),
            "[\n{\"code\":\"0114\",\"text\":\"å\\\"\",\"value\":0.862069},\n\
             {\"code\":\"x\",\"text\":null,\"value\":12345678901234567.000001}\n]\n"
        );
        assert_eq!(json(&columns(&["code"], &[]), Vec::<Vec<&str>>::new()).unwrap(), "[\n\n]\n");
    }
}
