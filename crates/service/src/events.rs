//! Live events: what changed, told to those who may see it.
//!
//! Events are rows, written in the transaction that causes them. Each process reads the feed
//! when it has committed something itself, and once a second for what other replicas did, and
//! hands the rows to its subscribers, who drop what is not theirs.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use guichet_common::events::Event;
use guichet_db::live_events::{self, LiveEventRow};
use guichet_domain::{Actor, Scope, policy};
use tokio::sync::{Notify, broadcast};
use tokio::time::Instant;

use crate::app::App;
use crate::auth::Followed;
use crate::error::Result;

/// How often the feed is read for what other replicas did, and which sessions they ended.
const POLL: Duration = Duration::from_secs(1);
/// Rows read at once.
const BATCH: u32 = 500;
/// Rows before the last one that are read again: on PostgreSQL a transaction with an earlier id
/// may commit later.
const OVERLAP: i64 = 200;
/// Rows that a slow subscriber may lag behind before it is told to start over.
const BUFFER: usize = 4096;

/// Hands the feed to the subscribers of this process.
#[derive(Debug, Clone)]
pub struct Feed {
    sender: broadcast::Sender<Arc<LiveEventRow>>,
    committed: Arc<Notify>,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self {
            sender: broadcast::channel(BUFFER).0,
            committed: Arc::new(Notify::new()),
        }
    }

    /// Tells that this process has committed events.
    pub(crate) fn wake(&self) {
        self.committed.notify_one();
    }
}

/// Reads the feed and hands it out, until the process ends. To be spawned once a process. Sessions
/// that other replicas ended are learnt by the way: their streams end.
pub async fn run_feed(app: App) {
    let mut last = None;
    let mut seen = Seen::default();
    let (mut followed, mut follow_at) = (Followed::default(), Instant::now());
    loop {
        if Instant::now() >= follow_at {
            if let Err(error) = followed.follow(&app).await {
                tracing::warn!(error = ?error, "ended sessions could not be read");
            }
            follow_at = Instant::now() + POLL;
        }
        if let Err(error) = read_feed(&app, &mut last, &mut seen).await {
            tracing::warn!(error = ?error, "the event feed could not be read");
        }
        // Woken or not, the feed is read again.
        let _ = tokio::time::timeout(POLL, app.feed.committed.notified()).await;
    }
}

async fn read_feed(app: &App, last: &mut Option<i64>, seen: &mut Seen) -> Result<()> {
    let read = app.db.read();
    let mut from = match *last {
        Some(last) => last,
        // What was before the process began is read by those who resume, see `subscribe`.
        None => live_events::find_last_live_event(&read).await?,
    };
    loop {
        let rows = live_events::list_live_events_after(&read, from - OVERLAP, BATCH).await?;
        let full = rows.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
        let known_before = last.is_some();
        for row in rows {
            from = from.max(row.id);
            if seen.insert(row.id) && known_before {
                // An error means that the last subscriber has just gone.
                let _ = app.feed.sender.send(Arc::new(row));
            }
        }
        *last = Some(from);
        if !full {
            return Ok(());
        }
        from += OVERLAP;
    }
}

/// The last ids handed out, so that the overlap tells nothing twice.
#[derive(Debug, Default)]
struct Seen {
    order: VecDeque<i64>,
    ids: HashSet<i64>,
}

impl Seen {
    fn insert(&mut self, id: i64) -> bool {
        if !self.ids.insert(id) {
            return false;
        }
        self.order.push_back(id);
        if self.order.len() > BUFFER
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}

/// What a subscriber gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// An event, and its place in the feed to resume from.
    Event(i64, Event),
    /// Some events were missed, or are no longer kept: read anew what is on the screen.
    Reset,
}

/// The events that the actor may see, from now on, or from after `last_event_id`.
pub async fn subscribe(
    app: &App,
    actor: &Actor,
    last_event_id: Option<i64>,
) -> Result<impl Stream<Item = Told> + use<>> {
    let scope = policy::ticket_scope(actor);
    let is_agent = actor.role.is_agent();
    // First listen, then read what was missed: nothing falls between the two.
    let receiver = app.feed.sender.subscribe();
    app.feed.wake();
    let missed = match last_event_id {
        Some(id) => live_events::list_live_events_after(&app.db.read(), id, BUFFER_ROWS).await?,
        None => Vec::new(),
    };
    let gap = missed.len() == usize::try_from(BUFFER_ROWS).unwrap_or(usize::MAX);
    let told_until = missed
        .last()
        .map_or(last_event_id.unwrap_or(0), |row| row.id);
    let missed = if gap {
        vec![Told::Reset]
    } else {
        missed
            .iter()
            .filter_map(|row| tell(row, &scope, is_agent))
            .collect()
    };
    let live = stream::unfold((receiver, scope), move |(mut receiver, scope)| async move {
        loop {
            let told = match receiver.recv().await {
                Ok(row) if row.id <= told_until => None,
                Ok(row) => tell(&row, &scope, is_agent),
                Err(broadcast::error::RecvError::Lagged(_)) => Some(Told::Reset),
                Err(broadcast::error::RecvError::Closed) => return None,
            };
            if let Some(told) = told {
                return Some((told, (receiver, scope)));
            }
        }
    });
    Ok(stream::iter(missed).chain(live))
}

/// Rows that a resuming subscriber may have missed; more is a reset.
const BUFFER_ROWS: u32 = 1000;

fn tell(row: &LiveEventRow, scope: &Scope, is_agent: bool) -> Option<Told> {
    let may_see = scope.contains(row.account_id, row.contact_id) && (is_agent || !row.internal);
    may_see.then(|| Told::Event(row.id, row.event.clone()))
}
