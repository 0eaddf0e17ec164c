//! Identity providers, as admins set them up.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::AccountRef;
use guichet_common::identity_providers::{
    CreateIdentityProvider, DOMAINS_MAX, IdentityProviderDetail, IdentityProviderDetails,
    IdentityProviderTest, SCOPES, UpdateIdentityProvider, check_slug, read_domain,
};
use guichet_common::ids::{AccountId, IdentityProviderId, PersonId};
use guichet_common::problem::FieldError;
use guichet_db::identity_providers::{self as rows, IdentityProviderRow};
use guichet_db::{Conn, Tx, UniqueConstraint, accounts, sso as identities};
use guichet_domain::{Actor, Scope, policy};

use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::sso::provider::{Trouble, is_safe};
use crate::sso::{id_token, post_logout_uri, redirect_uri};

/// All providers, by name.
pub async fn list_identity_provider_details(
    app: &App,
    actor: &Actor,
) -> Result<IdentityProviderDetails> {
    policy::require_admin(actor)?;
    let read = app.db.read();
    let mut items = Vec::new();
    for row in rows::list_identity_providers(&read).await? {
        items.push(detail(app, &read, row).await?);
    }
    Ok(IdentityProviderDetails { items })
}

/// One provider.
pub async fn get_identity_provider(
    app: &App,
    actor: &Actor,
    id: IdentityProviderId,
) -> Result<IdentityProviderDetail> {
    policy::require_admin(actor)?;
    let read = app.db.read();
    let row = rows::find_identity_provider(&read, id).await?;
    detail(app, &read, row.ok_or(Error::NOT_FOUND)?).await
}

