//! Query strings of the portal's own addresses.

use std::fmt::Write as _;

/// `?a=b&c=d`, percent-encoded; empty without pairs.
#[must_use]
pub fn query_string(pairs: &[(&str, String)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        encode(&mut query, value);
    }
    query
}

fn encode(into: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            into.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::query_string;

    #[test]
    fn values_are_percent_encoded() {
        let pairs = [
            ("q", "réseau & Wi-Fi".to_owned()),
            ("state", "on_hold".to_owned()),
        ];
        assert_eq!(
            query_string(&pairs),
            "?q=r%C3%A9seau%20%26%20Wi-Fi&state=on_hold"
        );
        assert_eq!(query_string(&[]), "");
    }
}
