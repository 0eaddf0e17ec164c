//! What is not theirs does not exist: in lists, search, counts, exports, files, events.

use guichet_tests::{TestApp, json, scenario};

scenario! {
    async fn foreign_and_missing_tickets_are_the_same_bytes(app: TestApp) {
        let (claire, stella) = (app.claire().await, app.stella().await);
        let number = claire.file_ticket("Secret").await;
        for path in [
            "", "/activity", "/comments", "/attachments",
        ] {
            let foreign = stella.get(&format!("/tickets/{number}{path}")).await;
            let missing = stella.get(&format!("/tickets/CS9999999{path}")).await;
            foreign.expect_problem("not_found");
            assert_eq!(foreign.without_request_id(), missing.without_request_id(), "{path}");
        }
        for (path, body) in [
            ("comments", json!({"body_text": "x"})),
            ("accept", json!({})),
            ("reject", json!({"reason": "x"})),
            ("close", json!({})),
            ("cancel", json!({})),
            ("follow-up", json!({"description_text": "x"})),
            ("start", json!({})),
            ("resolve", json!({"code": "solved", "notes_text": "x"})),
        ] {
            let foreign = stella.post(&format!("/tickets/{number}/{path}"), body.clone()).await;
            let missing = stella.post(&format!("/tickets/CS9999999/{path}"), body).await;
            foreign.expect_problem("not_found");
            assert_eq!(foreign.without_request_id(), missing.without_request_id(), "{path}");
        }
        let ticket = claire.ticket(&number).await;
        assert_eq!((ticket.version, ticket.comment_count), (1, 0));
    }
}

scenario! {
    async fn stranger_finds_nothing_in_lists_search_and_export(app: TestApp) {
        let (claire, stella) = (app.claire().await, app.stella().await);
        let number = claire.file_ticket("Xylophone désaccordé").await;
        for path in [
            "/tickets".to_owned(),
            "/tickets?q=xylophone".to_owned(),
            format!("/tickets?q={number}"),
            format!("/tickets?account_id={}", app.people.dupont),
            format!("/tickets?contact_id={}", app.people.claire),
        ] {
            let list = stella.get(&path).await.expect(200).json();
            assert_eq!((&list["items"], &list["total"]), (&json!([]), &json!(0)), "{path}");
        }
        let csv = stella.get("/tickets/export?format=csv").await.expect(200).text();
        assert_eq!(csv.lines().count(), 1, "{csv}");
    }
}

scenario! {
    async fn contact_sees_own_tickets_and_with_the_right_the_accounts(app: TestApp) {
        let (claire, denis, paul) = (app.claire().await, app.denis().await, app.paul().await);
        let hers = claire.file_ticket("À Claire").await;
        let his = denis.file_ticket("À Denis").await;
        claire.get(&format!("/tickets/{his}")).await.expect_problem("not_found");
        assert_eq!(claire.get("/tickets").await.expect(200).json()["total"], 1);
        for colleague in [&denis, &paul] {
            assert_eq!(colleague.ticket(&hers).await.contact.name, "Claire Lefèvre");
            assert_eq!(colleague.get("/tickets").await.expect(200).json()["total"], 2);
        }
    }
}

scenario! {
    async fn contact_with_the_right_files_for_a_colleague_and_nobody_for_strangers(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let body = |contact| json!({
            "subject": "Pour un collègue", "description_text": "x", "impact": 3, "urgency": 3,
            "contact_id": contact,
        });
        let filed = denis.post("/tickets", body(app.people.claire)).await.expect(201).json();
        assert_eq!(filed["contact"]["name"], "Claire Lefèvre");
        assert_eq!(filed["opened_by"]["name"], "Denis Marchand");
        claire.post("/tickets", body(app.people.denis)).await.expect_problem("forbidden");
        let answer = denis.post("/tickets", body(app.people.stella)).await;
        assert_eq!(answer.field_errors(), ["/contact_id: not_found"]);
    }
}

scenario! {
    async fn customer_never_sees_work_notes(app: TestApp) {
        let (claire, denis, lea) = (app.claire().await, app.denis().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let before = claire.ticket(&number).await;
        let path = format!("/tickets/{number}/work-notes");
        let note = json!({"body_text": "Client pénible zarzuela"});
        lea.post(&path, note.clone()).await.expect(201);
        assert_eq!(lea.get(&path).await.expect(200).json()["total"], 1);
        for customer in [&claire, &denis] {
            customer.get(&path).await.expect_problem("forbidden");
            customer.post(&path, note.clone()).await.expect_problem("forbidden");
            for place in ["", "/activity", "/comments"] {
                let seen = customer.get(&format!("/tickets/{number}{place}")).await.expect(200);
                assert!(!seen.text().contains("zarzuela"), "{place}");
            }
            let found = customer.get("/tickets?q=zarzuela").await.expect(200).json();
            assert_eq!(found["total"], 0);
            let csv = customer.get("/tickets/export?format=csv").await.expect(200).text();
            assert!(!csv.contains("zarzuela"));
        }
        // Not even that there is one.
        assert_eq!(claire.ticket(&number).await, before);
        let mails = app.take_mails().await;
        assert!(mails.iter().all(|mail| !mail.text.contains("zarzuela")));
    }
}

scenario! {
    async fn agent_of_a_group_that_serves_one_account_sees_that_one(app: TestApp) {
        let (claire, stella, marc) = (app.claire().await, app.stella().await, app.marc().await);
        let ours = claire.file_ticket("À Dupont").await;
        let theirs = stella.file_ticket("At Tilleuls").await;
        assert_eq!(marc.ticket(&ours).await.account.name, "Menuiserie Dupont");
        marc.get(&format!("/tickets/{theirs}")).await.expect_problem("not_found");
        assert_eq!(marc.get("/tickets").await.expect(200).json()["total"], 1);
        marc.post(&format!("/tickets/{theirs}/start"), json!({})).await.expect_problem("not_found");
        let accounts = marc.get("/accounts").await.expect(200).json();
        assert_eq!(accounts["total"], 1);
    }
}
