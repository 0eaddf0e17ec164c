//! Signatures, as another implementation has verified them.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

#[expect(dead_code, reason = "shared with the other tests")]
mod samples;

use std::fs;
use std::path::{Path, PathBuf};

use guichet_mail::{DkimSigner, InvalidDkim, OutgoingMail, Rendered};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/keys")
        .join(name)
}

fn key(name: &str) -> Vec<u8> {
    fs::read(file(name)).expect("the key is there")
}

fn signer(name: &str) -> DkimSigner {
    DkimSigner::new("heliaq.example", "guichet2026", &key(name)).expect("the key is usable")
}

/// A mail with long and folded fields, blank lines at its end and blanks at the ends of lines.
fn mail() -> OutgoingMail {
    let words = Rendered {
        subject: "CS0057004 - J'ai une demande, a bien été enregistrée".to_owned(),
        html: "<!doctype html>\n<p>Bonjour  Élodie,\t \n</p>\n".to_owned(),
        text: "Bonjour  Élodie,\t \n\nMerci.\n\n\n".to_owned(),
    };
    let date = samples::utc(2025, 3, 17, 20, 6, 41);
    let id = "CS0057004.1@heliaq.example".to_owned();
    OutgoingMail {
        to_name: "Élodie Martin".to_owned(),
        to_address: "elodie.martin@client.example".to_owned(),
        reply_to: Some("support+abc@heliaq.example".to_owned()),
        in_reply_to: Some("mail-0@heliaq.example".to_owned()),
        references: (0..40)
            .map(|n| format!("mail-{n}@heliaq.example"))
            .collect(),
        ..OutgoingMail::new(&samples::brand(), words, id, date)
    }
}

fn signed(name: &str) -> Vec<u8> {
    let mail = mail();
    let bytes = mail.compose().expect("composes").bytes;
    signer(name).sign(&bytes, mail.date)
}

#[test]
fn signed_mail_is_the_one_that_was_verified() {
    for name in ["rsa", "ed25519"] {
        let path = file(&format!("signed-{name}.eml"));
        let signed = signed(&format!("{name}.pem"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &signed).expect("it is written");
        }
        let verified = fs::read(&path).expect("it is there");
        assert_eq!(
            String::from_utf8_lossy(&signed),
            String::from_utf8_lossy(&verified),
            "{name}: have the new one verified, see tests/keys/README.md"
        );
    }
}

#[test]
fn both_forms_of_an_rsa_key_sign_alike_and_a_second_try_is_the_same() {
    assert_eq!(signed("rsa.pem"), signed("rsa-pkcs1.pem"));
    assert_eq!(signed("ed25519.pem"), signed("ed25519.pem"));
}

#[test]
fn signature_covers_what_a_reader_sees_and_that_there_is_no_other() {
    let text = String::from_utf8(signed("ed25519.pem")).expect("UTF-8");
    let head = text.split("\r\nFrom:").next().expect("a head");
    let unfolded = head.replace("\r\n ", "");
    let names = unfolded
        .split("h=")
        .nth(1)
        .and_then(|rest| rest.split(';').next())
        .expect("the signed names");
    let count = |name: &str| names.split(':').filter(|own| *own == name).count();
    for name in ["from", "to", "subject", "date", "reply-to"] {
        assert_eq!(count(name), 2, "{name} in {names}");
    }
    assert_eq!(
        (count("cc"), count("references"), count("message-id")),
        (1, 1, 1)
    );
    assert!(head.lines().all(|line| line.len() <= 80), "{head}");
}

#[test]
fn unusable_keys_and_names_are_refused_without_a_word_of_the_key() {
    let refused = |domain: &str, selector: &str, pem: &[u8]| {
        DkimSigner::new(domain, selector, pem).expect_err("it is refused")
    };
    let good = key("ed25519.pem");
    assert_eq!(refused("heliaq.example", "s", b""), InvalidDkim::NotPem);
    assert_eq!(refused("heliaq.example", "s", b"\xff"), InvalidDkim::NotPem);
    for small in ["rsa-1024.pem", "p256.pem"] {
        let error = refused("heliaq.example", "s", &key(small));
        assert_eq!(error, InvalidDkim::NotUsable, "{small}");
    }
    for domain in [
        "",
        "heliaq",
        "heliaq..example",
        "a b.example",
        "a;d=x.example",
    ] {
        assert_eq!(refused(domain, "s", &good), InvalidDkim::Domain, "{domain}");
    }
    for selector in ["", "a b", "a;b", "a\r\nb"] {
        let error = refused("heliaq.example", selector, &good);
        assert_eq!(error, InvalidDkim::Selector, "{selector:?}");
    }
    let debug = format!("{:?}", signer("ed25519.pem"));
    assert!(
        debug.contains("heliaq.example") && debug.len() < 100,
        "{debug}"
    );
}

#[test]
fn message_without_body_or_with_bare_fields_is_signed_all_the_same() {
    let at = mail().date;
    for message in [
        "From: a@b.example\r\n\r\n",
        "From: a@b.example\r\n",
        "\r\n",
        "",
    ] {
        let signed = signer("ed25519.pem").sign(message.as_bytes(), at);
        assert!(signed.starts_with(b"DKIM-Signature: v=1; a=ed25519-sha256;"));
        assert!(signed.ends_with(message.as_bytes()));
        // The hash of nothing (RFC 6376, 3.4.4).
        let text = String::from_utf8_lossy(&signed).into_owned();
        assert!(
            text.contains("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;"),
            "{text}"
        );
    }
}
