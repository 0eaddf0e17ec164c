//! Answers of the usual shapes.

use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use guichet_common::Page;
use guichet_common::attachments::UploadedAttachments;
use guichet_common::mails::Mail;
use guichet_common::tickets::TicketDetail;
use guichet_service::tickets::ExportFile;
use serde::Serialize;

use crate::files::{disposition, stream};

/// 200 with a body.
pub fn ok<T: Serialize>(value: &T) -> HttpResponse {
    HttpResponse::Ok().json(value)
}

/// 204.
#[must_use]
pub fn no_content() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// 200 with one page of a list, and where the next one is.
pub fn page<T: Serialize>(request: &HttpRequest, page: &Page<T>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    if let Some(cursor) = &page.next_cursor {
        response.insert_header((header::LINK, next_link(request, cursor)));
    }
    response.json(page)
}

/// The same request with another cursor (RFC 8288).
fn next_link(request: &HttpRequest, cursor: &str) -> String {
    let mut link = format!("<{}?", request.path());
    for pair in request.query_string().split('&') {
        if !pair.is_empty() && !pair.starts_with("cursor=") {
            link.push_str(&pair.replace(['<', '>', '"'], ""));
            link.push('&');
        }
    }
    // Cursors are made of characters that need no escape.
    link.push_str("cursor=");
    link.push_str(cursor);
    link.push_str(">; rel=\"next\"");
    link
}

/// A ticket's `ETag`: its version.
#[must_use]
pub fn etag(ticket: &TicketDetail) -> String {
    format!("\"{}\"", ticket.version)
}

/// 200 with a ticket and its version.
#[must_use]
pub fn ticket(ticket: &TicketDetail) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ETAG, etag(ticket)))
        .json(ticket)
}

/// 304: the client holds this version already.
#[must_use]
pub fn not_modified(etag: String) -> HttpResponse {
    HttpResponse::NotModified()
        .insert_header((header::ETAG, etag))
        .finish()
}

/// 201 with where the new thing is. A repeated request says that it was one.
fn created(location: String, replayed: bool) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Created();
    response.insert_header((header::LOCATION, location));
    if replayed {
        response.insert_header(("idempotent-replayed", "true"));
    }
    response
}

/// 201 with a new ticket.
#[must_use]
pub fn created_ticket(ticket: &TicketDetail, replayed: bool) -> HttpResponse {
    created(format!("/api/v1/tickets/{}", ticket.number), replayed)
        .insert_header((header::ETAG, etag(ticket)))
        .json(ticket)
}

/// 201 with new files.
#[must_use]
pub fn created_attachments(files: &UploadedAttachments, replayed: bool) -> HttpResponse {
    let id = files
        .items
        .first()
        .map(|file| file.id.to_string())
        .unwrap_or_default();
    created(format!("/api/v1/attachments/{id}"), replayed).json(files)
}

/// 201 with a new mail.
#[must_use]
pub fn created_mail(mail: &Mail, replayed: bool) -> HttpResponse {
    created(format!("/api/v1/mails/{}", mail.id), replayed).json(mail)
}

/// 200 with a file to be saved.
pub fn exported(export: ExportFile) -> HttpResponse {
    let name = disposition::content_disposition(false, &export.file_name);
    let body = SizedStream::new(export.size, stream::logged(stream::of_file(export.file)));
    HttpResponse::Ok()
        .content_type(export.content_type)
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(body)
}

/// 201 with something new that is found in this list by its id.
pub fn created_with_id<T: Serialize>(
    list: &HttpRequest,
    id: impl std::fmt::Display,
    value: &T,
    replayed: bool,
) -> HttpResponse {
    created(format!("{}/{id}", list.path()), replayed).json(value)
}

/// 201 with something new that is found in this list.
pub fn created_in<T: Serialize>(list: &HttpRequest, value: &T, replayed: bool) -> HttpResponse {
    created(list.path().to_owned(), replayed).json(value)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn list(next_cursor: Option<&str>) -> Page<u8> {
        let next_cursor = next_cursor.map(str::to_owned);
        Page {
            items: vec![1],
            next_cursor,
            total: 1,
            total_is_exact: true,
        }
    }

    #[test]
    fn link_keeps_the_filters_and_changes_the_cursor() {
        let request =
            TestRequest::with_uri("/api/v1/tickets?state=new&cursor=old&limit=2").to_http_request();
        let response = page(&request, &list(Some("new_-1")));
        let link = response
            .headers()
            .get(header::LINK)
            .and_then(|value| value.to_str().ok());
        assert_eq!(
            link,
            Some("</api/v1/tickets?state=new&limit=2&cursor=new_-1>; rel=\"next\"")
        );
    }

    #[test]
    fn last_page_has_no_link() {
        let request = TestRequest::with_uri("/api/v1/tickets").to_http_request();
        assert!(
            page(&request, &list(None))
                .headers()
                .get(header::LINK)
                .is_none()
        );
    }
}
