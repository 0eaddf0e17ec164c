//! Settings and secrets of the instance.

use chrono::{DateTime, Utc};

use crate::{Conn, Error, Tx};

/// The setting under this key.
pub async fn find_setting(conn: &Conn, key: &str) -> Result<Option<serde_json::Value>, Error> {
    todo!()
}

/// Puts a setting in the place of what was under this key.
pub async fn put_setting(
    tx: &Tx,
    key: &str,
    value: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    todo!()
}

/// The setting under this key, which is this value if there was none: of several replicas that
/// start at once, all get the first one's.
pub async fn get_or_put_setting(
    tx: &Tx,
    key: &str,
    value: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<serde_json::Value, Error> {
    todo!()
}
