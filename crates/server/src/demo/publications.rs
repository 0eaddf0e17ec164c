//! What the supplier of the demo has published.

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::publications::Publication;
use guichet_db::{Tx, publications};
use guichet_service::App;
use guichet_service::text::{html_to_text, sanitise};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    publications: Vec<Article>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    slug: String,
    title: String,
    summary: String,
    days_ago: u16,
    body: String,
}

/// Enters what is written down in `demo/publications.toml`.
pub async fn enter(app: &App, tx: &Tx, now: DateTime<Utc>) -> Result<()> {
    let written: Written = toml::from_str(include_str!("../../demo/publications.toml"))
        .context("demo/publications.toml")?;
    for article in written.publications {
        let published_at = now - TimeDelta::days(article.days_ago.into());
        let body_html = sanitise(&article.body);
        let publication = Publication {
            id: app.ids().new_id(),
            slug: article.slug,
            title: article.title,
            summary: article.summary,
            body_text: html_to_text(&body_html),
            body_html,
            published_at,
        };
        publications::insert_publication(tx, &publication, published_at).await?;
    }
    Ok(())
}
