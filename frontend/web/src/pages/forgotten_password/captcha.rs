//! Solves a captcha (ALTCHA, proof of work, version 2). The browser's own cryptography does the work
//! beside the page, which stays free; no third party and no eyes are needed.

use guichet_common::password_reset::Captcha;
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde_json::json;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::model::{Challenge, hex};

/// Gives up after so many tries: a tenth would do for all but one captcha in many.
const TRIES_MAX: u32 = 8_000;

/// Why a captcha is not solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsolved {
    /// The browser has no cryptography for pages that came without TLS.
    Insecure,
    /// It did not come, is of another kind, or took too many tries.
    Failed,
}

impl From<JsValue> for Unsolved {
    fn from(_: JsValue) -> Self {
        Self::Failed
    }
}

/// The solution as the server wants it. `tell` is told how many tries there were.
pub async fn solve(captcha: &Captcha, tell: impl Fn(u32)) -> Result<String, Unsolved> {
    let challenge = Challenge::read(&captcha.parameters).ok_or(Unsolved::Failed)?;
    let subtle = subtle_crypto().ok_or(Unsolved::Insecure)?;
    for counter in 0..TRIES_MAX {
        tell(counter);
        let key = derive(&subtle, &challenge, counter).await?;
        if challenge.is_solved_by(&key) {
            let payload = json!({
                "challenge": {
                    "parameters": captcha.parameters, "signature": captcha.signature,
                },
                "solution": {"counter": counter, "derivedKey": hex(&key)},
            });
            return Ok(leptos::prelude::window().btoa(&payload.to_string())?);
        }
    }
    Err(Unsolved::Failed)
}

/// Only there where the page came by TLS, or from this very machine.
fn subtle_crypto() -> Option<SubtleCrypto> {
    let crypto: JsValue = leptos::prelude::window().crypto().ok()?.into();
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    subtle.dyn_into().ok()
}

async fn derive(
    subtle: &SubtleCrypto,
    challenge: &Challenge,
    counter: u32,
) -> Result<Vec<u8>, JsValue> {
    let password = Uint8Array::from(&*challenge.password(counter));
    let usages = Array::of1(&"deriveBits".into());
    let key = subtle.import_key_with_str("raw", &password, "PBKDF2", false, &usages)?;
    let key: CryptoKey = JsFuture::from(key).await?.dyn_into()?;
    let algorithm = Object::new();
    let salt = Uint8Array::from(&*challenge.salt);
    for (name, value) in [
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", salt.into()),
        ("iterations", challenge.cost.into()),
    ] {
        Reflect::set(&algorithm, &name.into(), &value)?;
    }
    let bits = subtle.derive_bits_with_object(&algorithm, &key, challenge.key_bits)?;
    Ok(Uint8Array::new(&JsFuture::from(bits).await?).to_vec())
}
