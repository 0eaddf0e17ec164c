//! What is kept of a person, table by table: to be handed out, or to be forgotten.

mod access;

use chrono::{DateTime, Utc};
use guichet_common::ids::{InboundMailId, PersonId, TicketNumber};
use guichet_common::personal_data::{
    PersonalDraft, PersonalFile, PersonalIdentity, PersonalInboundMail, PersonalMail,
    PersonalPasskey, PersonalSession, PersonalText, PersonalTicket,
};
use uuid::Uuid;

pub use access::{
    list_access_mails, list_acts, list_api_tokens, list_devices, list_oauth_clients,
    list_password_links, list_publication_feedback,
};

use crate::people::PersonRow;
use crate::row::{Bind as _, Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

async fn list<T>(
    conn: &Conn,
    sql: &str,
    values: Vec<sea_orm::Value>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let rows = conn.all(sql, values).await?;
    rows.iter().map(|row| read(&mut Reader::new(row))).collect()
}

/// Every session of a person that is kept, the newest first.
pub async fn list_all_sessions(
    conn: &Conn,
    person: PersonId,
) -> Result<Vec<PersonalSession>, Error> {
    let sql = "SELECT user_agent, address, created_at, last_used_at, revoked_at FROM sessions \
               WHERE person_id = $1 ORDER BY created_at DESC, id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalSession {
            user_agent: row.get()?,
            address: row.get()?,
            created_at: row.get()?,
            last_used_at: row.get()?,
            ended_at: row.find()?,
        })
    })
    .await
}

/// A person's passkeys.
pub async fn list_passkeys(conn: &Conn, person: PersonId) -> Result<Vec<PersonalPasskey>, Error> {
    let sql = "SELECT name, created_at, last_used_at FROM passkeys WHERE person_id = $1 \
               ORDER BY created_at, id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalPasskey {
            name: row.get()?,
            created_at: row.get()?,
            last_used_at: row.find()?,
        })
    })
    .await
}

/// By what identity providers know a person.
pub async fn list_identities(
    conn: &Conn,
    person: PersonId,
) -> Result<Vec<PersonalIdentity>, Error> {
    let sql = "SELECT p.name, i.subject, i.linked_at, i.last_used_at FROM identities i \
               JOIN identity_providers p ON p.id = i.provider_id WHERE i.person_id = $1 \
               ORDER BY i.linked_at, p.id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalIdentity {
            provider: row.get()?,
            subject: row.get()?,
            linked_at: row.get()?,
            last_used_at: row.get()?,
        })
    })
    .await
}

/// Since when a person has one-time codes.
pub async fn find_second_factor(
    conn: &Conn,
    person: PersonId,
) -> Result<Option<DateTime<Utc>>, Error> {
    let sql = "SELECT confirmed_at FROM second_factors WHERE person_id = $1";
    let row = conn.one(sql, values![person]).await?;
    row.map_or(Ok(None), |row| Reader::new(&row).find())
}

/// Every draft of a person.
pub async fn list_drafts(conn: &Conn, person: PersonId) -> Result<Vec<PersonalDraft>, Error> {
    let sql = "SELECT key, content, updated_at FROM drafts WHERE person_id = $1 ORDER BY key";
    list(conn, sql, values![person], |row| {
        Ok(PersonalDraft {
            key: row.get()?,
            content: row.get()?,
            updated_at: row.get()?,
        })
    })
    .await
}

/// The tickets that a person filed, or that were filed for them, the oldest first.
pub async fn list_tickets(conn: &Conn, person: PersonId) -> Result<Vec<PersonalTicket>, Error> {
    let sql = "SELECT t.id, t.contact_id, t.subject, x.description_text, t.state, t.rating, \
               t.created_at FROM tickets t JOIN ticket_texts x ON x.ticket_id = t.id \
               WHERE t.contact_id = $1 OR t.opened_by_id = $1 ORDER BY t.id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalTicket {
            number: row.get()?,
            is_contact: row.get::<PersonId>()? == person,
            subject: row.get()?,
            description_text: row.get()?,
            state: row.get()?,
            rating: row.find()?,
            created_at: row.get()?,
        })
    })
    .await
}

async fn list_texts(
    conn: &Conn,
    table: &str,
    person: PersonId,
) -> Result<Vec<PersonalText>, Error> {
    let sql = format!(
        "SELECT ticket_id, body_text, created_at FROM {table} WHERE author_id = $1 \
         ORDER BY ticket_id, id"
    );
    list(conn, &sql, values![person], |row| {
        Ok(PersonalText {
            number: row.get()?,
            body_text: row.get()?,
            created_at: row.get()?,
        })
    })
    .await
}

/// The public messages that a person wrote.
pub async fn list_comments(conn: &Conn, person: PersonId) -> Result<Vec<PersonalText>, Error> {
    list_texts(conn, "comments", person).await
}

