//! The signed-in person: profile, sessions, drafts.

use std::str::FromStr as _;

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::AccountRef;
use guichet_common::ids::SessionId;
use guichet_common::limits::{DRAFT_MAX, NAME_MAX};
use guichet_common::me::{
    Draft, MailPreferences, Me, PutDraft, PutMailPreferences, Session, Sessions, UpdateMe,
};
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::MailKind;
use guichet_db::sessions::SessionRow;
use guichet_db::{Conn, accounts, drafts, groups, mail_preferences, people, sessions};
use guichet_domain::{Scope, policy};

use crate::app::{App, Caller};
use crate::audit::{By, Event, record};
use crate::auth::device::device_words;
use crate::auth::{end_session, end_sessions};
use crate::error::{Error, Result};

/// The caller themselves.
pub async fn get_me(app: &App, caller: &Caller) -> Result<Me> {
    read_me(&app.db.read(), caller).await
}

async fn read_me(conn: &Conn, caller: &Caller) -> Result<Me> {
    let person = people::get_person(conn, caller.actor.id).await?;
    let account = match person.account_id {
        Some(id) => accounts::find_account_in(conn, &Scope::Account(id), id).await?,
        None => None,
    };
    let groups = if person.role.is_agent() {
        groups::list_groups_of(conn, person.id).await?
    } else {
        Vec::new()
    };
    Ok(Me {
        id: person.id,
        name: person.name(),
        first_name: person.first_name,
        last_name: person.last_name,
        email: person.email,
        role: person.role,
        account: account.map(|account| AccountRef {
            id: account.id,
            name: account.name,
        }),
        groups,
        sees_account_tickets: person.sees_account_tickets,
        language: person.language,
        time_zone: person.time_zone,
        second_factor_due: caller.second_factor_due,
    })
}

