//! Programs with credentials of their own.

use guichet_common::OauthClientId;
use guichet_common::oauth_clients::{
    CLIENT_NAME_MAX, CreateOauthClient, OauthClient, OauthClientQuery, PutOauthClient,
};
use guichet_common::scopes::ApiScope;
use guichet_common::settings::machines::REQUESTS_PER_MINUTE_MAX;
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, t};
use guichet_ui::SelectOption;

use super::super::extras::clients;
use super::{Entry, Line, Source, id, no_links};
use crate::form::{Control, FieldSpec, Values};
use crate::route::Resource;

pub(super) fn source(language: Language) -> Source {
    Source {
        resource: Resource::OauthClients,
        title: t!(language, "clients-title"),
        lead: t!(language, "clients-lead"),
        new: t!(language, "clients-new"),
        empty: t!(language, "clients-empty"),
        deactivate_text: t!(language, "clients-deactivate"),
        inactive_text: t!(language, "clients-inactive"),
        columns: |language| {
            vec![
                t!(language, "directory-name"),
                t!(language, "clients-person"),
                t!(language, "clients-scopes"),
                t!(language, "clients-hint"),
            ]
        },
        by_account: false,
        filters: false,
        extra: clients::client,
        links: no_links,
        list: |client, language, query| {
            let query = OauthClientQuery {
                limit: query.limit,
                cursor: query.cursor,
            };
            Box::pin(async move {
                let page = client.list_oauth_clients(&query).await?;
                Ok(page.map(|client| line(language, client)))
            })
        },
        get: |client, name| {
            Box::pin(async move { Ok(entry(&client.get_oauth_client(id(&name)).await?)) })
        },
        fields,
        blank: Values::new,
        create: |client, values, _| {
            let body = CreateOauthClient {
                name: values.text("name"),
                person_id: id(&values.text("person_id")),
                scopes: values.all("scopes"),
                requests_per_minute: values.parsed("requests_per_minute"),
            };
            Box::pin(async move {
                let made = client.create_oauth_client(&body).await?;
                Ok(Entry {
                    secret: Some(made.client_secret),
                    ..entry(&made.client)
                })
            })
        },
        update: |client, name, values| {
            Box::pin(async move {
                let id: OauthClientId = id(&name);
                let body = PutOauthClient {
                    name: values.text("name"),
                    scopes: values.all("scopes"),
                    requests_per_minute: values.parsed("requests_per_minute"),
                    // A change of the fields leaves a client in use, or out of use.
                    active: client.get_oauth_client(id).await?.active,
                };
                Ok(entry(&client.put_oauth_client(id, &body).await?))
            })
        },
        set_active: |client, name, active| {
            Box::pin(async move {
                let id: OauthClientId = id(&name);
                let present = client.get_oauth_client(id).await?;
                let body = PutOauthClient {
                    name: present.name,
                    scopes: present.scopes,
                    requests_per_minute: present.requests_per_minute,
                    active,
                };
                Ok(entry(&client.put_oauth_client(id, &body).await?))
            })
        },
    }
}

fn line(language: Language, client: OauthClient) -> Line {
    let scopes = client.scopes.iter().map(|scope| scope.label(language));
    Line {
        id: client.id.to_string(),
        name: client.name,
        cells: vec![
            client.person.name,
            scopes.collect::<Vec<_>>().join(", "),
            format!("…{}", client.secret_hint),
        ],
        active: client.active,
        pending: false,
    }
}

fn fields(language: Language, entry: Option<&Entry>) -> Vec<FieldSpec> {
    let scopes = ApiScope::ALL
        .iter()
        .filter(|scope| scope.is_grantable())
        .map(|scope| SelectOption::new(scope.as_str(), scope.label(language)))
        .collect();
    let person = t!(language, "clients-person");
    vec![
        FieldSpec::new(
            "name",
            t!(language, "directory-name"),
            Control::Text(CLIENT_NAME_MAX),
        )
        .required(),
        FieldSpec::new(
            "requests_per_minute",
            t!(language, "machines-requests"),
            Control::Range(1, REQUESTS_PER_MINUTE_MAX),
        )
        .hint(t!(language, "clients-requests-hint")),
        if entry.is_none() {
            FieldSpec::new("person_id", person, Control::Person)
                .required()
                .hint(t!(language, "clients-person-hint"))
        } else {
            FieldSpec::new("person", person, Control::Fixed)
        },
        FieldSpec::new(
            "scopes",
            t!(language, "clients-scopes"),
            Control::Checks(scopes),
        )
        .required()
        .hint(t!(language, "clients-scopes-hint")),
    ]
}

fn entry(client: &OauthClient) -> Entry {
    let scopes = client.scopes.iter().map(ToString::to_string);
    let requests = client.requests_per_minute.map(|limit| limit.to_string());
    let values = Values::new()
        .with("name", &client.name)
        .with("person", &client.person.name)
        .with("requests_per_minute", requests.unwrap_or_default())
        .with_all("scopes", scopes);
    Entry::new(client.id, &client.name, client.active, values)
}
