//! Passkeys in the browser: `navigator.credentials`, by reflection, since its typed bindings cost
//! more bytes than they save.

use guichet_common::passkeys::{PasskeyCreation, PasskeyLogin, PasskeyRequest};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why there is no passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The person did not want to, or took too long: browsers do not tell which.
    Cancelled,
    /// The authenticator has one for this person already.
    Already,
    /// Anything else.
    Failed,
}

impl From<JsValue> for Refusal {
    fn from(error: JsValue) -> Self {
        let name = property(&error, "name").and_then(|name| name.as_string());
        match name.unwrap_or_default().as_str() {
            "NotAllowedError" | "AbortError" => Self::Cancelled,
            "InvalidStateError" => Self::Already,
            _ => Self::Failed,
        }
    }
}

/// What an authenticator has made: `clientDataJSON` and `attestationObject`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it was asked, as the browser passed it on.
    pub client_data: String,
    /// The key.
    pub attestation_object: String,
}

/// Whether the browser knows passkeys.
#[must_use]
pub fn is_supported() -> bool {
    let class = property(&window(), "PublicKeyCredential");
    class.is_some_and(|class| class.is_function())
}

/// Makes a passkey.
pub async fn create(asked: &PasskeyCreation) -> Result<Made, Refusal> {
    let public_key = JsValue::from_str("public-key");
    let known = asked.exclude_credentials.iter().map(|id| {
        let id = bytes(id)?;
        Ok(object(&[("type", public_key.clone()), ("id", id)]))
    });
    let known: Array = known.collect::<Result<_, Refusal>>()?;
    // Numbers of COSE are small.
    let algorithms = asked.algorithms.iter().filter_map(|number| {
        let number = i32::try_from(*number).ok()?;
        let pairs = [("type", public_key.clone()), ("alg", number.into())];
        Some(object(&pairs))
    });
    let algorithms: Array = algorithms.collect();
    let rp = object(&[
        ("id", JsValue::from_str(&asked.rp_id)),
        ("name", JsValue::from_str(&asked.rp_name)),
    ]);
    let user = object(&[
        ("id", bytes(&asked.user_id)?),
        ("name", JsValue::from_str(&asked.user_name)),
        ("displayName", JsValue::from_str(&asked.user_display_name)),
    ]);
    let selection = object(&[
        ("residentKey", "required".into()),
        ("requireResidentKey", true.into()),
        ("userVerification", "required".into()),
    ]);
    let options = object(&[
        ("challenge", bytes(&asked.challenge)?),
        ("rp", rp),
        ("user", user),
        ("pubKeyCredParams", algorithms.into()),
        ("excludeCredentials", known.into()),
        ("authenticatorSelection", selection),
        ("attestation", "none".into()),
        ("timeout", asked.timeout_ms.into()),
    ]);
    let credential = credentials("create", options).await?;
    let response = property(&credential, "response").ok_or(Refusal::Failed)?;
    Ok(Made {
        client_data: text(&response, "clientDataJSON").ok_or(Refusal::Failed)?,
        attestation_object: text(&response, "attestationObject").ok_or(Refusal::Failed)?,
    })
}

/// Lets the person choose one of their passkeys, and sign with it.
pub async fn get(asked: &PasskeyRequest) -> Result<PasskeyLogin, Refusal> {
    let options = object(&[
        ("challenge", bytes(&asked.challenge)?),
        ("rpId", JsValue::from_str(&asked.rp_id)),
        ("userVerification", "required".into()),
        ("timeout", asked.timeout_ms.into()),
    ]);
    let credential = credentials("get", options).await?;
    let response = property(&credential, "response").ok_or(Refusal::Failed)?;
    let part = |name| text(&response, name).ok_or(Refusal::Failed);
    Ok(PasskeyLogin {
        credential_id: text(&credential, "rawId").ok_or(Refusal::Failed)?,
        client_data: part("clientDataJSON")?,
        authenticator_data: part("authenticatorData")?,
        signature: part("signature")?,
        user_handle: text(&response, "userHandle"),
    })
}

/// `await navigator.credentials[method]({publicKey: options})`
async fn credentials(method: &str, options: JsValue) -> Result<JsValue, Refusal> {
    let credentials = property(&window().navigator(), "credentials").ok_or(Refusal::Failed)?;
    let method: Function = Reflect::get(&credentials, &method.into())?.dyn_into()?;
    let options = object(&[("publicKey", options)]);
    let promise: Promise = method.call1(&credentials, &options)?.dyn_into()?;
    Ok(JsFuture::from(promise).await?)
}

/// A property that is there.
fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(of, &name.into()).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

fn object(pairs: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// An `ArrayBuffer` in base64url.
fn text(of: &JsValue, name: &str) -> Option<String> {
    Some(encode(&Uint8Array::new(&property(of, name)?).to_vec()))
}

fn bytes(text: &str) -> Result<JsValue, Refusal> {
    let bytes = decode(text).ok_or(Refusal::Failed)?;
    Ok(Uint8Array::from(&*bytes).into())
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding (RFC 4648, section 5).
fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| {
            bits << 8 | u32::from(chunk.get(at).copied().unwrap_or_default())
        });
        for place in 0..=chunk.len() {
            let six = (bits >> (18 - 6 * place)) & 63;
            let letter = usize::try_from(six).ok().and_then(|six| LETTERS.get(six));
            text.extend(letter.map(|letter| char::from(*letter)));
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let six = LETTERS.iter().position(|other| *other == letter)?;
        bits = bits << 6 | u32::try_from(six).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 255).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_goes_both_ways() {
        for (bytes, text) in [
            (&b""[..], ""),
            (&[0xff], "_w"),
            (&[0xfb, 0xff], "-_8"),
            (b"foobar", "Zm9vYmFy"),
            (b"Guichet", "R3VpY2hldA"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
        assert_eq!(decode("a+b="), None);
    }
}
