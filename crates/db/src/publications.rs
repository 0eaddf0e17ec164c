//! Articles and announcements.

use chrono::{DateTime, Utc};
use guichet_common::publications::{Publication, PublicationSummary};

use crate::fold::{fold, like_pattern};
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, InstantKey, PageRequest, Rows, Total, Tx};

const SUMMARY: &str = "SELECT id, slug, title, summary, published_at";

/// Enters a publication, published at its `published_at`.
pub async fn insert_publication(
    tx: &Tx,
    publication: &Publication,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let search_text = fold(&format!(
        "{} {} {}",
        publication.title, publication.summary, publication.body_text
    ));
    tx.execute(
        "INSERT INTO publications (id, slug, title, summary, body_html, body_text, search_text, \
         published_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            publication.id,
            publication.slug,
            publication.title,
            publication.summary,
            publication.body_html,
            publication.body_text,
            search_text,
            publication.published_at,
            now,
        ],
    )
    .await?;
    Ok(())
}

/// The published one with this slug.
pub async fn find_publication(
    conn: &Conn,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<Option<Publication>, Error> {
    let row = conn
        .one(
            "SELECT id, slug, title, summary, body_html, body_text, published_at \
             FROM publications WHERE slug = $1 AND published_at <= $2",
            values![slug, now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut row = Reader::new(&row);
    Ok(Some(Publication {
        id: row.get()?,
        slug: row.get()?,
        title: row.get()?,
        summary: row.get()?,
        body_html: row.get()?,
        body_text: row.get()?,
        published_at: row.get()?,
    }))
}

/// What is published, newest first; every word of `keyword` occurs in title, summary or text.
pub async fn list_publications(
    conn: &Conn,
    keyword: Option<&str>,
    now: DateTime<Utc>,
    page: &PageRequest<InstantKey>,
) -> Result<Rows<PublicationSummary, InstantKey>, Error> {
    let mut sql = Sql::new(" FROM publications WHERE published_at <= ");
    sql.bind(now);
    for word in keyword.into_iter().flat_map(str::split_whitespace) {
        sql.push(" AND search_text LIKE ").bind(like_pattern(word));
        sql.push(" ESCAPE '!'");
    }
    let count = format!("SELECT count(*){}", sql.text);
    let total = match conn.one(&count, sql.values.clone()).await? {
        Some(row) => Reader::new(&row).get()?,
        None => 0,
    };
    sql.text.insert_str(0, SUMMARY);
    if let Some(after) = page.after {
        sql.push(" AND (published_at, id) < (").bind(after.at);
        sql.push(", ").bind(after.id).push(")");
    }
    sql.push(" ORDER BY published_at DESC, id DESC LIMIT ");
    sql.bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows
        .iter()
        .map(read_summary)
        .collect::<Result<Vec<_>, _>>()?;
    let total = Total {
        count: total,
        is_exact: true,
    };
    Ok(Rows::from_surplus(rows, page.limit, total))
}

fn read_summary(row: &Row) -> Result<(InstantKey, PublicationSummary), Error> {
    let mut row = Reader::new(row);
    let summary = PublicationSummary {
        id: row.get()?,
        slug: row.get()?,
        title: row.get()?,
        summary: row.get()?,
        published_at: row.get()?,
    };
    let key = InstantKey {
        at: summary.published_at.timestamp_micros(),
        id: summary.id.0,
    };
    Ok((key, summary))
}
