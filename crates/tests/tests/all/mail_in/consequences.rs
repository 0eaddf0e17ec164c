//! Mails that come in: follow-ups, agents, files, and what admins do with them.

use chrono::TimeDelta;
use guichet_mail::OutgoingMail;
use guichet_tests::{TestApp, Value, json, scenario};
use reqwest::Method;

use super::{CLAIRE, comments, hand_in, kept, last_mail, letter, outcome, receive, texts};

scenario! {
    async fn frozen_ticket_answered_becomes_a_follow_up(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        claire.act(&number, "close", json!({})).await;
        let closed = last_mail(&app).await;
        let reception =
            receive(&app, &letter(CLAIRE, "Re: fermé", "Cela recommence").answering(&closed)).await;
        assert_eq!(outcome(&reception), "ticket_created");
        let next = reception.number.expect("a number").to_string();
        let ticket = claire.ticket(&next).await;
        assert_eq!(ticket.follow_up_of.map(|number| number.to_string()), Some(number));
        assert_eq!(ticket.description_text, "Cela recommence");
    }
}

scenario! {
    async fn agents_answer_in_public_and_file_nothing(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        app.take_mails().await;
        claire.comment(&number, "Alors ?").await;
        let told = last_mail(&app).await;
        assert_eq!(told.to_address, "lea@heliaq.example");
        let reply = letter("lea@heliaq.example", "Re", "On y travaille.").answering(&told);
        assert_eq!(outcome(&receive(&app, &reply).await), "commented");
        assert_eq!(texts(&claire, &number).await[0], "On y travaille.");
        assert_eq!(last_mail(&app).await.to_address, "claire@dupont.example");
        let new = receive(&app, &letter("lea@heliaq.example", "Panne", "Chez un client")).await;
        assert_eq!(outcome(&new), "quarantined agent_without_ticket");
        // Marc's group does not serve Tilleuls.
        let stella = app.stella().await;
        let foreign = stella.file_ticket("Line down").await;
        let marc = receive(&app, &letter("marc@heliaq.example", &foreign, "Moi")).await;
        assert_eq!(outcome(&marc), "quarantined agent_without_ticket");
    }
}

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

scenario! {
    async fn pictures_are_in_their_place_and_files_attached(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let picture = format!(
            "Content-Type: image/png; name=ecran.png\nContent-ID: <ecran@x>\nContent-Disposition: inline; \
             filename=ecran.png\nContent-Transfer-Encoding: base64\n\n{PNG}"
        );
        let html = "Content-Type: text/html; charset=utf-8\n\n<p onclick=x()>Voyez <img src=\"cid:ecran@x\" \
            alt=\"\u{e9}cran\"><script>alert(1)</script></p><img src=\"https://evil.example/p.gif\">\
            <div class=\"gmail_quote\">Bonjour</div>";
        let file = "Content-Type: text/plain; name*=utf-8''relev%C3%A9.txt\nContent-Disposition: attachment; \
            filename*=utf-8''relev%C3%A9.txt\n\n1;2;3";
        let reply = letter(CLAIRE, "Re", "").answering(&receipt).parts("mixed", &[html, &picture, file]);
        assert_eq!(outcome(&receive(&app, &reply).await), "commented");
        let comment = comments(&lea, &number).await[0].clone();
        let body = comment["body_html"].as_str().expect("HTML");
        let files = comment["attachments"].as_array().expect("files");
        let named = |name: &str| files.iter().find(|file| file["file_name"] == name).expect("a file");
        let id = named("ecran.png")["id"].as_str().expect("an id");
        assert!(body.contains(&format!("src=\"/api/v1/attachments/{id}\"")), "{body}");
        for gone in ["script", "onclick", "evil", "Bonjour", "cid:"] {
            assert!(!body.contains(gone), "{gone} in {body}");
        }
        assert_eq!(named("relevé.txt")["content_type"], "text/plain");
        assert_eq!(files.len(), 2);
        lea.get(&format!("/attachments/{id}")).await.expect(200);
    }
}

