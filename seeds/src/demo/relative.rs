//! Days counted from the opening of a round: `@31T14:05:12Z` is a moment, `@-120` a day.

use std::borrow::Cow;
use survey::iso_date;
use time::{Date, Duration};

/// A file in which every such cell is written out, for a round that opened on this day. A fault is a row, from 1, and
/// what is wrong with it.
pub(super) fn resolved(text: &str, opens: Date) -> Result<String, (usize, String)> {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut written = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut row = csv::StringRecord::new();
    let mut number = 0;
    let fault = |number: usize, error: &dyn std::fmt::Display| (number, error.to_string());
    while rows.read_record(&mut row).map_err(|error| fault(number + 1, &error))? {
        number += 1;
        for cell in &row {
            let resolved = when(cell, opens).map_err(|message| (number, message))?;
            let cell = resolved.as_deref().unwrap_or(cell);
            written.write_field(cell).map_err(|error| fault(number, &error))?;
        }
        written.write_record(None::<&[u8]>).map_err(|error| fault(number, &error))?;
    }
    let bytes = written.into_inner().map_err(|error| fault(number, &error))?;
    String::from_utf8(bytes).map_err(|error| fault(number, &error))
}

/// The moment or day that a cell counts from the opening, written out; nothing where it counts none.
pub(super) fn when(cell: &str, opens: Date) -> Result<Option<Cow<'static, str>>, String> {
    let Some(counted) = cell.strip_prefix('@') else { return Ok(None) };
    let (days, time) = counted.split_at(counted.find('T').unwrap_or(counted.len()));
    let day = days.parse::<i64>().ok().and_then(|days| opens.checked_add(Duration::days(days)));
    let day = day.ok_or_else(|| format!("`{cell}` does not count days"))?;
    Ok(Some(Cow::Owned(format!("{}{time}", iso_date::written(day)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const OPENS: Date = date!(2026 - 12 - 30);

    #[test]
    fn days_are_counted_from_the_opening() {
        for (cell, expected) in [
            ("@0T08:00:00Z", Some("2026-12-30T08:00:00Z")),
            ("@3T14:05:12Z", Some("2027-01-02T14:05:12Z")),
            ("@-30", Some("2026-11-30")),
            ("31", None),
            ("'@31", None),
            ("", None),
        ] {
            assert_eq!(when(cell, OPENS).unwrap().as_deref(), expected, "{cell}");
        }
        assert!(when("@i morgon", OPENS).is_err());
    }

    #[test]
    fn the_rest_of_the_file_is_as_it_was() {
        let text = "organisation,note\r\n0180,\"ett, två\r\noch \"\"tre\"\"\"\r\n@1,\r\n";
        assert_eq!(resolved(text, OPENS).unwrap(), text.replace("@1", "2026-12-31"));
        assert_eq!(resolved("a\r\n@x\r\n", OPENS), Err((2, "`@x` does not count days".to_owned())));
    }
}
