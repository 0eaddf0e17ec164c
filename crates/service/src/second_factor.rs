//! One-time codes beside the password, and recovery codes for the day when the telephone is lost.

mod qr;
mod recovery;

use chrono::TimeDelta;
use guichet_common::ErrorCode;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::ids::PersonId;
use guichet_common::second_factor::{
    ConfirmTotp, CreateRecoveryCodes, CreateTotp, DisableSecondFactor, RecoveryCodes, SecondFactor,
    TotpSecret,
};
use guichet_common::settings::security::SecuritySettings;
use guichet_common::vocabulary::{PersonalMailKind, SignInMethod};
use guichet_db::people::PersonRow;
use guichet_db::second_factors::{self, SecondFactorRow};
use guichet_db::{Conn, Tx, identity_providers, people, sessions};
use guichet_domain::{Actor, policy};

use crate::app::{App, Caller};
use crate::audit::{By, Event, record};
use crate::auth::throttle;
use crate::crypto::totp;
use crate::error::{Error, Result};
use crate::personal_mails::tell_of_access;
use crate::settings::brand::current_brand;
use crate::settings::read_section;
use crate::uri::escape;

/// Who has signed in so recently need not prove again who they are.
const RECENT: TimeDelta = TimeDelta::minutes(10);
/// Longest code that is looked at, in bytes: recovery codes with what people type around them.
const CODE_MAX: usize = 40;

/// The caller's second factor.
pub async fn get_second_factor(app: &App, caller: &Caller) -> Result<SecondFactor> {
    let read = app.db.read();
    let person = caller.actor.id;
    let factor = second_factors::find_second_factor(&read, person).await?;
    let enabled_at = factor.and_then(|factor| factor.confirmed_at);
    let recovery_codes_left = second_factors::count_recovery_codes(&read, person).await?;
    Ok(SecondFactor {
        enabled: enabled_at.is_some(),
        required: read_section::<SecuritySettings>(&read)
            .await?
            .demands_second_factor_of(caller.actor.role),
        enabled_at,
        recovery_codes_left,
    })
}

/// Makes a secret for one-time codes, which asks for nothing until a code of it was shown.
pub async fn create_totp(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    body: CreateTotp,
) -> Result<TotpSecret> {
    let proof = Proof {
        password: body.password,
        code: None,
        recent_sign_in: true,
    };
    let brand = current_brand(app).await?;
    let mut secret = [0; totp::SECRET_BYTES];
    getrandom::fill(&mut secret).map_err(|error| Error::internal(error.to_string()))?;
    let person = caller.actor.id;
    let sealed = app.seals.seal(person.0.as_bytes(), &secret)?;
    require_proof(app, caller, by, proof).await?;
    let tx = app.db.begin_write().await?;
    let email = people::get_person(&tx, person).await?.email;
    let now = app.real_now();
    match second_factors::put_unconfirmed_second_factor(&tx, person, &sealed, now).await {
        Err(guichet_db::Error::Stale) => {
            return Err(Error::Refused(ErrorCode::SecondFactorEnabled));
        }
        result => result?,
    }
    tx.commit().await?;
    let secret = totp::base32(&secret);
    let uri = otpauth(&brand.name, &email, &secret);
    Ok(TotpSecret {
        qr_svg: qr::svg(&uri)?,
        secret,
        uri,
    })
}

