//! Mails to a person about their own access, in words.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use guichet_common::vocabulary::{Language, PersonalMailKind};
use guichet_i18n::{format_date_time_long, t};
use minijinja::{Value, context};

use crate::brand::Brand;
use crate::clean::one_line;

/// A mail to a person about their own access, before it is put into words.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalMail {
    /// What it says.
    pub kind: PersonalMailKind,
    /// The reader's language.
    pub language: Language,
    /// The reader's time zone.
    pub time_zone: Tz,
    /// First and last name of the reader.
    pub name: String,
    /// The reader's user name.
    pub username: String,
    /// The link that sets a password (password reset and invitation).
    pub link: Option<String>,
    /// For how many hours it can be used.
    pub link_hours: i64,
    /// The device in words; may be empty.
    pub device: String,
    /// The address from where it was done; may be empty.
    pub address: String,
    /// When it was done.
    pub at: DateTime<Utc>,
}

impl std::fmt::Debug for PersonalMail {
    // Neither names nor the link may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonalMail")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl PersonalMail {
    pub(crate) fn subject(&self, brand: &Brand) -> String {
        let (language, name) = (self.language, &one_line(&brand.name));
        match self.kind {
            PersonalMailKind::PasswordReset => {
                t!(language, "mail-password-reset-subject").to_owned()
            }
            PersonalMailKind::Invitation => t!(language, "mail-invitation-subject", brand = name),
            PersonalMailKind::PasswordChanged => {
                t!(language, "mail-password-changed-subject").to_owned()
            }
            PersonalMailKind::NewSignIn => t!(language, "mail-new-sign-in-subject").to_owned(),
        }
    }

    /// What is said, the link, and what is said below it.
    pub(crate) fn context(&self, brand: &Brand) -> Value {
        let language = self.language;
        let url = &brand.public_url;
        let name = &one_line(&brand.name);
        let (before, label, after) = match self.kind {
            PersonalMailKind::PasswordReset => (
                vec![t!(language, "mail-password-reset-text", url = url)],
                t!(language, "mail-password-reset-link"),
                vec![
                    t!(language, "mail-password-reset-not-you").to_owned(),
                    t!(
                        language,
                        "mail-password-reset-expires",
                        hours = self.link_hours
                    ),
                ],
            ),
            PersonalMailKind::Invitation => (
                vec![
                    t!(language, "mail-invitation-text", brand = name, url = url),
                    t!(
                        language,
                        "mail-invitation-username",
                        username = &one_line(&self.username)
                    ),
                ],
                t!(language, "mail-invitation-link"),
                vec![t!(
                    language,
                    "mail-invitation-expires",
                    days = self.link_hours / 24
                )],
            ),
            PersonalMailKind::PasswordChanged => (
                vec![t!(language, "mail-password-changed-text", url = url)],
                "",
                vec![t!(language, "mail-password-changed-not-you").to_owned()],
            ),
            PersonalMailKind::NewSignIn => (
                vec![t!(language, "mail-new-sign-in-text", url = url)],
                "",
                vec![t!(language, "mail-new-sign-in-not-you").to_owned()],
            ),
        };
        let at = self.at.with_timezone(&self.time_zone).naive_local();
        let tells_where = matches!(
            self.kind,
            PersonalMailKind::PasswordChanged | PersonalMailKind::NewSignIn
        );
        let details = tells_where.then(|| {
            let known = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
            vec![
                (
                    t!(language, "mail-field-when"),
                    Some(format_date_time_long(language, at)),
                ),
                (t!(language, "mail-field-device"), known(&self.device)),
                (t!(language, "mail-field-address"), known(&self.address)),
            ]
        });
        context! {
            language => language.as_str(),
            first_name => one_line(&self.name),
            before => before,
            label => label,
            link => &self.link,
            after => after,
            details => details,
        }
    }
}