async fn detail(
    app: &App,
    conn: &Conn,
    row: IdentityProviderRow,
) -> Result<IdentityProviderDetail> {
    let account = match row.account_id {
        Some(id) => accounts::find_account_in(conn, &Scope::All, id).await?,
        None => None,
    };
    Ok(IdentityProviderDetail {
        domains: rows::list_domains(conn, row.id).await?,
        redirect_uri: redirect_uri(app, &row.slug),
        post_logout_redirect_uri: post_logout_uri(app),
        id: row.id,
        slug: row.slug,
        name: row.name,
        issuer: row.issuer,
        client_id: row.client_id,
        has_client_secret: row.client_secret.is_some(),
        scopes: row.scopes,
        account: account.map(|account| AccountRef {
            id: account.id,
            name: account.name,
        }),
        creates_people: row.creates_people,
        sso_only: row.sso_only,
        active: row.active,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// Enters a provider.
pub async fn create_identity_provider(
    app: &App,
    by: By<'_>,
    body: CreateIdentityProvider,
    key: Option<&IdempotencyKey>,
) -> Result<Created<IdentityProviderDetail>> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let now = app.now();
    let id: IdentityProviderId = app.ids.new_id();
    let mut errors: Vec<FieldError> = check_slug(&body.slug).into_iter().collect();
    let row = IdentityProviderRow {
        id,
        slug: body.slug,
        name: read_line(&body.name),
        issuer: body.issuer.trim().to_owned(),
        client_id: body.client_id.trim().to_owned(),
        client_secret: seal(app, id, body.client_secret.as_deref())?,
        scopes: read_line(body.scopes.as_deref().unwrap_or(SCOPES)),
        account_id: body.account_id,
        creates_people: body.creates_people.unwrap_or(false),
        sso_only: body.sso_only.unwrap_or(false),
        active: body.active.unwrap_or(true),
        created_at: now,
        updated_at: now,
    };
    let domains = read_domains(&body.domains, &mut errors);
    check(&row, &domains, &mut errors);
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    check_references(&tx, &row, &domains, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    match rows::insert_identity_provider(&tx, &row).await {
        Err(guichet_db::Error::Conflict(UniqueConstraint::IdentityProviderSlug)) => {
            return Err(Error::field("slug", "taken"));
        }
        result => result?,
    }
    put_domains(&tx, id, &domains).await?;
    let detail = detail(app, &tx, row).await?;
    keep_answer(app, &tx, actor.id, key, &detail).await?;
    record(
        app,
        &tx,
        by,
        about(AuditAction::IdentityProviderCreated, id),
    )
    .await?;
    tx.commit().await?;
    Ok(Created::fresh(detail))
}

fn about(action: AuditAction, id: IdentityProviderId) -> Event {
    Event::of(action).on(AuditTargetKind::IdentityProvider, id)
}

/// Changes a provider.
pub async fn update_identity_provider(
    app: &App,
    by: By<'_>,
    id: IdentityProviderId,
    body: UpdateIdentityProvider,
) -> Result<IdentityProviderDetail> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let mut errors = Vec::new();
    let tx = app.db.begin_write().await?;
    let row = rows::find_identity_provider(&tx, id).await?;
    let mut row = row.ok_or(Error::NOT_FOUND)?;
    let issuer_before = row.issuer.clone();
    if let Some(name) = body.name {
        row.name = read_line(&name);
    }
    if let Some(issuer) = body.issuer {
        issuer.trim().clone_into(&mut row.issuer);
    }
    if let Some(client_id) = body.client_id {
        client_id.trim().clone_into(&mut row.client_id);
    }
    if let Some(secret) = body.client_secret.into_change() {
        row.client_secret = seal(app, id, secret.as_deref())?;
    }
    if let Some(scopes) = body.scopes {
        row.scopes = read_line(&scopes);
    }
    if let Some(account) = body.account_id.into_change() {
        row.account_id = account;
    }
    row.creates_people = body.creates_people.unwrap_or(row.creates_people);
    row.sso_only = body.sso_only.unwrap_or(row.sso_only);
    row.active = body.active.unwrap_or(row.active);
    row.updated_at = app.now();
    let domains = match body.domains {
        Some(domains) => read_domains(&domains, &mut errors),
        None => rows::list_domains(&tx, id).await?,
    };
    check(&row, &domains, &mut errors);
    check_references(&tx, &row, &domains, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    rows::update_identity_provider(&tx, &row).await?;
    put_domains(&tx, id, &domains).await?;
    if row.issuer != issuer_before {
        // What one issuer calls somebody says nothing about whom another means by it.
        identities::delete_identities(&tx, id).await?;
    }
    let detail = detail(app, &tx, row).await?;
    record(
        app,
        &tx,
        by,
        about(AuditAction::IdentityProviderUpdated, id),
    )
    .await?;
    tx.commit().await?;
    Ok(detail)
}

/// Deletes a provider, and whom it knew. Sessions that it has opened go on.
pub async fn delete_identity_provider(app: &App, by: By<'_>, id: IdentityProviderId) -> Result<()> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if !rows::delete_identity_provider(&tx, id).await? {
        return Err(Error::NOT_FOUND);
    }
    record(
        app,
        &tx,
        by,
        about(AuditAction::IdentityProviderDeleted, id),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets by what names providers know a person, so that the next sign-in links them anew.
pub async fn delete_identities(app: &App, by: By<'_>, person: PersonId) -> Result<()> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if !identities::delete_identities_of(&tx, person).await? {
        return Err(Error::NOT_FOUND);
    }
    let event = Event::of(AuditAction::IdentityUnlinked).on(AuditTargetKind::Person, person);
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks a provider what it is, as it would be asked for a sign-in.
pub async fn test_identity_provider(
    app: &App,
    actor: &Actor,
    id: IdentityProviderId,
) -> Result<IdentityProviderTest> {
    policy::require_admin(actor)?;
    let row = rows::find_identity_provider(&app.db.read(), id).await?;
    let row = row.ok_or(Error::NOT_FOUND)?;
    let metadata = match app.providers.discover(&row.issuer).await {
        Ok(metadata) => metadata,
        Err(trouble) => return Ok(unusable(&trouble)),
    };
    let keys = match app.providers.keys(&metadata, true).await {
        Ok(keys) => id_token::count_usable(&keys),
        Err(trouble) => return Ok(unusable(&trouble)),
    };
    Ok(IdentityProviderTest {
        usable: keys > 0,
        problem: (keys == 0).then(|| "no_keys".to_owned()),
        issuer: Some(metadata.issuer),
        keys: u32::try_from(keys).unwrap_or(u32::MAX),
        signs_out: metadata.end_session_endpoint.is_some(),
    })
}

fn unusable(trouble: &Trouble) -> IdentityProviderTest {
    let (word, issuer) = match trouble {
        Trouble::Unreachable(_) | Trouble::CodeRefused(_) => ("unreachable", None),
        Trouble::NotAProvider(_) => ("not_a_provider", None),
        Trouble::IssuerDiffers(issuer) => ("issuer_differs", Some(issuer.clone())),
        Trouble::NoCodeFlow => ("no_code_flow", None),
    };
    IdentityProviderTest {
        usable: false,
        problem: Some(word.to_owned()),
        issuer,
        keys: 0,
        signs_out: false,
    }
}

/// A text of one line with single spaces.
fn read_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn seal(app: &App, id: IdentityProviderId, secret: Option<&str>) -> Result<Option<String>> {
    let secret = secret.map(str::trim).filter(|secret| !secret.is_empty());
    secret
        .map(|secret| app.seals.seal(id.0.as_bytes(), secret.as_bytes()))
        .transpose()
}

fn read_domains(given: &[String], errors: &mut Vec<FieldError>) -> Vec<String> {
    if given.len() > DOMAINS_MAX {
        errors.push(FieldError::at("/domains", "too_many").with("max", DOMAINS_MAX));
        return Vec::new();
    }
    let mut domains = Vec::with_capacity(given.len());
    for (index, text) in given.iter().enumerate() {
        let pointer = format!("/domains/{index}");
        match read_domain(text) {
            None => errors.push(FieldError::at(pointer, "invalid_format")),
            Some(domain) if domains.contains(&domain) => {
                errors.push(FieldError::at(pointer, "repeated"));
            }
            Some(domain) => domains.push(domain),
        }
    }
    domains
}

/// What the fields must be to each other.
fn check(row: &IdentityProviderRow, domains: &[String], errors: &mut Vec<FieldError>) {
    if !is_safe(&row.issuer) || row.issuer.contains('?') {
        errors.push(FieldError::at("/issuer", "invalid_format"));
    }
    if !row.scopes.split(' ').any(|scope| scope == "openid") {
        errors.push(FieldError::at("/scopes", "invalid_value"));
    }
    if row.account_id.is_none() {
        // The supplier's own people must not depend on it alone, nor be made by it.
        for (name, set) in [
            ("creates_people", row.creates_people),
            ("sso_only", row.sso_only),
        ] {
            if set {
                errors.push(FieldError::at(format!("/{name}"), "not_allowed"));
            }
        }
    } else if row.creates_people && domains.is_empty() {
        errors.push(FieldError::at("/domains", "required"));
    }
}

async fn check_references(
    tx: &Tx,
    row: &IdentityProviderRow,
    domains: &[String],
    errors: &mut Vec<FieldError>,
) -> Result<()> {
    if let Some(account) = row.account_id
        && !account_exists(tx, account).await?
    {
        errors.push(FieldError::at("/account_id", "not_found"));
    }
    if let Some(taken) = rows::find_taken_domain(tx, row.id, domains).await? {
        let index = domains.iter().position(|domain| *domain == taken);
        let pointer = format!("/domains/{}", index.unwrap_or_default());
        errors.push(FieldError::at(pointer, "taken"));
    }
    Ok(())
}

async fn account_exists(tx: &Tx, id: AccountId) -> Result<bool> {
    Ok(accounts::find_account_in(tx, &Scope::All, id)
        .await?
        .is_some())
}

async fn put_domains(tx: &Tx, id: IdentityProviderId, domains: &[String]) -> Result<()> {
    match rows::put_domains(tx, id, domains).await {
        // Another admin was faster.
        Err(guichet_db::Error::Conflict(UniqueConstraint::IdentityProviderDomain)) => {
            Err(Error::field("domains", "taken"))
        }
        result => Ok(result?),
    }
}
