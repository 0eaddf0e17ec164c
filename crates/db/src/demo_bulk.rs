//! Many tickets at once, for demonstrations and benchmarks.

use chrono::{DateTime, Utc};
use guichet_common::ids::{ActivityId, CommentId, PersonId, TicketNumber};
use guichet_common::vocabulary::ActivityKind;
use guichet_domain::policy::needs_customer;
use guichet_domain::ticket::{NewTicket, Status};
use sea_orm::Value;

use crate::dialect::{numbers, search};
use crate::row::values;
use crate::sql::Sql;
use crate::tickets::excerpt;
use crate::{Db, Error, Tx};

/// Tickets in one transaction.
const BATCH: usize = 5_000;
/// Parameters in one statement; both databases take more, but more is not faster.
const PARAMETERS: usize = 2_000;

/// A ticket to be inserted with its messages and history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkTicket {
    /// The ticket as it was filed.
    pub ticket: NewTicket,
    /// Where it stands now.
    pub status: Status,
    /// The agent who works it.
    pub assigned_to_id: Option<PersonId>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
    /// Its public messages.
    pub comments: Vec<BulkComment>,
    /// Its history.
    pub history: Vec<BulkActivity>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkComment {
    /// Its id; ids are in the order of time.
    pub id: CommentId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Sanitised HTML.
    pub body_html: String,
    /// Plain text.
    pub body_text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkActivity {
    /// Its id; ids are in the order of time.
    pub id: ActivityId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; `None` when the system did.
    pub actor_id: Option<PersonId>,
    /// What it tells.
    pub kind: ActivityKind,
    /// With `comment`: the message.
    pub comment_id: Option<CommentId>,
    /// What else belongs to the kind.
    pub data: serde_json::Value,
}

/// Inserts tickets in the order given, in big transactions, search index included, without live
/// events and mails. Returns how many.
pub async fn insert_bulk(
    db: &Db,
    mut tickets: impl Iterator<Item = BulkTicket>,
) -> Result<u64, Error> {
    let mut inserted = 0;
    loop {
        let batch: Vec<BulkTicket> = tickets.by_ref().take(BATCH).collect();
        let Ok(size @ 1..) = u32::try_from(batch.len()) else {
            return Ok(inserted);
        };
        let tx = db.begin_write().await?;
        let numbers = numbers::take(&tx, size).await?;
        insert_batch(&tx, &numbers, &batch).await?;
        tx.commit().await?;
        inserted += u64::from(size);
    }
}

async fn insert_batch(tx: &Tx, numbers: &[i64], batch: &[BulkTicket]) -> Result<(), Error> {
    let numbered = || numbers.iter().copied().map(TicketNumber).zip(batch);
    insert_rows(
        tx,
        "INSERT INTO tickets (id, account_id, contact_id, opened_by_id, subject, \
         description_excerpt, state, on_hold_reason, on_hold_since, needs_action, impact, \
         urgency, priority, assignment_group_id, assigned_to_id, configuration_item_id, channel, \
         resolution_code, resolved_at, closed_at, close_reason, rating, follow_up_of, \
         auto_close_at, comment_count, attachment_count, attachment_bytes, created_at, \
         updated_at, version) VALUES ",
        numbered().map(|(number, bulk)| ticket_row(number, bulk)),
    )
    .await?;
    insert_rows(
        tx,
        "INSERT INTO ticket_texts (ticket_id, description_html, description_text, \
         resolution_html, resolution_text) VALUES ",
        numbered().map(|(number, bulk)| {
            let solution = bulk.status.resolved().map(|resolved| &resolved.resolution);
            values![
                number,
                bulk.ticket.description_html,
                bulk.ticket.description_text,
                solution.map(|solution| solution.notes_html.clone()),
                solution.map(|solution| solution.notes_text.clone()),
            ]
        }),
    )
    .await?;
    let comments = numbered().flat_map(|(number, bulk)| {
        bulk.comments.iter().map(move |comment| {
            values![
                number,
                comment.id,
                comment.author_id,
                comment.body_html,
                comment.body_text,
                comment.created_at,
            ]
        })
    });
    insert_rows(
        tx,
        "INSERT INTO comments (ticket_id, id, author_id, body_html, body_text, created_at) \
         VALUES ",
        comments,
    )
    .await?;
    let history = numbered().flat_map(|(number, bulk)| {
        bulk.history.iter().map(move |entry| {
            values![
                number,
                entry.id,
                entry.at,
                entry.actor_id,
                entry.kind,
                entry.comment_id,
                entry.data,
            ]
        })
    });
    insert_rows(
        tx,
        "INSERT INTO activities (ticket_id, id, at, actor_id, kind, comment_id, data) VALUES ",
        history,
    )
    .await?;
    if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
        tx.changes_lists();
        tx.execute(search::index_tickets(tx.dialect()), values![first, last])
            .await?;
    }
    Ok(())
}

fn ticket_row(number: TicketNumber, bulk: &BulkTicket) -> Vec<Value> {
    let (ticket, status) = (&bulk.ticket, &bulk.status);
    let (hold, closed) = match status {
        Status::OnHold(hold) => (Some(hold), None),
        Status::Closed(closed) => (None, Some(closed)),
        _ => (None, None),
    };
    let resolved = status.resolved();
    values![
        number,
        ticket.account_id,
        ticket.contact_id,
        ticket.opened_by_id,
        ticket.subject,
        excerpt(&ticket.description_text),
        status.state(),
        hold.map(|hold| hold.reason),
        hold.map(|hold| hold.since),
        needs_customer(status),
        ticket.impact,
        ticket.urgency,
        ticket.priority(),
        ticket.assignment_group_id,
        bulk.assigned_to_id,
        ticket.configuration_item_id,
        ticket.channel,
        resolved.map(|resolved| resolved.resolution.code),
        resolved.map(|resolved| resolved.at),
        status.closed_at(),
        closed.map(|closed| closed.reason),
        closed.and_then(|closed| closed.rating),
        ticket.follow_up_of,
        status.auto_close_at(),
        u64::try_from(bulk.comments.len()).unwrap_or_default(),
        0_i64,
        0_i64,
        ticket.created_at,
        bulk.updated_at,
        i64::try_from(bulk.history.len()).unwrap_or_default().max(1),
    ]
}

/// Inserts rows, many to a statement.
async fn insert_rows(
    tx: &Tx,
    insert: &str,
    rows: impl Iterator<Item = Vec<Value>>,
) -> Result<(), Error> {
    let mut rows = rows.peekable();
    while let Some(columns) = rows.peek().map(Vec::len) {
        let mut sql = Sql::new(insert);
        sql.bind_rows(rows.by_ref().take((PARAMETERS / columns.max(1)).max(1)));
        tx.execute(&sql.text, sql.values).await?;
    }
    Ok(())
}