scenario! {
    async fn files_beyond_the_limits_are_left_out_and_named(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let part = |name: &str, size: usize| {
            format!(
                "Content-Type: text/plain; name={name}\nContent-Disposition: attachment; \
                 filename={name}\n\n{}",
                "x".repeat(size)
            )
        };
        let large = part("gros.txt", 1024 * 1024 + 1);
        let small: Vec<String> = (0..11).map(|n| part(&format!("{n}.txt"), 10)).collect();
        let mut parts = vec!["Content-Type: text/plain\n\nVoici les fichiers", large.as_str()];
        parts.extend(small.iter().map(String::as_str));
        let reply = letter(CLAIRE, "Re", "").answering(&receipt).parts("mixed", &parts);
        assert_eq!(outcome(&receive(&app, &reply).await), "commented");
        let comment = comments(&lea, &number).await[0].clone();
        assert_eq!(comment["attachments"].as_array().map(Vec::len), Some(10));
        let activity = lea.get(&format!("/tickets/{number}/activity")).await.expect(200).json();
        let entries = activity["items"].as_array().expect("a list");
        let refused =
            entries.iter().find(|entry| entry["kind"] == "attachments_refused").expect("an entry");
        let names: Vec<&Value> =
            refused["changes"].as_array().expect("names").iter().map(|change| &change["to"]).collect();
        assert_eq!(names, ["gros.txt", "10.txt"]);
        // All of a ticket's files together have a limit too.
        let whole = part("entier.txt", 1024 * 1024 - 10);
        for n in 0..3 {
            let text = format!("Content-Type: text/plain\n\nSuite {n}");
            let reply =
                letter(CLAIRE, "Re", "").answering(&receipt).parts("mixed", &[&text, &whole]);
            assert_eq!(outcome(&receive(&app, &reply).await), "commented");
        }
        assert_eq!(claire.ticket(&number).await.attachment_count, 12);
    }
}

scenario! {
    async fn sender_is_told_of_files_that_were_left_out(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let large = format!(
            "Content-Type: text/plain\nContent-Disposition: attachment; filename=gros.txt\n\n{}",
            "x".repeat(1024 * 1024 + 1)
        );
        let text = "Content-Type: text/plain\n\nVoici";
        let told = |mails: Vec<OutgoingMail>| -> Vec<(String, String)> {
            let refusals = mails.iter().filter(|mail| mail.kind == "files_refused");
            refusals.map(|mail| (mail.to_address.clone(), mail.text.clone())).collect()
        };
        let reply = letter(CLAIRE, "Re", "").answering(&receipt).parts("mixed", &[text, &large]);
        assert_eq!(outcome(&receive(&app, &reply).await), "commented");
        let one = told(app.take_mails().await);
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].0, "claire@dupont.example");
        for said in [number.as_str(), "- gros.txt", "1 Mo", "10", "3 Mo"] {
            assert!(one[0].1.contains(said), "{said} in {}", one[0].1);
        }
        let new = letter(CLAIRE, "Autre", "").parts("mixed", &[text, &large]);
        assert_eq!(outcome(&receive(&app, &new).await), "ticket_created");
        let mails = app.take_mails().await;
        assert!(mails.iter().any(|mail| mail.kind == "created"));
        assert_eq!(told(mails).len(), 1);
        // An automatic answer is not answered, and a stranger's mail that an admin passes on neither.
        let automatic = reply.clone().header("Auto-Submitted: auto-replied");
        assert_eq!(outcome(&receive(&app, &automatic).await), "ignored auto_reply");
        let stranger = letter("ines@ailleurs.example", "Aide", "").parts("mixed", &[text, &large]);
        let id = receive(&app, &stranger).await.id;
        let place = format!("/inbound-mails/{id}/place");
        ada.post(&place, json!({"number": number})).await.expect(200);
        assert!(told(app.take_mails().await).is_empty());
    }
}

scenario! {
    async fn robot_that_does_not_stop_is_kept_aside(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let mail = |from: &str, n: u32| {
            letter(from, &format!("Re: {number}"), &format!("Message {n}"))
        };
        for n in 0..60 {
            assert_eq!(outcome(&receive(&app, &mail(CLAIRE, n)).await), "commented", "{n}");
        }
        let more = receive(&app, &mail(CLAIRE, 60)).await;
        assert_eq!(outcome(&more), "quarantined too_many");
        let colleague = receive(&app, &mail("denis@dupont.example", 0)).await;
        assert_eq!(outcome(&colleague), "commented");
        app.clock.advance(TimeDelta::minutes(61));
        assert_eq!(outcome(&receive(&app, &mail(CLAIRE, 61)).await), "commented");
        // Nothing is lost: an admin lets it in.
        let ada = app.ada().await;
        let replayed = ada.post(&format!("/inbound-mails/{}/replay", more.id), json!({})).await;
        assert_eq!(replayed.expect(200).json()["verdict"], "commented");
    }
}

