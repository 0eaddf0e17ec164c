//! What the server answered.

use guichet_common::Problem;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What the server answered, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
    what: String,
}

impl Answer {
    pub(crate) async fn read(what: String, response: reqwest::Response) -> Self {
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = response
            .bytes()
            .await
            .expect("the answer is complete")
            .to_vec();
        assert_ne!(
            status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{what}: {}",
            text(&bytes)
        );
        Self {
            status: status.as_u16(),
            headers,
            bytes,
            what,
        }
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        text(&self.bytes)
    }

    /// The body as JSON; `null` when it is empty.
    #[must_use]
    pub fn json(&self) -> Value {
        if self.bytes.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, self.text()))
    }

    /// The body as a DTO.
    #[must_use]
    pub fn read_as<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, self.text()))
    }

    /// A header, empty when absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Insists on this status.
    #[expect(
        clippy::must_use_candidate,
        clippy::return_self_not_must_use,
        reason = "it insists"
    )]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
        self
    }

    /// Insists on a problem document with this code and the status that goes with it.
    #[expect(clippy::must_use_candidate, reason = "it insists")]
    pub fn expect_problem(&self, code: &str) -> Problem {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.what
        );
        let problem: Problem = self.read_as();
        assert_eq!(
            problem.code.as_str(),
            code,
            "{}: {}",
            self.what,
            self.text()
        );
        assert_eq!(problem.status, self.status, "{}", self.what);
        assert_eq!(problem.status, problem.code.status(), "{}", self.what);
        assert_eq!(problem.r#type, problem.code.type_uri(), "{}", self.what);
        assert_eq!(
            problem.request_id,
            self.header("x-request-id"),
            "{}",
            self.what
        );
        problem
    }

    /// Insists on 422, and gives `pointer or parameter: code` of every error.
    #[must_use]
    pub fn field_errors(&self) -> Vec<String> {
        self.expect_problem("validation_failed")
            .errors
            .iter()
            .map(|error| {
                let place = error.pointer.as_ref().or(error.parameter.as_ref());
                assert!(
                    !error.detail.is_empty(),
                    "{}: an error without words",
                    self.what
                );
                format!("{}: {}", place.map_or("", String::as_str), error.code)
            })
            .collect()
    }

    /// The body without the request id: what must be equal for foreign and missing things.
    #[must_use]
    pub fn without_request_id(&self) -> Value {
        let mut json = self.json();
        if let Some(fields) = json.as_object_mut() {
            fields.remove("request_id");
        }
        json
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
