//! What happens to waiting tickets by itself, and when.

use serde::{Deserialize, Serialize};

use crate::calendar::{DayOfWeek, HolidayRegion};
use crate::fields::{Checks, OptionalPart, Part};
use crate::request;

/// Most business days until a ticket closes.
pub const CLOSE_AFTER_DAYS_MAX: u8 = 60;
/// Most reminders.
pub const REMINDERS_MAX: u8 = 60;
/// Most hours until a ticket closes: a year.
pub const CLOSE_AFTER_HOURS_MAX: u16 = 8_760;

request! {
    /// The timers of all accounts that have none of their own.
    pub struct PutTimerSettings {
        /// Tickets on hold for the customer.
        #[cfg_attr(feature = "openapi", schema(value_type = PutAwaitingCustomer))]
        pub awaiting_customer: Part<PutAwaitingCustomer>,
        /// Resolved tickets.
        #[cfg_attr(feature = "openapi", schema(value_type = PutResolved))]
        pub resolved: Part<PutResolved>,
    }

    /// By which calendar, in which time zone and by which timers an account's tickets wait.
    pub struct PutAccountTimers {
        /// The calendar's key.
        pub calendar: HolidayRegion,
        /// IANA time zone of its business days, for example `Europe/Paris`.
        pub time_zone: String,
        /// The working days of a plain week, one at least, none twice; `null` or absent: those of
        /// the calendar.
        #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 7))]
        pub week: Option<Vec<DayOfWeek>>,
        /// Tickets on hold for the customer; `null` or absent: as for all accounts.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<PutAwaitingCustomer>))]
        pub awaiting_customer: OptionalPart<PutAwaitingCustomer>,
        /// Resolved tickets; `null` or absent: as for all accounts.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<PutResolved>))]
        pub resolved: OptionalPart<PutResolved>,
    }

    /// The timers of tickets on hold for the customer.
    pub struct PutAwaitingCustomer {
        /// Business days without an answer after which the ticket closes; 0: never.
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 60))]
        pub close_after_days: u8,
        /// Reminders at most, one on each business day before the closing; 0: none; `null` or
        /// absent: one on every such day. Required when the ticket never closes.
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 60))]
        pub reminders: Option<u8>,
    }
    rules awaiting_customer_rules;

    /// The timers of resolved tickets.
    pub struct PutResolved {
        /// Elapsed hours after which the ticket closes; 0: never.
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 8760))]
        pub close_after_hours: u16,
    }
    rules resolved_rules;
}

fn awaiting_customer_rules(checks: &mut Checks<'_>) {
    let days = checks.number("close_after_days", 0, CLOSE_AFTER_DAYS_MAX.into());
    checks.number("reminders", 0, REMINDERS_MAX.into());
    if days == Some(0) {
        // Without a closing no day is the last one to remind.
        checks.required("reminders");
    }
}

fn resolved_rules(checks: &mut Checks<'_>) {
    checks.number("close_after_hours", 0, CLOSE_AFTER_HOURS_MAX.into());
}

/// The timers of all accounts that have none of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimerSettings {
    /// Tickets on hold for the customer.
    pub awaiting_customer: AwaitingCustomerTimers,
    /// Resolved tickets.
    pub resolved: ResolvedTimers,
}

/// The timers of tickets on hold for the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AwaitingCustomerTimers {
    /// Business days without an answer after which the ticket closes; 0: never.
    pub close_after_days: u8,
    /// Reminders at most; `null`: one on every business day before the closing.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub reminders: Option<u8>,
}

impl Default for AwaitingCustomerTimers {
    fn default() -> Self {
        Self {
            close_after_days: 3,
            reminders: None,
        }
    }
}

/// The timers of resolved tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResolvedTimers {
    /// Elapsed hours after which the ticket closes; 0: never.
    pub close_after_hours: u16,
}

impl Default for ResolvedTimers {
    /// Guide: « Le ticket restera ouvert pendant 72 heures ».
    fn default() -> Self {
        Self {
            close_after_hours: 72,
        }
    }
}

/// By which calendar, in which time zone and by which timers an account's tickets wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountTimers {
    /// The calendar's key.
    pub calendar: HolidayRegion,
    /// IANA time zone of its business days.
    pub time_zone: String,
    /// The working days of a plain week; `null`: those of the calendar.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub week: Option<Vec<DayOfWeek>>,
    /// Tickets on hold for the customer; `null`: as for all accounts.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub awaiting_customer: Option<AwaitingCustomerTimers>,
    /// Resolved tickets; `null`: as for all accounts.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub resolved: Option<ResolvedTimers>,
}

impl From<PutTimerSettings> for TimerSettings {
    fn from(body: PutTimerSettings) -> Self {
        Self {
            awaiting_customer: body.awaiting_customer.0.into(),
            resolved: body.resolved.0.into(),
        }
    }
}

impl From<PutAwaitingCustomer> for AwaitingCustomerTimers {
    fn from(body: PutAwaitingCustomer) -> Self {
        Self {
            close_after_days: body.close_after_days,
            reminders: body.reminders,
        }
    }
}

impl From<PutResolved> for ResolvedTimers {
    fn from(body: PutResolved) -> Self {
        Self {
            close_after_hours: body.close_after_hours,
        }
    }
}
