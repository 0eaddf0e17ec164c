//! What can be chosen in forms: accounts, contacts, configuration items, groups, agents.

use std::future::Future;
use std::pin::Pin;

use futures_util::future::AbortHandle;
use guichet_client::{Client, Error};
use guichet_common::Page;
use guichet_common::directory::{
    Account, Agent, AssignmentGroup, ConfigurationItem, Contact, DirectoryQuery,
};
use guichet_ui::{ComboOption, effect, memo};
use leptos::prelude::*;

use crate::session::use_client;
use crate::tasks::Tasks;

/// Rows asked for at once, and how often: more choices than that are found by nobody.
const PAGE: u32 = 100;
const PAGES: usize = 10;

type Answer<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>>>>;

/// Asks for page after page. An error ends it with what is there; the server checks the choice
/// anyway.
async fn every<T>(
    client: Client,
    account: String,
    ask: fn(Client, DirectoryQuery) -> Answer<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    let mut query = DirectoryQuery {
        account_id: account.parse().ok(),
        active: Some(true),
        limit: Some(PAGE),
        ..DirectoryQuery::default()
    };
    for _ in 0..PAGES {
        let Ok(page) = ask(client.clone(), query.clone()).await else {
            break;
        };
        found.extend(page.items);
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            break;
        }
    }
    found
}

macro_rules! asks {
    ($($name:ident -> $item:ty;)+) => {$(
        fn $name(client: Client, query: DirectoryQuery) -> Answer<$item> {
            Box::pin(async move { client.$name(&query.into()).await })
        }
    )+};
}

asks! {
    list_accounts -> Account;
    list_contacts -> Contact;
    list_configuration_items -> ConfigurationItem;
    list_assignment_groups -> AssignmentGroup;
    list_agents -> Agent;
}

fn account_option(account: Account) -> Option<ComboOption> {
    account.active.then(|| ComboOption {
        value: account.id.to_string(),
        label: account.name,
        detail: None,
    })
}

fn contact_option(contact: Contact) -> Option<ComboOption> {
    contact.active.then(|| ComboOption {
        value: contact.id.to_string(),
        label: contact.name,
        detail: Some(contact.email),
    })
}

fn item_option(item: ConfigurationItem) -> Option<ComboOption> {
    item.active.then(|| ComboOption {
        value: item.id.to_string(),
        label: item.name,
        detail: (!item.kind.is_empty()).then_some(item.kind),
    })
}

/// The accounts that an agent may file for.
#[must_use]
pub fn account_options() -> Signal<Vec<ComboOption>> {
    let options = RwSignal::new(Vec::new());
    let client = use_client();
    Tasks::new().spawn(async move {
        let found = every(client, String::new(), list_accounts).await;
        options.try_set(found.into_iter().filter_map(account_option).collect());
    });
    options.into()
}

/// The groups that tickets may be given to.
#[must_use]
pub fn group_list() -> RwSignal<Vec<AssignmentGroup>> {
    let groups = RwSignal::new(Vec::new());
    let client = use_client();
    Tasks::new().spawn(async move {
        let found = every(client, String::new(), list_assignment_groups).await;
        groups.try_set(found.into_iter().filter(|group| group.active).collect());
    });
    groups
}

/// The agents who may be given tickets.
#[must_use]
pub fn agent_list() -> RwSignal<Vec<Agent>> {
    let agents = RwSignal::new(Vec::new());
    let client = use_client();
    Tasks::new().spawn(async move {
        let found = every(client, String::new(), list_agents).await;
        agents.try_set(found.into_iter().filter(|agent| agent.active).collect());
    });
    agents
}

/// The contacts of an account; `chosen` is emptied when it is none of them.
#[must_use]
pub fn contact_options(
    account: Signal<String>,
    chosen: RwSignal<String>,
) -> Signal<Vec<ComboOption>> {
    let client = use_client();
    of_account(account, chosen, move |account| {
        let client = client.clone();
        Box::pin(async move {
            let found = every(client, account, list_contacts).await;
            found.into_iter().filter_map(contact_option).collect()
        })
    })
}

/// The configuration items of an account; `chosen` is emptied when it is none of them.
#[must_use]
pub fn item_options(account: Signal<String>, chosen: RwSignal<String>) -> Signal<Vec<ComboOption>> {
    let client = use_client();
    of_account(account, chosen, move |account| {
        let client = client.clone();
        Box::pin(async move {
            let found = every(client, account, list_configuration_items).await;
            found.into_iter().filter_map(item_option).collect()
        })
    })
}

type Options = Pin<Box<dyn Future<Output = Vec<ComboOption>>>>;

fn of_account(
    account: Signal<String>,
    chosen: RwSignal<String>,
    ask: impl Fn(String) -> Options + 'static,
) -> Signal<Vec<ComboOption>> {
    let options = RwSignal::new(Vec::new());
    let tasks = Tasks::new();
    let running = StoredValue::new(None::<AbortHandle>);
    // The account may be written again with the value it has.
    let account = memo(move || account.get());
    effect(move || {
        let account = account.get();
        if let Some(Some(earlier)) = running.try_get_value() {
            earlier.abort();
        }
        if account.is_empty() {
            options.set(Vec::new());
            chosen.set(String::new());
            return;
        }
        let found = ask(account);
        let task = tasks.spawn(async move {
            let found = found.await;
            let is_there = |value: &String| found.iter().any(|option| option.value == *value);
            if !found.is_empty() && !chosen.with_untracked(is_there) {
                chosen.set(String::new());
            }
            options.set(found);
        });
        running.set_value(Some(task));
    });
    options.into()
}
