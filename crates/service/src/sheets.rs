//! Tables as files, CSV or Excel: read with all that spreadsheets make of them, and written so that
//! no cell is taken for a formula.

mod csv_in;
mod out;
mod xlsx_in;

use bytes::Bytes;
use guichet_common::ErrorCode;
use guichet_common::directory::{IMPORT_COLUMNS_MAX, IMPORT_ROWS_MAX};
use guichet_common::problem::FieldError;

use crate::background;
use crate::error::{Error, Result};

pub(crate) use self::out::{TableOut, write};

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Table {
    /// The first row.
    pub(crate) headings: Vec<String>,
    /// The others, less those that are blank.
    pub(crate) rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableRow {
    /// Its place, as spreadsheets count: the headings are row 1.
    pub(crate) number: u32,
    /// Its cells, without spaces around them.
    pub(crate) cells: Vec<String>,
}

/// Reads a file, on a thread of its own: what it is tells its beginning, not its name.
pub(crate) async fn read(file: Bytes) -> Result<Table> {
    background::run("import", move || {
        if file.is_empty() {
            return Err(Error::field("file", "empty_file"));
        }
        if file.starts_with(b"PK\x03\x04") {
            xlsx_in::read(&file)
        } else {
            csv_in::read(&file)
        }
    })
    .await
}

/// The file is none of those that are read.
fn unreadable() -> Error {
    Error::field("file", "invalid_format")
}

/// The file unpacks to more than is read.
const fn too_large(max: u64) -> Error {
    Error::OverLimit {
        code: ErrorCode::FileTooLarge,
        max,
    }
}

fn too_many(max: usize) -> Error {
    Error::Invalid(vec![FieldError::at("/file", "too_many").with("max", max)])
}

impl Table {
    /// Takes the next row of the file.
    fn push(&mut self, number: u32, mut cells: Vec<String>) -> Result<()> {
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() > IMPORT_COLUMNS_MAX {
            return Err(too_many(IMPORT_COLUMNS_MAX));
        }
        if number == 1 {
            self.headings = cells;
        } else if !cells.is_empty() {
            if self.rows.len() >= IMPORT_ROWS_MAX {
                return Err(too_many(IMPORT_ROWS_MAX));
            }
            self.rows.push(TableRow { number, cells });
        }
        Ok(())
    }
}

/// A cell's text: without spaces around it, and without the sign that keeps a spreadsheet from
/// taking it for a formula; see [`out`].
fn cell(text: &str) -> String {
    let text = text.trim();
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => text.to_owned(),
    }
}
