//! A transaction to write in, and a connection to read from.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, QueryResult, Statement,
    TransactionTrait, Value,
};

use crate::connection::Dialect;
use crate::error::Error;
use crate::sql::Sql;
use crate::totals::Totals;
use crate::writer::Member;

/// Something to read from: [`Read`] outside of a transaction, [`Tx`] inside of one. Reading
/// repository functions take `&Conn`, writing ones `&Tx`.
pub struct Conn {
    dialect: Dialect,
    inner: Inner,
    totals: Arc<Totals>,
    later: Mutex<Sql>,
}

enum Inner {
    Pool(DatabaseConnection),
    Transaction(DatabaseTransaction),
    Member(Member),
}

/// Runs the same call on what a [`Conn`] stands for.
macro_rules! on {
    ($conn:expr, $executor:ident => $call:expr) => {
        match &$conn.inner {
            Inner::Pool($executor) => $call,
            Inner::Transaction($executor) => $call,
            Inner::Member(member) => {
                let $executor = member.transaction()?;
                $call
            }
        }
    };
}

impl Conn {
    pub(crate) fn pool(dialect: Dialect, pool: DatabaseConnection, totals: Arc<Totals>) -> Self {
        Self {
            dialect,
            inner: Inner::Pool(pool),
            totals,
            later: Mutex::new(Sql::empty()),
        }
    }

    /// The totals remembered; a transaction counts for itself, what it wrote included.
    pub(crate) fn totals(&self) -> Option<&Totals> {
        match self.inner {
            Inner::Pool(_) => Some(&self.totals),
            Inner::Transaction(_) | Inner::Member(_) => None,
        }
    }

    /// Which database it is.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    // The SQL of this crate numbers its parameters `$1`, `$2`…, which both drivers understand;
    // fixed texts let them reuse their prepared statements. What was put off goes before.
    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        let backend = match self.dialect {
            Dialect::Sqlite => DbBackend::Sqlite,
            Dialect::Postgres => DbBackend::Postgres,
        };
        let mut all = match self.inner {
            Inner::Pool(_) => Sql::empty(),
            Inner::Transaction(_) | Inner::Member(_) => self.take_later(),
        };
        if all.text.is_empty() {
            return Statement::from_sql_and_values(backend, sql, values);
        }
        all.append(sql, values);
        Statement::from_sql_and_values(backend, all.text, all.values)
    }

    fn take_later(&self) -> Sql {
        let mut later = self.later.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *later)
    }

    pub(crate) async fn all(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<QueryResult>, Error> {
        let statement = self.statement(sql, values);
        Ok(on!(self, executor => executor.query_all_raw(statement).await?))
    }

    /// Like [`Self::all`]; PostgreSQL makes a plan for these very values.
    pub(crate) async fn all_planned_anew(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<QueryResult>, Error> {
        const PLAN: &str = "SET LOCAL plan_cache_mode = force_custom_plan";
        if self.dialect == Dialect::Sqlite {
            return self.all(sql, values).await;
        }
        let statement = self.statement(sql, values);
        // Inside of a transaction this is a savepoint.
        let transaction = on!(self, executor => executor.begin().await?);
        transaction.execute_unprepared(PLAN).await?;
        let rows = transaction.query_all_raw(statement).await?;
        transaction.commit().await?;
        Ok(rows)
    }

    pub(crate) async fn one(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Option<QueryResult>, Error> {
        let statement = self.statement(sql, values);
        Ok(on!(self, executor => executor.query_one_raw(statement).await?))
    }
}

impl fmt::Debug for Conn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conn")
            .field("dialect", &self.dialect)
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

    pub(crate) async fn close(&self) -> Result<(), Error> {
        if let Inner::Pool(pool) = &self.0.inner {
            pool.close_by_ref().await?;
        }
        Ok(())
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
pub struct Tx(Conn);

impl Tx {
    pub(crate) const fn new(transaction: DatabaseTransaction, totals: Arc<Totals>) -> Self {
        Self(Conn {
            dialect: Dialect::Postgres,
            inner: Inner::Transaction(transaction),
            totals,
            later: Mutex::new(Sql::empty()),
        })
    }

    pub(crate) const fn member(member: Member, totals: Arc<Totals>) -> Self {
        Self(Conn {
            dialect: Dialect::Sqlite,
            inner: Inner::Member(member),
            totals,
            later: Mutex::new(Sql::empty()),
        })
    }

    /// Runs a statement that changes rows together with the next one, or before the commit; an
    /// error comes from there. On SQLite every call is a turn of the thread that owns the
    /// connection, which costs more than most statements; on PostgreSQL it runs at once.
    pub(crate) async fn execute_later(&self, sql: &str, values: Vec<Value>) -> Result<(), Error> {
        if self.dialect == Dialect::Postgres {
            self.execute(sql, values).await?;
            return Ok(());
        }
        let mut later = self.later.lock().unwrap_or_else(PoisonError::into_inner);
        later.append(sql, values);
        Ok(())
    }

    /// Runs what was put off.
    async fn execute_now(&self) -> Result<(), Error> {
        let later = self.take_later();
        if !later.text.is_empty() {
            let statement = self.statement(&later.text, later.values);
            on!(self, executor => executor.execute_raw(statement).await?);
        }
        Ok(())
    }

    /// Runs a statement that changes rows; returns how many.
    pub(crate) async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, Error> {
        // Apart from what was put off, whose rows do not count here.
        self.execute_now().await?;
        let statement = self.statement(sql, values);
        let done = on!(self, executor => executor.execute_raw(statement).await?);
        Ok(done.rows_affected())
    }

    /// Makes it all durable.
    pub async fn commit(self) -> Result<(), Error> {
        self.execute_now().await?;
        match self.0.inner {
            Inner::Pool(_) => {}
            Inner::Transaction(transaction) => transaction.commit().await?,
            Inner::Member(member) => member.commit().await?,
        }
        self.0.totals.forget();
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}