/// Changes the caller's own profile.
pub async fn update_me(app: &App, caller: &Caller, update: UpdateMe) -> Result<Me> {
    let mut errors = Vec::new();
    let first_name = read_name("first_name", update.first_name, &mut errors);
    let last_name = read_name("last_name", update.last_name, &mut errors);
    if let Some(zone) = &update.time_zone
        && chrono_tz::Tz::from_str(zone).is_err()
    {
        errors.push(FieldError::at("/time_zone", "invalid_value"));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let tx = app.db.begin_write().await?;
    let person = people::get_person(&tx, caller.actor.id).await?;
    let profile = people::Profile {
        first_name: first_name.unwrap_or(person.first_name),
        last_name: last_name.unwrap_or(person.last_name),
        language: update.language.unwrap_or(person.language),
        time_zone: update.time_zone.unwrap_or(person.time_zone),
    };
    people::update_profile(&tx, person.id, &profile, app.now()).await?;
    let me = read_me(&tx, caller).await?;
    tx.commit().await?;
    app.callers.invalidate(&caller.session_id);
    Ok(me)
}

fn read_name(field: &str, name: Option<String>, errors: &mut Vec<FieldError>) -> Option<String> {
    let name = name?.trim().to_owned();
    let pointer = format!("/{field}");
    if name.is_empty() {
        errors.push(FieldError::at(pointer, "required"));
    } else if name.chars().count() > NAME_MAX {
        errors.push(FieldError::at(pointer, "too_long").with("max", NAME_MAX));
    } else if name.chars().any(char::is_control) {
        errors.push(FieldError::at(pointer, "invalid_value"));
    }
    Some(name)
}

/// Which mails the caller gets.
pub async fn get_mail_preferences(app: &App, caller: &Caller) -> Result<MailPreferences> {
    let unwanted = mail_preferences::list_unwanted_mails(&app.db.read(), caller.actor.id).await?;
    Ok(preferences(caller, unwanted))
}

/// Puts what mails the caller does not want in the place of what they did not want before.
pub async fn put_mail_preferences(
    app: &App,
    caller: &Caller,
    body: PutMailPreferences,
) -> Result<MailPreferences> {
    let optional = policy::optional_mails(caller.actor.role);
    let mut errors = Vec::new();
    for (index, kind) in body.unwanted.iter().enumerate() {
        if !optional.contains(kind) {
            errors.push(FieldError::at(format!("/unwanted/{index}"), "not_allowed"));
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let tx = app.db.begin_write().await?;
    mail_preferences::put_unwanted_mails(&tx, caller.actor.id, &body.unwanted).await?;
    let unwanted = mail_preferences::list_unwanted_mails(&tx, caller.actor.id).await?;
    tx.commit().await?;
    Ok(preferences(caller, unwanted))
}

fn preferences(caller: &Caller, mut unwanted: Vec<MailKind>) -> MailPreferences {
    let optional = policy::optional_mails(caller.actor.role);
    // Somebody may have had another role.
    unwanted.retain(|kind| optional.contains(kind));
    MailPreferences {
        unwanted,
        optional: optional.to_vec(),
    }
}

/// The caller's living sessions, the last used first.
pub async fn list_sessions(app: &App, caller: &Caller) -> Result<Sessions> {
    let rows = sessions::list_sessions(&app.db.read(), caller.actor.id, app.real_now()).await?;
    let items = rows
        .into_iter()
        .map(|row| to_session(row, caller.session_id));
    Ok(Sessions {
        items: items.collect(),
    })
}

pub(crate) fn to_session(row: SessionRow, current: SessionId) -> Session {
    Session {
        id: row.id,
        current: row.id == current,
        method: row.method,
        device: device_words(&row.user_agent),
        user_agent: row.user_agent,
        address: row.address,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    }
}

/// Ends one of the caller's sessions, at once on this replica.
pub async fn delete_session(app: &App, by: By<'_>, id: SessionId) -> Result<()> {
    let person = by.person()?.id;
    let tx = app.db.begin_write().await?;
    let ended = end_session(app, &tx, person, id).await?;
    let ended = ended.ok_or(Error::NOT_FOUND)?;
    let event = Event::of(AuditAction::SessionEnded)
        .on(AuditTargetKind::Person, person)
        .with("session_id", id.to_string());
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    ended.take_hold(app);
    Ok(())
}

/// Ends all of the caller's sessions but the one that asks.
pub async fn delete_other_sessions(app: &App, caller: &Caller, by: By<'_>) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let ended = end_sessions(app, &tx, caller.actor.id, Some(caller.session_id)).await?;
    if ended.count() > 0 {
        let event = Event::of(AuditAction::SessionEnded)
            .on(AuditTargetKind::Person, caller.actor.id)
            .with("count", ended.count());
        record(app, &tx, by, event).await?;
    }
    tx.commit().await?;
    ended.take_hold(app);
    Ok(())
}

/// Longest key of a draft, in characters.
const DRAFT_KEY_MAX: usize = 100;

fn check_draft_key(key: &str) -> Result<()> {
    let valid = !key.is_empty()
        && key.len() <= DRAFT_KEY_MAX
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b));
    if valid { Ok(()) } else { Err(Error::NOT_FOUND) }
}

/// What the caller has put under this key.
pub async fn get_draft(app: &App, caller: &Caller, key: &str) -> Result<Draft> {
    check_draft_key(key)?;
    drafts::find_draft(&app.db.read(), caller.actor.id, key)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// Puts something half-written under a key, in the place of what was there.
pub async fn put_draft(app: &App, caller: &Caller, key: &str, body: PutDraft) -> Result<Draft> {
    check_draft_key(key)?;
    let size = serde_json::to_vec(&body.content)
        .map_err(Error::internal)?
        .len();
    if size > DRAFT_MAX {
        let error = FieldError::at("/content", "too_long").with("max", DRAFT_MAX);
        return Err(Error::Invalid(vec![error]));
    }
    let draft = Draft {
        content: body.content,
        updated_at: app.now(),
    };
    let tx = app.db.begin_write().await?;
    drafts::put_draft(&tx, caller.actor.id, key, &draft).await?;
    tx.commit().await?;
    Ok(draft)
}

/// Forgets what was under this key; nothing there is fine.
pub async fn delete_draft(app: &App, caller: &Caller, key: &str) -> Result<()> {
    check_draft_key(key)?;
    let tx = app.db.begin_write().await?;
    drafts::delete_draft(&tx, caller.actor.id, key).await?;
    tx.commit().await?;
    Ok(())
}
