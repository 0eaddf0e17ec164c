//! Programs with credentials of their own; of their secrets only hashes are kept.

use chrono::{DateTime, Utc};
use guichet_common::directory::PersonRef;
use guichet_common::ids::OauthClientId;
use guichet_common::scopes::ApiScope;

use crate::api_tokens::{read_scopes, write_scopes};
use uuid::Uuid;

use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, IdKey, PageRequest, Rows, Total, Tx};

/// A client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OauthClientRow {
    /// Its id.
    pub id: OauthClientId,
    /// What it is called.
    pub name: String,
    /// As whom it acts.
    pub person: PersonRef,
    /// SHA-256 of its secret, in hexadecimal.
    pub secret_hash: String,
    /// The secret's last characters.
    pub secret_hint: String,
    /// How many secrets it had before.
    pub generation: i64,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// Requests a minute of its own.
    pub requests_per_minute: Option<u16>,
    /// Whether it gets access.
    pub active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it last got access.
    pub last_used_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "SELECT c.id, c.name, p.id, p.first_name || ' ' || p.last_name, \
    c.secret_hash, c.secret_hint, c.generation, c.scopes, c.requests_per_minute, c.active, \
    c.created_at, c.updated_at, c.last_used_at \
    FROM oauth_clients c JOIN people p ON p.id = c.person_id";

fn read(row: &Row) -> Result<OauthClientRow, Error> {
    let mut row = Reader::new(row);
    Ok(OauthClientRow {
        id: row.get()?,
        name: row.get()?,
        person: PersonRef {
            id: row.get()?,
            name: row.get()?,
        },
        secret_hash: row.get()?,
        secret_hint: row.get()?,
        generation: row.get()?,
        scopes: read_scopes(&row.get()?),
        requests_per_minute: row.find()?,
        active: row.get()?,
        created_at: row.get()?,
        updated_at: row.get()?,
        last_used_at: row.find()?,
    })
}

/// The ids and names of those of these clients that there still are.
pub async fn list_names(conn: &Conn, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT id, name FROM oauth_clients WHERE id IN ");
    sql.bind_list(ids);
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok((row.get()?, row.get()?))
        })
        .collect()
}

/// Enters a client.
pub async fn insert_oauth_client(tx: &Tx, client: &OauthClientRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO oauth_clients (id, name, person_id, secret_hash, secret_hint, generation, \
         scopes, requests_per_minute, active, created_at, updated_at, last_used_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        values![
            client.id,
            client.name,
            client.person.id,
            client.secret_hash,
            client.secret_hint,
            client.generation,
            write_scopes(&client.scopes),
            client.requests_per_minute,
            client.active,
            client.created_at,
            client.updated_at,
            client.last_used_at,
        ],
    )
    .await?;
    Ok(())
}

/// Changes a client: all but its id and the person as whom it acts.
pub async fn update_oauth_client(tx: &Tx, client: &OauthClientRow) -> Result<(), Error> {
    tx.execute(
        "UPDATE oauth_clients SET name = $2, secret_hash = $3, secret_hint = $4, generation = $5, \
         scopes = $6, requests_per_minute = $7, active = $8, updated_at = $9 WHERE id = $1",
        values![
            client.id,
            client.name,
            client.secret_hash,
            client.secret_hint,
            client.generation,
            write_scopes(&client.scopes),
            client.requests_per_minute,
            client.active,
            client.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// A client.
pub async fn find_oauth_client(
    conn: &Conn,
    id: OauthClientId,
) -> Result<Option<OauthClientRow>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE c.id = ").bind(id);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
}

/// The clients, the newest first.
pub async fn list_oauth_clients(
    conn: &Conn,
    page: &PageRequest<IdKey>,
) -> Result<Rows<OauthClientRow, IdKey>, Error> {
    let mut sql = Sql::new(COLUMNS);
    if let Some(after) = page.after {
        sql.push(" WHERE c.id < ").bind(after.id);
    }
    sql.push(" ORDER BY c.id DESC LIMIT ");
    sql.bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows
        .iter()
        .map(|row| read(row).map(|client| (IdKey { id: client.id.0 }, client)))
        .collect::<Result<Vec<_>, Error>>()?;
    let count = match conn
        .one("SELECT count(*) FROM oauth_clients", vec![])
        .await?
    {
        Some(row) => Reader::new(&row).get()?,
        None => 0,
    };
    let total = Total::from_count(count);
    Ok(Rows::from_surplus(rows, page.limit, total))
}

/// Removes a client; tells whether it was there.
pub async fn delete_oauth_client(tx: &Tx, id: OauthClientId) -> Result<bool, Error> {
    let deleted = tx
        .execute("DELETE FROM oauth_clients WHERE id = $1", values![id])
        .await?;
    Ok(deleted > 0)
}

/// Notes that a client got access.
pub async fn touch_oauth_client(
    tx: &Tx,
    id: OauthClientId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE oauth_clients SET last_used_at = $2 WHERE id = $1",
        values![id, now],
    )
    .await?;
    Ok(())
}
