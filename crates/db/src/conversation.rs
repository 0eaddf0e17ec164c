//! What messages, notes and history have in common: rows of a ticket in the order of their ids.

use guichet_common::comments::Author;
use guichet_common::ids::TicketNumber;
use guichet_common::vocabulary::Role;
use guichet_domain::Scope;

use crate::row::{Reader, Row};
use crate::scope;
use crate::sql::Sql;
use crate::{Conn, Error, IdKey, PageRequest, Rows, Total};

/// Reads a person's id, name and role.
pub(crate) fn read_author(row: &mut Reader<'_>) -> Result<Author, Error> {
    find_author(row)?.ok_or_else(|| Error::corrupt("author"))
}

/// Reads a person's id, name and role, which may all be `NULL`.
pub(crate) fn find_author(row: &mut Reader<'_>) -> Result<Option<Author>, Error> {
    let (id, name, role) = (row.find()?, row.find()?, row.find::<Role>()?);
    Ok(match (id, name, role) {
        (Some(id), Some(name), Some(role)) => Some(Author {
            id,
            name,
            is_agent: role.is_agent(),
        }),
        _ => None,
    })
}

/// One page of the rows of `table` that belong to a ticket within the scope, newest first.
#[expect(
    clippy::too_many_arguments,
    reason = "the three lists differ in all of these"
)]
pub(crate) async fn list<T>(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
    columns: &str,
    from: &str,
    table: &str,
    read: impl Fn(&Row) -> Result<(IdKey, T), Error>,
) -> Result<Rows<T, IdKey>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(columns).push(" FROM ").push(from);
    sql.push(" WHERE ").push(table).push(".ticket_id = ");
    sql.bind(number);
    if let Some(after) = page.after {
        sql.push(" AND ").push(table).push(".id < ");
        sql.bind(after.id);
    }
    push_ticket_in(&mut sql, scope, table);
    sql.push(" ORDER BY ").push(table).push(".id DESC LIMIT ");
    sql.bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let count = if page.after.is_none() && rows.len() <= usize::try_from(page.limit).unwrap_or(0) {
        u64::try_from(rows.len()).unwrap_or_default() // the first page is all there is
    } else {
        count(conn, scope, number, from, table).await?
    };
    let total = Total {
        count,
        is_exact: true,
    };
    Ok(Rows::from_surplus(rows, page.limit, total))
}

async fn count(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    from: &str,
    table: &str,
) -> Result<u64, Error> {
    let mut sql = Sql::new("SELECT count(*) FROM ");
    sql.push(from).push(" WHERE ").push(table);
    sql.push(".ticket_id = ").bind(number);
    push_ticket_in(&mut sql, scope, table);
    match conn.one(&sql.text, sql.values).await? {
        Some(row) => Reader::new(&row).get(),
        None => Ok(0),
    }
}

/// Appends ` AND …`: the ticket lies within the scope.
pub(crate) fn push_ticket_in(sql: &mut Sql, scope: &Scope, table: &str) {
    if *scope == Scope::All {
        return;
    }
    sql.push(" AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = ");
    sql.push(table).push(".ticket_id");
    scope::tickets(sql, "t", scope);
    sql.push(")");
}
