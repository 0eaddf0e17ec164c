//! The forgotten password, in steps of which none tells whether a name exists: each does the same
//! work for all, and who asked is only looked up after the answer.

use std::time::Duration;

use chrono::TimeDelta;
use guichet_common::ErrorCode;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::limits::USERNAME_MAX;
use guichet_common::password_reset::{
    ChangePassword, CompletePasswordReset, LookUpPasswordLink, PasswordLink, PasswordResetStarted,
    PasswordRules, RequestPasswordReset, VerifyPasswordReset,
};
use guichet_common::problem::FieldError;
use guichet_common::settings::security::SecuritySettings;
use guichet_common::vocabulary::{PasswordLinkKind, PasswordLinkState, PersonalMailKind};
use guichet_db::password_resets::{self as rows, VerifiedRequest};
use guichet_db::{people, personal_mails as mail_rows};
use uuid::Uuid;

use super::password_links::{FoundLink, find_link, make_link};
use super::throttle::limits::{self, Limit};
use super::{ClientInfo, captcha, new_password, throttle};
use crate::app::{App, Caller};
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::personal_mails::{self, PersonalMailData};
use crate::second_factor::{Proof, require_proof};
use crate::settings::read_section;

/// For how long the second step can follow the first.
const REQUEST_LIVES: TimeDelta = TimeDelta::minutes(30);
/// Requests settled in one run.
const BATCH: u32 = 50;
/// Used and expired links, mails about access and devices are forgotten after so many days.
const KEPT_DAYS: i64 = 180;

fn read_name(pointer: &str, text: &str, errors: &mut Vec<FieldError>) -> String {
    let text = text.trim();
    if text.is_empty() {
        errors.push(FieldError::at(pointer, "required"));
    } else if text.chars().count() > USERNAME_MAX {
        errors.push(FieldError::at(pointer, "too_long").with("max", USERNAME_MAX));
    }
    text.to_owned()
}