scenario! {
    async fn no_word_of_a_long_mail_is_lost(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let log = "ligne de journal\n".repeat(8_000);
        let reception = receive(&app, &letter(CLAIRE, "Journal", &log)).await;
        assert_eq!(outcome(&reception), "ticket_created");
        let number = reception.number.expect("a number").to_string();
        let ticket = claire.ticket(&number).await;
        assert!(ticket.description_text.len() <= 64 * 1024 && ticket.description_text.ends_with('…'));
        let files = lea.get(&format!("/tickets/{number}/attachments")).await.expect(200).json();
        let file = &files["items"][0];
        assert_eq!(file["file_name"], "message.txt");
        let path = format!("/attachments/{}", file["id"].as_str().expect("an id"));
        assert_eq!(lea.get(&path).await.expect(200).text(), log.trim_end());
        // An answer's, too.
        let again = receive(&app, &letter(CLAIRE, &format!("Re: {number}"), &log)).await;
        assert_eq!(outcome(&again), "commented");
        let comment = comments(&claire, &number).await[0].clone();
        assert_eq!(comment["shortened"], true);
        assert_eq!(comment["attachments"][0]["file_name"], "message.txt");
    }
}

scenario! {
    async fn attached_picture_with_an_id_that_nothing_shows_is_a_file(app: TestApp) {
        let lea = app.lea().await;
        // As Gmail attaches pictures.
        let picture = format!(
            "Content-Type: image/png; name=ecran.png\nContent-ID: <f_1>\nContent-Disposition: \
             attachment; filename=ecran.png\nContent-Transfer-Encoding: base64\n\n{PNG}"
        );
        let text = "Content-Type: text/html\n\n<p>Voir le fichier</p>";
        let mail = letter(CLAIRE, "Panne", "").parts("mixed", &[text, &picture]);
        let number = receive(&app, &mail).await.number.expect("a number").to_string();
        assert_eq!(lea.ticket(&number).await.attachment_count, 1);
    }
}

scenario! {
    async fn headers_cannot_be_smuggled_in(app: TestApp) {
        let claire = app.claire().await;
        let subject = "=?UTF-8?Q?Panne=0D=0ABcc:_victime@example.org=00?=";
        let from = "=?UTF-8?Q?Claire=0D=0ABcc:_x@evil.example?= <claire@dupont.example>";
        let reception = receive(&app, &letter(from, subject, "Bonjour")).await;
        assert_eq!(outcome(&reception), "ticket_created");
        let number = reception.number.expect("a number").to_string();
        let subject = claire.ticket(&number).await.subject;
        assert!(!subject.contains(char::is_control), "{subject:?}");
        let mails = app.take_mails().await;
        assert!(mails.iter().all(|mail| !mail.subject.contains(['\r', '\n'])));
        assert!(mails.iter().all(|mail| mail.to_address.ends_with("@dupont.example")));
        let odd = receive(&app, &letter("\"cl@ire\"@dupont.example", "x", "y")).await;
        assert_eq!(outcome(&odd), "quarantined unknown_sender");
        let wide = receive(&app, &letter("Zoé <zoé@dupönt.example>", "x", "y")).await;
        assert_eq!(outcome(&wide), "quarantined unknown_sender");
    }
}

scenario! {
    async fn admin_hands_in_lists_and_downloads(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        let raw = letter("inconnu@ailleurs.example", "Bonjour", "Qui suis-je ?").raw();
        let answer = hand_in(&ada, raw.clone()).await.expect(201);
        let reception = answer.json();
        assert_eq!(reception["verdict"], "quarantined");
        let id = reception["id"].as_str().expect("an id").to_owned();
        assert_eq!(answer.header("location"), format!("/api/v1/inbound-mails/{id}"));
        assert_eq!(hand_in(&ada, raw.clone()).await.expect(201).json(), reception);
        hand_in(&claire, raw.clone()).await.expect_problem("forbidden");
        let request = ada.request(Method::POST, "/inbound-mail").json(&json!({}));
        ada.send(request).await.expect_problem("unsupported_media_type");
        let list = ada.get("/inbound-mails?q=AILLEURS&verdict=quarantined").await.expect(200).json();
        assert_eq!((&list["total"], &list["items"][0]["id"]), (&json!(1), &json!(id)));
        assert_eq!(list["items"][0]["reason"], "unknown_sender");
        let none = ada.get("/inbound-mails?q=%25&verdict=dropped").await.expect(200).json();
        assert_eq!(none["total"], 0);
        let later = ada.get("/inbound-mails?received_after=2027-01-01T00:00:00Z").await.expect(200);
        assert_eq!(later.json()["total"], 0);
        let detail = ada.get(&format!("/inbound-mails/{id}")).await.expect(200).json();
        assert_eq!(detail["text"], "Qui suis-je ?");
        let headers = detail["headers"].as_array().expect("headers");
        assert!(headers.contains(&json!({"name": "Subject", "value": "Bonjour"})));
        let down = ada.get(&format!("/inbound-mails/{id}/raw")).await.expect(200);
        assert_eq!(down.text(), raw);
        assert!(down.header("content-disposition").starts_with("attachment"));
        ada.get("/inbound-mails/0193a1b2-0000-7000-8000-000000000000").await.expect_problem("not_found");
    }
}

