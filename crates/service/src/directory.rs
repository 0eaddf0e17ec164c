//! Accounts, contacts, agents, groups and configuration items, for reading. A contact sees the
//! own account's part; agents and groups are the supplier's own.

use guichet_common::Page;
use guichet_common::directory::{
    Account, Agent, AssignmentGroup, ConfigurationItem, Contact, DirectoryQuery,
};
use guichet_common::ids::{AccountId, ConfigurationItemId, GroupId, PersonId};
use guichet_db::accounts::{self, DirectoryFilter};
use guichet_db::{NameKey, PageRequest, configuration_items, groups, people};
use guichet_domain::{Actor, policy};

use crate::app::App;
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};

fn read_query(
    app: &App,
    list: &str,
    query: &DirectoryQuery,
) -> Result<(DirectoryFilter, PageRequest<NameKey>)> {
    let page = read_page(app, list, query.limit, query.cursor.as_deref())?;
    let keyword = query
        .q
        .as_deref()
        .map(str::trim)
        .filter(|q| !q.is_empty())
        .map(Into::into);
    Ok((
        DirectoryFilter {
            keyword,
            account_id: query.account_id,
        },
        page,
    ))
}

/// The accounts that the actor sees, by name.
pub async fn list_accounts(
    app: &App,
    actor: &Actor,
    query: DirectoryQuery,
) -> Result<Page<Account>> {
    let (filter, page) = read_query(app, "accounts", &query)?;
    let scope = policy::directory_scope(actor);
    let rows = accounts::list_accounts_in(&app.db.read(), &scope, &filter, &page).await?;
    write_page(app, "accounts", rows)
}

/// One account.
pub async fn get_account(app: &App, actor: &Actor, id: AccountId) -> Result<Account> {
    let scope = policy::directory_scope(actor);
    accounts::find_account_in(&app.db.read(), &scope, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// The contacts that the actor sees, by last and first name.
pub async fn list_contacts(
    app: &App,
    actor: &Actor,
    query: DirectoryQuery,
) -> Result<Page<Contact>> {
    let (filter, page) = read_query(app, "contacts", &query)?;
    let scope = policy::directory_scope(actor);
    let rows = people::list_contacts_in(&app.db.read(), &scope, &filter, &page).await?;
    write_page(app, "contacts", rows)
}

/// One contact.
pub async fn get_contact(app: &App, actor: &Actor, id: PersonId) -> Result<Contact> {
    let scope = policy::directory_scope(actor);
    people::find_contact_in(&app.db.read(), &scope, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// The agents, by last and first name; for agents.
pub async fn list_agents(app: &App, actor: &Actor, query: DirectoryQuery) -> Result<Page<Agent>> {
    policy::require_agent(actor)?;
    let (filter, page) = read_query(app, "agents", &query)?;
    let rows = people::list_agents(&app.db.read(), &filter, &page).await?;
    write_page(app, "agents", rows)
}

/// One agent; for agents.
pub async fn get_agent(app: &App, actor: &Actor, id: PersonId) -> Result<Agent> {
    policy::require_agent(actor)?;
    people::find_agent(&app.db.read(), id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// The assignment groups, by name; for agents.
pub async fn list_assignment_groups(
    app: &App,
    actor: &Actor,
    query: DirectoryQuery,
) -> Result<Page<AssignmentGroup>> {
    policy::require_agent(actor)?;
    let (filter, page) = read_query(app, "assignment_groups", &query)?;
    let rows = groups::list_groups(&app.db.read(), &filter, &page).await?;
    write_page(app, "assignment_groups", rows)
}

/// One assignment group; for agents.
pub async fn get_assignment_group(
    app: &App,
    actor: &Actor,
    id: GroupId,
) -> Result<AssignmentGroup> {
    policy::require_agent(actor)?;
    groups::find_group(&app.db.read(), id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// The configuration items that the actor sees, by name.
pub async fn list_configuration_items(
    app: &App,
    actor: &Actor,
    query: DirectoryQuery,
) -> Result<Page<ConfigurationItem>> {
    let (filter, page) = read_query(app, "configuration_items", &query)?;
    let scope = policy::directory_scope(actor);
    let rows =
        configuration_items::list_configuration_items_in(&app.db.read(), &scope, &filter, &page)
            .await?;
    write_page(app, "configuration_items", rows)
}

/// One configuration item.
pub async fn get_configuration_item(
    app: &App,
    actor: &Actor,
    id: ConfigurationItemId,
) -> Result<ConfigurationItem> {
    let scope = policy::directory_scope(actor);
    configuration_items::find_configuration_item_in(&app.db.read(), &scope, id)
        .await?
        .ok_or(Error::NOT_FOUND)
}
