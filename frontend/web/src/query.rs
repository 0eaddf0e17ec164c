//! Query strings of the portal's own addresses.

pub use guichet_client::query_string;

/// The decoded parameters of `?a=b&c=d`, in their order. What is not UTF-8 becomes `\u{fffd}`.
#[must_use]
pub fn parse_query(search: &str) -> Vec<(String, String)> {
    let pairs = search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// The last value of a parameter.
#[must_use]
pub fn query_value(search: &str, name: &str) -> Option<String> {
    let mut pairs = parse_query(search).into_iter();
    pairs
        .rfind(|(other, _)| other == name)
        .map(|(_, value)| value)
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(byte) = rest.bytes().next() {
        let hex = rest.get(1..3).filter(|_| byte == b'%');
        if let Some(escaped) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(escaped);
            rest = rest.get(3..).unwrap_or_default();
        } else {
            let letter = rest.chars().next().map_or(1, char::len_utf8);
            let (first, tail) = rest.split_at(letter);
            bytes.extend_from_slice(if first == "+" { b" " } else { first.as_bytes() });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{parse_query, query_string, query_value};

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

    #[test]
    fn what_was_written_is_read_again() {
        let pairs = [
            ("q", "réseau & Wi-Fi +50 %".to_owned()),
            ("state", "new".to_owned()),
        ];
        let read = parse_query(&query_string(&pairs));
        assert_eq!(read, pairs.map(|(name, value)| (name.to_owned(), value)));
    }

    #[test]
    fn odd_queries_are_read_as_far_as_possible() {
        assert!(parse_query("").is_empty());
        assert!(parse_query("?&&").is_empty());
        assert_eq!(query_value("?a+b=1+2", "a b").as_deref(), Some("1 2"));
        assert_eq!(query_value("?q=1&q=2&flag", "q").as_deref(), Some("2"));
        assert_eq!(query_value("?flag", "flag").as_deref(), Some(""));
        assert_eq!(query_value("?q=%", "q").as_deref(), Some("%"));
        assert_eq!(query_value("?q=%zz%é", "q").as_deref(), Some("%zz%é"));
        assert_eq!(query_value("?q=%ff", "q").as_deref(), Some("\u{fffd}"));
    }
}
