//! By whom people can be told who they are.

use guichet_common::fields::Patch;
use guichet_common::identity_providers::{
    CLIENT_MAX, CreateIdentityProvider, ISSUER_MAX, IdentityProviderDetail, NAME_MAX, SCOPES,
    SCOPES_MAX, SLUG_MAX, UpdateIdentityProvider,
};
use guichet_common::vocabulary::Language;
use guichet_common::{IdentityProviderId, Page};
use guichet_i18n::t;

use super::super::extras::providers;
use super::{Entry, Line, Source, id, no_links, option, with_chosen};
use crate::choices::account_options;
use crate::form::{Control, FieldSpec, Values};
use crate::route::Resource;

pub(super) fn source(language: Language) -> Source {
    Source {
        resource: Resource::IdentityProviders,
        title: t!(language, "providers-title"),
        lead: t!(language, "providers-lead"),
        new: t!(language, "providers-new"),
        empty: t!(language, "providers-empty"),
        deactivate_text: t!(language, "providers-deactivate"),
        inactive_text: t!(language, "providers-inactive"),
        columns: |language| {
            vec![
                t!(language, "directory-name"),
                t!(language, "person-account"),
                t!(language, "providers-domains"),
                t!(language, "providers-issuer"),
            ]
        },
        by_account: false,
        filters: false,
        extra: providers::provider,
        links: no_links,
        list: |client, language, _| {
            Box::pin(async move {
                let all = client.list_identity_provider_details().await?.items;
                let total = u64::try_from(all.len()).unwrap_or_default();
                let page = Page {
                    items: all,
                    next_cursor: None,
                    total,
                    total_is_exact: true,
                };
                Ok(page.map(|provider| line(language, provider)))
            })
        },
        get: |client, name| {
            Box::pin(async move { Ok(entry(&client.get_identity_provider(id(&name)).await?)) })
        },
        fields,
        blank: || Values::new().with("scopes", SCOPES),
        create: |client, values, key| {
            let body = creation(&values);
            Box::pin(async move { Ok(entry(&client.create_identity_provider(&body, &key).await?)) })
        },
        update: |client, name, values| {
            let body = change(&values);
            Box::pin(async move {
                let provider = client.update_identity_provider(id(&name), &body).await?;
                Ok(entry(&provider))
            })
        },
        set_active: |client, name, active| {
            let body = UpdateIdentityProvider {
                active: Some(active),
                ..nothing()
            };
            Box::pin(async move {
                let id: IdentityProviderId = id(&name);
                Ok(entry(&client.update_identity_provider(id, &body).await?))
            })
        },
    }
}

fn line(language: Language, provider: IdentityProviderDetail) -> Line {
    let account = provider.account.map_or_else(
        || t!(language, "providers-for-all").to_owned(),
        |account| account.name,
    );
    Line {
        id: provider.id.to_string(),
        name: provider.name,
        cells: vec![account, provider.domains.join(", "), provider.issuer],
        active: provider.active,
        pending: false,
    }
}

fn fields(language: Language, entry: Option<&Entry>) -> Vec<FieldSpec> {
    let text = |name, label: &str, max| FieldSpec::new(name, label, Control::Text(max));
    let slug = t!(language, "providers-slug");
    let has_secret = entry.is_some_and(|entry| entry.values.is_on("has_client_secret"));
    let secret = FieldSpec::new(
        "client_secret",
        t!(language, "clients-secret"),
        Control::Secret(CLIENT_MAX),
    );
    let mut fields = vec![
        text("name", t!(language, "providers-name"), NAME_MAX)
            .required()
            .hint(t!(language, "providers-name-hint")),
        if entry.is_none() {
            text("slug", slug, SLUG_MAX)
                .required()
                .hint(t!(language, "providers-slug-hint"))
        } else {
            FieldSpec::new("slug", slug, Control::Fixed)
        },
        text("issuer", t!(language, "providers-issuer"), ISSUER_MAX)
            .required()
            .hint(t!(language, "providers-issuer-hint")),
        text("scopes", t!(language, "providers-scopes"), SCOPES_MAX)
            .hint(t!(language, "providers-scopes-hint")),
        text("client_id", t!(language, "clients-id"), CLIENT_MAX)
            .required()
            .hint(t!(language, "providers-client-id-hint")),
        secret.hint(if has_secret {
            t!(language, "providers-secret-kept")
        } else {
            t!(language, "providers-secret-hint")
        }),
    ];
    if has_secret {
        fields.push(FieldSpec::new(
            "remove_client_secret",
            t!(language, "providers-secret-remove"),
            Control::Check,
        ));
    }
    fields.extend(reach_fields(language, entry));
    fields
}

