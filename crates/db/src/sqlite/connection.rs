//! One connection to the embedded database.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use rusqlite::types::{Null, ValueRef};
use rusqlite::{CachedStatement, OpenFlags, Statement};
use sea_orm::Value;

use super::PATIENCE;
use crate::error::Error;
use crate::row::{Cell, Row};

/// Prepared statements kept for each connection; a ticket list has some dozens of shapes.
const STATEMENTS: usize = 512;
/// Instructions of SQLite's virtual machine in one step.
const STEP: i32 = 1_000;
/// Steps of a read that may be interrupted: one or two milliseconds. A ticket list takes a few, and
/// some sixty when it counts as far as it ever does.
const BUDGET: i32 = 120;

/// One connection. A thread at a time uses it.
pub(crate) struct Connection {
    inner: rusqlite::Connection,
    /// Steps left to the statement that runs; below zero there is no limit.
    steps: Arc<AtomicI32>,
}

impl Connection {
    /// The connection that writes; it makes a missing file.
    pub(crate) fn open_writer(path: &Path) -> Result<Self, Error> {
        let connection = Self::open(path, OpenFlags::SQLITE_OPEN_CREATE)?;
        connection.inner.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;",
        )?;
        // From here on the writer waits without holding up its thread.
        connection.inner.busy_timeout(Duration::ZERO)?;
        Ok(connection)
    }

    /// A connection that cannot write.
    pub(crate) fn open_reader(path: &Path) -> Result<Self, Error> {
        let connection = Self::open(path, OpenFlags::empty())?;
        connection
            .inner
            .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8192;")?;
        let left = Arc::clone(&connection.steps);
        connection.inner.progress_handler(
            STEP,
            Some(move || match left.load(Ordering::Relaxed) {
                0 => true,
                n if n > 0 => {
                    left.store(n - 1, Ordering::Relaxed);
                    false
                }
                _ => false,
            }),
        )?;
        Ok(connection)
    }

    fn open(path: &Path, more: OpenFlags) -> Result<Self, Error> {
        // Nobody else uses the connection meanwhile, so SQLite need not lock it for each call.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
        let inner = rusqlite::Connection::open_with_flags(path, flags)?;
        inner.busy_timeout(PATIENCE)?;
        inner.set_prepared_statement_cache_capacity(STATEMENTS);
        // The pages that each connection keeps are few; the operating system's cache has the rest.
        inner.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
        Ok(Self {
            inner,
            steps: Arc::new(AtomicI32::new(-1)),
        })
    }

    /// The rows that a statement gives, at most so many.
    pub(crate) fn rows(
        &self,
        sql: &str,
        values: &[Value],
        at_most: usize,
    ) -> Result<Vec<Row>, Error> {
        let mut statement = self.prepare(sql, values)?;
        let width = statement.column_count();
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while found.len() < at_most
            && let Some(row) = rows.next()?
        {
            let cells = (0..width).map(|index| read_cell(row.get_ref(index)?));
            found.push(Row::Sqlite(cells.collect::<Result<_, Error>>()?));
        }
        Ok(found)
    }

    /// Like [`Self::rows`]; `None` when it takes longer than a thread with other work has for it.
    pub(crate) fn rows_soon(
        &self,
        sql: &str,
        values: &[Value],
        at_most: usize,
    ) -> Result<Option<Vec<Row>>, Error> {
        self.steps.store(BUDGET, Ordering::Relaxed);
        let found = self.rows(sql, values, at_most);
        let left = self.steps.swap(-1, Ordering::Relaxed);
        match found {
            Err(_) if left == 0 => Ok(None),
            found => found.map(Some),
        }
    }

    /// Runs a statement that changes rows; returns how many.
    pub(crate) fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        let changed = self.prepare(sql, values)?.raw_execute()?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    /// Whether a transaction is open.
    pub(crate) fn is_in_transaction(&self) -> bool {
        !self.inner.is_autocommit()
    }

    fn prepare(&self, sql: &str, values: &[Value]) -> Result<CachedStatement<'_>, Error> {
        let mut statement = self.inner.prepare_cached(sql)?;
        bind(&mut statement, values)?;
        Ok(statement)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

/// To SQLite `$2` is a name: which value it is, is in the name and not in its place.
fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<(), Error> {
    for place in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|digits| digits.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.checked_sub(1)?));
        match value {
            Some(Value::BigInt(Some(n))) => statement.raw_bind_parameter(place, n)?,
            Some(Value::Bool(Some(yes))) => statement.raw_bind_parameter(place, yes)?,
            Some(Value::String(Some(text))) => statement.raw_bind_parameter(place, text)?,
            Some(Value::Uuid(Some(id))) => {
                statement.raw_bind_parameter(place, &id.as_bytes()[..])?;
            }
            Some(Value::Bytes(Some(bytes))) => statement.raw_bind_parameter(place, bytes)?,
            Some(
                Value::BigInt(None)
                | Value::Bool(None)
                | Value::String(None)
                | Value::Uuid(None)
                | Value::Bytes(None),
            ) => statement.raw_bind_parameter(place, Null)?,
            Some(_) => return Err(Error::Other("a value of a type that no column has".into())),
            None => return Err(Error::Other("a parameter without a value".into())),
        }
    }
    Ok(())
}

fn read_cell(value: ValueRef<'_>) -> Result<Cell, Error> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Integer(n),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Cell::Text(text.into()),
            Err(_) => return Err(Error::corrupt("encoding")),
        },
        ValueRef::Blob(bytes) => match bytes.try_into() {
            Ok(id) => Cell::Id(id),
            Err(_) => Cell::Bytes(bytes.into()),
        },
        ValueRef::Real(_) => return Err(Error::corrupt("type")),
    })
}
