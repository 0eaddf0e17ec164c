//! Sessions that are over: told to all that believed in them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ids::{PersonId, SessionId};
use guichet_db::{Tx, sessions};
use moka::sync::Cache;
use tokio::sync::broadcast;

use crate::app::App;
use crate::error::Result;

/// For how long an end is remembered: longer than an access token lives.
const REMEMBERED: Duration = Duration::from_mins(20);
/// Ends that somebody who listens may lag behind; who has missed some looks again.
const BUFFER: usize = 256;
/// Clocks of replicas may differ by so much.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// The sessions that this process knows to be over.
#[derive(Debug, Clone)]
pub(crate) struct Endings {
    known: Cache<SessionId, ()>,
    sender: broadcast::Sender<SessionId>,
}

impl Endings {
    pub(crate) fn new() -> Self {
        Self {
            known: Cache::builder()
                .max_capacity(50_000)
                .time_to_live(REMEMBERED)
                .build(),
            sender: broadcast::channel(BUFFER).0,
        }
    }

    /// Whether the session is known to be over.
    pub(crate) fn include(&self, id: SessionId) -> bool {
        self.known.contains_key(&id)
    }
}

/// Sessions that were ended in a transaction. Once it is committed, [`Ended::take_hold`] lets this
/// process know at once; other replicas learn of it within a second or two.
#[derive(Debug, Default)]
#[must_use = "ended sessions live on here for some seconds unless they take hold"]
pub struct Ended(Vec<SessionId>);

impl Ended {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Forgets the callers of these sessions and ends their streams of events.
    pub fn take_hold(self, app: &App) {
        // Somebody who was deactivated takes their programs along.
        app.machines.forget_all();
        for id in self.0 {
            // In this order: who looks the session up meanwhile finds out by the second.
            app.endings.known.insert(id, ());
            app.callers.invalidate(&id);
            // An error means that nobody listens.
            let _ = app.endings.sender.send(id);
        }
    }
}

/// Ends all sessions of a person but perhaps one.
pub async fn end_sessions(
    app: &App,
    tx: &Tx,
    person: PersonId,
    except: Option<SessionId>,
) -> Result<Ended> {
    let ended = sessions::revoke_sessions(tx, person, except, app.real_now()).await?;
    Ok(Ended(ended))
}

/// Ends one session of a person; tells whether it was there and not over yet.
pub(crate) async fn end_session(
    app: &App,
    tx: &Tx,
    person: PersonId,
    id: SessionId,
) -> Result<Option<Ended>> {
    let ended = sessions::revoke_session(tx, person, id, app.real_now()).await?;
    Ok(ended.then(|| Ended(vec![id])))
}

/// Resolves once the session is over, as far as this process has learnt.
pub fn session_end(app: &App, id: SessionId) -> impl Future<Output = ()> + Send + use<> {
    let endings = app.endings.clone();
    let mut receiver = endings.sender.subscribe();
    async move {
        while !endings.include(id) {
            // Whatever it is that was heard, or missed: look again.
            let _ = receiver.recv().await;
        }
    }
}

/// What was last learnt of the sessions that other replicas ended.
#[derive(Debug, Default)]
pub(crate) struct Followed(Option<DateTime<Utc>>);

impl Followed {
    /// Learns which sessions other replicas have ended since.
    pub(crate) async fn follow(&mut self, app: &App) -> Result<()> {
        let now = app.real_now();
        let since = self.0.unwrap_or(now).min(now) - SKEW;
        let ended = sessions::list_revoked_since(&app.db.read(), since).await?;
        let news = ended
            .into_iter()
            .filter(|id| !app.endings.include(*id))
            .collect();
        let news = Ended(news);
        if news.count() > 0 {
            news.take_hold(app);
        }
        self.0 = Some(now);
        Ok(())
    }
}
