//! Multipart uploads, streamed part by part.

use std::time::{Duration, Instant};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{Bytes, BytesMut, Payload};
use futures_util::stream::Fuse;
use futures_util::{StreamExt as _, TryStreamExt as _};
use guichet_common::{ErrorCode, FieldError};
use guichet_service::Limits;
use guichet_service::attachments::Upload;

use crate::error::{ApiError, ApiResult};
use crate::extract::Patient;

/// The part that carries a file.
const PART: &str = "file";
/// How long a sender may fall silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How long an upload may take as a whole, however slow the line.
const LONGEST: Duration = Duration::from_hours(1);
/// What headers and boundaries of the parts may come to, in bytes a file.
const PART_OVERHEAD: u64 = 4096;
/// How long the rest of a refused upload is read, so that its sender gets to see the answer.
const DRAIN: Duration = Duration::from_secs(5);

/// The multipart message of a request. Refuses by the headers what can be refused by them.
pub fn open(headers: &HeaderMap, payload: Payload, limits: &Limits) -> ApiResult<Multipart> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &header::HeaderValue| value.to_str().ok())
    };
    let media_type = text(header::CONTENT_TYPE).unwrap_or_default();
    if !media_type
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("multipart/form-data")
    {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let files = u64::try_from(limits.files_per_request).unwrap_or(u64::MAX);
    let most = files.saturating_mul(limits.file_bytes.saturating_add(PART_OVERHEAD));
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > most) {
        return Err(ErrorCode::PayloadTooLarge.into());
    }
    Ok(Multipart::new(
        headers,
        Box::pin(Patient::stream(payload, SILENCE)),
    ))
}

/// Reads all files into the upload.
///
/// When a file is refused, the rest is still read for a moment: a browser that is cut off while
/// sending shows "network error" instead of the answer.
pub async fn receive(message: Multipart, upload: &mut Upload) -> ApiResult<()> {
    tokio::time::timeout(LONGEST, receive_files(message, upload))
        .await
        .map_err(|_elapsed| ApiError::from(ErrorCode::UploadIncomplete))?
}

async fn receive_files(mut message: Multipart, upload: &mut Upload) -> ApiResult<()> {
    while let Some(field) = message.next().await {
        // Fused: a field must not be asked again after its end.
        let mut field = field.map_err(|error| unreadable(&error))?.fuse();
        match receive_file(&mut field, upload).await {
            Ok(()) => {}
            Err(Broken::Unreadable(error)) => return Err(unreadable(&error)),
            Err(Broken::Refused(error)) => {
                drain(field, message).await;
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Reads the one file of a message into memory, at most so many bytes of it.
pub async fn receive_one(message: Multipart, max: u64) -> ApiResult<Bytes> {
    tokio::time::timeout(LONGEST, receive_small(message, max))
        .await
        .map_err(|_elapsed| ApiError::from(ErrorCode::UploadIncomplete))?
}

async fn receive_small(mut message: Multipart, max: u64) -> ApiResult<Bytes> {
    let most = usize::try_from(max).unwrap_or(usize::MAX);
    let mut found: Option<BytesMut> = None;
    while let Some(field) = message.next().await {
        let mut field = field.map_err(|error| unreadable(&error))?.fuse();
        let refusal = match file_name(field.get_ref()) {
            Err(error) => Some(error),
            Ok(_) if found.is_some() => Some(ErrorCode::TooManyFiles.into()),
            Ok(_) => None,
        };
        if let Some(error) = refusal {
            drain(field, message).await;
            return Err(error);
        }
        let mut file = BytesMut::new();
        while let Some(chunk) = field.try_next().await.map_err(|error| unreadable(&error))? {
            if file.len() + chunk.len() > most {
                drain(field, message).await;
                let code = ErrorCode::FileTooLarge;
                return Err(guichet_service::Error::OverLimit { code, max }.into());
            }
            file.extend_from_slice(&chunk);
        }
        found = Some(file);
    }
    found
        .map(BytesMut::freeze)
        .ok_or_else(|| ApiError::invalid(vec![FieldError::at(format!("/{PART}"), "required")]))
}

/// Why a file was not received.
enum Broken {
    /// The message broke off, or is none.
    Unreadable(MultipartError),
    /// The message could be read on, but the file is not wanted.
    Refused(ApiError),
}

impl<E: Into<ApiError>> From<E> for Broken {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

async fn receive_file(field: &mut Fuse<Field>, upload: &mut Upload) -> Result<(), Broken> {
    let name = file_name(field.get_ref())?;
    upload.start_file(&name).await?;
    while let Some(chunk) = field.try_next().await.map_err(Broken::Unreadable)? {
        upload.write(chunk).await?;
    }
    Ok(upload.finish_file().await?)
}

/// The client's name of the file; parts that are no files are as wrong as unknown fields.
fn file_name(field: &Field) -> ApiResult<String> {
    let part = field.name().unwrap_or_default();
    if part != PART {
        let pointer = guichet_common::fields::pointer(part);
        return Err(ApiError::invalid(vec![FieldError::at(
            pointer,
            "unknown_field",
        )]));
    }
    field
        .content_disposition()
        .and_then(|disposition| {
            disposition
                .get_filename_ext()
                .and_then(|name| String::from_utf8(name.value.clone()).ok())
                .or_else(|| disposition.get_filename().map(unescape))
        })
        .ok_or_else(|| ApiError::invalid(vec![FieldError::at(format!("/{PART}"), "required")]))
}

/// Browsers write these three characters as escapes, and no others (WHATWG HTML, multipart).
fn unescape(name: &str) -> String {
    name.replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
}

async fn drain(mut field: Fuse<Field>, mut message: Multipart) {
    let until = Instant::now() + DRAIN;
    let rest = async {
        while let Ok(Some(_)) = field.try_next().await {}
        drop(field);
        while let Ok(Some(mut field)) = message.try_next().await {
            while let Ok(Some(_)) = field.try_next().await {}
        }
    };
    // Whether it ended or the time was up: the answer goes out now.
    let _ = tokio::time::timeout_at(until.into(), rest).await;
}

fn unreadable(error: &MultipartError) -> ApiError {
    tracing::debug!(%error, "an upload broke off");
    match error {
        MultipartError::Incomplete | MultipartError::Payload(_) => ErrorCode::UploadIncomplete,
        MultipartError::ContentTypeIncompatible => ErrorCode::UnsupportedMediaType,
        _ => ErrorCode::MalformedRequest,
    }
    .into()
}
