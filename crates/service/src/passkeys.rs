//! Passkeys: signing in with a finger, a face or a PIN, without user name and password.

mod cbor;
mod challenge;
mod webauthn;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guichet_common::ErrorCode;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::ids::{PasskeyId, PersonId};
use guichet_common::passkeys::{
    CreatePasskey, CreatePasskeyOptions, NAME_MAX, Passkey, PasskeyCreation, PasskeyLogin,
    PasskeyRequest, Passkeys, RemovePasskey, UpdatePasskey,
};
use guichet_common::problem::FieldError;
use guichet_common::vocabulary::{PersonalMailKind, SignInMethod};
use guichet_db::passkeys::{self as rows, PasskeyRow};
use guichet_db::people::PersonRow;
use guichet_db::{Tx, UniqueConstraint, people};

use crate::app::{App, Caller};
use crate::audit::{By, Event, record};
use crate::auth::{ClientInfo, SignedIn, open_session};
use crate::error::{Error, Result};
use crate::personal_mails::tell_of_access;
use crate::second_factor::{Proof, require_password_taken, require_proof};
use crate::settings::brand::current_brand;
use challenge::{PATIENCE, new_challenge, take_challenge};
use webauthn::{ALGORITHMS, Flaw, PublicKey, Site};

/// Most passkeys of one person.
const PASSKEYS_MAX: usize = 20;

fn site(app: &App) -> Site {
    Site::of(&app.settings.public_url, app.settings.host())
}

fn timeout_ms() -> u32 {
    u32::try_from(PATIENCE.num_milliseconds()).unwrap_or(u32::MAX)
}

/// What an authenticator needs to make a passkey for the caller.
pub async fn create_passkey_options(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    body: CreatePasskeyOptions,
) -> Result<PasskeyCreation> {
    let proof = Proof {
        password: body.password,
        code: body.code,
        recent_sign_in: true,
    };
    require_proof(app, caller, by, proof).await?;
    let read = app.db.read();
    let person = people::get_person(&read, caller.actor.id).await?;
    let known = rows::list_passkeys(&read, person.id).await?;
    if known.len() >= PASSKEYS_MAX {
        return Err(Error::Refused(ErrorCode::TooManyPasskeys));
    }
    let challenge = new_challenge(&app.passkey_key, Some(person.id), app.real_now())?;
    Ok(PasskeyCreation {
        challenge: URL_SAFE_NO_PAD.encode(challenge),
        rp_id: site(app).id,
        rp_name: current_brand(app).await?.name.clone(),
        user_id: URL_SAFE_NO_PAD.encode(person.id.0.as_bytes()),
        user_name: person.email.clone(),
        user_display_name: person.name(),
        algorithms: ALGORITHMS.to_vec(),
        exclude_credentials: known.into_iter().map(|row| row.credential_id).collect(),
        timeout_ms: timeout_ms(),
    })
}

/// Keeps a passkey that an authenticator has made for the caller.
pub async fn create_passkey(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    body: CreatePasskey,
) -> Result<Passkey> {
    let mut errors = Vec::new();
    let name = read_name(&body.name, &mut errors);
    let client_data = decode("client_data", &body.client_data, &mut errors);
    let object = decode("attestation_object", &body.attestation_object, &mut errors);
    let site = site(app);
    let challenge = webauthn::read_challenge(&client_data, "webauthn.create", &site);
    let credential = webauthn::read_attestation(&object, &site);
    if errors.is_empty() {
        let mut refuse = |field: &str, flaw: Flaw| {
            tracing::info!(%flaw, "a new passkey is not believed");
            errors.push(FieldError::at(format!("/{field}"), "invalid_value"));
        };
        if let Err(flaw) = &challenge {
            refuse("client_data", *flaw);
        }
        if let Err(flaw) = &credential {
            refuse("attestation_object", *flaw);
        }
    }
    let (Ok(challenge), Ok(credential), true) = (challenge, credential, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let person = caller.actor.id;
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    if !take_challenge(&app.passkey_key, &tx, &challenge, Some(person), now).await? {
        return Err(Error::field("client_data", "expired"));
    }
    let row = PasskeyRow {
        id: app.ids.new_id(),
        person_id: person,
        name,
        credential_id: URL_SAFE_NO_PAD.encode(credential.id),
        algorithm: credential.key.algorithm,
        public_key: URL_SAFE_NO_PAD.encode(credential.key.bytes),
        sign_count: credential.sign_count,
        created_at: now,
        last_used_at: None,
    };
    match rows::insert_passkey(&tx, &row).await {
        Err(guichet_db::Error::Conflict(UniqueConstraint::Passkey)) => {
            return Err(Error::field("attestation_object", "taken"));
        }
        result => result?,
    }
    let kind = PersonalMailKind::PasskeyAdded;
    tell_of_access(app, &tx, person, kind, by.client, &row.name).await?;
    let event = Event::of(AuditAction::PasskeyAdded).on(AuditTargetKind::Passkey, row.id);
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(shown(row))
}

fn read_name(name: &str, errors: &mut Vec<FieldError>) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = words.join(" ");
    if name.is_empty() {
        errors.push(FieldError::at("/name", "required"));
    } else if name.chars().count() > NAME_MAX {
        errors.push(FieldError::at("/name", "too_long").with("max", NAME_MAX));
    }
    name
}

fn decode(field: &str, text: &str, errors: &mut Vec<FieldError>) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap_or_else(|_unreadable| {
        errors.push(FieldError::at(format!("/{field}"), "invalid_format"));
        Vec::new()
    })
}

fn shown(row: PasskeyRow) -> Passkey {
    Passkey {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    }
}

