//! Every template in every language with ordinary, hostile and bare samples.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

mod samples;

use chrono_tz::{America, Asia};
use guichet_common::vocabulary::{Language, MailKind};
use guichet_mail::{Rendered, TicketMail};
use samples::{bare, brand, guide, hostile};

fn render(mail: &TicketMail) -> Rendered {
    samples::render(&brand(), mail)
}

fn every(sample: impl Fn(MailKind, Language) -> TicketMail) -> Vec<(String, TicketMail, Rendered)> {
    let mut all = Vec::new();
    for kind in MailKind::ALL {
        for language in Language::ALL {
            let mail = sample(*kind, *language);
            let rendered = render(&mail);
            all.push((format!("{kind}-{language}"), mail, rendered));
        }
    }
    all
}

#[test]
fn mails_say_what_the_guide_says() {
    for (name, _, rendered) in every(guide) {
        let Rendered { subject, text, .. } = rendered;
        insta::assert_snapshot!(name, format!("Subject: {subject}\n\n{text}"));
    }
}

#[test]
fn hostile_samples_stay_in_their_place() {
    for (name, mail, rendered) in every(hostile) {
        let Rendered {
            subject,
            html,
            text,
        } = &rendered;
        assert!(
            !subject.chars().any(char::is_control),
            "{name}: {subject:?}"
        );
        for marker in ["<script", "<b>", "<i>", "REF\u{2028}"] {
            assert!(!html.contains(marker), "{name}: {marker} in {html}");
        }
        for part in [subject, html, text] {
            assert!(
                !part.contains('\u{202e}'),
                "{name}: direction mark in {part}"
            );
        }
        assert!(!text.contains('\r') && !text.contains('\u{0}'), "{name}");
        assert!(
            text.contains("1 < 2 & {{ brand }}") && html.contains("1 &lt; 2 &amp; {{ brand }}"),
            "{name}: user text is never a template"
        );
        assert!(
            html.contains(&mail.ticket_url) && text.contains(&mail.ticket_url),
            "{name}"
        );
        if *MailKind::ALL.first().expect("kinds") == mail.kind {
            insta::assert_snapshot!(
                format!("hostile-{name}"),
                format!("Subject: {subject}\n\n{text}")
            );
        }
    }
}

#[test]
fn bare_samples_render_without_gaps() {
    for (
        name,
        _,
        Rendered {
            subject,
            html,
            text,
        },
    ) in every(bare)
    {
        assert!(!subject.is_empty(), "{name}");
        assert!(!text.contains("\n\n\n\n"), "{name}: {text}");
        for part in [&subject, &html, &text] {
            assert!(!part.contains("none") || part == &html, "{name}: {part}");
            assert!(
                !part.contains("{$") && !part.contains("undefined"),
                "{name}: {part}"
            );
        }
    }
}

#[test]
fn no_mail_loads_anything_from_elsewhere() {
    for (name, _, Rendered { html, .. }) in every(guide).into_iter().chain(every(hostile)) {
        for marker in ["<img", "url(", "<link", "@import", "<script", "src="] {
            assert!(!html.contains(marker), "{name}: {marker}");
        }
        assert!(html.contains("prefers-color-scheme: dark"), "{name}");
    }
}

#[test]
fn tags_of_every_mail_are_balanced() {
    for (name, _, Rendered { html, .. }) in every(guide)
        .into_iter()
        .chain(every(hostile))
        .chain(every(bare))
    {
        for tag in [
            "html", "head", "body", "table", "tr", "td", "p", "a", "div", "h1", "strong",
        ] {
            let opened = html.matches(&format!("<{tag}>")).count()
                + html.matches(&format!("<{tag} ")).count();
            let closed = html.matches(&format!("</{tag}>")).count();
            assert_eq!(opened, closed, "{name}: <{tag}>");
        }
        assert!(
            !html.contains("='"),
            "{name}: attributes are in double quotes"
        );
    }
}

#[test]
fn stamps_are_in_the_readers_time_zone() {
    let paris = guide(MailKind::Comment, Language::Fr);
    assert!(
        render(&paris)
            .text
            .contains("2025-03-17 21:06:41 CET - Support Heliaq\n")
    );
    let new_york = TicketMail {
        time_zone: America::New_York,
        ..paris.clone()
    };
    assert!(
        render(&new_york)
            .text
            .contains("2025-03-17 16:06:41 EDT - Support Heliaq\n")
    );
    let kolkata = TicketMail {
        time_zone: Asia::Kolkata,
        ..paris
    };
    assert!(
        render(&kolkata)
            .text
            .contains("2025-03-18 01:36:41 IST - Support Heliaq\n")
    );
}

