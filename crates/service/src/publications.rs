//! Articles and announcements: read by those they are for, written by admins.

mod source;

use guichet_common::Page;
use guichet_common::limits::SEARCH_MAX;
use guichet_common::problem::FieldError;
use guichet_common::publications::{
    Publication, PublicationCategories, PublicationFeedback, PublicationQuery,
    PublicationSuggestions, PublicationSummary, SuggestionQuery,
};
use guichet_common::vocabulary::Language;
use guichet_db::publications::{self as rows, Audience, PublicationFilter};
use guichet_domain::{Actor, policy};

pub use self::source::{
    create_publication, delete_publication, get_publication_source, list_publication_versions,
    publish_publication, update_publication, withdraw_publication,
};
use crate::app::App;
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};

/// How many suggestions are made when nothing else is said, and at most.
const SUGGESTIONS: (u32, u32) = (3, 10);
/// Of a question so many words are looked for.
const WORDS_LOOKED_FOR: usize = 12;
/// A shorter word says little.
const SHORTEST_WORD: usize = 3;
/// Words that are in every other question, folded. The rest of the common ones are too short.
const WORDS_IN_EVERYTHING: [&str; 60] = [
    "and", "apres", "are", "aux", "avant", "avec", "avez", "avons", "besoin", "bonjour", "cannot",
    "car", "ces", "cette", "dans", "demande", "depuis", "des", "does", "elle", "est", "etait",
    "faire", "fait", "for", "from", "has", "have", "hello", "ils", "les", "leur", "mais", "merci",
    "mes", "mon", "need", "not", "nos", "notre", "nous", "our", "pas", "peut", "plus", "pour",
    "probleme", "problem", "que", "qui", "sont", "sur", "the", "tous", "toutes", "une", "votre",
    "vous", "with", "your",
];

/// What the actor reads now.
pub(crate) fn audience(app: &App, actor: &Actor) -> Audience {
    Audience {
        scope: policy::publication_scope(actor),
        now: app.now(),
        writes: policy::require_admin(actor).is_ok(),
    }
}

/// What is published for the actor, the newest first; admins may ask for what is not, the last
/// changed first.
pub async fn list_publications(
    app: &App,
    actor: &Actor,
    query: PublicationQuery,
    language: Language,
) -> Result<Page<PublicationSummary>> {
    let by_state = !query.state.is_empty();
    if by_state {
        policy::require_admin(actor)?;
    }
    let list = if by_state {
        "publications_by_state"
    } else {
        "publications"
    };
    let page = read_page(app, list, query.limit, query.cursor.as_deref())?;
    let filter = PublicationFilter {
        keyword: keyword(query.q)?,
        kinds: query.kind,
        category: query.category,
        pinned: query.pinned,
    };
    let audience = audience(app, actor);
    let read = app.db.read();
    let found = if by_state {
        let (states, now) = (&query.state, audience.now);
        rows::list_publications_by_state(&read, states, &filter, language, now, &page).await?
    } else {
        rows::list_publications_in(&read, &audience, &filter, language, &page).await?
    };
    write_page(app, list, found)
}

/// What is looked for; nothing when it is blank.
fn keyword(text: Option<String>) -> Result<Option<String>> {
    let keyword = text.map(|text| text.trim().to_owned());
    let keyword = keyword.filter(|text| !text.is_empty());
    if keyword
        .as_ref()
        .is_some_and(|text| text.chars().count() > SEARCH_MAX)
    {
        let error = FieldError::parameter("q", "too_long").with("max", SEARCH_MAX);
        return Err(Error::Invalid(vec![error]));
    }
    Ok(keyword)
}

/// One that is published for the actor.
pub async fn get_publication(
    app: &App,
    actor: &Actor,
    slug: &str,
    language: Language,
) -> Result<Publication> {
    let audience = audience(app, actor);
    rows::find_publication_in(&app.db.read(), &audience, actor.id, slug, language)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// What may answer a question, of what is published for the actor: the best first.
pub async fn suggest_publications(
    app: &App,
    actor: &Actor,
    query: SuggestionQuery,
    language: Language,
) -> Result<PublicationSuggestions> {
    let (usual, most) = SUGGESTIONS;
    let limit = query.limit.unwrap_or(usual);
    if !(1..=most).contains(&limit) {
        let error = FieldError::parameter("limit", "out_of_range");
        return Err(Error::Invalid(vec![error.with("min", 1).with("max", most)]));
    }
    let words = telling_words(keyword(query.q)?.unwrap_or_default().as_str());
    let audience = audience(app, actor);
    let read = app.db.read();
    let items = rows::suggest_publications_in(&read, &audience, &words, language, limit).await?;
    Ok(PublicationSuggestions { items })
}

/// The words of a question that say what it is about.
fn telling_words(question: &str) -> Vec<String> {
    let mut words = rows::search_words(question);
    words.retain(|word| {
        word.chars().count() >= SHORTEST_WORD && !WORDS_IN_EVERYTHING.contains(&word.as_str())
    });
    words.truncate(WORDS_LOOKED_FOR);
    words
}

/// The categories of what the actor may read.
pub async fn list_publication_categories(
    app: &App,
    actor: &Actor,
) -> Result<PublicationCategories> {
    let audience = audience(app, actor);
    let items = rows::list_categories_in(&app.db.read(), &audience).await?;
    Ok(PublicationCategories { items })
}

/// Keeps whether a publication helped the actor.
pub async fn give_publication_feedback(
    app: &App,
    actor: &Actor,
    slug: &str,
    body: PublicationFeedback,
) -> Result<()> {
    let audience = audience(app, actor);
    let tx = app.db.begin_write().await?;
    let found = rows::find_publication_in(&tx, &audience, actor.id, slug, actor.language).await?;
    let found = found.ok_or(Error::NOT_FOUND)?;
    rows::put_feedback(&tx, found.id, actor.id, body.helpful, audience.now).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_about_its_telling_words() {
        assert_eq!(
            telling_words("Bonjour, l’imprimante du 2e étage n’est pas accessible depuis le VPN"),
            ["imprimante", "etage", "accessible", "vpn"]
        );
        assert!(telling_words("pour le the").is_empty());
        assert_eq!(
            telling_words(&"imprimante ".repeat(50)).len(),
            WORDS_LOOKED_FOR
        );
    }
}
