//! Tokens that people made for their programs; only their hashes are kept.

use chrono::{DateTime, Utc};
use guichet_common::directory::PersonRef;
use guichet_common::ids::{ApiTokenId, PersonId};
use guichet_common::scopes::ApiScope;
use uuid::Uuid;

use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, IdKey, PageRequest, Rows, Total, Tx};

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiTokenRow {
    /// Its id.
    pub id: ApiTokenId,
    /// Whose it is.
    pub person_id: PersonId,
    /// What it is for.
    pub name: String,
    /// SHA-256 of it, in hexadecimal.
    pub hash: String,
    /// Its last characters.
    pub hint: String,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "t.id, t.person_id, t.name, t.hash, t.hint, t.scopes, t.created_at, \
    t.expires_at, t.last_used_at";

fn read_next(row: &mut Reader<'_>) -> Result<ApiTokenRow, Error> {
    Ok(ApiTokenRow {
        id: row.get()?,
        person_id: row.get()?,
        name: row.get()?,
        hash: row.get()?,
        hint: row.get()?,
        scopes: read_scopes(&row.get()?),
        created_at: row.get()?,
        expires_at: row.get()?,
        last_used_at: row.find()?,
    })
}

fn read(row: &Row) -> Result<ApiTokenRow, Error> {
    read_next(&mut Reader::new(row))
}

/// Words that are none of ours (any more) allow nothing.
pub(crate) fn read_scopes(json: &serde_json::Value) -> Vec<ApiScope> {
    let words = json.as_array().map(Vec::as_slice).unwrap_or_default();
    let words = words.iter().filter_map(serde_json::Value::as_str);
    words.filter_map(|word| word.parse().ok()).collect()
}

pub(crate) fn write_scopes(scopes: &[ApiScope]) -> serde_json::Value {
    scopes.iter().map(|scope| scope.as_str()).collect()
}

/// The ids and names of those of these tokens that there still are.
pub async fn list_names(conn: &Conn, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT id, name FROM api_tokens WHERE id IN ");
    sql.bind_list(ids);
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok((row.get()?, row.get()?))
        })
        .collect()
}

/// Keeps a new token.
pub async fn insert_api_token(tx: &Tx, token: &ApiTokenRow) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO api_tokens (id, person_id, name, hash, hint, scopes, created_at, expires_at, \
         last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            token.id,
            token.person_id,
            token.name,
            token.hash,
            token.hint,
            write_scopes(&token.scopes),
            token.created_at,
            token.expires_at,
            token.last_used_at,
        ],
    )
    .await?;
    Ok(())
}

/// The token with this hash.
pub async fn find_api_token_by_hash(conn: &Conn, hash: &str) -> Result<Option<ApiTokenRow>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS);
    sql.push(" FROM api_tokens t WHERE t.hash = ").bind(hash);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| read(&row)).transpose()
}

/// The tokens of a person, the newest first.
pub async fn list_api_tokens_of(conn: &Conn, person: PersonId) -> Result<Vec<ApiTokenRow>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS);
    sql.push(" FROM api_tokens t WHERE t.person_id = ")
        .bind(person);
    sql.push(" ORDER BY t.id DESC");
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(read).collect()
}

/// The tokens of all people, the newest first, and whose they are.
pub async fn list_api_tokens(
    conn: &Conn,
    page: &PageRequest<IdKey>,
) -> Result<Rows<(ApiTokenRow, PersonRef), IdKey>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS);
    sql.push(
        ", p.id, p.first_name || ' ' || p.last_name \
         FROM api_tokens t JOIN people p ON p.id = t.person_id",
    );
    if let Some(after) = page.after {
        sql.push(" WHERE t.id < ").bind(after.id);
    }
    sql.push(" ORDER BY t.id DESC LIMIT ");
    sql.bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows
        .iter()
        .map(|row| {
            let mut row = Reader::new(row);
            let token = read_next(&mut row)?;
            let (id, name) = (row.get()?, row.get()?);
            let key = IdKey { id: token.id.0 };
            Ok((key, (token, PersonRef { id, name })))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let mut sql = Sql::new("SELECT count(*) FROM (SELECT 1 FROM api_tokens LIMIT ");
    sql.bind(Total::COUNTED_AT_MOST + 1).push(") counted");
    let count = match conn.one(&sql.text, sql.values).await? {
        Some(row) => Reader::new(&row).get()?,
        None => 0,
    };
    let total = Total::from_count(count);
    Ok(Rows::from_surplus(rows, page.limit, total))
}

/// Removes a token, of this person if one is named; gives what it was.
pub async fn delete_api_token(
    tx: &Tx,
    id: ApiTokenId,
    of: Option<PersonId>,
) -> Result<Option<ApiTokenRow>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS);
    sql.push(" FROM api_tokens t WHERE t.id = ").bind(id);
    if let Some(person) = of {
        sql.push(" AND t.person_id = ").bind(person);
    }
    let Some(row) = tx.one(&sql.text, sql.values).await? else {
        return Ok(None);
    };
    let deleted = tx
        .execute("DELETE FROM api_tokens WHERE id = $1", values![id])
        .await?;
    Ok((deleted > 0).then_some(read(&row)?))
}

/// Notes that a token was used.
pub async fn touch_api_token(tx: &Tx, id: ApiTokenId, now: DateTime<Utc>) -> Result<(), Error> {
    tx.execute(
        "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1",
        values![id, now],
    )
    .await?;
    Ok(())
}
