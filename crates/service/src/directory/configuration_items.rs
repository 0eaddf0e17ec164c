//! Configuration items.

use guichet_common::Page;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::read_line;
use guichet_common::directory::{
    AccountRef, ConfigurationItem, ConfigurationItemQuery, CreateConfigurationItem, KIND_MAX,
    UpdateConfigurationItem,
};
use guichet_common::ids::ConfigurationItemId;
use guichet_common::limits::ITEM_NAME_MAX;
use guichet_common::problem::FieldError;
use guichet_db::{Tx, accounts, configuration_items as rows};
use guichet_domain::{Actor, Scope, policy};

use super::{add_error, changed, filter};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::paging::{read_page, write_page};

const LIST: &str = "configuration_items";

/// The configuration items that the actor sees, by name.
pub async fn list_configuration_items(
    app: &App,
    actor: &Actor,
    query: ConfigurationItemQuery,
) -> Result<Page<ConfigurationItem>> {
    let page = read_page(app, LIST, query.limit, query.cursor.as_deref())?;
    let mut filter = filter(query.q.as_deref(), query.account_id, query.active);
    filter.kind = query.kind;
    let scope = policy::directory_scope(actor);
    let read = app.db.read();
    let found = rows::list_configuration_items_in(&read, &scope, &filter, &page).await?;
    write_page(app, LIST, found)
}

/// One configuration item.
pub async fn get_configuration_item(
    app: &App,
    actor: &Actor,
    id: ConfigurationItemId,
) -> Result<ConfigurationItem> {
    let scope = policy::directory_scope(actor);
    rows::find_configuration_item_in(&app.db.read(), &scope, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// Enters a configuration item.
pub async fn create_configuration_item(
    app: &App,
    by: By<'_>,
    body: CreateConfigurationItem,
    key: Option<&IdempotencyKey>,
) -> Result<Created<ConfigurationItem>> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let mut errors = Vec::new();
    let account = accounts::find_account_in(&tx, &Scope::All, body.account_id).await?;
    if account.is_none() {
        add_error("account_id", "not_found", &mut errors);
    }
    let item = ConfigurationItem {
        id: app.ids.new_id(),
        name: read_line("name", &body.name, ITEM_NAME_MAX, &mut errors),
        kind: read_line("kind", &body.kind, KIND_MAX, &mut errors),
        account: AccountRef {
            id: body.account_id,
            name: account.map(|account| account.name).unwrap_or_default(),
        },
        active: true,
        created_at: app.now(),
    };
    check_name(&tx, &item, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    rows::insert_configuration_item(&tx, &item).await?;
    keep_answer(app, &tx, actor.id, key, &item).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::ConfigurationItemCreated)
            .on(AuditTargetKind::ConfigurationItem, item.id),
    )
    .await?;
    tx.commit().await?;
    Ok(Created::fresh(item))
}

/// Changes a configuration item's fields.
pub async fn update_configuration_item(
    app: &App,
    by: By<'_>,
    id: ConfigurationItemId,
    body: UpdateConfigurationItem,
) -> Result<ConfigurationItem> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let mut item = existing(&tx, id).await?;
    let mut errors = Vec::new();
    if let Some(name) = changed("name", body.name, &mut errors) {
        item.name = read_line("name", &name, ITEM_NAME_MAX, &mut errors);
        check_name(&tx, &item, &mut errors).await?;
    }
    if let Some(kind) = changed("kind", body.kind, &mut errors) {
        item.kind = read_line("kind", &kind, KIND_MAX, &mut errors);
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    rows::update_configuration_item(&tx, &item).await?;
    record(
        app,
        &tx,
        by,
        Event::of(AuditAction::ConfigurationItemUpdated).on(AuditTargetKind::ConfigurationItem, id),
    )
    .await?;
    tx.commit().await?;
    Ok(item)
}

/// A configuration item that new tickets do not name any more.
pub async fn deactivate_configuration_item(
    app: &App,
    by: By<'_>,
    id: ConfigurationItemId,
) -> Result<ConfigurationItem> {
    set_active(app, by, id, false).await
}

/// A configuration item that tickets may name again.
pub async fn reactivate_configuration_item(
    app: &App,
    by: By<'_>,
    id: ConfigurationItemId,
) -> Result<ConfigurationItem> {
    set_active(app, by, id, true).await
}

async fn set_active(
    app: &App,
    by: By<'_>,
    id: ConfigurationItemId,
    active: bool,
) -> Result<ConfigurationItem> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let action = if active {
        AuditAction::ConfigurationItemReactivated
    } else {
        AuditAction::ConfigurationItemDeactivated
    };
    let tx = app.db.begin_write().await?;
    let item = existing(&tx, id).await?;
    if item.active != active {
        rows::set_configuration_item_active(&tx, id, active).await?;
    }
    record(
        app,
        &tx,
        by,
        Event::of(action).on(AuditTargetKind::ConfigurationItem, id),
    )
    .await?;
    tx.commit().await?;
    Ok(ConfigurationItem { active, ..item })
}

async fn existing(tx: &Tx, id: ConfigurationItemId) -> Result<ConfigurationItem> {
    rows::find_configuration_item_in(tx, &Scope::All, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// No two items of an account have one name: imports know an item by it.
async fn check_name(tx: &Tx, item: &ConfigurationItem, errors: &mut Vec<FieldError>) -> Result<()> {
    let named = rows::list_configuration_items_named(tx, item.account.id, &item.name).await?;
    if named.iter().any(|other| other.id != item.id) {
        add_error("name", "duplicate", errors);
    }
    Ok(())
}
