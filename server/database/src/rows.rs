//! Many rows in one statement.

use sea_orm::DbBackend;
use std::fmt::Write;

/// The most rows in one statement: it takes 32,766 values on SQLite, and no table has more than 40 columns.
const MOST: usize = 256;

/// From this on a portion is as large as this or as the most: what is left can be of any size below it, and the database
/// keeps the statements that it has prepared by their text.
const MANY: usize = 64;

/// Rows in portions.
pub fn chunks<T>(rows: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let chunk = match rows.len() {
            0 => return None,
            MOST.. => MOST,
            MANY.. => MANY,
            few => few,
        };
        Some(rows.by_ref().take(chunk).collect())
    })
}

/// The places of values in a statement: `($1, $2), ($3, $4)`, or `(?, ?), (?, ?)` on SQLite. There a place with a number is a
/// name, and each is looked for among all before it.
pub fn places(backend: DbBackend, rows: usize, columns: usize) -> String {
    let mut text = String::new();
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            text.push_str(if column == 1 { "" } else { ", " });
            // A string takes whatever is written.
            let _ = match backend {
                DbBackend::Sqlite => text.write_char('?'),
                _ => write!(text, "${}", row * columns + column),
            };
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_hold_every_row_once_and_are_of_few_sizes() {
        for count in [0, 1, 63, 64, 65, 255, 256, 1700] {
            let batches: Vec<Vec<usize>> = chunks((0..count).collect()).collect();
            assert_eq!(batches.concat(), (0..count).collect::<Vec<_>>());
            assert!(batches.iter().all(|chunk| matches!(chunk.len(), 1..=64 | 256)), "{count}");
        }
    }

    #[test]
    fn places_count_through_all_rows() {
        assert_eq!(places(DbBackend::Postgres, 2, 3), "($1, $2, $3), ($4, $5, $6)");
        assert_eq!(places(DbBackend::Postgres, 1, 1), "($1)");
        assert_eq!(places(DbBackend::Sqlite, 2, 2), "(?, ?), (?, ?)");
    }
}
