//! Mails that came in. Their bytes are in the object store under `storage_key`; here is what is
//! known of them, and what became of them.

use chrono::{DateTime, Utc};
use guichet_common::directory::PersonRef;
use guichet_common::ids::{CommentId, InboundMailId, PersonId, TicketNumber};
use guichet_common::vocabulary::{InboundReason, InboundVerdict, MailDoor};

use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, IdKey, PageRequest, Rows, Total, Tx};

/// A mail just stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewInboundMail {
    /// Its id.
    pub id: InboundMailId,
    /// By which way it came.
    pub door: MailDoor,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// The sender that the mail server named.
    pub envelope_from: Option<String>,
    /// The recipients that the mail server named.
    pub envelope_to: Vec<String>,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Where the object store has its bytes.
    pub storage_key: String,
}

/// What a message says of itself.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MailHead {
    /// The address in `From`, in lower case.
    pub sender: Option<String>,
    /// The name in `From`.
    pub sender_name: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its Message-ID, without brackets.
    pub message_id: Option<String>,
}

/// A mail that came in.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundMailRow {
    /// What was known when it was stored.
    pub mail: NewInboundMail,
    /// What it says of itself, once it was read.
    pub head: MailHead,
    /// What became of it.
    pub verdict: InboundVerdict,
    /// Why it was not written into a ticket.
    pub reason: Option<InboundReason>,
    /// How often it was begun to work on.
    pub attempts: u32,
    /// The ticket that it was written into, or became.
    pub number: Option<TicketNumber>,
    /// The message that it became.
    pub comment_id: Option<CommentId>,
    /// When this was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// The admin who placed or dropped it.
    pub decided_by: Option<PersonRef>,
}

impl std::fmt::Debug for NewInboundMail {
    // Addresses may not end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewInboundMail")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for MailHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailHead").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for InboundMailRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InboundMailRow")
            .field("id", &self.mail.id)
            .field("verdict", &self.verdict)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What became of it.
    pub verdict: InboundVerdict,
    /// Why it was not written into a ticket.
    pub reason: Option<InboundReason>,
    /// The ticket that it was written into, or became.
    pub number: Option<TicketNumber>,
    /// The message that it became.
    pub comment_id: Option<CommentId>,
    /// When this was decided.
    pub decided_at: DateTime<Utc>,
    /// The admin who decided.
    pub decided_by_id: Option<PersonId>,
}

/// Which mails are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboundFilter {
    /// With one of these verdicts; empty for all.
    pub verdicts: Vec<InboundVerdict>,
    /// This occurs in the sender's address.
    pub sender: Option<String>,
    /// Came in at or after this instant.
    pub received_after: Option<DateTime<Utc>>,
    /// Came in before this instant.
    pub received_before: Option<DateTime<Utc>>,
}

/// Keeps a mail, not decided yet; [`crate::UniqueConstraint::InboundMail`] when the same bytes came
/// in before.
pub async fn insert_inbound_mail(tx: &Tx, mail: &NewInboundMail) -> Result<(), Error> {
    let to = serde_json::Value::from(mail.envelope_to.clone());
    tx.execute(
        "INSERT INTO inbound_mails (id, door, received_at, envelope_from, envelope_to, size, \
         sha256, storage_key, verdict, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
        values![
            mail.id,
            mail.door,
            mail.received_at,
            mail.envelope_from,
            to,
            mail.size,
            mail.sha256,
            mail.storage_key,
            InboundVerdict::Pending,
        ],
    )
    .await?;
    Ok(())
}

const COLUMNS: &str = "SELECT m.id, m.door, m.received_at, m.envelope_from, m.envelope_to, \
    m.size, m.sha256, m.storage_key, m.sender, m.sender_name, m.subject, m.message_id, m.verdict, \
    m.reason, m.attempts, m.ticket_id, m.comment_id, m.decided_at, p.id, \
    p.first_name || ' ' || p.last_name \
    FROM inbound_mails m LEFT JOIN people p ON p.id = m.decided_by_id WHERE ";

