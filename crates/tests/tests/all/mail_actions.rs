//! Answers by the links of mails, without signing in.

use chrono::TimeDelta;
use guichet_common::vocabulary::CloseReason;
use guichet_mail::OutgoingMail;
use guichet_tests::{Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;

/// The token behind a label of the mail's text.
fn token(mail: &OutgoingMail, label: &str) -> String {
    let line = mail
        .text
        .lines()
        .find(|line| line.starts_with(label))
        .unwrap_or_else(|| panic!("{label} in {}", mail.text));
    let (_, token) = line.split_once("/mail-action#").expect("a link");
    assert!(mail.html.contains(&format!("/mail-action#{token}\"")));
    token.to_owned()
}

const ACCEPT: &str = "La solution convient";
const REJECT: &str = "Le problème persiste";
const STILL_NEEDED: &str = "Ma demande est toujours d'actualité";

async fn post(app: &TestApp, path: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/mail-actions/{path}");
    app.send(app.request(Method::POST, &path).json(body)).await
}

async fn look(app: &TestApp, token: &str) -> Value {
    post(app, "look", &json!({"token": token}))
        .await
        .expect(200)
        .json()
}

/// A ticket of Claire's with a solution, and the mail about it.
async fn resolved(app: &TestApp, claire: &Person, lea: &Person) -> (String, OutgoingMail) {
    let number = claire.file_ticket("Imprimante muette").await;
    lea.act(&number, "start", json!({})).await;
    let mail = resolve(app, lea, &number).await;
    (number, mail)
}

async fn resolve(app: &TestApp, lea: &Person, number: &str) -> OutgoingMail {
    app.take_mails().await;
    app.clock.advance(TimeDelta::minutes(1));
    let solution = json!({"code": "solved", "notes_text": "Pilote réinstallé."});
    lea.act(number, "resolve", solution).await;
    let mail = app.take_mails().await.pop().expect("a mail");
    app.clock.advance(TimeDelta::minutes(1));
    mail
}

/// A ticket of Claire's that waits for her, and the mail with the question.
async fn on_hold(app: &TestApp, claire: &Person, lea: &Person) -> (String, OutgoingMail) {
    let number = claire.file_ticket("Imprimante muette").await;
    lea.act(&number, "start", json!({})).await;
    app.take_mails().await;
    app.clock.advance(TimeDelta::minutes(1));
    let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
    lea.act(&number, "hold", question).await;
    let mail = app.take_mails().await.pop().expect("a mail");
    app.clock.advance(TimeDelta::minutes(1));
    (number, mail)
}

/// The texts of all messages, newest first.
async fn messages(person: &Person, number: &str) -> Vec<String> {
    let path = format!("/tickets/{number}/comments");
    let page = person.get(&path).await.expect(200).json();
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["body_text"].as_str().unwrap_or_default().to_owned())
        .collect()
}

scenario! {
    async fn looking_at_a_link_tells_what_it_does_and_changes_nothing(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = resolved(&app, &claire, &lea).await;
        let before = claire.ticket(&number).await;
        for _ in 0..3 {
            assert_eq!(
                look(&app, &token(&mail, ACCEPT)).await,
                json!({"action": "accept", "state": "ready", "number": number,
                       "subject": "Imprimante muette", "first_name": "Claire", "language": "fr"})
            );
        }
        // What a program that follows links does: it gets the page, and no operation.
        app.get("/mail-action").await;
        for path in ["/api/v1/mail-actions/look", "/api/v1/mail-actions/perform"] {
            assert_eq!(app.get(path).await.status, 405);
        }
        assert_eq!(claire.ticket(&number).await, before);
    }
}

scenario! {
    async fn accepting_by_link_closes_once(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = resolved(&app, &claire, &lea).await;
        let token = token(&mail, ACCEPT);
        let body = json!({"token": token, "rating": 5, "comment_text": "Merci !"});
        let done = post(&app, "perform", &body).await.expect(200).json();
        assert_eq!(done["state"], "done");
        let ticket = claire.ticket(&number).await;
        assert_eq!(ticket.state.as_str(), "closed");
        assert_eq!(ticket.close_reason.map(CloseReason::as_str), Some("customer_accepted"));
        assert_eq!(ticket.rating, Some(5));
        assert_eq!(messages(&claire, &number).await, ["Merci !"]);
        // Again: it says so, and adds nothing.
        let again = post(&app, "perform", &body).await.expect(200).json();
        assert_eq!(again, done);
        assert_eq!(look(&app, &token).await["state"], "done");
        assert_eq!(claire.ticket(&number).await, ticket);
        assert_eq!(messages(&claire, &number).await.len(), 1);
    }
}

