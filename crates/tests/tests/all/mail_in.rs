//! Mails that come in: where each lands, and what never writes.

mod consequences;
mod hostile;

use chrono::TimeDelta;
use guichet_common::vocabulary::MailDoor;
use guichet_mail::OutgoingMail;
use guichet_service::inbound::{ReceivedMail, Reception, receive_mail};
use guichet_tests::{AUTHSERV_ID, Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;

/// A mail about to be sent.
#[derive(Clone)]
struct Letter {
    from: String,
    to: String,
    subject: String,
    headers: Vec<String>,
    body: String,
}

/// A genuine mail of this person's.
fn letter(from: &str, subject: &str, body: &str) -> Letter {
    let domain = from
        .rsplit('@')
        .next()
        .expect("a domain")
        .trim_end_matches('>');
    Letter {
        from: from.to_owned(),
        to: "support@heliaq.example".to_owned(),
        subject: subject.to_owned(),
        headers: vec![
            format!("Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from={domain}"),
            "MIME-Version: 1.0".to_owned(),
            "Content-Type: text/plain; charset=utf-8".to_owned(),
        ],
        body: body.to_owned(),
    }
}

const CLAIRE: &str = "Claire Lefèvre <claire@dupont.example>";

impl Letter {
    fn header(mut self, line: impl Into<String>) -> Self {
        self.headers.push(line.into());
        self
    }

    /// In the place of the header of this name.
    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|line| !line.starts_with(&format!("{name}:")));
        self.header(format!("{name}: {value}"))
    }

    /// An answer to this mail, sent to the address that it asks for.
    fn answering(mut self, mail: &OutgoingMail) -> Self {
        self.to = mail.reply_to.clone().expect("an address to answer to");
        self.header(format!("In-Reply-To: <{}>", mail.message_id))
    }

    fn raw(&self) -> String {
        let Self {
            from, to, subject, ..
        } = self;
        let headers = self.headers.join("\n");
        format!(
            "From: {from}\nTo: {to}\nSubject: {subject}\n{headers}\n\n{}",
            self.body
        )
        .replace('\n', "\r\n")
    }

    /// Several parts; each is its headers, a blank line, its content.
    fn parts(self, kind: &str, parts: &[&str]) -> Self {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| format!("--grenze\n{part}\n"))
            .collect();
        let body = parts.concat();
        let mut letter = self.with(
            "Content-Type",
            &format!("multipart/{kind}; boundary=grenze"),
        );
        letter.body = format!("{body}--grenze--\n");
        letter
    }
}

/// Hands a message in as a mail server does.
async fn receive_raw(app: &TestApp, raw: impl Into<Vec<u8>>) -> Reception {
    let mail = ReceivedMail {
        raw: raw.into().into(),
        door: MailDoor::Lmtp,
        envelope_from: None,
        envelope_to: Vec::new(),
    };
    receive_mail(&app.app, mail).await.expect("it is taken")
}

async fn receive(app: &TestApp, letter: &Letter) -> Reception {
    receive_raw(app, letter.raw()).await
}

/// What became of it, in short.
fn outcome(reception: &Reception) -> String {
    let reason = reception.reason.map_or("", |reason| reason.as_str());
    format!("{} {reason}", reception.verdict).trim().to_owned()
}

/// The answer by this person to the last mail that went out.
async fn last_mail(app: &TestApp) -> OutgoingMail {
    app.take_mails().await.pop().expect("a mail")
}

async fn comments(person: &Person, number: &str) -> Vec<Value> {
    let list = person
        .get(&format!("/tickets/{number}/comments"))
        .await
        .expect(200)
        .json();
    list["items"].as_array().expect("a list").clone()
}

async fn texts(person: &Person, number: &str) -> Vec<String> {
    let comments = comments(person, number).await;
    let texts = comments
        .iter()
        .map(|comment| comment["body_text"].as_str().expect("a text"));
    texts.map(str::to_owned).collect()
}

/// How many messages the storage holds.
fn kept(app: &TestApp) -> usize {
    let folders = std::fs::read_dir(app.folder().join("files/mail")).expect("a folder");
    folders
        .flatten()
        .filter_map(|folder| std::fs::read_dir(folder.path()).ok())
        .map(Iterator::count)
        .sum()
}

