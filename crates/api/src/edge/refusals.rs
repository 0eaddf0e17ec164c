//! Refusals become problem documents here, in one place, whoever refused: a use case, an
//! extractor, the router, the HTTP library, or a handler that panicked.

use std::any::Any;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{Error, HttpResponse, HttpResponseBuilder};
use guichet_common::vocabulary::Language;
use guichet_common::{ErrorCode, Problem};

use super::request_id::{self, RequestId};
use super::{headers, is_refusal};
use crate::error::{self, ApiError, chain};
use crate::extract::AcceptedLanguage;
use crate::problem;

/// Writes the problem document of an answer that refuses; leaves all others alone, and pages that
/// say for themselves what is the matter.
pub(super) fn into_words(
    response: ServiceResponse<BoxBody>,
    id: &RequestId,
) -> ServiceResponse<BoxBody> {
    let is_worded = headers::is_page(response.headers()) || is_worded(&response);
    if !is_refusal(response.status()) || is_worded {
        return response;
    }
    let language = AcceptedLanguage::of(response.request());
    let (request, response) = response.into_parts();
    let worded = match response
        .error()
        .map(|error| (error, error.as_error::<ApiError>()))
    {
        Some((_, Some(error))) => {
            log(error);
            let mut worded = answer(&problem::document(error, language, id.as_str()), language);
            for (name, value) in error.headers() {
                worded.headers_mut().insert(name.clone(), value.clone());
            }
            worded
        }
        Some((error, None)) => of_library(error, language, id),
        // The HTTP library, with nothing but a status.
        None => {
            let code = error::code_of_status(response.status());
            answer(&problem::plain(code, language, id.as_str()), language)
        }
    };
    ServiceResponse::new(request, worded)
}

/// Whether the handler has said it all: OAuth has a form of its own for refusals (RFC 6749).
fn is_worded(response: &ServiceResponse<BoxBody>) -> bool {
    let media_type = response.headers().get(header::CONTENT_TYPE);
    response.response().error().is_none()
        && media_type.is_some_and(|value| value == "application/json")
}

/// The answer when a middleware failed and took the request with it.
pub(super) fn without_request(error: &Error, language: Language, id: &RequestId) -> Error {
    complete(of_library(error, language, id), id)
}

/// The answer when a handler panicked.
pub(super) fn panicked(panic: &(dyn Any + Send), language: Language, id: &RequestId) -> Error {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    tracing::error!(
        request_id = id.as_str(),
        panic = message,
        "a handler panicked"
    );
    metrics::counter!("http_panics_total").increment(1);
    let problem = problem::plain(ErrorCode::InternalError, language, id.as_str());
    complete(answer(&problem, language), id)
}

fn of_library(error: &Error, language: Language, id: &RequestId) -> HttpResponse {
    let status = error.as_response_error().status_code();
    if status.is_server_error() {
        tracing::error!(%error, "the HTTP library failed");
    }
    answer(
        &problem::plain(error::code_of_status(status), language, id.as_str()),
        language,
    )
}

fn complete(mut response: HttpResponse, id: &RequestId) -> Error {
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response
            .headers_mut()
            .insert(header::HeaderName::from_static(request_id::HEADER), value);
    }
    headers::add_plain(response.headers_mut());
    InternalError::from_response("refused", response).into()
}

/// What broke is logged once, here, with all its causes.
fn log(error: &ApiError) {
    match error.code() {
        ErrorCode::InternalError => {
            tracing::error!(error = chain(error.cause()), "a use case failed");
        }
        code => tracing::debug!(code = code.as_str(), "refused"),
    }
}

fn answer(problem: &Problem, language: Language) -> HttpResponse {
    let mut response = HttpResponseBuilder::new(error::status(problem.code));
    response
        .insert_header((header::CONTENT_LANGUAGE, language.as_str()))
        .insert_header((header::VARY, "accept-language"))
        .content_type(problem::MEDIA_TYPE)
        // A struct of strings and numbers: it serialises.
        .body(serde_json::to_vec(problem).unwrap_or_default())
}