#[test]
fn the_two_hours_of_a_clock_change_are_told_apart() {
    let mut mail = guide(MailKind::Comment, Language::Fr);
    let mut at = |hour| {
        if let Some(event) = &mut mail.event {
            event.at = samples::utc(2025, 10, 26, hour, 30, 0);
        }
        render(&mail).text
    };
    assert!(at(0).contains("2025-10-26 02:30:00 CEST"));
    assert!(at(1).contains("2025-10-26 02:30:00 CET"));
}

#[test]
fn the_time_until_closing_is_said_in_hours() {
    let mut mail = guide(MailKind::Resolved, Language::Fr);
    assert!(
        render(&mail)
            .text
            .contains("clôturé automatiquement après 72 heures.")
    );
    mail.auto_close_at = Some(samples::utc(2025, 3, 18, 10, 30, 0));
    assert!(
        render(&mail)
            .html
            .contains("clôturé automatiquement après 1 heure.")
    );
}

#[test]
fn what_happens_next_is_said_in_the_readers_time_zone() {
    let mail = guide(MailKind::OnHold, Language::Fr);
    let promise = "Rappel le vendredi 14 mars à 18:09 · clôture automatique le mardi 18 mars à \
                   18:09 sans réponse de votre part";
    assert!(render(&mail).text.contains(promise));
    assert!(render(&mail).html.contains(promise));
    let last = TicketMail {
        remind_at: None,
        time_zone: America::New_York,
        language: Language::En,
        ..mail.clone()
    };
    let text = render(&last).text;
    let promise = "Closes automatically on Tuesday 18 March at 13:09 if we do not hear from you\n";
    assert!(text.contains(promise), "{text}");
    let endless = TicketMail {
        auto_close_at: None,
        ..mail.clone()
    };
    let text = render(&endless).text;
    assert!(
        text.contains("\nRappel le vendredi 14 mars à 18:09\n"),
        "{text}"
    );
    let silent = TicketMail {
        remind_at: None,
        ..endless
    };
    let Rendered { html, text, .. } = render(&silent);
    for part in [html, text] {
        assert!(
            !part.contains("Rappel") && !part.contains("lôture"),
            "{part}"
        );
    }
}

#[test]
fn solution_that_waits_for_ever_names_no_hours() {
    for language in Language::ALL {
        let mail = TicketMail {
            auto_close_at: None,
            ..guide(MailKind::Resolved, *language)
        };
        let Rendered { html, text, .. } = render(&mail);
        for part in [html, text] {
            for marker in ["72 h", "clôtur", "Clôtur", "closed automatically", "Closes"] {
                assert!(!part.contains(marker), "{marker} in {part}");
            }
        }
    }
}

#[test]
fn closing_that_comes_late_says_when_it_was_due() {
    let mail = TicketMail {
        was_due_at: Some(samples::utc(2025, 3, 18, 17, 9, 14)),
        ..guide(MailKind::Closed, Language::Fr)
    };
    let Rendered { html, text, .. } = render(&mail);
    for part in [html, text] {
        let due = "Sa clôture automatique était prévue le mardi 18 mars 2025 à 18:09.";
        assert!(part.contains(due), "{part}");
    }
}

#[test]
fn pictures_of_the_portal_become_links() {
    let html = render(&guide(MailKind::Created, Language::Fr)).html;
    assert!(html.contains(
        "<a href=\"https://support.heliaq.example/tickets/CS0057004\">[image : journal.png]</a>"
    ));
}

#[test]
fn every_mail_shows_another_brand_in_every_zone() {
    let brand = samples::other_brand();
    let zones = [
        chrono_tz::Europe::Paris,
        America::Martinique,
        America::St_Johns,
        Asia::Kathmandu,
        chrono_tz::Pacific::Kiritimati,
    ];
    for sample in [guide, hostile, bare] {
        for zone in zones {
            for (name, mail, _) in every(sample) {
                let mail = TicketMail {
                    time_zone: zone,
                    ..mail
                };
                let Rendered { html, text, .. } = samples::render(&brand, &mail);
                for part in [
                    "src=\"cid:logo@brand.guichet\" width=\"102\" height=\"34\"",
                    "alt=\"Soleil &amp; Fils &lt;SA&gt;\"",
                    "href=\"https://soleil.example/m?a=1&amp;b=2\"",
                    "SIRET 123 456 789 00012<br>",
                ] {
                    assert!(html.contains(part), "{name}: {part}");
                }
                for own in ["Heliaq</strong>", "#0a5f80", "#06283a", "http://", "url("] {
                    assert!(!html.contains(own), "{name}: {own}");
                }
                let footer = text.split("\n--\n").last().unwrap_or_default();
                assert!(
                    footer.starts_with("Soleil & Fils <SA>\nDu lundi"),
                    "{name}: {footer}"
                );
                let link = "Confidentialité : https://soleil.example/c";
                let link = if mail.language == Language::En {
                    link.replace(" : ", ": ")
                } else {
                    link.to_owned()
                };
                assert!(footer.contains(&link), "{name}: {footer}");
            }
        }
    }
}
