//! Mail that comes in: messages as programs write them, each read and compared with its snapshot.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use guichet_mail::incoming::{IncomingMail, Mailbox, Nature, ReadLimits, place_files, read_mail};

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/incoming");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of samples")
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    files.sort();
    files
}

fn sample(name: &str) -> Vec<u8> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/incoming/{name}.eml"));
    fs::read(file).expect("the sample")
}

fn read(name: &str) -> IncomingMail {
    read_mail(&sample(name), &ReadLimits::default()).expect("readable")
}

fn words(mailboxes: &[Mailbox]) -> String {
    let words: Vec<String> = mailboxes
        .iter()
        .map(|mailbox| match &mailbox.name {
            Some(name) => format!("{name} <{}>", mailbox.address),
            None => mailbox.address.clone(),
        })
        .collect();
    words.join(", ")
}

fn describe(raw: &[u8]) -> String {
    let mail = match read_mail(raw, &ReadLimits::default()) {
        Ok(mail) => mail,
        Err(error) => return format!("unreadable: {}\n", error.as_str()),
    };
    let mut out = describe_head(&mail);
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            writeln!(out, "{name}: {value}").expect("memory");
        }
    };
    for (index, file) in mail.attachments.iter().enumerate() {
        let inline = if file.inline { ", inline" } else { "" };
        let size = file.content(raw).len();
        line(
            "file",
            format!(
                "{index} {:?} {}, {size} bytes{inline}",
                file.file_name, file.content_type
            ),
        );
    }
    let body = &mail.body;
    line(
        "cut",
        if body.was_cut {
            "yes".to_owned()
        } else {
            String::new()
        },
    );
    line(
        "partial",
        if body.is_partial {
            "yes".to_owned()
        } else {
            String::new()
        },
    );
    line("--- text", format!("\n{}", body.text));
    line("--- html", format!("\n{}", body.html));
    if body.was_cut {
        line("--- whole text", format!("\n{}", body.whole_text));
    }
    out
}

fn describe_head(mail: &IncomingMail) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            writeln!(out, "{name}: {value}").expect("memory");
        }
    };
    line("nature", mail.nature.as_str().to_owned());
    if let Nature::Bounce(recipients) = &mail.nature {
        for recipient in recipients {
            line("bounced", format!("{recipient:?}"));
        }
    }
    line(
        "sounds automatic",
        if mail.sounds_automatic {
            "yes".to_owned()
        } else {
            String::new()
        },
    );
    line("id", mail.message_id.clone().unwrap_or_default());
    line("in reply to", mail.in_reply_to.join(" "));
    line("from", words(mail.from.as_slice()));
    line("sender", words(mail.sender.as_slice()));
    line("to", words(&mail.to));
    line("subject", mail.subject.clone());
    line(
        "date",
        mail.date.map(|date| date.to_rfc3339()).unwrap_or_default(),
    );
    for result in &mail.authentication {
        let methods: Vec<String> = result
            .methods
            .iter()
            .map(|found| format!("{}={} {:?}", found.method, found.result, found.properties))
            .collect();
        line(
            "results",
            format!("{} {}", result.authserv_id, methods.join("; ")),
        );
    }
    out
}

#[test]
fn cut_quote_leaves_no_frame_and_the_own_table_its_empty_cells() {
    let table = |cell: &str| format!("<table><tr><td>{cell}</td><td></td></tr></table>");
    let raw = format!(
        "From: zoe@client.example\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n\
         <div>Voici :</div>{}<blockquote type=\"cite\">Le 17 mars 2025 à 20:59, Support Heliaq \
         &lt;support@heliaq.example&gt; a écrit :<br></blockquote>\
         <blockquote type=\"cite\"><div>{}</div></blockquote>\r\n",
        table("erreur 42"),
        table("Il y a un nouveau commentaire")
    );
    let body = read_mail(raw.as_bytes(), &ReadLimits::default())
        .expect("readable")
        .body;
    assert!(body.was_cut);
    for (part, times) in [
        ("<table", 1),
        ("<td", 2),
        ("erreur 42", 1),
        ("<blockquote", 0),
    ] {
        assert_eq!(
            body.html.matches(part).count(),
            times,
            "{part} in {}",
            body.html
        );
    }
}

