//! Mails that come in: the reader's samples and worse, through the whole pipeline. Whatever comes, it
//! is kept and decided, with a reason when it is not written; and nobody writes who may not.

use chrono::TimeDelta;
use guichet_mail::incoming::{ReadLimits, read_mail};
use guichet_tests::fuzz::{Fuzz, check_reception, is_to_be_written, of_claire, samples};
use guichet_tests::{TestApp, json, scenario};

use super::{CLAIRE, comments, kept, letter, outcome, receive_raw, tickets};

scenario! {
    async fn no_sample_of_a_stranger_is_written_or_answered(app: TestApp) {
        let samples = samples();
        assert!(samples.len() >= 90, "{} samples", samples.len());
        for (name, raw) in &samples {
            let reception = receive_raw(&app, raw.clone()).await;
            check_reception(name, &reception);
            assert_eq!(reception.number, None, "{name}");
        }
        assert_eq!((kept(&app), tickets(&app).await), (samples.len(), json!(0)));
        assert!(app.take_mails().await.is_empty());
    }
}

scenario! {
    async fn sample_of_a_contact_is_written_when_a_person_wrote_it(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let mut written = 0;
        for (index, (name, raw)) in samples().into_iter().enumerate() {
            if index % 50 == 49 {
                app.clock.advance(TimeDelta::minutes(61)); // or she would have written too often
            }
            let raw = of_claire(&name, &raw, &number);
            let expected = read_mail(&raw, &ReadLimits::default())
                .is_ok_and(|mail| is_to_be_written(&mail));
            let reception = receive_raw(&app, raw).await;
            check_reception(&name, &reception);
            assert_eq!(reception.number.is_some(), expected, "{name}: {}", outcome(&reception));
            written += usize::from(expected);
        }
        assert!(written > 50, "{written}");
        let mails = app.take_mails().await;
        assert!(mails.iter().all(|mail| mail.to_address.ends_with("dupont.example")));
        let claire = app.claire().await;
        for comment in comments(&claire, &number).await {
            let html = comment["body_html"].as_str().expect("HTML");
            for gone in ["<script", "onclick", "onerror", "javascript:", "guichet-file:", "cid:"] {
                assert!(!html.contains(gone), "{gone} in {html}");
            }
        }
    }
}

scenario! {
    async fn mails_made_to_be_expensive_are_decided(app: TestApp) {
        let html = |body: String| {
            letter(CLAIRE, "Bombe", &body).with("Content-Type", "text/html; charset=utf-8").raw()
        };
        let part = "Content-Type: text/plain\n\nx";
        let nested: String = (0..40)
            .map(|n| format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n", n + 1))
            .collect::<Vec<_>>()
            .concat();
        let long = format!("X: {}", "y".repeat(300 * 1024));
        for (name, expected, raw) in [
            ("elements", "ticket_created", html("<div>x".repeat(20_000))),
            ("formats", "ticket_created", html("<b><i>x".repeat(20_000))),
            ("comment", "quarantined empty", html(format!("<!--{}", "<".repeat(200_000)))),
            ("parts", "failed unreadable", letter(CLAIRE, "B", "").parts("mixed", &[part; 600]).raw()),
            (
                "multiparts",
                "failed unreadable",
                letter(CLAIRE, "B", &nested).with("Content-Type", "multipart/mixed; boundary=b0").raw(),
            ),
            ("headers", "failed unreadable", letter(CLAIRE, "B", "x").header(long).raw()),
            ("lines", "ticket_created", letter(CLAIRE, "B", &"> a\nb\n".repeat(50_000)).raw()),
        ] {
            let reception = receive_raw(&app, raw).await;
            check_reception(name, &reception);
            assert_eq!(outcome(&reception), expected, "{name}");
        }
    }
}

scenario! {
    /// The short version of the fuzz target, always with the same messages.
    async fn damaged_mails_are_decided_and_only_hers_are_written(app: TestApp) {
        let number = app.claire().await.file_ticket("Panne").await;
        let mut fuzz = Fuzz::new(20_261_124, &number);
        for _ in 0..800 {
            let raw = fuzz.message();
            fuzz.receive(&app, raw).await;
        }
        assert!(fuzz.written() > 50, "{} written", fuzz.written());
    }
}
