//! Articles and announcements of the supplier.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::{AccountRef, PersonRef};
use crate::ids::PublicationId;
use crate::query;
use crate::vocabulary::{Language, UnknownWord, words};

mod write;
pub use write::{
    PUBLICATION_ACCOUNTS_MAX, PUBLICATION_CATEGORY_MAX, PUBLICATION_SLUG_MAX,
    PUBLICATION_SUMMARY_MAX, PUBLICATION_TITLE_MAX, PublicationFeedback, PublishPublication,
    PutPublication, PutPublicationText, is_slug, slug_of,
};

words! {
    /// What a publication is.
    PublicationKind {
        /// Knowledge that stays true: how something is done.
        Article = "article",
        /// News that matters for a while.
        Announcement = "announcement",
    }

    /// Where a publication is in its life.
    PublicationState {
        /// Being written; only admins see it.
        Draft = "draft",
        /// Published at an instant to come; only admins see it until then.
        Scheduled = "scheduled",
        /// Read by those it is meant for.
        Published = "published",
        /// Taken back; only admins see it.
        Withdrawn = "withdrawn",
    }
}

/// A publication in a list, in the reader's language where it is written in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationSummary {
    /// Its id.
    pub id: PublicationId,
    /// Its short name in addresses.
    pub slug: String,
    /// What it is.
    pub kind: PublicationKind,
    /// Where it is in its life; `published` to all but admins.
    pub state: PublicationState,
    /// What it belongs to; `null` when nothing was said.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub category: Option<String>,
    /// The language of the texts here.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence or two; may be empty.
    pub summary: String,
    /// When it was published, or will be; `null` for a draft.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub published_at: Option<DateTime<Utc>>,
    /// Until when it stays at the head of the home page; `null` when it never was there.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub pinned_until: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A publication as those it is meant for read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// Its short name in addresses.
    pub slug: String,
    /// What it is.
    pub kind: PublicationKind,
    /// What it belongs to; `null` when nothing was said.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub category: Option<String>,
    /// The language of the texts here.
    pub language: Language,
    /// The languages that it is written in.
    pub languages: Vec<Language>,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence or two; may be empty.
    pub summary: String,
    /// The text as sanitised HTML.
    pub body_html: String,
    /// The text as plain text.
    pub body_text: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Until when it stays at the head of the home page; `null` when it never was there.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub pinned_until: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Whether it helped the caller, as they said; `null` until they do.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub helpful: Option<bool>,
}

/// A publication's text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationText {
    /// The language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence or two; may be empty.
    pub summary: String,
    /// The text as sanitised HTML.
    pub body_html: String,
    /// The text as plain text.
    pub body_text: String,
}

/// A publication as admins write it: every language, and for whom it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationSource {
    /// Its id.
    pub id: PublicationId,
    /// Its short name in addresses.
    pub slug: String,
    /// What it is.
    pub kind: PublicationKind,
    /// Where it is in its life.
    pub state: PublicationState,
    /// What it belongs to; `null` when nothing was said.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub category: Option<String>,
    /// The language that readers of any other get.
    pub language: Language,
    /// The accounts that it is for; `null` for all.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub accounts: Option<Vec<AccountRef>>,
    /// Its texts, the original one first.
    pub texts: Vec<PublicationText>,
    /// When it was published, or will be; `null` for a draft that never was.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub published_at: Option<DateTime<Utc>>,
    /// Until when it stays at the head of the home page; `null` when it never was there.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub pinned_until: Option<DateTime<Utc>>,
    /// How many readers it helped.
    pub helpful_count: u64,
    /// How many readers it did not help.
    pub unhelpful_count: u64,
    /// Grows with every change; the `ETag`.
    pub version: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last; `null` when the operator did.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub updated_by: Option<PersonRef>,
}

/// What a publication said after one of its changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationVersion {
    /// Its number.
    pub version: i64,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// Who saved it; `null` when the operator did.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub saved_by: Option<PersonRef>,
    /// Its texts then, the original one first.
    pub texts: Vec<PublicationText>,
}

/// What publications belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationCategory {
    /// Its name.
    pub name: String,
    /// How many publications of it the caller may read.
    pub publication_count: u64,
}

/// The categories of what the caller may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationCategories {
    /// By name.
    pub items: Vec<PublicationCategory>,
}

/// Publications that may answer a question, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationSuggestions {
    /// The best first; few.
    pub items: Vec<PublicationSummary>,
}

query! {
    /// Filters and page of the publications.
    pub struct PublicationQuery {
        /// Words that all occur in title, summary or text; the last may be the beginning of one.
        pub q: Option<String>,
        /// Only these; may be repeated.
        pub kind: Vec<PublicationKind>,
        /// Only those of this category.
        pub category: Option<String>,
        /// Only those at the head of the home page now (`true`), or the others (`false`).
        pub pinned: Option<bool>,
        /// Only those in these states, whomever they are for; may be repeated. For admins.
        pub state: Vec<PublicationState>,
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }

    /// What publications may be an answer to.
    pub struct SuggestionQuery {
        /// The question: the subject of a ticket, also while it is being typed.
        pub q: Option<String>,
        /// How many at most, 1 to 10; 3 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 10))]
        pub limit: Option<u32>,
    }

    /// Page of the versions of a publication.
    pub struct PublicationVersionQuery {
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }
}
