//! Letting a person sign in again who has typed too many wrong passwords.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::ids::PersonId;

use super::managed_person;
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::auth::throttle;
use crate::error::Result;

/// Takes a person's lock away, if there is one. An admin does so for everybody, an account admin for
/// the contacts of the own account; anybody else's person is missing.
pub async fn unlock_person(app: &App, by: By<'_>, id: PersonId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let person = managed_person(&tx, by.person()?, id).await?;
    if throttle::unlock(app, &tx, &person.email).await? {
        let event = Event::of(AuditAction::AccountUnlocked).on(AuditTargetKind::Person, id);
        record(app, &tx, by, event).await?;
    }
    Ok(tx.commit().await?)
}
