//! Addresses put together from parts that nobody has to trust.

use std::fmt::Write as _;

/// Percent-encodes all but unreserved characters (RFC 3986), as queries and forms want it.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to memory does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// Pairs as a query or form.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", escape(value)))
        .collect();
    pairs.join("&")
}

/// The address with these parameters more.
pub(crate) fn with_query(address: &str, parameters: &[(&str, &str)]) -> String {
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{}", pairs(parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_value_holds_stays_in_its_place() {
        assert_eq!(
            with_query("https://id.example/auth", &[("a", "x&b=é"), ("c", "~-._")]),
            "https://id.example/auth?a=x%26b%3D%C3%A9&c=~-._"
        );
        assert_eq!(
            with_query("https://id.example/auth?p=1", &[("a", "b")]),
            "https://id.example/auth?p=1&a=b"
        );
    }
}
