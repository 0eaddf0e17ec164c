//! A QR code as SVG.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::error::{Error, Result};

/// White around it, in squares (ISO/IEC 18004 wants four).
const QUIET: i32 = 4;

/// The text as a picture: black on white in both themes, since cameras want it so.
pub(super) fn svg(text: &str) -> Result<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|error| Error::internal(error.to_string()))?;
    let size = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                // Writing to memory does not fail.
                let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0,0h{size}v{size}h-{size}z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picture_is_square_and_says_nothing_in_plain_text() {
        let svg = svg("otpauth://totp/Heliaq:claire?secret=ABC").unwrap();
        assert!(svg.starts_with("<svg xmlns"));
        assert!(svg.ends_with("</svg>"));
        assert!(!svg.contains("ABC"));
        // The upper left finder pattern begins after the white.
        assert!(svg.contains("M4,4h1v1h-1z"));
    }
}
