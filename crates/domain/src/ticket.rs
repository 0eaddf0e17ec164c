//! The ticket and its life cycle (spec, section 4).

mod status;
mod transition;

use chrono::{DateTime, Utc};
use guichet_common::ids::{AccountId, ConfigurationItemId, GroupId, PersonId, TicketNumber};
use guichet_common::vocabulary::{
    Channel, Impact, NextActionKind, Priority, TicketAction, TicketState, Urgency,
};

pub use status::{Closed, Hold, Resolution, Resolved, Status, Wait};
pub use transition::{Assignment, FieldChanges, Side, Transition};

use crate::priority::priority;

/// A ticket as transitions see it: everything that decides, without its long texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub number: TicketNumber,
    /// Whose it is.
    pub account_id: AccountId,
    /// For whom it is.
    pub contact_id: PersonId,
    /// Who filed it.
    pub opened_by_id: PersonId,
    /// What it is about.
    pub subject: String,
    /// Where it stands, with what belongs to that.
    pub status: Status,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// The group that works it.
    pub assignment_group_id: Option<GroupId>,
    /// The agent who works it.
    pub assigned_to_id: Option<PersonId>,
    /// The thing of the account's that it is about.
    pub configuration_item_id: Option<ConfigurationItemId>,
    /// Free text set by agents.
    pub internal_reference: Option<String>,
    /// The way by which it came in.
    pub channel: Channel,
    /// The frozen ticket that it follows.
    pub follow_up_of: Option<TicketNumber>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows by one with every change.
    pub version: i64,
}

/// A ticket to be filed; the database gives the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    /// Whose it is.
    pub account_id: AccountId,
    /// For whom it is.
    pub contact_id: PersonId,
    /// Who files it.
    pub opened_by_id: PersonId,
    /// What it is about.
    pub subject: String,
    /// Its description as sanitised HTML.
    pub description_html: String,
    /// Its description as plain text.
    pub description_text: String,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// The thing of the account's that it is about.
    pub configuration_item_id: Option<ConfigurationItemId>,
    /// The group that works it from the start.
    pub assignment_group_id: Option<GroupId>,
    /// The way by which it comes in.
    pub channel: Channel,
    /// The frozen ticket that it follows.
    pub follow_up_of: Option<TicketNumber>,
    /// When it is filed.
    pub created_at: DateTime<Utc>,
}

impl NewTicket {
    /// The ticket once the database has numbered it.
    #[must_use]
    pub fn numbered(&self, number: TicketNumber) -> Ticket {
        Ticket {
            number,
            account_id: self.account_id,
            contact_id: self.contact_id,
            opened_by_id: self.opened_by_id,
            subject: self.subject.clone(),
            status: Status::New,
            impact: self.impact,
            urgency: self.urgency,
            assignment_group_id: self.assignment_group_id,
            assigned_to_id: None,
            configuration_item_id: self.configuration_item_id,
            internal_reference: None,
            channel: self.channel,
            follow_up_of: self.follow_up_of,
            created_at: self.created_at,
            updated_at: self.created_at,
            version: 1,
        }
    }

    /// Its rank.
    #[must_use]
    pub const fn priority(&self) -> Priority {
        priority(self.impact, self.urgency)
    }
}

/// What happened to a ticket; becomes its history, mails and live events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It went from one state to another.
    StateChanged {
        /// By which action; `None` when a message did.
        action: Option<TicketAction>,
        /// The state before.
        from: TicketState,
        /// The state after.
        to: TicketState,
        /// The hold or close reason, or the resolution code, as its wire value.
        reason: Option<&'static str>,
    },
    /// Another group or agent works it.
    Assigned {
        /// Who did before.
        from: Assignment,
        /// Who does now.
        to: Assignment,
    },
    /// The customer is reminded of the question that it waits for.
    Reminded,
    /// A field changed.
    FieldChanged {
        /// The field's name on the wire.
        field: &'static str,
        /// Its old value.
        from: Option<String>,
        /// Its new value.
        to: Option<String>,
    },
}

/// Why a transition is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// The ticket is closed or cancelled.
    #[error("the ticket is frozen")]
    Frozen,
    /// The ticket's state does not allow this.
    #[error("the ticket's state does not allow this")]
    InvalidStateTransition,
}

impl Ticket {
    /// Its rank.
    #[must_use]
    pub const fn priority(&self) -> Priority {
        priority(self.impact, self.urgency)
    }

    /// Where it stands, as a word.
    #[must_use]
    pub const fn state(&self) -> TicketState {
        self.status.state()
    }

    /// What will happen to it by itself, soonest first.
    #[must_use]
    pub fn next_actions(&self) -> Vec<(NextActionKind, DateTime<Utc>)> {
        let reminder = self.status.wait().and_then(|wait| wait.remind_at);
        let closing = self.status.auto_close_at();
        reminder
            .map(|at| (NextActionKind::Reminder, at))
            .into_iter()
            .chain(closing.map(|at| (NextActionKind::AutoClose, at)))
            .collect()
    }
}
