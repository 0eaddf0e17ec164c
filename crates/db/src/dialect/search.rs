//! Keyword search: FTS5 in SQLite, a text search index in PostgreSQL. Both hold one document per
//! ticket, of words without case and accents, under the ticket's id; ids are in the order of
//! creation, so the newest matches are the first ones read, and nobody sorts all matches.

use guichet_common::ids::{AccountId, PersonId};
use guichet_common::vocabulary::TicketSort;
use guichet_domain::Scope;
use uuid::Uuid;

use crate::connection::Dialect;
use crate::row::Row;
use crate::sql::Sql;
use crate::tickets::{Purpose, TicketFilter};
use crate::{Conn, Error, SortKey, Total};

/// Everything that is searched goes through here; `group_concat` is in no order, and needs none.
macro_rules! sqlite_documents {
    () => {
        "INSERT OR REPLACE INTO ticket_search (rowid, scope, body) \
         SELECT t.id, 'a' || hex(t.account_id) || ' c' || hex(t.contact_id), \
         printf('CS%07d %d ', t.id, t.id) || t.subject || ' ' || x.description_text || ' ' || \
         coalesce((SELECT group_concat(c.body_text, ' ') FROM comments c \
         WHERE c.ticket_id = t.id), '') \
         FROM tickets t JOIN ticket_texts x ON x.ticket_id = t.id"
    };
}

/// Punctuation goes first, so that PostgreSQL's parser finds words as FTS5 does, and no addresses
/// or paths. A document of more than a megabyte would be refused; what no query needs (positions)
/// is left out. Of an endless conversation the beginning counts.
macro_rules! postgres_documents {
    ($from:literal) => {
        concat!("INSERT INTO ticket_search (ticket_id, account_id, contact_id, document) \
         SELECT t.id, t.account_id, t.contact_id, strip(to_tsvector('guichet', translate(left( \
         'CS' || lpad(t.id::text, greatest(7, length(t.id::text)), '0') || ' ' || t.id || ' ' || \
         t.subject || ' ' || x.description_text || ' ' || \
         coalesce((SELECT string_agg(c.body_text, ' ' ORDER BY c.id) FROM comments c \
         WHERE c.ticket_id = t.id), ''), 200000), \
         '!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~«»‘’“”–—…°', repeat(' ', 42)))) FROM ", $from)
    };
    () => {
        postgres_documents!("tickets t JOIN ticket_texts x ON x.ticket_id = t.id")
    };
}

macro_rules! postgres_replace {
    () => {
        " ON CONFLICT (ticket_id) DO UPDATE SET document = excluded.document"
    };
}

/// A shorter last word is not completed: it would match nearly everything.
const SHORTEST_PREFIX: usize = 2;

/// A search that the database understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    dialect: Dialect,
    /// The expression to match; in SQLite the scope and the two filters below are part of it.
    expression: String,
    account_id: Option<AccountId>,
    contact_id: Option<PersonId>,
}

/// The words of a search. Everything but letters and digits separates, as in both databases'
/// indexes; so nothing that a person types is an operator.
fn words(keywords: &str) -> Vec<String> {
    keywords
        .split(|letter: char| !letter.is_alphanumeric() && !is_accent(letter))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

/// An accent that follows its letter as a character of its own.
const fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The search for these keywords within the scope; `None` when nothing can match. The words must
/// all occur; when no ticket has them all, the last one may be the beginning of a word.
pub(crate) async fn choose(
    conn: &Conn,
    scope: &Scope,
    filter: &TicketFilter,
    keywords: &str,
) -> Result<Option<Query>, Error> {
    let words = words(keywords);
    let Some(last) = words.last() else {
        return Ok(None);
    };
    let exact = Query::new(conn.dialect(), scope, filter, &words, false);
    if last.chars().count() < SHORTEST_PREFIX {
        return Ok(Some(exact));
    }
    let mut probe = Sql::new("SELECT 1 FROM ");
    push_matches(&mut probe, &exact, scope);
    probe.push(" LIMIT 1");
    if run(conn, Some(&exact), probe).await?.is_empty() {
        return Ok(Some(Query::new(
            conn.dialect(),
            scope,
            filter,
            &words,
            true,
        )));
    }
    Ok(Some(exact))
}

impl Query {
    fn new(
        dialect: Dialect,
        scope: &Scope,
        filter: &TicketFilter,
        words: &[String],
        complete_last: bool,
    ) -> Self {
        let expression = match dialect {
            Dialect::Sqlite => sqlite_expression(scope, filter, words, complete_last),
            Dialect::Postgres => postgres_expression(words, complete_last),
        };
        Self {
            dialect,
            expression,
            account_id: filter.account_id,
            contact_id: filter.contact_id,
        }
    }
}

/// `scope : ("a…" AND "c…") AND body : ("imprimante" AND "bloq"*)`
fn sqlite_expression(
    scope: &Scope,
    filter: &TicketFilter,
    words: &[String],
    complete_last: bool,
) -> String {
    let account = |id: Uuid| format!("scope : \"a{}\"", id.simple());
    let contact = |id: Uuid| format!("scope : \"c{}\"", id.simple());
    let mut all: Vec<String> = match scope {
        Scope::All => vec![],
        Scope::Account(id) => vec![account(id.0)],
        Scope::Contact(id, person) => vec![account(id.0), contact(person.0)],
        Scope::Accounts(ids) if !ids.is_empty() => {
            let any: Vec<String> = ids.iter().map(|id| account(id.0)).collect();
            vec![format!("({})", any.join(" OR "))]
        }
        // No word begins like this, so nothing matches.
        Scope::Accounts(_) | Scope::Nothing => vec!["scope : \"nothing\"".to_owned()],
    };
    all.extend(filter.account_id.map(|id| account(id.0)));
    all.extend(filter.contact_id.map(|id| contact(id.0)));
    let last = words.len().saturating_sub(1);
    for (index, word) in words.iter().enumerate() {
        let complete = if complete_last && index == last {
            "*"
        } else {
            ""
        };
        all.push(format!("body : \"{word}\"{complete}"));
    }
    all.join(" AND ")
}

/// `'imprimante' & 'bloq':*`
fn postgres_expression(words: &[String], complete_last: bool) -> String {
    let last = words.len().saturating_sub(1);
    let all: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let word: String = word.chars().filter(|letter| !is_accent(*letter)).collect();
            let complete = if complete_last && index == last {
                ":*"
            } else {
                ""
            };
            format!("'{word}'{complete}")
        })
        .collect();
    all.join(" & ")
}

