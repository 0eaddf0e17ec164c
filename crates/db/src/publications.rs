//! Articles and announcements.

use chrono::{DateTime, Utc};
use guichet_common::publications::{Publication, PublicationSummary};

use crate::{Conn, Error, InstantKey, PageRequest, Rows, Tx};

/// Enters a publication, published at its `published_at`.
pub async fn insert_publication(
    tx: &Tx,
    publication: &Publication,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    todo!()
}

/// The published one with this slug.
pub async fn find_publication(
    conn: &Conn,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<Option<Publication>, Error> {
    todo!()
}

/// What is published, newest first; `keyword` in title, summary or text.
pub async fn list_publications(
    conn: &Conn,
    keyword: Option<&str>,
    now: DateTime<Utc>,
    page: &PageRequest<InstantKey>,
) -> Result<Rows<PublicationSummary, InstantKey>, Error> {
    todo!()
}
