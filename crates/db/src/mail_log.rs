//! The outbox as admins see it: what became of each mail, sending one again, withdrawing one.

use chrono::{DateTime, Utc};
use guichet_common::directory::PersonRef;
use guichet_common::ids::{MailId, PersonId, TicketNumber};
use guichet_common::vocabulary::{Language, MailKind, MailState};
use guichet_domain::Scope;

use crate::dialect::search::{self, Query};
use crate::fold::like_pattern;
use crate::outbox::{NewMail, read_mail};
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::tickets::TicketFilter;
use crate::{Conn, Error, IdKey, PageRequest, Rows, Total, Tx};

/// What the mailer notes with a mail that waits only because its address had enough for the hour.
pub const HOURLY_LIMIT: &str = "hourly_limit";

/// Keywords look at the mails of so many tickets, the newest.
const TICKETS_MAX: i64 = 1000;

/// A mail, and what became of it.
#[derive(Clone, PartialEq, Eq)]
pub struct MailRow {
    /// What was written.
    pub mail: NewMail,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while it waits.
    pub next_attempt_at: DateTime<Utc>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was given up or withdrawn.
    pub failed_at: Option<DateTime<Utc>>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When the receiver's server sent it back.
    pub bounced_at: Option<DateTime<Utc>>,
    /// Why it did.
    pub bounce_reason: Option<String>,
    /// The mail that this one sends again.
    pub resend_of: Option<MailId>,
    /// The address that it went to.
    pub sent_to: Option<String>,
    /// The ticket's subject.
    pub subject: String,
    /// To whom.
    pub receiver: PersonRef,
    /// The receiver's address today.
    pub email: String,
    /// The receiver's language.
    pub language: Language,
    /// The admin who had it sent again.
    pub resent_by: Option<PersonRef>,
    /// The admin who withdrew it.
    pub cancelled_by: Option<PersonRef>,
}

impl std::fmt::Debug for MailRow {
    // Neither name nor address may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailRow")
            .field("id", &self.mail.id)
            .finish_non_exhaustive()
    }
}

impl MailRow {
    /// What became of it.
    #[must_use]
    pub fn state(&self) -> MailState {
        if self.cancelled_by.is_some() {
            MailState::Cancelled
        } else if self.failed_at.is_some() {
            MailState::Failed
        } else if self.bounced_at.is_some() {
            MailState::Bounced
        } else if self.sent_at.is_some() {
            MailState::Sent
        } else if self
            .last_error
            .as_deref()
            .is_none_or(|error| error == HOURLY_LIMIT)
        {
            MailState::Waiting
        } else {
            MailState::Retrying
        }
    }
}

/// The condition of a state; see [`MailRow::state`].
const fn condition(state: MailState) -> &'static str {
    match state {
        MailState::Waiting => {
            "m.sent_at IS NULL AND m.failed_at IS NULL AND m.bounced_at IS NULL \
             AND coalesce(m.last_error, 'hourly_limit') = 'hourly_limit'"
        }
        MailState::Retrying => {
            "m.sent_at IS NULL AND m.failed_at IS NULL AND m.bounced_at IS NULL \
             AND m.last_error <> 'hourly_limit'"
        }
        MailState::Sent => "m.sent_at IS NOT NULL AND m.failed_at IS NULL AND m.bounced_at IS NULL",
        MailState::Bounced => "m.bounced_at IS NOT NULL AND m.failed_at IS NULL",
        MailState::Failed => "m.failed_at IS NOT NULL AND m.cancelled_by_id IS NULL",
        MailState::Cancelled => "m.failed_at IS NOT NULL AND m.cancelled_by_id IS NOT NULL",
    }
}

/// Which mails are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailFilter {
    /// A ticket's number or keywords.
    pub keywords: Option<String>,
    /// In one of these states; in any when empty.
    pub states: Vec<MailState>,
    /// Of one of these kinds; of any when empty.
    pub kinds: Vec<MailKind>,
    /// About this ticket.
    pub number: Option<TicketNumber>,
    /// To this person.
    pub receiver_id: Option<PersonId>,
    /// Written at or after this instant.
    pub created_after: Option<DateTime<Utc>>,
    /// Written before this instant.
    pub created_before: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "SELECT m.id, m.kind, m.ticket_id, m.person_id, m.comment_id, \
    m.activity_id, m.data, m.message_id, m.created_at, m.attempts, m.next_attempt_at, m.sent_at, \
    m.failed_at, m.last_error, m.bounced_at, m.bounce_reason, m.resend_of, m.sent_to, t.subject, \
    p.id, p.first_name || ' ' || p.last_name, p.email, p.language, \
    r.id, r.first_name || ' ' || r.last_name, c.id, c.first_name || ' ' || c.last_name \
    FROM mail_outbox m JOIN tickets t ON t.id = m.ticket_id JOIN people p ON p.id = m.person_id \
    LEFT JOIN people r ON r.id = m.resent_by_id LEFT JOIN people c ON c.id = m.cancelled_by_id \
    WHERE ";

fn read(row: &Row) -> Result<MailRow, Error> {
    let mut row = Reader::new(row);
    let person = |id, name| PersonRef { id, name };
    Ok(MailRow {
        mail: read_mail(&mut row)?,
        attempts: row.get()?,
        next_attempt_at: row.get()?,
        sent_at: row.find()?,
        failed_at: row.find()?,
        last_error: row.find()?,
        bounced_at: row.find()?,
        bounce_reason: row.find()?,
        resend_of: row.find()?,
        sent_to: row.find()?,
        subject: row.get()?,
        receiver: person(row.get()?, row.get()?),
        email: row.get()?,
        language: row.get()?,
        resent_by: row.reference(person)?,
        cancelled_by: row.reference(person)?,
    })
}