/// How many tickets there are.
async fn tickets(app: &TestApp) -> Value {
    app.lea().await.get("/tickets").await.expect(200).json()["total"].clone()
}

async fn hand_in(person: &Person, raw: impl Into<reqwest::Body>) -> Answer {
    let request = person
        .request(Method::POST, "/inbound-mail")
        .header("content-type", "message/rfc822")
        .body(raw);
    person.send(request).await
}

scenario! {
    async fn same_bytes_are_kept_once_however_often_they_come(app: TestApp) {
        let mail = letter(CLAIRE, "Panne", "Bonjour");
        let (first, second) = tokio::join!(receive(&app, &mail), receive(&app, &mail));
        assert_eq!(first.id, second.id);
        assert_eq!(receive(&app, &mail).await.id, first.id);
        assert_eq!((kept(&app), tickets(&app).await), (1, json!(1)));
    }
}

scenario! {
    async fn known_contact_without_a_ticket_files_one(app: TestApp) {
        let claire = app.claire().await;
        let mail = letter(CLAIRE, "=?UTF-8?Q?L'=C3=A9cran?= est noir", "Bonjour,\n\nPlus rien.\n");
        let reception = receive(&app, &mail).await;
        assert_eq!(outcome(&reception), "ticket_created");
        let number = reception.number.expect("a number").to_string();
        let ticket = serde_json::to_value(claire.ticket(&number).await).expect("JSON");
        assert_eq!(ticket["subject"], "L'écran est noir");
        assert_eq!(ticket["channel"], "email");
        assert_eq!(ticket["description_text"], "Bonjour,\n\nPlus rien.");
        assert_eq!((&ticket["impact"], &ticket["urgency"]), (&json!(3), &json!(3)));
        let mails = app.take_mails().await;
        assert!(mails.iter().any(|mail| mail.to_address == "claire@dupont.example"));
        let nameless = receive(&app, &letter(CLAIRE, "", "Sans objet ?")).await;
        let number = nameless.number.expect("a number").to_string();
        assert_eq!(claire.ticket(&number).await.subject, "(sans objet)");
    }
}

scenario! {
    async fn answer_to_the_signed_address_becomes_a_comment_without_the_quote(app: TestApp) {
        let (claire, lea, stella) = (app.claire().await, app.lea().await, app.stella().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        app.take_mails().await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&number, "hold", question).await;
        let asked = last_mail(&app).await;
        assert!(asked.reply_to.as_deref().is_some_and(|to| to.starts_with("support+")));
        let mut reply = letter(
            CLAIRE,
            "RE: en suspens",
            "Une LaserJet.\n\nLe mar. 17 mars 2026 à 15:00, Support a écrit :\n> Quel modèle ?\n",
        )
        .answering(&asked);
        // Servers change the case of addresses; the token alone decides.
        reply.to = reply.to.to_uppercase();
        reply.headers.retain(|line| !line.starts_with("In-Reply-To"));
        let reception = receive(&app, &reply).await;
        assert_eq!(outcome(&reception), "commented");
        assert_eq!(reception.number.map(|number| number.to_string()), Some(number.clone()));
        assert_eq!(texts(&lea, &number).await.first().map(String::as_str), Some("Une LaserJet."));
        assert_eq!(claire.ticket(&number).await.state.as_str(), "open");
        let told = last_mail(&app).await;
        assert_eq!(told.to_address, "lea@heliaq.example");
        // The whole of it can be read by those who see the ticket.
        let comment = comments(&claire, &number).await[0].clone();
        assert_eq!(comment["shortened"], true);
        let path =
            format!("/tickets/{number}/comments/{}/original", comment["id"].as_str().expect("id"));
        let whole = claire.get(&path).await.expect(200).json();
        assert!(whole["whole_text"].as_str().is_some_and(|text| text.contains("Quel modèle ?")));
        stella.get(&path).await.expect_problem("not_found");
    }
}

