//! One ticket.

use chrono::{DateTime, Utc};
use guichet_common::directory::{AccountRef, ConfigurationItemRef, GroupRef, PersonRef};
use guichet_common::ids::TicketNumber;
use guichet_domain::{Scope, Ticket};

use crate::{Conn, Error};

/// A ticket with its texts, counts and the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketDetailRow {
    /// The ticket.
    pub ticket: Ticket,
    /// Its description as sanitised HTML.
    pub description_html: String,
    /// Its description as plain text.
    pub description_text: String,
    /// Whose it is.
    pub account: AccountRef,
    /// For whom it is.
    pub contact: PersonRef,
    /// Who filed it.
    pub opened_by: PersonRef,
    /// The group that works it.
    pub assignment_group: Option<GroupRef>,
    /// The agent who works it.
    pub assigned_to: Option<PersonRef>,
    /// The thing of the account's that it is about.
    pub configuration_item: Option<ConfigurationItemRef>,
    /// How many public messages it has.
    pub comment_count: u32,
    /// How many files it has.
    pub attachment_count: u32,
    /// How many bytes they have together.
    pub attachment_bytes: u64,
}

/// A ticket within the scope, for a transition.
pub async fn find_ticket_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
) -> Result<Option<Ticket>, Error> {
    todo!()
}

/// A ticket within the scope, with all that a page shows of it.
pub async fn find_ticket_detail_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
) -> Result<Option<TicketDetailRow>, Error> {
    todo!()
}

/// Tickets whose time is over, the longest overdue first.
pub async fn list_due_auto_close(
    conn: &Conn,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<TicketNumber>, Error> {
    todo!()
}
