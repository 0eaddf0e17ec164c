//! A captcha that needs neither eyes nor a third party: the browser does a piece of work (ALTCHA,
//! proof of work). Each is signed, lives for some minutes and is good for one request.

use std::collections::BTreeMap;

use altcha::{
    Challenge, CreateChallengeOptions, Payload, VerifySolutionOptions, create_challenge,
    verify_solution,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::password_reset::Captcha;
use guichet_db::Tx;
use guichet_db::password_resets::use_captcha;

use crate::app::App;
use crate::crypto::secret::hex;
use crate::error::{Error, Result};

/// For how long a captcha can be solved and sent.
const LIVES: TimeDelta = TimeDelta::minutes(15);
/// Longest solution that is read, in bytes.
const PAYLOAD_MAX: usize = 4096;
/// Under which word the challenge says when it expires: by our own clock, which may be turned.
const EXPIRES: &str = "expires";

fn secret(app: &App) -> String {
    hex(&app.access_key.sign(&[b"captcha"]))
}

/// A fresh challenge.
pub fn get_captcha(app: &App) -> Result<Captcha> {
    let expires = (app.real_now() + LIVES).timestamp();
    let challenge = create_challenge(CreateChallengeOptions {
        algorithm: "PBKDF2/SHA-256".to_owned(),
        cost: app.settings.captcha_cost,
        data: Some(BTreeMap::from([(EXPIRES.to_owned(), expires.into())])),
        hmac_signature_secret: Some(secret(app)),
        ..CreateChallengeOptions::default()
    })
    .map_err(|error| Error::internal(error.to_string()))?;
    Ok(Captcha {
        parameters: serde_json::to_value(challenge.parameters).map_err(Error::internal)?,
        signature: challenge.signature.unwrap_or_default(),
    })
}

/// A captcha that was solved, and not looked up yet.
pub(super) struct Solved {
    mark: String,
    expires_at: DateTime<Utc>,
}

/// Checks a solution; `None` when it is none, or too late.
pub(super) fn check(app: &App, captcha: &str) -> Option<Solved> {
    if captcha.len() > PAYLOAD_MAX {
        return None;
    }
    let bytes = STANDARD.decode(captcha.trim()).ok()?;
    let Payload {
        challenge,
        solution,
    } = serde_json::from_slice(&bytes).ok()?;
    let expires_at = expiry(&challenge).filter(|at| *at > app.real_now())?;
    let options = VerifySolutionOptions::new(&challenge, &solution, secret(app));
    let verified = verify_solution(options).is_ok_and(|result| result.verified);
    verified.then_some(Solved {
        mark: challenge.signature.unwrap_or_default(),
        expires_at,
    })
}

fn expiry(challenge: &Challenge) -> Option<DateTime<Utc>> {
    let data = challenge.parameters.data.as_ref()?;
    DateTime::from_timestamp(data.get(EXPIRES)?.as_i64()?, 0)
}

/// Uses a solved captcha up; returns whether it was good.
pub(super) async fn use_up(tx: &Tx, solved: &Solved) -> Result<bool> {
    Ok(use_captcha(tx, &solved.mark, solved.expires_at).await?)
}
