//! `Content-Disposition` (RFC 6266) with names in any script (RFC 8187).

use std::fmt::Write as _;

/// Media types that a browser may show instead of saving: none of them can carry a script.
const SAFE_IMAGES: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];

/// Whether a file of this type may be shown in the page.
#[must_use]
pub fn may_be_inline(content_type: &str) -> bool {
    SAFE_IMAGES.contains(&content_type)
}

/// The header's value. Old programs read `filename`, in which what is not plain ASCII becomes `_`.
#[must_use]
pub fn content_disposition(inline: bool, file_name: &str) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let plain: String = file_name
        .chars()
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect();
    let mut value = format!("{kind}; filename=\"{plain}\"");
    if plain != file_name {
        value.push_str("; filename*=UTF-8''");
        percent_encode(&mut value, file_name);
    }
    value
}

/// `%` is out because some browsers decode it here; quotes and backslashes would need escapes.
fn is_plain(c: char) -> bool {
    (c.is_ascii_graphic() || c == ' ') && !matches!(c, '"' | '\\' | '%' | '/' | ';')
}

fn percent_encode(value: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(value, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_name_is_sent_as_it_is() {
        assert_eq!(
            content_disposition(false, "rapport 2025.pdf"),
            "attachment; filename=\"rapport 2025.pdf\""
        );
    }

    #[test]
    fn other_names_are_sent_twice_and_cannot_break_out() {
        assert_eq!(
            content_disposition(true, "été.png"),
            "inline; filename=\"_t_.png\"; filename*=UTF-8''%C3%A9t%C3%A9.png"
        );
        let hostile = content_disposition(false, "a\"\r\nSet-Cookie: x=1;.pdf");
        assert!(!hostile.contains(['\r', '\n']));
        assert_eq!(hostile.matches('"').count(), 2);
    }

    #[test]
    fn only_images_without_scripts_are_shown() {
        assert!(may_be_inline("image/png"));
        for unsafe_type in [
            "image/svg+xml",
            "text/html",
            "application/pdf",
            "text/plain",
        ] {
            assert!(!may_be_inline(unsafe_type), "{unsafe_type}");
        }
    }
}
