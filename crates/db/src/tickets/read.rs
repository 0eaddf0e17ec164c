//! One ticket.

use chrono::{DateTime, Utc};
use guichet_common::directory::{AccountRef, ConfigurationItemRef, GroupRef, PersonRef};
use guichet_common::ids::TicketNumber;
use guichet_common::vocabulary::{CloseReason, OnHoldReason, ResolutionCode, TicketState};
use guichet_domain::ticket::{Closed, Hold, Resolution, Resolved, Status, Wait};
use guichet_domain::{Scope, Ticket};

use super::wait_plan;
use crate::row::{Reader, values};
use crate::scope;
use crate::sql::Sql;
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

/// The columns that [`read_ticket`] reads, of `tickets t` and `ticket_texts x`.
const TICKET: &str = "t.id, t.account_id, t.contact_id, t.opened_by_id, t.subject, t.state, \
    t.on_hold_reason, t.on_hold_since, t.last_reminder, t.remind_at, t.auto_close_at, \
    t.wait_plan, t.resolution_code, x.resolution_html, x.resolution_text, \
    t.resolved_at, t.closed_at, t.close_reason, t.rating, t.impact, t.urgency, \
    t.assignment_group_id, t.assigned_to_id, t.configuration_item_id, t.internal_reference, \
    t.channel, t.follow_up_of, t.created_at, t.updated_at, t.version";

fn read_ticket(row: &mut Reader<'_>) -> Result<Ticket, Error> {
    Ok(Ticket {
        number: row.get()?,
        account_id: row.get()?,
        contact_id: row.get()?,
        opened_by_id: row.get()?,
        subject: row.get()?,
        status: read_status(row)?,
        impact: row.get()?,
        urgency: row.get()?,
        assignment_group_id: row.find()?,
        assigned_to_id: row.find()?,
        configuration_item_id: row.find()?,
        internal_reference: row.find()?,
        channel: row.get()?,
        follow_up_of: row.find()?,
        created_at: row.get()?,
        updated_at: row.get()?,
        version: row.get()?,
    })
}

fn read_status(row: &mut Reader<'_>) -> Result<Status, Error> {
    let state: TicketState = row.get()?;
    let on_hold_reason: Option<OnHoldReason> = row.find()?;
    let on_hold_since: Option<DateTime<Utc>> = row.find()?;
    let last_reminder = row.get()?;
    let remind_at: Option<DateTime<Utc>> = row.find()?;
    let auto_close_at: Option<DateTime<Utc>> = row.find()?;
    let plan: Option<serde_json::Value> = row.find()?;
    let code: Option<ResolutionCode> = row.find()?;
    let notes_html: Option<String> = row.find()?;
    let notes_text: Option<String> = row.find()?;
    let resolved_at: Option<DateTime<Utc>> = row.find()?;
    let closed_at: Option<DateTime<Utc>> = row.find()?;
    let close_reason: Option<CloseReason> = row.find()?;
    let rating: Option<u8> = row.find()?;

    let resolved = code.zip(resolved_at).map(|(code, at)| Resolved {
        resolution: Resolution {
            code,
            notes_html: notes_html.unwrap_or_default(),
            notes_text: notes_text.unwrap_or_default(),
        },
        at,
        close_at: auto_close_at,
    });
    let status = match state {
        TicketState::New => Some(Status::New),
        TicketState::Open => Some(Status::Open),
        TicketState::OnHold => on_hold_reason.zip(on_hold_since).map(|(reason, since)| {
            let wait = remind_at.or(auto_close_at).map(|_| Wait {
                plan: wait_plan::read(plan.as_ref(), since, auto_close_at),
                last_reminder,
                remind_at,
                close_at: auto_close_at,
            });
            Status::OnHold(Hold {
                reason,
                since,
                wait,
            })
        }),
        TicketState::Resolved => resolved.map(Status::Resolved),
        TicketState::Closed => close_reason.zip(closed_at).map(|(reason, at)| {
            Status::Closed(Closed {
                reason,
                at,
                resolved,
                rating,
            })
        }),
        TicketState::Cancelled => closed_at.map(Status::Cancelled),
    };
    status.ok_or_else(|| Error::corrupt("status of a ticket"))
}

