//! Files of the demo's tickets, made here rather than kept in the repository.

use std::fmt::Write as _;

use super::random::Random;

/// The bytes of a file; its kind is told by the ending of its name.
pub fn bytes(name: &str, text: &str) -> Vec<u8> {
    match name.rsplit('.').next() {
        Some("png") => png(name),
        Some("pdf") => pdf(text),
        // A byte order mark, as spreadsheets want it.
        Some("csv") => format!("\u{feff}{text}\n").into_bytes(),
        _ => format!("{text}\n").into_bytes(),
    }
}

const WIDTH: usize = 480;
const HEIGHT: usize = 300;

/// A picture like a screenshot of a message box; the name decides how its lines of text fall.
fn png(name: &str) -> Vec<u8> {
    let seed = name.bytes().fold(7, |seed: u64, byte| {
        seed.wrapping_mul(31).wrapping_add(byte.into())
    });
    let lines = text_lines(&mut Random::seeded(seed));
    let mut pixels = Vec::with_capacity((WIDTH + 1) * HEIGHT);
    for y in 0..HEIGHT {
        // Every row begins with the number of its filter; 0 is none.
        pixels.push(0);
        pixels.extend((0..WIDTH).map(|x| colour(x, y, &lines)));
    }
    let mut header = Vec::new();
    for size in [WIDTH, HEIGHT] {
        header.extend(u32::try_from(size).unwrap_or_default().to_be_bytes());
    }
    // Eight bits a pixel, palette, and the one method each of compression, filter and order.
    header.extend([8, 3, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"PLTE", PALETTE.as_flattened());
    chunk(&mut file, *b"IDAT", &zlib(&pixels));
    chunk(&mut file, *b"IEND", b"");
    file
}

const PALETTE: [[u8; 3]; 5] = [
    [0xe6, 0xeb, 0xf0],
    [0x0a, 0x5f, 0x80],
    [0xff, 0xff, 0xff],
    [0xc6, 0x3c, 0x2f],
    [0x8a, 0x97, 0xa3],
];

/// Where the lines of text end.
fn text_lines(random: &mut Random) -> [usize; 5] {
    [(); 5].map(|()| 240 + random.below(190))
}

fn colour(x: usize, y: usize, lines: &[usize; 5]) -> u8 {
    let circle = x.abs_diff(80).pow(2) + y.abs_diff(130).pow(2) < 32 * 32;
    let in_line = y % 24 < 9 && (90..210).contains(&y);
    let line = lines
        .get(y.saturating_sub(90) / 24)
        .copied()
        .unwrap_or_default();
    match (x, y) {
        (0..24 | 456.., _) | (_, 0..20 | 280..) => 0,
        (_, 20..52) => 1,
        _ if circle => 3,
        (340..440, 232..264) => 1,
        _ if in_line && (140..line).contains(&x) => 4,
        _ => 2,
    }
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or_default().to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(data);
    let sum = crc32(file.get(start..).unwrap_or_default());
    file.extend(sum.to_be_bytes());
}

/// A zlib stream (RFC 1950) of stored blocks: the pictures are small and few, a compressor would be
/// more code than they are worth.
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        let length = u16::try_from(block.len()).unwrap_or_default();
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(adler32(data).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

fn adler32(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1, 0), |(a, b): (u32, u32), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    (b << 16) | a
}

/// One page of text, with the fonts that every reader has (PDF 1.4).
fn pdf(text: &str) -> Vec<u8> {
    let mut page = b"BT /F1 12 Tf 60 770 Td 18 TL\n".to_vec();
    for line in text.lines() {
        page.push(b'(');
        page.extend(line.chars().flat_map(latin1));
        page.extend(b") Tj T*\n");
    }
    page.extend(b"ET");
    let mut stream = format!("<< /Length {} >>\nstream\n", page.len()).into_bytes();
    stream.extend(page);
    stream.extend(b"\nendstream");
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_vec(),
    ];
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        // Writing to memory does not fail.
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend(format!("{number} 0 obj\n").into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.into_bytes());
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
            .into_bytes(),
    );
    file
}

/// A character of a PDF string in Latin-1, escaped where PDF gives it a meaning.
fn latin1(c: char) -> Vec<u8> {
    match (c, u8::try_from(u32::from(c))) {
        ('(' | ')' | '\\', Ok(byte)) => vec![b'\\', byte],
        (_, Ok(byte)) => vec![byte],
        ('’', Err(_)) => vec![b'\''],
        (_, Err(_)) => vec![b'?'],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_the_standard_ones() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn file_begins_as_its_kind_does() {
        assert!(bytes("a.png", "").starts_with(b"\x89PNG"));
        assert!(bytes("a.pdf", "Coût (HT)").starts_with(b"%PDF-1.4"));
        assert!(bytes("a.csv", "é").starts_with("\u{feff}é".as_bytes()));
    }

    #[test]
    fn pdf_escapes_parentheses() {
        let file = bytes("a.pdf", "Coût (HT)");
        assert!(
            file.windows(12).any(|part| part == b"(Co\xfbt \\(HT\\)"),
            "{file:?}"
        );
    }
}
