//! Mails fetched from a real mailbox.

use std::sync::Arc;

use chrono::TimeDelta;
use guichet_common::vocabulary::MailDoor;
use guichet_jobs::MailSink;
use guichet_jobs::imap::{Imap, ImapAddress, Visit};

use crate::dovecot::Dovecot;
use crate::house::House;
use crate::lmtp::Basket;

fn mailbox(server: &Dovecot) -> Imap {
    Imap {
        address: ImapAddress::parse(&server.url()).unwrap(),
        oauth: None,
        done_folder: None,
        every: TimeDelta::minutes(1),
        message: 10_000,
    }
}

fn mail(subject: &str) -> String {
    format!("From: zoe@dutrey.example\r\nSubject: {subject}\r\n\r\n.\r\nBonjour é\r\n")
}

async fn visit(imap: &Imap, basket: &Arc<Basket>) -> Visit {
    let sink: Arc<dyn MailSink> = basket.clone();
    imap.visit(&sink).await.unwrap()
}

fn subjects(basket: &Basket) -> Vec<String> {
    let subject = |raw: &[u8]| {
        let text = String::from_utf8_lossy(raw).into_owned();
        let line = text.lines().find_map(|line| line.strip_prefix("Subject: "));
        line.unwrap().to_owned()
    };
    basket
        .mails()
        .iter()
        .map(|mail| subject(&mail.raw))
        .collect()
}

/// One server for all of it: starting one takes longer than the rest.
#[tokio::test]
async fn unseen_mails_are_taken_in_and_marked_only_then() {
    let server = Dovecot::start();
    let (imap, basket) = (mailbox(&server), Arc::new(Basket::default()));
    assert_eq!(
        visit(&imap, &basket).await,
        Visit::default(),
        "an empty box"
    );

    server.deliver("1.a.x", &mail("one"));
    server.deliver("2.b.x", "X-Refuse: y\r\n\r\nx\r\n");
    server.deliver("3.c.x", "X-Panic: y\r\n\r\nx\r\n");
    server.deliver("4.d.x", &mail(&"x".repeat(20_000)));
    server.deliver("5.e.x", &mail("two"));
    let first = Visit {
        taken: 2,
        not_taken: 2,
        too_large: 1,
        more: false,
    };
    assert_eq!(visit(&imap, &basket).await, first);
    let taken = basket.mails();
    assert_eq!(taken[0].raw, mail("one"), "word for word");
    assert_eq!(taken[0].door, MailDoor::Imap);
    assert_eq!(subjects(&basket), ["one", "two"]);
    let flags = |server: &Dovecot| -> Vec<String> {
        server
            .flags("")
            .into_iter()
            .map(|(_, flags)| flags)
            .collect()
    };
    assert_eq!(flags(&server), ["S", "", "", "FS", "S"]);

    // Only what was not taken is brought again.
    let again = Visit {
        not_taken: 2,
        ..Visit::default()
    };
    assert_eq!(visit(&imap, &basket).await, again);
    assert_eq!(basket.mails().len(), 2);

    // Other identifiers are no other mails.
    server.forget_identifiers();
    server.deliver("6.f.x", &mail("three"));
    assert_eq!(visit(&imap, &basket).await, Visit { taken: 1, ..again });
    assert_eq!(subjects(&basket), ["one", "two", "three"]);

    // A folder for what is done is made when it is missing.
    let tidy = Imap {
        done_folder: Some("Taken in".to_owned()),
        ..imap
    };
    server.deliver("7.g.x", &mail("four"));
    assert_eq!(visit(&tidy, &basket).await, Visit { taken: 1, ..again });
    assert_eq!(server.flags("").len(), 6);
    assert_eq!(server.flags(".Taken in").len(), 1);
    assert_eq!(server.flags(".Taken in")[0].1, "S");

    worker_fetches(&server).await;
    wrong_password_is_an_error(&server).await;
}

async fn worker_fetches(server: &Dovecot) {
    let house = House::open().await;
    let worker = house.worker_with(vec![]).with_imap(Imap {
        message: 100_000,
        ..mailbox(server)
    });
    // What no sink wanted before is kept by the pipeline.
    let done = worker.run_due_once().await.unwrap();
    assert_eq!(done.tasks, ["fetch_mails"]);
    let flags = server.flags("");
    assert!(
        flags.iter().all(|(_, flags)| flags.contains('S')),
        "{flags:?}"
    );
    server.deliver("8.h.x", &mail("five"));
    let idle = house.after(&worker, TimeDelta::seconds(59)).await;
    assert!(idle.tasks.is_empty());
    let due = house.after(&worker, TimeDelta::seconds(1)).await;
    assert_eq!(due.tasks, ["fetch_mails"]);
}

async fn wrong_password_is_an_error(server: &Dovecot) {
    let url = server.url().replace("s3cret", "other");
    let imap = Imap {
        address: ImapAddress::parse(&url).unwrap(),
        ..mailbox(server)
    };
    let sink: Arc<dyn MailSink> = Arc::new(Basket::default());
    let error = imap.visit(&sink).await.unwrap_err();
    assert!(!format!("{error:?}").contains("other"), "{error:?}");
}
