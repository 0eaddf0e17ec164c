//! What a ticket list shows, and in which order.

use chrono::{DateTime, Utc};
use guichet_common::ids::{AccountId, GroupId, PersonId};
use guichet_common::vocabulary::{OnHoldReason, Priority, TicketSort, TicketState};

/// Filters and order of a ticket list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TicketFilter {
    /// Keywords, all of which must occur.
    pub keywords: Option<String>,
    /// In one of these states; in any when empty.
    pub states: Vec<TicketState>,
    /// For this contact.
    pub contact_id: Option<PersonId>,
    /// Of this account.
    pub account_id: Option<AccountId>,
    /// Of one of these priorities; of any when empty.
    pub priorities: Vec<Priority>,
    /// Worked by this group.
    pub assignment_group_id: Option<GroupId>,
    /// Worked by this agent.
    pub assigned_to_id: Option<PersonId>,
    /// `true`: worked by no agent; `false`: worked by some agent.
    pub unassigned: Option<bool>,
    /// On hold for this reason.
    pub on_hold_reason: Option<OnHoldReason>,
    /// Whether the customer's next word is expected.
    pub needs_action: Option<bool>,
    /// Filed at or after this instant.
    pub created_after: Option<DateTime<Utc>>,
    /// Filed before this instant.
    pub created_before: Option<DateTime<Utc>>,
    /// Changed at or after this instant.
    pub updated_after: Option<DateTime<Utc>>,
    /// Changed before this instant.
    pub updated_before: Option<DateTime<Utc>>,
    /// The order.
    pub sort: TicketSort,
}

impl Default for TicketFilter {
    /// Everything, newest first.
    fn default() -> Self {
        Self {
            keywords: None,
            states: Vec::new(),
            contact_id: None,
            account_id: None,
            priorities: Vec::new(),
            assignment_group_id: None,
            assigned_to_id: None,
            unassigned: None,
            on_hold_reason: None,
            needs_action: None,
            created_after: None,
            created_before: None,
            updated_after: None,
            updated_before: None,
            sort: TicketSort::CreatedAtDesc,
        }
    }
}