/// The internal notes that a person wrote.
pub async fn list_work_notes(conn: &Conn, person: PersonId) -> Result<Vec<PersonalText>, Error> {
    list_texts(conn, "work_notes", person).await
}

/// The files that a person uploaded.
pub async fn list_files(conn: &Conn, person: PersonId) -> Result<Vec<PersonalFile>, Error> {
    let sql = "SELECT id, ticket_id, file_name, content_type, size, sha256, created_at \
               FROM attachments WHERE uploader_id = $1 ORDER BY id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalFile {
            id: row.get()?,
            number: row.find()?,
            file_name: row.get()?,
            content_type: row.get()?,
            size: row.get()?,
            sha256: row.get()?,
            created_at: row.get()?,
        })
    })
    .await
}

/// The mails that were written to a person.
pub async fn list_mails(conn: &Conn, person: PersonId) -> Result<Vec<PersonalMail>, Error> {
    let sql = "SELECT kind, ticket_id, sent_to, created_at, sent_at FROM mail_outbox \
               WHERE person_id = $1 ORDER BY id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalMail {
            kind: row.get()?,
            number: row.get()?,
            sent_to: row.find()?,
            created_at: row.get()?,
            sent_at: row.find()?,
        })
    })
    .await
}

/// The mails that came in from an address.
pub async fn list_inbound_mails(
    conn: &Conn,
    email: &str,
) -> Result<Vec<PersonalInboundMail>, Error> {
    let sql = "SELECT received_at, subject, ticket_id FROM inbound_mails \
               WHERE lower(sender) = $1 OR lower(envelope_from) = $1 ORDER BY id";
    list(conn, sql, values![email], |row| {
        Ok(PersonalInboundMail {
            received_at: row.get()?,
            subject: row.find()?,
            number: row.find()?,
        })
    })
    .await
}

/// Whether a person's name and address were removed.
pub async fn is_anonymised(conn: &Conn, person: PersonId) -> Result<bool, Error> {
    let found = conn
        .one(
            "SELECT 1 FROM people WHERE id = $1 AND anonymised_at IS NOT NULL",
            values![person],
        )
        .await?;
    Ok(found.is_some())
}

/// The next tickets that a person had to do with, in order.
pub async fn list_tickets_touched(
    conn: &Conn,
    person: &PersonRow,
    after: TicketNumber,
    limit: u32,
) -> Result<Vec<TicketNumber>, Error> {
    let mut sql = Sql::new("SELECT t.id FROM tickets t WHERE t.id > ");
    sql.bind(after);
    if let Some(account) = person.account_id {
        // A contact has to do with their account's alone.
        sql.push(" AND t.account_id = ").bind(account);
    }
    sql.push(" AND (t.contact_id = ").bind(person.id);
    sql.push(" OR t.opened_by_id = ").bind(person.id);
    sql.push(" OR t.assigned_to_id = ").bind(person.id);
    sql.push(" OR EXISTS (SELECT 1 FROM activities a WHERE a.ticket_id = t.id AND a.actor_id = ");
    sql.bind(person.id);
    sql.push(") OR EXISTS (SELECT 1 FROM work_notes n WHERE n.ticket_id = t.id AND n.author_id = ");
    sql.bind(person.id);
    sql.push(")) ORDER BY t.id LIMIT ").bind(i64::from(limit));
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// A table with texts of tickets: the column with the ticket, the column that tells its rows apart,
/// unless a ticket has one row, and the texts.
type Texts = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
);

/// Every text that belongs to a ticket.
const TEXTS: [Texts; 9] = [
    (
        "tickets",
        "id",
        None,
        &["subject", "description_excerpt", "internal_reference"],
    ),
    (
        "ticket_texts",
        "ticket_id",
        None,
        &[
            "description_html",
            "description_text",
            "resolution_html",
            "resolution_text",
        ],
    ),
    (
        "comments",
        "ticket_id",
        Some("id"),
        &["body_html", "body_text"],
    ),
    (
        "comment_originals",
        "ticket_id",
        Some("comment_id"),
        &["html", "text"],
    ),
    (
        "work_notes",
        "ticket_id",
        Some("id"),
        &["body_html", "body_text"],
    ),
    ("activities", "ticket_id", Some("id"), &["data"]),
    ("attachments", "ticket_id", Some("id"), &["file_name"]),
    ("mail_outbox", "ticket_id", Some("id"), &["data"]),
    ("inbound_mails", "ticket_id", Some("id"), &["subject"]),
];

