//! The export as an Excel workbook (Office Open XML), in constant memory.

use std::fs::File;

use guichet_db::tickets::ExportRow;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc;

use super::{COLUMNS, Reader, write_error};
use crate::error::{Error, Result};

/// Most characters of a cell, as Excel counts them (UTF-16 units).
const CELL_MAX: usize = 32_767;
/// Most rows of a sheet, the header among them.
const ROWS_MAX: u32 = 1_048_576;

/// Writes the batches as they come; more rows than a sheet holds go on in a next one.
pub(super) fn write(mut batches: mpsc::Receiver<Vec<ExportRow>>, reader: Reader) -> Result<File> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let instant = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let mut sheet_number = 1_u32;
    let mut sheet = new_sheet(&mut workbook, reader, sheet_number, &bold)?;
    let mut line = 1_u32;
    while let Some(batch) = batches.blocking_recv() {
        for row in &batch {
            if line == ROWS_MAX {
                sheet_number += 1;
                sheet = new_sheet(&mut workbook, reader, sheet_number, &bold)?;
                line = 1;
            }
            write_row(sheet, line, row, reader, &instant)?;
            line += 1;
        }
    }
    let mut file = tempfile::tempfile().map_err(write_error)?;
    workbook.save_to_writer(&mut file).map_err(xlsx_error)?;
    Ok(file)
}

fn new_sheet<'a>(
    workbook: &'a mut Workbook,
    reader: Reader,
    number: u32,
    bold: &Format,
) -> Result<&'a mut Worksheet> {
    let sheet = workbook
        .add_worksheet_with_constant_memory()
        .map_err(xlsx_error)?;
    let name = if number == 1 {
        "Tickets".to_owned()
    } else {
        format!("Tickets {number}")
    };
    sheet.set_name(name).map_err(xlsx_error)?;
    for (column, (key, width)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width).map_err(xlsx_error)?;
        let title = guichet_i18n::text(reader.language, key);
        sheet
            .write_string_with_format(0, column, title, bold)
            .map_err(xlsx_error)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(xlsx_error)?;
    Ok(sheet)
}

/// Text goes in as text, never as a formula, whatever it begins with.
fn write_row(
    sheet: &mut Worksheet,
    line: u32,
    row: &ExportRow,
    reader: Reader,
    instant: &Format,
) -> Result<()> {
    for (column, text) in (0_u16..).zip(reader.texts(row)) {
        if !text.is_empty() {
            sheet
                .write_string(line, column, cut(text))
                .map_err(xlsx_error)?;
        }
    }
    for (column, at) in [(10, row.created_at), (11, row.updated_at)] {
        let local = reader.local(at);
        let at = ExcelDateTime::from_timestamp(local.and_utc().timestamp()).map_err(xlsx_error)?;
        sheet
            .write_datetime_with_format(line, column, &at, instant)
            .map_err(xlsx_error)?;
    }
    Ok(())
}

/// What Excel takes of a text.
pub(crate) fn cut(text: String) -> String {
    if text.len() <= CELL_MAX || text.encode_utf16().count() <= CELL_MAX {
        return text;
    }
    let mut room = CELL_MAX - 1;
    let mut short: String = text
        .chars()
        .take_while(|character| {
            let units = character.len_utf16();
            let fits = units <= room;
            room = room.saturating_sub(units);
            fits
        })
        .collect();
    short.push('…');
    short
}

pub(crate) fn xlsx_error(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => write_error(error),
        other => Error::internal(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_is_cut_to_what_excel_takes() {
        assert_eq!(cut("é".into()), "é");
        let long = cut("😀".repeat(20_000));
        assert!(long.encode_utf16().count() <= CELL_MAX && long.ends_with('…'));
    }
}
