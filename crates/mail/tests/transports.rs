//! The ways out: a folder, memory, and SMTP against a small server.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

#[expect(dead_code, reason = "shared with the other tests")]
mod samples;
mod sink;

use std::fs;

use guichet_common::vocabulary::{Language, MailKind};
use guichet_mail::{Directory, Memory, OutgoingMail, SendError, Smtp, Transport};
use sink::Sink;

fn mail() -> OutgoingMail {
    let brand = samples::brand();
    let words = samples::render(&brand, &samples::guide(MailKind::Comment, Language::Fr));
    let date = samples::utc(2025, 3, 17, 20, 6, 41);
    OutgoingMail {
        kind: "comment".to_owned(),
        to_address: "elodie@client.example".to_owned(),
        ..OutgoingMail::new(&brand, words, "id-1@heliaq.example".to_owned(), date)
    }
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_same_mail_is_the_same_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let outbox = folder.path().join("mail");
    let transport = Directory::new(&outbox);
    transport.send(&mail()).await.expect("written");
    transport.send(&mail()).await.expect("written again");
    assert_eq!(names(&outbox), ["20250317T200641Z-comment-id-1.eml"]);
    let bytes = fs::read(outbox.join("20250317T200641Z-comment-id-1.eml")).expect("readable");
    assert_eq!(bytes, mail().compose().expect("composes").bytes);
}

#[tokio::test]
async fn file_names_stay_in_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let hostile = OutgoingMail {
        kind: "../../é".to_owned(),
        message_id: "../../../etc/passwd@heliaq.example".to_owned(),
        ..mail()
    };
    Directory::new(folder.path())
        .send(&hostile)
        .await
        .expect("written");
    assert_eq!(
        names(folder.path()),
        ["20250317T200641Z-_______-_________etc_passwd.eml"]
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_a_temporary_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    let error = Directory::new(file)
        .send(&mail())
        .await
        .expect_err("no folder");
    assert!(!error.is_permanent(), "{error}");
}

#[tokio::test]
async fn memory_keeps_mails_and_fails_when_told_to() {
    let memory = Memory::new();
    memory.fail_next(SendError::Temporary {
        code: Some(451),
        message: "later".to_owned(),
    });
    assert_eq!(
        memory.send(&mail()).await.expect_err("told to fail").code(),
        Some(451)
    );
    memory.send(&mail()).await.expect("kept");
    assert_eq!(memory.sent(), [mail()]);
    assert_eq!(memory.take().len(), 1);
    assert!(memory.sent().is_empty());
    let invalid = OutgoingMail {
        to_address: "nobody".to_owned(),
        ..mail()
    };
    assert!(
        memory
            .send(&invalid)
            .await
            .expect_err("no address")
            .is_permanent()
    );
}

#[tokio::test]
async fn smtp_hands_over_the_whole_mail() {
    let sink = Sink::start(&[]).await;
    let transport = Smtp::from_url(&format!("{}?tls=none", sink.url())).expect("a good address");
    transport.send(&mail()).await.expect("sent");
    transport
        .send(&mail())
        .await
        .expect("sent over the same connection");
    let received = sink.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].from, "support@heliaq.example");
    assert_eq!(received[0].to, ["elodie@client.example"]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let composed = mail().compose().expect("composes").bytes;
    assert_eq!(text(&received[0].data), text(&composed));
}

#[tokio::test]
async fn replies_of_the_server_decide_about_another_try() {
    for (command, reply, code, permanent) in [
        ("RCPT", "550 5.1.1 No such user", 550, true),
        ("RCPT", "450 4.2.1 Greylisted", 450, false),
        ("MAIL", "421 4.3.2 Shutting down", 421, false),
        ("MAIL", "530 5.7.0 Authentication required", 530, false),
        ("DATA", "552 5.3.4 Too big", 552, true),
        (".", "554 5.7.1 Spam", 554, true),
        (".", "451 4.3.0 Try again", 451, false),
    ] {
        let sink = Sink::start(&[(command, reply)]).await;
        let transport = Smtp::from_url(&sink.url()).expect("a good address");
        let error = transport.send(&mail()).await.expect_err(reply);
        assert_eq!(error.code(), Some(code), "{error}");
        assert_eq!(error.is_permanent(), permanent, "{error}");
        assert!(sink.received().is_empty(), "{reply}");
    }
}

#[tokio::test]
async fn no_server_is_a_temporary_failure() {
    let url = Sink::start(&[]).await.closed_url().await;
    let transport = Smtp::from_url(&url).expect("a good address");
    let error = transport.send(&mail()).await.expect_err("nobody listens");
    assert!(!error.is_permanent() && error.code().is_none(), "{error}");
}

#[tokio::test]
async fn required_tls_is_not_given_up() {
    let sink = Sink::start(&[]).await;
    let url = format!("{}?tls=required", sink.url());
    let transport = Smtp::from_url(&url).expect("a good address");
    let error = transport
        .send(&mail())
        .await
        .expect_err("the server has no TLS");
    assert!(!error.is_permanent(), "{error}");
    assert!(sink.received().is_empty());
}

#[tokio::test]
async fn addresses_of_servers_are_checked_and_never_shown() {
    for url in [
        "",
        "mail.example",
        "http://mail.example",
        "smtp://mail.example?tls=maybe",
    ] {
        assert!(Smtp::from_url(url).is_err(), "{url}");
    }
    let transport = Smtp::from_url("smtps://user:s%C3%A9cret@mail.example:465").expect("good");
    assert_eq!(format!("{transport:?}"), "Smtp { .. }");
}
