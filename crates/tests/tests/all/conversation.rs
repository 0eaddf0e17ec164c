//! Public messages and internal notes.

use guichet_common::vocabulary::TicketState;
use guichet_tests::{TestApp, json, scenario};

scenario! {
    async fn html_is_sanitised_and_comes_out_as_text_too(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let hostile = "<p onclick=\"x()\">Bonjour <b>vous</b><script>alert(1)</script></p>\
            <svg onload=\"x()\"></svg><p style=\"color:red\"><a href=\"javascript:x\">ici</a></p>\
            <img src=\"https://evil.example/a.png\" onerror=\"x()\">";
        let body = json!({"body_html": hostile});
        let comment =
            claire.post(&format!("/tickets/{number}/comments"), body).await.expect(201).json();
        let html = comment["body_html"].as_str().expect("html");
        for gone in ["script", "onclick", "svg", "style", "javascript", "evil", "onerror"] {
            assert!(!html.contains(gone), "{gone} in {html}");
        }
        assert_eq!(comment["body_text"], "Bonjour vous\n\nici");
        assert_eq!(comment["author"]["is_agent"], false);
    }
}

scenario! {
    async fn customers_word_reopens_a_resolved_ticket(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        lea.act(&number, "resolve", json!({"code": "solved", "notes_text": "Fait."})).await;
        lea.comment(&number, "N'hésitez pas.").await;
        assert_eq!(claire.ticket(&number).await.state, TicketState::Resolved);
        claire.comment(&number, "Cela recommence.").await;
        let ticket = claire.ticket(&number).await;
        assert_eq!(ticket.state, TicketState::Open);
        assert!(ticket.next_actions.is_empty());
    }
}

scenario! {
    async fn file_alone_answers_a_question(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Une photo ?"});
        lea.act(&number, "hold", question).await;
        let file = claire.upload_id("photo.txt", b"une photo").await;
        let body = json!({"attachment_ids": [file]});
        let comment =
            claire.post(&format!("/tickets/{number}/comments"), body).await.expect(201).json();
        assert_eq!(comment["attachments"][0]["file_name"], "photo.txt");
        let ticket = lea.ticket(&number).await;
        assert_eq!((ticket.state, ticket.attachment_count), (TicketState::Open, 1));
    }
}

scenario! {
    async fn message_to_nobody_in_particular_keeps_a_hold_for_others(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        lea.act(&number, "hold", json!({"reason": "awaiting_vendor"})).await;
        claire.comment(&number, "Des nouvelles ?").await;
        assert_eq!(claire.ticket(&number).await.state, TicketState::OnHold);
        let ticket = lea.act(&number, "resume", json!({})).await;
        assert_eq!((ticket.state, ticket.on_hold_reason), (TicketState::Open, None));
    }
}

scenario! {
    async fn picture_in_a_message_is_attached_and_in_a_note_left_out(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";
        let file = claire.upload_id("écran.png", png).await;
        let html = format!("<p>Voici <img src=\"/api/v1/attachments/{file}\" alt=\"écran\"></p>");
        claire
            .post(&format!("/tickets/{number}/comments"), json!({"body_html": html}))
            .await
            .expect(201);
        assert_eq!(claire.ticket(&number).await.attachment_count, 1);
        lea.get(&format!("/attachments/{file}")).await.expect(200);
        let note = lea
            .post(&format!("/tickets/{number}/work-notes"), json!({"body_html": html}))
            .await
            .expect(201)
            .json();
        assert_eq!(note["body_html"], "<p>Voici </p>");
    }
}
