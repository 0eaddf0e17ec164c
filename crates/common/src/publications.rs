//! Articles and announcements of the supplier.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::PublicationId;
use crate::query;

/// A publication in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationSummary {
    /// Its id.
    pub id: PublicationId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence or two.
    pub summary: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence or two.
    pub summary: String,
    /// The text as sanitised HTML.
    pub body_html: String,
    /// The text as plain text.
    pub body_text: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

query! {
    /// Filters and page of the publications.
    pub struct PublicationQuery {
        /// Keyword in title, summary or text.
        pub q: Option<String>,
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }
}
