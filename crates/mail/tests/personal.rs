//! Mails about a person's own access, in every language.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

use chrono::{TimeZone as _, Utc};
use guichet_common::vocabulary::{Language, PersonalMailKind};
use guichet_mail::{Brand, PersonalMail, Rendered, Renderer};

fn mail(kind: PersonalMailKind, language: Language) -> PersonalMail {
    let has_link = matches!(
        kind,
        PersonalMailKind::PasswordReset | PersonalMailKind::Invitation
    );
    PersonalMail {
        kind,
        language,
        time_zone: chrono_tz::Europe::Paris,
        name: "Claire Morvan".to_owned(),
        username: "claire.morvan@lacaze-menuiserie.example".to_owned(),
        link: has_link.then(|| "https://support.heliaq.example/password#AZk0_-9".to_owned()),
        link_hours: if kind == PersonalMailKind::Invitation {
            168
        } else {
            12
        },
        object: match kind {
            PersonalMailKind::PasskeyAdded | PersonalMailKind::PasskeyRemoved => "Téléphone",
            PersonalMailKind::ApiTokenCreated => "Supervision",
            _ => "",
        }
        .to_owned(),
        device: "Firefox · Windows".to_owned(),
        address: "192.0.2.7".to_owned(),
        at: Utc
            .with_ymd_and_hms(2026, 3, 17, 14, 0, 0)
            .single()
            .expect("an instant"),
    }
}

fn render(mail: &PersonalMail) -> Rendered {
    let brand = Brand {
        public_url: "https://support.heliaq.example".to_owned(),
        ..Brand::default()
    };
    let renderer = Renderer::new().expect("the templates compile");
    renderer.personal(&brand, mail).expect("the mail renders")
}

#[test]
fn mails_about_access_say_what_people_expect() {
    for kind in PersonalMailKind::ALL {
        for language in Language::ALL {
            let Rendered {
                subject,
                text,
                html,
            } = render(&mail(*kind, *language));
            insta::assert_snapshot!(
                format!("{kind}-{language}"),
                format!("Subject: {subject}\n\n{text}")
            );
            for tag in ["table", "tr", "td", "p", "a", "div"] {
                let opened = html.matches(&format!("<{tag}>")).count()
                    + html.matches(&format!("<{tag} ")).count();
                assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
            }
        }
    }
}

#[test]
fn hostile_names_and_devices_stay_in_their_place() {
    let mut hostile = mail(PersonalMailKind::NewSignIn, Language::Fr);
    hostile.name = "<b>Eve</b>\r\nBcc: x@y".to_owned();
    hostile.object = "<i>x</i>\nBcc: z@y".to_owned();
    hostile.device = "<script>alert(1)</script>".to_owned();
    let Rendered { html, text, .. } = render(&hostile);
    assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("<i>"));
    assert!(text.contains("<b>Eve</b> Bcc: x@y"), "{text}");
}

#[test]
fn link_is_never_in_what_is_logged() {
    let mail = mail(PersonalMailKind::PasswordReset, Language::Fr);
    assert!(!format!("{mail:?}").contains("AZk0"));
}
