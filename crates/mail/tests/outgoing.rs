//! The bytes on the wire, read back by another parser.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

#[expect(dead_code, reason = "shared with the other tests")]
mod samples;

use guichet_common::vocabulary::{Language, MailKind};
use guichet_mail::{InvalidMail, OutgoingMail, is_address, message_id};
use mail_parser::{Message, MessageParser, MimeHeaders as _};

fn outgoing(language: Language) -> OutgoingMail {
    let brand = samples::brand();
    let words = samples::render(&brand, &samples::guide(MailKind::Created, language));
    let date = samples::utc(2025, 3, 17, 20, 6, 41);
    OutgoingMail {
        kind: "created".to_owned(),
        to_name: "Élodie Martin".to_owned(),
        to_address: "elodie.martin@client.example".to_owned(),
        reply_to: Some("support+CS0057004.abc@heliaq.example".to_owned()),
        in_reply_to: Some("first@heliaq.example".to_owned()),
        references: (0..40)
            .map(|n| format!("mail-{n}@heliaq.example"))
            .collect(),
        ticket_number: Some("CS0057004".to_owned()),
        ..OutgoingMail::new(&brand, words, "id-1@heliaq.example".to_owned(), date)
    }
}

fn bytes(mail: &OutgoingMail) -> Vec<u8> {
    mail.compose().expect("composes").bytes
}

fn header<'a>(message: &'a Message<'_>, name: &'a str) -> &'a str {
    message.header_raw(name).map(str::trim).unwrap_or_default()
}

#[test]
fn what_is_written_can_be_read() {
    let mail = outgoing(Language::Fr);
    let bytes = bytes(&mail);
    let message = MessageParser::default().parse(&bytes).expect("parses");

    assert_eq!(
        message.subject(),
        Some("CS0057004 - J'ai une demande, a bien été enregistrée")
    );
    let from = message.from().and_then(|list| list.first()).expect("From");
    assert_eq!(from.name(), Some("Support Heliaq"));
    assert_eq!(from.address(), Some("support@heliaq.example"));
    let to = message.to().and_then(|list| list.first()).expect("To");
    assert_eq!(to.name(), Some("Élodie Martin"));
    assert_eq!(to.address(), Some("elodie.martin@client.example"));
    let reply_to = message
        .reply_to()
        .and_then(|list| list.first())
        .expect("Reply-To");
    assert_eq!(
        reply_to.address(),
        Some("support+CS0057004.abc@heliaq.example")
    );
    assert_eq!(message.message_id(), Some("id-1@heliaq.example"));
    assert_eq!(
        message.in_reply_to().as_text(),
        Some("first@heliaq.example")
    );
    assert_eq!(
        message.references().as_text_list().map(<[_]>::len),
        Some(40)
    );
    assert_eq!(
        message
            .date()
            .map(mail_parser::DateTime::to_rfc3339)
            .as_deref(),
        Some("2025-03-17T20:06:41Z")
    );
    assert_eq!(header(&message, "Auto-Submitted"), "auto-generated");
    assert_eq!(
        header(&message, "List-Id"),
        "<tickets.support.heliaq.example>"
    );
    assert_eq!(header(&message, "X-Guichet-Ticket"), "CS0057004");

    let parts: Vec<_> = message
        .parts
        .iter()
        .filter_map(|part| part.text_contents())
        .collect();
    let unix = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(
        message.body_text(0).map(|text| unix(&text)),
        Some(mail.text.clone())
    );
    assert_eq!(
        message.body_html(0).map(|html| unix(&html)),
        Some(mail.html.clone())
    );
    assert_eq!(parts.len(), 2, "one plain text, one HTML");
}

#[test]
fn logo_goes_with_the_html_that_shows_it() {
    let mail = OutgoingMail {
        logo: Some(samples::logo()),
        ..outgoing(Language::Fr)
    };
    let bytes = bytes(&mail);
    assert_eq!(
        bytes,
        mail.compose().expect("composes").bytes,
        "a second try"
    );
    assert!(bytes.is_ascii());
    let message = MessageParser::default().parse(&bytes).expect("parses");
    let types: Vec<_> = message
        .parts
        .iter()
        .filter_map(|part| part.content_type())
        .map(|of| format!("{}/{}", of.ctype(), of.subtype().unwrap_or_default()))
        .collect();
    let expected = [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ];
    assert_eq!(types, expected);
    let picture = message.parts.last().expect("a picture");
    assert_eq!(picture.content_id(), Some("logo@brand.guichet"));
    assert_eq!(picture.contents(), samples::logo().bytes());
    assert_eq!(
        picture
            .content_disposition()
            .map(mail_parser::ContentType::ctype),
        Some("inline")
    );
}

#[test]
fn addresses_of_senders_are_plain() {
    assert!(is_address("support@heliaq.example"));
    for bad in [
        "",
        "support",
        "a@b c",
        "a@b\r\nBcc: c@d",
        "é@heliaq.example",
        "A <a@b.example>",
    ] {
        assert!(!is_address(bad), "{bad:?}");
    }
}

#[test]
fn lines_fit_the_wire() {
    for language in Language::ALL {
        let bytes = bytes(&outgoing(*language));
        let text = String::from_utf8(bytes).expect("headers and bodies are encoded as ASCII");
        assert!(text.is_ascii());
        for line in text.split("\r\n") {
            assert!(line.len() <= 998, "{line}");
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
    }
}

#[test]
fn line_breaks_cannot_add_headers() {
    let attack = "x\r\nBcc: all@victim.example\r\n\r\nbody";
    let mail = OutgoingMail {
        from_name: attack.to_owned(),
        to_name: format!("\"{attack}"),
        subject: attack.to_owned(),
        ticket_number: Some(attack.to_owned()),
        ..outgoing(Language::En)
    };
    let bytes = bytes(&mail);
    let message = MessageParser::default().parse(&bytes).expect("parses");
    assert!(message.bcc().is_none());
    assert_eq!(message.subject(), Some("x Bcc: all@victim.example body"));
    let to = message.to().expect("To");
    assert_eq!(to.iter().count(), 1);
    let envelope = mail.compose().expect("composes").envelope;
    assert_eq!(envelope.to().len(), 1);
}

#[test]
fn bad_addresses_and_ids_are_refused() {
    let to = |address: &str| {
        OutgoingMail {
            to_address: address.to_owned(),
            ..outgoing(Language::Fr)
        }
        .compose()
    };
    for address in [
        "",
        "nobody",
        "a@b\r\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "a b@c.d",
    ] {
        assert!(
            matches!(to(address), Err(InvalidMail::Address { .. })),
            "{address:?}"
        );
    }
    let with_id = |id: &str| {
        OutgoingMail {
            message_id: id.to_owned(),
            ..outgoing(Language::Fr)
        }
        .compose()
    };
    for id in [
        "",
        "a",
        "@b",
        "a@",
        "a@b\r\nX: y",
        "a b@c",
        "a@b> <c@d",
        "a@b@c",
    ] {
        assert!(matches!(with_id(id), Err(InvalidMail::MessageId)), "{id:?}");
    }
    assert!(with_id("<a@b.example>").is_ok());
}

#[test]
fn a_second_try_is_the_same_mail() {
    let mail = outgoing(Language::Fr);
    assert_eq!(bytes(&mail), bytes(&mail.clone()));
    let id = message_id("heliaq.example", &["outbox", "0195"]);
    assert_eq!(id, message_id("heliaq.example", &["outbox", "0195"]));
    assert_ne!(id, message_id("heliaq.example", &["outbox0", "195"]));
    assert!(id.ends_with("@heliaq.example"));
}
