//! SQLite's one writer, and how writers who come at the same time share a commit.
//!
//! Making a transaction durable costs a flush to the disk, which takes longer than the transaction
//! itself. So a use case that ends while others wait to write does not flush: the next one goes on
//! in the same transaction, behind a savepoint, and one flush makes all of them durable. Each is
//! told of its success only then. A use case that fails is rolled back to its savepoint and harms
//! nobody; if the flush fails, all that share it are told so.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use sea_orm::Value;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use tokio::time::Instant;

use super::{Connection, PATIENCE, on_another_thread};
use crate::error::Error;
use crate::row::Row;

/// How long to wait before asking again for a lock that another process holds: twice as long each
/// time, from here…
const FIRST_PAUSE: Duration = Duration::from_millis(1);
/// …to here.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// The writer. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    // Locked by the use case that writes. Writers get it in the order they came.
    slot: Arc<Mutex<Slot>>,
    waiting: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Slot {
    /// `None` once the database is closed. Only who holds the slot locks it.
    connection: Option<Lock<Connection>>,
    shared: Option<Shared>,
}

/// A transaction that use cases share. While nobody holds the slot, at least one of them has ended
/// in it and a task is on its way to commit it.
#[derive(Debug)]
struct Shared {
    /// How many use cases have ended in it.
    ended: usize,
    /// Whether a task is on its way to commit it.
    is_closing: bool,
    outcome: watch::Sender<Option<Outcome>>,
}

type Outcome = Result<(), SharedFailure>;

/// The commit that several use cases shared has failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the commit shared with others failed")]
struct SharedFailure(#[source] Arc<Error>);

impl From<SharedFailure> for Error {
    fn from(failure: SharedFailure) -> Self {
        match *failure.0 {
            Self::Busy(_) => Self::Busy(failure.into()),
            Self::StorageFull(_) => Self::StorageFull(failure.into()),
            _ => Self::Other(failure.into()),
        }
    }
}

/// Counts a writer who waits for as long as it lives.
struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Writer {
    /// A writer to this file, which it makes if it is missing.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let connection = Connection::open_writer(path)?;
        Ok(Self {
            slot: Arc::new(Mutex::new(Slot {
                connection: Some(Lock::new(connection)),
                shared: None,
            })),
            waiting: Arc::default(),
        })
    }

    /// Begins a use case, when those before have ended.
    pub(crate) async fn begin(&self) -> Result<Member, Error> {
        let waiting = Waiting::new(&self.waiting);
        let deadline = Instant::now() + PATIENCE;
        let slot = tokio::time::timeout_at(deadline, Arc::clone(&self.slot).lock_owned())
            .await
            .map_err(|elapsed| Error::Busy(elapsed.into()))?;
        drop(waiting);
        let mut member = Member {
            slot: Some(slot),
            writer: self.clone(),
        };
        member.slot_mut()?.enter(deadline).await?;
        Ok(member)
    }

    /// Closes the connection when those who write have ended; the write-ahead log is folded in.
    pub(crate) async fn close(&self) {
        self.slot.lock().await.connection.take();
    }
}

