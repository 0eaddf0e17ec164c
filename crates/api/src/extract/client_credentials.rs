//! What an OAuth client asks for, and the credentials that it shows (RFC 6749, sections 2.3.1 and
//! 4.4.2).

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpRequest, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::LocalBoxFuture;
use guichet_common::oauth_clients::OauthTokenRequest;

use super::body;
use crate::error::ApiError;

/// How long the body may take to arrive as a whole.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What an OAuth client asks for; `None` when it cannot be told: the body is no form, has something
/// twice, or there are two pairs of credentials.
#[derive(Debug)]
pub struct ClientCredentials(pub Option<OauthTokenRequest>);

impl FromRequest for ClientCredentials {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let headers = request.headers().clone();
        let payload = payload.take();
        Box::pin(async move {
            if !is_form(&headers) {
                return Ok(Self(None));
            }
            let read = tokio::time::timeout(TIMEOUT, body::read(payload)).await;
            let Ok(Ok(raw)) = read else {
                return Ok(Self(None));
            };
            let text = std::str::from_utf8(&raw).unwrap_or_default();
            Ok(Self(read_form(text).and_then(|form| merge(form, &headers))))
        })
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|text| text.split(';').next());
    essence.is_some_and(|text| {
        text.trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// Parameters that are not known are passed over, as RFC 6749 wants it.
fn read_form(text: &str) -> Option<OauthTokenRequest> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(text).ok()?;
    let mut form = OauthTokenRequest::default();
    for (name, value) in pairs.into_inner() {
        let place = match name.as_str() {
            "grant_type" if form.grant_type.is_empty() => {
                form.grant_type = value;
                continue;
            }
            "grant_type" => return None,
            "scope" => &mut form.scope,
            "client_id" => &mut form.client_id,
            "client_secret" => &mut form.client_secret,
            _ => continue,
        };
        if place.replace(value).is_some() {
            return None;
        }
    }
    Some(form)
}

/// Adds the credentials of the header, which are not to be in the body as well.
fn merge(mut form: OauthTokenRequest, headers: &HeaderMap) -> Option<OauthTokenRequest> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Some(form);
    };
    let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Some(form);
    }
    let bytes = STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    if form.client_secret.is_some() || form.client_id.as_deref().is_some_and(|given| given != id) {
        return None;
    }
    form.client_id = Some(id.to_owned());
    form.client_secret = Some(secret.to_owned());
    Some(form)
}
