//! One mail of every kind in every language, ordinary and hostile.

use std::sync::Arc;

use chrono::{DateTime, TimeZone as _, Utc};
use chrono_tz::{Europe, Tz};
use guichet_common::settings::brand::BrandColours;
use guichet_common::vocabulary::{CloseReason, Impact, Language, MailAction, MailKind, Urgency};
use guichet_mail::{
    Brand, Logo, MailEvent, RefusedFiles, Rendered, Renderer, RichText, TicketMail,
};

/// An instant in UTC.
pub fn utc(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, month, day, hour, minute, second)
        .single()
        .unwrap_or_default()
}

/// The demo's brand.
pub fn brand() -> Brand {
    Brand {
        public_url: "https://support.heliaq.example".to_owned(),
        ..Brand::default()
    }
}

/// A supplier that has changed everything.
pub fn other_brand() -> Brand {
    Brand {
        name: "Soleil & Fils <SA>".to_owned(),
        address: String::new(),
        colours: BrandColours {
            header: "#ffffff".to_owned(),
            header_text: "#202020".to_owned(),
            spark: "#ff8800".to_owned(),
            accent: "#7a2e00".to_owned(),
            accent_text: "#ffffff".to_owned(),
            accent_dark: "#ffb080".to_owned(),
            accent_dark_text: "#201000".to_owned(),
        },
        logo: Some(logo()),
        footer: "Du lundi au vendredi, de 8 h à 18 h\nSIRET 123 456 789 00012".to_owned(),
        links: vec![
            (
                "Mentions légales".to_owned(),
                "https://soleil.example/m?a=1&b=2".to_owned(),
            ),
            (
                "Confidentialité".to_owned(),
                "https://soleil.example/c".to_owned(),
            ),
        ],
        ..brand()
    }
}

/// A sun of 120 to 40 pixels.
pub fn logo() -> Arc<Logo> {
    let bytes = include_bytes!("logo.png").to_vec();
    Arc::new(Logo::new(bytes).expect("a picture"))
}

/// A mail in the words of this brand.
pub fn render(brand: &Brand, mail: &TicketMail) -> Rendered {
    Renderer::new()
        .and_then(|renderer| renderer.ticket(brand, mail))
        .expect("the sample renders")
}

fn rich(html: &str, text: &str) -> RichText {
    RichText {
        html: html.to_owned(),
        text: text.to_owned(),
    }
}

/// The mail of the customers' guide.
pub fn guide(kind: MailKind, language: Language) -> TicketMail {
    let zone: Tz = Europe::Paris;
    let (author, at, body) = match kind {
        MailKind::Created | MailKind::InGroup | MailKind::Assigned => (
            "Client Heliaq",
            utc(2025, 3, 7, 15, 48, 35),
            rich(
                "<p>Bonjour,</p><p>Depuis ce matin, la sauvegarde du serveur <strong>SRV-FIC-01\
                 </strong> échoue :</p><ul><li>à 2 h, code 0x80070005</li><li>à 4 h, même \
                 code</li></ul><p><img src=\"/api/v1/attachments/0195\" alt=\"journal.png\"></p>\
                 <pre><code>vssadmin list writers</code></pre>",
                "Bonjour,\n\nDepuis ce matin, la sauvegarde du serveur SRV-FIC-01 échoue :\n- à 2 \
                 h, code 0x80070005\n- à 4 h, même code\n\n[image : journal.png]\n\nvssadmin list \
                 writers",
            ),
        ),
        MailKind::Comment => (
            "Support Heliaq",
            utc(2025, 3, 17, 20, 6, 41),
            rich(
                "<p>Bonjour, nous avons besoin d'un complément d'information.</p>",
                "Bonjour, nous avons besoin d'un complément d'information.",
            ),
        ),
        MailKind::OnHold => (
            "Support Heliaq",
            utc(2025, 3, 13, 17, 9, 14),
            rich(
                "<p>Bonjour, merci de nous communiquer les informations complémentaires.</p>",
                "Bonjour, merci de nous communiquer les informations complémentaires.",
            ),
        ),
        MailKind::Resolved => (
            "Support Heliaq",
            utc(2025, 3, 18, 9, 30, 0),
            rich(
                "<p>Le compte de service a été rétabli&nbsp;; la sauvegarde de contrôle est \
                 passée, voir <a href=\"https://wiki.example/sauvegardes\">la procédure</a>.</p>\
                 <blockquote><p>0 erreur, 2 avertissements</p></blockquote>",
                "Le compte de service a été rétabli ; la sauvegarde de contrôle est passée, voir la \
                 procédure (https://wiki.example/sauvegardes).\n\n> 0 erreur, 2 avertissements",
            ),
        ),
        MailKind::Closed | MailKind::FilesRefused => ("", utc(2025, 3, 21, 9, 30, 0), rich("", "")),
    };
    let closed = kind == MailKind::Closed;
    let event = MailEvent {
        author: author.to_owned(),
        at,
        body,
    };
    TicketMail {
        kind,
        language,
        time_zone: zone,
        first_name: "Client".to_owned(),
        number: "CS0057004".to_owned(),
        subject: "J'ai une demande".to_owned(),
        ticket_url: "https://support.heliaq.example/tickets/CS0057004".to_owned(),
        answers: answers(kind),
        event: (!author.is_empty()).then_some(event),
        opened_by: "Client Heliaq".to_owned(),
        assignment_group: Some("CDS - Supervision".to_owned()),
        internal_reference: None,
        impact: Impact::FewerThanFive,
        urgency: Urgency::Low,
        auto_close_at: match kind {
            MailKind::OnHold => Some(utc(2025, 3, 18, 17, 9, 14)),
            MailKind::Resolved => Some(utc(2025, 3, 21, 9, 30, 0)),
            _ => None,
        },
        remind_at: (kind == MailKind::OnHold).then(|| utc(2025, 3, 14, 17, 9, 14)),
        was_due_at: None,
        close_reason: closed.then_some(CloseReason::CustomerAccepted),
        refused_files: (kind == MailKind::FilesRefused)
            .then(|| refused(&["sauvegarde du 7 mars.zip", "journal.log"])),
    }
}

