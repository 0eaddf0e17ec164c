//! Settings that admins change while the instance runs: one JSON value a section, which is read
//! where it is needed, so that every replica goes by it at once.

pub mod brand;
pub mod calendars;
pub mod machines;
pub mod retention;
pub mod security;
pub mod timers;

use chrono::{DateTime, Utc};
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_db::{Conn, Tx, settings};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::audit::Event;
use crate::error::{Error, Result};

/// A section of the settings. Its default holds until an admin changes it.
pub(crate) trait Section: Default + Serialize + DeserializeOwned {
    /// Its key in the database.
    const KEY: &'static str;
}

/// The section as it is now.
pub(crate) async fn read_section<S: Section>(conn: &Conn) -> Result<S> {
    match settings::find_setting(conn, S::KEY).await? {
        Some(value) => serde_json::from_value(value).map_err(Error::internal),
        None => Ok(S::default()),
    }
}

/// Tells the audit trail that a section changed.
pub(crate) fn changed(section: &str) -> Event {
    Event::of(AuditAction::SettingsChanged).on(AuditTargetKind::Settings, section)
}

/// Puts the section in the place of what was.
pub(crate) async fn write_section<S: Section>(
    tx: &Tx,
    section: &S,
    now: DateTime<Utc>,
) -> Result<()> {
    let value = serde_json::to_value(section).map_err(Error::internal)?;
    Ok(settings::put_setting(tx, S::KEY, &value, now).await?)
}