/// Appends the search index with its match, up to an open `WHERE`.
fn push_matches(sql: &mut Sql, query: &Query, scope: &Scope) {
    match query.dialect {
        Dialect::Sqlite => {
            sql.push("ticket_search s WHERE s.ticket_search MATCH ");
            sql.bind(&query.expression);
        }
        Dialect::Postgres => {
            sql.push("ticket_search s WHERE s.document @@ to_tsquery('guichet', ");
            sql.bind(&query.expression);
            sql.push(")");
            crate::scope::tickets(sql, "s", scope);
            if let Some(account) = query.account_id {
                sql.push(" AND s.account_id = ").bind(account);
            }
            if let Some(contact) = query.contact_id {
                sql.push(" AND s.contact_id = ").bind(contact);
            }
        }
    }
}

/// Appends a query of the ids of the newest tickets that match, so many at most.
pub(crate) fn push_newest(sql: &mut Sql, query: &Query, scope: &Scope, limit: i64) {
    let id = id_column(query.dialect);
    sql.push("SELECT ").push(id).push(" FROM ");
    push_matches(sql, query, scope);
    sql.push(" ORDER BY ").push(id).push(" DESC LIMIT ");
    sql.bind(limit);
}

/// The column of `ticket_search s` that holds the ticket's id.
const fn id_column(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "s.rowid",
        Dialect::Postgres => "s.ticket_id",
    }
}

/// Appends what a page's rows come from, as `tickets t` with an open `WHERE`, and the conditions
/// that the search adds.
pub(crate) fn push_rows(
    sql: &mut Sql,
    query: Option<&Query>,
    scope: &Scope,
    filter: &TicketFilter,
    after: Option<SortKey>,
) {
    let Some(query) = query else {
        sql.push("tickets t WHERE TRUE");
        return;
    };
    let id = id_column(query.dialect);
    if let Some(down) = walks(filter) {
        // The matches are read in the order wanted until the page is full.
        push_joined(sql, query, scope);
        if let Some(after) = after {
            sql.push(" AND ")
                .push(id)
                .push(if down { " < " } else { " > " });
            sql.bind(after.id);
        }
    } else {
        // However many there are, no more than so many are looked at.
        sql.push("(SELECT ").push(id).push(" AS id FROM ");
        push_matches(sql, query, scope);
        sql.push(" ORDER BY ").push(id).push(" DESC LIMIT ");
        sql.bind(Total::COUNTED_AT_MOST);
        sql.push(") s CROSS JOIN tickets t WHERE t.id = s.id");
    }
}

/// Appends the matches with their tickets. In SQLite `CROSS JOIN` fixes who is read first; to
/// PostgreSQL it says nothing.
fn push_joined(sql: &mut Sql, query: &Query, scope: &Scope) {
    match query.dialect {
        Dialect::Sqlite => {
            sql.push(
                "ticket_search s CROSS JOIN tickets t \
                 WHERE t.id = s.rowid AND s.ticket_search MATCH ",
            );
            sql.bind(&query.expression);
        }
        Dialect::Postgres => {
            sql.push(
                "ticket_search s CROSS JOIN tickets t \
                 WHERE t.id = s.ticket_id AND s.document @@ to_tsquery('guichet', ",
            );
            sql.bind(&query.expression);
            sql.push(")");
            crate::scope::tickets(sql, "s", scope);
        }
    }
}

