//! Live events.

use std::time::Duration;

use futures_util::StreamExt as _;
use guichet_tests::{Person, TestApp, json, scenario};
use reqwest::Method;

/// An open stream of events.
struct Stream {
    response: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<Vec<u8>>> + Send>>,
    buffer: String,
}

impl Stream {
    async fn open(person: &Person, last_event_id: Option<&str>) -> Self {
        let request = person.request(Method::GET, "/events");
        let request = match last_event_id {
            Some(id) => request.header("last-event-id", id),
            None => request,
        };
        let response = request.send().await.expect("the stream opens");
        assert_eq!(response.status(), 200);
        let kind = response
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok());
        assert!(kind.is_some_and(|kind| kind.starts_with("text/event-stream")));
        let bytes = response
            .bytes_stream()
            .map(|chunk| chunk.map(|bytes| bytes.to_vec()));
        Self {
            response: Box::pin(bytes),
            buffer: String::new(),
        }
    }

    /// The next event as (id, kind, data); `None` when none comes within the patience.
    async fn next(&mut self, patience: Duration) -> Option<(String, String, String)> {
        loop {
            while let Some((block, rest)) = self.buffer.split_once("\n\n") {
                let field = |name: &str| {
                    block
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(|v| v.trim().to_owned())
                };
                let event = (field("id:"), field("event:"), field("data:"));
                let rest = rest.to_owned();
                self.buffer = rest;
                if let (Some(id), Some(kind), Some(data)) = event {
                    return Some((id, kind, data));
                }
            }
            let chunk = tokio::time::timeout(patience, self.response.next())
                .await
                .ok()??;
            self.buffer
                .push_str(&String::from_utf8_lossy(&chunk.expect("a chunk")));
        }
    }
}

/// Long enough for a slow machine; reached only when a test fails.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long nothing must come.
const QUIET: Duration = Duration::from_millis(1500);

scenario! {
    async fn those_who_see_the_ticket_are_told_and_nobody_else(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let (stella, lea) = (app.stella().await, app.lea().await);
        let mut to_denis = Stream::open(&denis, None).await;
        let mut to_stella = Stream::open(&stella, None).await;
        let mut to_lea = Stream::open(&lea, None).await;
        let number = claire.file_ticket("Panne").await;
        let (_, kind, data) = to_denis.next(PATIENCE).await.expect("an event");
        assert_eq!(kind, "ticket.created");
        assert!(data.contains(&number), "{data}");
        assert_eq!(to_lea.next(PATIENCE).await.map(|event| event.1).as_deref(), Some("ticket.created"));
        lea.post(&format!("/tickets/{number}/work-notes"), json!({"body_text": "x"})).await.expect(201);
        assert_eq!(to_lea.next(PATIENCE).await.map(|event| event.1).as_deref(), Some("work_note.created"));
        assert_eq!(to_denis.next(QUIET).await, None);
        assert_eq!(to_stella.next(QUIET).await, None);
    }
}

scenario! {
    async fn stream_resumes_where_it_broke_off(app: TestApp) {
        let claire = app.claire().await;
        let mut stream = Stream::open(&claire, None).await;
        let number = claire.file_ticket("Panne").await;
        let (id, _, _) = stream.next(PATIENCE).await.expect("an event");
        drop(stream);
        claire.comment(&number, "Pendant l'absence").await;
        let mut again = Stream::open(&claire, Some(&id)).await;
        let kinds = [
            again.next(PATIENCE).await.expect("an event").1,
            again.next(PATIENCE).await.expect("an event").1,
        ];
        assert_eq!(kinds, ["ticket.updated", "comment.created"]);
        assert_eq!(again.next(QUIET).await, None);
    }
}

scenario! {
    async fn stream_ends_with_the_session(app: TestApp) {
        let claire = app.claire().await;
        let mut stream = Stream::open(&claire, None).await;
        let request =
            app.request(Method::POST, "/api/v1/auth/logout").header("cookie", &claire.cookie);
        app.send(request).await.expect(204);
        let ended = tokio::time::timeout(PATIENCE, async {
            while let Some(Ok(_)) = stream.response.next().await {}
        });
        ended.await.expect("the stream has ended");
    }
}
