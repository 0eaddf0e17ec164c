//! A mail as the body of a request, within limits of size and time.

use std::time::Duration;

use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Payload;
use futures_util::StreamExt as _;
use guichet_common::ErrorCode;
use guichet_service::spool::Spool;
use guichet_service::storage::io_error;

use crate::error::{ApiError, ApiResult};
use crate::extract::Patient;

/// How long a sender may fall silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a message may take as a whole.
const LONGEST: Duration = Duration::from_mins(10);

/// The message, of at most so many bytes.
pub async fn receive(headers: &HeaderMap, payload: Payload, most: u64) -> ApiResult<Spool> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &header::HeaderValue| value.to_str().ok())
    };
    let media_type = text(header::CONTENT_TYPE).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("message/rfc822")
        || headers.contains_key(header::CONTENT_ENCODING)
    {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > most) {
        return Err(ErrorCode::PayloadTooLarge.into());
    }
    tokio::time::timeout(LONGEST, read(payload, most))
        .await
        .map_err(|_elapsed| ApiError::from(ErrorCode::UploadIncomplete))?
}

async fn read(payload: Payload, most: u64) -> ApiResult<Spool> {
    let mut chunks = Box::pin(Patient::stream(payload, SILENCE));
    let mut raw = Spool::default();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| {
            tracing::debug!(%error, "a mail broke off");
            ApiError::from(ErrorCode::UploadIncomplete)
        })?;
        let size = raw.len().saturating_add(chunk.len());
        if u64::try_from(size).unwrap_or(u64::MAX) > most {
            return Err(ErrorCode::PayloadTooLarge.into());
        }
        raw.end().extend_from_slice(&chunk);
        raw.settle().await.map_err(io_error)?;
    }
    Ok(raw)
}
