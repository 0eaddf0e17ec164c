//! Live events.

use std::collections::VecDeque;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use guichet_common::events::Event;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::sse::Parser;
use crate::transport::ByteStream;

const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The server sends a comment more often than this; silence means a dead connection.
const LONGEST_SILENCE: Duration = Duration::from_mins(1);

/// An event with the id that resumes the stream after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveEvent {
    /// What `Last-Event-ID` would be.
    pub id: Option<String>,
    /// What happened.
    pub event: Event,
}

/// What the caller may see, as it happens. Connects again by itself after what it saw last.
pub struct EventStream {
    client: Client,
    body: Option<Box<dyn ByteStream>>,
    parser: Parser,
    ready: VecDeque<LiveEvent>,
    last_id: Option<String>,
    wait: Duration,
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
        }
    }
}

impl EventStream {
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
            self.parser = Parser::after(self.last_id.clone());
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
            self.last_id.clone_from(&message.id);
            // A newer server may tell of things that this client does not know.
            if let Ok(event) = serde_json::from_str(&message.data) {
                self.ready.push_back(LiveEvent {
                    id: message.id,
                    event,
                });
            }
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
