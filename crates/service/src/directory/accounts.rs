//! Accounts.

use guichet_common::Page;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::read_line;
use guichet_common::directory::{Account, CreateAccount, DirectoryQuery, UpdateAccount};
use guichet_common::ids::AccountId;
use guichet_common::limits::ACCOUNT_NAME_MAX;
use guichet_common::problem::FieldError;
use guichet_db::{Tx, accounts as rows};
use guichet_domain::{Actor, Scope, policy};

use super::{DEFAULT_ZONE, add_error, changed, filter, read_zone};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::paging::{read_page, write_page};

/// The accounts that the actor sees, by name.
pub async fn list_accounts(
    app: &App,
    actor: &Actor,
    query: DirectoryQuery,
) -> Result<Page<Account>> {
    let page = read_page(app, "accounts", query.limit, query.cursor.as_deref())?;
    let filter = filter(query.q.as_deref(), query.account_id, query.active);
    let scope = policy::directory_scope(actor);
    let found = rows::list_accounts_in(&app.db.read(), &scope, &filter, &page).await?;
    write_page(app, "accounts", found)
}

/// One account.
pub async fn get_account(app: &App, actor: &Actor, id: AccountId) -> Result<Account> {
    let scope = policy::directory_scope(actor);
    rows::find_account_in(&app.db.read(), &scope, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// Enters an account.
pub async fn create_account(
    app: &App,
    by: By<'_>,
    body: CreateAccount,
    key: Option<&IdempotencyKey>,
) -> Result<Created<Account>> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let mut errors = Vec::new();
    let account = Account {
        id: app.ids.new_id(),
        name: read_line("name", &body.name, ACCOUNT_NAME_MAX, &mut errors),
        active: true,
        time_zone: read_zone(
            body.time_zone.unwrap_or_else(|| DEFAULT_ZONE.to_owned()),
            &mut errors,
        ),
        created_at: app.now(),
    };
    check_name(&tx, &account, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    rows::insert_account(&tx, &account).await?;
    keep_answer(app, &tx, actor.id, key, &account).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::AccountCreated).on(AuditTargetKind::Account, account.id),
    )
    .await?;
    tx.commit().await?;
    Ok(Created::fresh(account))
}

/// Changes an account's fields.
pub async fn update_account(
    app: &App,
    by: By<'_>,
    id: AccountId,
    body: UpdateAccount,
) -> Result<Account> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let mut account = existing(&tx, id).await?;
    let mut errors = Vec::new();
    if let Some(name) = changed("name", body.name, &mut errors) {
        account.name = read_line("name", &name, ACCOUNT_NAME_MAX, &mut errors);
        check_name(&tx, &account, &mut errors).await?;
    }
    if let Some(zone) = changed("time_zone", body.time_zone, &mut errors) {
        account.time_zone = read_zone(zone, &mut errors);
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    rows::update_account(&tx, &account).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::AccountUpdated).on(AuditTargetKind::Account, id),
    )
    .await?;
    tx.commit().await?;
    Ok(account)
}

/// An account that files no more tickets. Its people still see what there is.
pub async fn deactivate_account(app: &App, by: By<'_>, id: AccountId) -> Result<Account> {
    set_active(app, by, id, false).await
}

/// An account that files tickets again.
pub async fn reactivate_account(app: &App, by: By<'_>, id: AccountId) -> Result<Account> {
    set_active(app, by, id, true).await
}

async fn set_active(app: &App, by: By<'_>, id: AccountId, active: bool) -> Result<Account> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let action = if active {
        AuditAction::AccountReactivated
    } else {
        AuditAction::AccountDeactivated
    };
    let tx = app.db.begin_write().await?;
    let account = existing(&tx, id).await?;
    if account.active != active {
        rows::set_account_active(&tx, id, active).await?;
    }
    record(
        app,
        &tx,
        by,
        Event::of(action).on(AuditTargetKind::Account, id),
    )
    .await?;
    tx.commit().await?;
    Ok(Account { active, ..account })
}

async fn existing(tx: &Tx, id: AccountId) -> Result<Account> {
    rows::find_account_in(tx, &Scope::All, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// No two accounts have one name: imports know an account by it.
async fn check_name(tx: &Tx, account: &Account, errors: &mut Vec<FieldError>) -> Result<()> {
    let named = rows::list_accounts_named(tx, &account.name).await?;
    if named.iter().any(|other| other.id != account.id) {
        add_error("name", "duplicate", errors);
    }
    Ok(())
}
