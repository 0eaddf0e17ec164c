//! The ticket list, and the rows of its export.

use chrono::{DateTime, Utc};
use guichet_common::ids::TicketNumber;
use guichet_common::tickets::TicketSummary;
use guichet_common::vocabulary::{Impact, OnHoldReason, Priority, TicketState, Urgency};
use guichet_domain::Scope;

use super::filter::TicketFilter;
use crate::{Conn, Error, PageRequest, Rows, SortKey};

/// A ticket in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// Its description as plain text.
    pub description_text: String,
    /// Where it stands.
    pub state: TicketState,
    /// For whom it waits, when on hold.
    pub on_hold_reason: Option<OnHoldReason>,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Its rank.
    pub priority: Priority,
    /// The account's name.
    pub account: String,
    /// The contact's name.
    pub contact: String,
    /// The group's name.
    pub assignment_group: Option<String>,
    /// The agent's name.
    pub assigned_to: Option<String>,
    /// Free text set by agents.
    pub internal_reference: Option<String>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
    /// When the solution was proposed.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed or cancelled.
    pub closed_at: Option<DateTime<Utc>>,
}

/// One page of the tickets within the scope that the filter lets through.
pub async fn list_tickets_in(
    conn: &Conn,
    scope: &Scope,
    filter: &TicketFilter,
    page: &PageRequest<SortKey>,
) -> Result<Rows<TicketSummary, SortKey>, Error> {
    todo!()
}

/// The next batch of an export: up to `limit` rows after this place, and the place of the last of
/// them; `None` when there are no more.
pub async fn export_tickets_in(
    conn: &Conn,
    scope: &Scope,
    filter: &TicketFilter,
    page: &PageRequest<SortKey>,
) -> Result<(Vec<ExportRow>, Option<SortKey>), Error> {
    todo!()
}
