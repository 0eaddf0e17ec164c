//! Mails to be sent. They are written in the transaction that causes them and sent afterwards by
//! a worker that claims them with a lease; the fence tells a late worker that it lost its claim.

use chrono::{DateTime, Utc};
use guichet_common::ids::{ActivityId, CommentId, PersonId, TicketNumber};
use guichet_common::vocabulary::MailKind;
use uuid::Uuid;

use crate::dialect::queue;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// So many Message-IDs of one mail are looked up: a stranger writes the list.
const THREAD_MAX: usize = 50;

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

/// Writes mails to the outbox, but none that its receiver does not want; one that is already there
/// stays as it is.
pub async fn enqueue_mails(tx: &Tx, mails: &[NewMail]) -> Result<(), Error> {
    if mails.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "INSERT INTO mail_outbox (id, kind, ticket_id, person_id, comment_id, activity_id, data, \
         message_id, created_at, next_attempt_at, attempts, fence) \
         SELECT written.* FROM (VALUES ",
    );
    sql.bind_rows(mails.iter().map(|mail| {
        values![
            mail.id,
            mail.kind,
            mail.number,
            mail.person_id,
            mail.comment_id,
            mail.activity_id,
            mail.data,
            mail.message_id,
            mail.created_at,
            mail.created_at,
            0_i64,
            0_i64,
        ]
    }));
    // Both databases call the columns so: the kind, and the person.
    sql.push(
        ") written WHERE NOT EXISTS (SELECT 1 FROM unwanted_mails \
         WHERE person_id = written.column4 AND kind = written.column2) \
         ON CONFLICT (activity_id, person_id, kind) DO NOTHING",
    );
    tx.execute_later(&sql.text, sql.values).await
}

/// Claims up to `limit` mails that are due, the oldest first, until `lease_until`. Any number of
/// workers may do so at once. A mail waits for the ones before it to the same person about the same
/// ticket, until each is sent or given up, so that they arrive in order.
pub async fn claim_due_mails(
    tx: &Tx,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<ClaimedMail>, Error> {
    let mut sql = Sql::new(
        "WITH due AS MATERIALIZED (SELECT id FROM mail_outbox \
         WHERE sent_at IS NULL AND failed_at IS NULL AND next_attempt_at <= ",
    );
    sql.bind(now)
        .push(" AND (lease_until IS NULL OR lease_until <= ");
    sql.bind(now).push(
        ") AND NOT EXISTS (SELECT 1 FROM mail_outbox earlier \
         WHERE earlier.ticket_id = mail_outbox.ticket_id \
         AND earlier.person_id = mail_outbox.person_id AND earlier.id < mail_outbox.id \
         AND earlier.sent_at IS NULL AND earlier.failed_at IS NULL) \
         ORDER BY next_attempt_at, id LIMIT ",
    );
    sql.bind(limit).push(queue::skip_claimed(tx.dialect()));
    sql.push(") UPDATE mail_outbox SET fence = fence + 1, attempts = attempts + 1, lease_until = ");
    sql.bind(lease_until);
    sql.push(
        " WHERE id IN (SELECT id FROM due) RETURNING id, kind, ticket_id, person_id, comment_id, \
         activity_id, data, message_id, created_at, attempts, fence",
    );
    let rows = tx.all(&sql.text, sql.values).await?;
    let mut mails = rows
        .iter()
        .map(read_claimed)
        .collect::<Result<Vec<_>, _>>()?;
    // `RETURNING` is in no order.
    mails.sort_by_key(|claimed| claimed.mail.id);
    Ok(mails)
}

/// Reads `id, kind, ticket_id, person_id, comment_id, activity_id, data, message_id, created_at`.
pub(crate) fn read_mail(row: &mut Reader<'_>) -> Result<NewMail, Error> {
    Ok(NewMail {
        id: row.get()?,
        kind: row.get()?,
        number: row.get()?,
        person_id: row.get()?,
        comment_id: row.find()?,
        activity_id: row.get()?,
        data: row.get()?,
        message_id: row.get()?,
        created_at: row.get()?,
    })
}

fn read_claimed(row: &Row) -> Result<ClaimedMail, Error> {
    let mut row = Reader::new(row);
    Ok(ClaimedMail {
        mail: read_mail(&mut row)?,
        attempts: row.get()?,
        fence: row.get()?,
    })
}

/// Records that a claimed mail was sent, and to which address; returns whether the claim still
/// held.
pub async fn mark_mail_sent(
    tx: &Tx,
    id: Uuid,
    fence: i64,
    now: DateTime<Utc>,
    sent_to: Option<&str>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE mail_outbox SET sent_at = $3, sent_to = $4, lease_until = NULL, \
             last_error = NULL WHERE id = $1 AND fence = $2 AND sent_at IS NULL",
            values![id, fence, now, sent_to],
        )
        .await?;
    Ok(changed > 0)
}

/// Records a failed try and when the next one is; returns whether the claim still held.
pub async fn mark_mail_for_retry(
    tx: &Tx,
    id: Uuid,
    fence: i64,
    next_attempt_at: DateTime<Utc>,
    error: &str,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE mail_outbox SET next_attempt_at = $3, last_error = $4, lease_until = NULL \
             WHERE id = $1 AND fence = $2 AND sent_at IS NULL",
            values![id, fence, next_attempt_at, error],
        )
        .await?;
    Ok(changed > 0)
}

