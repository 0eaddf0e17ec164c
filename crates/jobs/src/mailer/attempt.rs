//! How a try to send a mail ends, and what is told of it.

use std::ops::AddAssign;

use chrono::{DateTime, Utc};
use guichet_db::mail_log::HOURLY_LIMIT;
use guichet_db::outbox::ClaimedMail;
use guichet_mail::SendError;
use guichet_service::App;
use guichet_service::outbox::Outcome;

use crate::backoff::next_mail_attempt;

/// Longest reason kept with a mail, in characters.
const REASON_MAX: usize = 200;

/// What became of a batch of mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    /// Mails claimed.
    pub claimed: u32,
    /// Handed over.
    pub sent: u32,
    /// Tried again later.
    pub retried: u32,
    /// Left for the next hour, since their address had enough in this one.
    pub postponed: u32,
    /// Given up.
    pub failed: u32,
    /// Claimed, but left to whoever claims them next.
    pub left: u32,
    /// Whether the transport could not be reached: the next mail would fare no better.
    pub unreachable: bool,
}

impl AddAssign for Delivery {
    fn add_assign(&mut self, other: Self) {
        self.claimed += other.claimed;
        self.sent += other.sent;
        self.retried += other.retried;
        self.postponed += other.postponed;
        self.failed += other.failed;
        self.left += other.left;
        self.unreachable |= other.unreachable;
    }
}

/// How a try ended, before it is recorded.
pub(super) struct Attempt {
    /// `None` when there was no try, and the claim just ends.
    pub(super) outcome: Option<Outcome>,
    pub(super) counted: Delivery,
}

impl Attempt {
    pub(super) fn sent(to: String) -> Self {
        let counted = Delivery {
            sent: 1,
            ..Delivery::default()
        };
        Self {
            outcome: Some(Outcome::Sent { to }),
            counted,
        }
    }

    pub(super) fn failed(error: impl Into<String>) -> Self {
        let counted = Delivery {
            failed: 1,
            ..Delivery::default()
        };
        Self {
            outcome: Some(Outcome::Failed {
                error: error.into(),
            }),
            counted,
        }
    }

    pub(super) fn postponed(at: DateTime<Utc>) -> Self {
        let counted = Delivery {
            postponed: 1,
            ..Delivery::default()
        };
        Self {
            outcome: Some(Outcome::Retry {
                at,
                error: HOURLY_LIMIT.to_owned(),
            }),
            counted,
        }
    }

    pub(super) fn left() -> Self {
        Self {
            outcome: None,
            counted: Delivery {
                left: 1,
                ..Delivery::default()
            },
        }
    }

    /// Tried again later, unless it has been tried for long enough.
    pub(super) fn retry(
        app: &App,
        claim: &ClaimedMail,
        error: impl Into<String>,
        unreachable: bool,
    ) -> Self {
        let (mail, error) = (&claim.mail, error.into());
        match next_mail_attempt(mail.id, mail.created_at, claim.attempts, app.now()) {
            Some(at) => Self {
                outcome: Some(Outcome::Retry { at, error }),
                counted: Delivery {
                    retried: 1,
                    unreachable,
                    ..Delivery::default()
                },
            },
            None => Self::failed(format!("given_up {error}")),
        }
    }

    /// Counts and logs how a try ended.
    pub(super) fn tell(&self, claim: &ClaimedMail) {
        let (id, kind) = (claim.mail.id, claim.mail.kind.as_str());
        let (attempts, number) = (claim.attempts, claim.mail.number);
        match &self.outcome {
            None => {}
            Some(Outcome::Sent { .. }) => {
                metrics::counter!("mails_sent_total", "kind" => kind).increment(1);
                tracing::info!(mail = %id, kind, %number, attempts, "mail sent");
            }
            Some(Outcome::Retry { at, error }) if self.counted.postponed > 0 => {
                let reason = code(error);
                tracing::info!(mail = %id, kind, %number, reason, next = %at, "mail postponed");
            }
            Some(Outcome::Retry { at, error }) => {
                metrics::counter!("mails_retried_total").increment(1);
                let reason = code(error);
                tracing::warn!(mail = %id, kind, %number, attempts, reason, next = %at, "mail not sent");
            }
            Some(Outcome::Failed { error }) => {
                metrics::counter!("mails_failed_total").increment(1);
                let reason = code(error);
                tracing::error!(mail = %id, kind, %number, attempts, reason, "mail given up");
            }
        }
    }
}

/// Why a transport did not take a mail: a code, and what the server said without addresses.
pub(super) fn reason(error: &SendError) -> String {
    let (SendError::Temporary { code, message } | SendError::Permanent { code, message }) = error;
    let word = match code {
        Some(code) => format!("smtp_{code}"),
        None if error.is_permanent() => "invalid".to_owned(),
        None => "unreachable".to_owned(),
    };
    let without_addresses = message
        .split_whitespace()
        .map(|word| {
            if word.contains('@') {
                "<address>"
            } else {
                word
            }
        })
        .fold(word, |text, word| text + " " + word);
    without_addresses.chars().take(REASON_MAX).collect()
}

/// The code of a reason, which may be logged: the rest is a stranger's text.
fn code(reason: &str) -> &str {
    reason.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_has_the_code_and_no_address() {
        let error = SendError::Permanent {
            code: Some(550),
            message: "refused: 5.1.1 <zoe@client.example>: no such user".to_owned(),
        };
        let reason = reason(&error);
        assert_eq!(reason, "smtp_550 refused: 5.1.1 <address> no such user");
        assert_eq!(code(&reason), "smtp_550");
    }

    #[test]
    fn reason_is_bounded_and_tells_trouble_with_the_way_from_trouble_with_the_mail() {
        let temporary = SendError::Temporary {
            code: None,
            message: "é ".repeat(400),
        };
        assert!(reason(&temporary).starts_with("unreachable é"));
        assert_eq!(reason(&temporary).chars().count(), REASON_MAX);
        let permanent = SendError::Permanent {
            code: None,
            message: String::new(),
        };
        assert_eq!(reason(&permanent), "invalid");
    }
}
