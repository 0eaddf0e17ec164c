//! Tables written: CSV in UTF-8 with a byte order mark, so that Excel reads the accents, or a
//! workbook with nothing but texts.

use std::fs::File;
use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};

use guichet_common::vocabulary::ExportFormat;
use rust_xlsxwriter::{Format, Workbook};

use crate::background;
use crate::error::Result;
use crate::tickets::{ExportFile, csv_error, cut, without_formula, write_error, xlsx_error};

/// A table to be written.
#[derive(Debug)]
pub(crate) struct TableOut {
    /// The name of the sheet.
    pub(crate) title: String,
    /// The file's name without its ending.
    pub(crate) file_name: String,
    /// The headings, with the widths that their columns have in Excel, in characters.
    pub(crate) headings: Vec<(&'static str, u16)>,
    /// The rows, as wide as the headings.
    pub(crate) rows: Vec<Vec<String>>,
}

/// Writes a table, on a thread of its own.
pub(crate) async fn write(table: TableOut, format: ExportFormat) -> Result<ExportFile> {
    background::run("export", move || {
        let (content_type, ending) = match format {
            ExportFormat::Xlsx => (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "xlsx",
            ),
            ExportFormat::Csv => ("text/csv; charset=utf-8", "csv"),
        };
        let file_name = format!("{}.{ending}", table.file_name);
        let mut file = match format {
            ExportFormat::Xlsx => write_xlsx(table)?,
            ExportFormat::Csv => write_csv(table)?,
        };
        let size = file.seek(SeekFrom::End(0)).map_err(write_error)?;
        file.rewind().map_err(write_error)?;
        Ok(ExportFile {
            file,
            size,
            content_type,
            file_name,
        })
    })
    .await
}

fn write_csv(table: TableOut) -> Result<File> {
    let mut file = BufWriter::new(tempfile::tempfile().map_err(write_error)?);
    file.write_all("\u{feff}".as_bytes()).map_err(write_error)?;
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(file);
    csv.write_record(table.headings.iter().map(|(heading, _)| heading))
        .map_err(csv_error)?;
    for row in table.rows {
        csv.write_record(row.into_iter().map(without_formula))
            .map_err(csv_error)?;
    }
    let file = csv
        .into_inner()
        .map_err(|error| write_error(error.into_error()))?;
    file.into_inner()
        .map_err(|error| write_error(error.into_error()))
}

fn write_xlsx(table: TableOut) -> Result<File> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = workbook
        .add_worksheet_with_constant_memory()
        .map_err(xlsx_error)?;
    sheet.set_name(&table.title).map_err(xlsx_error)?;
    for (column, (heading, width)) in (0_u16..).zip(table.headings) {
        sheet.set_column_width(column, width).map_err(xlsx_error)?;
        sheet
            .write_string_with_format(0, column, heading, &bold)
            .map_err(xlsx_error)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(xlsx_error)?;
    for (line, row) in (1_u32..).zip(table.rows) {
        for (column, text) in (0_u16..).zip(row) {
            if !text.is_empty() {
                sheet
                    .write_string(line, column, cut(text))
                    .map_err(xlsx_error)?;
            }
        }
    }
    let mut file = tempfile::tempfile().map_err(write_error)?;
    workbook.save_to_writer(&mut file).map_err(xlsx_error)?;
    Ok(file)
}
