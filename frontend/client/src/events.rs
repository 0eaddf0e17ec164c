//! Live events.

use std::collections::VecDeque;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use guichet_common::events::Event;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::json;
use crate::sse::Parser;
use crate::transport::ByteStream;

const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The server sends a comment more often than this; silence means a dead connection.
const LONGEST_SILENCE: Duration = Duration::from_mins(1);

/// What the stream tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiveEvent {
    /// Something happened.
    Told(Event),
    /// Some events were missed: what is on the screen must be read anew.
    Reset,
}

/// What the caller may see, as it happens. Connects again by itself after what it saw last.
pub struct EventStream {
    client: Client,
    body: Option<Box<dyn ByteStream>>,
    parser: Parser,
    ready: VecDeque<LiveEvent>,
    last_id: Option<String>,
    wait: Duration,
    connected_before: bool,
}

impl Client {
    /// Live events (`stream_events`), after the event `last_id` when given. Nothing is sent
    /// before the first [`EventStream::next`]; dropping the stream ends the connection.
    #[must_use]
    pub fn stream_events(&self, last_id: Option<String>) -> EventStream {
        EventStream {
            client: self.clone(),
            body: None,
            parser: Parser::default(),
            ready: VecDeque::new(),
            last_id,
            wait: FIRST_WAIT,
            connected_before: false,
        }
    }
}

impl EventStream {
    /// The id of the last event, to resume after it with another stream.
    #[must_use]
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// The next event, whenever it comes. Ends only with a refusal that waiting cannot cure, such
    /// as a session that is over.
    pub async fn next(&mut self) -> Result<LiveEvent, Error> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(event);
            }
            match self.read().await {
                Ok(()) => {}
                Err(error) if error.is_transient() => {
                    self.body = None;
                    let wait = self.wait;
                    self.wait = (wait * 2).min(LONGEST_WAIT);
                    self.client.transport().sleep(wait).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn read(&mut self) -> Result<(), Error> {
        if self.body.is_none() {
            self.body = Some(self.connect().await?);
            if self.connected_before && self.last_id.is_none() {
                // Nothing to resume after, yet time has passed without a connection.
                self.ready.push_back(LiveEvent::Reset);
            }
            self.connected_before = true;
            self.parser = Parser::after(self.last_id.clone());
            return Ok(());
        }
        let Some(body) = &mut self.body else {
            return Ok(());
        };
        let silence = pin!(self.client.transport().sleep(LONGEST_SILENCE));
        let chunk = match select(body.next(), silence).await {
            Either::Left((chunk, _)) => chunk?,
            Either::Right(_) => return Err(Error::Network("silence".to_owned())),
        };
        let Some(chunk) = chunk else {
            // The server restarts, or ends the stream with the token: connect again.
            return Err(Error::Network("end of stream".to_owned()));
        };
        self.wait = FIRST_WAIT;
        for message in self.parser.feed(&chunk) {
            self.last_id = message.id;
            if message.kind == "reset" {
                self.ready.push_back(LiveEvent::Reset);
            } else if let Ok(event) = json::read(message.data.as_bytes()) {
                self.ready.push_back(LiveEvent::Told(event));
            }
            // Else a newer server tells of things that this client does not know.
        }
        self.wait = self
            .wait
            .max(self.parser.retry().unwrap_or_default())
            .min(LONGEST_WAIT);
        Ok(())
    }

    async fn connect(&mut self) -> Result<Box<dyn ByteStream>, Error> {
        let mut call = Call::get("/events").header("accept", "text/event-stream");
        if let Some(id) = &self.last_id {
            call = call.header("last-event-id", id);
        }
        self.client
            .attempt(call, |transport, request| transport.open(request))
            .await
    }
}

impl std::fmt::Debug for EventStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventStream")
            .field("connected", &self.body.is_some())
            .field("last_id", &self.last_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::{Fake, header, run};

    const FIRST: &str = "id: 7\nevent: ticket.updated\ndata: {\"kind\":\"ticket.updated\",\
                         \"number\":\"CS0000001\",\"version\":2,\"at\":\"2026-01-01T00:00:00Z\"}\n\n";
    const UNKNOWN: &str = "id: 8\nevent: weather.changed\ndata: {\"kind\":\"weather.changed\"}\n\n";

    fn resumed_after(server: &Fake) -> Vec<Option<String>> {
        server
            .requests()
            .iter()
            .map(|request| header(request, "last-event-id"))
            .collect()
    }

    #[test]
    fn a_broken_stream_is_resumed_after_the_last_event() {
        let server = Fake::default()
            .streams(&[":\n\n", FIRST, UNKNOWN])
            .streams(&[FIRST]);
        let mut events = server.signed_in().stream_events(None);
        for _ in 0..2 {
            assert!(matches!(run(events.next()), Ok(LiveEvent::Told(event)) if event.version == 2));
        }
        assert_eq!(resumed_after(&server), [None, Some("8".to_owned())]);
        assert_eq!(events.last_id(), Some("7"));
    }

    #[test]
    fn a_gap_without_anything_to_resume_after_is_told() {
        let server = Fake::default().streams(&[":\n\n"]).streams(&[FIRST]);
        let mut events = server.signed_in().stream_events(None);
        assert_eq!(run(events.next()), Ok(LiveEvent::Reset));
        assert!(matches!(run(events.next()), Ok(LiveEvent::Told(_))));
    }

    #[test]
    fn the_server_may_say_that_events_were_missed() {
        let server = Fake::default().streams(&["event: reset\ndata: {}\n\n"]);
        let mut events = server.signed_in().stream_events(Some("3".to_owned()));
        assert_eq!(run(events.next()), Ok(LiveEvent::Reset));
        assert_eq!(resumed_after(&server), [Some("3".to_owned())]);
    }

    #[test]
    fn a_stream_that_cannot_be_had_ends() {
        let server = Fake::default();
        let mut events = server.signed_in().stream_events(None);
        assert_eq!(run(events.next()), Err(Error::Aborted));
    }
}
