//! Numbers for many tickets at once.

use crate::connection::Dialect;
use crate::row::{Reader, values};
use crate::{Error, Tx};

/// Takes this many ticket numbers, in order. In SQLite the transaction has the numbers to itself.
pub(crate) async fn take(tx: &Tx, count: u32) -> Result<Vec<i64>, Error> {
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "WITH RECURSIVE numbers (n, rest) AS (\
             SELECT coalesce(max(id), 0) + 1, $1 - 1 FROM tickets \
             UNION ALL SELECT n + 1, rest - 1 FROM numbers WHERE rest > 0) SELECT n FROM numbers"
        }
        Dialect::Postgres => {
            "SELECT nextval(pg_get_serial_sequence('tickets', 'id')) FROM generate_series(1, $1)"
        }
    };
    let rows = tx.all(sql, values![count]).await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}
