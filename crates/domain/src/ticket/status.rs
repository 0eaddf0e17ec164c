//! The states, each with the data that belongs to it.

use chrono::{DateTime, Utc};
use guichet_common::vocabulary::{CloseReason, OnHoldReason, ResolutionCode, TicketState};

use crate::calendar::WaitPlan;

/// A proposed solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// What kind of solution.
    pub code: ResolutionCode,
    /// The solution as sanitised HTML.
    pub notes_html: String,
    /// The solution as plain text.
    pub notes_text: String,
}

/// On hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// For whom it waits.
    pub reason: OnHoldReason,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What happens by itself while it waits for the customer; nothing when it waits for others.
    pub wait: Option<Wait>,
}

/// What happens by itself to a ticket that waits for its customer, as far as the plan was carried
/// out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// The plan, as it was made when the customer was asked.
    pub plan: WaitPlan,
    /// The number of the last reminder sent; 0 before the first.
    pub last_reminder: u8,
    /// When the next reminder is due.
    pub remind_at: Option<DateTime<Utc>>,
    /// When the ticket closes.
    pub close_at: Option<DateTime<Utc>>,
}

impl Wait {
    /// What of the plan is still to come, as seen at `now`, after the reminder of this number;
    /// nothing when all of it has come.
    #[must_use]
    pub fn from_plan(plan: WaitPlan, now: DateTime<Utc>, last_reminder: u8) -> Option<Self> {
        let upcoming = plan.upcoming(now, last_reminder);
        upcoming.next_at().map(|_| Self {
            plan,
            last_reminder,
            remind_at: upcoming.reminder.map(|reminder| reminder.at),
            close_at: upcoming.closes_at,
        })
    }
}

/// Waiting for the customer's word on a solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The solution.
    pub resolution: Resolution,
    /// When it was proposed.
    pub at: DateTime<Utc>,
    /// When the ticket closes without that word; never, without. It is said when the solution is
    /// proposed, and stays whatever the settings become.
    pub close_at: Option<DateTime<Utc>>,
}

/// Done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Why.
    pub reason: CloseReason,
    /// When.
    pub at: DateTime<Utc>,
    /// The solution and when it was proposed, if there was one.
    pub resolved: Option<Resolved>,
    /// The customer's satisfaction, 1 to 5.
    pub rating: Option<u8>,
}

/// Where a ticket stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Nobody of the support has taken it yet.
    New,
    /// Being worked on.
    Open,
    /// Waiting for somebody.
    OnHold(Hold),
    /// A solution waits for the customer's word.
    Resolved(Resolved),
    /// Done; frozen.
    Closed(Closed),
    /// Withdrawn at this instant; frozen.
    Cancelled(DateTime<Utc>),
}

impl Status {
    /// The state as a word.
    #[must_use]
    pub const fn state(&self) -> TicketState {
        match self {
            Self::New => TicketState::New,
            Self::Open => TicketState::Open,
            Self::OnHold(_) => TicketState::OnHold,
            Self::Resolved(_) => TicketState::Resolved,
            Self::Closed(_) => TicketState::Closed,
            Self::Cancelled(_) => TicketState::Cancelled,
        }
    }

    /// Closed and cancelled tickets take no more changes.
    #[must_use]
    pub const fn is_frozen(&self) -> bool {
        self.state().is_frozen()
    }

    /// For whom it waits, when on hold.
    #[must_use]
    pub const fn on_hold_reason(&self) -> Option<OnHoldReason> {
        match self {
            Self::OnHold(hold) => Some(hold.reason),
            _ => None,
        }
    }

    /// The solution and when it was proposed, while resolved and after.
    #[must_use]
    pub const fn resolved(&self) -> Option<&Resolved> {
        match self {
            Self::Resolved(resolved) => Some(resolved),
            Self::Closed(closed) => closed.resolved.as_ref(),
            _ => None,
        }
    }

    /// When it was closed or cancelled.
    #[must_use]
    pub const fn closed_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Closed(closed) => Some(closed.at),
            Self::Cancelled(at) => Some(*at),
            _ => None,
        }
    }

    /// Since when the customer's next word is expected: on hold for them, or resolved.
    #[must_use]
    pub const fn awaits_customer_since(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::OnHold(hold) if matches!(hold.reason, OnHoldReason::AwaitingCustomer) => {
                Some(hold.since)
            }
            Self::Resolved(resolved) => Some(resolved.at),
            _ => None,
        }
    }

    /// What happens by itself while it waits for the customer.
    #[must_use]
    pub const fn wait(&self) -> Option<&Wait> {
        match self {
            Self::OnHold(hold) => hold.wait.as_ref(),
            _ => None,
        }
    }

    /// When it closes by itself: some elapsed hours after the solution was proposed, or when the
    /// customer has not answered for some business days.
    #[must_use]
    pub fn auto_close_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Resolved(resolved) => resolved.close_at,
            Self::OnHold(hold) => hold.wait.as_ref().and_then(|wait| wait.close_at),
            _ => None,
        }
    }
}
