//! Publications as admins write them.

use chrono::{DateTime, Utc};
use guichet_common::directory::{AccountRef, PersonRef};
use guichet_common::ids::{AccountId, PersonId, PublicationId};
use guichet_common::publications::{
    PublicationKind, PublicationSource, PublicationState, PublicationText, PublicationVersion,
};
use guichet_common::vocabulary::Language;

use super::{search, state};
use crate::row::{Reader, values};
use crate::sql::Sql;
use crate::{Conn, Error, PageRequest, Rows, SortKey, Total, Tx};

/// All that is written of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its id.
    pub id: PublicationId,
    /// Its short name in addresses.
    pub slug: String,
    /// What it is.
    pub kind: PublicationKind,
    /// What it belongs to.
    pub category: Option<String>,
    /// The language that readers of any other get; one of the texts has it.
    pub language: Language,
    /// The accounts that it is for; `None` for all.
    pub accounts: Option<Vec<AccountId>>,
    /// Until when it stays at the head of the home page.
    pub pinned_until: Option<DateTime<Utc>>,
    /// Its texts, one a language, the original one first.
    pub texts: Vec<PublicationText>,
}

/// Enters a draft, as version 1.
pub async fn insert_publication(
    tx: &Tx,
    edition: &Edition,
    now: DateTime<Utc>,
    by: Option<PersonId>,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO publications (id, slug, kind, state, category, language, for_all, \
         pinned_until, published_at, version, created_at, updated_at, updated_by) \
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, NULL, 1, $8, $9, $10)",
        values![
            edition.id,
            edition.slug,
            edition.kind,
            edition.category,
            edition.language,
            edition.accounts.is_none(),
            edition.pinned_until,
            now,
            now,
            by,
        ],
    )
    .await?;
    write_parts(tx, edition, 1, now, by).await
}

