//! For how long what is not needed any more is kept.

use serde::{Deserialize, Serialize};

use crate::fields::Checks;
use crate::request;

/// Most days that something may be kept for: ten years. What is to be kept for good has no number.
pub const RETENTION_DAYS_MAX: u16 = 3_650;

request! {
    /// For how long what is not needed any more is kept.
    pub struct PutRetentionSettings {
        /// Days after which a session that has ended is forgotten, with browser and network address.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
        pub ended_session_days: u16,
        /// Days after a ticket's closing after which the mails that were written into it go as they
        /// came; `null` or absent: never. Their texts and files stay in the ticket.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
        pub raw_mail_days: Option<u16>,
        /// Days after a ticket's closing after which the log of the mails that went out about it is
        /// forgotten; `null` or absent: never.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650))]
        pub mail_log_days: Option<u16>,
    }
    rules retention_rules;
}

fn retention_rules(checks: &mut Checks<'_>) {
    for name in ["ended_session_days", "raw_mail_days", "mail_log_days"] {
        checks.number(name, 1, i64::from(RETENTION_DAYS_MAX));
    }
}

/// For how long what is not needed any more is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionSettings {
    /// Days after which a session that has ended is forgotten.
    pub ended_session_days: u16,
    /// Days after a ticket's closing after which the mails that were written into it go as they came;
    /// `null`: never.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub raw_mail_days: Option<u16>,
    /// Days after a ticket's closing after which the log of the mails that went out about it is
    /// forgotten; `null`: never.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub mail_log_days: Option<u16>,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            ended_session_days: 30,
            raw_mail_days: None,
            mail_log_days: None,
        }
    }
}