scenario! {
    async fn rejecting_by_link_needs_a_reason_and_opens_the_ticket_again(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = resolved(&app, &claire, &lea).await;
        let (reject, accept) = (token(&mail, REJECT), token(&mail, ACCEPT));
        for reason in [json!(null), json!("  ")] {
            let refused = post(&app, "perform", &json!({"token": reject, "reason": reason})).await;
            assert_eq!(refused.field_errors(), ["/reason: required"]);
        }
        assert_eq!(claire.ticket(&number).await.state.as_str(), "resolved");
        let body = json!({"token": reject, "reason": "Elle reste muette."});
        post(&app, "perform", &body).await.expect(200);
        assert_eq!(claire.ticket(&number).await.state.as_str(), "open");
        assert_eq!(messages(&claire, &number).await, ["Elle reste muette."]);
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to_address, "lea@heliaq.example");
        // The history tells who did it, and by which way.
        let path = format!("/tickets/{number}/activity");
        let history = claire.get(&path).await.expect(200).json();
        for entry in [0, 1] {
            assert_eq!(history["items"][entry]["via"], "mail_link");
            assert_eq!(history["items"][entry]["actor"]["name"], "Claire Lefèvre");
        }
        assert_eq!(history["items"][2]["via"], Value::Null);
        // The link was used; the other one of the same mail is no longer possible.
        assert_eq!(look(&app, &reject).await["state"], "done");
        assert_eq!(look(&app, &accept).await["state"], "not_possible");
        post(&app, "perform", &json!({"token": accept})).await.expect_problem("link_not_possible");
    }
}

scenario! {
    async fn still_needed_goes_back_to_open_with_a_message(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = on_hold(&app, &claire, &lea).await;
        let token = token(&mail, STILL_NEEDED);
        let body = json!({"token": token, "comment_text": " C'est une LaserJet. "});
        post(&app, "perform", &body).await.expect(200);
        let ticket = claire.ticket(&number).await;
        assert_eq!(ticket.state.as_str(), "open");
        assert!(ticket.next_actions.is_empty());
        let said = "Ma demande est toujours d'actualité.\n\nC'est une LaserJet.";
        assert_eq!(messages(&claire, &number).await, [said, "Quel modèle ?"]);
        post(&app, "perform", &body).await.expect(200);
        assert_eq!(messages(&claire, &number).await.len(), 2);
        assert_eq!(look(&app, &token).await["state"], "done");
    }
}

scenario! {
    async fn reminder_has_the_link_too_and_either_is_good_for_one_answer(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, question) = on_hold(&app, &claire, &lea).await;
        app.clock.advance(TimeDelta::days(1));
        let reminder = app.take_mails().await.pop().expect("a reminder");
        let (first, second) = (token(&question, STILL_NEEDED), token(&reminder, STILL_NEEDED));
        post(&app, "perform", &json!({"token": second})).await.expect(200);
        let claire = app.claire().await;
        assert_eq!(claire.ticket(&number).await.state.as_str(), "open");
        for token in [first, second] {
            assert_eq!(look(&app, &token).await["state"], "done");
            post(&app, "perform", &json!({"token": token})).await.expect(200);
        }
        assert_eq!(messages(&claire, &number).await.len(), 2);
    }
}

scenario! {
    async fn words_follow_the_person(app: TestApp) {
        let (stella, lea) = (app.stella().await, app.lea().await);
        let (number, mail) = on_hold(&app, &stella, &lea).await;
        let token = token(&mail, "I still need help with this");
        assert_eq!(look(&app, &token).await["language"], "en");
        post(&app, "perform", &json!({"token": token})).await.expect(200);
        assert_eq!(messages(&stella, &number).await[0], "I still need help with this.");
    }
}

scenario! {
    async fn pressed_by_many_at_once_it_happens_once(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = on_hold(&app, &claire, &lea).await;
        let body = json!({"token": token(&mail, STILL_NEEDED)});
        let press = || post(&app, "perform", &body);
        let (a, b, c, d, e, f) =
            tokio::join!(press(), press(), press(), press(), press(), press());
        for answer in [a, b, c, d, e, f] {
            assert_eq!(answer.expect(200).json()["state"], "done");
        }
        assert_eq!(messages(&claire, &number).await.len(), 2);
        assert_eq!(claire.ticket(&number).await.state.as_str(), "open");
    }
}

scenario! {
    async fn accept_and_reject_at_once_are_one_of_them(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = resolved(&app, &claire, &lea).await;
        let accept = json!({"token": token(&mail, ACCEPT)});
        let reject = json!({"token": token(&mail, REJECT), "reason": "Non"});
        let (accepted, rejected) =
            tokio::join!(post(&app, "perform", &accept), post(&app, "perform", &reject));
        let state = claire.ticket(&number).await.state;
        let (won, lost) = if state.as_str() == "closed" {
            (accepted, rejected)
        } else {
            assert_eq!(state.as_str(), "open");
            (rejected, accepted)
        };
        won.expect(200);
        lost.expect_problem("link_not_possible");
    }
}

