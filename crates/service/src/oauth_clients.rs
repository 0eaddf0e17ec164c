//! Programs with credentials of their own (OAuth 2.0 client credentials). Each acts as a person of
//! the directory: what that person does not see or may not do, it does not either.

use chrono::{DateTime, TimeDelta};
use guichet_common::audit::{AuditAction, AuditTargetKind, ProgramKind};
use guichet_common::fields::broken_rules;
use guichet_common::ids::OauthClientId;
use guichet_common::oauth_clients::{
    CreateOauthClient, NewOauthClient, OauthClient, OauthClientQuery, OauthToken,
    OauthTokenRequest, PutOauthClient,
};
use guichet_common::scopes::ApiScope;
use guichet_common::settings::machines::MachineSettings;
use guichet_common::{ErrorCode, Page};
use guichet_db::oauth_clients::{self as rows, OauthClientRow};
use guichet_db::{Conn, people};
use guichet_domain::{Actor, policy};

use crate::api_tokens::{in_order, scope_errors};
use crate::app::{App, Caller};
use crate::audit::{By, Event, record};
use crate::auth::ClientInfo;
use crate::auth::throttle::is_worth_telling;
use crate::auth::throttle::limits::{self, Limit};
use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};
use crate::machines::access::{ACCESS_SECONDS, ACCESS_TOKEN, Access};
use crate::machines::{self, Grant, format};
use crate::paging::{read_page, write_page};
use crate::settings::read_section;

