//! Mails to be sent. They are written in the transaction that causes them and sent afterwards by
//! a worker that claims them with a lease; the fence tells a late worker that it lost its claim.

use chrono::{DateTime, Utc};
use guichet_common::ids::{ActivityId, CommentId, PersonId, TicketNumber};
use guichet_common::vocabulary::MailKind;
use uuid::Uuid;

use crate::{Conn, Error, Tx};

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    pub kind: MailKind,
    /// About which ticket.
    pub number: TicketNumber,
    /// To whom.
    pub person_id: PersonId,
    /// The message it tells of.
    pub comment_id: Option<CommentId>,
    /// The entry of the history that caused it; one mail of a kind to a person for each.
    pub activity_id: ActivityId,
    /// What else the template needs.
    pub data: serde_json::Value,
    /// Its Message-ID, the same at every try.
    pub message_id: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// A mail claimed by a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedMail {
    /// The mail.
    pub mail: NewMail,
    /// How many tries there were, this one included.
    pub attempts: u32,
    /// The claim's number, to be handed back with the outcome.
    pub fence: i64,
}

/// The Message-IDs under which a mail threads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thread {
    /// The first mail's to this person about the ticket; `None` when this is the first.
    pub first: Option<String>,
    /// The mail's right before this one.
    pub previous: Option<String>,
}

/// Writes mails to the outbox; one that is already there stays as it is.
pub async fn enqueue_mails(tx: &Tx, mails: &[NewMail]) -> Result<(), Error> {
    todo!()
}

/// Claims up to `limit` mails that are due, the oldest first, until `lease_until`. Any number of
/// workers may do so at once.
pub async fn claim_due_mails(
    tx: &Tx,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<ClaimedMail>, Error> {
    todo!()
}

/// Records that a claimed mail was sent; returns whether the claim still held.
pub async fn mark_mail_sent(
    tx: &Tx,
    id: Uuid,
    fence: i64,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    todo!()
}

/// Records a failed try and when the next one is; returns whether the claim still held.
pub async fn mark_mail_for_retry(
    tx: &Tx,
    id: Uuid,
    fence: i64,
    next_attempt_at: DateTime<Utc>,
    error: &str,
) -> Result<bool, Error> {
    todo!()
}

/// Records that a mail is given up; returns whether the claim still held.
pub async fn mark_mail_failed(
    tx: &Tx,
    id: Uuid,
    fence: i64,
    now: DateTime<Utc>,
    error: &str,
) -> Result<bool, Error> {
    todo!()
}

/// The mails to this person about this ticket that were written before this one.
pub async fn find_thread(conn: &Conn, mail: &NewMail) -> Result<Thread, Error> {
    todo!()
}

/// How many mails a person was sent since this instant.
pub async fn count_mails_sent(
    conn: &Conn,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    todo!()
}

/// How many mails wait to be sent, and since when the longest waiting one.
pub async fn find_backlog(conn: &Conn) -> Result<(u64, Option<DateTime<Utc>>), Error> {
    todo!()
}
