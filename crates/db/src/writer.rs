//! SQLite's one writer, and how writers who come at the same time share a commit.
//!
//! Making a transaction durable costs a flush to the disk, which takes longer than the transaction
//! itself. So a use case that ends while others wait to write does not flush: the next one goes on
//! in the same transaction, behind a savepoint, and one flush makes all of them durable. Each is
//! told of its success only then. A use case that fails is rolled back to its savepoint and harms
//! nobody; if the flush fails, all that share it are told so.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use crate::error::Error;

/// The writer. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    connection: DatabaseConnection,
    // Locked by the use case that writes. Writers get it in the order they came.
    slot: Arc<Mutex<Option<Shared>>>,
    waiting: Arc<AtomicUsize>,
    patience: Duration,
}

/// A transaction that use cases share. While nobody holds the slot, at least one of them has ended
/// in it and a task is on its way to commit it.
#[derive(Debug)]
struct Shared {
    transaction: DatabaseTransaction,
    /// How many use cases have ended in it.
    ended: usize,
    /// Whether a task is on its way to commit it.
    is_closing: bool,
    /// Whether a use case has begun behind a savepoint, and not ended.
    has_savepoint: bool,
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
    /// A writer on this connection, for which use cases wait no longer than this.
    pub(crate) fn new(connection: DatabaseConnection, patience: Duration) -> Self {
        Self {
            connection,
            slot: Arc::default(),
            waiting: Arc::default(),
            patience,
        }
    }

    /// The connection itself, for migrations.
    pub(crate) const fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins a use case, when those before have ended.
    pub(crate) async fn begin(&self) -> Result<Member, Error> {
        let waiting = Waiting::new(&self.waiting);
        let slot = tokio::time::timeout(self.patience, Arc::clone(&self.slot).lock_owned())
            .await
            .map_err(|elapsed| Error::Busy(elapsed.into()))?;
        drop(waiting);
        let mut member = Member {
            slot,
            writer: self.clone(),
        };
        match member.slot.as_mut() {
            // Others have ended in it, and must not be lost when this one fails.
            Some(shared) => shared.set_savepoint().await?,
            None => *member.slot = Some(self.begin_shared().await?),
        }
        Ok(member)
    }

    async fn begin_shared(&self) -> Result<Shared, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Shared {
            transaction: self.connection.begin_with_options(options).await?,
            ended: 0,
            is_closing: false,
            has_savepoint: false,
            outcome: watch::Sender::new(None),
        })
    }
}

impl Shared {
    // The savepoints are plain statements. Nested transactions of the driver do not survive that a
    // request is given up while one begins: both the driver and the ORM roll back then, the second
    // time everything.

    async fn set_savepoint(&mut self) -> Result<(), Error> {
        self.undo_unfinished().await?;
        self.has_savepoint = true;
        self.transaction
            .execute_unprepared("SAVEPOINT member")
            .await?;
        Ok(())
    }

    async fn release_savepoint(&mut self) -> Result<(), Error> {
        if self.has_savepoint {
            self.transaction
                .execute_unprepared("RELEASE member")
                .await?;
            self.has_savepoint = false;
        }
        Ok(())
    }

    /// Takes back what a use case did that was given up in the middle.
    async fn undo_unfinished(&mut self) -> Result<(), Error> {
        if !self.has_savepoint {
            return Ok(());
        }
        match self
            .transaction
            .execute_unprepared("ROLLBACK TO member")
            .await
        {
            Ok(_) => self.release_savepoint().await,
            // It was given up before it was set, or after it was released.
            Err(error) if error.to_string().contains("no such savepoint") => {
                self.has_savepoint = false;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Flushes, and tells everybody who ended in it.
    async fn commit(mut self) -> Outcome {
        let committed = match self.undo_unfinished().await {
            Ok(()) => self.transaction.commit().await.map_err(Error::from),
            Err(error) => Err(error),
        };
        let outcome = committed.map_err(|error| SharedFailure(Arc::new(error)));
        self.outcome.send_replace(Some(outcome.clone()));
        outcome
    }
}

/// A use case that writes. Dropped without [`Member::commit`], it leaves nothing.
#[derive(Debug)]
pub(crate) struct Member {
    slot: OwnedMutexGuard<Option<Shared>>,
    writer: Writer,
}

impl Member {
    /// The transaction to work in.
    pub(crate) fn transaction(&self) -> Result<&DatabaseTransaction, Error> {
        match self.slot.as_ref() {
            Some(shared) => Ok(&shared.transaction),
            None => Err(Error::Other("the transaction has ended".into())),
        }
    }

    /// Makes it durable, alone or together with others.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        let is_alone = self.writer.waiting.load(Ordering::SeqCst) == 0;
        match self.slot.take_if(|shared| is_alone && shared.ended == 0) {
            Some(shared) => Ok(shared.commit().await?),
            None => self.commit_with_others().await,
        }
    }

    async fn commit_with_others(mut self) -> Result<(), Error> {
        let Some(shared) = self.slot.as_mut() else {
            return Err(Error::Other("the transaction has ended".into()));
        };
        shared.release_savepoint().await?;
        shared.ended += 1;
        let mut outcome = shared.outcome.subscribe();
        if !shared.is_closing {
            shared.is_closing = true;
            // It queues behind those who wait now, and before those who come later; and it goes on
            // when the request that started it is given up.
            let slot = Arc::clone(&self.writer.slot);
            tokio::spawn(async move {
                let mut slot = slot.lock().await;
                if let Some(shared) = slot.take() {
                    // Whoever shares it is told; there is nobody else to tell.
                    let _told = shared.commit().await;
                }
            });
        }
        drop(self);
        let told = outcome.wait_for(Option::is_some).await;
        match told.map(|outcome| outcome.clone()) {
            Ok(Some(outcome)) => Ok(outcome?),
            Ok(None) | Err(_) => Err(Error::Busy("the server is shutting down".into())),
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // The transaction of nobody else is rolled back; a savepoint is seen to by whoever is next.
        self.slot.take_if(|shared| shared.ended == 0);
    }
}
