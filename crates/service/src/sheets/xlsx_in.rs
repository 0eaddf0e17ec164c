//! Excel workbooks (Office Open XML): the first sheet. What a workbook unpacks to is measured before
//! it is read, whatever it says of itself.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use guichet_common::directory::{IMPORT_COLUMNS_MAX, IMPORT_ROWS_MAX};

use super::{Table, cell, too_large, too_many, unreadable};
use crate::error::Result;

/// Most bytes that a workbook unpacks to.
const UNPACKED_MAX: u64 = 32 * 1024 * 1024;
/// Most parts of a workbook.
const PARTS_MAX: usize = 500;

pub(super) fn read(bytes: &[u8]) -> Result<Table> {
    measure(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_broken| unreadable())?;
    let sheet = book
        .sheet_names()
        .into_iter()
        .next()
        .ok_or_else(unreadable)?;
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|_broken| unreadable())?;
    let mut table = Table::default();
    let mut row = Vec::new();
    let mut number = 0_u32;
    while let Some(found) = cells.next_cell().map_err(|_broken| unreadable())? {
        let (line, column) = found.get_position();
        let text = text(found.get_value());
        if text.is_empty() {
            continue;
        }
        if line + 1 != number {
            if line < number {
                return Err(unreadable());
            }
            flush(&mut table, number, &mut row)?;
            number = line + 1;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= IMPORT_COLUMNS_MAX {
            return Err(too_many(IMPORT_COLUMNS_MAX));
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        if let Some(place) = row.get_mut(column) {
            *place = text;
        }
        if table.rows.len() > IMPORT_ROWS_MAX {
            return Err(too_many(IMPORT_ROWS_MAX));
        }
    }
    flush(&mut table, number, &mut row)?;
    Ok(table)
}

fn flush(table: &mut Table, number: u32, row: &mut Vec<String>) -> Result<()> {
    if number > 0 {
        table.push(number, std::mem::take(row))?;
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            cell(text)
        }
        DataRef::SharedString(text) => cell(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(at) => at.as_f64().to_string(),
        // A formula that failed: as wrong as any other word.
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Unpacks all of it into nothing, and stops when it is too much: a few kilobytes may unpack to
/// gigabytes.
fn measure(bytes: &[u8]) -> Result<()> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_broken| unreadable())?;
    if archive.len() > PARTS_MAX {
        return Err(unreadable());
    }
    let mut left = UNPACKED_MAX;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_broken| unreadable())?;
        let mut part = part.take(left + 1);
        let size =
            std::io::copy(&mut part, &mut std::io::sink()).map_err(|_broken| unreadable())?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| too_large(UNPACKED_MAX))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::error::Error;

    #[test]
    fn workbook_is_read_with_its_kinds_of_cells() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "Prénom").expect("written");
        sheet.write_string(0, 1, "Actif").expect("written");
        sheet.write_string(2, 0, " Zoé ").expect("written");
        sheet.write_boolean(2, 1, true).expect("written");
        sheet.write_number(3, 3, 12.0).expect("written");
        let bytes = book.save_to_buffer().expect("saved");
        let table = read(&bytes).expect("it is read");
        assert_eq!(table.headings, ["Prénom", "Actif"]);
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.number, row.cells.join("|")))
            .collect();
        assert_eq!(rows, [(3, "Zoé|true".to_owned()), (4, "|||12".to_owned())]);
    }

    #[test]
    fn archive_that_unpacks_to_much_is_refused_before_it_is_read() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        archive
            .start_file("xl/sharedStrings.xml", options)
            .expect("begins");
        for _ in 0..40 {
            archive
                .write_all(&vec![b' '; 1024 * 1024])
                .expect("written");
        }
        let bytes = archive.finish().expect("ends").into_inner();
        assert!(bytes.len() < 100 * 1024);
        assert!(matches!(read(&bytes), Err(Error::OverLimit { .. })));
    }

    #[test]
    fn what_only_begins_like_a_workbook_is_refused() {
        for bytes in [
            &b"PK\x03\x04"[..],
            b"PK\x03\x04 and nothing else of an archive",
        ] {
            assert!(matches!(read(bytes), Err(Error::Invalid(_))));
        }
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file("readme.txt", options).expect("begins");
        let bytes = archive.finish().expect("ends").into_inner();
        assert!(matches!(read(&bytes), Err(Error::Invalid(_))));
    }
}
