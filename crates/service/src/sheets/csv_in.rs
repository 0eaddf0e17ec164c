//! Comma-separated values, as spreadsheets of either country write them: UTF-8 with or without byte
//! order mark, UTF-16 with one, or Windows-1252; with commas, semicolons or tabs.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Table, cell, unreadable};
use crate::error::Result;

pub(super) fn read(bytes: &[u8]) -> Result<Table> {
    let text = decode(bytes);
    if text.contains('\0') {
        return Err(unreadable());
    }
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = csv::StringRecord::new();
    // Lines that are within cells are no rows of their own.
    let mut within = 0_u64;
    while reader
        .read_record(&mut record)
        .map_err(|_broken| unreadable())?
    {
        let breaks = record
            .iter()
            .flat_map(str::bytes)
            .filter(|byte| *byte == b'\n');
        within += u64::try_from(breaks.count()).unwrap_or_default();
        // The reader stands in the line after the row.
        let number = reader.position().line().saturating_sub(within + 1);
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        table.push(number, record.iter().map(cell).collect())?;
    }
    Ok(table)
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // What Excel writes in Western Europe when nobody asks for UTF-8.
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// What stands between the headings; those have none of it within.
fn separator(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |separator: u8| line.bytes().filter(|byte| *byte == separator).count();
    let mut found = b',';
    for separator in [b';', b'\t'] {
        if count(separator) > count(found) {
            found = separator;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::plain("Prénom,Nom\nZoé,Été\n".as_bytes().to_vec())]
    #[case::semicolons("\u{feff}Prénom;Nom\r\nZoé;Été\r\n".as_bytes().to_vec())]
    #[case::tabs("Prénom\tNom\nZoé\t Été ".as_bytes().to_vec())]
    #[case::windows(b"Pr\xe9nom;Nom\r\nZo\xe9;\xc9t\xe9\r\n".to_vec())]
    #[case::utf16(
        std::iter::once(0xfeff_u16)
            .chain("Prénom\tNom\r\nZoé\tÉté\r\n".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    )]
    fn what_spreadsheets_write_is_read(#[case] bytes: Vec<u8>) {
        let table = read(&bytes).expect("it is read");
        assert_eq!(table.headings, ["Prénom", "Nom"]);
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0].cells, ["Zoé", "Été"]);
    }

    #[test]
    fn rows_are_counted_as_spreadsheets_do() {
        let text = "a,b\n1,\"two\r\nlines\"\r\n\r\n,\n'=1+1,\"x\"\"y\"\n\n\nlast";
        let table = read(text.as_bytes()).expect("it is read");
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.number, row.cells.join("|")))
            .collect();
        let expected = [(2, "1|two\nlines"), (5, "=1+1|x\"y"), (8, "last")];
        assert_eq!(
            rows,
            expected.map(|(number, cells)| (number, cells.to_owned()))
        );
    }

    #[test]
    fn binary_files_and_huge_ones_are_refused() {
        assert!(read(b"\xd0\xcf\x11\xe0\0\0").is_err());
        assert!(read(&b"a\n".repeat(10_002)).is_err());
        assert!(read(",x".repeat(60).as_bytes()).is_err());
    }
}
