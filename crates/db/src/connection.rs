//! The database: how it is opened, and who may write to it.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::sqlx::{ConnectOptions, PgPool};
use sea_orm::{DatabaseConnection, TransactionTrait};

use crate::error::Error;
use crate::sqlite::{self, Readers};
use crate::totals::Totals;
use crate::transaction::{Conn, Read, Tx};

/// How long a statement waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// Prepared statements kept for each connection; a ticket list has some dozens of shapes.
const STATEMENTS: usize = 512;

/// Where the database is.
#[derive(Debug, Clone)]
pub struct DbSettings {
    /// `sqlite:<path>` (made if missing) or `postgres://…`.
    pub url: String,
    /// Connections kept for reading; on PostgreSQL the most there are, for reading and writing.
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
    Sqlite(sqlite::Writer, Box<SqliteConnectOptions>),
    Postgres(DatabaseConnection),
}

impl Db {
    /// Opens the database; a missing SQLite file is made. The schema is left as it is, see
    /// [`Db::migrate`].
    pub async fn connect(settings: &DbSettings) -> Result<Self, Error> {
        if settings.url.starts_with("sqlite:") {
            Self::connect_sqlite(settings)
        } else {
            Self::connect_postgres(settings).await
        }
    }

    fn connect_sqlite(settings: &DbSettings) -> Result<Self, Error> {
        let options: SqliteConnectOptions = settings.url.parse().map_err(Error::from)?;
        let path = options.get_filename().to_owned();
        // One connection writes, so that writers queue here in order instead of polling the lock.
        let writer = sqlite::Writer::open(&path)?;
        let kept = usize::try_from(settings.readers).unwrap_or(1).max(1);
        let readers = Readers::open(path, kept)?;
        let totals = Arc::<Totals>::default();
        Ok(Self {
            write: Write::Sqlite(writer, Box::new(options)),
            read: Read::new(Conn::sqlite(readers, Arc::clone(&totals))),
            totals,
        })
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
            read: Read::new(Conn::postgres(pool, Arc::clone(&totals))),
            totals,
        })
    }

    /// Brings the schema up to date. Safe when several replicas start at once.
    pub async fn migrate(&self) -> Result<(), Error> {
        let connection = self.migrating_connection().await?;
        guichet_migrations::migrate(&connection).await?;
        self.end_migrating(connection).await
    }

    /// Whether the schema is up to date.
    pub async fn is_migrated(&self) -> Result<bool, Error> {
        let connection = self.migrating_connection().await?;
        let is_current = guichet_migrations::is_current(&connection).await?;
        self.end_migrating(connection).await?;
        Ok(is_current)
    }

    /// The migrations come with a driver of their own; in SQLite it has a connection of its own,
    /// which waits for those who write.
    async fn migrating_connection(&self) -> Result<DatabaseConnection, Error> {
        match &self.write {
            Write::Sqlite(_, options) => {
                let options = options.as_ref().clone().busy_timeout(PATIENCE);
                let pool = SqlitePoolOptions::new()
                    .max_connections(1)
                    .connect_with(options.disable_statement_logging())
                    .await?;
                Ok(pool.into())
            }
            Write::Postgres(pool) => Ok(pool.clone()),
        }
    }

    async fn end_migrating(&self, connection: DatabaseConnection) -> Result<(), Error> {
        if self.dialect() == Dialect::Sqlite {
            connection.close().await?;
        }
        Ok(())
    }

    /// Begins the transaction of one use case. It holds SQLite's write lock from here on.
    pub async fn begin_write(&self) -> Result<Tx, Error> {
        let totals = Arc::clone(&self.totals);
        match &self.write {
            Write::Sqlite(writer, _) => Ok(Tx::sqlite(writer.begin().await?, totals)),
            Write::Postgres(pool) => Ok(Tx::postgres(pool.begin().await?, totals)),
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
        self.read.close();
        match &self.write {
            Write::Sqlite(writer, _) => writer.close().await,
            Write::Postgres(pool) => pool.close_by_ref().await?,
        }
        Ok(())
    }
}
