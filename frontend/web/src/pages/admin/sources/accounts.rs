//! The customers' companies.

use guichet_common::AccountId;
use guichet_common::directory::{Account, CreateAccount, UpdateAccount};
use guichet_common::fields::Patch;
use guichet_common::limits::ACCOUNT_NAME_MAX;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

use super::super::extras::timers;
use super::{Entry, Line, Source, id, zone_field};
use crate::form::{Control, FieldSpec, Values};
use crate::route::Resource;

pub(super) fn source(language: Language) -> Source {
    Source {
        resource: Resource::Accounts,
        title: t!(language, "accounts-title"),
        lead: t!(language, "accounts-lead"),
        new: t!(language, "accounts-new"),
        empty: t!(language, "accounts-empty"),
        deactivate_text: t!(language, "accounts-deactivate"),
        inactive_text: t!(language, "accounts-inactive"),
        columns: |language| {
            vec![
                t!(language, "directory-name"),
                t!(language, "person-time-zone"),
            ]
        },
        by_account: false,
        filters: true,
        extra: timers::timers,
        links: |language| {
            vec![
                (Resource::Contacts, t!(language, "contacts-title")),
                (Resource::ConfigurationItems, t!(language, "items-title")),
            ]
        },
        list: |client, _, query| {
            Box::pin(async move { Ok(client.list_accounts(&query).await?.map(line)) })
        },
        get: |client, name| {
            Box::pin(async move { Ok(entry(&client.get_account(id(&name)).await?)) })
        },
        fields: |language, entry| {
            vec![
                FieldSpec::new(
                    "name",
                    t!(language, "directory-name"),
                    Control::Text(ACCOUNT_NAME_MAX),
                )
                .required(),
                zone_field(language, entry).hint(t!(language, "accounts-zone-hint")),
            ]
        },
        blank: || Values::new().with("time_zone", "Europe/Paris"),
        create: |client, values, key| {
            let body = CreateAccount {
                name: values.text("name"),
                time_zone: values.filled("time_zone"),
            };
            Box::pin(async move { Ok(entry(&client.create_account(&body, &key).await?)) })
        },
        update: |client, name, values| {
            let body = UpdateAccount {
                name: Patch::Set(values.text("name")),
                time_zone: Patch::Set(values.text("time_zone")),
            };
            Box::pin(async move { Ok(entry(&client.update_account(id(&name), &body).await?)) })
        },
        set_active: |client, name, active| {
            Box::pin(async move {
                let id: AccountId = id(&name);
                Ok(entry(&if active {
                    client.reactivate_account(id).await?
                } else {
                    client.deactivate_account(id).await?
                }))
            })
        },
    }
}

fn line(account: Account) -> Line {
    Line {
        id: account.id.to_string(),
        name: account.name,
        cells: vec![account.time_zone.replace('_', " ")],
        active: account.active,
        pending: false,
    }
}

fn entry(account: &Account) -> Entry {
    let values = Values::new()
        .with("name", &account.name)
        .with("time_zone", &account.time_zone);
    Entry::new(account.id, &account.name, account.active, values)
}
