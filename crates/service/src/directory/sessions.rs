//! Sessions of other people: seen and ended by who looks after these people.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::ids::{PersonId, SessionId};
use guichet_common::me::Sessions;
use guichet_db::sessions;

use super::managed_person;
use crate::app::{App, Caller};
use crate::audit::{By, Event, record};
use crate::auth::{end_session, end_sessions};
use crate::error::{Error, Result};
use crate::me::to_session;

/// The living sessions of a person, the last used first. An admin sees everybody's, an account admin
/// those of the contacts of the own account; anybody else's person is missing.
pub async fn list_person_sessions(app: &App, caller: &Caller, id: PersonId) -> Result<Sessions> {
    let read = app.db.read();
    let person = managed_person(&read, &caller.actor, id).await?;
    let rows = sessions::list_sessions(&read, person.id, app.real_now()).await?;
    let items = rows
        .into_iter()
        .map(|row| to_session(row, caller.session_id));
    Ok(Sessions {
        items: items.collect(),
    })
}

/// Ends a session of a person, at once on this replica.
pub async fn delete_person_session(
    app: &App,
    by: By<'_>,
    person: PersonId,
    session: SessionId,
) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let person = managed_person(&tx, by.person()?, person).await?.id;
    let ended = end_session(app, &tx, person, session).await?;
    let ended = ended.ok_or(Error::NOT_FOUND)?;
    let event = Event::of(AuditAction::SessionEnded)
        .on(AuditTargetKind::Person, person)
        .with("session_id", session.to_string());
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    ended.take_hold(app);
    Ok(())
}

/// Ends all sessions of a person, at once on this replica; one's own but for the one that asks.
pub async fn delete_person_sessions(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    id: PersonId,
) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let person = managed_person(&tx, by.person()?, id).await?.id;
    let ended = end_sessions(app, &tx, person, Some(caller.session_id)).await?;
    if ended.count() > 0 {
        let event = Event::of(AuditAction::SessionEnded)
            .on(AuditTargetKind::Person, person)
            .with("count", ended.count());
        record(app, &tx, by, event).await?;
    }
    tx.commit().await?;
    ended.take_hold(app);
    Ok(())
}
