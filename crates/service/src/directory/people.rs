//! What contacts and agents have in common: names, addresses, who may sign in.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::{read_email, read_line};
use guichet_common::ids::PersonId;
use guichet_common::limits::NAME_MAX;
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::{Language, Role};
use guichet_common::{ErrorCode, Patch};
use guichet_db::people::{self as rows, PersonRow};
use guichet_db::{Tx, UniqueConstraint, personal_data};
use guichet_domain::Actor;

use super::{add_error, changed, read_zone};
use crate::app::App;
use crate::audit::Event;
use crate::auth::{Ended, end_sessions};
use crate::error::{Error, Result};

/// What is written of a person, whichever their side.
pub(super) struct Written {
    pub(super) first_name: Patch<String>,
    pub(super) last_name: Patch<String>,
    pub(super) email: Patch<String>,
    pub(super) role: Patch<Role>,
    pub(super) language: Patch<Language>,
    pub(super) time_zone: Patch<String>,
}

impl Written {
    /// Puts it into the person, with all that is wrong with it. `roles` are those of the side.
    pub(super) async fn put_into(
        self,
        person: &mut PersonRow,
        roles: [Role; 2],
        tx: &Tx,
        errors: &mut Vec<FieldError>,
    ) -> Result<()> {
        if let Some(name) = changed("first_name", self.first_name, errors) {
            person.first_name = read_line("first_name", &name, NAME_MAX, errors);
        }
        if let Some(name) = changed("last_name", self.last_name, errors) {
            person.last_name = read_line("last_name", &name, NAME_MAX, errors);
        }
        if let Some(email) = changed("email", self.email, errors) {
            person.email = read_email("email", &email, errors);
            check_email(tx, person, errors).await?;
        }
        if let Some(role) = changed("role", self.role, errors) {
            person.role = role;
            if !roles.contains(&role) {
                add_error("role", "not_allowed", errors);
            }
        }
        if let Some(language) = changed("language", self.language, errors) {
            person.language = language;
        }
        if let Some(zone) = changed("time_zone", self.time_zone, errors) {
            person.time_zone = read_zone(zone, errors);
        }
        Ok(())
    }
}

/// An address is a user name: nobody else has it, on either side.
async fn check_email(tx: &Tx, person: &PersonRow, errors: &mut Vec<FieldError>) -> Result<()> {
    let other = rows::find_person_by_email(tx, &person.email).await?;
    if other.is_some_and(|other| other.id != person.id) {
        add_error("email", "duplicate", errors);
    }
    Ok(())
}

/// What a change leaves in the audit trail: which fields, and of the rights what they are now.
pub(super) fn updated(before: &PersonRow, after: &PersonRow) -> Event {
    let changed = [
        ("first_name", before.first_name != after.first_name),
        ("last_name", before.last_name != after.last_name),
        ("email", before.email != after.email),
        ("role", before.role != after.role),
        (
            "sees_account_tickets",
            before.sees_account_tickets != after.sees_account_tickets,
        ),
        ("language", before.language != after.language),
        ("time_zone", before.time_zone != after.time_zone),
    ];
    let fields: Vec<&str> = changed
        .into_iter()
        .filter_map(|(field, changed)| changed.then_some(field))
        .collect();
    Event::of(AuditAction::PersonUpdated)
        .on(AuditTargetKind::Person, after.id)
        .with("fields", fields)
        .with("role", after.role.as_str())
        .with("sees_account_tickets", after.sees_account_tickets)
}

/// Somebody else took the address in the meantime.
pub(super) fn email_taken(error: guichet_db::Error) -> Error {
    match error {
        guichet_db::Error::Conflict(UniqueConstraint::PersonEmail) => {
            Error::field("email", "duplicate")
        }
        other => other.into(),
    }
}

/// Refuses what would leave the instance without an active admin.
pub(super) async fn keep_an_admin(tx: &Tx, person: &PersonRow) -> Result<()> {
    let is_last =
        person.active && person.role == Role::Admin && rows::count_active_admins(tx).await? <= 1;
    if is_last {
        return Err(Error::Refused(ErrorCode::LastAdmin));
    }
    Ok(())
}

/// Lets nobody sign in as the person any more, and ends their sessions, which takes hold after the
/// commit. Nobody does so to themselves, and some admin stays.
pub(crate) async fn deactivate(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    person: &PersonRow,
) -> Result<Ended> {
    if person.id == actor.id {
        return Err(Error::Refused(ErrorCode::NotYourself));
    }
    keep_an_admin(tx, person).await?;
    if person.active {
        rows::set_person_active(tx, person.id, false, app.now()).await?;
    }
    end_sessions(app, tx, person.id, None).await
}

/// Refuses what would bring back a person whose name is gone.
pub(super) async fn still_known(tx: &Tx, person: PersonId) -> Result<()> {
    if personal_data::is_anonymised(tx, person).await? {
        return Err(Error::Refused(ErrorCode::PersonAnonymised));
    }
    Ok(())
}

/// Has these people read anew from the database with their next request: what they may do has
/// changed. Other replicas do so within seconds.
pub(super) fn forget_callers(app: &App, people: &[PersonId]) {
    let sessions = app
        .callers
        .iter()
        .filter_map(|(session, caller)| people.contains(&caller.actor.id).then_some(*session));
    for session in sessions.collect::<Vec<_>>() {
        app.callers.invalidate(&session);
    }
    app.machines.forget_all();
}