impl Slot {
    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        match &self.connection {
            Some(connection) => work(&connection.lock().unwrap_or_else(PoisonError::into_inner)),
            None => Err(Error::Busy("the database is closed".into())),
        }
    }

    fn run(&self, sql: &str) -> Result<(), Error> {
        self.with(|connection| connection.execute(sql, &[]))?;
        Ok(())
    }

    /// Goes on in the transaction of those who have ended, or begins one.
    async fn enter(&mut self, deadline: Instant) -> Result<(), Error> {
        if let Some(shared) = &self.shared {
            if self.is_in_transaction() {
                // The others must not be lost when this one fails.
                return self.run("SAVEPOINT member");
            }
            // SQLite has taken it back itself, as on a full disk.
            shared.tell(Err(SharedFailure(Arc::new(Error::ended()))));
            self.shared = None;
        }
        self.begin(deadline).await
    }

    /// Begins a transaction, as soon as no other process has one.
    async fn begin(&mut self, deadline: Instant) -> Result<(), Error> {
        let mut pause = FIRST_PAUSE;
        while let Err(error) = self.run("BEGIN IMMEDIATE") {
            if !matches!(error, Error::Busy(_)) || Instant::now() + pause > deadline {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
        self.shared = Some(Shared {
            ended: 0,
            is_closing: false,
            outcome: watch::Sender::new(None),
        });
        Ok(())
    }

    fn is_in_transaction(&self) -> bool {
        self.with(|connection| Ok(connection.is_in_transaction()))
            .unwrap_or(false)
    }

    /// Flushes, and tells everybody who ended in the transaction.
    fn commit(&mut self) -> Outcome {
        let committed = self.run("COMMIT");
        if committed.is_err() && self.is_in_transaction() {
            self.undo("ROLLBACK");
        }
        let outcome = committed.map_err(|error| SharedFailure(Arc::new(error)));
        if let Some(shared) = self.shared.take() {
            shared.tell(outcome.clone());
        }
        outcome
    }

    /// Takes back what a use case did that has not ended.
    fn give_up(&mut self) {
        if !self.is_in_transaction() {
            return;
        }
        match &self.shared {
            Some(shared) if shared.ended > 0 => {
                self.undo("ROLLBACK TO member");
                self.undo("RELEASE member");
            }
            _ => {
                self.undo("ROLLBACK");
                self.shared = None;
            }
        }
    }

    /// Within a transaction these fail only when SQLite cannot go on at all; then what follows fails
    /// too, and says so to somebody.
    fn undo(&self, sql: &str) {
        drop(self.run(sql));
    }
}

impl Shared {
    fn tell(&self, outcome: Outcome) {
        self.outcome.send_replace(Some(outcome));
    }
}

/// A use case that writes. Dropped without [`Member::commit`], it leaves nothing.
#[derive(Debug)]
pub(crate) struct Member {
    /// `None` once it has ended.
    slot: Option<OwnedMutexGuard<Slot>>,
    writer: Writer,
}

impl Member {
    fn slot_mut(&mut self) -> Result<&mut Slot, Error> {
        self.slot.as_deref_mut().ok_or_else(Error::ended)
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let slot = self.slot.as_deref().ok_or_else(Error::ended)?;
        slot.with(|connection| {
            // Outside of it, each statement would be a transaction of its own.
            if connection.is_in_transaction() {
                work(connection)
            } else {
                Err(Error::ended())
            }
        })
    }

    /// The rows that a statement gives, at most so many.
    pub(crate) fn rows(
        &self,
        sql: &str,
        values: &[Value],
        at_most: usize,
    ) -> Result<Vec<Row>, Error> {
        self.with(|connection| connection.rows(sql, values, at_most))
    }

    /// Runs a statement that changes rows; returns how many.
    pub(crate) fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        self.with(|connection| connection.execute(sql, values))
    }

    /// Makes it durable, alone or together with others.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        let is_alone = self.writer.waiting.load(Ordering::SeqCst) == 0;
        let slot = self.slot_mut()?;
        let Some(shared) = &slot.shared else {
            return Err(Error::ended());
        };
        if !(is_alone && shared.ended == 0) {
            return self.commit_with_others().await;
        }
        let slot = self.slot.take().ok_or_else(Error::ended)?;
        flush(slot).await
    }

    async fn commit_with_others(mut self) -> Result<(), Error> {
        let slot = self.slot_mut()?;
        if slot.shared.as_ref().is_some_and(|shared| shared.ended > 0) {
            slot.run("RELEASE member")?;
        }
        let Some(shared) = &mut slot.shared else {
            return Err(Error::ended());
        };
        shared.ended += 1;
        let mut outcome = shared.outcome.subscribe();
        let is_first = !std::mem::replace(&mut shared.is_closing, true);
        if is_first {
            // It queues behind those who wait now, and before those who come later; and it goes on
            // when the request that started it is given up.
            let slot = Arc::clone(&self.writer.slot);
            tokio::spawn(async move {
                // Whoever shares it is told; there is nobody else to tell.
                drop(flush(slot.lock_owned().await).await);
            });
        }
        drop(self.slot.take());
        let told = outcome.wait_for(Option::is_some).await;
        match told.map(|outcome| outcome.clone()) {
            Ok(Some(outcome)) => Ok(outcome?),
            Ok(None) | Err(_) => Err(Error::Busy("the server is shutting down".into())),
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        if let Some(slot) = self.slot.as_deref_mut() {
            slot.give_up();
        }
    }
}

/// Flushes on a thread that may wait for the disk, also when who asked for it is gone.
async fn flush(mut slot: OwnedMutexGuard<Slot>) -> Result<(), Error> {
    on_another_thread(move || {
        if slot.shared.is_none() {
            return Ok(());
        }
        Ok(slot.commit()?)
    })
    .await
}