/// The first step: a name and a solved captcha. Who asks too often, for one name or from one address,
/// has to wait, whoever exists.
pub async fn request_password_reset(
    app: &App,
    body: RequestPasswordReset,
    client: &ClientInfo,
) -> Result<PasswordResetStarted> {
    let mut errors = Vec::new();
    let username = read_name("/username", &body.username, &mut errors);
    let solved = captcha::check(app, &body.captcha);
    let wrong = || FieldError::at("/captcha", "captcha_invalid");
    if solved.is_none() {
        errors.push(wrong());
    }
    let (Some(solved), true) = (solved, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let started = PasswordResetStarted {
        reset_id: app.ids.new_id(),
    };
    let limits = [
        Limit::resets_of(app, &username),
        Limit::resets_from(app, &client.address),
    ];
    let tx = app.db.begin_write().await?;
    limits::refuse_who_waits(app, &tx, &limits).await?;
    if !captcha::use_up(&tx, &solved).await? {
        return Err(Error::Invalid(vec![wrong()]));
    }
    limits::count(app, &tx, &limits).await?;
    // A program that fills in every field is answered like a person, and nothing comes of it.
    let is_trapped = body.website.is_some_and(|text| !text.is_empty());
    let kept = if is_trapped { String::new() } else { username };
    let expires_at = app.real_now() + REQUEST_LIVES;
    rows::insert_password_request(&tx, started.reset_id, &kept, expires_at).await?;
    tx.commit().await?;
    Ok(started)
}

/// The second step: the person's address. Whether it is theirs is looked up after the answer.
pub async fn verify_password_reset(app: &App, id: Uuid, body: VerifyPasswordReset) -> Result<()> {
    let mut errors = Vec::new();
    let email = read_name("/email", &body.email, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    if !rows::has_password_request(&tx, id, now).await? {
        return Err(Error::NOT_FOUND);
    }
    rows::verify_password_request(&tx, id, &email, now).await?;
    tx.commit().await?;
    let app = app.clone();
    tokio::spawn(async move {
        tokio::time::sleep(pause(id)).await;
        // The worker does so too, within a minute.
        if let Err(error) = settle_password_requests(&app).await {
            tracing::warn!(error = ?error, "requests for new passwords wait");
        }
    });
    Ok(())
}

/// How long it takes until it is looked up who asked: long enough, and never the same, so that what is
/// then done for a person who exists does not show in the time of an answer.
fn pause(id: Uuid) -> Duration {
    let spread = u64::try_from(id.as_u128() % 1500).unwrap_or_default();
    Duration::from_millis(500 + spread)
}

/// What a run of [`settle_password_requests`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResetReport {
    /// Requests that were looked up.
    pub settled: u32,
    /// Whether more wait.
    pub more: bool,
}

/// Looks up who asked for a new password, and mails those who may have one.
pub async fn settle_password_requests(app: &App) -> Result<ResetReport> {
    let waiting = rows::list_verified_requests(&app.db.read(), BATCH).await?;
    let mut report = ResetReport::default();
    for request in waiting {
        settle(app, request).await?;
        report.settled += 1;
    }
    report.more = report.settled == BATCH;
    app.mail_waits.notify_one();
    Ok(report)
}

/// Forgets what is too old of requests, links, mails about access and devices.
pub async fn sweep_password_requests(app: &App) -> Result<u64> {
    let now = app.real_now();
    let before = now - TimeDelta::days(KEPT_DAYS);
    let tx = app.db.begin_write().await?;
    let resets = rows::delete_stale_resets(&tx, now, before).await?;
    let mails = mail_rows::delete_old_personal_mails(&tx, before).await?;
    let devices = mail_rows::delete_stale_devices(&tx, before).await?;
    tx.commit().await?;
    Ok(resets + mails + devices)
}

async fn settle(app: &App, request: VerifiedRequest) -> Result<()> {
    let now = app.real_now();
    let tx = app.db.begin_write().await?;
    if !rows::settle_password_request(&tx, request.id, now).await? {
        return Ok(());
    }
    let person = people::find_person_by_email(&tx, &request.username).await?;
    let person = person.filter(|person| {
        person.active && person.email == request.email.to_lowercase() && !request.email.is_empty()
    });
    if let Some(person) = person {
        let settings: SecuritySettings = read_section(&tx).await?;
        let kind = PasswordLinkKind::Reset;
        let since = now - TimeDelta::days(1);
        let had = rows::count_links_since(&tx, person.id, kind, since).await?;
        if had < u64::from(settings.resets_per_day) {
            let hours = settings.reset_link_hours;
            let lives = TimeDelta::hours(hours.into());
            let data = PersonalMailData {
                link_id: Some(make_link(app, &tx, &person, kind, lives).await?),
                link_hours: Some(hours),
                ..PersonalMailData::default()
            };
            personal_mails::enqueue(app, &tx, person.id, PersonalMailKind::PasswordReset, &data)
                .await?;
            let event = Event::of(AuditAction::PasswordResetRequested);
            let event = event.on(AuditTargetKind::Person, person.id);
            record(app, &tx, By::SYSTEM, event).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// What a link can do, and the rules for its person's new password.
pub async fn look_up_password_link(app: &App, body: LookUpPasswordLink) -> Result<PasswordLink> {
    let read = app.db.read();
    let FoundLink { row, person, state } = find_link(app, &read, &body.token).await?;
    let settings: SecuritySettings = read_section(&read).await?;
    // Nothing of a person is told by a link that is no good any more.
    let ready = state == PasswordLinkState::Ready;
    let (personal, locked) = if ready {
        let personal = new_password::personal(&read, &person).await?;
        let locked = throttle::is_locked(app, &person.email).await?;
        (personal.words().to_vec(), locked)
    } else {
        (Vec::new(), false)
    };
    Ok(PasswordLink {
        kind: row.kind,
        state,
        language: person.language,
        locked,
        rules: PasswordRules {
            profile: settings.password_profile,
            personal,
        },
    })
}

fn ready(found: FoundLink) -> Result<FoundLink> {
    match found.state {
        PasswordLinkState::Ready => Ok(found),
        PasswordLinkState::Expired => Err(Error::Refused(ErrorCode::LinkExpired)),
        PasswordLinkState::Used => Err(Error::Refused(ErrorCode::LinkNotPossible)),
    }
}

/// Sets a password by a link: all sessions end, and a lock as well.
pub async fn complete_password_reset(
    app: &App,
    body: CompletePasswordReset,
    client: &ClientInfo,
) -> Result<()> {
    let read = app.db.read();
    let found = ready(find_link(app, &read, &body.token).await?)?;
    let settings: SecuritySettings = read_section(&read).await?;
    let hash =
        new_password::hash_new(app, &read, &settings, &found.person, body.new_password).await?;
    drop(read);
    let tx = app.db.begin_write().await?;
    // It may have been used while the password was hashed.
    let FoundLink { row, person, .. } = ready(find_link(app, &tx, &body.token).await?)?;
    rows::mark_link_used(&tx, row.id, app.real_now()).await?;
    let ended = new_password::set(app, &tx, &person, &hash, client, None).await?;
    throttle::unlock(app, &tx, &person.email).await?;
    let event = Event::of(AuditAction::PasswordChanged)
        .on(AuditTargetKind::Person, person.id)
        .with("by", row.kind.as_str());
    let by = By {
        actor: None,
        client,
    };
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    ended.take_hold(app);
    app.mail_waits.notify_one();
    Ok(())
}

/// The rules for the caller's next password.
pub async fn get_password_rules(app: &App, caller: &Caller) -> Result<PasswordRules> {
    let read = app.db.read();
    let person = people::get_person(&read, caller.actor.id).await?;
    let settings: SecuritySettings = read_section(&read).await?;
    Ok(PasswordRules {
        profile: settings.password_profile,
        personal: new_password::personal(&read, &person)
            .await?
            .words()
            .to_vec(),
    })
}

/// Changes the caller's own password; their other sessions end.
pub async fn change_password(
    app: &App,
    caller: &Caller,
    by: By<'_>,
    body: ChangePassword,
) -> Result<()> {
    let proof = Proof {
        password: Some(body.current_password),
        code: None,
        recent_sign_in: false,
    };
    // Counts with the tries to sign in.
    let proven = require_proof(app, caller, by, proof).await;
    proven.map_err(|error| match error {
        Error::Invalid(_) => Error::field("current_password", "incorrect"),
        other => other,
    })?;
    let read = app.db.read();
    let person = people::get_person(&read, caller.actor.id).await?;
    let settings: SecuritySettings = read_section(&read).await?;
    let hash = new_password::hash_new(app, &read, &settings, &person, body.new_password).await?;
    drop(read);
    let tx = app.db.begin_write().await?;
    let except = Some(caller.session_id);
    let ended = new_password::set(app, &tx, &person, &hash, by.client, except).await?;
    let event = Event::of(AuditAction::PasswordChanged).on(AuditTargetKind::Person, person.id);
    record(app, &tx, by, event).await?;
    tx.commit().await?;
    ended.take_hold(app);
    app.mail_waits.notify_one();
    Ok(())
}
