//! The clock of a sandbox. Its operations are there with `--sandbox` alone.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::AccountId;
use crate::request;

request! {
    /// How far the clock is turned: exactly one of `advance` and `advance_business_days`. It is
    /// turned forward only, to ten years after the real time at most.
    pub struct TurnSandboxClock {
        /// By a duration of ISO 8601 in whole weeks, or in whole days, hours, minutes and seconds:
        /// `PT72H`. A day has 24 hours.
        pub advance: Option<String>,
        /// To the same local time on the business day that is so many after today.
        #[cfg_attr(feature = "openapi", schema(minimum = 1))]
        pub advance_business_days: Option<u32>,
        /// Whose business days and time zone; without it those of a new account: France and
        /// `Europe/Paris`.
        pub account_id: Option<AccountId>,
    }
}

/// What the clock of a sandbox shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandboxTime {
    /// The instance's current instant.
    pub now: DateTime<Utc>,
    /// What time it really is. People stay signed in by it.
    pub real_now: DateTime<Utc>,
}

/// What happened while the clock was turned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SandboxTurn {
    /// The instance's current instant, now that it is turned.
    pub now: DateTime<Utc>,
    /// What time it really is.
    pub real_now: DateTime<Utc>,
    /// Customers reminded on the way.
    pub reminders: u32,
    /// Tickets closed on the way.
    pub closings: u32,
    /// Tickets at which something broke; the log says what, and the jobs try again.
    pub failures: u32,
}
