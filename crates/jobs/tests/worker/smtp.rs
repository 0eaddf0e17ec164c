//! Mails handed to a real mail server, which wants a password and passes them on.

use std::sync::Arc;

use chrono::TimeDelta;
use guichet_common::vocabulary::MailState;
use guichet_db::PageRequest;
use guichet_db::mail_log::{MailFilter, MailRow, list_mails};
use guichet_jobs::{Mailer, Worker};
use guichet_mail::{Brand, OutgoingMail, Rendered, SendError, Smtp, Transport as _};

use crate::dovecot::{Dovecot, PASSWORD};
use crate::house::{House, noon};
use crate::sink::Sink;

fn smtp(server: &Dovecot, password: &str) -> Smtp {
    Smtp::from_url(&server.smtp_url(password)).unwrap()
}

/// A mail with what a protocol of lines and dots trips over.
fn awkward() -> OutgoingMail {
    let text = format!(".\n..\n.points\n\nÉté\n{}\n.\n\n", "long ".repeat(400));
    let words = Rendered {
        subject: "CS0057004 - Été, a bien été enregistrée".to_owned(),
        html: format!("<p>{}</p>\n.\n", "x".repeat(2000)),
        text,
    };
    let id = "CS0057004.1@support.heliaq.example".to_owned();
    OutgoingMail {
        to_name: "Zoé \"Client\", Dutrey".to_owned(),
        to_address: "zoe@dutrey.example".to_owned(),
        reply_to: Some("support+abc234@heliaq.example".to_owned()),
        ..OutgoingMail::new(&Brand::default(), words, id, noon())
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn log(house: &House) -> Vec<MailRow> {
    let read = house.app.db().read();
    let page = PageRequest::first(100);
    let rows = list_mails(&read, &MailFilter::default(), &page).await;
    rows.unwrap().items
}

#[tokio::test]
async fn mails_arrive_as_they_are_through_a_server_that_wants_a_password() {
    let relay = Sink::start(&[]).await;
    let server = Dovecot::passing_on_to(relay.port());
    let mail = awkward();
    let bytes = mail.compose().unwrap().bytes;
    let sender = smtp(&server, PASSWORD);
    sender.send(&mail).await.unwrap();
    sender.send(&mail).await.unwrap();
    let received = relay.received();
    assert_eq!(received.len(), 2);
    for one in &received {
        assert_eq!(one.from, "support@heliaq.example");
        assert_eq!(one.to, ["zoe@dutrey.example"]);
        // Above it there is the server's trace.
        let data = text(&one.data);
        let (trace, mail) = data.split_at(data.find("Message-ID:").unwrap());
        assert!(trace.starts_with("Received: "), "{trace}");
        // The end of the data brings a line end of its own.
        assert_eq!(mail.trim_end(), text(&bytes).trim_end());
    }

    let refused = smtp(&server, "wrong").send(&mail).await.unwrap_err();
    assert_eq!((refused.code(), refused.is_permanent()), (Some(535), false));

    let house = House::open().await;
    let worker = Worker::new(house.app.clone(), Mailer::new(Arc::new(sender)));
    let number = house.file("Panne").await;
    house.answer(number, "Depuis quand ?").await;
    assert_eq!(worker.run_due_once().await.unwrap().mails.sent, 2);
    let log = log(&house).await;
    let states: Vec<MailState> = log.iter().map(MailRow::state).collect();
    assert_eq!(states, [MailState::Sent, MailState::Sent]);
    assert_eq!(log[0].sent_to.as_deref(), Some("zoe@dutrey.example"));
    let mails = relay.received();
    assert_eq!(mails.len(), 4);
    for (mail, row) in mails.iter().skip(2).zip(log.iter().rev()) {
        assert!(text(&mail.data).contains(&row.mail.message_id));
    }
}

#[tokio::test]
async fn what_the_next_server_refuses_for_good_is_given_up_and_the_rest_is_tried_again() {
    let relay = Sink::start(&[("RCPT", "550 5.1.1 <zoe@dutrey.example> unknown")]).await;
    let server = Dovecot::passing_on_to(relay.port());
    let house = House::open().await;
    house.file("Panne").await;
    let mailer = Mailer::new(Arc::new(smtp(&server, PASSWORD)));
    let worker = Worker::new(house.app.clone(), mailer);
    assert_eq!(worker.run_due_once().await.unwrap().mails.failed, 1);
    let failed = log(&house).await.remove(0);
    assert_eq!(failed.state(), MailState::Failed);
    let error = failed.last_error.unwrap();
    assert!(
        error.starts_with("smtp_550 ") && !error.contains('@'),
        "{error}"
    );

    let full = Sink::start(&[(".", "452 4.3.1 no room")]).await;
    let server = Dovecot::passing_on_to(full.port());
    let error = smtp(&server, PASSWORD).send(&awkward()).await.unwrap_err();
    assert!(
        matches!(
            error,
            SendError::Temporary {
                code: Some(400..500),
                ..
            }
        ),
        "{error}"
    );
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(
        worker.run_due_once().await.unwrap().mails.claimed,
        0,
        "for good"
    );
}
