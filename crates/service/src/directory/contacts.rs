//! Contacts: read by everybody of the account, managed by its admins and the instance's.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::{Contact, ContactQuery, CreateContact, UpdateContact};
use guichet_common::ids::PersonId;
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::Role;
use guichet_common::{Page, Patch};
use guichet_db::people::PersonRow;
use guichet_db::{Tx, accounts, contacts as rows, people};
use guichet_domain::{Actor, Scope, policy};

use super::people::{Written, deactivate, email_taken, forget_callers, still_known, updated};
use super::{DEFAULT_ZONE, add_error, changed, filter, probing};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::invitations::invite;
use crate::paging::{read_page, write_page};

const ROLES: [Role; 2] = [Role::Contact, Role::AccountAdmin];

/// The contacts that the actor sees, by last and first name.
pub async fn list_contacts(app: &App, actor: &Actor, query: ContactQuery) -> Result<Page<Contact>> {
    let page = read_page(app, "contacts", query.limit, query.cursor.as_deref())?;
    let mut filter = filter(query.q.as_deref(), query.account_id, query.active);
    filter.role = query.role;
    let scope = policy::directory_scope(actor);
    let found = rows::list_contacts_in(&app.db.read(), &scope, &filter, &page).await?;
    write_page(app, "contacts", found)
}

/// One contact.
pub async fn get_contact(app: &App, actor: &Actor, id: PersonId) -> Result<Contact> {
    let scope = policy::directory_scope(actor);
    rows::find_contact_in(&app.db.read(), &scope, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// Enters a contact, and invites them unless an admin says otherwise.
pub async fn create_contact(
    app: &App,
    by: By<'_>,
    body: CreateContact,
    key: Option<&IdempotencyKey>,
) -> Result<Created<Contact>> {
    let actor = by.person()?;
    let managed = policy::managed_contacts(actor)?;
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    probing::refuse_who_waits(app, &tx, by).await?;
    let invites = body.send_invitation != Some(false);
    let email = body.email.clone();
    let person = match read_new(app, &tx, actor, &managed, body).await {
        Ok(person) => person,
        Err(error) => {
            drop(tx);
            return Err(probing::answer(app, by, &managed, &email, error).await?);
        }
    };
    people::insert_person(&tx, &person)
        .await
        .map_err(email_taken)?;
    let contact = existing(&tx, &managed, person.id).await?;
    keep_answer(app, &tx, actor.id, key, &contact).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::PersonCreated).on(AuditTargetKind::Person, person.id),
    )
    .await?;
    if invites {
        invite(app, &tx, by, &person).await?;
    }
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(Created::fresh(contact))
}

