//! The search index of publications: FTS5 in SQLite, text search in PostgreSQL. One document per
//! language; a word in the title weighs more than one in the summary, and that more than one in the
//! text.

use guichet_common::ids::PublicationId;
use guichet_common::publications::PublicationText;

use crate::connection::Dialect;
use crate::row::values;
use crate::sql::Sql;
use crate::{Error, Tx};

/// A shorter last word is not completed: it would match nearly everything.
const SHORTEST_PREFIX: usize = 2;
/// Of a longer text the beginning is searched, in characters: PostgreSQL refuses large documents.
const BODY_SEARCHED: usize = 200_000;

/// What a search must find of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of them, anywhere.
    All,
    /// Any of them, in title or summary.
    AnyInHead,
}

/// Everything but letters and digits separates, so nothing that a person types is an operator.
pub(crate) fn words(text: &str) -> Vec<String> {
    crate::fold::fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The expression to match; the last word may be the beginning of one.
fn expression(dialect: Dialect, words: &[String], wanted: Wanted) -> String {
    let last = words.len().saturating_sub(1);
    let terms = words.iter().enumerate().map(|(index, word)| {
        let complete = index == last && word.chars().count() >= SHORTEST_PREFIX;
        match (dialect, wanted) {
            (Dialect::Sqlite, _) if complete => format!("\"{word}\"*"),
            (Dialect::Sqlite, _) => format!("\"{word}\""),
            (Dialect::Postgres, Wanted::All) if complete => format!("'{word}':*"),
            (Dialect::Postgres, Wanted::All) => format!("'{word}'"),
            (Dialect::Postgres, Wanted::AnyInHead) if complete => format!("'{word}':*AB"),
            (Dialect::Postgres, Wanted::AnyInHead) => format!("'{word}':AB"),
        }
    });
    let terms: Vec<String> = terms.collect();
    match (dialect, wanted) {
        (Dialect::Sqlite, Wanted::All) => terms.join(" AND "),
        (Dialect::Sqlite, Wanted::AnyInHead) => {
            format!("{{title summary}} : ({})", terms.join(" OR "))
        }
        (Dialect::Postgres, Wanted::All) => terms.join(" & "),
        (Dialect::Postgres, Wanted::AnyInHead) => terms.join(" | "),
    }
}

/// Appends ` JOIN …` of the documents that match, as `s`, to a query of publications `p` with their
/// texts `x`. There is a word at least.
pub(crate) fn push_join(sql: &mut Sql, dialect: Dialect, words: &[String], wanted: Wanted) {
    sql.push(
        " JOIN publication_search s ON s.publication_id = p.id AND s.language = x.language AND ",
    );
    let expression = expression(dialect, words, wanted);
    match dialect {
        Dialect::Sqlite => {
            sql.push("s.publication_search MATCH ").bind(expression);
        }
        Dialect::Postgres => {
            sql.push("s.document @@ to_tsquery('guichet', ");
            sql.bind(expression).push(")");
        }
    }
}

/// Appends ` ORDER BY …`: what matches best first.
pub(crate) fn push_best_first(sql: &mut Sql, dialect: Dialect, words: &[String], wanted: Wanted) {
    match dialect {
        Dialect::Sqlite => {
            sql.push(" ORDER BY bm25(publication_search, 0.0, 0.0, 8.0, 4.0, 1.0), p.id DESC");
        }
        Dialect::Postgres => {
            let expression = expression(dialect, words, wanted);
            sql.push(" ORDER BY ts_rank(s.document, to_tsquery('guichet', ");
            sql.bind(expression).push(")) DESC, p.id DESC");
        }
    }
}

/// Makes these the documents of a publication.
pub(crate) async fn index(
    tx: &Tx,
    id: PublicationId,
    texts: &[PublicationText],
) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM publication_search WHERE publication_id = $1",
        values![id],
    )
    .await?;
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "INSERT INTO publication_search (publication_id, language, title, summary, body) \
             VALUES ($1, $2, $3, $4, $5)"
        }
        Dialect::Postgres => {
            "INSERT INTO publication_search (publication_id, language, document) \
             VALUES ($1, $2, setweight(to_tsvector('guichet', $3), 'A') \
             || setweight(to_tsvector('guichet', $4), 'B') \
             || setweight(to_tsvector('guichet', $5), 'D'))"
        }
    };
    for text in texts {
        let searched: String = text.body_text.chars().take(BODY_SEARCHED).collect();
        let documents = [&text.title, &text.summary, &searched].map(|text| words(text).join(" "));
        let [title, summary, body] = documents;
        tx.execute(sql, values![id, text.language, title, summary, body])
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_an_operator() {
        let words = words("L’été* OR (VPN)' -x");
        assert_eq!(words, ["l", "ete", "or", "vpn", "x"]);
        assert_eq!(
            expression(Dialect::Sqlite, &words, Wanted::All),
            r#""l" AND "ete" AND "or" AND "vpn" AND "x""#
        );
        assert_eq!(
            expression(Dialect::Postgres, &words[1..4], Wanted::AnyInHead),
            "'ete':AB | 'or':AB | 'vpn':*AB"
        );
        assert_eq!(
            expression(Dialect::Sqlite, &words[1..4], Wanted::AnyInHead),
            r#"{title summary} : ("ete" OR "or" OR "vpn"*)"#
        );
    }
}