/// Why a client gets no access (RFC 6749, section 5.2).
#[derive(Debug)]
pub enum Refusal {
    /// Something is missing, or there twice.
    InvalidRequest,
    /// There is no such client, or its secret is another; the same to a stranger.
    InvalidClient,
    /// It asks in another way than by its credentials.
    UnsupportedGrantType,
    /// It asks for a scope that it was not given.
    InvalidScope,
    /// Something broke.
    Other(Error),
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// The clients, the newest first. For admins.
pub async fn list_oauth_clients(
    app: &App,
    actor: &Actor,
    query: OauthClientQuery,
) -> Result<Page<OauthClient>> {
    policy::require_admin(actor)?;
    let page = read_page(app, "oauth_clients", query.limit, query.cursor.as_deref())?;
    let rows = rows::list_oauth_clients(&app.db.read(), &page).await?;
    Ok(write_page(app, "oauth_clients", rows)?.map(to_client))
}

/// One client. For admins.
pub async fn get_oauth_client(app: &App, actor: &Actor, id: OauthClientId) -> Result<OauthClient> {
    policy::require_admin(actor)?;
    Ok(to_client(find(&app.db.read(), id).await?))
}

async fn find(conn: &Conn, id: OauthClientId) -> Result<OauthClientRow> {
    let row = rows::find_oauth_client(conn, id).await?;
    row.ok_or(Error::NOT_FOUND)
}

/// Enters a client. Its secret is told here and never again. For admins.
pub async fn create_oauth_client(
    app: &App,
    by: By<'_>,
    body: CreateOauthClient,
) -> Result<NewOauthClient> {
    policy::require_admin(by.person()?)?;
    let tx = app.db.begin_write().await?;
    let mut errors = broken_rules(&body);
    let person = people::find_actor(&tx, body.person_id).await?;
    match &person {
        Some(person) => errors.extend(scope_errors(person.role, &body.scopes)),
        None => errors.push(guichet_common::FieldError::at("/person_id", "not_found")),
    }
    let Some(person) = person.filter(|_| errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let fresh = format::fresh(format::CLIENT_SECRET)?;
    let now = app.real_now();
    let row = OauthClientRow {
        id: app.ids.new_id(),
        name: one_line(&body.name),
        person: guichet_common::directory::PersonRef {
            id: person.id,
            name: person.name,
        },
        secret_hash: fresh.hash,
        secret_hint: fresh.hint,
        generation: 0,
        scopes: in_order(body.scopes),
        requests_per_minute: body.requests_per_minute,
        active: true,
        created_at: now,
        updated_at: now,
        last_used_at: None,
    };
    rows::insert_oauth_client(&tx, &row).await?;
    let event = told(AuditAction::OauthClientCreated, &row)
        .with("person_id", row.person.id.to_string())
        .with("scopes", words(&row.scopes));
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    Ok(NewOauthClient {
        client_secret: fresh.text,
        client: to_client(row),
    })
}

/// Changes a client. For admins.
pub async fn put_oauth_client(
    app: &App,
    by: By<'_>,
    id: OauthClientId,
    body: PutOauthClient,
) -> Result<OauthClient> {
    policy::require_admin(by.person()?)?;
    let tx = app.db.begin_write().await?;
    let before = find(&tx, id).await?;
    let role = people::get_person(&tx, before.person.id).await?.role;
    let mut errors = broken_rules(&body);
    errors.extend(scope_errors(role, &body.scopes));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let row = OauthClientRow {
        name: one_line(&body.name),
        scopes: in_order(body.scopes),
        requests_per_minute: body.requests_per_minute,
        active: body.active,
        updated_at: app.real_now(),
        ..before
    };
    rows::update_oauth_client(&tx, &row).await?;
    let event = told(AuditAction::OauthClientUpdated, &row)
        .with("active", row.active)
        .with("scopes", words(&row.scopes));
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    app.machines.forget_all();
    Ok(to_client(row))
}

/// Gives a client a new secret; the old one, and the access that it gave, end at once. For admins.
pub async fn rotate_oauth_client_secret(
    app: &App,
    by: By<'_>,
    id: OauthClientId,
) -> Result<NewOauthClient> {
    policy::require_admin(by.person()?)?;
    let fresh = format::fresh(format::CLIENT_SECRET)?;
    let tx = app.db.begin_write().await?;
    let before = find(&tx, id).await?;
    let row = OauthClientRow {
        secret_hash: fresh.hash,
        secret_hint: fresh.hint,
        generation: before.generation + 1,
        updated_at: app.real_now(),
        ..before
    };
    rows::update_oauth_client(&tx, &row).await?;
    let event = told(AuditAction::OauthClientSecretRotated, &row);
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    app.machines.forget_all();
    Ok(NewOauthClient {
        client_secret: fresh.text,
        client: to_client(row),
    })
}

/// Removes a client. For admins.
pub async fn delete_oauth_client(app: &App, by: By<'_>, id: OauthClientId) -> Result<()> {
    policy::require_admin(by.person()?)?;
    let tx = app.db.begin_write().await?;
    let row = find(&tx, id).await?;
    rows::delete_oauth_client(&tx, id).await?;
    record(app, &tx, by, told(AuditAction::OauthClientDeleted, &row)).await?;
    tx.commit().await?;
    app.machines.forget_all();
    Ok(())
}

fn told(action: AuditAction, row: &OauthClientRow) -> Event {
    Event::of(action).on(AuditTargetKind::OauthClient, row.id)
}

fn words(scopes: &[ApiScope]) -> Vec<&'static str> {
    scopes.iter().map(|scope| scope.as_str()).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Gives a client access for some minutes (RFC 6749, section 4.4). Wrong credentials are told in the
/// audit trail, and who sends them again and again has to wait.
pub async fn create_oauth_token(
    app: &App,
    request: OauthTokenRequest,
    from: &ClientInfo,
) -> std::result::Result<OauthToken, Refusal> {
    let (Some(id), Some(secret)) = (request.client_id, request.client_secret) else {
        return Err(Refusal::InvalidClient);
    };
    if request.grant_type.is_empty() {
        return Err(Refusal::InvalidRequest);
    }
    let limits = [
        Limit::client_secret(app, id.trim(), &from.address),
        Limit::client_secrets(app, &from.address),
    ];
    let believed = {
        let read = app.db.read();
        limits::refuse_who_waits(app, &read, &limits).await?;
        believe(&read, &id, &secret).await?
    };
    let client = match believed {
        Ok(client) => client,
        Err(wrong) => {
            tell_refused(app, from, &limits, wrong).await?;
            return Err(Refusal::InvalidClient);
        }
    };
    if request.grant_type != "client_credentials" {
        return Err(Refusal::UnsupportedGrantType);
    }
    let scopes = match request.scope.as_deref().map(str::trim) {
        None | Some("") => client.scopes,
        Some(wanted) => wanted
            .split(' ')
            .map(|word| word.parse().ok().filter(|one| client.scopes.contains(one)))
            .collect::<Option<_>>()
            .map(in_order)
            .ok_or(Refusal::InvalidScope)?,
    };
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    rows::touch_oauth_client(&tx, client.id, now).await?;
    tx.commit().await?;
    let access = Access {
        client: client.id,
        generation: client.generation,
        expires_at: (now + TimeDelta::seconds(ACCESS_SECONDS.into())).timestamp(),
        scopes,
    };
    Ok(OauthToken {
        access_token: app.machines.access.write(&access),
        token_type: "Bearer".to_owned(),
        expires_in: ACCESS_SECONDS,
        scope: words(&access.scopes).join(" "),
    })
}

/// What is wrong with credentials: a word for the audit trail, and the client that there is.
type Wrong = (&'static str, Option<OauthClientId>);

/// The client whose credentials these are.
async fn believe(
    conn: &Conn,
    id: &str,
    secret: &str,
) -> Result<std::result::Result<OauthClientRow, Wrong>> {
    let client = match id.parse() {
        Ok(id) => rows::find_oauth_client(conn, id).await?,
        Err(_) => None,
    };
    let Some(client) = client else {
        return Ok(Err(("unknown", None)));
    };
    let hash = format::hash_of(format::CLIENT_SECRET, secret);
    let wrong = if hash.as_ref() != Some(&client.secret_hash) {
        "secret"
    } else if !client.active {
        "inactive"
    } else if people::find_actor(conn, client.person.id).await?.is_none() {
        "inactive_person"
    } else {
        return Ok(Ok(client));
    };
    Ok(Err((wrong, Some(client.id))))
}

/// Counts wrong credentials and tells of them: of an address that does not stop, the first alone.
async fn tell_refused(app: &App, from: &ClientInfo, limits: &[Limit], wrong: Wrong) -> Result<()> {
    let (reason, client) = wrong;
    let tx = app.db.begin_write().await?;
    limits::count(app, &tx, limits).await?;
    if is_worth_telling(app, &tx, "clients-told", &from.address).await? {
        let event = Event::of(AuditAction::OauthClientRefused).with("reason", reason);
        let event = match client {
            Some(id) => event.on(AuditTargetKind::OauthClient, id),
            None => event,
        };
        let by = By {
            actor: None,
            client: from,
        };
        record(app, &tx, by, event).await?;
    }
    Ok(tx.commit().await?)
}

/// Who is behind a client's access token.
pub(crate) async fn authenticate(app: &App, token: &str) -> Result<Caller> {
    let unknown = || Error::Refused(ErrorCode::Unauthenticated);
    let now = app.real_now();
    let access = app.machines.access.read(token, now).ok_or_else(unknown)?;
    let hash = sha256_hex(token.as_bytes());
    if let Some(caller) = app.machines.find(&hash, now) {
        return Ok(caller);
    }
    let read = app.db.read();
    let client = rows::find_oauth_client(&read, access.client)
        .await?
        .filter(|client| client.active && client.generation == access.generation)
        .ok_or_else(unknown)?;
    let actor = people::find_actor(&read, client.person.id)
        .await?
        .ok_or_else(unknown)?;
    let settings: MachineSettings = read_section(&read).await?;
    let allowed = |scope: &ApiScope| {
        client.scopes.contains(scope) && policy::scopes(actor.role).any(|one| one == *scope)
    };
    let grant = Grant {
        id: client.id.0,
        scopes: access.scopes.into_iter().filter(allowed).collect(),
        expires_at: DateTime::from_timestamp(access.expires_at, 0).unwrap_or(now),
        requests_per_minute: client
            .requests_per_minute
            .unwrap_or(settings.requests_per_minute),
    };
    let caller = machines::caller(actor, ProgramKind::OauthClient, grant);
    app.machines.remember(hash, &caller);
    Ok(caller)
}

/// Whether this looks like a client's access token.
pub(crate) fn is_access_token(bearer: &str) -> bool {
    bearer.starts_with(ACCESS_TOKEN)
}

fn to_client(row: OauthClientRow) -> OauthClient {
    OauthClient {
        id: row.id,
        name: row.name,
        person: row.person,
        secret_hint: row.secret_hint,
        scopes: row.scopes,
        requests_per_minute: row.requests_per_minute,
        active: row.active,
        created_at: row.created_at,
        updated_at: row.updated_at,
        last_used_at: row.last_used_at,
    }
}