/// The caller's passkeys.
pub async fn list_passkeys(app: &App, caller: &Caller) -> Result<Passkeys> {
    let rows = rows::list_passkeys(&app.db.read(), caller.actor.id).await?;
    Ok(Passkeys {
        items: rows.into_iter().map(shown).collect(),
    })
}

/// Calls one of the caller's passkeys something else.
pub async fn update_passkey(
    app: &App,
    caller: &Caller,
    id: PasskeyId,
    body: UpdatePasskey,
) -> Result<Passkey> {
    let mut errors = Vec::new();
    let name = read_name(&body.name, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let person = caller.actor.id;
    let tx = app.db.begin_write().await?;
    if !rows::rename_passkey(&tx, person, id, &name).await? {
        return Err(Error::NOT_FOUND);
    }
    let rows = rows::list_passkeys(&tx, person).await?;
    tx.commit().await?;
    let row = rows.into_iter().find(|row| row.id == id);
    row.map(shown).ok_or(Error::NOT_FOUND)
}

/// Forgets one of the caller's passkeys, of who shows again who they are.
pub async fn remove_passkey(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    id: PasskeyId,
    body: RemovePasskey,
) -> Result<()> {
    let person = caller.actor.id;
    let find = |rows: Vec<PasskeyRow>| rows.into_iter().find(|row| row.id == id);
    find(rows::list_passkeys(&app.db.read(), person).await?).ok_or(Error::NOT_FOUND)?;
    let proof = Proof {
        password: body.password,
        code: body.code,
        recent_sign_in: true,
    };
    require_proof(app, caller, by, proof).await?;
    let tx = app.db.begin_write().await?;
    let row = find(rows::list_passkeys(&tx, person).await?).ok_or(Error::NOT_FOUND)?;
    rows::delete_passkey(&tx, person, id).await?;
    let kind = PersonalMailKind::PasskeyRemoved;
    tell_of_access(app, &tx, person, kind, by.client, &row.name).await?;
    let event = Event::of(AuditAction::PasskeyRemoved).on(AuditTargetKind::Passkey, id);
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(())
}

/// The same for a request without a body: only who has signed in just now need show nothing more.
pub async fn delete_passkey(app: &App, caller: &Caller, by: By<'_>, id: PasskeyId) -> Result<()> {
    let nothing = RemovePasskey {
        password: None,
        code: None,
    };
    remove_passkey(app, caller, by, id, nothing).await
}

/// What a passkey needs to sign somebody in. It is the same for everybody, and nothing is kept.
pub fn create_passkey_login_options(app: &App) -> Result<PasskeyRequest> {
    let challenge = new_challenge(&app.passkey_key, None, app.real_now())?;
    Ok(PasskeyRequest {
        challenge: URL_SAFE_NO_PAD.encode(challenge),
        rp_id: site(app).id,
        timeout_ms: timeout_ms(),
    })
}

/// Signs in with a passkey. Whatever is wrong is the same to who asks.
pub async fn sign_in_with_passkey(
    app: &App,
    body: PasskeyLogin,
    client: &ClientInfo,
) -> Result<SignedIn> {
    let refused = || Error::Refused(ErrorCode::PasskeyRefused);
    let mut errors = Vec::new();
    let client_data = decode("client_data", &body.client_data, &mut errors);
    let data = decode("authenticator_data", &body.authenticator_data, &mut errors);
    let signature = decode("signature", &body.signature, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let site = site(app);
    let believe = |flaw: Flaw| {
        tracing::info!(%flaw, "what a passkey has signed is not believed");
        refused()
    };
    let challenge =
        webauthn::read_challenge(&client_data, "webauthn.get", &site).map_err(believe)?;
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    if !take_challenge(&app.passkey_key, &tx, &challenge, None, now).await? {
        return Err(refused());
    }
    let passkey = rows::find_passkey(&tx, &body.credential_id).await?;
    let passkey = passkey.ok_or_else(refused)?;
    if !is_owner(passkey.person_id, body.user_handle.as_deref()) {
        return Err(refused());
    }
    let key = PublicKey {
        algorithm: passkey.algorithm,
        bytes: URL_SAFE_NO_PAD
            .decode(&passkey.public_key)
            .map_err(Error::internal)?,
    };
    let count = webauthn::verify_assertion(&key, &client_data, &data, &signature, &site);
    let count = count.map_err(believe)?;
    if !rows::use_passkey(&tx, passkey.id, count, now).await? {
        // Two who use one passkey: one of them has copied it.
        tracing::warn!(passkey = %passkey.id, "a passkey has counted backwards");
        return Err(refused());
    }
    let person = find_owner(&tx, passkey.person_id).await?;
    let person = person.ok_or_else(refused)?;
    require_password_taken(&tx, &person).await?;
    let signed_in = open_session(app, &tx, &person, client, SignInMethod::Passkey).await?;
    let event = Event::of(AuditAction::SessionSignIn)
        .on(AuditTargetKind::Person, person.id)
        .with("method", SignInMethod::Passkey.as_str());
    let by = By {
        actor: None,
        client,
    };
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Whether the authenticator means the same person, where it says whom.
fn is_owner(person: PersonId, user_handle: Option<&str>) -> bool {
    user_handle.is_none_or(|handle| {
        let handle = URL_SAFE_NO_PAD.decode(handle);
        handle.is_ok_and(|bytes| bytes.is_empty() || bytes == person.0.as_bytes())
    })
}

async fn find_owner(tx: &Tx, id: PersonId) -> Result<Option<PersonRow>> {
    let person = people::get_person(tx, id).await?;
    Ok(Some(person).filter(|person| person.active))
}
