//! Articles and announcements, as those that they are meant for read them.

use chrono::{DateTime, Utc};
use guichet_common::ids::PersonId;
use guichet_common::publications::{
    Publication, PublicationCategory, PublicationKind, PublicationState, PublicationSummary,
};
use guichet_common::vocabulary::Language;
use guichet_domain::Scope;

use crate::dialect::publication_search::{self as search, Wanted};
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, InstantKey, PageRequest, Rows, Total};

mod source;
pub use source::{
    Edition, delete_publication, find_publication_source, insert_publication, list_slugs_like,
    list_versions, put_feedback, set_publication_state, update_publication,
};

/// What is published for whom, at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// The accounts that it may be meant for.
    pub scope: Scope,
    /// What is published then.
    pub now: DateTime<Utc>,
    /// Whether pictures of what is not published are shown too: to those who write it.
    pub writes: bool,
}

impl Audience {
    /// Appends ` AND …`: only publications `p` that are published, for all or for an account of the
    /// scope.
    pub(crate) fn push(&self, sql: &mut Sql) {
        sql.push(" AND p.state = 'published' AND p.published_at <= ");
        sql.bind(self.now);
        let accounts: &[_] = match &self.scope {
            Scope::All => return,
            Scope::Account(account) | Scope::Contact(account, _) => std::slice::from_ref(account),
            Scope::Accounts(accounts) => accounts,
            Scope::Nothing => &[],
        };
        sql.push(" AND (p.for_all");
        if !accounts.is_empty() {
            sql.push(
                " OR EXISTS (SELECT 1 FROM publication_accounts a \
                 WHERE a.publication_id = p.id AND a.account_id IN ",
            );
            sql.bind_list(accounts).push(")");
        }
        sql.push(")");
    }
}

/// Filters of a list of publications.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicationFilter {
    /// Words that all occur; the last may be the beginning of one.
    pub keyword: Option<String>,
    /// Only of these kinds; all when empty.
    pub kinds: Vec<PublicationKind>,
    /// Only of this category.
    pub category: Option<String>,
    /// Only those pinned now, or those that are not.
    pub pinned: Option<bool>,
}

const SUMMARY: &str = "SELECT p.id, p.slug, p.kind, p.state, p.category, x.language, x.title, \
    x.summary, p.published_at, p.pinned_until, p.updated_at";

/// Appends ` FROM …`: publications `p`, each with its text `x` in the language or, when there is
/// none, in its own.
fn push_from(sql: &mut Sql, language: Language) {
    sql.push(" FROM publications p JOIN publication_texts x ON x.publication_id = p.id ");
    sql.push(
        "AND x.language = coalesce((SELECT o.language FROM publication_texts o \
         WHERE o.publication_id = p.id AND o.language = ",
    );
    sql.bind(language).push("), p.language)");
}

/// Where a publication is in its life now; `published` is kept from the moment it is decided.
fn state(
    kept: PublicationState,
    published_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> PublicationState {
    if kept == PublicationState::Published && published_at.is_some_and(|at| at > now) {
        PublicationState::Scheduled
    } else {
        kept
    }
}

fn read_summary(row: &Row, now: DateTime<Utc>) -> Result<PublicationSummary, Error> {
    let mut row = Reader::new(row);
    let mut summary = PublicationSummary {
        id: row.get()?,
        slug: row.get()?,
        kind: row.get()?,
        state: row.get()?,
        category: row.find()?,
        language: row.get()?,
        title: row.get()?,
        summary: row.get()?,
        published_at: row.find()?,
        pinned_until: row.find()?,
        updated_at: row.get()?,
    };
    summary.state = state(summary.state, summary.published_at, now);
    Ok(summary)
}

/// The one with this slug, in the language where it is written in it.
pub async fn find_publication_in(
    conn: &Conn,
    audience: &Audience,
    reader: PersonId,
    slug: &str,
    language: Language,
) -> Result<Option<Publication>, Error> {
    let mut sql = Sql::new(
        "SELECT p.id, p.slug, p.kind, p.category, x.language, x.title, x.summary, x.body_html, \
         x.body_text, p.published_at, p.pinned_until, p.updated_at, \
         (SELECT f.helpful FROM publication_feedback f \
         WHERE f.publication_id = p.id AND f.person_id = ",
    );
    sql.bind(reader).push(")");
    push_from(&mut sql, language);
    sql.push(" WHERE p.slug = ").bind(slug);
    audience.push(&mut sql);
    let Some(row) = conn.one(&sql.text, sql.values).await? else {
        return Ok(None);
    };
    let mut row = Reader::new(&row);
    let mut found = Publication {
        id: row.get()?,
        slug: row.get()?,
        kind: row.get()?,
        category: row.find()?,
        language: row.get()?,
        languages: Vec::new(),
        title: row.get()?,
        summary: row.get()?,
        body_html: row.get()?,
        body_text: row.get()?,
        published_at: row.get()?,
        pinned_until: row.find()?,
        updated_at: row.get()?,
        helpful: row.find()?,
    };
    let languages = conn
        .all(
            "SELECT language FROM publication_texts WHERE publication_id = $1 ORDER BY language",
            values![found.id],
        )
        .await?;
    for row in &languages {
        found.languages.push(Reader::new(row).get()?);
    }
    Ok(Some(found))
}

/// What is published for the audience, the newest first.
pub async fn list_publications_in(
    conn: &Conn,
    audience: &Audience,
    filter: &PublicationFilter,
    language: Language,
    page: &PageRequest<InstantKey>,
) -> Result<Rows<PublicationSummary, InstantKey>, Error> {
    let selection = Selection {
        filter,
        language,
        now: audience.now,
        order: "p.published_at",
    };
    let condition = |sql: &mut Sql| audience.push(sql);
    selection.list(conn, condition, page).await
}

/// Those in these states, whomever they are for, the last changed first.
pub async fn list_publications_by_state(
    conn: &Conn,
    states: &[PublicationState],
    filter: &PublicationFilter,
    language: Language,
    now: DateTime<Utc>,
    page: &PageRequest<InstantKey>,
) -> Result<Rows<PublicationSummary, InstantKey>, Error> {
    let selection = Selection {
        filter,
        language,
        now,
        order: "p.updated_at",
    };
    let condition = |sql: &mut Sql| {
        sql.push(" AND (FALSE");
        for state in states {
            sql.push(" OR p.state = ");
            match state {
                PublicationState::Draft | PublicationState::Withdrawn => {
                    sql.bind(state);
                }
                PublicationState::Published | PublicationState::Scheduled => {
                    let later = *state == PublicationState::Scheduled;
                    sql.push("'published' AND p.published_at ");
                    sql.push(if later { "> " } else { "<= " }).bind(now);
                }
            }
        }
        sql.push(")");
    };
    selection.list(conn, condition, page).await
}

/// What a list selects, and its order.
struct Selection<'a> {
    filter: &'a PublicationFilter,
    language: Language,
    now: DateTime<Utc>,
    order: &'static str,
}

