//! Files: up, down, away.

use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use guichet_common::attachments::{Attachment, DownloadQuery, UploadedAttachments};
use guichet_common::comments::PageQuery;
use guichet_common::vocabulary::Disposition;
use guichet_common::{AttachmentId, Page, TicketNumber};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::{ApiError, ApiResult};
use crate::extract::{Caller, IdempotencyKey, PathParam, ValidQuery, etag_matches, none_match};
use crate::files::range::{Wanted, wanted};
use crate::files::{disposition, stream, upload};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(create_attachments)
        .service(list_attachments)
        .service(get_attachment)
        .service(delete_attachment);
}

/// The body of an upload, for the OpenAPI document.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "the parts are streamed; this only describes them")]
struct UploadForm {
    /// The file, with its name; repeat the part for more files, at most 10.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<String>,
}

/// Uploads files
///
/// Before they are attached to a ticket or a message by their ids; what is not attached within seven
/// days is removed. Either all files of a request are kept or none.
#[utoipa::path(
    tag = "files",
    params(IdempotencyKey),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    security(("bearer" = ["tickets:write"])),
    responses((
        status = 201, description = "The files are kept", body = UploadedAttachments,
        headers(
            ("Location" = String, description = "The first file's address"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!([
        "malformed_request", "upload_incomplete", "payload_too_large", "file_too_large",
        "too_many_files", "unsupported_media_type", "validation_failed", "storage_full"
    ])))
)]
#[post("/attachments")]
async fn create_attachments(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult {
    let message = upload::open(request.headers(), payload, &app.settings().limits)?;
    let mut files = service::attachments::begin_upload(&app, caller.actor());
    upload::receive(message, &mut files).await?;
    // The use case takes the digest of the files themselves: boundaries differ between tries.
    let created = files.finish(key.bind(&[]).as_ref()).await?;
    Ok(reply::created_attachments(&created.value, created.replayed))
}

/// Lists a ticket's files
///
/// The newest first.
#[utoipa::path(
    tag = "files",
    params(("number" = TicketNumber, Path, description = "The ticket's number"), PageQuery),
    security(("bearer" = ["tickets:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<Attachment>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/tickets/{number}/attachments")]
async fn list_attachments(
    app: Data<App>,
    caller: Caller,
    number: PathParam<TicketNumber>,
    query: ValidQuery<PageQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page =
        service::attachments::list_attachments(&app, caller.actor(), number.0, query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Downloads a file
///
/// Whole or in part, for those who see its ticket, and for who uploaded it while it is not
/// attached.
#[utoipa::path(
    tag = "files",
    params(
        ("id" = AttachmentId, Path, description = "The file's id"),
        DownloadQuery,
        ("Range" = Option<String>, Header, description = "One range of bytes", example = "bytes=0-1023"),
        ("If-Range" = Option<String>, Header, description = "The `ETag` without which the whole file is wanted"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` that the client holds")
    ),
    security(("bearer" = ["tickets:read"])),
    responses(
        (
            status = 200, description = "The file", body = String, content_type = "*/*",
            headers(
                ("ETag" = String, description = "SHA-256 of the file"),
                ("Content-Disposition" = String, description = "The file's name"),
                ("Accept-Ranges" = String, description = "`bytes`")
            )
        ),
        (
            status = 206, description = "Part of the file", body = String, content_type = "*/*",
            headers(("Content-Range" = String, description = "Which part"))
        ),
        (status = 304, description = "The client holds this file")
    ),
    extensions(("x-problem-codes" = json!(["range_not_satisfiable"])))
)]
#[get("/attachments/{id}")]
async fn get_attachment(
    app: Data<App>,
    caller: Caller,
    id: PathParam<AttachmentId>,
    query: ValidQuery<DownloadQuery>,
    request: HttpRequest,
) -> ApiResult {
    let file = service::attachments::get_attachment(&app, caller.actor(), id.0).await?;
    let etag = format!("\"{}\"", file.sha256);
    if none_match(&request, &etag) {
        return Ok(reply::not_modified(etag));
    }
    let part = wanted_part(&request, &etag, file.size)?;
    let (range, length) = (
        part.clone(),
        part.as_ref().map_or(file.size, |p| p.end - p.start),
    );
    let bytes = service::attachments::read_attachment(&app, caller.actor(), file.id, range).await?;
    let inline = query.0.disposition == Some(Disposition::Inline);
    let mut response = download(&file, etag, inline);
    if let Some(part) = part {
        let range = format!("bytes {}-{}/{}", part.start, part.end - 1, file.size);
        response.status(actix_web::http::StatusCode::PARTIAL_CONTENT);
        response.insert_header((header::CONTENT_RANGE, range));
    }
    Ok(response.body(SizedStream::new(length, stream::logged(bytes))))
}

/// The part asked for; `None` is the whole file.
fn wanted_part(
    request: &HttpRequest,
    etag: &str,
    size: u64,
) -> ApiResult<Option<std::ops::Range<u64>>> {
    let text = |name| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    // A part of another version would not fit: then the whole file is wanted.
    let same = text(header::IF_RANGE).is_none_or(|tag| etag_matches(tag, etag));
    match text(header::RANGE)
        .filter(|_| same)
        .map(|range| wanted(range, size))
    {
        Some(Wanted::Part(part)) => Ok(Some(part)),
        Some(Wanted::Unsatisfiable) => Err(ApiError::range_not_satisfiable(size)),
        Some(Wanted::Whole) | None => Ok(None),
    }
}

/// The head of a download. Whatever is in the file, a browser must not run it as a page of ours.
fn download(file: &Attachment, etag: String, inline: bool) -> actix_web::HttpResponseBuilder {
    let inline = inline && disposition::may_be_inline(&file.content_type);
    let name = disposition::content_disposition(inline, &file.file_name);
    let mut response = HttpResponse::Ok();
    response
        .content_type(file.content_type.as_str())
        .insert_header((header::ETAG, etag))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'",
        ))
        // Kept by the browser, but asked for again: rights may have changed.
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::VARY, "authorization"));
    response
}

/// Deletes a file
///
/// One's own, that is not attached to anything.
#[utoipa::path(
    tag = "files",
    params(("id" = AttachmentId, Path, description = "The file's id")),
    security(("bearer" = ["tickets:write"])),
    responses((status = 204, description = "The file is gone")),
    extensions(("x-problem-codes" = json!(["attachment_in_use"])))
)]
#[delete("/attachments/{id}")]
async fn delete_attachment(
    app: Data<App>,
    caller: Caller,
    id: PathParam<AttachmentId>,
) -> ApiResult {
    service::attachments::delete_attachment(&app, caller.actor(), id.0).await?;
    Ok(reply::no_content())
}
