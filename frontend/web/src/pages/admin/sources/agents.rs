//! The supplier's people.

use guichet_client::Client;
use guichet_common::PersonId;
use guichet_common::directory::{Agent, AgentQuery, CreateAgent, UpdateAgent};
use guichet_common::fields::Patch;
use guichet_common::vocabulary::{Language, Role};
use guichet_i18n::{Label as _, t};
use guichet_ui::derived;
use leptos::prelude::*;

use super::super::extras::people;
use super::{
    Answer, Entry, Line, Source, id, invitation_field, locale_fields, many, name_fields, no_links,
    option, role_field,
};
use crate::choices::group_list;
use crate::form::{Control, FieldSpec, Values};
use crate::route::Resource;

const ROLES: [Role; 2] = [Role::Agent, Role::Admin];

pub(super) fn source(language: Language) -> Source {
    Source {
        resource: Resource::Agents,
        title: t!(language, "agents-title"),
        lead: t!(language, "agents-lead"),
        new: t!(language, "agents-new"),
        empty: t!(language, "agents-empty"),
        deactivate_text: t!(language, "agents-deactivate"),
        inactive_text: t!(language, "person-inactive"),
        columns: |language| {
            vec![
                t!(language, "directory-name"),
                t!(language, "person-email"),
                t!(language, "person-role"),
                t!(language, "groups-title"),
            ]
        },
        by_account: false,
        filters: true,
        extra: people::agent,
        links: no_links,
        list: |client, language, query| {
            let query = AgentQuery::from(query);
            Box::pin(async move {
                let page = client.list_agents(&query).await?;
                Ok(page.map(|agent| line(language, agent)))
            })
        },
        get,
        fields,
        blank: || {
            Values::new()
                .with("role", Role::Agent.as_str())
                .with("language", Language::Fr.as_str())
                .with("time_zone", "Europe/Paris")
                .with_check("send_invitation", true)
        },
        create: |client, values, key| {
            let body = creation(&values);
            Box::pin(async move { Ok(entry(&client.create_agent(&body, &key).await?)) })
        },
        update: |client, name, values| {
            let body = change(&values);
            Box::pin(async move { Ok(entry(&client.update_agent(id(&name), &body).await?)) })
        },
        set_active: |client, name, active| {
            Box::pin(async move {
                let id: PersonId = id(&name);
                if active {
                    return Ok(entry(&client.reactivate_agent(id).await?));
                }
                let gone = client.deactivate_agent(id).await?;
                Ok(Entry {
                    open_tickets: gone.open_tickets,
                    ..entry(&gone.agent)
                })
            })
        },
    }
}

/// Reads one.
pub fn get(client: Client, name: String) -> Answer<Entry> {
    Box::pin(async move { Ok(entry(&client.get_agent(id(&name)).await?)) })
}

fn line(language: Language, agent: Agent) -> Line {
    let groups: Vec<String> = agent.groups.into_iter().map(|group| group.name).collect();
    Line {
        id: agent.id.to_string(),
        name: agent.name,
        cells: vec![
            agent.email,
            agent.role.label(language).to_owned(),
            groups.join(", "),
        ],
        active: agent.active,
        pending: agent.invitation_pending,
    }
}

fn fields(language: Language, entry: Option<&Entry>) -> Vec<FieldSpec> {
    let groups = group_list();
    let groups = derived(move || {
        groups.with(|groups| {
            groups
                .iter()
                .map(|group| option(group.id, &group.name))
                .collect()
        })
    });
    let mut fields = name_fields(language);
    fields.push(
        FieldSpec::new("email", t!(language, "person-email"), Control::Email)
            .required()
            .hint(t!(language, "person-email-hint")),
    );
    fields.push(role_field(language, &ROLES));
    fields.extend(locale_fields(language, entry));
    fields.push(
        FieldSpec::new(
            "group_ids",
            t!(language, "groups-title"),
            many(groups, entry),
        )
        .hint(t!(language, "agents-groups-hint")),
    );
    if entry.is_none() {
        fields.push(invitation_field(language));
    }
    fields
}

fn creation(values: &Values) -> CreateAgent {
    CreateAgent {
        first_name: values.text("first_name"),
        last_name: values.text("last_name"),
        email: values.text("email"),
        role: values.parsed("role"),
        group_ids: values.all("group_ids"),
        language: values.parsed("language"),
        time_zone: values.filled("time_zone"),
        send_invitation: Some(values.is_on("send_invitation")),
    }
}

fn change(values: &Values) -> UpdateAgent {
    UpdateAgent {
        first_name: Patch::Set(values.text("first_name")),
        last_name: Patch::Set(values.text("last_name")),
        email: Patch::Set(values.text("email")),
        role: values.parsed("role").map_or(Patch::Keep, Patch::Set),
        group_ids: Patch::Set(values.all("group_ids")),
        language: values.parsed("language").map_or(Patch::Keep, Patch::Set),
        time_zone: Patch::Set(values.text("time_zone")),
    }
}

fn entry(agent: &Agent) -> Entry {
    let groups = agent.groups.iter();
    let values = Values::new()
        .with("first_name", &agent.first_name)
        .with("last_name", &agent.last_name)
        .with("email", &agent.email)
        .with("role", agent.role.as_str())
        .with("language", agent.language.as_str())
        .with("time_zone", &agent.time_zone)
        .with_all("group_ids", groups.map(|group| group.id.to_string()));
    Entry {
        pending: agent.invitation_pending,
        chosen: agent
            .groups
            .iter()
            .map(|group| option(group.id, &group.name))
            .collect(),
        ..Entry::new(agent.id, &agent.name, agent.active, values)
    }
}