/// Rewrites the texts of a ticket where `replace` gives another one; tells whether it did. The
/// search index is the caller's to renew.
pub async fn rewrite_ticket(
    tx: &Tx,
    number: TicketNumber,
    replace: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<bool, Error> {
    let mut changed = false;
    for (table, ticket, key, columns) in TEXTS {
        let key_column = key.map(|key| format!("{key}, ")).unwrap_or_default();
        let select = format!(
            "SELECT {key_column}{} FROM {table} WHERE {ticket} = $1",
            columns.join(", ")
        );
        for row in tx.all(&select, values![number]).await? {
            let (id, texts) = read_texts(&row, key.is_some(), columns.len())?;
            let replaced: Vec<Option<String>> = texts
                .iter()
                .map(|text| text.as_deref().and_then(replace))
                .collect();
            if replaced.iter().all(Option::is_none) {
                continue;
            }
            changed = true;
            let mut sql = Sql::new("UPDATE ");
            sql.push(table).push(" SET ");
            for (index, (column, (text, new))) in columns
                .iter()
                .zip(texts.into_iter().zip(replaced))
                .enumerate()
            {
                sql.push(if index > 0 { ", " } else { "" });
                sql.push(column).push(" = ").bind(new.or(text));
            }
            sql.push(" WHERE ").push(ticket).push(" = ").bind(number);
            if let (Some(key), Some(id)) = (key, id) {
                sql.push(" AND ").push(key).push(" = ").bind(id);
            }
            tx.execute(&sql.text, sql.values).await?;
        }
    }
    if changed {
        // Whoever holds the old texts is to read them anew.
        tx.execute(
            "UPDATE tickets SET version = version + 1 WHERE id = $1",
            values![number],
        )
        .await?;
    }
    Ok(changed)
}

fn read_texts(
    row: &Row,
    keyed: bool,
    columns: usize,
) -> Result<(Option<Uuid>, Vec<Option<String>>), Error> {
    let mut row = Reader::new(row);
    let id = if keyed { Some(row.get()?) } else { None };
    let texts = (0..columns).map(|_| row.find()).collect::<Result<_, _>>()?;
    Ok((id, texts))
}

/// Some mails that came in from this address, whatever became of them, and where their bytes are.
pub async fn list_inbound_mails_from(
    conn: &Conn,
    email: &str,
    limit: u32,
) -> Result<Vec<(InboundMailId, String)>, Error> {
    let sql = "SELECT id, storage_key FROM inbound_mails \
               WHERE lower(sender) = $1 OR lower(envelope_from) = $1 ORDER BY id LIMIT $2";
    list(conn, sql, values![email, limit], |row| {
        Ok((row.get()?, row.get()?))
    })
    .await
}

/// Forgets that a mail came in.
pub async fn delete_inbound_mail(tx: &Tx, id: InboundMailId) -> Result<(), Error> {
    tx.execute("DELETE FROM inbound_mails WHERE id = $1", values![id])
        .await?;
    Ok(())
}

/// Rewrites what anybody has half-written where `replace` gives another text.
pub async fn rewrite_drafts(
    tx: &Tx,
    replace: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<(), Error> {
    let rows = tx
        .all("SELECT person_id, key, content FROM drafts", vec![])
        .await?;
    for row in &rows {
        let mut row = Reader::new(row);
        let (person, key, content): (PersonId, String, String) =
            (row.get()?, row.get()?, row.get()?);
        if let Some(content) = replace(&content) {
            tx.execute(
                "UPDATE drafts SET content = $3 WHERE person_id = $1 AND key = $2",
                values![person, key, content],
            )
            .await?;
        }
    }
    Ok(())
}

/// Removes a person's name, address, password, sessions, drafts, and what else tells of them, for
/// good. The row stays, for the tickets that name it.
pub async fn forget_person(
    tx: &Tx,
    person: &PersonRow,
    pseudonym: &PersonRow,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    crate::people::update_person(tx, pseudonym).await?;
    tx.execute(
        "UPDATE people SET password_hash = NULL, active = $2, anonymised_at = $3 WHERE id = $1",
        values![person.id, false, now],
    )
    .await?;
    for table in [
        "sessions",
        "drafts",
        "unwanted_mails",
        "group_members",
        "idempotency_keys",
        "known_devices",
        "password_links",
        "personal_mails",
        "second_factors",
        "recovery_codes",
        "identities",
        "passkeys",
        "api_tokens",
    ] {
        let sql = format!("DELETE FROM {table} WHERE person_id = $1");
        tx.execute(&sql, values![person.id]).await?;
    }
    tx.execute(
        "DELETE FROM password_requests WHERE lower(username) = $1 OR lower(email) = $1",
        values![person.email],
    )
    .await?;
    // Answers that are kept for a day for other people's retries.
    for text in [person.email.clone(), person.name()] {
        let pattern = format!(
            "%{}%",
            text.replace('!', "!!")
                .replace('%', "!%")
                .replace('_', "!_")
        );
        tx.execute(
            "DELETE FROM idempotency_keys WHERE response LIKE $1 ESCAPE '!'",
            vec![pattern.bind()],
        )
        .await?;
    }
    tx.execute(
        "UPDATE mail_outbox SET sent_to = NULL, last_error = NULL, bounce_reason = NULL \
         WHERE person_id = $1",
        values![person.id],
    )
    .await?;
    Ok(())
}
