//! Settings and secrets of the instance.

use chrono::{DateTime, Utc};

use crate::row::{Reader, values};
use crate::{Conn, Error, Tx};

/// The setting under this key.
pub async fn find_setting(conn: &Conn, key: &str) -> Result<Option<serde_json::Value>, Error> {
    let row = conn
        .one("SELECT value FROM settings WHERE key = $1", values![key])
        .await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}

/// The settings whose keys begin with this, which has no wildcards of SQL, by key.
pub async fn list_settings(
    conn: &Conn,
    prefix: &str,
) -> Result<Vec<(String, serde_json::Value)>, Error> {
    let rows = conn
        .all(
            "SELECT key, value FROM settings WHERE key LIKE $1 ORDER BY key",
            values![format!("{prefix}%")],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok((row.get()?, row.get()?))
        })
        .collect()
}

/// Puts a setting in the place of what was under this key.
pub async fn put_setting(
    tx: &Tx,
    key: &str,
    value: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        values![key, value, now],
    )
    .await?;
    Ok(())
}

/// The setting under this key, which is this value if there was none: of several replicas that
/// start at once, all get the first one's.
pub async fn get_or_put_setting(
    tx: &Tx,
    key: &str,
    value: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<serde_json::Value, Error> {
    tx.execute(
        "INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (key) DO NOTHING",
        values![key, value, now],
    )
    .await?;
    find_setting(tx, key).await?.ok_or(Error::NotFound)
}
