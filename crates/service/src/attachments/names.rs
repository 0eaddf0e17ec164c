//! File names that are safe to show and to save under, and media types that are true.

use guichet_common::limits::FILE_NAME_MAX;

/// A name without folders, control characters, and characters that change the direction of text
/// (which make `exe.gpj` look like `jpg.exe`), of bounded length; never empty, `.` or `..`.
pub(super) fn safe_file_name(claimed: &str) -> String {
    let last = claimed.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_bidi_control(*c))
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect();
    let clean = clean.trim().trim_end_matches(['.', ' ']);
    if clean.is_empty() {
        "fichier".to_owned()
    } else {
        shorten(clean)
    }
}

fn is_bidi_control(c: char) -> bool {
    matches!(c,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}')
}

/// Cuts the stem, keeps the ending.
fn shorten(name: &str) -> String {
    if name.len() <= FILE_NAME_MAX {
        return name.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 16 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let room = FILE_NAME_MAX - ending.len();
    let cut = (0..=room)
        .rev()
        .find(|at| stem.is_char_boundary(*at))
        .unwrap_or(0);
    format!("{}{ending}", stem.get(..cut).unwrap_or_default())
}

/// The media type that the first bytes show. Formats without a signature are told by looking at
/// the bytes (text or not) and then believed by their ending; nothing that a browser would run is
/// ever given its type.
pub(super) fn sniff_content_type(head: &[u8], file_name: &str) -> &'static str {
    if let Some(kind) = infer::get(head) {
        return match kind.mime_type() {
            "text/html" | "text/xml" | "application/xml" | "image/svg+xml" => "text/plain",
            mime => mime,
        };
    }
    if !is_text(head) {
        return "application/octet-stream";
    }
    let ending = file_name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("eml") => "message/rfc822",
        Some("ics") => "text/calendar",
        Some("vcf") => "text/vcard",
        _ => "text/plain",
    }
}

fn is_text(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The head may end in the middle of a character.
        Err(error) => error.error_len().is_none() || is_latin1_text(head),
    };
    valid && !head.contains(&0)
}

fn is_latin1_text(head: &[u8]) -> bool {
    head.iter()
        .all(|b| matches!(b, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0xa0..=0xff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_are_made_safe() {
        for (claimed, safe) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\moi\\rapport.pdf", "rapport.pdf"),
            (
                "facture\r\nSet-Cookie: a=b.pdf",
                "factureSet-Cookie_ a=b.pdf",
            ),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("..", "fichier"),
            ("", "fichier"),
            ("a\0b.txt", "ab.txt"),
            ("été – relevé (1).xlsx", "été – relevé (1).xlsx"),
        ] {
            assert_eq!(safe_file_name(claimed), safe);
        }
        let long = safe_file_name(&format!("{}.pdf", "é".repeat(300)));
        assert!(long.len() <= FILE_NAME_MAX && long.ends_with("é.pdf"));
    }

    #[test]
    fn type_is_that_of_the_bytes() {
        assert_eq!(
            sniff_content_type(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.txt"),
            "image/png"
        );
        assert_eq!(
            sniff_content_type(b"<html><script>alert(1)</script>", "a.png"),
            "text/plain"
        );
        assert_eq!(
            sniff_content_type(b"<svg xmlns='x' onload='a()'/>", "a.svg"),
            "text/plain"
        );
        assert_eq!(sniff_content_type(b"a;b\n1;2\n", "Relevé.CSV"), "text/csv");
        assert_eq!(
            sniff_content_type(&[0, 1, 2, 3], "a.txt"),
            "application/octet-stream"
        );
        assert_eq!(sniff_content_type(b"%PDF-1.7\n", "x"), "application/pdf");
        assert_eq!(sniff_content_type(b"r\xe9sum\xe9", "x.txt"), "text/plain");
    }
}
