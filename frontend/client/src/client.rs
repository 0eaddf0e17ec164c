//! The client: language, access token, its renewal, and the way every request takes.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::lock::Mutex as Turn;
use guichet_common::Page;
use guichet_common::auth::AccessToken;
use guichet_common::vocabulary::Language;
use serde::de::DeserializeOwned;

use crate::call::{Call, ETag};
use crate::error::Error;
use crate::json;
use crate::transport::{Answer, LocalFuture, Platform, Request, Response, Transport};

/// A token is renewed when it has less than this to live, so that few requests meet a 401.
const RENEW_BEFORE: Duration = Duration::from_secs(20);

type Listener = Arc<dyn Fn() + Send + Sync>;

/// Something with the version it was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// What was read.
    pub value: T,
    /// Its version, for `If-Match`.
    pub etag: Option<ETag>,
}

/// A client of one server, for one person. Clones share the session.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    transport: Box<dyn Transport>,
    session: Mutex<Session>,
    language: Mutex<Language>,
    session_lost: Mutex<Option<Listener>>,
    /// Held while the token is renewed: all who find it stale wait for one renewal.
    renewing: Turn<()>,
}

#[derive(Debug, Clone, Default)]
struct Session {
    token: Option<String>,
    /// On the clock of the transport; `None` for tokens that are not renewed here.
    renew_at: Option<Duration>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // No token in any log.
        f.debug_struct("Client")
            .field("signed_in", &self.is_signed_in())
            .finish_non_exhaustive()
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept here is replaced as a whole: a panic elsewhere cannot leave half of it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Client {
    /// A client of the server at `base`, for example `https://support.example`; `""` in a browser
    /// is the page's own server.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self::with_transport(Box::new(Platform::new(base)))
    }

    /// A client whose requests travel by `transport`.
    #[must_use]
    pub fn with_transport(transport: Box<dyn Transport>) -> Self {
        Self {
            shared: Arc::new(Shared {
                transport,
                session: Mutex::default(),
                language: Mutex::default(),
                session_lost: Mutex::default(),
                renewing: Turn::new(()),
            }),
        }
    }

    /// Uses this token from now on: an API token, or that of an OAuth client.
    pub fn use_token(&self, token: impl Into<String>) {
        *locked(&self.shared.session) = Session {
            token: Some(token.into()),
            renew_at: None,
        };
    }

    /// Asks for answers in this language from now on.
    pub fn set_language(&self, language: Language) {
        *locked(&self.shared.language) = language;
    }

    /// Calls `listener` whenever the session turns out to be over.
    pub fn on_session_lost(&self, listener: impl Fn() + Send + Sync + 'static) {
        *locked(&self.shared.session_lost) = Some(Arc::new(listener));
    }

