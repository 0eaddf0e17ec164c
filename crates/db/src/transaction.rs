//! A transaction to write in, and a connection to read from.

use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    TransactionTrait, Value,
};

use crate::connection::Dialect;
use crate::error::Error;
use crate::row::Row;
use crate::sql::Sql;
use crate::sqlite::{Member, Readers};
use crate::totals::Totals;

/// Something to read from: [`Read`] outside of a transaction, [`Tx`] inside of one. Reading
/// repository functions take `&Conn`, writing ones `&Tx`.
///
/// The SQL of this crate numbers its parameters `$1`, `$2`…, which both drivers understand; fixed
/// texts let them reuse their prepared statements.
pub struct Conn {
    inner: Inner,
    totals: Arc<Totals>,
}

enum Inner {
    Sqlite(Readers),
    SqliteTransaction(Member),
    Postgres(DatabaseConnection),
    PostgresTransaction(PostgresTransaction),
}

struct PostgresTransaction {
    transaction: DatabaseTransaction,
    later: Mutex<Vec<(String, Vec<Value>)>>,
}

impl Conn {
    pub(crate) const fn sqlite(readers: Readers, totals: Arc<Totals>) -> Self {
        let inner = Inner::Sqlite(readers);
        Self { inner, totals }
    }

    pub(crate) const fn postgres(pool: DatabaseConnection, totals: Arc<Totals>) -> Self {
        let inner = Inner::Postgres(pool);
        Self { inner, totals }
    }

    /// The totals remembered; a transaction counts for itself, what it wrote included.
    pub(crate) fn totals(&self) -> Option<&Totals> {
        match self.inner {
            Inner::Sqlite(_) | Inner::Postgres(_) => Some(&self.totals),
            Inner::SqliteTransaction(_) | Inner::PostgresTransaction(_) => None,
        }
    }

    /// Which database it is.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Sqlite(_) | Inner::SqliteTransaction(_) => Dialect::Sqlite,
            Inner::Postgres(_) | Inner::PostgresTransaction(_) => Dialect::Postgres,
        }
    }

    pub(crate) async fn all(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>, Error> {
        let rows = match &self.inner {
            Inner::Sqlite(readers) => return readers.rows(sql, values, usize::MAX).await,
            Inner::SqliteTransaction(member) => return member.rows(sql, &values, usize::MAX),
            Inner::Postgres(pool) => pool.query_all_raw(postgres(sql, values)).await?,
            Inner::PostgresTransaction(inner) => {
                inner.catch_up().await?;
                let statement = postgres(sql, values);
                inner.transaction.query_all_raw(statement).await?
            }
        };
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    /// Like [`Self::all`], for a search: SQLite may take long over it, and PostgreSQL makes a plan
    /// for these very values.
    pub(crate) async fn all_of_search(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, Error> {
        const PLAN: &str = "SET LOCAL plan_cache_mode = force_custom_plan";
        let transaction = match &self.inner {
            Inner::Sqlite(readers) => return readers.rows_long(sql, values, usize::MAX).await,
            Inner::SqliteTransaction(member) => return member.rows(sql, &values, usize::MAX),
            Inner::Postgres(pool) => pool.begin().await?,
            // Inside of a transaction this is a savepoint.
            Inner::PostgresTransaction(inner) => {
                inner.catch_up().await?;
                inner.transaction.begin().await?
            }
        };
        transaction.execute_unprepared(PLAN).await?;
        let rows = transaction.query_all_raw(postgres(sql, values)).await?;
        transaction.commit().await?;
        Ok(rows.into_iter().map(Row::Postgres).collect())
    }

    pub(crate) async fn one(&self, sql: &str, values: Vec<Value>) -> Result<Option<Row>, Error> {
        let row = match &self.inner {
            Inner::Sqlite(readers) => return Ok(readers.rows(sql, values, 1).await?.pop()),
            Inner::SqliteTransaction(member) => return Ok(member.rows(sql, &values, 1)?.pop()),
            Inner::Postgres(pool) => pool.query_one_raw(postgres(sql, values)).await?,
            Inner::PostgresTransaction(inner) => {
                inner.catch_up().await?;
                let statement = postgres(sql, values);
                inner.transaction.query_one_raw(statement).await?
            }
        };
        Ok(row.map(Row::Postgres))
    }
}

fn postgres(sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}

impl fmt::Debug for Conn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conn")
            .field("dialect", &self.dialect())
            .finish_non_exhaustive()
    }
}

/// Reads, each statement on its own. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Read(Arc<Conn>);

impl Read {
    pub(crate) fn new(conn: Conn) -> Self {
        Self(Arc::new(conn))
    }