/// The address that apps read (Key Uri Format of Google Authenticator).
fn otpauth(issuer: &str, account: &str, secret: &str) -> String {
    let (issuer, account) = (escape(issuer), escape(account));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

/// Turns one-time codes on, once the app has shown that it knows the secret.
pub async fn confirm_totp(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    body: ConfirmTotp,
) -> Result<RecoveryCodes> {
    let person = caller.actor.id;
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    let factor = second_factors::find_second_factor(&tx, person)
        .await?
        .ok_or(Error::Refused(ErrorCode::SecondFactorMissing))?;
    if factor.confirmed_at.is_some() {
        return Err(Error::Refused(ErrorCode::SecondFactorEnabled));
    }
    if !take_code(app, &tx, &factor, &body.code).await? {
        return Err(Error::field("code", "incorrect"));
    }
    second_factors::confirm_second_factor(&tx, person, now).await?;
    let codes = put_recovery_codes(app, &tx, person).await?;
    tell(app, &tx, by, person, PersonalMailKind::SecondFactorEnabled).await?;
    record(
        app,
        &tx,
        by,
        about(AuditAction::SecondFactorEnabled, person),
    )
    .await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    // Who had to do this may do everything else from now on.
    app.callers.invalidate(&caller.session_id);
    Ok(codes)
}

async fn tell(
    app: &App,
    tx: &Tx,
    by: By<'_>,
    person: PersonId,
    kind: PersonalMailKind,
) -> Result<()> {
    tell_of_access(app, tx, person, kind, by.client, "").await
}

fn about(action: AuditAction, person: PersonId) -> Event {
    Event::of(action).on(AuditTargetKind::Person, person)
}

async fn put_recovery_codes(app: &App, tx: &Tx, person: PersonId) -> Result<RecoveryCodes> {
    let codes = recovery::new_codes()?;
    let hashes: Vec<String> = codes
        .iter()
        .map(|code| recovery::hash(&app.recovery_key, person, code))
        .collect();
    second_factors::put_recovery_codes(tx, person, &hashes).await?;
    Ok(RecoveryCodes { codes })
}

/// Makes recovery codes anew; those before are worth nothing any more.
pub async fn create_recovery_codes(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    body: CreateRecoveryCodes,
) -> Result<RecoveryCodes> {
    require_enabled(app, caller).await?;
    let proof = Proof {
        password: body.password,
        code: body.code,
        recent_sign_in: false,
    };
    require_proof(app, caller, by, proof).await?;
    let tx = app.db.begin_write().await?;
    let person = caller.actor.id;
    let codes = put_recovery_codes(app, &tx, person).await?;
    tell(app, &tx, by, person, PersonalMailKind::RecoveryCodesCreated).await?;
    record(
        app,
        &tx,
        by,
        about(AuditAction::RecoveryCodesCreated, person),
    )
    .await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(codes)
}

/// Turns the caller's second factor off.
pub async fn disable_second_factor(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    body: DisableSecondFactor,
) -> Result<()> {
    require_enabled(app, caller).await?;
    let proof = Proof {
        password: body.password,
        code: body.code,
        recent_sign_in: false,
    };
    require_proof(app, caller, by, proof).await?;
    let tx = app.db.begin_write().await?;
    let person = caller.actor.id;
    second_factors::delete_second_factor(&tx, person).await?;
    tell(app, &tx, by, person, PersonalMailKind::SecondFactorDisabled).await?;
    record(
        app,
        &tx,
        by,
        about(AuditAction::SecondFactorDisabled, person),
    )
    .await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(())
}

async fn require_enabled(app: &App, caller: &Caller) -> Result<()> {
    let factor = second_factors::find_second_factor(&app.db.read(), caller.actor.id).await?;
    if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
        Ok(())
    } else {
        Err(Error::Refused(ErrorCode::SecondFactorMissing))
    }
}

/// Takes the second factor from a person who has lost it. An admin's own goes the way of
/// everybody's, with a proof.
pub async fn delete_second_factor(app: &App, by: By<'_>, person: PersonId) -> Result<()> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    if person == actor.id {
        return Err(Error::Refused(ErrorCode::Forbidden));
    }
    let tx = app.db.begin_write().await?;
    if !second_factors::delete_second_factor(&tx, person).await? {
        return Err(Error::NOT_FOUND);
    }
    tell(app, &tx, by, person, PersonalMailKind::SecondFactorRemoved).await?;
    record(
        app,
        &tx,
        by,
        about(AuditAction::SecondFactorDisabled, person),
    )
    .await?;
    tx.commit().await?;
    app.mail_waits.notify_one();
    Ok(())
}

