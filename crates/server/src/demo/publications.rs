//! What the supplier of the demo has published.

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::publications::{PublicationKind, PublicationState, PublicationText};
use guichet_common::vocabulary::Language;
use guichet_db::Tx;
use guichet_db::publications::{self, Edition};
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
    kind: PublicationKind,
    category: String,
    days_ago: u16,
    /// Stays at the head of the home page for so many days from today.
    pinned_days: Option<u16>,
    fr: Text,
    en: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    title: String,
    summary: String,
    body: String,
}

impl Text {
    fn in_language(self, language: Language) -> PublicationText {
        let body_html = sanitise(&self.body);
        PublicationText {
            language,
            title: self.title,
            summary: self.summary,
            body_text: html_to_text(&body_html),
            body_html,
        }
    }
}

/// Enters what is written down in `demo/publications.toml`.
pub async fn enter(app: &App, tx: &Tx, now: DateTime<Utc>) -> Result<()> {
    let written: Written = toml::from_str(include_str!("../../demo/publications.toml"))
        .context("demo/publications.toml")?;
    for article in written.publications {
        let published_at = now - TimeDelta::days(article.days_ago.into());
        let edition = Edition {
            id: app.ids().new_id(),
            slug: article.slug,
            kind: article.kind,
            category: Some(article.category),
            language: Language::Fr,
            accounts: None,
            pinned_until: article
                .pinned_days
                .map(|days| now + TimeDelta::days(days.into())),
            texts: vec![
                article.fr.in_language(Language::Fr),
                article.en.in_language(Language::En),
            ],
        };
        publications::insert_publication(tx, &edition, published_at, None).await?;
        let (state, at) = (PublicationState::Published, Some(published_at));
        publications::set_publication_state(tx, edition.id, 1, state, at, published_at, None)
            .await?;
    }
    Ok(())
}