    /// Whether there is an access token.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        locked(&self.shared.session).token.is_some()
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        self.shared.transport.as_ref()
    }

    pub(crate) fn keep(&self, token: AccessToken) {
        let life = Duration::from_secs(token.expires_in.into());
        // A short-lived token is renewed at half of its life, not before every request.
        let early = RENEW_BEFORE.min(life / 2);
        *locked(&self.shared.session) = Session {
            token: Some(token.access_token),
            renew_at: Some(self.transport().elapsed() + life.saturating_sub(early)),
        };
    }

    pub(crate) fn forget(&self) {
        *locked(&self.shared.session) = Session::default();
    }

    fn session(&self) -> Session {
        locked(&self.shared.session).clone()
    }

    fn with_headers(&self, mut request: Request, token: Option<&str>) -> Request {
        let language = locked(&self.shared.language).as_str();
        request
            .headers
            .push(("accept-language", language.to_owned()));
        if let Some(token) = token {
            request
                .headers
                .push(("authorization", format!("Bearer {token}")));
        }
        request
    }

    /// Renews the token that is (nearly) stale. When many ask, one request is made.
    pub(crate) async fn renew(&self, stale: Option<String>) -> Result<(), Error> {
        let outcome = Rc::new(RefCell::new(Ok(())));
        let task = {
            let (client, outcome) = (self.clone(), Rc::clone(&outcome));
            Box::pin(async move {
                let result = client.renew_in_turn(stale.as_deref()).await;
                *outcome.borrow_mut() = result;
            })
        };
        // Once the server has rotated the cookie, giving up here would lose the new one, and the
        // old one would count as stolen at the next renewal.
        self.transport().detach(task).await;
        outcome.replace(Ok(()))
    }

    async fn renew_in_turn(&self, stale: Option<&str>) -> Result<(), Error> {
        let _in_this_tab = self.shared.renewing.lock().await;
        if self.session().token.as_deref() != stale {
            return Ok(());
        }
        let _among_tabs = self.transport().refresh_turn().await;
        let call = Call::post("/auth/refresh");
        let response = self
            .transport()
            .send(self.with_headers(call.request, None))
            .await?;
        match response.granted() {
            Ok(response) => {
                self.keep(json::read(&response.body)?);
                Ok(())
            }
            Err(response) => {
                if response.status == 401 {
                    self.forget();
                    let listener = locked(&self.shared.session_lost).clone();
                    if let Some(listener) = listener.filter(|_| stale.is_some()) {
                        listener();
                    }
                }
                Err(Error::refused(&response))
            }
        }
    }

    /// Makes the request with the token, renewing that before when it is about to expire, or
    /// once after a 401.
    pub(crate) async fn attempt<'a, T>(
        &'a self,
        call: Call,
        send: impl Fn(&'a dyn Transport, Request) -> LocalFuture<'a, Answer<T>>,
    ) -> Result<T, Error> {
        let Call { request, anonymous } = call;
        let mut session = if anonymous {
            Session::default()
        } else {
            self.session()
        };
        if session
            .renew_at
            .is_some_and(|at| self.transport().elapsed() >= at)
        {
            self.renew(session.token).await?;
            session = self.session();
        }
        let first = self.with_headers(request.clone(), session.token.as_deref());
        let refusal = match send(self.transport(), first).await? {
            Ok(value) => return Ok(value),
            Err(refusal) => refusal,
        };
        if refusal.status != 401 || session.renew_at.is_none() {
            return Err(Error::refused(&refusal));
        }
        self.renew(session.token).await?;
        let again = self.with_headers(request, self.session().token.as_deref());
        send(self.transport(), again)
            .await?
            .map_err(|refusal| Error::refused(&refusal))
    }

    /// Boxed, so that the way of a request is compiled once and not for every kind of answer.
    fn answer(&self, call: Call) -> LocalFuture<'_, Result<Response, Error>> {
        Box::pin(self.attempt(call, |transport, request| {
            Box::pin(async move { Ok(transport.send(request).await?.granted()) })
        }))
    }

    pub(crate) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        json::read(&self.answer(call).await?.body)
    }

    pub(crate) async fn page<T: DeserializeOwned>(&self, call: Call) -> Result<Page<T>, Error> {
        json::read_page(&self.answer(call).await?.body)
    }

    pub(crate) async fn versioned<T: DeserializeOwned>(
        &self,
        call: Call,
    ) -> Result<Versioned<T>, Error> {
        let response = self.answer(call).await?;
        Ok(Versioned {
            value: json::read(&response.body)?,
            etag: response.headers.etag.map(ETag::new),
        })
    }

    /// What came in the body, if something did.
    pub(crate) async fn optional<T: DeserializeOwned>(
        &self,
        call: Call,
    ) -> Result<Option<T>, Error> {
        let response = self.answer(call).await?;
        if response.body.is_empty() {
            return Ok(None);
        }
        json::read(&response.body).map(Some)
    }

    pub(crate) async fn empty(&self, call: Call) -> Result<(), Error> {
        self.answer(call).await.map(drop)
    }
}

#[cfg(test)]
mod tests;
