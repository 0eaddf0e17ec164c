//! The export as comma-separated values (RFC 4180), UTF-8 with a byte order mark so that Excel
//! reads the accents.

use std::fs::File;
use std::io::{BufWriter, Write as _};

use guichet_db::tickets::ExportRow;
use tokio::sync::mpsc;

use super::{COLUMNS, Reader, write_error};
use crate::error::{Error, Result};

/// Writes the batches as they come.
pub(super) fn write(mut batches: mpsc::Receiver<Vec<ExportRow>>, reader: Reader) -> Result<File> {
    let mut file = BufWriter::new(tempfile::tempfile().map_err(write_error)?);
    file.write_all("\u{feff}".as_bytes()).map_err(write_error)?;
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    let titles = COLUMNS.map(|(key, _)| guichet_i18n::text(reader.language, key));
    csv.write_record(titles).map_err(csv_error)?;
    while let Some(batch) = batches.blocking_recv() {
        for row in &batch {
            let instants = [row.created_at, row.updated_at]
                .map(|at| reader.local(at).format("%Y-%m-%d %H:%M:%S").to_string());
            let texts = reader.texts(row).map(without_formula);
            csv.write_record(texts.iter().chain(&instants))
                .map_err(csv_error)?;
        }
    }
    let file = csv
        .into_inner()
        .map_err(|error| write_error(error.into_error()))?;
    file.into_inner()
        .map_err(|error| write_error(error.into_error()))
}

/// A spreadsheet would run a text that begins like a formula (OWASP, CSV injection).
pub(crate) fn without_formula(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

pub(crate) fn csv_error(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => write_error(error),
        other => Error::internal(format!("{other:?}")),
    }
}
