//! What the operator does at the command line, without signing in: who has the database can do all of
//! it anyway. It is in the audit trail, as done by the system.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::{read_email, read_line};
use guichet_common::ids::AccountId;
use guichet_common::limits::NAME_MAX;
use guichet_common::problem::FieldError;
use guichet_common::settings::security::SecuritySettings;
use guichet_common::vocabulary::{Language, PasswordLinkKind, Role};
use guichet_db::accounts::{self, DirectoryFilter};
use guichet_db::people::{self, PersonRow};
use guichet_db::{PageRequest, Tx, agents, contacts, password_resets};
use guichet_domain::Scope;

use crate::app::App;
use crate::audit::{By, Event, record};
use crate::auth::{password_links, throttle};
use crate::error::{Error, Result};
use crate::personal_mails::INVITATION_LIVES;
use crate::settings::read_section;

/// People listed of each side, at most.
const LISTED: u32 = 1000;
/// Where somebody is unless they say otherwise.
const ZONE: &str = "Europe/Paris";

/// A person to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// What they may do in general.
    pub role: Role,
    /// E-mail address, and user name.
    pub email: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The name of a contact's account; none for agents.
    pub account: Option<String>,
    /// The language of their screens and mails.
    pub language: Language,
}

/// A person, as the operator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// E-mail address, and user name.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// What they may do in general.
    pub role: Role,
    /// A contact's account.
    pub account: Option<String>,
    /// Whether they may sign in.
    pub active: bool,
    /// Until when too many wrong passwords keep them out.
    pub locked_until: Option<DateTime<Utc>>,
}

/// Enters a person; returns the link by which they set their first password, good for seven days.
pub async fn create_person(app: &App, new: NewPerson) -> Result<String> {
    let tx = app.db.begin_write().await?;
    let link = enter(app, &tx, new).await?;
    tx.commit().await?;
    Ok(link)
}

/// Enters the first admin, as [`create_person`] does; `None` when there is one.
pub async fn bootstrap_admin(app: &App, new: NewPerson) -> Result<Option<String>> {
    let tx = app.db.begin_write().await?;
    if people::count_active_admins(&tx).await? > 0 {
        return Ok(None);
    }
    let role = Role::Admin;
    let link = enter(app, &tx, NewPerson { role, ..new }).await?;
    tx.commit().await?;
    Ok(Some(link))
}

/// Whether somebody can administrate the instance.
pub async fn has_admin(app: &App) -> Result<bool> {
    let tx = app.db.begin_write().await?;
    Ok(people::count_active_admins(&tx).await? > 0)
}

