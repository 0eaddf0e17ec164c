//! Writing tickets.

use guichet_common::ids::TicketNumber;
use guichet_domain::Ticket;
use guichet_domain::policy::needs_customer;
use guichet_domain::ticket::{Closed, NewTicket, Resolved, Status};

use super::wait_plan;
use crate::row::{Reader, values};
use crate::{Error, Tx};

/// The longest excerpt of a description, in characters.
pub(crate) const EXCERPT: usize = 200;

/// What a change adds to the counts that a ticket keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Public messages.
    pub comments: u32,
    /// Files.
    pub attachments: u32,
    /// The bytes of these files.
    pub attachment_bytes: u64,
}

/// The beginning of a description, on one line.
pub(crate) fn excerpt(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut excerpt = words.next().unwrap_or_default().to_owned();
    let mut length = excerpt.chars().count();
    for word in words {
        if length >= EXCERPT {
            break;
        }
        excerpt.push(' ');
        excerpt.push_str(word);
        length += 1 + word.chars().count();
    }
    if let Some((end, _)) = excerpt.char_indices().nth(EXCERPT) {
        excerpt.truncate(end);
    }
    excerpt
}

/// Files a ticket; the database numbers it. The search index follows by
/// [`crate::search::index_ticket`].
pub async fn insert_ticket(
    tx: &Tx,
    ticket: &NewTicket,
    counts: Counts,
) -> Result<TicketNumber, Error> {
    tx.changes_lists();
    let row = tx
        .one(
            "INSERT INTO tickets (account_id, contact_id, opened_by_id, subject, \
             description_excerpt, state, needs_action, impact, urgency, priority, \
             assignment_group_id, configuration_item_id, channel, follow_up_of, comment_count, \
             attachment_count, attachment_bytes, created_at, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
             $18, $18, 1) RETURNING id",
            values![
                ticket.account_id,
                ticket.contact_id,
                ticket.opened_by_id,
                ticket.subject,
                excerpt(&ticket.description_text),
                Status::New.state(),
                false,
                ticket.impact,
                ticket.urgency,
                ticket.priority(),
                ticket.assignment_group_id,
                ticket.configuration_item_id,
                ticket.channel,
                ticket.follow_up_of,
                counts.comments,
                counts.attachments,
                counts.attachment_bytes,
                ticket.created_at,
            ],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let number: TicketNumber = Reader::new(&row).get()?;
    tx.execute_later(
        "INSERT INTO ticket_texts (ticket_id, description_html, description_text) \
         VALUES ($1, $2, $3)",
        values![number, ticket.description_html, ticket.description_text],
    )
    .await?;
    Ok(number)
}

/// Saves a ticket after a transition: [`Error::Stale`] unless its version in the database is
/// still the one before `ticket.version`. A solution just proposed is saved with it.
pub async fn update_ticket(tx: &Tx, ticket: &Ticket, added: Counts) -> Result<(), Error> {
    tx.changes_lists();
    let hold = match &ticket.status {
        Status::OnHold(hold) => Some(hold),
        _ => None,
    };
    let wait = ticket.status.wait();
    let closed: Option<&Closed> = match &ticket.status {
        Status::Closed(closed) => Some(closed),
        _ => None,
    };
    let resolved: Option<&Resolved> = ticket.status.resolved();
    let changed = tx
        .execute(
            "UPDATE tickets SET comment_count = comment_count + $3, \
             attachment_count = attachment_count + $4, \
             attachment_bytes = attachment_bytes + $5, updated_at = $6, version = $2 \
             WHERE id = $1 AND version = $2 - 1",
            values![
                ticket.number,
                ticket.version,
                added.comments,
                added.attachments,
                added.attachment_bytes,
                ticket.updated_at,
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    // Most changes are messages, which change none of this; and SQLite writes every index of a
    // column that is set, the same value or not.
    tx.execute_later(
        "UPDATE tickets SET subject = $2, state = $3, on_hold_reason = $4, on_hold_since = $5, \
         needs_action = $6, impact = $7, urgency = $8, priority = $9, assignment_group_id = $10, \
         assigned_to_id = $11, configuration_item_id = $12, internal_reference = $13, \
         resolution_code = $14, resolved_at = $15, closed_at = $16, close_reason = $17, \
         rating = $18, auto_close_at = $19, remind_at = $20, last_reminder = $21, \
         wait_plan = $22 \
         WHERE id = $1 AND (subject, state, on_hold_reason, on_hold_since, needs_action, impact, \
         urgency, priority, assignment_group_id, assigned_to_id, configuration_item_id, \
         internal_reference, resolution_code, resolved_at, closed_at, close_reason, rating, \
         auto_close_at, remind_at, last_reminder, wait_plan) IS DISTINCT FROM ($2, $3, $4, $5, $6, $7, $8, \
         $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        values![
            ticket.number,
            ticket.subject,
            ticket.state(),
            hold.map(|hold| hold.reason),
            hold.map(|hold| hold.since),
            needs_customer(&ticket.status),
            ticket.impact,
            ticket.urgency,
            ticket.priority(),
            ticket.assignment_group_id,
            ticket.assigned_to_id,
            ticket.configuration_item_id,
            ticket.internal_reference,
            resolved.map(|resolved| resolved.resolution.code),
            resolved.map(|resolved| resolved.at),
            ticket.status.closed_at(),
            closed.map(|closed| closed.reason),
            closed.and_then(|closed| closed.rating),
            ticket.status.auto_close_at(),
            wait.and_then(|wait| wait.remind_at),
            wait.map_or(0, |wait| wait.last_reminder),
            wait.map(|wait| wait_plan::write(&wait.plan)),
        ],
    )
    .await?;
    match &ticket.status {
        Status::Resolved(resolved) if resolved.at == ticket.updated_at => {
            tx.execute_later(
                "UPDATE ticket_texts SET resolution_html = $2, resolution_text = $3 \
                 WHERE ticket_id = $1",
                values![
                    ticket.number,
                    resolved.resolution.notes_html,
                    resolved.resolution.notes_text,
                ],
            )
            .await?;
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpt_is_one_line_of_at_most_200_characters() {
        assert_eq!(
            excerpt("  Bonjour,\n\n l’écran\test noir "),
            "Bonjour, l’écran est noir"
        );
        assert_eq!(excerpt(""), "");
        assert_eq!(excerpt(&"é".repeat(500)).chars().count(), EXCERPT);
        assert_eq!(excerpt(&"mot ".repeat(500)).chars().count(), EXCERPT);
    }
}
