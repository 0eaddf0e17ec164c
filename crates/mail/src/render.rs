//! Puts a mail into words: the templates of `templates/` with the texts of `guichet-i18n`.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use guichet_common::vocabulary::{Language, MailAction, MailKind};
use guichet_i18n::{Label as _, format_date_time_long, format_day_time, lookup, t};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
    value::Kwargs,
};

use crate::{
    brand::Brand,
    clean::{lines, one_line},
    logo::Logo,
    personal::PersonalMail,
    rich_text::{escape, for_mail},
    ticket::TicketMail,
};

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../templates/", $name, ".j2")))),+]
    };
}

/// Every template, compiled in.
const TEMPLATES: &[(&str, &str)] = &templates![
    "layout.html",
    "layout.txt",
    "parts.html",
    "parts.txt",
    "created.html",
    "created.txt",
    "comment.html",
    "comment.txt",
    "on_hold.html",
    "on_hold.txt",
    "resolved.html",
    "resolved.txt",
    "closed.html",
    "closed.txt",
    "in_group.html",
    "in_group.txt",
    "assigned.html",
    "assigned.txt",
    "files_refused.html",
    "files_refused.txt",
    "personal.html",
    "personal.txt",
];

/// A mail in words, in its reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, without control characters.
    pub subject: String,
    /// A whole HTML document without remote content.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}

/// The templates. Make one, and share it.
#[derive(Debug)]
pub struct Renderer {
    environment: Environment<'static>,
}

impl Renderer {
    /// Compiles the templates.
    ///
    /// # Errors
    /// When a template has a mistake; the tests render all of them.
    pub fn new() -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let syntax = environment
            .syntax()
            .to_builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?;
        environment.set_syntax(syntax);
        environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("txt") => AutoEscape::None,
            _ => AutoEscape::Html,
        });
        environment.set_formatter(write_value);
        environment.add_function("t", translate);
        for (name, source) in TEMPLATES {
            environment.add_template(name, source)?;
        }
        Ok(Self { environment })
    }

    /// A mail about a ticket, in the name of this supplier.
    ///
    /// # Errors
    /// When a template asks for what it is not given; the tests render all of them.
    pub fn ticket(&self, brand: &Brand, mail: &TicketMail) -> Result<Rendered, Error> {
        let context = Self::ticket_context(brand, mail);
        let subject = mail_subject(mail.kind, mail.language, &mail.number, &mail.subject);
        let name = mail.kind.as_str();
        let render = |extension: &str| {
            let template = self
                .environment
                .get_template(&format!("{name}.{extension}"))?;
            template.render(context! { title => &subject, ..context.clone() })
        };
        Ok(Rendered {
            html: render("html")?,
            text: lines(&render("txt")?) + "\n",
            subject,
        })
    }

    /// A mail to a person about their own access.
    ///
    /// # Errors
    /// When a template asks for what it is not given; the tests render all of them.
    pub fn personal(&self, brand: &Brand, mail: &PersonalMail) -> Result<Rendered, Error> {
        let subject = mail.subject(brand);
        let render = |extension: &str| {
            let template = self
                .environment
                .get_template(&format!("personal.{extension}"))?;
            template.render(context! {
                title => &subject,
                brand => Self::brand_context(brand),
                ..mail.context(brand)
            })
        };
        Ok(Rendered {
            html: render("html")?,
            text: lines(&render("txt")?) + "\n",
            subject,
        })
    }

    fn ticket_context(brand: &Brand, mail: &TicketMail) -> Value {
        let language = mail.language;
        let optional = |text: &Option<String>| {
            text.as_deref()
                .map(one_line)
                .filter(|text| !text.is_empty())
        };
        let event = mail.event.as_ref().map(|event| {
            let html = for_mail(
                &event.body.html,
                language,
                &mail.ticket_url,
                &brand.public_url,
            );
            context! {
                author => one_line(&event.author),
                stamp => stamp(event.at, mail.time_zone),
                html => Value::from_safe_string(html),
                text => lines(&event.body.text),
            }
        });
        let refused = mail.refused_files.as_ref().map(|refused| {
            context! {
                names => refused.names.iter().map(|name| one_line(name)).collect::<Vec<_>>(),
                file_mb => refused.file_mb,
                files => refused.files,
                ticket_mb => refused.ticket_mb,
            }
        });
        context! {
            language => language.as_str(),
            refused => refused,
            brand => Self::brand_context(brand),
            first_name => one_line(&mail.first_name),
            number => one_line(&mail.number),
            subject => one_line(&mail.subject),
            url => &mail.ticket_url,
            answers => answers(mail),
            event => event,
            opened_by => one_line(&mail.opened_by),
            assignment_group => optional(&mail.assignment_group),
            internal_reference => optional(&mail.internal_reference),
            impact => mail.impact.label(language),
            urgency => mail.urgency.label(language),
            close_reason => mail.close_reason.map(|reason| reason.label(language)),
            promise => promise(mail),
            was_due_date => mail.was_due_at.map(|at| {
                format_date_time_long(language, at.with_timezone(&mail.time_zone).naive_local())
            }),
            auto_close_hours => hours_until_close(mail),
        }
    }

    fn brand_context(brand: &Brand) -> Value {
        let Brand {
            name,
            address,
            colours,
            public_url,
            logo,
            footer,
            links,
            ..
        } = brand;
        let logo = logo.as_ref().map(|logo| {
            let (width, height) = logo.size_in_mail();
            context! { source => format!("cid:{}", Logo::CONTENT_ID), width, height }
        });
        context! {
            name => one_line(name),
            initial => name.chars().next().map(|c| c.to_uppercase().to_string()),
            address => one_line(address),
            url => public_url,
            logo => logo,
            footer => footer.lines().map(one_line).collect::<Vec<_>>(),
            links => links.iter().map(|(label, url)| (one_line(label), url.clone())).collect::<Vec<_>>(),
            header => &colours.header,
            header_text => &colours.header_text,
            spark => &colours.spark,
            accent => &colours.accent,
            accent_text => &colours.accent_text,
            accent_dark => &colours.accent_dark,
            accent_dark_text => &colours.accent_dark_text,
        }
    }
}