impl Selection<'_> {
    async fn list(
        &self,
        conn: &Conn,
        condition: impl Fn(&mut Sql),
        page: &PageRequest<InstantKey>,
    ) -> Result<Rows<PublicationSummary, InstantKey>, Error> {
        let mut from = Sql::default();
        push_from(&mut from, self.language);
        let words = self.filter.keyword.as_deref().map(search::words);
        if let Some(words) = words.as_ref().filter(|words| !words.is_empty()) {
            search::push_join(&mut from, conn.dialect(), words, Wanted::All);
        }
        from.push(" WHERE TRUE");
        if words.is_some_and(|words| words.is_empty()) {
            from.push(" AND FALSE");
        }
        condition(&mut from);
        self.push_filter(&mut from);
        let count = format!("SELECT count(*){}", from.text);
        let counted = conn.all_of_search(&count, from.values.clone()).await?;
        let total = match counted.first() {
            Some(row) => Reader::new(row).get()?,
            None => 0,
        };
        let mut sql = from;
        sql.text.insert_str(0, SUMMARY);
        if let Some(after) = page.after {
            sql.push(" AND (").push(self.order).push(", p.id) < (");
            sql.bind(after.at).push(", ").bind(after.id).push(")");
        }
        sql.push(" ORDER BY ").push(self.order);
        sql.push(" DESC, p.id DESC LIMIT ")
            .bind(i64::from(page.limit) + 1);
        let rows = conn.all_of_search(&sql.text, sql.values).await?;
        let rows = rows
            .iter()
            .map(|row| {
                let summary = read_summary(row, self.now)?;
                let at = match self.order {
                    "p.updated_at" => Some(summary.updated_at),
                    _ => summary.published_at,
                };
                let at = at.map_or(0, |at| at.timestamp_micros());
                let id = summary.id.0;
                Ok((InstantKey { at, id }, summary))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let total = Total {
            count: total,
            is_exact: true,
        };
        Ok(Rows::from_surplus(rows, page.limit, total))
    }

    fn push_filter(&self, sql: &mut Sql) {
        if !self.filter.kinds.is_empty() {
            sql.push(" AND p.kind IN ").bind_list(&self.filter.kinds);
        }
        if let Some(category) = &self.filter.category {
            sql.push(" AND p.category = ").bind(category);
        }
        match self.filter.pinned {
            Some(true) => {
                sql.push(" AND p.pinned_until > ").bind(self.now);
            }
            Some(false) => {
                sql.push(" AND (p.pinned_until IS NULL OR p.pinned_until <= ");
                sql.bind(self.now).push(")");
            }
            None => {}
        }
    }
}

/// What has any of the words in its title or summary, the best match first.
pub async fn suggest_publications_in(
    conn: &Conn,
    audience: &Audience,
    words: &[String],
    language: Language,
    limit: u32,
) -> Result<Vec<PublicationSummary>, Error> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(SUMMARY);
    push_from(&mut sql, language);
    search::push_join(&mut sql, conn.dialect(), words, Wanted::AnyInHead);
    sql.push(" WHERE TRUE");
    audience.push(&mut sql);
    search::push_best_first(&mut sql, conn.dialect(), words, Wanted::AnyInHead);
    sql.push(" LIMIT ").bind(i64::from(limit));
    let rows = conn.all_of_search(&sql.text, sql.values).await?;
    rows.iter()
        .map(|row| read_summary(row, audience.now))
        .collect()
}

/// The words of a text as the search sees them: in lower case, without accents and punctuation.
#[must_use]
pub fn search_words(text: &str) -> Vec<String> {
    search::words(text)
}

/// The categories of what is published for the audience, by name.
pub async fn list_categories_in(
    conn: &Conn,
    audience: &Audience,
) -> Result<Vec<PublicationCategory>, Error> {
    let mut sql =
        Sql::new("SELECT p.category, count(*) FROM publications p WHERE p.category IS NOT NULL");
    audience.push(&mut sql);
    sql.push(" GROUP BY p.category");
    let rows = conn.all(&sql.text, sql.values).await?;
    let mut found = rows
        .iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(PublicationCategory {
                name: row.get()?,
                publication_count: row.get()?,
            })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    found.sort_by_cached_key(|category| crate::fold::fold(&category.name));
    Ok(found)
}
