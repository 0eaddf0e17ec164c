//! Forgotten passwords: what was asked for, the captchas that were solved for it, and the links by
//! which passwords are set.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::PasswordLinkKind;
use uuid::Uuid;

use crate::row::{Reader, Row, values};
use crate::{Conn, Error, Tx};

/// Takes a solved captcha; returns whether it was not used before.
pub async fn use_captcha(tx: &Tx, mark: &str, expires_at: DateTime<Utc>) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "INSERT INTO used_captchas (mark, expires_at) VALUES ($1, $2) \
             ON CONFLICT (mark) DO NOTHING",
            values![mark, expires_at],
        )
        .await?;
    Ok(changed > 0)
}

/// Keeps that somebody asks for a new password.
pub async fn insert_password_request(
    tx: &Tx,
    id: Uuid,
    username: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO password_requests (id, username, expires_at) VALUES ($1, $2, $3)",
        values![id, username, expires_at],
    )
    .await?;
    Ok(())
}

/// Keeps the address that they gave, the first time that they do.
pub async fn verify_password_request(
    tx: &Tx,
    id: Uuid,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE password_requests SET email = $2, verified_at = $3 \
         WHERE id = $1 AND verified_at IS NULL AND expires_at > $3",
        values![id, email, now],
    )
    .await?;
    Ok(())
}

/// Whether there is such a request that is not too old.
pub async fn has_password_request(
    conn: &Conn,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let row = conn
        .one(
            "SELECT 1 AS one FROM password_requests WHERE id = $1 AND expires_at > $2",
            values![id, now],
        )
        .await?;
    Ok(row.is_some())
}

/// A request whose address was given.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedRequest {
    /// Its id.
    pub id: Uuid,
    /// The user name, as it was typed.
    pub username: String,
    /// The address, as it was typed.
    pub email: String,
}

impl std::fmt::Debug for VerifiedRequest {
    // Neither name nor address may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifiedRequest")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Requests whose address was given and that nothing came of yet, the oldest first.
pub async fn list_verified_requests(
    conn: &Conn,
    limit: u32,
) -> Result<Vec<VerifiedRequest>, Error> {
    let rows = conn
        .all(
            "SELECT id, username, email FROM password_requests \
             WHERE verified_at IS NOT NULL AND settled_at IS NULL ORDER BY verified_at, id \
             LIMIT $1",
            values![limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(VerifiedRequest {
                id: row.get()?,
                username: row.get()?,
                email: row.get()?,
            })
        })
        .collect()
}

/// Forgets who asked, and records that something came of it; returns whether nothing had before.
pub async fn settle_password_request(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE password_requests SET settled_at = $2, username = '', email = '' \
             WHERE id = $1 AND settled_at IS NULL",
            values![id, now],
        )
        .await?;
    Ok(changed > 0)
}

/// A link that sets a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLinkRow {
    /// Its id.
    pub id: Uuid,
    /// Whose password.
    pub person_id: PersonId,
    /// What it is for.
    pub kind: PasswordLinkKind,
    /// Tells the password that it was made for from any other.
    pub password_mark: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it is too old.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

fn read_link(row: &Row) -> Result<PasswordLinkRow, Error> {
    let mut row = Reader::new(row);
    Ok(PasswordLinkRow {
        id: row.get()?,
        person_id: row.get()?,
        kind: row.get()?,
        password_mark: row.get()?,
        created_at: row.get()?,
        expires_at: row.get()?,
        used_at: row.find()?,
    })
}

/// Keeps a new link.
pub async fn insert_password_link(tx: &Tx, link: &PasswordLinkRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO password_links (id, person_id, kind, password_mark, created_at, expires_at, \
         used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            link.id,
            link.person_id,
            link.kind,
            link.password_mark,
            link.created_at,
            link.expires_at,
            link.used_at,
        ],
    )
    .await?;
    Ok(())
}

/// The link with this id.
pub async fn find_password_link(conn: &Conn, id: Uuid) -> Result<Option<PasswordLinkRow>, Error> {
    let row = conn
        .one(
            "SELECT id, person_id, kind, password_mark, created_at, expires_at, used_at \
             FROM password_links WHERE id = $1",
            values![id],
        )
        .await?;
    row.map(|row| read_link(&row)).transpose()
}

/// Whether a newer link was made for the person.
pub async fn has_newer_link(conn: &Conn, link: &PasswordLinkRow) -> Result<bool, Error> {
    let row = conn
        .one(
            "SELECT 1 AS one FROM password_links WHERE person_id = $1 AND id > $2 LIMIT 1",
            values![link.person_id, link.id],
        )
        .await?;
    Ok(row.is_some())
}

/// Records that a link was used; returns whether it was not before.
pub async fn mark_link_used(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, Error> {
    let changed = tx
        .execute(
            "UPDATE password_links SET used_at = $2 WHERE id = $1 AND used_at IS NULL",
            values![id, now],
        )
        .await?;
    Ok(changed > 0)
}

/// How many links of this kind a person was made since then.
pub async fn count_links_since(
    conn: &Conn,
    person: PersonId,
    kind: PasswordLinkKind,
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    let row = conn
        .one(
            "SELECT count(*) FROM password_links \
             WHERE person_id = $1 AND kind = $2 AND created_at > $3",
            values![person, kind, since],
        )
        .await?;
    row.map_or(Ok(0), |row| Reader::new(&row).get())
}

/// Forgets what is too old: requests and captchas at this instant, links that expired before the
/// other; returns how many.
pub async fn delete_stale_resets(
    tx: &Tx,
    now: DateTime<Utc>,
    links_before: DateTime<Utc>,
) -> Result<u64, Error> {
    let captchas = tx
        .execute(
            "DELETE FROM used_captchas WHERE expires_at < $1",
            values![now],
        )
        .await?;
    let requests = tx
        .execute(
            "DELETE FROM password_requests WHERE expires_at < $1",
            values![now],
        )
        .await?;
    let links = tx
        .execute(
            "DELETE FROM password_links WHERE expires_at < $1",
            values![links_before],
        )
        .await?;
    Ok(captchas + requests + links)
}
