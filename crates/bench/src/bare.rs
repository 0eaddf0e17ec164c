//! Operations without HTTP around them: what the machine does at best.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use rusqlite::Connection;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::load::count;

/// Hashes a second of argon2id with the server's parameters, on every core, each with memory that
/// is set aside once.
pub fn argon2_hashes(duration: Duration) -> Result<f64> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let started = Instant::now();
    let workers: Vec<_> = (0..threads)
        .map(|_| thread::spawn(move || hash_until(started, duration)))
        .collect();
    let mut done = 0;
    for worker in workers {
        done += worker
            .join()
            .map_err(|_panic| anyhow!("a hashing thread panicked"))??;
    }
    Ok(count(done) / started.elapsed().as_secs_f64())
}

fn hash_until(started: Instant, duration: Duration) -> Result<usize> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow!("{error}"))?;
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = [0; 32];
    let mut done = 0;
    while started.elapsed() < duration {
        argon2
            .hash_password_into_with_memory(
                b"Guichet-Demo-2026!",
                b"0123456789abcdef",
                &mut out,
                &mut memory,
            )
            .map_err(|error| anyhow!("{error}"))?;
        done += 1;
    }
    Ok(done)
}

/// Rows a second, each durable on its own: one row a transaction, one after the other, in SQLite
/// with a write-ahead log and `synchronous = FULL`.
pub fn durable_inserts(folder: &Path, row: &str, duration: Duration) -> Result<f64> {
    let database = Connection::open(folder.join("inserts.sqlite3"))?;
    database.pragma_update(None, "journal_mode", "wal")?;
    database.pragma_update(None, "synchronous", "full")?;
    database.execute_batch("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")?;
    let mut insert = database.prepare("INSERT INTO rows (text) VALUES (?1)")?;
    let mut done = 0;
    let started = Instant::now();
    while started.elapsed() < duration {
        insert.execute([row])?;
        done += 1;
    }
    Ok(count(done) / started.elapsed().as_secs_f64())
}

/// A cell of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A date with its time.
    Instant(String),
    /// Nothing.
    Empty,
}

/// How long it takes to write these cells to a file, row by row in constant memory.
pub fn workbook(rows: &[Vec<Cell>], file: &Path) -> Result<Duration> {
    let started = Instant::now();
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    sheet.write_string(row, column, text)?;
                }
                Cell::Instant(text) => {
                    let instant = ExcelDateTime::parse_from_str(text)?;
                    sheet.write_datetime_with_format(row, column, &instant, &date)?;
                }
                Cell::Empty => {}
            }
        }
    }
    workbook.save(file)?;
    Ok(started.elapsed())
}

/// The cells of a CSV export; what reads as an instant becomes one.
pub fn cells(csv: &[u8]) -> Result<Vec<Vec<Cell>>> {
    let text = std::str::from_utf8(csv)?.trim_start_matches('\u{feff}');
    let separator = if text.lines().next().unwrap_or_default().contains(';') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.context("a record of the export")?;
        rows.push(record.iter().map(cell).collect());
    }
    Ok(rows)
}

fn cell(text: &str) -> Cell {
    let starts_as_date = text.len() >= 16
        && text.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && text.as_bytes().get(4) == Some(&b'-');
    if text.is_empty() {
        Cell::Empty
    } else if starts_as_date && ExcelDateTime::parse_from_str(text).is_ok() {
        Cell::Instant(text.to_owned())
    } else {
        Cell::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn export_is_read_back_as_texts_instants_and_gaps() {
        let rows = cells("\u{feff}Numéro;Créé;Motif\nCS0000001;2026-11-24 08:00:00;\n".as_bytes());
        let expected = vec![
            Cell::Text("CS0000001".to_owned()),
            Cell::Instant("2026-11-24 08:00:00".to_owned()),
            Cell::Empty,
        ];
        assert_eq!(rows.unwrap()[1], expected);
    }
}