/// The subject of a mail about the ticket with this number and subject.
#[must_use]
pub fn mail_subject(kind: MailKind, language: Language, number: &str, subject: &str) -> String {
    let (number, subject) = (&one_line(number), &one_line(subject));
    match kind {
        MailKind::Created => {
            t!(
                language,
                "mail-created-subject",
                number = number,
                subject = subject
            )
        }
        MailKind::Comment => t!(language, "mail-comment-subject", number = number),
        MailKind::OnHold => {
            t!(
                language,
                "mail-on-hold-subject",
                number = number,
                subject = subject
            )
        }
        MailKind::Resolved => t!(language, "mail-resolved-subject").to_owned(),
        MailKind::Closed => t!(language, "mail-closed-subject", number = number),
        MailKind::InGroup => t!(
            language,
            "mail-in-group-subject",
            number = number,
            subject = subject
        ),
        MailKind::Assigned => t!(
            language,
            "mail-assigned-subject",
            number = number,
            subject = subject
        ),
        MailKind::FilesRefused => t!(language, "mail-files-refused-subject", number = number),
    }
}

/// Label and link of each answer, in the order of the mail.
fn answers(mail: &TicketMail) -> Vec<(&'static str, String)> {
    let label = |action| match action {
        MailAction::Accept => t!(mail.language, "mail-resolved-accept"),
        MailAction::Reject => t!(mail.language, "mail-resolved-reject"),
        MailAction::StillNeeded => t!(mail.language, "mail-on-hold-still-needed"),
    };
    mail.answers
        .iter()
        .map(|(action, url)| (label(*action), url.clone()))
        .collect()
}

/// `2025-03-17 21:06:41 CET`, as the guide's mails write it.
fn stamp(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%Y-%m-%d %H:%M:%S %Z")
        .to_string()
}

/// What happens next by itself, as the ticket's page says it; nothing when nothing does.
fn promise(mail: &TicketMail) -> Option<String> {
    let language = mail.language;
    let local = |at: DateTime<Utc>| {
        format_day_time(language, at.with_timezone(&mail.time_zone).naive_local())
    };
    let reminder = mail
        .remind_at
        .map(|at| t!(language, "ticket-promise-reminder", at = &local(at)));
    let closing = mail.auto_close_at.map(|at| {
        let at = &local(at);
        if reminder.is_some() {
            t!(language, "ticket-promise-then-close", at = at)
        } else {
            t!(language, "ticket-promise-close", at = at)
        }
    });
    let steps: Vec<String> = reminder.into_iter().chain(closing).collect();
    (!steps.is_empty()).then(|| steps.join(" · "))
}

/// Whole hours from the solution to the closing, at least one.
fn hours_until_close(mail: &TicketMail) -> Option<i64> {
    let close_at = mail.auto_close_at?;
    let from = mail.event.as_ref()?.at;
    Some(((close_at - from).num_minutes() + 30) / 60).map(|hours| hours.max(1))
}

/// `t("mail-greeting-named", name=first_name)` in a template: the text in the mail's language.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine calls it with an owned value"
)]
fn translate(state: &State, name: &str, arguments: Kwargs) -> Result<String, Error> {
    let refused = |what: String| Error::new(ErrorKind::InvalidOperation, what);
    let key = lookup(name).ok_or_else(|| refused(format!("there is no text {name}")))?;
    let language = state
        .lookup("language")
        .and_then(|value| {
            value
                .as_str()
                .and_then(|code| code.parse::<Language>().ok())
        })
        .unwrap_or_default();
    let mut values = Vec::new();
    for argument in key.arguments() {
        values.push((*argument, arguments.get::<Value>(argument)?));
    }
    arguments.assert_all_used()?;
    let mut filled = Vec::new();
    for (argument, value) in &values {
        let value = match (value.as_i64(), value.as_str()) {
            (Some(number), _) => guichet_i18n::Value::Number(number),
            (None, Some(text)) => guichet_i18n::Value::Text(text),
            (None, None) => {
                return Err(refused(format!(
                    "{name}: {argument} is neither text nor number"
                )));
            }
        };
        filled.push((*argument, value));
    }
    Ok(guichet_i18n::format(language, key, &filled))
}

/// Writes a value. The engine's own escaping also writes `/` and `'` as numbers, which mail
/// clients that look for addresses in the source, and people who read it, trip over; attributes
/// of the templates are all in double quotes.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_undefined() || value.is_none() {
        let message = "a template prints a value that is not there";
        return Err(Error::new(ErrorKind::UndefinedError, message));
    }
    let html = matches!(state.auto_escape(), AutoEscape::Html);
    let text = value.to_string();
    let text = if html && !value.is_safe() {
        escape(&text)
    } else {
        text
    };
    out.write_str(&text).map_err(Error::from)
}
