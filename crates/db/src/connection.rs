//! The database: how it is opened, and who may write to it.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{ConnectOptions, PgPool, SqlitePool};
use sea_orm::{DatabaseConnection, TransactionTrait};

use crate::error::Error;
use crate::totals::Totals;
use crate::transaction::{Conn, Read, Tx};
use crate::writer::Writer;

/// How long a statement waits for a connection, or for SQLite's write lock.
const PATIENCE: Duration = Duration::from_secs(10);
/// Prepared statements kept for each connection; a ticket list has some dozens of shapes.
const STATEMENTS: usize = 512;

/// Where the database is.
#[derive(Debug, Clone)]
pub struct DbSettings {
    /// `sqlite:<path>` (made if missing) or `postgres://…`.
    pub url: String,
    /// Connections for reading; on PostgreSQL for reading and writing together.
    pub readers: u32,
}

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded one.
    Sqlite,
    /// The one for several replicas.
    Postgres,
}

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    write: Write,
    read: Read,
    totals: Arc<Totals>,
}

#[derive(Debug, Clone)]
enum Write {
    Sqlite(Writer),
    Postgres(DatabaseConnection),
}

impl Db {
    /// Opens the database; a missing SQLite file is made. The schema is left as it is, see
    /// [`Db::migrate`].
    pub async fn connect(settings: &DbSettings) -> Result<Self, Error> {
        if settings.url.starts_with("sqlite:") {
            Self::connect_sqlite(settings).await
        } else {
            Self::connect_postgres(settings).await
        }
    }

    async fn connect_sqlite(settings: &DbSettings) -> Result<Self, Error> {
        let options: SqliteConnectOptions = settings.url.parse().map_err(Error::from)?;
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(STATEMENTS)
            // The pages that each connection keeps, in KiB; the operating system's cache holds
            // the rest.
            .pragma("cache_size", "-16384")
            .pragma("temp_store", "memory")
            .disable_statement_logging();
        // One connection writes, so that writers queue here in order instead of polling the lock.
        let writer = Self::sqlite_pool(options.clone(), 1).await?;
        let readers = options
            .pragma("query_only", "on")
            .pragma("cache_size", "-8192");
        let readers = Self::sqlite_pool(readers, settings.readers.max(1)).await?;
        let totals = Arc::<Totals>::default();
        let readers = Conn::pool(Dialect::Sqlite, readers.into(), Arc::clone(&totals));
        Ok(Self {
            write: Write::Sqlite(Writer::new(writer.into(), PATIENCE)),
            read: Read::new(readers),
            totals,
        })
    }

    async fn sqlite_pool(options: SqliteConnectOptions, size: u32) -> Result<SqlitePool, Error> {
        let pool = SqlitePoolOptions::new()
            .max_connections(size)
            .min_connections(size)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options)
            .await?;
        Ok(pool)
    }

    async fn connect_postgres(settings: &DbSettings) -> Result<Self, Error> {
        let options: PgConnectOptions = settings.url.parse().map_err(Error::from)?;
        let options = options
            .application_name("guichet")
            .statement_cache_capacity(STATEMENTS)
            .disable_statement_logging();
        let pool: PgPool = PgPoolOptions::new()
            .max_connections(settings.readers.max(2))
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .connect_with(options)
            .await?;
        let pool: DatabaseConnection = pool.into();
        let totals = Arc::<Totals>::default();
        Ok(Self {
            write: Write::Postgres(pool.clone()),
            read: Read::new(Conn::pool(Dialect::Postgres, pool, Arc::clone(&totals))),
            totals,
        })
    }

    /// Brings the schema up to date. Safe when several replicas start at once.
    pub async fn migrate(&self) -> Result<(), Error> {
        guichet_migrations::migrate(self.writing_connection()).await?;
        Ok(())
    }

    /// Whether the schema is up to date.
    pub async fn is_migrated(&self) -> Result<bool, Error> {
        Ok(guichet_migrations::is_current(self.writing_connection()).await?)
    }

    const fn writing_connection(&self) -> &DatabaseConnection {
        match &self.write {
            Write::Sqlite(writer) => writer.connection(),
            Write::Postgres(pool) => pool,
        }
    }

    /// Begins the transaction of one use case. It holds SQLite's write lock from here on.
    pub async fn begin_write(&self) -> Result<Tx, Error> {
        let totals = Arc::clone(&self.totals);
        match &self.write {
            Write::Sqlite(writer) => Ok(Tx::member(writer.begin().await?, totals)),
            Write::Postgres(pool) => Ok(Tx::new(pool.begin().await?, totals)),
        }
    }

    /// What reads go through, each statement on its own.
    #[must_use]
    pub fn read(&self) -> Read {
        self.read.clone()
    }

    /// Which database it is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.read.dialect()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read.one("SELECT 1", vec![]).await?;
        Ok(())
    }

    /// Closes every connection; SQLite's write-ahead log is folded in.
    pub async fn close(self) -> Result<(), Error> {
        self.read.close().await?;
        self.writing_connection().close_by_ref().await?;
        Ok(())
    }
}