async fn enter(app: &App, tx: &Tx, new: NewPerson) -> Result<String> {
    let mut errors = Vec::new();
    let account_id = account_of(tx, &new, &mut errors).await?;
    let now = app.now();
    let person = PersonRow {
        id: app.ids.new_id(),
        role: new.role,
        email: read_email("email", &new.email, &mut errors),
        password_hash: None,
        first_name: read_line("first_name", &new.first_name, NAME_MAX, &mut errors),
        last_name: read_line("last_name", &new.last_name, NAME_MAX, &mut errors),
        account_id,
        sees_account_tickets: new.role == Role::AccountAdmin,
        language: new.language,
        time_zone: ZONE.to_owned(),
        active: true,
        created_at: now,
        updated_at: now,
    };
    if people::find_person_by_email(tx, &person.email)
        .await?
        .is_some()
    {
        errors.push(FieldError::at("/email", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    people::insert_person(tx, &person).await?;
    let link = link(
        app,
        tx,
        &person,
        PasswordLinkKind::Invitation,
        INVITATION_LIVES,
    )
    .await?;
    let event = Event::of(AuditAction::PersonCreated).on(AuditTargetKind::Person, person.id);
    record(app, tx, By::SYSTEM, event).await?;
    Ok(link)
}

/// A contact is of an account, by its whole name; an agent of none.
async fn account_of(
    tx: &Tx,
    new: &NewPerson,
    errors: &mut Vec<FieldError>,
) -> Result<Option<AccountId>> {
    let code = match (&new.account, new.role.is_agent()) {
        (None, true) => return Ok(None),
        (Some(_), true) => "not_allowed",
        (None, false) => "required",
        (Some(name), false) => {
            let filter = DirectoryFilter {
                keyword: Some(name.trim().to_owned()),
                ..DirectoryFilter::default()
            };
            let page = PageRequest::first(LISTED);
            let found = accounts::list_accounts_in(tx, &Scope::All, &filter, &page).await?;
            let account = found.items.into_iter().find(|one| one.name == name.trim());
            match account {
                Some(account) => return Ok(Some(account.id)),
                None => "not_found",
            }
        }
    };
    errors.push(FieldError::at("/account", code));
    Ok(None)
}

/// Makes a link by which a person sets a new password, as the one in the mail. Until it is used the old
/// password goes on.
pub async fn reset_password(app: &App, email: &str) -> Result<String> {
    let tx = app.db.begin_write().await?;
    let person = find(&tx, email).await?;
    let settings: SecuritySettings = read_section(&tx).await?;
    let lives = TimeDelta::hours(settings.reset_link_hours.into());
    let link = link(app, &tx, &person, PasswordLinkKind::Reset, lives).await?;
    let event =
        Event::of(AuditAction::PasswordResetRequested).on(AuditTargetKind::Person, person.id);
    record(app, &tx, By::SYSTEM, event).await?;
    tx.commit().await?;
    Ok(link)
}

/// Takes a person's lock away; returns whether there was one.
pub async fn unlock(app: &App, email: &str) -> Result<bool> {
    let tx = app.db.begin_write().await?;
    let person = find(&tx, email).await?;
    let was_locked = throttle::unlock(app, &tx, &person.email).await?;
    if was_locked {
        let event = Event::of(AuditAction::AccountUnlocked).on(AuditTargetKind::Person, person.id);
        record(app, &tx, By::SYSTEM, event).await?;
    }
    tx.commit().await?;
    Ok(was_locked)
}

/// The people whose name or address has the keyword, agents first, by name; 1,000 of each side at most.
pub async fn list_people(app: &App, keyword: Option<&str>) -> Result<Vec<KnownPerson>> {
    let read = app.db.read();
    let filter = DirectoryFilter {
        keyword: keyword.map(str::to_owned),
        ..DirectoryFilter::default()
    };
    let agents = agents::list_agents(&read, &filter, &PageRequest::first(LISTED)).await?;
    let page = PageRequest::first(LISTED);
    let contacts = contacts::list_contacts_in(&read, &Scope::All, &filter, &page).await?;
    let agents = agents.items.into_iter().map(|agent| KnownPerson {
        email: agent.email,
        name: agent.name,
        role: agent.role,
        account: None,
        active: agent.active,
        locked_until: None,
    });
    let contacts = contacts.items.into_iter().map(|contact| KnownPerson {
        email: contact.email,
        name: contact.name,
        role: contact.role,
        account: Some(contact.account.name),
        active: contact.active,
        locked_until: None,
    });
    let mut people: Vec<KnownPerson> = agents.chain(contacts).collect();
    for person in &mut people {
        person.locked_until = throttle::locked_until(app, &person.email).await?;
    }
    Ok(people)
}

async fn find(tx: &Tx, email: &str) -> Result<PersonRow> {
    people::find_person_by_email(tx, email.trim())
        .await?
        .filter(|person| person.active)
        .ok_or(Error::NOT_FOUND)
}

async fn link(
    app: &App,
    tx: &Tx,
    person: &PersonRow,
    kind: PasswordLinkKind,
    lives: TimeDelta,
) -> Result<String> {
    let id = password_links::make_link(app, tx, person, kind, lives).await?;
    let link = password_resets::find_password_link(tx, id)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let token = password_links::token(app, &link);
    Ok(format!("{}/password#{token}", app.settings.public_url))
}