/// The mail with this id.
pub async fn find_mail(conn: &Conn, id: MailId) -> Result<Option<MailRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("m.id = ").bind(id);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
}

/// The mails that the filter lets through, newest first.
pub async fn list_mails(
    conn: &Conn,
    filter: &MailFilter,
    page: &PageRequest<IdKey>,
) -> Result<Rows<MailRow, IdKey>, Error> {
    let query = match filter.words() {
        Some(words) => search::choose(conn, &Scope::All, &TicketFilter::default(), words).await?,
        None => None,
    };
    let query = query.as_ref();
    let mut sql = Sql::new(COLUMNS);
    filter.push(&mut sql, query);
    if let Some(after) = page.after {
        sql.push(" AND m.id < ").bind(after.id);
    }
    sql.push(" ORDER BY m.id DESC LIMIT ");
    sql.bind(i64::from(page.limit) + 1);
    let rows = search::run(conn, query, sql).await?;
    let rows = rows
        .iter()
        .map(|row| read(row).map(|mail| (IdKey { id: mail.mail.id }, mail)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut sql = Sql::new("SELECT count(*) FROM (SELECT 1 AS one FROM mail_outbox m WHERE ");
    filter.push(&mut sql, query);
    sql.push(" LIMIT ").bind(Total::COUNTED_AT_MOST + 1);
    sql.push(") counted");
    let count = match search::run(conn, query, sql).await?.first() {
        Some(row) => Reader::new(row).get()?,
        None => 0,
    };
    let total = Total::from_count(count);
    Ok(Rows::from_surplus(rows, page.limit, total))
}

impl MailFilter {
    /// The ticket that the keywords name, if they are its number.
    fn named_ticket(&self) -> Option<TicketNumber> {
        let text = self.keywords.as_deref()?.trim().to_uppercase();
        let number = text.parse().ok();
        number.or_else(|| text.parse().ok().map(TicketNumber))
    }

    /// The keywords, if they are words.
    fn words(&self) -> Option<&str> {
        let words = self.keywords.as_deref()?.trim();
        (!words.is_empty() && self.named_ticket().is_none()).then_some(words)
    }

    fn push(&self, sql: &mut Sql, query: Option<&Query>) {
        sql.push("TRUE");
        if let Some(number) = self.named_ticket() {
            sql.push(" AND m.ticket_id = ").bind(number);
        }
        if let Some(words) = self.words() {
            sql.push(" AND (m.person_id IN (SELECT id FROM people WHERE TRUE");
            for word in words.split_whitespace() {
                let pattern = like_pattern(word);
                sql.push(" AND (sort_name LIKE ").bind(&pattern);
                sql.push(" ESCAPE '!' OR email LIKE ").bind(&pattern);
                sql.push(" ESCAPE '!')");
            }
            sql.push(")");
            if let Some(query) = query {
                sql.push(" OR m.ticket_id IN (");
                search::push_newest(sql, query, &Scope::All, TICKETS_MAX);
                sql.push(")");
            }
            sql.push(")");
        }
        if !self.states.is_empty() {
            sql.push(" AND (FALSE");
            for state in &self.states {
                sql.push(" OR (").push(condition(*state)).push(")");
            }
            sql.push(")");
        }
        if !self.kinds.is_empty() {
            sql.push(" AND m.kind IN ").bind_list(&self.kinds);
        }
        if let Some(number) = self.number {
            sql.push(" AND m.ticket_id = ").bind(number);
        }
        if let Some(receiver) = self.receiver_id {
            sql.push(" AND m.person_id = ").bind(receiver);
        }
        if let Some(after) = self.created_after {
            sql.push(" AND m.created_at >= ").bind(after);
        }
        if let Some(before) = self.created_before {
            sql.push(" AND m.created_at < ").bind(before);
        }
    }
}

/// Writes a mail to the outbox that sends another one again.
pub async fn insert_resent_mail(
    tx: &Tx,
    mail: &NewMail,
    resend_of: MailId,
    resent_by: PersonId,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO mail_outbox (id, kind, ticket_id, person_id, comment_id, activity_id, data, \
         message_id, created_at, next_attempt_at, attempts, fence, resend_of, resent_by_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0, 0, $10, $11)",
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
            resend_of,
            resent_by,
        ],
    )
    .await?;
    Ok(())
}

/// Withdraws a mail; returns whether it still waited, and was not just on its way.
pub async fn cancel_mail(
    tx: &Tx,
    id: MailId,
    cancelled_by: PersonId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE mail_outbox SET failed_at = $2, cancelled_by_id = $3, lease_until = NULL, \
             fence = fence + 1 WHERE id = $1 AND sent_at IS NULL AND failed_at IS NULL \
             AND (lease_until IS NULL OR lease_until <= $2)",
            values![id, now, cancelled_by],
        )
        .await?;
    Ok(changed > 0)
}

/// Forgets some mails that went out, or never will, about tickets that were closed or cancelled
/// before this instant; returns how many.
pub async fn delete_mails_of_closed_tickets(
    tx: &Tx,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM mail_outbox WHERE id IN (SELECT m.id FROM mail_outbox m \
         JOIN tickets t ON t.id = m.ticket_id WHERE t.closed_at < $1 \
         AND (m.sent_at IS NOT NULL OR m.failed_at IS NOT NULL) LIMIT $2)",
        values![before, limit],
    )
    .await
}
