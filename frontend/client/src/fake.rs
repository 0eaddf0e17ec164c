//! For the tests: a server of canned answers, and a way to run futures without a runtime.

use std::any::Any;
use std::collections::VecDeque;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use guichet_common::auth::AccessToken;

use crate::client::{Client, locked};
use crate::error::Error;
use crate::transport::{
    Answer, ByteStream, Download, FilePart, Headers, LocalFuture, OnProgress, Progress, Request,
    Response, Transport,
};

/// A server of canned answers that notes what it was asked.
#[derive(Default)]
struct Script {
    answers: Mutex<VecDeque<Response>>,
    asked: Mutex<Vec<Request>>,
    streams: Mutex<VecDeque<VecDeque<&'static str>>>,
    seconds: AtomicU64,
}

#[derive(Clone, Default)]
pub(crate) struct Fake(Arc<Script>);

impl Fake {
    pub(crate) fn answers(self, status: u16, body: &str) -> Self {
        locked(&self.0.answers).push_back(Response {
            status,
            headers: Headers {
                etag: Some("\"4\"".to_owned()),
                ..Headers::default()
            },
            body: body.as_bytes().to_vec(),
        });
        self
    }

    pub(crate) fn refuses(self, status: u16, code: &str) -> Self {
        let body = format!(
            r#"{{"type":"t","title":"t","status":{status},"detail":"d","code":"{code}",
                "request_id":"r"}}"#
        );
        self.answers(status, &body)
    }

    pub(crate) fn gives_token(self, token: &str, life: u32) -> Self {
        let body =
            format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":{life}}}"#);
        self.answers(200, &body)
    }

    /// One more connection that streams these chunks and ends.
    pub(crate) fn streams(self, chunks: &[&'static str]) -> Self {
        locked(&self.0.streams).push_back(chunks.iter().copied().collect());
        self
    }

    pub(crate) fn client(&self) -> Client {
        Client::with_transport(Box::new(self.clone()))
    }

    pub(crate) fn signed_in(&self) -> Client {
        let client = self.client();
        client.keep(AccessToken {
            access_token: "old".to_owned(),
            token_type: "Bearer".to_owned(),
            expires_in: 600,
        });
        client
    }

    /// Lets the clock show this many seconds.
    pub(crate) fn set_clock(&self, seconds: u64) {
        self.0.seconds.store(seconds, Ordering::Relaxed);
    }

    /// Every request.
    pub(crate) fn requests(&self) -> Vec<Request> {
        locked(&self.0.asked).clone()
    }

    /// Path and token of every request.
    pub(crate) fn asked(&self) -> Vec<(String, Option<String>)> {
        let asked = locked(&self.0.asked);
        let token = |request: &Request| header(request, "authorization");
        asked
            .iter()
            .map(|request| (request.path.clone(), token(request)))
            .collect()
    }
}

pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    request
        .headers
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, value)| value.clone())
}

/// Gives the others a chance meanwhile.
async fn pause() {
    let mut waited = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut waited, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

struct Chunks(VecDeque<&'static str>);

impl ByteStream for Chunks {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Vec<u8>>, Error>> {
        let chunk = self.0.pop_front().map(|chunk| chunk.as_bytes().to_vec());
        Box::pin(std::future::ready(Ok(chunk)))
    }
}

impl Transport for Fake {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            pause().await;
            locked(&self.0.asked).push(request);
            locked(&self.0.answers).pop_front().ok_or(Error::Aborted)
        })
    }

    fn open(&self, request: Request) -> LocalFuture<'_, Answer<Box<dyn ByteStream>>> {
        locked(&self.0.asked).push(request);
        let chunks = locked(&self.0.streams).pop_front();
        Box::pin(async {
            let body: Box<dyn ByteStream> = Box::new(Chunks(chunks.ok_or(Error::Aborted)?));
            Ok(Ok(body))
        })
    }

    fn download(&self, _: Request, _: OnProgress) -> LocalFuture<'_, Answer<Download>> {
        Box::pin(async { Err(Error::Aborted) })
    }

    fn upload<'a>(
        &'a self,
        request: Request,
        _: &'a [FilePart],
        progress: OnProgress,
    ) -> LocalFuture<'a, Result<Response, Error>> {
        progress(Progress {
            done: 1,
            total: Some(1),
        });
        self.send(request)
    }

    fn refresh_turn(&self) -> LocalFuture<'_, Box<dyn Any>> {
        Box::pin(async {
            let turn: Box<dyn Any> = Box::new(());
            turn
        })
    }

    fn detach(&self, task: LocalFuture<'static, ()>) -> LocalFuture<'static, ()> {
        task
    }

    fn sleep(&self, _: Duration) -> LocalFuture<'_, ()> {
        Box::pin(pause())
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.0.seconds.load(Ordering::Relaxed))
    }
}

/// The fake never really waits, so asking again and again ends.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
