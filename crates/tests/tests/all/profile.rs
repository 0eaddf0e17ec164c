//! The signed-in person's own things.

use guichet_tests::{TestApp, json, scenario};

scenario! {
    async fn profile_is_changed_field_by_field(app: TestApp) {
        let claire = app.claire().await;
        let me = claire.patch("/me", json!({"language": "en"})).await.expect(200).json();
        assert_eq!((&me["language"], &me["first_name"]), (&json!("en"), &json!("Claire")));
        let bad = json!({"time_zone": "Europe/Atlantide", "first_name": " ", "role": "admin"});
        let answer = claire.patch("/me", bad).await;
        assert_eq!(answer.field_errors(), ["/role: unknown_field"]);
        let bad = json!({"time_zone": "Europe/Atlantide", "first_name": " "});
        let answer = claire.patch("/me", bad).await;
        assert_eq!(answer.field_errors(), ["/first_name: required", "/time_zone: invalid_value"]);
        let zone = json!({"time_zone": "Indian/Reunion", "last_name": "Le Fèvre"});
        let me = claire.patch("/me", zone).await.expect(200).json();
        assert_eq!(me["name"], "Claire Le Fèvre");
    }
}

scenario! {
    async fn drafts_are_kept_for_their_writer_alone(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let path = "/me/drafts/new-ticket";
        claire.get(path).await.expect_problem("not_found");
        let draft = json!({"content": {"subject": "À moitié"}});
        claire.put(path, draft).await.expect(200);
        let kept = claire.get(path).await.expect(200).json();
        assert_eq!(kept["content"]["subject"], "À moitié");
        denis.get(path).await.expect_problem("not_found");
        let large = json!({"content": {"subject": "x".repeat(300_000)}});
        let answer = claire.put(path, large).await;
        assert_eq!(answer.field_errors(), ["/content: too_long"]);
        claire.delete(path).await.expect(204);
        claire.get(path).await.expect_problem("not_found");
        claire.delete(path).await.expect(204);
    }
}

scenario! {
    async fn customer_gets_no_mail_that_they_turned_off_but_what_asks_for_an_answer(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let path = "/me/mail-preferences";
        let before = claire.get(path).await.expect(200).json();
        let optional = json!(["created", "comment", "closed"]);
        assert_eq!(before, json!({"unwanted": [], "optional": optional}));
        let answer = claire.put(path, json!({"unwanted": ["created", "on_hold", "assigned"]})).await;
        assert_eq!(answer.field_errors(), ["/unwanted/1: not_allowed", "/unwanted/2: not_allowed"]);
        let body = json!({"unwanted": ["comment", "created", "comment"]});
        let after = claire.put(path, body).await.expect(200).json();
        assert_eq!(after["unwanted"], json!(["comment", "created"]));
        assert_eq!(claire.get(path).await.expect(200).json(), after);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        lea.comment(&number, "Bonjour").await;
        assert!(app.take_mails().await.is_empty());
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&number, "hold", question).await;
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1, "the question and no word of the message");
        assert_eq!(mails[0].in_reply_to, None, "what was not sent is no thread");
        lea.act(&number, "resume", json!({})).await;
        lea.act(&number, "resolve", json!({"code": "solved", "notes_text": "Fait."})).await;
        claire.act(&number, "accept", json!({})).await;
        let kinds: Vec<String> = app.take_mails().await.into_iter().map(|mail| mail.kind).collect();
        assert_eq!(kinds, ["resolved", "closed"]);
        claire.put(path, json!({"unwanted": []})).await.expect(200);
        claire.file_ticket("Encore").await;
        assert_eq!(app.take_mails().await.len(), 1);
    }
}

scenario! {
    async fn agent_turns_off_mails_for_themselves_alone(app: TestApp) {
        let (claire, lea, ada) = (app.claire().await, app.lea().await, app.ada().await);
        let path = "/me/mail-preferences";
        let optional = json!(["comment", "in_group", "assigned"]);
        assert_eq!(lea.get(path).await.expect(200).json()["optional"], optional);
        let number = claire.file_ticket("Panne").await;
        let group = json!({"assignment_group_id": app.people.supervision});
        lea.act(&number, "assign", group).await;
        app.take_mails().await;
        claire.comment(&number, "Toujours").await;
        assert_eq!(app.take_mails().await.len(), 2, "Léa's and Ada's");
        lea.put(path, json!({"unwanted": ["comment", "assigned"]})).await.expect(200);
        claire.comment(&number, "Encore").await;
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to_address, "ada@heliaq.example");
        ada.act(&number, "start", json!({"assigned_to_id": app.people.lea})).await;
        assert!(app.take_mails().await.is_empty());
    }
}