scenario! {
    async fn answer_finds_its_ticket_by_what_it_answers_or_by_its_number(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let thread = letter(CLAIRE, "Re: quelque chose", "Par le fil")
            .header(format!("References: <autre@x.example> <{}>", receipt.message_id))
            .header("Message-ID: <une@dupont.example>");
        assert_eq!(outcome(&receive(&app, &thread).await), "commented");
        // A mail that itself came in threads as well.
        let further = letter(CLAIRE, "Re: quelque chose", "Par le mien")
            .header("In-Reply-To: <une@dupont.example>");
        assert_eq!(outcome(&receive(&app, &further).await), "commented");
        let by_number = letter(CLAIRE, &format!("{number} encore"), "Par le numéro");
        assert_eq!(outcome(&receive(&app, &by_number).await), "commented");
        assert_eq!(texts(&lea, &number).await, ["Par le numéro", "Par le mien", "Par le fil"]);
        assert_eq!(tickets(&app).await, json!(1));
    }
}

scenario! {
    async fn foreign_ticket_is_not_reached_by_number_thread_or_token(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let stella = "stella@tilleuls.example";
        let by_number = receive(&app, &letter(stella, &format!("Re: {number}"), "À moi")).await;
        assert_eq!(outcome(&by_number), "ticket_created");
        assert_ne!(by_number.number.map(|number| number.to_string()), Some(number.clone()));
        let by_thread = letter(stella, "Re", "Fil")
            .header(format!("In-Reply-To: <{}>", receipt.message_id));
        assert_eq!(outcome(&receive(&app, &by_thread).await), "quarantined ticket_not_visible");
        let by_token = letter(stella, "Re", "Jeton").answering(&receipt);
        assert_eq!(outcome(&receive(&app, &by_token).await), "quarantined reply_token_forged");
        // Not even by a colleague who may see the ticket: the address is one person's.
        let colleague = letter("denis@dupont.example", "Re", "Jeton").answering(&receipt);
        assert_eq!(outcome(&receive(&app, &colleague).await), "quarantined reply_token_forged");
        assert!(texts(&denis, &number).await.is_empty());
    }
}

scenario! {
    async fn old_or_altered_reply_address_is_kept_aside(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let mut altered = letter(CLAIRE, "Re", "Altéré").answering(&receipt);
        let (before, token) = altered.to.split_once('+').expect("a token");
        let first = if token.starts_with('a') { 'b' } else { 'a' };
        altered.to = format!("{before}+{first}{}", token.get(1..).expect("more of it"));
        assert_eq!(outcome(&receive(&app, &altered).await), "quarantined reply_token_forged");
        app.clock.advance(TimeDelta::days(430));
        let old = letter(CLAIRE, "Re", "Vieux").answering(&receipt);
        assert_eq!(outcome(&receive(&app, &old).await), "quarantined reply_token_expired");
        let claire = app.claire().await;
        assert!(texts(&claire, &number).await.is_empty());
    }
}

scenario! {
    async fn sender_whom_the_own_mail_server_does_not_vouch_for_is_kept_aside(app: TestApp) {
        let name = "Authentication-Results";
        let ours = |result: &str| format!("{AUTHSERV_ID}; {result}");
        let mail = letter(CLAIRE, "Panne", "Bonjour");
        for result in [
            ours("dmarc=fail header.from=dupont.example"),
            ours("spf=pass smtp.mailfrom=x@evil.example; dkim=pass header.d=evil.example"),
            ours("none"),
            "mx.evil.example; dmarc=pass header.from=dupont.example".to_owned(),
        ] {
            let spoofed = mail.clone().with(name, &result);
            let reception = receive(&app, &spoofed).await;
            assert_eq!(outcome(&reception), "quarantined sender_not_authenticated", "{result}");
        }
        let mut silent = mail.clone();
        silent.headers.retain(|line| !line.starts_with(name));
        assert_eq!(outcome(&receive(&app, &silent).await), "quarantined sender_not_authenticated");
        let by_spf = mail.with(name, &ours("spf=pass smtp.mailfrom=claire@dupont.example"));
        assert_eq!(outcome(&receive(&app, &by_spf).await), "ticket_created");
        assert_eq!(tickets(&app).await, json!(1));
    }
}

