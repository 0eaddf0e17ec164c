//! Tokens that people make for their programs.

use chrono::TimeDelta;
use guichet_common::api_tokens::{
    ApiToken, ApiTokenQuery, ApiTokens, CreateApiToken, NewApiToken, OwnedApiToken, TOKENS_MAX,
};
use guichet_common::audit::{AuditAction, AuditTargetKind, ProgramKind};
use guichet_common::fields::broken_rules;
use guichet_common::ids::{ApiTokenId, PersonId};
use guichet_common::problem::FieldError;
use guichet_common::scopes::ApiScope;
use guichet_common::settings::machines::MachineSettings;
use guichet_common::vocabulary::{PersonalMailKind, Role};
use guichet_common::{ErrorCode, Page};
use guichet_db::api_tokens::{self as rows, ApiTokenRow};
use guichet_db::people;
use guichet_domain::{Actor, policy};

use crate::app::{App, Caller};
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::machines::{self, Grant, format};
use crate::paging::{read_page, write_page};
use crate::personal_mails::tell_of_access;
use crate::settings::read_section;

/// The caller's tokens.
pub async fn list_api_tokens(app: &App, actor: &Actor) -> Result<ApiTokens> {
    let rows = rows::list_api_tokens_of(&app.db.read(), actor.id).await?;
    Ok(ApiTokens {
        items: rows.into_iter().map(to_token).collect(),
        scopes: policy::scopes(actor.role).collect(),
    })
}

/// Makes a token for the caller's programs. It is told here and never again.
pub async fn create_api_token(app: &App, by: By<'_>, body: CreateApiToken) -> Result<NewApiToken> {
    let actor = by.person()?;
    let mut errors = broken_rules(&body);
    errors.extend(scope_errors(actor.role, &body.scopes));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let fresh = format::fresh(format::API_TOKEN)?;
    let now = app.real_now();
    let row = ApiTokenRow {
        id: app.ids.new_id(),
        person_id: actor.id,
        name: body.name.split_whitespace().collect::<Vec<_>>().join(" "),
        hash: fresh.hash,
        hint: fresh.hint,
        scopes: in_order(body.scopes),
        created_at: now,
        expires_at: now + TimeDelta::days(body.expires_in_days.into()),
        last_used_at: None,
    };
    let tx = app.db.begin_write().await?;
    let own = rows::list_api_tokens_of(&tx, actor.id).await?;
    if own.len() >= TOKENS_MAX {
        return Err(Error::Refused(ErrorCode::TooManyTokens));
    }
    rows::insert_api_token(&tx, &row).await?;
    let words: Vec<&str> = row.scopes.iter().map(|scope| scope.as_str()).collect();
    let event = Event::of(AuditAction::ApiTokenCreated)
        .on(AuditTargetKind::ApiToken, row.id)
        .with("scopes", words)
        .with("expires_at", row.expires_at.to_rfc3339());
    let kind = PersonalMailKind::ApiTokenCreated;
    tell_of_access(app, &tx, actor.id, kind, by.client, &row.name).await?;
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(NewApiToken {
        token: fresh.text,
        api_token: to_token(row),
    })
}

/// What is wrong with the scopes that are wanted for a token of somebody with this role.
pub(crate) fn scope_errors(role: Role, wanted: &[ApiScope]) -> Vec<FieldError> {
    if wanted.is_empty() {
        return vec![FieldError::at("/scopes", "required")];
    }
    let may = |scope: &ApiScope| policy::scopes(role).any(|allowed| allowed == *scope);
    wanted
        .iter()
        .enumerate()
        .filter(|(_, scope)| !may(scope))
        .map(|(index, _)| FieldError::at(format!("/scopes/{index}"), "not_allowed"))
        .collect()
}

/// Each scope once.
pub(crate) fn in_order(mut scopes: Vec<ApiScope>) -> Vec<ApiScope> {
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

/// Revokes one of the caller's tokens.
pub async fn delete_api_token(app: &App, by: By<'_>, id: ApiTokenId) -> Result<()> {
    let person = by.person()?.id;
    revoke(app, by, id, Some(person)).await
}

/// Revokes anybody's token. For admins.
pub async fn revoke_api_token(app: &App, by: By<'_>, id: ApiTokenId) -> Result<()> {
    policy::require_admin(by.person()?)?;
    revoke(app, by, id, None).await
}

async fn revoke(app: &App, by: By<'_>, id: ApiTokenId, of: Option<PersonId>) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let row = rows::delete_api_token(&tx, id, of)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let event = Event::of(AuditAction::ApiTokenRevoked)
        .on(AuditTargetKind::ApiToken, id)
        .with("person_id", row.person_id.to_string());
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    app.machines.forget_all();
    Ok(())
}

/// The tokens of all people, the newest first. For admins.
pub async fn list_all_api_tokens(
    app: &App,
    actor: &Actor,
    query: ApiTokenQuery,
) -> Result<Page<OwnedApiToken>> {
    policy::require_admin(actor)?;
    let page = read_page(app, "api_tokens", query.limit, query.cursor.as_deref())?;
    let rows = rows::list_api_tokens(&app.db.read(), &page).await?;
    let page = write_page(app, "api_tokens", rows)?;
    Ok(page.map(|(row, person)| OwnedApiToken {
        api_token: to_token(row),
        person,
    }))
}

/// Who is behind an API token. A person who is deactivated, or may less than they did, takes their
/// tokens along.
pub(crate) async fn authenticate(app: &App, token: &str) -> Result<Caller> {
    let unknown = || Error::Refused(ErrorCode::Unauthenticated);
    let hash = format::hash_of(format::API_TOKEN, token).ok_or_else(unknown)?;
    let now = app.real_now();
    if let Some(caller) = app.machines.find(&hash, now) {
        return Ok(caller);
    }
    let read = app.db.read();
    let row = rows::find_api_token_by_hash(&read, &hash)
        .await?
        .filter(|row| row.expires_at > now)
        .ok_or_else(unknown)?;
    let actor = people::find_actor(&read, row.person_id)
        .await?
        .ok_or_else(unknown)?;
    let settings: MachineSettings = read_section(&read).await?;
    let allowed = |scope: &ApiScope| policy::scopes(actor.role).any(|one| one == *scope);
    let grant = Grant {
        id: row.id.0,
        scopes: row.scopes.into_iter().filter(allowed).collect(),
        expires_at: row.expires_at,
        requests_per_minute: settings.requests_per_minute,
    };
    let caller = machines::caller(actor, ProgramKind::ApiToken, grant);
    app.machines.remember(hash, &caller);
    if app.machines.is_to_be_noted(row.id.0) {
        let tx = app.db.begin_write().await?;
        rows::touch_api_token(&tx, row.id, now).await?;
        tx.commit().await?;
    }
    Ok(caller)
}

fn to_token(row: ApiTokenRow) -> ApiToken {
    ApiToken {
        id: row.id,
        name: row.name,
        hint: row.hint,
        scopes: row.scopes,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    }
}
