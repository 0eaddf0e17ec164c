//! Completes the operations with what follows from their parameters, so that no handler can
//! forget it: the refusals, and the headers of every answer.
//!
//! A handler names only the refusals of its own, as error codes in the extension
//! `x-problem-codes`. Which others are possible is derived: a token can be missing, a body can
//! be unreadable, an id can be unknown.

use std::collections::{BTreeMap, BTreeSet};

use guichet_common::{ErrorCode, Problem};
use guichet_i18n::Language;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Required};

use crate::problem;

/// Where a handler names its own refusals.
pub(super) const EXTENSION: &str = "x-problem-codes";

const REQUEST_ID: &str = "X-Request-Id";

pub(super) fn complete(mut document: OpenApi) -> OpenApi {
    let mut responses = BTreeMap::new();
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            for (status, codes) in by_status(&codes(operation)) {
                let name = name(&codes);
                let reference = Ref::new(format!("#/components/responses/{name}"));
                operation
                    .responses
                    .responses
                    .insert(status.to_string(), reference.into());
                responses
                    .entry(name)
                    .or_insert_with(|| response(&codes).into());
            }
            make_lists_optional(operation);
            add_request_id(operation);
            operation.extensions = None;
        }
    }
    let components = document.components.get_or_insert_default();
    components.responses = responses;
    components
        .headers
        .insert(REQUEST_ID.to_owned(), request_id().into());
    document
}

/// The operations of an address.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.post,
        &mut item.put,
        &mut item.patch,
        &mut item.delete,
    ]
    .into_iter()
    .filter_map(Option::as_mut)
}

/// All refusals of an operation.
fn codes(operation: &Operation) -> BTreeSet<&'static str> {
    let mut codes: BTreeSet<&'static str> = own_codes(operation).collect();
    let mut add = |more: &[ErrorCode]| codes.extend(more.iter().map(|code| code.as_str()));

    add(&[ErrorCode::InternalError, ErrorCode::Unavailable]);
    if needs_token(operation) {
        add(&[
            ErrorCode::Unauthenticated,
            ErrorCode::SecondFactorRequired,
            ErrorCode::InsufficientScope,
            ErrorCode::RateLimited,
        ]);
    }
    for parameter in operation.parameters.iter().flatten() {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        match (&parameter.parameter_in, parameter.name.as_str()) {
            (ParameterIn::Path, _) => add(&[ErrorCode::NotFound]),
            (ParameterIn::Query, _) => {
                add(&[ErrorCode::MalformedRequest, ErrorCode::ValidationFailed]);
            }
            (ParameterIn::Header, "If-Match") => add(&[ErrorCode::VersionConflict]),
            (ParameterIn::Header, "Idempotency-Key") => {
                add(&[ErrorCode::IdempotencyKeyReused, ErrorCode::ValidationFailed]);
            }
            _ => {}
        }
    }
    if takes_json(operation) {
        add(&[
            ErrorCode::MalformedRequest,
            ErrorCode::PayloadTooLarge,
            ErrorCode::UnsupportedMediaType,
            ErrorCode::ValidationFailed,
        ]);
    }
    codes
}

/// The refusals that the handler names. A test checks that each is a known code.
fn own_codes(operation: &Operation) -> impl Iterator<Item = &'static str> {
    operation
        .extensions
        .iter()
        .filter_map(|extensions| extensions.get(EXTENSION)?.as_array())
        .flatten()
        .filter_map(|code| find(code.as_str()?))
        .map(ErrorCode::as_str)
}

fn find(code: &str) -> Option<ErrorCode> {
    ErrorCode::ALL
        .iter()
        .copied()
        .find(|known| known.as_str() == code)
}

fn needs_token(operation: &Operation) -> bool {
    let text = serde_json::to_string(&operation.security).unwrap_or_default();
    text.contains("\"bearer\"")
}

fn takes_json(operation: &Operation) -> bool {
    match &operation.request_body {
        Some(RefOr::T(body)) => body.content.contains_key("application/json"),
        _ => false,
    }
}

fn by_status(codes: &BTreeSet<&'static str>) -> BTreeMap<u16, Vec<ErrorCode>> {
    let mut groups: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
    for code in codes.iter().filter_map(|code| find(code)) {
        groups.entry(code.status()).or_default().push(code);
    }
    groups
}

/// `InvalidStateTransitionOrTicketFrozen`.
fn name(codes: &[ErrorCode]) -> String {
    let names: Vec<String> = codes
        .iter()
        .map(|code| code.as_str().split('_').map(capitalised).collect())
        .collect();
    names.join("Or")
}

fn capitalised(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

fn response(codes: &[ErrorCode]) -> Response {
    let meanings: Vec<String> = codes
        .iter()
        .map(|code| format!("`{}`: {}", code.as_str(), code.meaning().trim()))
        .collect();
    let example = codes
        .first()
        .map(|code| problem::plain(*code, Language::En, "0198f3c1-5b7e-7c40-9a51-6f0d1e2a3b4c"))
        .and_then(|problem: Problem| serde_json::to_value(problem).ok());
    let mut content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
    content.example = example;
    let mut builder = ResponseBuilder::new()
        .description(meanings.join("\n\n"))
        .content(problem::MEDIA_TYPE, content);
    for (name, text) in codes.iter().flat_map(|code| headers_of(*code)) {
        builder = builder.header(*name, header(text));
    }
    let mut response = builder.build();
    response
        .headers
        .insert(REQUEST_ID.to_owned(), request_id_reference());
    response
}

/// The headers that belong to a refusal.
const fn headers_of(code: ErrorCode) -> &'static [(&'static str, &'static str)] {
    match code {
        ErrorCode::Unauthenticated | ErrorCode::SessionExpired => {
            &[("WWW-Authenticate", "How to authenticate")]
        }
        ErrorCode::InsufficientScope => &[("WWW-Authenticate", "Which scope is missing")],
        ErrorCode::RateLimited | ErrorCode::Unavailable => {
            &[("Retry-After", "Seconds after which to try again")]
        }
        ErrorCode::RangeNotSatisfiable => &[("Content-Range", "The size of the file")],
        _ => &[],
    }
}

fn header(description: &str) -> Header {
    let mut header = Header::default();
    header.schema = Some(ObjectBuilder::new().schema_type(Type::String).into());
    header.description = Some(description.to_owned());
    header
}

fn request_id() -> Header {
    header("Finds the request in the server's log; the client's own, if it sent one")
}

/// A parameter that may be repeated may be absent; the derive takes every `Vec` for required.
fn make_lists_optional(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.parameter_in == ParameterIn::Query
        {
            parameter.required = Required::False;
        }
    }
}

fn request_id_reference() -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{REQUEST_ID}")))
}

fn add_request_id(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            response
                .headers
                .insert(REQUEST_ID.to_owned(), request_id_reference());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_of_one_status_share_a_named_response() {
        let codes = [ErrorCode::InvalidStateTransition, ErrorCode::TicketFrozen];
        assert_eq!(name(&codes), "InvalidStateTransitionOrTicketFrozen");
        let response = response(&codes);
        assert!(response.description.contains("`ticket_frozen`: "));
        assert!(response.content.contains_key(problem::MEDIA_TYPE));
    }
}