scenario! {
    async fn forged_link_is_not_found_like_one_of_no_ticket(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = resolved(&app, &claire, &lea).await;
        let token = token(&mail, ACCEPT);
        let changed = |at: usize| {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            String::from_utf8(forged).expect("text")
        };
        let nobodys = post(&app, "look", &json!({"token": "x"})).await;
        nobodys.expect_problem("not_found");
        // The action, the ticket, the instant, the end, the signature.
        for at in [1, 10, 20, 30, 50] {
            for path in ["look", "perform"] {
                let answer = post(&app, path, &json!({"token": changed(at)})).await;
                answer.expect_problem("not_found");
                assert_eq!(answer.without_request_id(), nobodys.without_request_id());
            }
        }
        assert_eq!(claire.ticket(&number).await.state.as_str(), "resolved");
    }
}

scenario! {
    async fn link_expires_after_thirty_days_and_then_tells_nothing(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Imprimante muette").await;
        lea.act(&number, "start", json!({})).await;
        app.take_mails().await;
        lea.act(&number, "resolve", json!({"code": "solved", "notes_text": "Fait."})).await;
        let mail = app.take_mails().await.pop().expect("a mail");
        let token = token(&mail, ACCEPT);
        // No worker ran meanwhile: the ticket still waits.
        app.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
        assert_eq!(look(&app, &token).await["state"], "ready");
        app.clock.advance(TimeDelta::seconds(1));
        let expired = look(&app, &token).await;
        assert_eq!(expired["state"], "expired");
        assert_eq!((&expired["subject"], &expired["first_name"]), (&Value::Null, &Value::Null));
        post(&app, "perform", &json!({"token": token})).await.expect_problem("link_expired");
        let claire = app.claire().await;
        assert_eq!(claire.ticket(&number).await.state.as_str(), "resolved");
    }
}

scenario! {
    async fn link_of_an_earlier_solution_does_not_accept_a_later_one(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, first) = resolved(&app, &claire, &lea).await;
        claire.act(&number, "reject", json!({"reason": "Non"})).await;
        let second = resolve(&app, &lea, &number).await;
        for label in [ACCEPT, REJECT] {
            let token = token(&first, label);
            assert_eq!(look(&app, &token).await["state"], "not_possible");
            let body = json!({"token": token});
            post(&app, "perform", &body).await.expect_problem("link_not_possible");
        }
        assert_eq!(claire.ticket(&number).await.state.as_str(), "resolved");
        post(&app, "perform", &json!({"token": token(&second, ACCEPT)})).await.expect(200);
        assert_eq!(claire.ticket(&number).await.state.as_str(), "closed");
    }
}

scenario! {
    async fn answer_on_the_portal_ends_the_links_of_the_mail(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = on_hold(&app, &claire, &lea).await;
        claire.comment(&number, "Une LaserJet").await;
        let token = token(&mail, STILL_NEEDED);
        let status = look(&app, &token).await;
        assert_eq!((&status["state"], &status["first_name"]), (&json!("not_possible"), &json!("Claire")));
        post(&app, "perform", &json!({"token": token})).await.expect_problem("link_not_possible");
        assert_eq!(messages(&claire, &number).await.len(), 2);
    }
}

scenario! {
    async fn deactivated_person_answers_nothing(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (number, mail) = resolved(&app, &claire, &lea).await;
        app.deactivate(app.people.claire).await;
        let token = token(&mail, ACCEPT);
        let status = look(&app, &token).await;
        assert_eq!(status["state"], "not_possible");
        assert_eq!((&status["subject"], &status["first_name"]), (&Value::Null, &Value::Null));
        post(&app, "perform", &json!({"token": token})).await.expect_problem("link_not_possible");
        assert_eq!(lea.ticket(&number).await.state.as_str(), "resolved");
    }
}

scenario! {
    async fn fields_of_another_action_are_refused(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let (_, mail) = resolved(&app, &claire, &lea).await;
        let body = json!({"token": token(&mail, ACCEPT), "reason": "x"});
        assert_eq!(post(&app, "perform", &body).await.field_errors(), ["/reason: not_allowed"]);
        let body = json!({"token": token(&mail, REJECT), "reason": "x", "comment_text": "y", "rating": 1});
        assert_eq!(
            post(&app, "perform", &body).await.field_errors(),
            ["/comment_text: not_allowed", "/rating: not_allowed"]
        );
        let body = json!({"token": token(&mail, ACCEPT), "rating": 6});
        assert_eq!(post(&app, "perform", &body).await.field_errors(), ["/rating: out_of_range"]);
    }
}

scenario! {
    async fn mails_that_ask_nothing_have_no_links(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.comment(&number, "Bonjour").await;
        lea.act(&number, "cancel", json!({})).await;
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 3);
        for mail in mails {
            assert!(!mail.text.contains("/mail-action"), "{}", mail.text);
            assert!(!mail.html.contains("/mail-action"));
        }
    }
}