    /// The same for a thread that has nothing else to do, and a priority of its own: what can run
    /// on it does.
    #[must_use]
    pub fn unhurried(&self) -> Self {
        match &self.0.inner {
            Inner::Sqlite(readers) => Self::new(Conn::sqlite(
                readers.unhurried(),
                Arc::clone(&self.0.totals),
            )),
            _ => self.clone(),
        }
    }

    pub(crate) fn close(&self) {
        if let Inner::Sqlite(readers) = &self.0.inner {
            readers.close();
        }
    }
}

impl Deref for Read {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

/// The transaction of one use case. Dropped without [`Tx::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Tx {
    conn: Conn,
    /// Whether a list of tickets may have become longer or shorter.
    changes_lists: AtomicBool,
}

impl Tx {
    pub(crate) const fn sqlite(member: Member, totals: Arc<Totals>) -> Self {
        Self::of(Inner::SqliteTransaction(member), totals)
    }

    pub(crate) const fn postgres(transaction: DatabaseTransaction, totals: Arc<Totals>) -> Self {
        let inner = Inner::PostgresTransaction(PostgresTransaction {
            transaction,
            later: Mutex::new(Vec::new()),
        });
        Self::of(inner, totals)
    }

    const fn of(inner: Inner, totals: Arc<Totals>) -> Self {
        Self {
            conn: Conn { inner, totals },
            changes_lists: AtomicBool::new(false),
        }
    }

    /// To be called by what writes tickets or their search documents: the totals of lists hold until
    /// this transaction commits.
    pub(crate) fn changes_lists(&self) {
        self.changes_lists.store(true, Ordering::Relaxed);
    }

    /// Runs a statement that changes rows, and need not be told how many. PostgreSQL may get it
    /// later, in one turn with others, before anything is read and before the commit; an error
    /// comes from there. It reads nothing that the use case has written just before, and writes to
    /// no row that it has written to, unless [`Tx::catch_up`] comes between.
    pub(crate) async fn execute_later(&self, sql: &str, values: Vec<Value>) -> Result<(), Error> {
        if let Inner::PostgresTransaction(inner) = &self.conn.inner {
            inner.lock().push((sql.to_owned(), values));
            return Ok(());
        }
        self.execute(sql, values).await?;
        Ok(())
    }

    /// Runs what was put off.
    pub(crate) async fn catch_up(&self) -> Result<(), Error> {
        match &self.conn.inner {
            Inner::PostgresTransaction(inner) => inner.catch_up().await,
            _ => Ok(()),
        }
    }

    /// Runs a statement that changes rows; returns how many.
    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, Error> {
        match &self.conn.inner {
            Inner::SqliteTransaction(member) => member.execute(sql, &values),
            Inner::PostgresTransaction(inner) => {
                inner.catch_up().await?;
                let done = inner.transaction.execute_raw(postgres(sql, values)).await?;
                Ok(done.rows_affected())
            }
            Inner::Sqlite(_) | Inner::Postgres(_) => Err(Error::ended()),
        }
    }

    /// Makes it all durable.
    pub async fn commit(self) -> Result<(), Error> {
        let Conn { inner, totals } = self.conn;
        match inner {
            Inner::SqliteTransaction(member) => member.commit().await?,
            Inner::PostgresTransaction(inner) => {
                inner.catch_up().await?;
                inner.transaction.commit().await?;
            }
            Inner::Sqlite(_) | Inner::Postgres(_) => return Err(Error::ended()),
        }
        if self.changes_lists.into_inner() {
            totals.forget();
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl PostgresTransaction {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(String, Vec<Value>)>> {
        self.later.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs what was put off, as one statement: `WITH w0 AS (INSERT …), w1 AS (…) INSERT …`.
    ///
    /// In what order PostgreSQL runs the parts is not promised, and nothing depends on it; today it
    /// is the main one first and then from the right, which is how they are put here.
    async fn catch_up(&self) -> Result<(), Error> {
        let later = std::mem::take(&mut *self.lock());
        let mut later = later.into_iter();
        let Some((first, values)) = later.next() else {
            return Ok(());
        };
        let mut sql = Sql::default();
        for (index, (text, values)) in later.rev().enumerate() {
            sql.push(if index == 0 { "WITH w" } else { ", w" });
            sql.push(&index.to_string()).push(" AS (");
            sql.append(&text, values).push(")");
        }
        if !sql.text.is_empty() {
            sql.push(" ");
        }
        sql.append(&first, values);
        self.transaction
            .execute_raw(postgres(&sql.text, sql.values))
            .await?;
        Ok(())
    }
}