/// What else is asked of somebody whose password was right: that their account takes passwords, and
/// their one-time code. Strangers never come to learn of either.
pub(crate) async fn check(app: &App, tx: &Tx, person: &PersonRow, otp: Option<&str>) -> Result<()> {
    require_password_taken(tx, person).await?;
    let factor = second_factors::find_second_factor(tx, person.id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else {
        return Ok(());
    };
    let typed = otp.map(str::trim).filter(|code| !code.is_empty());
    let typed = typed.ok_or(Error::Refused(ErrorCode::OtpRequired))?;
    if take_code(app, tx, &factor, typed).await? {
        Ok(())
    } else {
        Err(Error::Refused(ErrorCode::OtpInvalid))
    }
}

/// Refuses people of an account that signs in by its identity provider alone.
pub(crate) async fn require_password_taken(tx: &Tx, person: &PersonRow) -> Result<()> {
    if let Some(account) = person.account_id
        && identity_providers::is_sso_only(tx, account).await?
    {
        return Err(Error::Refused(ErrorCode::SsoRequired));
    }
    Ok(())
}

/// Whether somebody who must have a second factor has come in without one. Passkeys are two factors
/// in one; what an identity provider asks for is its own affair.
pub(crate) async fn is_due(conn: &Conn, actor: &Actor, method: SignInMethod) -> Result<bool> {
    if method != SignInMethod::Password {
        return Ok(false);
    }
    let settings: SecuritySettings = read_section(conn).await?;
    if !settings.demands_second_factor_of(actor.role) {
        return Ok(false);
    }
    let factor = second_factors::find_second_factor(conn, actor.id).await?;
    Ok(factor.is_none_or(|factor| factor.confirmed_at.is_none()))
}

/// Takes a one-time or recovery code, which no one takes a second time; returns whether it is one.
async fn take_code(app: &App, tx: &Tx, factor: &SecondFactorRow, typed: &str) -> Result<bool> {
    if typed.len() > CODE_MAX {
        return Ok(false);
    }
    let person = factor.person_id;
    let plain = recovery::plain(typed);
    if plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        let secret = app.seals.open(person.0.as_bytes(), &factor.secret)?;
        return match totp::find_step(&secret, &plain, app.real_now()) {
            Some(step) => Ok(second_factors::take_step(tx, person, step).await?),
            None => Ok(false),
        };
    }
    let hash = recovery::hash(&app.recovery_key, person, &plain);
    let now = app.real_now();
    let taken = second_factors::take_recovery_code(tx, person, &hash, now).await?;
    if taken {
        record(
            app,
            tx,
            By::SYSTEM,
            about(AuditAction::RecoveryCodeUsed, person),
        )
        .await?;
    }
    Ok(taken)
}

/// By what a caller shows again who they are, before the ways to sign in change.
pub(crate) struct Proof {
    pub(crate) password: Option<String>,
    pub(crate) code: Option<String>,
    /// Whether it is enough to have signed in just now.
    pub(crate) recent_sign_in: bool,
}

/// Refuses who does not show again who they are: a session left open, or stolen, must not be
/// enough to change how its owner signs in. Wrong tries count with those to sign in, so that a
/// session is no way to guess a password.
pub(crate) async fn require_proof(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    proof: Proof,
) -> Result<()> {
    let id = caller.actor.id;
    let read = app.db.read();
    if proof.password.is_none() && proof.code.is_none() {
        let session = sessions::find_session(&read, caller.session_id).await?;
        let recent = session.is_some_and(|session| app.real_now() - session.created_at <= RECENT);
        return if proof.recent_sign_in && recent {
            Ok(())
        } else {
            Err(Error::Refused(ErrorCode::ReauthenticationRequired))
        };
    }
    let person = people::get_person(&read, id).await?;
    let settings: SecuritySettings = read_section(&read).await?;
    let this = throttle::begin(app, &settings, &person.email, &by.client.address).await?;
    let (field, right) = match (proof.password, proof.code) {
        (Some(password), _) => {
            let right = app.passwords.verify(password, person.password_hash);
            ("password", right.await?)
        }
        (None, code) => ("code", proves(app, id, &code.unwrap_or_default()).await?),
    };
    let tx = app.db.begin_write().await?;
    if right {
        throttle::succeeded(app, &tx, &this).await?;
        return Ok(tx.commit().await?);
    }
    throttle::failed(app, &tx, &this).await?;
    if this.locks() {
        record(app, &tx, by, about(AuditAction::AccountLocked, id)).await?;
    }
    tx.commit().await?;
    Err(Error::field(field, "incorrect"))
}

/// Takes a code of the person's, which is used up by it.
async fn proves(app: &App, person: PersonId, code: &str) -> Result<bool> {
    let tx = app.db.begin_write().await?;
    let factor = second_factors::find_second_factor(&tx, person).await?;
    let taken = match factor.filter(|factor| factor.confirmed_at.is_some()) {
        Some(factor) => take_code(app, &tx, &factor, code).await?,
        None => false,
    };
    tx.commit().await?;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_read_the_address_whatever_the_brand_is_called() {
        let uri = otpauth("Heliaq & Fils", "claire+x@dupont.example", "ABC");
        assert_eq!(
            uri,
            "otpauth://totp/Heliaq%20%26%20Fils:claire%2Bx%40dupont.example?secret=ABC\
             &issuer=Heliaq%20%26%20Fils"
        );
    }
}
