//! What can be chosen in the form: accounts, contacts, configuration items.

use std::future::Future;

use guichet_client::Error;
use guichet_common::Page;
use guichet_common::directory::{Account, ConfigurationItem, Contact, DirectoryQuery};
use guichet_ui::ComboOption;
use leptos::prelude::*;

use super::form::FormState;
use crate::session::use_client;
use crate::tasks::Tasks;

/// Rows asked for at once, and how often: more choices than that are found by nobody.
const PAGE: u32 = 100;
const PAGES: usize = 10;

/// Asks for page after page. An error ends it with what is there: the choice is never required
/// of contacts, and the server checks it anyway.
async fn every<T, F>(account: String, mut ask: impl FnMut(DirectoryQuery) -> F) -> Vec<T>
where
    F: Future<Output = Result<Page<T>, Error>>,
{
    let mut found = Vec::new();
    let mut query = DirectoryQuery {
        account_id: account.parse().ok(),
        limit: Some(PAGE),
        ..DirectoryQuery::default()
    };
    for _ in 0..PAGES {
        let Ok(page) = ask(query.clone()).await else {
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
pub fn account_options() -> Signal<Vec<ComboOption>> {
    let options = RwSignal::new(Vec::new());
    let client = use_client();
    Tasks::new().spawn(async move {
        let found = every(String::new(), |query| {
            let client = client.clone();
            async move { client.list_accounts(&query).await }
        })
        .await;
        options.try_set(found.into_iter().filter_map(account_option).collect());
    });
    options.into()
}

/// The contacts of the chosen account.
pub fn contact_options(form: FormState) -> Signal<Vec<ComboOption>> {
    let client = use_client();
    of_account(form, form.contact, move |account| {
        let client = client.clone();
        async move {
            let found = every(account, |query| {
                let client = client.clone();
                async move { client.list_contacts(&query).await }
            })
            .await;
            found.into_iter().filter_map(contact_option).collect()
        }
    })
}

/// The configuration items of the chosen account.
pub fn item_options(form: FormState) -> Signal<Vec<ComboOption>> {
    let client = use_client();
    of_account(form, form.item, move |account| {
        let client = client.clone();
        async move {
            let found = every(account, |query| {
                let client = client.clone();
                async move { client.list_configuration_items(&query).await }
            })
            .await;
            found.into_iter().filter_map(item_option).collect()
        }
    })
}

/// Choices that depend on the account. One of another account is no choice any more.
fn of_account<F>(
    form: FormState,
    chosen: RwSignal<String>,
    ask: impl Fn(String) -> F + 'static,
) -> Signal<Vec<ComboOption>>
where
    F: Future<Output = Vec<ComboOption>> + 'static,
{
    let options = RwSignal::new(Vec::new());
    let tasks = Tasks::new();
    let running = StoredValue::new(None::<futures_util::future::AbortHandle>);
    Effect::new(move || {
        let account = form.account.get();
        if let Some(Some(earlier)) = running.try_get_value() {
            earlier.abort();
        }
        if account.is_empty() {
            options.set(Vec::new());
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
