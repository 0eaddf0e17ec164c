//! What support looks after.

use guichet_common::ConfigurationItemId;
use guichet_common::directory::{
    ConfigurationItem, ConfigurationItemQuery, CreateConfigurationItem, KIND_MAX,
    UpdateConfigurationItem,
};
use guichet_common::fields::Patch;
use guichet_common::limits::ITEM_NAME_MAX;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

use super::{Entry, Line, Source, id, no_extra, no_links};
use crate::choices::account_options;
use crate::form::{Control, FieldSpec, Values};
use crate::route::Resource;

pub(super) fn source(language: Language) -> Source {
    Source {
        resource: Resource::ConfigurationItems,
        title: t!(language, "items-title"),
        lead: t!(language, "items-lead"),
        new: t!(language, "items-new"),
        empty: t!(language, "items-empty"),
        deactivate_text: t!(language, "items-deactivate"),
        inactive_text: t!(language, "items-inactive"),
        columns: |language| {
            vec![
                t!(language, "directory-name"),
                t!(language, "person-account"),
                t!(language, "items-kind"),
            ]
        },
        by_account: true,
        filters: true,
        extra: no_extra,
        links: no_links,
        list: |client, _, query| {
            let query = ConfigurationItemQuery::from(query);
            Box::pin(async move { Ok(client.list_configuration_items(&query).await?.map(line)) })
        },
        get: |client, name| {
            Box::pin(async move { Ok(entry(&client.get_configuration_item(id(&name)).await?)) })
        },
        fields,
        blank: Values::new,
        create: |client, values, key| {
            let body = CreateConfigurationItem {
                account_id: id(&values.text("account_id")),
                name: values.text("name"),
                kind: values.text("kind"),
            };
            Box::pin(async move {
                let item = client.create_configuration_item(&body, &key).await?;
                Ok(entry(&item))
            })
        },
        update: |client, name, values| {
            let body = UpdateConfigurationItem {
                name: Patch::Set(values.text("name")),
                kind: Patch::Set(values.text("kind")),
            };
            Box::pin(async move {
                let item = client.update_configuration_item(id(&name), &body).await?;
                Ok(entry(&item))
            })
        },
        set_active: |client, name, active| {
            Box::pin(async move {
                let id: ConfigurationItemId = id(&name);
                Ok(entry(&if active {
                    client.reactivate_configuration_item(id).await?
                } else {
                    client.deactivate_configuration_item(id).await?
                }))
            })
        },
    }
}

fn line(item: ConfigurationItem) -> Line {
    Line {
        id: item.id.to_string(),
        name: item.name,
        cells: vec![item.account.name, item.kind],
        active: item.active,
        pending: false,
    }
}

fn fields(language: Language, entry: Option<&Entry>) -> Vec<FieldSpec> {
    let label = t!(language, "person-account");
    let account = if entry.is_none() {
        FieldSpec::new("account_id", label, Control::One(account_options())).required()
    } else {
        FieldSpec::new("account", label, Control::Fixed)
    };
    vec![
        account,
        FieldSpec::new(
            "name",
            t!(language, "directory-name"),
            Control::Text(ITEM_NAME_MAX),
        )
        .required(),
        FieldSpec::new("kind", t!(language, "items-kind"), Control::Text(KIND_MAX))
            .required()
            .hint(t!(language, "items-kind-hint")),
    ]
}

fn entry(item: &ConfigurationItem) -> Entry {
    let values = Values::new()
        .with("account", &item.account.name)
        .with("name", &item.name)
        .with("kind", &item.kind);
    Entry::new(item.id, &item.name, item.active, values)
}