scenario! {
    async fn strangers_machines_and_loops_never_write_and_are_never_answered(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let stranger = letter("inconnu@ailleurs.example", &number, "Bonjour");
        assert_eq!(outcome(&receive(&app, &stranger).await), "quarantined unknown_sender");
        let two = letter("claire@dupont.example, x@evil.example", "Deux", "Bonjour");
        assert_eq!(outcome(&receive(&app, &two).await), "quarantined no_sender");
        let answer = |line: &str| letter(CLAIRE, "Absente", "Absente").answering(&receipt).header(line);
        for (line, expected) in [
            ("Auto-Submitted: auto-replied", "ignored auto_reply"),
            ("X-Autoreply: yes", "ignored auto_reply"),
            ("Precedence: auto_reply", "ignored auto_reply"),
            ("Return-Path: <>", "ignored auto_reply"),
            ("Precedence: bulk", "quarantined bulk"),
            ("List-Id: <news.dupont.example>", "quarantined bulk"),
        ] {
            assert_eq!(outcome(&receive(&app, &answer(line)).await), expected, "{line}");
        }
        let untold = letter(CLAIRE, "Absence du bureau : congés", "Absente").answering(&receipt);
        assert_eq!(outcome(&receive(&app, &untold).await), "quarantined auto_reply");
        let own = letter("support@heliaq.example", "Re", "Boucle").answering(&receipt);
        assert_eq!(outcome(&receive(&app, &own).await), "ignored loop");
        let empty = letter(CLAIRE, "Re", " \n").answering(&receipt);
        assert_eq!(outcome(&receive(&app, &empty).await), "quarantined empty");
        assert_eq!(outcome(&receive_raw(&app, "\0\u{1}rien").await), "failed unreadable");
        assert!(texts(&claire, &number).await.is_empty());
        assert!(app.take_mails().await.is_empty());
        let list = ada.get("/inbound-mails?verdict=ignored").await.expect(200).json();
        assert_eq!(list["total"], 5);
    }
}

scenario! {
    async fn bounce_is_marked_on_the_mail_that_it_is_about(app: TestApp) {
        let claire = app.claire().await;
        claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let original = format!("Content-Type: text/rfc822-headers\n\nMessage-ID: <{}>\n", receipt.message_id);
        let report = letter("MAILER-DAEMON@mx.dupont.example", "Undelivered", "")
            .header("Return-Path: <>")
            .parts(
                "report; report-type=delivery-status",
                &["Content-Type: text/plain\n\nSorry\n", &original],
            );
        assert_eq!(outcome(&receive(&app, &report).await), "ignored bounce");
        assert_eq!(tickets(&app).await, json!(1));
    }
}

scenario! {
    async fn same_message_by_two_ways_writes_once(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let one = letter(CLAIRE, "Re", "Une fois").answering(&receipt).header("Message-ID: <a@b.example>");
        let other = one.clone().header("Received: from elsewhere");
        let (first, second) = tokio::join!(receive(&app, &one), receive(&app, &other));
        let mut outcomes = [outcome(&first), outcome(&second)];
        outcomes.sort();
        assert_eq!(outcomes, ["commented", "ignored duplicate"]);
        let third = one.clone().header("Received: from anywhere");
        assert_eq!(outcome(&receive(&app, &third).await), "ignored duplicate");
        // The Message-ID is the sender's: another person's with the same is another message.
        let denis = letter("denis@dupont.example", &number, "Moi aussi").header("Message-ID: <a@b.example>");
        assert_eq!(outcome(&receive(&app, &denis).await), "commented");
        assert_eq!(texts(&lea, &number).await, ["Moi aussi", "Une fois"]);
    }
}

scenario! {
    async fn many_at_once_write_each_message_once(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let receipt = last_mail(&app).await;
        let letters: Vec<Letter> = (0..8)
            .map(|n| {
                letter(CLAIRE, "Re", &format!("Message {n}"))
                    .answering(&receipt)
                    .header(format!("Message-ID: <{n}@b.example>"))
            })
            .collect();
        let twice = letters.iter().chain(&letters);
        let receptions =
            futures_util::future::join_all(twice.map(|letter| receive(&app, letter))).await;
        for reception in &receptions {
            assert_eq!(outcome(reception), "commented");
        }
        let mut texts = texts(&lea, &number).await;
        texts.sort();
        assert_eq!(texts, (0..8).map(|n| format!("Message {n}")).collect::<Vec<_>>());
    }
}
