//! For how long what is not needed any more is kept.

use chrono::TimeDelta;
use guichet_common::vocabulary::MailDoor;
use guichet_service::inbound::{ReceivedMail, receive_mail};
use guichet_tests::{AUTHSERV_ID, TestApp, json, scenario};

async fn write_mail(app: &TestApp) {
    let raw = format!(
        "From: Claire <claire@dupont.example>\r\nTo: support@heliaq.example\r\n\
         Subject: Panne\r\nMessage-ID: <1@dupont.example>\r\n\
         Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from=dupont.example\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlus rien ne marche.\r\n"
    );
    let mail = ReceivedMail {
        raw: raw.into_bytes().into(),
        door: MailDoor::Lmtp,
        envelope_from: None,
        envelope_to: Vec::new(),
    };
    receive_mail(&app.app, mail).await.expect("it is taken");
    app.run_jobs().await;
}

scenario! {
    async fn admin_says_for_how_long_and_wrong_numbers_change_nothing(app: TestApp) {
        let ada = app.ada().await;
        let before = json!({"ended_session_days": 30, "raw_mail_days": null, "mail_log_days": null});
        assert_eq!(ada.get("/settings/retention").await.expect(200).json(), before);
        let wrong = json!({"ended_session_days": 0, "raw_mail_days": 4000, "mail_log_days": "x"});
        assert_eq!(
            ada.put("/settings/retention", wrong).await.field_errors(),
            [
                "/mail_log_days: wrong_type", "/ended_session_days: out_of_range",
                "/raw_mail_days: out_of_range",
            ]
        );
        let wrong = json!({"ended_session_days": 0, "raw_mail_days": 4000});
        assert_eq!(ada.put("/settings/retention", wrong).await.field_errors().len(), 2);
        assert_eq!(ada.get("/settings/retention").await.json(), before);
        let right = json!({"ended_session_days": 7, "raw_mail_days": 90, "mail_log_days": 365});
        assert_eq!(ada.put("/settings/retention", right.clone()).await.expect(200).json(), right);
        assert_eq!(ada.get("/settings/retention").await.json(), right);
        app.lea().await.get("/settings/retention").await.expect_problem("forbidden");
    }
}

scenario! {
    async fn mails_of_closed_tickets_go_when_their_time_is_up(app: TestApp) {
        let ada = app.ada().await;
        write_mail(&app).await;
        app.take_mails().await;
        let lea = app.lea().await;
        let number = lea.get("/tickets").await.json()["items"][0]["number"].clone();
        let number = number.as_str().expect("a number").to_owned();
        let total = async |path: &str| {
            app.ada().await.get(path).await.expect(200).json()["total"].clone()
        };
        let sweep = async |days: i64| {
            app.clock.advance(TimeDelta::days(days));
            app.take_mails().await;
        };
        let settings = json!({"ended_session_days": 7, "raw_mail_days": 30, "mail_log_days": 60});
        ada.put("/settings/retention", settings).await.expect(200);
        // Not while it is open.
        sweep(40).await;
        assert_eq!(total("/inbound-mails").await, 1);
        app.claire().await.act(&number, "close", json!({})).await;
        app.take_mails().await;
        let written = total("/mails").await;
        assert_ne!(written, 0);
        sweep(29).await;
        assert_eq!(total("/inbound-mails").await, 1);
        sweep(2).await;
        assert_eq!(total("/inbound-mails").await, 0);
        assert_eq!(total("/mails").await, written);
        sweep(30).await;
        assert_eq!(total("/mails").await, 0);
        // The ticket says what it said.
        let ticket = app.lea().await.ticket(&number).await;
        assert_eq!(ticket.description_text, "Plus rien ne marche.");
    }
}
