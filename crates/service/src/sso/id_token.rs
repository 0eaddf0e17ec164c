//! What a provider says of a person, and whether it is to be believed (OpenID Connect Core 1.0,
//! section 3.1.3.7).

use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde::Deserialize;
use serde_json::Value;

/// Clocks may differ by so many seconds.
const LEEWAY: i64 = 60;
/// Longest name that a provider has for somebody, in characters (section 2).
const SUBJECT_MAX: usize = 255;
/// Fewest bytes of an RSA modulus.
const RSA_MIN: usize = 256;

/// Signatures that are taken. Not among them: `none`, and those by a shared secret, which a public
/// key could be mistaken for.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Why an ID token is not believed; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Flaw {
    #[error("it is no token that can be read")]
    Unreadable,
    #[error("its algorithm is not taken")]
    Algorithm,
    #[error("its key is not known")]
    UnknownKey,
    #[error("signature, issuer or audience is wrong")]
    Forged,
    #[error("it has expired, or is of the future")]
    Time,
    #[error("it is the answer to another request")]
    Nonce,
    #[error("it names nobody")]
    Subject,
}

/// What a token must say.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) now: DateTime<Utc>,
}

/// What a provider says of a person.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Claims {
    #[serde(default)]
    pub(crate) sub: String,
    #[serde(default)]
    aud: Value,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    exp: Option<f64>,
    #[serde(default)]
    iat: Option<f64>,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(flatten)]
    pub(crate) profile: Profile,
}

/// What a provider says of a person besides their name there.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub(crate) struct Profile {
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    email_verified: Value,
    /// Entra ID's word for it: the domain's owner has proven that it is theirs.
    #[serde(default)]
    xms_edov: Value,
    #[serde(default)]
    pub(crate) given_name: Option<String>,
    #[serde(default)]
    pub(crate) family_name: Option<String>,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) locale: Option<String>,
}

impl Profile {
    /// Whether the provider says that the address is the person's.
    pub(crate) fn address_is_verified(&self, issuer: &str) -> bool {
        // `xms_edov` means something in tokens of Entra ID alone.
        let entra = issuer.starts_with("https://login.microsoftonline.com/");
        is_true(&self.email_verified) || (entra && is_true(&self.xms_edov))
    }
}

/// Some providers write truth as a text or a number.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::String(text) => text == "true" || text == "1",
        Value::Number(number) => number.as_u64() == Some(1),
        _ => false,
    }
}

/// Reads an ID token that is to be believed.
pub(crate) fn verify(token: &str, keys: &[Jwk], expected: &Expected<'_>) -> Result<Claims, Flaw> {
    // `none` is no algorithm that the library knows.
    let header = jsonwebtoken::decode_header(token).map_err(|_unreadable| Flaw::Unreadable)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Flaw::Algorithm);
    }
    let key = find_key(keys, &header).ok_or(Flaw::UnknownKey)?;
    let decoding = DecodingKey::from_jwk(key).map_err(|_unusable| Flaw::UnknownKey)?;
    let mut validation = Validation::new(header.alg);
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Times are checked against our own clock.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &decoding, &validation)
        .map_err(|_forged| Flaw::Forged)?
        .claims;
    check(&claims, expected)?;
    Ok(claims)
}

fn check(claims: &Claims, expected: &Expected<'_>) -> Result<(), Flaw> {
    let several = claims.aud.as_array().is_some_and(|list| list.len() > 1);
    match &claims.azp {
        Some(party) if party != expected.client_id => return Err(Flaw::Forged),
        None if several => return Err(Flaw::Forged),
        _ => {}
    }
    let now = precise(expected.now.timestamp());
    let leeway = precise(LEEWAY);
    let lives = claims.exp.is_some_and(|at| now < at + leeway);
    let issued = claims.iat.is_some_and(|at| at <= now + leeway);
    let valid = claims.nbf.is_none_or(|at| at <= now + leeway);
    if !(lives && issued && valid) {
        return Err(Flaw::Time);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(Flaw::Nonce);
    }
    if claims.sub.is_empty() || claims.sub.chars().count() > SUBJECT_MAX {
        return Err(Flaw::Subject);
    }
    Ok(())
}

/// Seconds as tokens may write them.
fn precise(seconds: i64) -> f64 {
    // Exact until the year 6000 and beyond: whole numbers are up to 2^53.
    f64::from(u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// The key that a token names, or the only one that fits.
fn find_key<'a>(keys: &'a [Jwk], header: &Header) -> Option<&'a Jwk> {
    let mut fitting = keys.iter().filter(|key| fits(key, header.alg));
    if let Some(kid) = &header.kid {
        return fitting.find(|key| key.common.key_id.as_ref() == Some(kid));
    }
    let only = fitting.next();
    only.filter(|_| fitting.next().is_none())
}

/// Whether signatures of this algorithm can be this key's.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let use_fits = key
        .common
        .public_key_use
        .as_ref()
        .is_none_or(|usage| *usage == PublicKeyUse::Signature);
    let named = key.common.key_algorithm.map(|name| name.to_string());
    let name_fits = named.is_none_or(|name| name == format!("{algorithm:?}"));
    let kind_fits = match (&key.algorithm, algorithm) {
        (
            AlgorithmParameters::RSA(rsa),
            Algorithm::RS256
            | Algorithm::RS384
            | Algorithm::RS512
            | Algorithm::PS256
            | Algorithm::PS384
            | Algorithm::PS512,
        ) => rsa.n.len() * 3 / 4 >= RSA_MIN,
        (AlgorithmParameters::EllipticCurve(_), Algorithm::ES256 | Algorithm::ES384)
        | (AlgorithmParameters::OctetKeyPair(_), Algorithm::EdDSA) => true,
        _ => false,
    };
    use_fits && name_fits && kind_fits
}

/// How many of these keys can be used.
pub(crate) fn count_usable(keys: &[Jwk]) -> usize {
    let usable = |key: &&Jwk| ALGORITHMS.iter().any(|algorithm| fits(key, *algorithm));
    keys.iter().filter(usable).count()
}

/// Whether a key of this name would have been needed.
pub(crate) fn names_unknown_key(token: &str, keys: &[Jwk]) -> bool {
    jsonwebtoken::decode_header(token).is_ok_and(|header| find_key(keys, &header).is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn address_is_verified_only_when_the_provider_says_so() {
        let read = |value: Value| serde_json::from_value::<Profile>(value).unwrap();
        let other = "https://id.example";
        let entra = "https://login.microsoftonline.com/0-0/v2.0";
        for yes in [json!(true), json!("true")] {
            assert!(read(json!({"email_verified": yes})).address_is_verified(other));
        }
        for no in [
            json!(false),
            json!("false"),
            json!(null),
            json!([true]),
            json!("yes"),
        ] {
            assert!(!read(json!({"email_verified": no})).address_is_verified(other));
        }
        assert!(!read(json!({})).address_is_verified(entra));
        assert!(read(json!({"xms_edov": "1"})).address_is_verified(entra));
        assert!(!read(json!({"xms_edov": true})).address_is_verified(other));
    }
}