#[test]
fn every_sample_is_read_as_its_snapshot_says() {
    let samples = samples();
    assert!(samples.len() >= 60, "{} samples", samples.len());
    for file in samples {
        let name = file
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let raw = fs::read(&file).expect("the sample");
        let with_crlf = String::from_utf8(raw.clone())
            .map_or_else(std::string::FromUtf8Error::into_bytes, |text| {
                text.replace('\n', "\r\n").into_bytes()
            });
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path("incoming/snapshots");
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.clone(), describe(&raw)));
        let body = |raw: &[u8]| read_mail(raw, &ReadLimits::default()).map(|mail| mail.body);
        assert_eq!(
            body(&raw),
            body(&with_crlf),
            "{name} reads the same with CRLF"
        );
    }
}

#[test]
fn pictures_get_the_addresses_that_they_are_given() {
    let mail = read("gmail_picture_stays_in_its_place");
    let placed = place_files(&mail.body.html, |index| {
        Some(format!("/api/v1/attachments/{index}"))
    });
    assert!(
        placed.contains(r#"<img src="/api/v1/attachments/0" alt="capture.png">"#),
        "{placed}"
    );
    assert!(!place_files(&mail.body.html, |_| None).contains("guichet-file"));
}

#[test]
fn words_of_the_sender_cannot_name_a_file_of_another_message() {
    let raw = b"From: a@client.example\nContent-Type: text/html\n\n<p>src=\"guichet-file:0\"</p><img src=\"guichet-file:0\"><img src='cid:guichet-file:7'>";
    let mail = read_mail(raw, &ReadLimits::default()).expect("readable");
    let placed = place_files(&mail.body.html, |_| Some("/placed".to_owned()));
    assert!(!placed.contains("/placed"), "{placed}");
}

#[test]
fn file_is_the_same_in_pieces_and_as_a_whole() {
    let content: Vec<u8> = (0..500_000_u32)
        .map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1])
        .collect();
    for (encoding, body) in [
        ("base64", base64_lines(&content)),
        ("8bit", content.clone()),
    ] {
        let mut raw = format!(
            "From: a@client.example\nContent-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: {encoding}\n\n"
        )
        .into_bytes();
        raw.extend_from_slice(&body);
        let mail = read_mail(&raw, &ReadLimits::default()).expect("readable");
        let file = mail.attachments.first().expect("a file");
        assert!(file.content(&raw) == content, "{encoding}");
        assert!(file.chunks(&raw).count() > 3);
        let pieces: Vec<u8> = file
            .chunks(&raw)
            .flat_map(std::borrow::Cow::into_owned)
            .collect();
        assert!(pieces == content, "{encoding} in pieces");
        assert!(file.size_at_most() >= content.len());
    }
}

fn base64_lines(content: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(content);
    text.as_bytes()
        .chunks(76)
        .flat_map(|line| [line, b"\r\n"].concat())
        .collect()
}

#[test]
fn limits_answer_with_their_code() {
    let code = |raw: &[u8], limits: ReadLimits| {
        read_mail(raw, &limits)
            .err()
            .map(guichet_mail::incoming::Unreadable::as_str)
    };
    let raw = sample("plain_answer_above_a_french_quote");
    let limits = ReadLimits::default();
    assert_eq!(
        code(
            &raw,
            ReadLimits {
                message_bytes: 100,
                ..limits
            }
        ),
        Some("too_large")
    );
    assert_eq!(
        code(
            &raw,
            ReadLimits {
                header_bytes: 100,
                ..limits
            }
        ),
        Some("headers_too_large")
    );
    assert_eq!(code(b" \r\n\r\n", limits), Some("empty"));
    assert_eq!(code(b"\0\x01rien", limits), Some("no_headers"));
    let mail = read_mail(
        &raw,
        &ReadLimits {
            text_bytes: 20,
            ..limits
        },
    )
    .expect("readable");
    assert!(mail.body.is_partial && mail.body.whole_text.len() <= 20);
}
