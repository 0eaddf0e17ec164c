//! Publications, written.

use chrono::{DateTime, Utc};

use super::PublicationKind;
use crate::fields::{Checks, Parts};
use crate::fold::fold;
use crate::ids::AccountId;
use crate::request;
use crate::vocabulary::Language;

/// Longest title, in characters.
pub const PUBLICATION_TITLE_MAX: usize = 160;
/// Longest summary, in characters.
pub const PUBLICATION_SUMMARY_MAX: usize = 300;
/// Longest name of a category, in characters.
pub const PUBLICATION_CATEGORY_MAX: usize = 80;
/// Longest short name in addresses, in characters.
pub const PUBLICATION_SLUG_MAX: usize = 80;
/// Most accounts that one publication is for, unless it is for all.
pub const PUBLICATION_ACCOUNTS_MAX: usize = 1000;

/// Short names that are addresses of something else.
const RESERVED: [&str; 3] = ["categories", "new", "suggestions"];

request! {
    /// A publication as it is to be, all of it.
    pub struct PutPublication {
        /// Its short name in addresses: 1 to 80 of `a` to `z`, digits and single hyphens between
        /// them. Absent: made from the title when the publication is new, else as it is.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
        pub slug: Option<String>,
        /// What it is.
        pub kind: PublicationKind,
        /// What it belongs to, up to 80 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
        pub category: Option<String>,
        /// The language that readers of any other get, one of those of `texts`; that of the first
        /// text when absent.
        pub language: Option<Language>,
        /// The accounts that it is for, 1 to 1,000; absent or `null` for all.
        pub account_ids: Option<Vec<AccountId>>,
        /// Until when it stays at the head of the home page.
        pub pinned_until: Option<DateTime<Utc>>,
        /// Its text in every language it is written in, one at least.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<PutPublicationText>, min_items = 1))]
        pub texts: Parts<PutPublicationText>,
    }
    rules publication_rules;

    /// A publication's text in one language.
    pub struct PutPublicationText {
        /// The language; no two texts have the same.
        pub language: Language,
        /// Its title, 1 to 160 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 160))]
        pub title: String,
        /// What it says, in a sentence or two, up to 300 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 300))]
        pub summary: Option<String>,
        /// The text as HTML; this or `body_text`. Its pictures are files that the author uploaded.
        pub body_html: Option<String>,
        /// The text as plain text; this or `body_html`.
        pub body_text: Option<String>,
    }

    /// When a publication is read from.
    pub struct PublishPublication {
        /// From this instant on, which may be to come or past; now when absent.
        pub published_at: Option<DateTime<Utc>>,
    }

    /// Whether a publication helped.
    pub struct PublicationFeedback {
        /// Whether it did.
        pub helpful: bool,
    }
}

fn publication_rules(checks: &mut Checks<'_>) {
    checks.line("category", PUBLICATION_CATEGORY_MAX);
}

/// Whether a text can be a publication's short name.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.len() <= PUBLICATION_SLUG_MAX && text.split('-').all(word) && !RESERVED.contains(&text)
}

/// The short name that a title suggests: `Coupure de dimanche !` becomes `coupure-de-dimanche`.
#[must_use]
pub fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for word in fold(title).split(|letter: char| !letter.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        // Room for a number behind it.
        if slug.len() + word.len() + 1 > PUBLICATION_SLUG_MAX - 4 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if is_slug(&slug) {
        slug
    } else {
        "publication".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_plain_words_between_hyphens() {
        for good in ["a", "coupure-du-14", "2026"] {
            assert!(is_slug(good), "{good}");
        }
        let long = "a".repeat(PUBLICATION_SLUG_MAX + 1);
        for bad in [
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "é",
            "a/b",
            "a b",
            "categories",
            "new",
            &long,
        ] {
            assert!(!is_slug(bad), "{bad}");
        }
    }

    #[test]
    fn a_title_suggests_a_short_name() {
        assert_eq!(slug_of("Coupure de dimanche !"), "coupure-de-dimanche");
        assert_eq!(slug_of("L’accès à l’Œuvre"), "l-acces-a-l-oeuvre");
        for none in ["", "¡!", "日本語", "Suggestions", &"a".repeat(200)] {
            assert_eq!(slug_of(none), "publication", "{none}");
        }
        assert!(is_slug(&slug_of(&"mot ".repeat(60))));
    }
}
