//! Teams of agents.

use guichet_common::GroupId;
use guichet_common::directory::{
    AssignmentGroup, AssignmentGroupDetail, CreateAssignmentGroup, UpdateAssignmentGroup,
};
use guichet_common::fields::Patch;
use guichet_common::limits::GROUP_NAME_MAX;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::derived;
use leptos::prelude::*;

use super::{Entry, Line, Source, id, many, no_extra, no_links, option};
use crate::choices::{account_options, agent_list};
use crate::form::{Control, FieldSpec, Values};
use crate::route::Resource;

pub(super) fn source(language: Language) -> Source {
    Source {
        resource: Resource::Groups,
        title: t!(language, "groups-title"),
        lead: t!(language, "groups-lead"),
        new: t!(language, "groups-new"),
        empty: t!(language, "groups-empty"),
        deactivate_text: t!(language, "groups-deactivate"),
        inactive_text: t!(language, "groups-inactive"),
        columns: |language| vec![t!(language, "directory-name")],
        by_account: false,
        filters: true,
        extra: no_extra,
        links: no_links,
        list: |client, _, query| {
            Box::pin(async move { Ok(client.list_assignment_groups(&query).await?.map(line)) })
        },
        get: |client, name| {
            Box::pin(async move { Ok(entry(&client.get_assignment_group(id(&name)).await?)) })
        },
        fields,
        blank: Values::new,
        create: |client, values, key| {
            let body = CreateAssignmentGroup {
                name: values.text("name"),
                member_ids: values.all("member_ids"),
                account_ids: values.all("account_ids"),
            };
            Box::pin(async move { Ok(entry(&client.create_assignment_group(&body, &key).await?)) })
        },
        update: |client, name, values| {
            let body = UpdateAssignmentGroup {
                name: Patch::Set(values.text("name")),
                member_ids: Patch::Set(values.all("member_ids")),
                account_ids: Patch::Set(values.all("account_ids")),
            };
            Box::pin(async move {
                let group = client.update_assignment_group(id(&name), &body).await?;
                Ok(entry(&group))
            })
        },
        set_active: |client, name, active| {
            Box::pin(async move {
                let id: GroupId = id(&name);
                Ok(entry(&if active {
                    client.reactivate_assignment_group(id).await?
                } else {
                    client.deactivate_assignment_group(id).await?
                }))
            })
        },
    }
}

fn line(group: AssignmentGroup) -> Line {
    Line {
        id: group.id.to_string(),
        name: group.name,
        cells: Vec::new(),
        active: group.active,
        pending: false,
    }
}

fn fields(language: Language, entry: Option<&Entry>) -> Vec<FieldSpec> {
    let agents = agent_list();
    let agents = derived(move || {
        agents.with(|agents| {
            agents
                .iter()
                .map(|agent| option(agent.id, &agent.name))
                .collect()
        })
    });
    vec![
        FieldSpec::new(
            "name",
            t!(language, "directory-name"),
            Control::Text(GROUP_NAME_MAX),
        )
        .required(),
        FieldSpec::new(
            "member_ids",
            t!(language, "groups-members"),
            many(agents, entry),
        ),
        FieldSpec::new(
            "account_ids",
            t!(language, "accounts-title"),
            many(account_options(), entry),
        )
        .hint(t!(language, "groups-accounts-hint")),
    ]
}

fn entry(group: &AssignmentGroupDetail) -> Entry {
    let members = group.members.iter();
    let accounts = group.accounts.iter();
    let values = Values::new()
        .with("name", &group.name)
        .with_all("member_ids", members.clone().map(|one| one.id.to_string()))
        .with_all(
            "account_ids",
            accounts.clone().map(|one| one.id.to_string()),
        );
    Entry {
        chosen: members
            .map(|member| option(member.id, &member.name))
            .chain(accounts.map(|account| option(account.id, &account.name)))
            .collect(),
        ..Entry::new(group.id, &group.name, group.active, values)
    }
}