scenario! {
    async fn mail_kept_aside_is_placed_dropped_or_decided_again(app: TestApp) {
        let (claire, ada, lea) = (app.claire().await, app.ada().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        app.take_mails().await;
        let stranger = receive(&app, &letter("Inès <ines@ailleurs.example>", "Aide", "Voici")).await;
        let path = |id, action: &str| format!("/inbound-mails/{id}/{action}");
        let place = path(stranger.id, "place");
        assert_eq!(ada.post(&place, json!({})).await.field_errors(), ["/number: required"]);
        let both = json!({"number": number, "contact_id": app.people.claire});
        assert_eq!(ada.post(&place, both).await.field_errors(), ["/contact_id: exactly_one_of"]);
        let missing = json!({"number": "CS9999999"});
        assert_eq!(ada.post(&place, missing).await.field_errors(), ["/number: not_found"]);
        let placed = ada.post(&place, json!({"number": number})).await.expect(200).json();
        assert_eq!(placed["verdict"], "commented");
        assert_eq!(placed["decided_by"]["id"], json!(app.people.ada));
        let comment = comments(&claire, &number).await[0].clone();
        // A stranger's words are passed on by who answers for them.
        assert_eq!(comment["author"]["id"], json!(app.people.ada));
        assert_eq!(comment["body_text"], "Message de Inès reçu par e-mail :\n\nVoici");
        let mails = app.take_mails().await;
        assert!(mails.iter().all(|mail| !mail.to_address.contains("ailleurs")));
        ada.post(&place, json!({"number": number})).await.expect_problem("mail_already_written");
        for action in ["drop", "replay"] {
            let answer = ada.post(&path(stranger.id, action), json!({})).await;
            answer.expect_problem("mail_already_written");
        }
        // A spoofed-looking mail that the admin knows to be genuine is its sender's.
        let unproven = letter(CLAIRE, "Encore", "Vraiment moi").with("Authentication-Results", "none");
        let unproven = receive(&app, &unproven).await;
        let body = json!({"contact_id": app.people.claire});
        let placed = ada.post(&path(unproven.id, "place"), body).await.expect(200).json();
        assert_eq!(placed["verdict"], "ticket_created");
        let new = lea.ticket(placed["number"].as_str().expect("a number")).await;
        assert_eq!(new.opened_by.id, app.people.claire);
        let unwanted = receive(&app, &letter("pub@ailleurs.example", "Promo", "-50 %")).await;
        let dropped = ada.post(&path(unwanted.id, "drop"), json!({})).await.expect(200).json();
        assert_eq!(dropped["verdict"], "dropped");
        let again = ada.post(&path(unwanted.id, "replay"), json!({})).await.expect(200).json();
        assert_eq!((&again["verdict"], &again["reason"]), (&json!("quarantined"), &json!("unknown_sender")));
    }
}

scenario! {
    async fn unwanted_mails_go_after_their_time_and_the_others_stay(app: TestApp) {
        let ada = app.ada().await;
        let unwanted = receive(&app, &letter("pub@ailleurs.example", "Promo", "-50 %")).await;
        ada.post(&format!("/inbound-mails/{}/drop", unwanted.id), json!({})).await.expect(200);
        receive(&app, &letter("inconnu@ailleurs.example", "Aide", "Bonjour")).await;
        receive(&app, &letter(CLAIRE, "Panne", "Bonjour")).await;
        assert_eq!(kept(&app), 3);
        app.clock.advance(TimeDelta::days(89));
        app.run_jobs().await;
        assert_eq!(kept(&app), 3);
        app.clock.advance(TimeDelta::days(2));
        app.run_jobs().await;
        assert_eq!(kept(&app), 2);
    }
}