fn read(row: &Row) -> Result<InboundMailRow, Error> {
    let mut row = Reader::new(row);
    Ok(InboundMailRow {
        mail: NewInboundMail {
            id: row.get()?,
            door: row.get()?,
            received_at: row.get()?,
            envelope_from: row.find()?,
            envelope_to: read_list(&row.get()?),
            size: row.get()?,
            sha256: row.get()?,
            storage_key: row.get()?,
        },
        head: MailHead {
            sender: row.find()?,
            sender_name: row.find()?,
            subject: row.find()?,
            message_id: row.find()?,
        },
        verdict: row.get()?,
        reason: row.find()?,
        attempts: row.get()?,
        number: row.find()?,
        comment_id: row.find()?,
        decided_at: row.find()?,
        decided_by: row.reference(|id, name| PersonRef { id, name })?,
    })
}

fn read_list(json: &serde_json::Value) -> Vec<String> {
    let items = json.as_array().map(Vec::as_slice).unwrap_or_default();
    let texts = items.iter().filter_map(serde_json::Value::as_str);
    texts.map(str::to_owned).collect()
}

/// The mail with this id.
pub async fn find_inbound_mail(
    conn: &Conn,
    id: InboundMailId,
) -> Result<Option<InboundMailRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("m.id = ").bind(id);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
}

/// The mail with these bytes.
pub async fn find_inbound_mail_by_sha256(
    conn: &Conn,
    sha256: &str,
) -> Result<Option<InboundMailRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("m.sha256 = ").bind(sha256);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
}

/// Whether a mail with this key was written into a ticket.
pub async fn is_written_once(conn: &Conn, once_key: &str) -> Result<bool, Error> {
    let row = conn
        .one(
            "SELECT 1 FROM inbound_mails WHERE once_key = $1",
            values![once_key],
        )
        .await?;
    Ok(row.is_some())
}

