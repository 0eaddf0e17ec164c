//! Articles and announcements.

use guichet_common::Page;
use guichet_common::publications::{Publication, PublicationQuery, PublicationSummary};
use guichet_db::publications;
use guichet_domain::Actor;

use crate::app::App;
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};

/// What is published, newest first.
pub async fn list_publications(
    app: &App,
    _actor: &Actor,
    query: PublicationQuery,
) -> Result<Page<PublicationSummary>> {
    let page = read_page(app, "publications", query.limit, query.cursor.as_deref())?;
    let keyword = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    let rows = publications::list_publications(&app.db.read(), keyword, app.now(), &page).await?;
    write_page(app, "publications", rows)
}

/// One that is published.
pub async fn get_publication(app: &App, _actor: &Actor, slug: &str) -> Result<Publication> {
    publications::find_publication(&app.db.read(), slug, app.now())
        .await?
        .ok_or(Error::NOT_FOUND)
}
