//! One request before it is sent: path, query, headers, body.

use std::fmt::Write as _;

use guichet_common::Query;
use serde::Serialize;

use crate::error::Error;
use crate::transport::{Method, Request};

/// The version of a ticket, as the server names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ETag(String);

impl ETag {
    /// From the header's text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The header's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names one creation, so that repeating it after a lost answer creates nothing twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// From a text that the caller kept; 1 to 255 visible ASCII characters.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A new one, of 128 random bits.
    pub fn random() -> Result<Self, Error> {
        let mut bytes = [0; 16];
        crate::transport::fill_random(&mut bytes)?;
        let mut text = String::with_capacity(32);
        for byte in bytes {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// The header's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A request to be sent by the client.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) request: Request,
    /// Goes without the access token, and is never repeated after a renewal.
    pub(crate) anonymous: bool,
}

impl Call {
    fn new(method: Method, path: &str) -> Self {
        Self {
            request: Request {
                method,
                path: format!("/api/v1{path}"),
                headers: vec![("accept", "application/json".to_owned())],
                body: None,
            },
            anonymous: false,
        }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new(Method::Get, path)
    }

    pub(crate) fn post(path: &str) -> Self {
        Self::new(Method::Post, path)
    }

    pub(crate) fn put(path: &str) -> Self {
        Self::new(Method::Put, path)
    }

    pub(crate) fn patch(path: &str) -> Self {
        Self::new(Method::Patch, path)
    }

    pub(crate) fn delete(path: &str) -> Self {
        Self::new(Method::Delete, path)
    }

    pub(crate) fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    pub(crate) fn query(mut self, query: &impl Query) -> Self {
        self.request.path.push_str(&query_string(&query.to_pairs()));
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.request.headers.retain(|(other, _)| *other != name);
        self.request.headers.push((name, value.into()));
        self
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        self.request.body = Some(serde_json::to_string(body)?);
        Ok(self.header("content-type", "application/json"))
    }

    pub(crate) fn if_match(self, etag: Option<&ETag>) -> Self {
        match etag {
            Some(etag) => self.header("if-match", etag.as_str()),
            None => self,
        }
    }

    pub(crate) fn idempotent(self, key: &IdempotencyKey) -> Self {
        self.header("idempotency-key", key.as_str())
    }
}

/// `?a=1&b=2`, percent-encoded; nothing without pairs.
#[must_use]
pub fn query_string(pairs: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        push_encoded(&mut text, value);
    }
    text
}

/// A path segment or query value: all but the unreserved characters of RFC 3986 is encoded.
pub(crate) fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    push_encoded(&mut text, value);
    text
}

fn push_encoded(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use guichet_common::query::QueryInstant;
    use guichet_common::tickets::TicketQuery;
    use guichet_common::vocabulary::{Priority, TicketSort, TicketState};

    use super::*;

    fn path(query: &TicketQuery) -> String {
        Call::get("/tickets").query(query).request.path
    }

    #[test]
    fn an_empty_query_leaves_the_path_alone() {
        assert_eq!(path(&TicketQuery::default()), "/api/v1/tickets");
    }

    #[test]
    fn every_value_is_encoded_and_lists_repeat_their_name() {
        let query = TicketQuery {
            q: Some("réseau & wifi+vpn 100%".to_owned()),
            state: vec![TicketState::New, TicketState::OnHold],
            priority: vec![Priority::Critical],
            needs_action: Some(true),
            sort: Some(TicketSort::UpdatedAtDesc),
            limit: Some(25),
            ..TicketQuery::default()
        };
        assert_eq!(
            path(&query),
            "/api/v1/tickets?q=r%C3%A9seau%20%26%20wifi%2Bvpn%20100%25&state=new&state=on_hold\
             &priority=1&needs_action=true&sort=-updated_at&limit=25"
        );
    }

    #[test]
    fn instants_keep_their_colons_encoded() {
        let since: QueryInstant = "2026-03-01T08:00:00Z".parse().expect("an instant");
        let query = TicketQuery {
            created_after: Some(since),
            ..TicketQuery::default()
        };
        assert_eq!(
            path(&query),
            "/api/v1/tickets?created_after=2026-03-01T08%3A00%3A00.000000Z"
        );
    }

    #[test]
    fn a_segment_cannot_leave_its_place() {
        assert_eq!(encoded("../a/b?c#d"), "..%2Fa%2Fb%3Fc%23d");
    }

    #[test]
    fn headers_are_set_once() {
        let key = IdempotencyKey::new("k1");
        let call = Call::post("/tickets")
            .idempotent(&key)
            .if_match(Some(&ETag::new("\"3\"")))
            .header("accept", "text/event-stream");
        assert_eq!(
            call.request.headers,
            [
                ("idempotency-key", "k1".to_owned()),
                ("if-match", "\"3\"".to_owned()),
                ("accept", "text/event-stream".to_owned()),
            ]
        );
    }

    #[test]
    fn random_keys_differ() {
        let one = IdempotencyKey::random().expect("random");
        let two = IdempotencyKey::random().expect("random");
        assert_eq!(one.as_str().len(), 32);
        assert_ne!(one, two);
    }
}
