//! Signing in with user name and password.

use guichet_common::ErrorCode;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::auth::Login;
use guichet_common::settings::security::SecuritySettings;
use guichet_common::vocabulary::SignInMethod;
use guichet_db::Tx;
use guichet_db::people::{self, PersonRow};

use super::throttle::{self, Try};
use super::{ClientInfo, SignedIn, open_session};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::second_factor;
use crate::settings::read_section;

/// Signs a person in with user name and password. A wrong name takes as long, and says the same,
/// as a wrong password; both are counted.
pub async fn sign_in(app: &App, login: Login, client: ClientInfo) -> Result<SignedIn> {
    let read = app.db.read();
    let settings: SecuritySettings = read_section(&read).await?;
    let this = throttle::begin(app, &settings, &login.username, &client.address).await?;
    let person = people::find_person_by_email(&read, login.username.trim()).await?;
    let person = person.filter(|person| person.active);
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.clone());
    let matches = app.passwords.verify(login.password, hash).await?;
    let person = match person {
        Some(person) if matches => person,
        other => {
            let wrong = ErrorCode::InvalidCredentials;
            return Err(refuse(app, other.as_ref(), &this, &client, wrong).await?);
        }
    };
    let tx = app.db.begin_write().await?;
    match second_factor::check(app, &tx, &person, login.otp.as_deref()).await {
        Ok(()) => {}
        Err(Error::Refused(wrong @ ErrorCode::OtpInvalid)) => {
            drop(tx);
            return Err(refuse(app, Some(&person), &this, &client, wrong).await?);
        }
        // The password was right, and something else is asked for first: that is no guess.
        Err(error) => {
            drop(tx);
            throttle::take_back(app, &this).await?;
            return Err(error);
        }
    }
    throttle::succeeded(app, &tx, &this).await?;
    let signed_in = open_session(app, &tx, &person, &client, SignInMethod::Password).await?;
    record_sign_in(app, &tx, &person, &client).await?;
    tx.commit().await?;
    Ok(signed_in)
}

async fn record_sign_in(app: &App, tx: &Tx, person: &PersonRow, client: &ClientInfo) -> Result<()> {
    let actor = people::find_actor(tx, person.id).await?;
    let by = By {
        actor: actor.as_ref(),
        client,
    };
    let event = Event::of(AuditAction::SessionSignIn)
        .on(AuditTargetKind::Person, person.id)
        .with("method", SignInMethod::Password.as_str());
    record(app, tx, by, event).await
}

/// Counts and records a try that was wrong. A name that nobody has is as much work.
async fn refuse(
    app: &App,
    person: Option<&PersonRow>,
    wrong: &Try,
    client: &ClientInfo,
    code: ErrorCode,
) -> Result<Error> {
    let by = By {
        actor: None,
        client,
    };
    let of = |action| {
        let event = Event::of(action);
        match person {
            Some(person) => event.on(AuditTargetKind::Person, person.id),
            None => event,
        }
    };
    let tx = app.db.begin_write().await?;
    throttle::failed(app, &tx, wrong).await?;
    let failed = of(AuditAction::SessionSignInFailed).with("code", code.as_str());
    record(app, &tx, by, failed).await?;
    if wrong.locks() {
        record(app, &tx, by, of(AuditAction::AccountLocked)).await?;
    }
    tx.commit().await?;
    Ok(Error::Refused(code))
}