/// For whom it is, and what it may do.
fn reach_fields(language: Language, entry: Option<&Entry>) -> Vec<FieldSpec> {
    vec![
        FieldSpec::new(
            "account_id",
            t!(language, "person-account"),
            Control::One(with_chosen(account_options(), entry)),
        )
        .hint(t!(language, "providers-account-hint")),
        FieldSpec::new(
            "domains",
            t!(language, "providers-domains"),
            Control::Lines(3),
        )
        .hint(t!(language, "providers-domains-hint")),
        FieldSpec::new(
            "creates_people",
            t!(language, "providers-creates"),
            Control::Check,
        )
        .hint(t!(language, "providers-creates-hint")),
        FieldSpec::new(
            "sso_only",
            t!(language, "providers-sso-only"),
            Control::Check,
        )
        .hint(t!(language, "providers-sso-only-hint")),
    ]
}

fn domains(values: &Values) -> Vec<String> {
    let text = values.text("domains");
    let words = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn creation(values: &Values) -> CreateIdentityProvider {
    CreateIdentityProvider {
        slug: values.text("slug").trim().to_owned(),
        name: values.text("name"),
        issuer: values.text("issuer"),
        client_id: values.text("client_id"),
        client_secret: values.filled("client_secret"),
        scopes: values.filled("scopes"),
        account_id: values.parsed("account_id"),
        domains: domains(values),
        creates_people: Some(values.is_on("creates_people")),
        sso_only: Some(values.is_on("sso_only")),
        active: None,
    }
}

/// A change of nothing.
fn nothing() -> UpdateIdentityProvider {
    UpdateIdentityProvider {
        name: None,
        issuer: None,
        client_id: None,
        client_secret: Patch::Keep,
        scopes: None,
        account_id: Patch::Keep,
        domains: None,
        creates_people: None,
        sso_only: None,
        active: None,
    }
}

fn change(values: &Values) -> UpdateIdentityProvider {
    UpdateIdentityProvider {
        name: Some(values.text("name")),
        issuer: Some(values.text("issuer")),
        client_id: Some(values.text("client_id")),
        client_secret: match values.filled("client_secret") {
            Some(secret) => Patch::Set(secret),
            None if values.is_on("remove_client_secret") => Patch::Clear,
            None => Patch::Keep,
        },
        scopes: Some(values.text("scopes")),
        account_id: values.parsed("account_id").map_or(Patch::Clear, Patch::Set),
        domains: Some(domains(values)),
        creates_people: Some(values.is_on("creates_people")),
        sso_only: Some(values.is_on("sso_only")),
        active: None,
    }
}

fn entry(provider: &IdentityProviderDetail) -> Entry {
    let account = provider.account.as_ref();
    let account_id = account.map(|account| account.id.to_string());
    let values = Values::new()
        .with("name", &provider.name)
        .with("slug", &provider.slug)
        .with("issuer", &provider.issuer)
        .with("client_id", &provider.client_id)
        .with_check("has_client_secret", provider.has_client_secret)
        .with("scopes", &provider.scopes)
        .with("account_id", account_id.unwrap_or_default())
        .with("domains", provider.domains.join("\n"))
        .with_check("creates_people", provider.creates_people)
        .with_check("sso_only", provider.sso_only)
        .with("redirect_uri", &provider.redirect_uri)
        .with(
            "post_logout_redirect_uri",
            &provider.post_logout_redirect_uri,
        );
    Entry {
        chosen: account
            .map(|account| option(account.id, &account.name))
            .into_iter()
            .collect(),
        ..Entry::new(provider.id, &provider.name, provider.active, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_read_however_they_are_set_apart() {
        let values = Values::new().with("domains", " dupont.example, @durand.example\nx.example;");
        assert_eq!(
            domains(&values),
            ["dupont.example", "@durand.example", "x.example"]
        );
        assert!(domains(&Values::new().with("domains", " \n")).is_empty());
    }

    #[test]
    fn secret_stays_unless_another_or_none_is_asked_for() {
        let values = Values::new().with("name", "Dupont");
        assert_eq!(change(&values).client_secret, Patch::Keep);
        let removed = values.clone().with_check("remove_client_secret", true);
        assert_eq!(change(&removed).client_secret, Patch::Clear);
        let replaced = removed.with("client_secret", "abc");
        assert_eq!(
            change(&replaced).client_secret,
            Patch::Set("abc".to_owned())
        );
    }
}