/// Whether matches are read downwards (`Some(true)`) or upwards in the order of their ids, or have
/// to be sorted or filtered (`None`).
fn walks(filter: &TicketFilter) -> Option<bool> {
    match filter.sort {
        _ if filter.narrows_matches() => None,
        TicketSort::CreatedAt | TicketSort::Number => Some(false),
        TicketSort::CreatedAtDesc | TicketSort::NumberDesc => Some(true),
        _ => None,
    }
}

/// Appends ` ORDER BY …` of a page.
pub(crate) fn push_order(sql: &mut Sql, query: Option<&Query>, filter: &TicketFilter) {
    match (query, walks(filter)) {
        (Some(query), Some(down)) => {
            sql.push(" ORDER BY ").push(id_column(query.dialect));
            sql.push(if down { " DESC" } else { "" });
        }
        _ => filter.push_order(sql),
    }
}

/// Appends the query of a search's total: the number of matches, or `-1 - n` when not all of the
/// matches were looked at and `n` of them passed the filters.
pub(crate) fn push_count(sql: &mut Sql, query: &Query, scope: &Scope, filter: &TicketFilter) {
    if !filter.narrows_matches() {
        push_counted(sql, query, scope);
        return;
    }
    sql.push("SELECT CASE WHEN (");
    push_counted(sql, query, scope);
    sql.push(") > ").bind(Total::COUNTED_AT_MOST);
    sql.push(" THEN -1 - count(*) ELSE count(*) END FROM (SELECT ");
    sql.push(id_column(query.dialect)).push(" AS id FROM ");
    push_matches(sql, query, scope);
    sql.push(" ORDER BY 1 DESC LIMIT ")
        .bind(Total::COUNTED_AT_MOST);
    sql.push(") s CROSS JOIN tickets t WHERE t.id = s.id");
    filter.push_filters(sql, scope, Purpose::Count);
}

fn push_counted(sql: &mut Sql, query: &Query, scope: &Scope) {
    sql.push("SELECT count(*) FROM (SELECT 1 AS one FROM ");
    push_matches(sql, query, scope);
    sql.push(" LIMIT ").bind(Total::COUNTED_AT_MOST + 1);
    sql.push(") counted");
}

/// Runs a statement that may contain a search. PostgreSQL has to plan it for its very words: the
/// plan for a rare word is hopeless for a common one.
pub(crate) async fn run(conn: &Conn, query: Option<&Query>, sql: Sql) -> Result<Vec<Row>, Error> {
    if query.is_some() {
        conn.all_of_search(&sql.text, sql.values).await
    } else {
        conn.all(&sql.text, sql.values).await
    }
}

/// Derives the document of the ticket `$1` anew, whether it was there or not.
pub(crate) const fn index_ticket(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => concat!(sqlite_documents!(), " WHERE t.id = $1"),
        Dialect::Postgres => concat!(
            postgres_documents!(),
            " WHERE t.id = $1",
            postgres_replace!()
        ),
    }
}

/// Writes the document of the new ticket `$1` of the account `$2` and the contact `$3`, with the
/// subject `$4` and the description `$5`, without reading any of it.
pub(crate) const POSTGRES_INDEX_NEW_TICKET: &str = postgres_documents!(
    "(SELECT $1::bigint AS id, $2::uuid AS account_id, $3::uuid AS contact_id, \
     $4::text AS subject) t CROSS JOIN (SELECT $5::text AS description_text) x"
);

/// Derives the documents of the tickets from `$1` to `$2` anew.
pub(crate) const fn index_tickets(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => concat!(sqlite_documents!(), " WHERE t.id BETWEEN $1 AND $2"),
        Dialect::Postgres => concat!(
            postgres_documents!(),
            " WHERE t.id BETWEEN $1 AND $2",
            postgres_replace!()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_an_operator() {
        assert_eq!(
            words(" \"imprimante\" NEAR(a*) -b OR c:d l’été 10.0.0.1 CS0047447 "),
            [
                "imprimante",
                "NEAR",
                "a",
                "b",
                "OR",
                "c",
                "d",
                "l",
                "été",
                "10",
                "0",
                "0",
                "1",
                "CS0047447"
            ]
        );
        assert!(words(" *\"'-: ").is_empty());
    }

    #[test]
    fn scope_is_part_of_the_match() {
        let scope = Scope::Contact(Uuid::nil().into(), Uuid::max().into());
        let words = ["bloqué".to_owned(), "impr".to_owned()];
        assert_eq!(
            sqlite_expression(&scope, &TicketFilter::default(), &words, true),
            "scope : \"a00000000000000000000000000000000\" \
             AND scope : \"cffffffffffffffffffffffffffffffff\" \
             AND body : \"bloqué\" AND body : \"impr\"*"
        );
        assert_eq!(postgres_expression(&words, true), "'bloqué' & 'impr':*");
    }
}
