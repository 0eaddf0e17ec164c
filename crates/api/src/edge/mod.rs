//! What happens to every request, whichever handler gets it: a request id, the caller looked up,
//! refusals put into words, security headers, compression, one line in the log, and metrics.
//!
//! It is one middleware and not eight, so that a request is wrapped once and the order is plain
//! to read in [`EdgeService::call`].

pub(crate) mod compress;
mod headers;
mod refusals;
mod request_id;

use std::future::{Ready, ready};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::{Method, StatusCode, header};
use actix_web::{Error, HttpMessage as _, web};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use guichet_common::ErrorCode;
use guichet_common::ids::PersonId;
use tracing::Instrument as _;

pub use request_id::RequestId;

use crate::error::ApiError;
use crate::extract::{AcceptedLanguage, Authentication, CallerLanguage, bearer};
use crate::server::Shared;

/// Where the API lives.
pub(crate) const API: &str = "/api/v1/";

/// The middleware around everything.
#[derive(Debug, Clone)]
pub struct Edge(pub web::Data<Shared>);

impl<S, B> Transform<S, ServiceRequest> for Edge
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = EdgeService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(EdgeService {
            service: Rc::new(service),
            shared: self.0.clone(),
        }))
    }
}

/// The middleware at work; see [`Edge`].
#[derive(Debug)]
pub struct EdgeService<S> {
    service: Rc<S>,
    shared: web::Data<Shared>,
}

impl<S, B> Service<ServiceRequest> for EdgeService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Self::Error>>;

    forward_ready!(service);

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let started = Instant::now();
        let service = Rc::clone(&self.service);
        let shared = self.shared.clone();
        let id = RequestId::of(request.request(), &shared);
        request.extensions_mut().insert(id.clone());
        // Of the highest level, so that no filter parts an error in the log from its request.
        let span = tracing::error_span!("request", request_id = id.as_str());

        let work = async move {
            let method = request.method().clone();
            // HEAD is GET without the body (RFC 9110); routes name GET alone.
            if method == Method::HEAD {
                request.head_mut().method = Method::GET;
            }
            let who = authenticate(&request, &shared).await;
            let asked = AcceptedLanguage::of(request.request());

            let answered = AssertUnwindSafe(service.call(request)).catch_unwind().await;
            let response = match answered {
                Ok(Ok(response)) => response.map_into_boxed_body(),
                Ok(Err(error)) => return Err(refusals::without_request(&error, asked, &id)),
                Err(panic) => return Err(refusals::panicked(&*panic, asked, &id)),
            };
            let response = refusals::into_words(response, &id);
            let response = headers::add(response, &id, &shared);
            let response = compress::compress(response);
            record(&response, &method, started, who);
            Ok(if method == Method::HEAD {
                without_body(response)
            } else {
                response
            })
        };
        Box::pin(work.instrument(span))
    }
}

/// Looks the token up before the handler runs, and keeps what came of it with the request for
/// [`crate::extract::Caller`]: that extractor then refuses strangers at once, before any other
/// argument of the handler is looked at or a body is read.
async fn authenticate(request: &ServiceRequest, shared: &Shared) -> Option<PersonId> {
    if !request.path().starts_with(API) {
        return None;
    }
    let token = bearer(request.request())?.to_owned();
    let result = guichet_service::auth::authenticate(&shared.app, &token).await;
    let mut result = result.map_err(ApiError::from);
    let mut extensions = request.extensions_mut();
    let who = result.as_ref().ok().map(|caller| {
        extensions.insert(CallerLanguage(caller.actor.language));
        caller.actor.id
    });
    let grant = result.as_ref().ok().and_then(|caller| caller.grant.clone());
    if let Some(quota) = grant.map(|grant| shared.app.count_request(&grant)) {
        if let Some(seconds) = quota.retry_after_seconds {
            let refusal = ApiError::from(ErrorCode::RateLimited);
            result = Err(refusal.with_header(header::RETRY_AFTER, &seconds.to_string()));
        }
        extensions.insert(quota);
    }
    extensions.insert(Authentication(result));
    who
}

/// One line in the log, and the metrics. Never what the request or its answer says: ids, the
/// pattern of the path, and numbers.
fn record(
    response: &ServiceResponse<BoxBody>,
    method: &Method,
    started: Instant,
    who: Option<PersonId>,
) {
    let status = response.status();
    let seconds = started.elapsed().as_secs_f64();
    let route = response
        .request()
        .match_pattern()
        .unwrap_or_else(|| "unmatched".to_owned());
    // Any word can be a method; a label must not be.
    let method = if is_known(method) {
        method.to_string()
    } else {
        "OTHER".to_owned()
    };

    let person = who.map(tracing::field::display);
    if is_probe(&route) && status.is_success() {
        tracing::debug!(target: "access", %method, %route, status = status.as_u16(), seconds);
    } else {
        tracing::info!(target: "access", %method, %route, status = status.as_u16(), seconds, person);
    }

    let labels = [
        ("method", method),
        ("route", route),
        ("status", status.as_str().to_owned()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(seconds);
}

fn is_known(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET
            | Method::HEAD
            | Method::POST
            | Method::PUT
            | Method::PATCH
            | Method::DELETE
            | Method::OPTIONS
    )
}

fn is_probe(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz" | "/metrics")
}

/// The answer to HEAD: the length that GET would have, and nothing more. The body is dropped
/// here, since a stream would otherwise be read to its end for nobody.
fn without_body(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    response.map_body(|_, body| BoxBody::new(NoBody(body.size())))
}

struct NoBody(actix_web::body::BodySize);

impl MessageBody for NoBody {
    type Error = std::convert::Infallible;

    fn size(&self) -> actix_web::body::BodySize {
        self.0
    }

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<bytes::Bytes, Self::Error>>> {
        std::task::Poll::Ready(None)
    }
}

/// Whether the status is one that our own handlers never leave without a problem document.
fn is_refusal(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}
