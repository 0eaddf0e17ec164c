//! An authenticator in software, which signs whatever a test wants.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guichet_tests::{Value, json};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

/// Somebody is there and has shown who they are.
pub const VERIFIED: u8 = 0x05;
const HAS_CREDENTIAL: u8 = 0x40;

enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

/// A passkey.
pub struct Authenticator {
    pub credential_id: Vec<u8>,
    /// For which host.
    pub site: String,
    /// On which page.
    pub origin: String,
    pub flags: u8,
    pub count: u32,
    pub user_handle: Vec<u8>,
    pair: Pair,
    random: SystemRandom,
}

pub fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    /// One on this page, with this algorithm of COSE.
    pub fn new(origin: &str, algorithm: i64, number: u8) -> Self {
        let random = SystemRandom::new();
        let pair = if algorithm == -7 {
            let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
            let key = EcdsaKeyPair::generate_pkcs8(kind, &random).expect("a key");
            Pair::Es256(EcdsaKeyPair::from_pkcs8(kind, key.as_ref(), &random).expect("a key"))
        } else {
            let key = Ed25519KeyPair::generate_pkcs8(&random).expect("a key");
            Pair::EdDsa(Ed25519KeyPair::from_pkcs8(key.as_ref()).expect("a key"))
        };
        Self {
            credential_id: vec![number; 16],
            site: "127.0.0.1".to_owned(),
            origin: origin.to_owned(),
            flags: VERIFIED,
            count: 1,
            user_handle: Vec::new(),
            pair,
            random,
        }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        json!({
            "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false,
            "other_keys_can_be_added_here": "do not compare clientDataJSON against a template",
        })
        .to_string()
        .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.site.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn cose_key(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
                key.extend(&point[1..33]);
                key.extend([0x22, 0x58, 32]);
                key.extend(&point[33..]);
                key
            }
            Pair::EdDsa(pair) => {
                let mut key = vec![0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 32];
                key.extend(pair.public_key().as_ref());
                key
            }
        }
    }

    /// What a browser sends of a new passkey.
    pub fn create(&self, options: &Value, name: &str) -> Value {
        let challenge = options["challenge"].as_str().expect("a challenge");
        let mut data = self.data(self.flags | HAS_CREDENTIAL);
        data.extend([0; 16]);
        data.extend(
            u16::try_from(self.credential_id.len())
                .expect("short")
                .to_be_bytes(),
        );
        data.extend(&self.credential_id);
        data.extend(self.cose_key());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        json!({
            "name": name,
            "client_data": text(&self.client_data("webauthn.create", challenge)),
            "attestation_object": text(&object),
        })
    }

    /// What a browser sends of somebody who signs in.
    pub fn sign_in(&self, options: &Value) -> Value {
        let challenge = options["challenge"].as_str().expect("a challenge");
        self.answer("webauthn.get", challenge)
    }

    /// The same for a question of that kind.
    pub fn answer(&self, kind: &str, challenge: &str) -> Value {
        let client_data = self.client_data(kind, challenge);
        let data = self.data(self.flags);
        let message = [&data[..], &Sha256::digest(&client_data)].concat();
        let signature = match &self.pair {
            Pair::Es256(pair) => pair
                .sign(&self.random, &message)
                .expect("signs")
                .as_ref()
                .to_vec(),
            Pair::EdDsa(pair) => pair.sign(&message).as_ref().to_vec(),
        };
        json!({
            "credential_id": text(&self.credential_id),
            "client_data": text(&client_data),
            "authenticator_data": text(&data),
            "signature": text(&signature),
            "user_handle": text(&self.user_handle),
        })
    }
}