/// Saves all of a publication as its next version; [`Error::Stale`] unless it is at `version`.
pub async fn update_publication(
    tx: &Tx,
    edition: &Edition,
    version: i64,
    now: DateTime<Utc>,
    by: Option<PersonId>,
) -> Result<(), Error> {
    let changed = tx
        .execute(
            "UPDATE publications SET slug = $3, kind = $4, category = $5, language = $6, \
             for_all = $7, pinned_until = $8, version = version + 1, updated_at = $9, \
             updated_by = $10 WHERE id = $1 AND version = $2",
            values![
                edition.id,
                version,
                edition.slug,
                edition.kind,
                edition.category,
                edition.language,
                edition.accounts.is_none(),
                edition.pinned_until,
                now,
                by,
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    forget_parts(tx, edition.id).await?;
    write_parts(tx, edition, version + 1, now, by).await
}

async fn forget_parts(tx: &Tx, id: PublicationId) -> Result<(), Error> {
    for sql in [
        "DELETE FROM publication_texts WHERE publication_id = $1",
        "DELETE FROM publication_accounts WHERE publication_id = $1",
    ] {
        tx.execute(sql, values![id]).await?;
    }
    Ok(())
}

async fn write_parts(
    tx: &Tx,
    edition: &Edition,
    version: i64,
    now: DateTime<Utc>,
    by: Option<PersonId>,
) -> Result<(), Error> {
    let mut sql = Sql::new(
        "INSERT INTO publication_texts \
         (publication_id, language, title, summary, body_html, body_text) VALUES ",
    );
    sql.bind_rows(edition.texts.iter().map(|text| {
        values![
            edition.id,
            text.language,
            text.title,
            text.summary,
            text.body_html,
            text.body_text,
        ]
    }));
    tx.execute(&sql.text, sql.values).await?;
    if let Some(accounts) = edition.accounts.as_ref().filter(|list| !list.is_empty()) {
        let mut sql =
            Sql::new("INSERT INTO publication_accounts (publication_id, account_id) VALUES ");
        sql.bind_rows(accounts.iter().map(|account| values![edition.id, *account]));
        tx.execute(&sql.text, sql.values).await?;
    }
    search::index(tx, edition.id, &edition.texts).await?;
    let texts =
        serde_json::to_string(&edition.texts).map_err(|_unwritable| Error::corrupt("text"))?;
    tx.execute(
        "INSERT INTO publication_versions (publication_id, version, saved_at, saved_by, texts) \
         VALUES ($1, $2, $3, $4, $5)",
        values![edition.id, version, now, by, texts],
    )
    .await?;
    Ok(())
}

/// Publishes a publication (from an instant on), or takes it back; [`Error::Stale`] unless it is at
/// `version`.
pub async fn set_publication_state(
    tx: &Tx,
    id: PublicationId,
    version: i64,
    state: PublicationState,
    published_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    by: Option<PersonId>,
) -> Result<(), Error> {
    let changed = tx
        .execute(
            "UPDATE publications SET state = $3, published_at = $4, version = version + 1, \
             updated_at = $5, updated_by = $6 WHERE id = $1 AND version = $2",
            values![id, version, state, published_at, now, by],
        )
        .await?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// Deletes a publication with all that belongs to it; its pictures become unused files.
pub async fn delete_publication(tx: &Tx, id: PublicationId) -> Result<(), Error> {
    forget_parts(tx, id).await?;
    for sql in [
        "DELETE FROM publication_search WHERE publication_id = $1",
        "DELETE FROM publication_versions WHERE publication_id = $1",
        "DELETE FROM publication_feedback WHERE publication_id = $1",
        "UPDATE attachments SET publication_id = NULL WHERE publication_id = $1",
        "DELETE FROM publications WHERE id = $1",
    ] {
        tx.execute(sql, values![id]).await?;
    }
    Ok(())
}

/// The slugs that begin so, of all publications.
pub async fn list_slugs_like(conn: &Conn, beginning: &str) -> Result<Vec<String>, Error> {
    let mut sql = Sql::new("SELECT slug FROM publications WHERE slug LIKE ");
    sql.bind(format!("{beginning}%"));
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// All of the publication with this slug, in whatever state.
pub async fn find_publication_source(
    conn: &Conn,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<Option<PublicationSource>, Error> {
    let row = conn
        .one(
            "SELECT p.id, p.slug, p.kind, p.state, p.category, p.language, p.for_all, \
             p.published_at, p.pinned_until, p.version, p.created_at, p.updated_at, \
             b.id, b.first_name || ' ' || b.last_name, \
             (SELECT count(*) FROM publication_feedback f \
              WHERE f.publication_id = p.id AND f.helpful), \
             (SELECT count(*) FROM publication_feedback f \
              WHERE f.publication_id = p.id AND NOT f.helpful) \
             FROM publications p LEFT JOIN people b ON b.id = p.updated_by WHERE p.slug = $1",
            values![slug],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut row = Reader::new(&row);
    let (id, slug, kind) = (row.get()?, row.get()?, row.get()?);
    let (kept, category, language) = (row.get()?, row.find()?, row.get()?);
    let for_all: bool = row.get()?;
    let published_at: Option<DateTime<Utc>> = row.find()?;
    Ok(Some(PublicationSource {
        id,
        slug,
        kind,
        state: state(kept, published_at, now),
        category,
        language,
        accounts: if for_all {
            None
        } else {
            Some(list_accounts(conn, id).await?)
        },
        texts: list_texts(conn, id, language).await?,
        published_at,
        pinned_until: row.find()?,
        version: row.get()?,
        created_at: row.get()?,
        updated_at: row.get()?,
        updated_by: row.reference(|id, name| PersonRef { id, name })?,
        helpful_count: row.get()?,
        unhelpful_count: row.get()?,
    }))
}

async fn list_accounts(conn: &Conn, id: PublicationId) -> Result<Vec<AccountRef>, Error> {
    let rows = conn
        .all(
            "SELECT c.id, c.name FROM publication_accounts a JOIN accounts c ON c.id = a.account_id \
             WHERE a.publication_id = $1 ORDER BY c.sort_name, c.id",
            values![id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(AccountRef {
                id: row.get()?,
                name: row.get()?,
            })
        })
        .collect()
}

async fn list_texts(
    conn: &Conn,
    id: PublicationId,
    original: Language,
) -> Result<Vec<PublicationText>, Error> {
    let rows = conn
        .all(
            "SELECT language, title, summary, body_html, body_text FROM publication_texts \
             WHERE publication_id = $1 ORDER BY language",
            values![id],
        )
        .await?;
    let mut texts = rows
        .iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(PublicationText {
                language: row.get()?,
                title: row.get()?,
                summary: row.get()?,
                body_html: row.get()?,
                body_text: row.get()?,
            })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    texts.sort_by_key(|text| text.language != original);
    Ok(texts)
}

/// What a publication said after each of its changes, the last first.
pub async fn list_versions(
    conn: &Conn,
    id: PublicationId,
    page: &PageRequest<SortKey>,
) -> Result<Rows<PublicationVersion, SortKey>, Error> {
    let counted = conn
        .one(
            "SELECT count(*) FROM publication_versions WHERE publication_id = $1",
            values![id],
        )
        .await?;
    let count = match counted {
        Some(row) => Reader::new(&row).get()?,
        None => 0,
    };
    let mut sql = Sql::new(
        "SELECT v.version, v.saved_at, b.id, b.first_name || ' ' || b.last_name, v.texts \
         FROM publication_versions v LEFT JOIN people b ON b.id = v.saved_by \
         WHERE v.publication_id = ",
    );
    sql.bind(id);
    if let Some(after) = page.after {
        sql.push(" AND v.version < ").bind(after.key);
    }
    sql.push(" ORDER BY v.version DESC LIMIT ")
        .bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows
        .iter()
        .map(|row| {
            let mut row = Reader::new(row);
            let version = row.get()?;
            let saved_at = row.get()?;
            let saved_by = row.reference(|id, name| PersonRef { id, name })?;
            let texts: String = row.get()?;
            let texts =
                serde_json::from_str(&texts).map_err(|_unreadable| Error::corrupt("JSON"))?;
            let key = SortKey {
                key: version,
                id: 0,
            };
            Ok((
                key,
                PublicationVersion {
                    version,
                    saved_at,
                    saved_by,
                    texts,
                },
            ))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let total = Total {
        count,
        is_exact: true,
    };
    Ok(Rows::from_surplus(rows, page.limit, total))
}

/// Keeps whether a publication helped a reader; what they say last counts.
pub async fn put_feedback(
    tx: &Tx,
    id: PublicationId,
    person: PersonId,
    helpful: bool,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO publication_feedback (publication_id, person_id, helpful, given_at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (publication_id, person_id) \
         DO UPDATE SET helpful = excluded.helpful, given_at = excluded.given_at",
        values![id, person, helpful, now],
    )
    .await?;
    Ok(())
}
