//! The connections that read.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::Value;
use tokio::sync::Semaphore;

use super::{Connection, PATIENCE, on_another_thread};
use crate::error::Error;
use crate::row::Row;

/// The connections that read. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Readers {
    shared: Arc<Shared>,
    is_unhurried: bool,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    /// Those that nobody uses just now; `None` once the database is closed.
    idle: Mutex<Option<Vec<Connection>>>,
    /// How many of them are kept.
    kept: usize,
    /// How many reads may take long at once.
    long: Semaphore,
}

impl Readers {
    /// Connections to this file, of which so many are kept. No more reads take long at once; those
    /// that do not are as many as there are threads to ask for them.
    pub(crate) fn open(path: PathBuf, kept: usize) -> Result<Self, Error> {
        let first = Connection::open_reader(&path)?;
        Ok(Self {
            shared: Arc::new(Shared {
                path,
                idle: Mutex::new(Some(vec![first])),
                kept,
                long: Semaphore::new(kept),
            }),
            is_unhurried: false,
        })
    }

    /// The same for a thread with nothing else to do: all that it reads runs on it.
    pub(crate) fn unhurried(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            is_unhurried: true,
        }
    }

    /// The rows that a statement gives, at most so many.
    pub(crate) async fn rows(
        &self,
        sql: &str,
        values: Vec<Value>,
        at_most: usize,
    ) -> Result<Vec<Row>, Error> {
        if !self.is_unhurried {
            let soon = self
                .shared
                .with(|connection| connection.rows_soon(sql, &values, at_most))?;
            if let Some(found) = soon {
                return Ok(found);
            }
        }
        self.rows_long(sql, values, at_most).await
    }

    /// Like [`Self::rows`], for what is known to take long.
    pub(crate) async fn rows_long(
        &self,
        sql: &str,
        values: Vec<Value>,
        at_most: usize,
    ) -> Result<Vec<Row>, Error> {
        let shared = &self.shared;
        if self.is_unhurried {
            return shared.with(|connection| connection.rows(sql, &values, at_most));
        }
        let permit = tokio::time::timeout(PATIENCE, shared.long.acquire())
            .await
            .map_err(|elapsed| Error::Busy(elapsed.into()))?
            .map_err(|closed| Error::Busy(closed.into()))?;
        let (of, sql) = (Arc::clone(shared), sql.to_owned());
        let found = on_another_thread(move || {
            of.with(|connection| connection.rows(&sql, &values, at_most))
        })
        .await;
        drop(permit);
        found
    }

    /// Closes them; what is asked for afterwards is an error.
    pub(crate) fn close(&self) {
        self.shared.lock().take();
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let idle = match self.lock().as_mut() {
            Some(idle) => idle.pop(),
            None => return Err(Error::Busy("the database is closed".into())),
        };
        let connection = match idle {
            Some(connection) => connection,
            None => Connection::open_reader(&self.path)?,
        };
        let done = work(&connection);
        if let Some(idle) = self.lock().as_mut().filter(|idle| idle.len() < self.kept) {
            idle.push(connection);
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::{Reader, values};
    use crate::sqlite::Writer;

    const COUNT: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
        WHERE i < $1) SELECT count(*) FROM n";

    /// What a count to `n` gives, and how many turns others had meanwhile on the same thread.
    async fn count(readers: &Readers, n: i64) -> (i64, u32) {
        let mut turns = 0;
        let rows = readers.rows(COUNT, values![n], usize::MAX);
        let mut rows = std::pin::pin!(rows);
        let rows = loop {
            tokio::select! {
                biased;
                rows = &mut rows => break rows.unwrap(),
                () = tokio::task::yield_now() => turns += 1,
            }
        };
        (Reader::new(&rows[0]).get().unwrap(), turns)
    }

    #[tokio::test]
    async fn read_that_takes_long_leaves_the_thread_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let _writer = Writer::open(&path).unwrap();
        let readers = Readers::open(path, 2).unwrap();
        assert_eq!(count(&readers, 10).await, (10, 0));
        let (counted, turns) = count(&readers, 500_000).await;
        assert_eq!(counted, 500_000);
        assert!(turns > 0, "nobody else had a turn");
        let unhurried = readers.unhurried();
        assert_eq!(count(&unhurried, 500_000).await, (500_000, 0));
        // The connection that was interrupted is as good as new.
        assert_eq!(count(&readers, 10).await, (10, 0));
    }

    #[tokio::test]
    async fn reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let _writer = Writer::open(&path).unwrap();
        let readers = Readers::open(path, 1).unwrap();
        let written = readers.rows("CREATE TABLE t (x INTEGER)", vec![], 1).await;
        assert!(written.is_err());
    }
}
