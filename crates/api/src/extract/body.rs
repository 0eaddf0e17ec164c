//! JSON bodies: bounded, in time and size, and every wrong field reported at once.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use bytes::{Bytes, BytesMut};
use futures_util::future::LocalBoxFuture;
use futures_util::{Stream, StreamExt as _};
use guichet_common::{ErrorCode, FieldError, Request};

use super::strict_json;
use crate::error::{ApiError, ApiResult};

/// The largest JSON body taken, in bytes.
pub const BODY_MAX: usize = 1024 * 1024;
/// How long a JSON body may take to arrive as a whole.
const BODY_TIMEOUT: Duration = Duration::from_secs(20);

/// A JSON body whose fields are all known and of the right types.
#[derive(Debug)]
pub struct ValidJson<T> {
    /// The request.
    pub value: T,
    /// Its bytes as they came, for [`super::IdempotencyKey`].
    pub raw: Bytes,
}

impl<T: Request + 'static> FromRequest for ValidJson<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let checked = check_head(request);
        let payload = payload.take();
        Box::pin(async move {
            checked?;
            let raw = tokio::time::timeout(BODY_TIMEOUT, read(payload))
                .await
                .map_err(|_elapsed| ApiError::from(ErrorCode::MalformedRequest))??;
            let value = read_fields(&raw)?;
            Ok(Self { value, raw })
        })
    }
}

/// Reads the bytes as a request.
fn read_fields<T: Request>(raw: &[u8]) -> ApiResult<T> {
    let body = strict_json::parse(raw).map_err(|error| {
        tracing::debug!(%error, "unreadable JSON");
        ApiError::from(ErrorCode::MalformedRequest)
    })?;
    T::from_json(body).map_err(|errors: Vec<FieldError>| ApiError::invalid(errors))
}

/// Refuses by the headers alone, before a byte of the body is read.
fn check_head(request: &HttpRequest) -> ApiResult<()> {
    let headers = request.headers();
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !media_type.is_some_and(is_json) || headers.contains_key(header::CONTENT_ENCODING) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    if length
        .and_then(|text| text.parse::<usize>().ok())
        .is_some_and(|length| length > BODY_MAX)
    {
        return Err(ErrorCode::PayloadTooLarge.into());
    }
    Ok(())
}

/// `application/json`, in UTF-8 if it says so at all.
fn is_json(media_type: &str) -> bool {
    let mut parts = media_type.split(';').map(str::trim);
    parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

pub(super) async fn read(mut payload: Payload) -> ApiResult<Bytes> {
    let mut raw = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| match error {
            PayloadError::Overflow => ApiError::from(ErrorCode::PayloadTooLarge),
            _ => ErrorCode::MalformedRequest.into(),
        })?;
        if raw.len() + chunk.len() > BODY_MAX {
            return Err(ErrorCode::PayloadTooLarge.into());
        }
        raw.extend_from_slice(&chunk);
    }
    Ok(raw.freeze())
}

/// A body that gives up when its sender falls silent: the server's own time limit covers the
/// head of a request only.
pub(crate) struct Patient;

impl Patient {
    /// The chunks of a payload, each of which may take this long.
    pub(crate) fn stream<S>(
        payload: S,
        each: Duration,
    ) -> impl Stream<Item = Result<Bytes, PayloadError>>
    where
        S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    {
        let stream = futures_util::stream::unfold(Some(payload), move |payload| async move {
            let mut payload = payload?;
            match tokio::time::timeout(each, payload.next()).await {
                Ok(chunk) => chunk.map(|chunk| (chunk, Some(payload))),
                Err(_elapsed) => Some((Err(PayloadError::Incomplete(None)), None)),
            }
        });
        // The multipart reader asks again after the end.
        stream.fuse()
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use guichet_common::tickets::{CreateTicket, ResumeTicket};

    use super::*;

    async fn extract<T: Request + 'static>(request: TestRequest) -> Result<T, ErrorCode> {
        let (request, mut payload) = request.to_http_parts();
        ValidJson::<T>::from_request(&request, &mut payload)
            .await
            .map(|body| body.value)
            .map_err(|error| error.code())
    }

    fn json(body: &'static str) -> TestRequest {
        TestRequest::post()
            .insert_header(("content-type", "application/json"))
            .set_payload(body)
    }

    #[actix_web::test]
    async fn body_that_is_not_json_by_its_type_is_refused() {
        for media_type in [
            "text/plain",
            "application/json; charset=latin1",
            "application/jsonx",
        ] {
            let request = TestRequest::post()
                .insert_header(("content-type", media_type))
                .set_payload("{}");
            assert_eq!(
                extract::<ResumeTicket>(request).await,
                Err(ErrorCode::UnsupportedMediaType)
            );
        }
        let none = TestRequest::post().set_payload("{}");
        assert_eq!(
            extract::<ResumeTicket>(none).await,
            Err(ErrorCode::UnsupportedMediaType)
        );
        let fine = TestRequest::post()
            .insert_header(("content-type", "Application/JSON; charset=\"UTF-8\""))
            .set_payload("{}");
        assert!(extract::<ResumeTicket>(fine).await.is_ok());
    }

    #[actix_web::test]
    async fn broken_json_is_unreadable_and_wrong_fields_are_invalid() {
        let codes = [
            ("{", ErrorCode::MalformedRequest),
            ("", ErrorCode::MalformedRequest),
            (
                r#"{"subject":"a","subject":"b"}"#,
                ErrorCode::MalformedRequest,
            ),
            ("[]", ErrorCode::ValidationFailed),
            ("{}", ErrorCode::ValidationFailed),
        ];
        for (body, code) in codes {
            assert_eq!(
                extract::<CreateTicket>(json(body)).await.err(),
                Some(code),
                "{body}"
            );
        }
    }

    #[actix_web::test]
    async fn body_over_the_limit_is_refused_whether_it_says_so_or_not() {
        let long = "x".repeat(BODY_MAX + 1);
        let honest = TestRequest::post()
            .insert_header(("content-type", "application/json"))
            .set_payload("{}")
            .insert_header(("content-length", long.len()));
        assert_eq!(
            extract::<ResumeTicket>(honest).await,
            Err(ErrorCode::PayloadTooLarge)
        );
        let silent = TestRequest::post()
            .insert_header(("content-type", "application/json"))
            .set_payload(long);
        assert_eq!(
            extract::<ResumeTicket>(silent).await,
            Err(ErrorCode::PayloadTooLarge)
        );
    }

    #[actix_web::test]
    async fn silent_sender_is_given_up() {
        let silent = futures_util::stream::pending::<Result<Bytes, PayloadError>>();
        let mut body = std::pin::pin!(Patient::stream(Box::pin(silent), Duration::from_millis(1)));
        assert!(matches!(
            body.next().await,
            Some(Err(PayloadError::Incomplete(None)))
        ));
        assert!(body.next().await.is_none());
    }
}