/// Whether so many mails of this sender were written into tickets since that instant.
pub async fn has_written_since(
    conn: &Conn,
    sender: &str,
    since: DateTime<Utc>,
    count: u32,
) -> Result<bool, Error> {
    // The one so many back tells it, and is found by the index.
    let row = conn
        .one(
            "SELECT decided_at FROM inbound_mails WHERE sender = $1 AND ticket_id IS NOT NULL \
             ORDER BY id DESC LIMIT 1 OFFSET $2",
            values![sender, count.saturating_sub(1)],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    let decided_at: Option<DateTime<Utc>> = Reader::new(&row).find()?;
    Ok(decided_at.is_some_and(|at| at > since))
}

/// The tickets that mails with these Message-IDs were written into, in no order.
pub async fn list_tickets_of_messages(
    conn: &Conn,
    message_ids: &[String],
) -> Result<Vec<TicketNumber>, Error> {
    if message_ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT DISTINCT ticket_id FROM inbound_mails \
         WHERE ticket_id IS NOT NULL AND message_id IN ",
    );
    sql.bind_list(message_ids);
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// Some mails that were written into tickets which were closed or cancelled before this instant, and
/// where their bytes are.
pub async fn list_mails_of_closed_tickets(
    conn: &Conn,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(InboundMailId, String)>, Error> {
    let rows = conn
        .all(
            "SELECT i.id, i.storage_key FROM inbound_mails i JOIN tickets t ON t.id = i.ticket_id \
             WHERE t.closed_at < $1 ORDER BY i.id LIMIT $2",
            values![before, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok((row.get()?, row.get()?))
        })
        .collect()
}

/// Mails that are not decided and came in before this instant, the oldest first.
pub async fn list_pending_inbound_mails(
    conn: &Conn,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<InboundMailRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("m.verdict = ").bind(InboundVerdict::Pending);
    sql.push(" AND m.received_at < ").bind(before);
    sql.push(" ORDER BY m.id LIMIT ").bind(limit);
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(read).collect()
}

/// Counts that work on a mail begins; returns how often it has begun.
pub async fn begin_inbound_mail(tx: &Tx, id: InboundMailId) -> Result<u32, Error> {
    let row = tx
        .one(
            "UPDATE inbound_mails SET attempts = attempts + 1 WHERE id = $1 RETURNING attempts",
            values![id],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Reader::new(&row).get()
}

/// Keeps what the message says of itself.
pub async fn update_mail_head(tx: &Tx, id: InboundMailId, head: &MailHead) -> Result<(), Error> {
    tx.execute(
        "UPDATE inbound_mails SET sender = $2, sender_name = $3, subject = $4, message_id = $5 \
         WHERE id = $1",
        values![
            id,
            head.sender,
            head.sender_name,
            head.subject,
            head.message_id
        ],
    )
    .await?;
    Ok(())
}

/// Locks a mail that stands at `from` until the transaction ends; returns whether it still did, so
/// that of two who decide at once the second finds it decided. With a key, no other mail with it is
/// ever written: [`crate::UniqueConstraint::InboundMessage`] when one was.
pub async fn lock_inbound_mail(
    tx: &Tx,
    id: InboundMailId,
    from: InboundVerdict,
    once_key: Option<&str>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE inbound_mails SET once_key = $3 WHERE id = $1 AND verdict = $2",
            values![id, from, once_key],
        )
        .await?;
    Ok(changed > 0)
}

/// Decides about a mail that stands at `from`; returns whether it still did.
pub async fn decide_inbound_mail(
    tx: &Tx,
    id: InboundMailId,
    from: InboundVerdict,
    decision: &Decision,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE inbound_mails SET verdict = $3, reason = $4, ticket_id = $5, comment_id = $6, \
             decided_at = $7, decided_by_id = $8 WHERE id = $1 AND verdict = $2",
            values![
                id,
                from,
                decision.verdict,
                decision.reason,
                decision.number,
                decision.comment_id,
                decision.decided_at,
                decision.decided_by_id,
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Makes a mail wait for its decision again; returns whether it stood at `from`.
pub async fn reopen_inbound_mail(
    tx: &Tx,
    id: InboundMailId,
    from: InboundVerdict,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE inbound_mails SET verdict = $3, reason = NULL, decided_at = NULL, \
             decided_by_id = NULL, attempts = 0 WHERE id = $1 AND verdict = $2",
            values![id, from, InboundVerdict::Pending],
        )
        .await?;
    Ok(changed > 0)
}

/// The mails that the filter lets through, newest first.
pub async fn list_inbound_mails(
    conn: &Conn,
    filter: &InboundFilter,
    page: &PageRequest<IdKey>,
) -> Result<Rows<InboundMailRow, IdKey>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("TRUE");
    filter.push(&mut sql);
    if let Some(after) = page.after {
        sql.push(" AND m.id < ").bind(after.id);
    }
    sql.push(" ORDER BY m.id DESC LIMIT ");
    sql.bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows
        .iter()
        .map(|row| read(row).map(|mail| (IdKey { id: mail.mail.id.0 }, mail)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut sql = Sql::new("SELECT count(*) FROM (SELECT 1 FROM inbound_mails m WHERE TRUE");
    filter.push(&mut sql);
    sql.push(" LIMIT ").bind(Total::COUNTED_AT_MOST + 1);
    sql.push(") counted");
    let count = match conn.one(&sql.text, sql.values).await? {
        Some(row) => Reader::new(&row).get()?,
        None => 0,
    };
    Ok(Rows::from_surplus(
        rows,
        page.limit,
        Total::from_count(count),
    ))
}

impl InboundFilter {
    fn push(&self, sql: &mut Sql) {
        if !self.verdicts.is_empty() {
            sql.push(" AND m.verdict IN ").bind_list(&self.verdicts);
        }
        if let Some(sender) = &self.sender {
            let wanted = sender
                .to_lowercase()
                .replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_");
            sql.push(" AND m.sender LIKE ").bind(format!("%{wanted}%"));
            sql.push(" ESCAPE '\\'");
        }
        if let Some(after) = self.received_after {
            sql.push(" AND m.received_at >= ").bind(after);
        }
        if let Some(before) = self.received_before {
            sql.push(" AND m.received_at < ").bind(before);
        }
    }
}

/// Mails that were not written into a ticket, with one of these verdicts, decided before this
/// instant, the oldest first, with their storage keys.
pub async fn list_stale_inbound_mails(
    conn: &Conn,
    verdicts: &[InboundVerdict],
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(InboundMailId, String)>, Error> {
    let mut sql = Sql::new("SELECT id, storage_key FROM inbound_mails WHERE verdict IN ");
    sql.bind_list(verdicts).push(" AND decided_at < ");
    sql.bind(before).push(" ORDER BY id LIMIT ").bind(limit);
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok((row.get()?, row.get()?))
        })
        .collect()
}

/// Forgets a mail that still has one of these verdicts; returns whether it did.
pub async fn delete_inbound_mail(
    tx: &Tx,
    id: InboundMailId,
    verdicts: &[InboundVerdict],
) -> Result<bool, Error> {
    let mut sql = Sql::new("DELETE FROM inbound_mails WHERE id = ");
    sql.bind(id).push(" AND verdict IN ").bind_list(verdicts);
    Ok(tx.execute(&sql.text, sql.values).await? > 0)
}
