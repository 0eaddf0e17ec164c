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
    /// What a passkey or token is called; empty for other mails.
    pub object: String,
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

/// What a mail says before its link, on it, and below.
struct Words {
    before: Vec<String>,
    label: &'static str,
    after: Vec<String>,
}

impl PersonalMail {
    pub(crate) fn subject(&self, brand: &Brand) -> String {
        let language = self.language;
        let subject = match self.kind {
            PersonalMailKind::Invitation => {
                let name = &one_line(&brand.name);
                return t!(language, "mail-invitation-subject", brand = name);
            }
            PersonalMailKind::PasswordReset => t!(language, "mail-password-reset-subject"),
            PersonalMailKind::PasswordChanged => t!(language, "mail-password-changed-subject"),
            PersonalMailKind::NewSignIn => t!(language, "mail-new-sign-in-subject"),
            PersonalMailKind::SecondFactorEnabled => {
                t!(language, "mail-second-factor-enabled-subject")
            }
            PersonalMailKind::SecondFactorDisabled => {
                t!(language, "mail-second-factor-disabled-subject")
            }
            PersonalMailKind::SecondFactorRemoved => {
                t!(language, "mail-second-factor-removed-subject")
            }
            PersonalMailKind::RecoveryCodesCreated => {
                t!(language, "mail-recovery-codes-created-subject")
            }
            PersonalMailKind::PasskeyAdded => t!(language, "mail-passkey-added-subject"),
            PersonalMailKind::PasskeyRemoved => t!(language, "mail-passkey-removed-subject"),
            PersonalMailKind::ApiTokenCreated => t!(language, "mail-api-token-created-subject"),
        };
        subject.to_owned()
    }

    fn words(&self, brand: &Brand) -> Words {
        let language = self.language;
        let url = &brand.public_url;
        match self.kind {
            PersonalMailKind::PasswordReset => Words {
                before: vec![t!(language, "mail-password-reset-text", url = url)],
                label: t!(language, "mail-password-reset-link"),
                after: vec![
                    t!(language, "mail-password-reset-not-you").to_owned(),
                    t!(
                        language,
                        "mail-password-reset-expires",
                        hours = self.link_hours
                    ),
                ],
            },
            PersonalMailKind::Invitation => {
                let name = &one_line(&brand.name);
                let username = &one_line(&self.username);
                let days = self.link_hours / 24;
                Words {
                    before: vec![
                        t!(language, "mail-invitation-text", brand = name, url = url),
                        t!(language, "mail-invitation-username", username = username),
                    ],
                    label: t!(language, "mail-invitation-link"),
                    after: vec![t!(language, "mail-invitation-expires", days = days)],
                }
            }
            _ => Words {
                before: vec![self.news(url)],
                label: "",
                after: vec![self.not_you().to_owned()],
            },
        }
    }

    /// What has happened; nothing for mails with a link.
    fn news(&self, url: &str) -> String {
        let language = self.language;
        match self.kind {
            PersonalMailKind::PasswordReset | PersonalMailKind::Invitation => String::new(),
            PersonalMailKind::PasswordChanged => {
                t!(language, "mail-password-changed-text", url = url)
            }
            PersonalMailKind::NewSignIn => t!(language, "mail-new-sign-in-text", url = url),
            PersonalMailKind::SecondFactorEnabled => {
                t!(language, "mail-second-factor-enabled-text", url = url)
            }
            PersonalMailKind::SecondFactorDisabled => {
                t!(language, "mail-second-factor-disabled-text", url = url)
            }
            PersonalMailKind::SecondFactorRemoved => {
                t!(language, "mail-second-factor-removed-text", url = url)
            }
            PersonalMailKind::RecoveryCodesCreated => {
                t!(language, "mail-recovery-codes-created-text", url = url)
            }
            PersonalMailKind::PasskeyAdded => t!(language, "mail-passkey-added-text", url = url),
            PersonalMailKind::PasskeyRemoved => {
                t!(language, "mail-passkey-removed-text", url = url)
            }
            PersonalMailKind::ApiTokenCreated => {
                t!(language, "mail-api-token-created-text", url = url)
            }
        }
    }

    /// What to do when it was somebody else.
    fn not_you(&self) -> &'static str {
        let language = self.language;
        match self.kind {
            PersonalMailKind::PasswordChanged => t!(language, "mail-password-changed-not-you"),
            PersonalMailKind::NewSignIn => t!(language, "mail-new-sign-in-not-you"),
            PersonalMailKind::SecondFactorRemoved => {
                t!(language, "mail-second-factor-removed-not-you")
            }
            PersonalMailKind::ApiTokenCreated => t!(language, "mail-api-token-created-not-you"),
            _ => t!(language, "mail-access-changed-not-you"),
        }
    }

    /// When, with what, and from where it was done; nothing for mails that were asked for.
    fn details(&self) -> Option<Vec<(&'static str, Option<String>)>> {
        if matches!(
            self.kind,
            PersonalMailKind::PasswordReset | PersonalMailKind::Invitation
        ) {
            return None;
        }
        let language = self.language;
        let at = self.at.with_timezone(&self.time_zone).naive_local();
        let known = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
        let when = Some(format_date_time_long(language, at));
        let mut details = vec![
            (t!(language, "mail-field-when"), when),
            (t!(language, "mail-field-device"), known(&self.device)),
            (t!(language, "mail-field-address"), known(&self.address)),
        ];
        if let Some(object) = known(&self.object) {
            details.insert(0, (t!(language, "mail-field-name"), Some(object)));
        }
        // An admin's own device is nobody else's business.
        if self.kind == PersonalMailKind::SecondFactorRemoved {
            details.truncate(1);
        }
        Some(details)
    }

    /// What is said, the link, and what is said below it.
    pub(crate) fn context(&self, brand: &Brand) -> Value {
        let Words {
            before,
            label,
            after,
        } = self.words(brand);
        context! {
            language => self.language.as_str(),
            first_name => one_line(&self.name),
            before => before,
            label => label,
            link => &self.link,
            after => after,
            details => self.details(),
        }
    }
}
