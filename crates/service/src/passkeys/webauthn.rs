//! What an authenticator has signed, and whether it is to be believed (Web Authentication Level 3,
//! 7.1 and 7.2). Signatures are checked by ring; attestation is neither asked for nor looked at, as
//! any authenticator will do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::cbor::Cbor;

/// Longest id of a credential, in bytes.
const CREDENTIAL_ID_MAX: usize = 1_023;
/// Fewest and most bytes of an RSA modulus.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=1_024;

/// Somebody was there.
const USER_PRESENT: u8 = 0x01;
/// They have shown who they are, by finger, face or PIN.
const USER_VERIFIED: u8 = 0x04;
/// The passkey can be copied to other devices of theirs.
const BACKUP_ELIGIBLE: u8 = 0x08;
/// It has been.
const BACKED_UP: u8 = 0x10;
/// A new credential comes along.
const HAS_CREDENTIAL: u8 = 0x40;
/// Extensions come along.
const HAS_EXTENSIONS: u8 = 0x80;

/// Algorithms that are taken, by their numbers in COSE; the best first.
pub(super) const ALGORITHMS: [i64; 3] = [ED_DSA, ES256, RS256];
const ED_DSA: i64 = -8;
const ES256: i64 = -7;
const RS256: i64 = -257;

/// Why an answer is not believed; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Flaw {
    #[error("it cannot be read")]
    Unreadable,
    #[error("it is an answer to something else")]
    Kind,
    #[error("it is for another site")]
    Site,
    #[error("nobody has shown who they are")]
    NotVerified,
    #[error("its algorithm is not taken")]
    Algorithm,
    #[error("its signature is wrong")]
    Signature,
}

/// For whom passkeys are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    /// The host.
    pub(super) id: String,
    /// Scheme, host and port.
    pub(super) origin: String,
}

impl Site {
    /// Of the public address.
    pub(super) fn of(public_url: &str, host: &str) -> Self {
        let origin = match public_url.split_once("://") {
            Some((scheme, rest)) => {
                let authority = rest.split('/').next().unwrap_or(rest);
                format!("{scheme}://{authority}")
            }
            None => public_url.to_owned(),
        };
        Self {
            id: host.to_owned(),
            origin: origin.to_lowercase(),
        }
    }
}

/// What the browser says it was asked.
#[derive(Deserialize)]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicKey {
    /// Its algorithm's number in COSE.
    pub(super) algorithm: i64,
    /// As ring reads it; of RSA the length of the modulus, the modulus, the exponent.
    pub(super) bytes: Vec<u8>,
}

/// A new passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewCredential {
    pub(super) id: Vec<u8>,
    pub(super) key: PublicKey,
    pub(super) sign_count: u32,
}

/// Which challenge an answer is for, once it is known to come from a page of ours.
pub(super) fn read_challenge(client_data: &[u8], kind: &str, site: &Site) -> Result<Vec<u8>, Flaw> {
    let data: ClientData =
        serde_json::from_slice(client_data).map_err(|_unreadable| Flaw::Unreadable)?;
    if data.r#type != kind {
        return Err(Flaw::Kind);
    }
    if data.origin != site.origin || data.cross_origin {
        return Err(Flaw::Site);
    }
    URL_SAFE_NO_PAD
        .decode(data.challenge)
        .map_err(|_unreadable| Flaw::Unreadable)
}

/// What every authenticator says first.
struct AuthenticatorData<'a> {
    flags: u8,
    sign_count: u32,
    rest: &'a [u8],
}

fn read_authenticator_data<'a>(
    bytes: &'a [u8],
    site: &Site,
) -> Result<AuthenticatorData<'a>, Flaw> {
    let (site_hash, rest) = bytes.split_at_checked(32).ok_or(Flaw::Unreadable)?;
    let (flags, rest) = rest.split_first().ok_or(Flaw::Unreadable)?;
    let (count, rest) = rest.split_first_chunk::<4>().ok_or(Flaw::Unreadable)?;
    if site_hash != Sha256::digest(site.id.as_bytes()).as_slice() {
        return Err(Flaw::Site);
    }
    if flags & USER_PRESENT == 0 || flags & USER_VERIFIED == 0 {
        return Err(Flaw::NotVerified);
    }
    if flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0 {
        return Err(Flaw::Unreadable);
    }
    Ok(AuthenticatorData {
        flags: *flags,
        sign_count: u32::from_be_bytes(*count),
        rest,
    })
}

/// Extensions, where the flags say that there are some, and nothing behind them.
fn require_end(flags: u8, rest: &[u8]) -> Result<(), Flaw> {
    let rest = if flags & HAS_EXTENSIONS == 0 {
        rest
    } else {
        let (_, rest) = Cbor::read(rest).ok_or(Flaw::Unreadable)?;
        rest
    };
    rest.is_empty().then_some(()).ok_or(Flaw::Unreadable)
}

/// Reads what an authenticator says of a new passkey.
pub(super) fn read_attestation(object: &[u8], site: &Site) -> Result<NewCredential, Flaw> {
    let (object, rest) = Cbor::read(object).ok_or(Flaw::Unreadable)?;
    let data = object.named("authData").and_then(Cbor::bytes);
    let data = data.filter(|_| rest.is_empty()).ok_or(Flaw::Unreadable)?;
    let data = read_authenticator_data(data, site)?;
    if data.flags & HAS_CREDENTIAL == 0 {
        return Err(Flaw::Unreadable);
    }
    // The model of the authenticator comes first; any will do.
    let (_model, rest) = data.rest.split_at_checked(16).ok_or(Flaw::Unreadable)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(Flaw::Unreadable)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, rest) = rest.split_at_checked(length).ok_or(Flaw::Unreadable)?;
    if id.is_empty() || id.len() > CREDENTIAL_ID_MAX {
        return Err(Flaw::Unreadable);
    }
    let (key, rest) = Cbor::read(rest).ok_or(Flaw::Unreadable)?;
    require_end(data.flags, rest)?;
    Ok(NewCredential {
        id: id.to_vec(),
        key: read_key(&key)?,
        sign_count: data.sign_count,
    })
}