/// A ticket within the scope, for a transition.
pub async fn find_ticket_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
) -> Result<Option<Ticket>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(TICKET);
    // Only a resolved or closed ticket has a solution to read.
    sql.push(
        " FROM tickets t LEFT JOIN ticket_texts x ON x.ticket_id = t.id \
         AND t.resolution_code IS NOT NULL WHERE t.id = ",
    );
    sql.bind(number);
    scope::tickets(&mut sql, "t", scope);
    match conn.one(&sql.text, sql.values).await? {
        Some(row) => Ok(Some(read_ticket(&mut Reader::new(&row))?)),
        None => Ok(None),
    }
}

/// A ticket within the scope, with all that a page shows of it.
pub async fn find_ticket_detail_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
) -> Result<Option<TicketDetailRow>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(TICKET);
    sql.push(
        ", x.description_html, x.description_text, a.id, a.name, \
         c.id, c.first_name || ' ' || c.last_name, o.id, o.first_name || ' ' || o.last_name, \
         g.id, g.name, w.id, w.first_name || ' ' || w.last_name, i.id, i.name, \
         t.comment_count, t.attachment_count, t.attachment_bytes \
         FROM tickets t JOIN ticket_texts x ON x.ticket_id = t.id \
         JOIN accounts a ON a.id = t.account_id JOIN people c ON c.id = t.contact_id \
         JOIN people o ON o.id = t.opened_by_id \
         LEFT JOIN assignment_groups g ON g.id = t.assignment_group_id \
         LEFT JOIN people w ON w.id = t.assigned_to_id \
         LEFT JOIN configuration_items i ON i.id = t.configuration_item_id WHERE t.id = ",
    );
    sql.bind(number);
    scope::tickets(&mut sql, "t", scope);
    let Some(row) = conn.one(&sql.text, sql.values).await? else {
        return Ok(None);
    };
    let mut row = Reader::new(&row);
    Ok(Some(TicketDetailRow {
        ticket: read_ticket(&mut row)?,
        description_html: row.get()?,
        description_text: row.get()?,
        account: AccountRef {
            id: row.get()?,
            name: row.get()?,
        },
        contact: PersonRef {
            id: row.get()?,
            name: row.get()?,
        },
        opened_by: PersonRef {
            id: row.get()?,
            name: row.get()?,
        },
        assignment_group: row.reference(|id, name| GroupRef { id, name })?,
        assigned_to: row.reference(|id, name| PersonRef { id, name })?,
        configuration_item: row.reference(|id, name| ConfigurationItemRef { id, name })?,
        comment_count: row.get()?,
        attachment_count: row.get()?,
        attachment_bytes: row.get()?,
    }))
}

/// Tickets whose time is over, the longest overdue first.
pub async fn list_due_auto_close(
    conn: &Conn,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<TicketNumber>, Error> {
    let rows = conn
        .all(
            "SELECT id FROM tickets WHERE auto_close_at <= $1 ORDER BY auto_close_at, id LIMIT $2",
            values![now, limit],
        )
        .await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// Tickets whose customer is to be reminded, the longest overdue first.
pub async fn list_due_reminders(
    conn: &Conn,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<TicketNumber>, Error> {
    let rows = conn
        .all(
            "SELECT id FROM tickets WHERE remind_at <= $1 ORDER BY remind_at, id LIMIT $2",
            values![now, limit],
        )
        .await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// The first instant after `after` at which a ticket closes or a customer is reminded.
pub async fn find_next_due(
    conn: &Conn,
    after: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let mut next = None;
    for sql in [
        "SELECT MIN(auto_close_at) FROM tickets WHERE auto_close_at > $1",
        "SELECT MIN(remind_at) FROM tickets WHERE remind_at > $1",
    ] {
        if let Some(row) = conn.one(sql, values![after]).await? {
            let found: Option<DateTime<Utc>> = Reader::new(&row).find()?;
            next = next.into_iter().chain(found).min();
        }
    }
    Ok(next)
}