/// What the mailer notes with a mail when the mail server did not answer.
const WAITS_FOR_THE_SERVER: &str = "sent_at IS NULL AND failed_at IS NULL \
     AND (last_error LIKE 'unreachable%' OR last_error = 'timeout')";

/// The mail that has waited longest for a mail server that does not answer.
pub async fn find_mail_that_waits_for_the_server(conn: &Conn) -> Result<Option<Uuid>, Error> {
    let sql = format!(
        "SELECT id FROM mail_outbox WHERE {WAITS_FOR_THE_SERVER} ORDER BY next_attempt_at, id \
         LIMIT 1"
    );
    let row = conn.one(&sql, vec![]).await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}

/// Makes a mail due; returns whether it was waiting for its next try.
pub async fn hasten_mail(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE mail_outbox SET next_attempt_at = $2 WHERE id = $1 AND next_attempt_at > $2 \
             AND sent_at IS NULL AND failed_at IS NULL AND lease_until IS NULL",
            values![id, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Makes all mails due that wait for a mail server that did not answer, the oldest first; returns
/// how many.
pub async fn hasten_mails_that_wait_for_the_server(
    tx: &Tx,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let sql = format!(
        "UPDATE mail_outbox SET next_attempt_at = created_at \
         WHERE next_attempt_at > $1 AND lease_until IS NULL AND {WAITS_FOR_THE_SERVER}"
    );
    tx.execute(&sql, values![now]).await
}

/// Records that a mail is given up; returns whether the claim still held.
pub async fn mark_mail_failed(
    tx: &Tx,
    id: Uuid,
    fence: i64,
    now: DateTime<Utc>,
    error: &str,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE mail_outbox SET failed_at = $3, last_error = $4, lease_until = NULL \
             WHERE id = $1 AND fence = $2 AND sent_at IS NULL",
            values![id, fence, now, error],
        )
        .await?;
    Ok(changed > 0)
}

/// The mails to this person about this ticket that were written before this one.
pub async fn find_thread(conn: &Conn, mail: &NewMail) -> Result<Thread, Error> {
    let rows = conn
        .all(
            "SELECT message_id FROM mail_outbox WHERE id IN (\
             (SELECT id FROM mail_outbox WHERE ticket_id = $1 AND person_id = $2 AND id < $3 \
             ORDER BY id LIMIT 1), \
             (SELECT id FROM mail_outbox WHERE ticket_id = $1 AND person_id = $2 AND id < $3 \
             ORDER BY id DESC LIMIT 1)) ORDER BY id",
            values![mail.number, mail.person_id, mail.id],
        )
        .await?;
    let ids = rows
        .iter()
        .map(|row| Reader::new(row).get())
        .collect::<Result<Vec<String>, _>>()?;
    Ok(Thread {
        first: ids.first().cloned(),
        previous: ids.last().cloned(),
    })
}

/// The ticket that the first of these mails of ours that is known was about. Message-IDs without
/// angle brackets, the most telling first: `In-Reply-To`, then `References` from the last one on.
pub async fn find_ticket_by_message_id(
    conn: &Conn,
    message_ids: &[String],
) -> Result<Option<TicketNumber>, Error> {
    for message_id in message_ids.iter().take(THREAD_MAX) {
        let row = conn
            .one(
                "SELECT ticket_id FROM mail_outbox WHERE message_id = $1",
                values![message_id],
            )
            .await?;
        if let Some(row) = row {
            return Reader::new(&row).get().map(Some);
        }
    }
    Ok(None)
}

/// Records that the receiver's server sent a mail back (RFC 3464), why, and when that was learnt.
/// Returns whether there is such a mail of ours, sent and not yet marked.
pub async fn mark_mail_bounced(
    tx: &Tx,
    message_id: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE mail_outbox SET bounced_at = $2, bounce_reason = $3 \
             WHERE message_id = $1 AND bounced_at IS NULL AND attempts > 0",
            values![message_id, now, reason],
        )
        .await?;
    Ok(changed > 0)
}

/// How many mails a person was sent since this instant.
pub async fn count_mails_sent(
    conn: &Conn,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    let row = conn
        .one(
            "SELECT count(*) FROM mail_outbox WHERE person_id = $1 AND sent_at >= $2",
            values![person, since],
        )
        .await?;
    row.map_or(Ok(0), |row| Reader::new(&row).get())
}

/// How many mails wait to be sent, and since when the longest waiting one.
pub async fn find_backlog(conn: &Conn) -> Result<(u64, Option<DateTime<Utc>>), Error> {
    let row = conn
        .one(
            "SELECT count(*), min(created_at) FROM mail_outbox \
             WHERE sent_at IS NULL AND failed_at IS NULL",
            vec![],
        )
        .await?;
    let Some(row) = row else { return Ok((0, None)) };
    let mut row = Reader::new(&row);
    Ok((row.get()?, row.find()?))
}
