//! Mails that come in: the reader's samples and worse, through the whole pipeline. Whatever comes, it
//! is kept and decided, with a reason when it is not written; and nobody writes who may not.

use std::path::Path;

use chrono::TimeDelta;
use guichet_common::vocabulary::{InboundReason, InboundVerdict};
use guichet_mail::incoming::{IncomingMail, Nature, ReadLimits, read_mail};
use guichet_service::inbound::Reception;
use guichet_tests::{AUTHSERV_ID, TestApp, json, scenario};

use super::{CLAIRE, comments, kept, letter, outcome, receive_raw, tickets};

/// The samples of the reader, by name.
fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mail/tests/incoming");
    let files = std::fs::read_dir(folder).expect("the folder of samples");
    let mut samples: Vec<(String, Vec<u8>)> = files
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (name.into_owned(), std::fs::read(&path).expect("a sample"))
        })
        .collect();
    samples.sort();
    assert!(samples.len() >= 90, "{} samples", samples.len());
    samples
}

/// What holds for any mail: it is decided, and says why when it was not written.
fn check(name: &str, reception: &Reception) {
    let is_written = matches!(
        reception.verdict,
        InboundVerdict::Commented | InboundVerdict::TicketCreated
    );
    assert_eq!(
        reception.number.is_some(),
        is_written,
        "{name}: {reception:?}"
    );
    assert_eq!(
        reception.reason.is_none(),
        is_written,
        "{name}: {reception:?}"
    );
    assert_ne!(reception.verdict, InboundVerdict::Pending, "{name}");
    assert_ne!(
        reception.reason,
        Some(InboundReason::InternalError),
        "{name}"
    );
}

fn replaced(raw: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest
        .windows(from.len())
        .position(|window| window == from.as_bytes())
    {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to.as_bytes());
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// The sample as a mail of Claire's about this ticket, for which the own mail server vouches.
fn of_claire(name: &str, raw: &[u8], number: &str) -> Vec<u8> {
    let raw = replaced(raw, "elodie.martin@client.example", "claire@dupont.example");
    let raw = replaced(&raw, "CS0057004", number);
    let raw = replaced(&raw, "support+k3q7token@", "support@");
    let mut raw = replaced(
        &raw,
        "<a1@client.example>",
        &format!("<{name}@dupont.example>"),
    );
    let line =
        format!("Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from=dupont.example\n");
    let is_mbox = raw.starts_with(b"From ");
    let at = if is_mbox {
        raw.iter()
            .position(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1)
    } else {
        0
    };
    raw.splice(at..at, line.into_bytes());
    raw
}

/// Whether a contact's mail is to be written.
fn is_to_be_written(mail: &IncomingMail) -> bool {
    let says_something = !mail.attachments.is_empty() || !mail.body.whole_text.trim().is_empty();
    let from = mail.from.as_ref().map(|from| from.address.as_str());
    from == Some("claire@dupont.example")
        && mail.nature == Nature::Personal
        && !mail.sounds_automatic
        && says_something
}

scenario! {
    async fn no_sample_of_a_stranger_is_written_or_answered(app: TestApp) {
        let samples = samples();
        for (name, raw) in &samples {
            let reception = receive_raw(&app, raw.clone()).await;
            check(name, &reception);
            assert_eq!(reception.number, None, "{name}");
        }
        assert_eq!((kept(&app), tickets(&app).await), (samples.len(), json!(0)));
        assert!(app.take_mails().await.is_empty());
    }
}

scenario! {
    async fn sample_of_a_contact_is_written_when_a_person_wrote_it(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let mut written = 0;
        for (index, (name, raw)) in samples().into_iter().enumerate() {
            if index % 50 == 49 {
                app.clock.advance(TimeDelta::minutes(61)); // or she would have written too often
            }
            let raw = of_claire(&name, &raw, &number);
            let expected = read_mail(&raw, &ReadLimits::default())
                .is_ok_and(|mail| is_to_be_written(&mail));
            let reception = receive_raw(&app, raw).await;
            check(&name, &reception);
            assert_eq!(reception.number.is_some(), expected, "{name}: {}", outcome(&reception));
            written += usize::from(expected);
        }
        assert!(written > 50, "{written}");
        let mails = app.take_mails().await;
        assert!(mails.iter().all(|mail| mail.to_address.ends_with("dupont.example")));
        let claire = app.claire().await;
        for comment in comments(&claire, &number).await {
            let html = comment["body_html"].as_str().expect("HTML");
            for gone in ["<script", "onclick", "onerror", "javascript:", "guichet-file:", "cid:"] {
                assert!(!html.contains(gone), "{gone} in {html}");
            }
        }
    }
}

scenario! {
    async fn mails_made_to_be_expensive_are_decided(app: TestApp) {
        let html = |body: String| {
            letter(CLAIRE, "Bombe", &body).with("Content-Type", "text/html; charset=utf-8").raw()
        };
        let part = "Content-Type: text/plain\n\nx";
        let nested: String = (0..40)
            .map(|n| format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n", n + 1))
            .collect::<Vec<_>>()
            .concat();
        let long = format!("X: {}", "y".repeat(300 * 1024));
        for (name, expected, raw) in [
            ("elements", "ticket_created", html("<div>x".repeat(20_000))),
            ("formats", "ticket_created", html("<b><i>x".repeat(20_000))),
            ("comment", "quarantined empty", html(format!("<!--{}", "<".repeat(200_000)))),
            ("parts", "failed unreadable", letter(CLAIRE, "B", "").parts("mixed", &[part; 600]).raw()),
            (
                "multiparts",
                "failed unreadable",
                letter(CLAIRE, "B", &nested).with("Content-Type", "multipart/mixed; boundary=b0").raw(),
            ),
            ("headers", "failed unreadable", letter(CLAIRE, "B", "x").header(long).raw()),
            ("lines", "ticket_created", letter(CLAIRE, "B", &"> a\nb\n".repeat(50_000)).raw()),
        ] {
            let reception = receive_raw(&app, raw).await;
            check(name, &reception);
            assert_eq!(outcome(&reception), expected, "{name}");
        }
    }
}
