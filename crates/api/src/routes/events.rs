//! Live events (Server-Sent Events).

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse, get};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use guichet_common::{FieldError, SessionId};
use guichet_service::events::Told;
use guichet_service::{self as service, App};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::{ApiError, ApiResult};
use crate::extract::{Caller, bearer};
use crate::server::{Shared, Shutdown};

/// A comment this often keeps proxies from closing a quiet stream, and finds clients that left.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a stream may outlive its access token, or a person who was deactivated.
const RECHECK: Duration = Duration::from_secs(5);
/// What comes first: how long clients wait before they connect again, in milliseconds.
const HELLO: &[u8] = b"retry: 2000\n\n";

pub(super) fn configure(config: &mut ServiceConfig) {
    config.service(stream_events);
}

/// Streams live events
///
/// Server-Sent Events of what the caller may see: `id` resumes the stream, `event` is the kind,
/// `data` an `Event` as JSON, which says what changed but not to what. An event `reset` tells
/// that some were missed: read anew what is on the screen. A comment comes every 15 seconds. The
/// stream ends with the session or its access token; connect again with a fresh one.
#[utoipa::path(
    tag = "events",
    params(("Last-Event-ID" = Option<i64>, Header, description = "The last event that the client got")),
    security(("bearer" = ["events:read"])),
    responses((
        status = 200, description = "The stream", body = String, content_type = "text/event-stream",
        example = json!("id: 4711\nevent: comment.created\ndata: {\"kind\":\"comment.created\",\"number\":\"CS0047447\",\"version\":7,\"at\":\"2025-03-17T20:06:41Z\"}\n\n")
    )),
    extensions(("x-problem-codes" = json!(["validation_failed"])))
)]
#[get("/events")]
async fn stream_events(
    app: Data<App>,
    caller: Caller,
    last: LastEventId,
    shared: Data<Shared>,
    request: HttpRequest,
) -> ApiResult {
    let told = service::events::subscribe(&app, caller.actor(), last.0).await?;
    let token = bearer(&request).unwrap_or_default().to_owned();
    let watch = Watch {
        app: App::clone(&app),
        session: caller.session_id,
        token,
        shutdown: shared.shutdown.clone(),
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // nginx would hold the stream back to fill its buffer.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(frames(told, watch)))
}

/// The header by which a client resumes.
struct LastEventId(Option<i64>);

impl FromRequest for LastEventId {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        const HEADER: &str = "Last-Event-ID";
        ready(
            match request.headers().get(HEADER).map(|value| value.to_str()) {
                None | Some(Ok("")) => Ok(Self(None)),
                Some(text) => text
                    .ok()
                    .and_then(|text| text.parse().ok())
                    .map(|id| Self(Some(id)))
                    .ok_or_else(|| {
                        ApiError::invalid(vec![FieldError::parameter(HEADER, "invalid_format")])
                    }),
            },
        )
    }
}

/// What ends a stream: the end of its session, or of the server.
struct Watch {
    app: App,
    session: SessionId,
    token: String,
    shutdown: Shutdown,
}

impl Watch {
    async fn session_lives(&self) -> bool {
        service::auth::authenticate(&self.app, &self.token)
            .await
            .is_ok()
    }
}

struct Open<S> {
    told: Pin<Box<S>>,
    watch: Watch,
    stopped: Pin<Box<dyn Future<Output = ()>>>,
    session_over: Pin<Box<dyn Future<Output = ()>>>,
    heartbeat: Interval,
    recheck: Interval,
}

fn frames<S>(told: S, watch: Watch) -> impl Stream<Item = Result<Bytes, Infallible>>
where
    S: Stream<Item = Told>,
{
    let shutdown = watch.shutdown.clone();
    let session_over = service::auth::session_end(&watch.app, watch.session);
    let open = Open {
        told: Box::pin(told),
        watch,
        stopped: Box::pin(async move { shutdown.triggered().await }),
        session_over: Box::pin(session_over),
        heartbeat: every(HEARTBEAT),
        recheck: every(RECHECK),
    };
    let hello = futures_util::stream::once(ready(Ok(Bytes::from_static(HELLO))));
    hello.chain(futures_util::stream::unfold(open, |mut open| async move {
        let frame = next_frame(&mut open).await?;
        Some((Ok(frame), open))
    }))
}

async fn next_frame<S: Stream<Item = Told>>(open: &mut Open<S>) -> Option<Bytes> {
    loop {
        tokio::select! {
            // In this order: an end is not kept waiting by a busy feed.
            biased;
            () = &mut open.stopped => return None,
            () = &mut open.session_over => return None,
            _ = open.recheck.tick() => {
                if !open.watch.session_lives().await {
                    return None;
                }
            }
            told = open.told.next() => return told.map(|told| frame(&told)),
            _ = open.heartbeat.tick() => return Some(Bytes::from_static(b":\n\n")),
        }
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

fn frame(told: &Told) -> Bytes {
    match told {
        Told::Event(id, event) => {
            // A struct of words, numbers and a time: it serialises, and in one line.
            let data = serde_json::to_string(event).unwrap_or_default();
            format!("id: {id}\nevent: {}\ndata: {data}\n\n", event.kind.as_str()).into()
        }
        Told::Reset => Bytes::from_static(b"event: reset\ndata: {}\n\n"),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use guichet_common::TicketNumber;
    use guichet_common::events::Event;
    use guichet_common::vocabulary::EventKind;

    use super::*;

    #[test]
    fn event_is_one_frame() {
        let event = Event {
            kind: EventKind::TicketUpdated,
            number: TicketNumber(47_447),
            version: 7,
            at: chrono::DateTime::UNIX_EPOCH,
        };
        let frame = frame(&Told::Event(12, event));
        let text = std::str::from_utf8(&frame).expect("UTF-8");
        assert!(
            text.starts_with("id: 12\nevent: ticket.updated\ndata: {\"kind\""),
            "{text}"
        );
        assert!(text.ends_with("\n\n"));
        assert_eq!(text.lines().count(), 4);
    }

    #[actix_web::test]
    async fn stream_resumes_only_from_an_id() {
        let read = async |value: &str| {
            let request = TestRequest::get().insert_header(("Last-Event-ID", value));
            LastEventId::extract(&request.to_http_request())
                .await
                .ok()
                .map(|last| last.0)
        };
        assert_eq!(read("12").await, Some(Some(12)));
        assert_eq!(read("").await, Some(None));
        assert_eq!(read("x").await, None);
    }
}