fn refused(names: &[&str]) -> RefusedFiles {
    RefusedFiles {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        file_mb: 25,
        files: 10,
        ticket_mb: 100,
    }
}

/// Links that answer without signing in.
fn answers(kind: MailKind) -> Vec<(MailAction, String)> {
    let link = |action: MailAction| {
        let url = format!("https://support.heliaq.example/mail-action#AQAA_{action}-0w");
        (action, url)
    };
    match kind {
        MailKind::OnHold => vec![link(MailAction::StillNeeded)],
        MailKind::Resolved => vec![link(MailAction::Accept), link(MailAction::Reject)],
        _ => Vec::new(),
    }
}

/// Names and texts of somebody who tries to break out, and a long subject.
pub fn hostile(kind: MailKind, language: Language) -> TicketMail {
    let break_out = "Eve\r\nBcc: all@victim.example\r\n\r\n<script>alert(1)</script>";
    TicketMail {
        first_name: "\"><b>Ève</b>\r\n".to_owned(),
        subject: format!(
            "\u{202e}{break_out}\u{0} {{{{ brand }}}} 🔥 {}",
            "très long ".repeat(14).trim_end()
        ),
        opened_by: break_out.to_owned(),
        assignment_group: Some("مركز الدعم <i>".to_owned()),
        internal_reference: Some("REF\u{2028}<&\">".to_owned()),
        refused_files: Some(refused(&[
            break_out,
            "1 < 2 & {{ brand }}",
            "\u{202e}gpj.exe",
            &"long".repeat(40),
        ])),
        event: Some(MailEvent {
            author: break_out.to_owned(),
            at: utc(2025, 10, 26, 0, 30, 0),
            body: rich(
                "<p>مرحبا، لا أستطيع تسجيل الدخول 🙂</p><p>1 &lt; 2 &amp; {{ brand }}</p><p>\
                 Averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword\
                 </p><table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>",
                "مرحبا، لا أستطيع تسجيل الدخول 🙂\r\n\r\n1 < 2 & {{ brand }}",
            ),
        }),
        ..guide(kind, language)
    }
}

/// As little as there can be.
pub fn bare(kind: MailKind, language: Language) -> TicketMail {
    TicketMail {
        first_name: String::new(),
        subject: "?".to_owned(),
        event: None,
        answers: Vec::new(),
        assignment_group: None,
        auto_close_at: None,
        remind_at: None,
        close_reason: None,
        refused_files: None,
        ..guide(kind, language)
    }
}
