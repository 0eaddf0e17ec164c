//! Parameters in the path.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use guichet_common::ErrorCode;

use crate::document;
use crate::error::{ApiError, ApiResult};

/// The first parameter of the path. One that cannot be an id of its kind is answered like one
/// that nothing has: 404, with the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathParam<T>(pub T);

/// The second parameter of the path, like the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondPathParam<T>(pub T);

impl<T: FromStr + ToString> FromRequest for PathParam<T> {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request, 0).map(Self))
    }
}

impl<T: FromStr + ToString> FromRequest for SecondPathParam<T> {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request, 1).map(Self))
    }
}

fn read<T: FromStr + ToString>(request: &HttpRequest, position: usize) -> ApiResult<T> {
    let mut found = request.match_info().iter().skip(position);
    found
        .next()
        .and_then(|(_, text)| parse(text))
        .ok_or_else(|| refusal(request))
}

/// `PATCH /tickets/export` comes here as a ticket of the number "export", though it is a known
/// address with another method.
fn refusal(request: &HttpRequest) -> ApiError {
    let methods = document::methods_of(request);
    if methods.is_empty() || methods.contains(&request.method().as_str()) {
        ErrorCode::NotFound.into()
    } else {
        ApiError::method_not_allowed(&methods.join(", "))
    }
}

/// Reads only what is written that way: each thing has one address.
fn parse<T: FromStr + ToString>(text: &str) -> Option<T> {
    if text.contains('\0') {
        return None;
    }
    let value: T = text.parse().ok()?;
    (value.to_string() == text).then_some(value)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use guichet_common::{AttachmentId, TicketNumber};

    use super::*;

    #[test]
    fn address_that_only_looks_like_an_id_is_refused_by_its_method() {
        let code =
            |method: TestRequest, path: &str| refusal(&method.uri(path).to_http_request()).code();
        let export = "/api/v1/tickets/export";
        assert_eq!(
            code(TestRequest::patch(), export),
            ErrorCode::MethodNotAllowed
        );
        let number = "/api/v1/tickets/CS1";
        assert_eq!(code(TestRequest::patch(), number), ErrorCode::NotFound);
    }

    #[test]
    fn only_the_canonical_form_of_an_id_is_an_address() {
        let id = "0198f3c1-5b7e-7c40-9a51-6f0d1e2a3b4c";
        assert!(parse::<AttachmentId>(id).is_some());
        for other in [
            id.to_uppercase(),
            id.replace('-', ""),
            format!("{{{id}}}"),
            String::new(),
        ] {
            assert_eq!(parse::<AttachmentId>(&other), None, "{other}");
        }
        assert!(parse::<TicketNumber>("CS0047447").is_some());
        assert_eq!(parse::<TicketNumber>("cs0047447"), None);
        assert_eq!(parse::<String>("a\0b"), None);
    }
}