/// Reads a COSE key (RFC 9053, section 7).
fn read_key(key: &Cbor) -> Result<PublicKey, Flaw> {
    const KIND: i64 = 1;
    const ALGORITHM: i64 = 3;
    let number = |label| key.numbered(label).and_then(Cbor::integer);
    let bytes = |label| key.numbered(label).and_then(Cbor::bytes);
    let read = || match (number(ALGORITHM)?, number(KIND)?) {
        (ED_DSA, 1) if number(-1)? == 6 => Some(bytes(-2)?.to_vec()).filter(|x| x.len() == 32),
        (ES256, 2) if number(-1)? == 1 => {
            let (x, y) = (bytes(-2)?, bytes(-3)?);
            // An uncompressed point (SEC 1, 2.3.3).
            (x.len() == 32 && y.len() == 32).then(|| [&[4], x, y].concat())
        }
        (RS256, 3) => {
            let (modulus, exponent) = (bytes(-1)?, bytes(-2)?);
            let length = u16::try_from(modulus.len()).ok()?;
            (RSA_BYTES.contains(&modulus.len()) && (1..=8).contains(&exponent.len()))
                .then(|| [&length.to_be_bytes(), modulus, exponent].concat())
        }
        _ => None,
    };
    Ok(PublicKey {
        algorithm: number(ALGORITHM).ok_or(Flaw::Algorithm)?,
        bytes: read().ok_or(Flaw::Algorithm)?,
    })
}

/// Checks what a passkey has signed; gives how often it says to have done so.
pub(super) fn verify_assertion(
    key: &PublicKey,
    client_data: &[u8],
    authenticator_data: &[u8],
    signature: &[u8],
    site: &Site,
) -> Result<u32, Flaw> {
    let data = read_authenticator_data(authenticator_data, site)?;
    if data.flags & HAS_CREDENTIAL != 0 {
        return Err(Flaw::Unreadable);
    }
    require_end(data.flags, data.rest)?;
    let hash = Sha256::digest(client_data);
    let message = [authenticator_data, hash.as_slice()].concat();
    verify_signature(key, &message, signature)?;
    Ok(data.sign_count)
}

fn verify_signature(key: &PublicKey, message: &[u8], signature: &[u8]) -> Result<(), Flaw> {
    let checked = match key.algorithm {
        ES256 => {
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &key.bytes).verify(message, signature)
        }
        ED_DSA => UnparsedPublicKey::new(&ED25519, &key.bytes).verify(message, signature),
        RS256 => {
            let (length, rest) = key.bytes.split_first_chunk::<2>().ok_or(Flaw::Algorithm)?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (n, e) = rest.split_at_checked(length).ok_or(Flaw::Algorithm)?;
            let parts = RsaPublicKeyComponents { n, e };
            parts.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
        }
        _ => return Err(Flaw::Algorithm),
    };
    checked.map_err(|_wrong| Flaw::Signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_is_that_of_the_public_address() {
        let site = Site::of("https://Support.example:8443/portal", "Support.example");
        assert_eq!(site.origin, "https://support.example:8443");
        let plain = Site::of("http://localhost:8080", "localhost");
        assert_eq!(
            (&*plain.id, &*plain.origin),
            ("localhost", "http://localhost:8080")
        );
    }

    #[test]
    fn keys_are_taken_in_three_algorithms_of_full_size() {
        let key = |entries: Vec<(i64, Cbor)>| {
            let entries = entries.into_iter().map(|(k, v)| (Cbor::Integer(k), v));
            read_key(&Cbor::Map(entries.collect()))
        };
        let bytes = |length| Cbor::Bytes(vec![7; length]);
        let int = Cbor::Integer;
        let ec = |x| {
            key(vec![
                (1, int(2)),
                (3, int(ES256)),
                (-1, int(1)),
                (-2, bytes(x)),
                (-3, bytes(32)),
            ])
        };
        assert_eq!(ec(32).unwrap().bytes.len(), 65);
        assert_eq!(ec(31), Err(Flaw::Algorithm));
        let ed = key(vec![
            (1, int(1)),
            (3, int(ED_DSA)),
            (-1, int(6)),
            (-2, bytes(32)),
        ]);
        assert_eq!(ed.unwrap().bytes.len(), 32);
        let rsa = |n| {
            key(vec![
                (1, int(3)),
                (3, int(RS256)),
                (-1, bytes(n)),
                (-2, bytes(3)),
            ])
        };
        assert_eq!(rsa(256).unwrap().bytes.len(), 2 + 256 + 3);
        assert_eq!(rsa(128), Err(Flaw::Algorithm));
        // An algorithm and a kind that do not belong together, and one that is not taken.
        assert!(key(vec![(1, int(1)), (3, int(ES256)), (-1, int(1))]).is_err());
        assert!(key(vec![(1, int(2)), (3, int(-36)), (-1, int(1))]).is_err());
        assert!(key(vec![]).is_err());
    }
}