async fn read_new(
    app: &App,
    tx: &Tx,
    actor: &Actor,
    managed: &Scope,
    body: CreateContact,
) -> Result<PersonRow> {
    let mut errors = Vec::new();
    let account_id = body.account_id.or(actor.account_id);
    let account = match account_id {
        // Another account's is as missing as one that there is not.
        Some(id) => accounts::find_account_in(tx, managed, id).await?,
        None => None,
    };
    match (&account, account_id) {
        (None, None) => add_error("account_id", "required", &mut errors),
        (None, Some(_)) => add_error("account_id", "not_found", &mut errors),
        (Some(account), _) if !account.active => {
            add_error("account_id", "not_allowed", &mut errors);
        }
        (Some(_), _) => {}
    }
    if body.send_invitation == Some(false) && policy::require_admin(actor).is_err() {
        add_error("send_invitation", "not_allowed", &mut errors);
    }
    let now = app.now();
    let zone = account.map_or_else(|| DEFAULT_ZONE.to_owned(), |account| account.time_zone);
    let mut person = PersonRow {
        id: app.ids.new_id(),
        role: Role::Contact,
        email: String::new(),
        password_hash: None,
        first_name: String::new(),
        last_name: String::new(),
        account_id,
        sees_account_tickets: body.sees_account_tickets.unwrap_or_default(),
        language: body.language.unwrap_or_default(),
        time_zone: zone,
        active: true,
        created_at: now,
        updated_at: now,
    };
    let written = Written {
        first_name: Patch::Set(body.first_name),
        last_name: Patch::Set(body.last_name),
        email: Patch::Set(body.email),
        role: body.role.map_or(Patch::Keep, Patch::Set),
        language: Patch::Keep,
        time_zone: body.time_zone.map_or(Patch::Keep, Patch::Set),
    };
    written
        .put_into(&mut person, ROLES, tx, &mut errors)
        .await?;
    if errors.is_empty() {
        Ok(person)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Changes a contact's fields and rights. The rights hold from their next request on.
pub async fn update_contact(
    app: &App,
    by: By<'_>,
    id: PersonId,
    body: UpdateContact,
) -> Result<Contact> {
    let actor = by.person()?;
    let managed = policy::managed_contacts(actor)?;
    let tx = app.db.begin_write().await?;
    existing(&tx, &managed, id).await?;
    still_known(&tx, id).await?;
    let before = people::get_person(&tx, id).await?;
    let mut person = before.clone();
    let mut errors: Vec<FieldError> = Vec::new();
    // With somebody's address comes the link to their password.
    let email = match body.email {
        Patch::Keep => Patch::Keep,
        email if policy::require_admin(actor).is_ok() => email,
        _ => {
            add_error("email", "not_allowed", &mut errors);
            Patch::Keep
        }
    };
    if let Some(sees) = changed(
        "sees_account_tickets",
        body.sees_account_tickets,
        &mut errors,
    ) {
        person.sees_account_tickets = sees;
    }
    let written = Written {
        first_name: body.first_name,
        last_name: body.last_name,
        email,
        role: body.role,
        language: body.language,
        time_zone: body.time_zone,
    };
    written
        .put_into(&mut person, ROLES, &tx, &mut errors)
        .await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    person.updated_at = app.now();
    people::update_person(&tx, &person)
        .await
        .map_err(email_taken)?;
    let contact = existing(&tx, &managed, id).await?;
    record(app, &tx, by, updated(&before, &person)).await?;
    tx.commit().await?;
    forget_callers(app, &[id]);
    Ok(contact)
}

/// A contact who does not sign in any more, and is mailed nothing. Their tickets stay.
pub async fn deactivate_contact(app: &App, by: By<'_>, id: PersonId) -> Result<Contact> {
    let actor = by.person()?;
    let managed = policy::managed_contacts(actor)?;
    let tx = app.db.begin_write().await?;
    let contact = existing(&tx, &managed, id).await?;
    let person = people::get_person(&tx, id).await?;
    let ended = deactivate(app, &tx, actor, &person).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::PersonDeactivated).on(AuditTargetKind::Person, id),
    )
    .await?;
    tx.commit().await?;
    ended.take_hold(app);
    Ok(Contact {
        active: false,
        ..contact
    })
}

/// A contact who may sign in again, with the password that they had.
pub async fn reactivate_contact(app: &App, by: By<'_>, id: PersonId) -> Result<Contact> {
    let actor = by.person()?;
    let managed = policy::managed_contacts(actor)?;
    let tx = app.db.begin_write().await?;
    let contact = existing(&tx, &managed, id).await?;
    still_known(&tx, id).await?;
    if !contact.active {
        people::set_person_active(&tx, id, true, app.now()).await?;
    }
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::PersonReactivated).on(AuditTargetKind::Person, id),
    )
    .await?;
    tx.commit().await?;
    Ok(Contact {
        active: true,
        ..contact
    })
}

/// A contact whom the actor manages; another account's is missing.
async fn existing(tx: &Tx, managed: &Scope, id: PersonId) -> Result<Contact> {
    rows::find_contact_in(tx, managed, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}
