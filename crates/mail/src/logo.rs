//! The supplier's logo, which mails carry with them: pictures from elsewhere are not shown before
//! the reader says so.

use std::fmt;

/// Its height in a mail, in pixels.
const HEIGHT: u32 = 34;
/// Its greatest width in a mail, in pixels.
const WIDTH_MAX: u32 = 260;
/// The greatest side of a logo: a small file can be a picture that fills a machine's memory.
const SIDE_MAX: u32 = 4000;

/// A picture that every mail program shows: PNG or JPEG.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    media_type: &'static str,
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logo")
            .field("media_type", &self.media_type)
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}

impl Logo {
    /// The Content-ID by which a mail's HTML shows it, without brackets.
    pub const CONTENT_ID: &'static str = "logo@brand.guichet";

    /// From the bytes of a picture, whatever they are called; `None` when they are not one of the two
    /// kinds, or no side is from 1 to 4,000 pixels.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        let (media_type, (width, height)) = if let Some(size) = png_size(&bytes) {
            ("image/png", size)
        } else {
            ("image/jpeg", jpeg_size(&bytes)?)
        };
        let usable = |side: u32| (1..=SIDE_MAX).contains(&side);
        (usable(width) && usable(height)).then_some(Self {
            media_type,
            bytes,
            width,
            height,
        })
    }

    /// `image/png` or `image/jpeg`.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The picture.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Width and height in a mail, in pixels, in proportion.
    #[must_use]
    pub fn size_in_mail(&self) -> (u32, u32) {
        let width = (self.width * HEIGHT).div_ceil(self.height);
        if width <= WIDTH_MAX {
            (width, HEIGHT)
        } else {
            (WIDTH_MAX, (self.height * WIDTH_MAX).div_ceil(self.width))
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let header = rest.get(4..16)?.strip_prefix(b"IHDR")?;
    Some((number(header.get(..4)?), number(header.get(4..8)?)))
}

/// From the first frame's header, over the segments before it.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let (marker, after) = rest.strip_prefix(b"\xff")?.split_first()?;
        match marker {
            // Padding.
            0xff => {
                rest = rest.get(1..)?;
                continue;
            }
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((number(after.get(5..7)?), number(after.get(3..5)?)));
            }
            0xda | 0xd9 => return None,
            _ => {}
        }
        let length = usize::try_from(number(after.get(..2)?)).ok()?;
        rest = after.get(length.max(2)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(b"\x08\x06\0\0\0");
        bytes
    }

    fn size(bytes: Vec<u8>) -> Option<(u32, u32)> {
        Logo::new(bytes).map(|logo| logo.size_in_mail())
    }

    #[test]
    fn logo_is_shown_in_proportion_within_its_place() {
        assert_eq!(size(png(340, 340)), Some((34, 34)));
        assert_eq!(size(png(680, 340)), Some((68, 34)));
        assert_eq!(size(png(3000, 100)), Some((260, 9)));
        assert_eq!(size(png(1, 4000)), Some((1, 34)));
    }

    #[test]
    fn jpeg_is_measured_over_its_segments() {
        let mut jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc4\0\x03c\xff\xc2\0\x11\x08".to_vec();
        jpeg.extend([0x00, 0x64, 0x01, 0x2c]);
        assert_eq!(
            Logo::new(jpeg.clone()).map(|logo| logo.media_type()),
            Some("image/jpeg")
        );
        assert_eq!(size(jpeg), Some((102, 34)));
    }

    #[test]
    fn whatever_else_is_no_logo() {
        for bytes in [
            &b""[..],
            b"\x89PNG\r\n\x1a\n",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a\x01\0\x01\0",
            b"\xff\xd8\xff\xe0\0\0\xff\xd9",
            b"\xff\xd8\xff\xda\0\x02",
            b"\xff\xd8\xff\xe0\xff\xff",
        ] {
            assert_eq!(Logo::new(bytes.to_vec()), None, "{bytes:?}");
        }
        assert_eq!(Logo::new(png(0, 1)), None);
        assert_eq!(Logo::new(png(4001, 1)), None);
    }
}
