//! The ticket list, and the rows of its export.

use chrono::{DateTime, Utc};
use guichet_common::directory::{AccountRef, GroupRef, PersonRef};
use guichet_common::ids::TicketNumber;
use guichet_common::tickets::TicketSummary;
use guichet_common::vocabulary::{
    Impact, OnHoldReason, Priority, TicketSort, TicketState, Urgency,
};
use guichet_domain::Scope;

use super::filter::{Purpose, TicketFilter};
use crate::dialect::search::{self, Query};
use crate::row::{Reader, Row};
use crate::sql::Sql;
use crate::totals::Totals;
use crate::{Conn, Error, PageRequest, Rows, SortKey, Total};

/// A ticket in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// Its description as plain text.
    pub description_text: String,
    /// Where it stands.
    pub state: TicketState,
    /// For whom it waits, when on hold.
    pub on_hold_reason: Option<OnHoldReason>,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Its rank.
    pub priority: Priority,
    /// The account's name.
    pub account: String,
    /// The contact's name.
    pub contact: String,
    /// The group's name.
    pub assignment_group: Option<String>,
    /// The agent's name.
    pub assigned_to: Option<String>,
    /// Free text set by agents.
    pub internal_reference: Option<String>,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
    /// When the solution was proposed.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed or cancelled.
    pub closed_at: Option<DateTime<Utc>>,
}

/// One page of the tickets within the scope that the filter lets through: one query, the names
/// and the total included, which is counted once between two writes.
///
/// With keywords, an order other than by creation or number and filters other than by account and
/// contact look at the newest 10,000 tickets with these keywords; `total` tells when there are more.
pub async fn list_tickets_in(
    conn: &Conn,
    scope: &Scope,
    filter: &TicketFilter,
    page: &PageRequest<SortKey>,
) -> Result<Rows<TicketSummary, SortKey>, Error> {
    let query = match &filter.keywords {
        None => None,
        Some(keywords) => match search::choose(conn, scope, filter, keywords).await? {
            Some(query) => Some(query),
            None => return Ok(nothing()),
        },
    };
    let mut sql = Sql::new(
        "SELECT t.id, t.subject, t.description_excerpt, t.state, t.on_hold_reason, t.impact, \
         t.urgency, t.priority, a.id, a.name, c.id, c.first_name || ' ' || c.last_name, \
         g.id, g.name, w.id, w.first_name || ' ' || w.last_name, t.created_at, t.updated_at, ",
    );
    let list = describe(scope, filter);
    let known = conn.totals().and_then(|totals| totals.find(&list));
    let commits = conn.totals().map(Totals::commits);
    sql.push("page.sort, ");
    if known.is_some() {
        sql.push("NULL FROM (");
    } else {
        sql.push("(");
        push_count(&mut sql, scope, filter, query.as_ref());
        sql.push(") FROM (");
    }
    push_page(&mut sql, scope, filter, query.as_ref(), page);
    sql.push(
        ") page JOIN tickets t ON t.id = page.id LEFT JOIN accounts a ON a.id = t.account_id \
         LEFT JOIN people c ON c.id = t.contact_id \
         LEFT JOIN assignment_groups g ON g.id = t.assignment_group_id \
         LEFT JOIN people w ON w.id = t.assigned_to_id",
    );
    filter.push_order(&mut sql);
    let found = search::run(conn, query.as_ref(), sql).await?;
    let mut total = known;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let (key, summary, count) = read_summary(row)?;
        rows.push((key, summary));
        total = total.or(count);
    }
    let total = match total {
        Some(total) => total,
        // Nothing carries the total; past the end of a list there still is one.
        None if page.after.is_none() => return Ok(nothing()),
        None => count_tickets(conn, scope, filter, query.as_ref()).await?,
    };
    if let (None, Some(totals), Some(commits)) = (known, conn.totals(), commits) {
        totals.remember(list, total, commits);
    }
    Ok(Rows::from_surplus(rows, page.limit, total))
}

/// What tells one list from another, whatever its order.
fn describe(scope: &Scope, filter: &TicketFilter) -> String {
    let filter = TicketFilter {
        sort: TicketSort::CreatedAtDesc,
        ..filter.clone()
    };
    format!("{scope:?} {filter:?}")
}

fn nothing<T>() -> Rows<T, SortKey> {
    Rows {
        items: Vec::new(),
        next: None,
        total: Total::from_count(0),
    }
}

fn read_summary(row: &Row) -> Result<(SortKey, TicketSummary, Option<Total>), Error> {
    let mut row = Reader::new(row);
    let summary = TicketSummary {
        number: row.get()?,
        subject: row.get()?,
        description_excerpt: row.get()?,
        state: row.get()?,
        on_hold_reason: row.find()?,
        impact: row.get()?,
        urgency: row.get()?,
        priority: row.get()?,
        account: AccountRef {
            id: row.get()?,
            name: row.get()?,
        },
        contact: PersonRef {
            id: row.get()?,
            name: row.get()?,
        },
        assignment_group: row.reference(|id, name| GroupRef { id, name })?,
        assigned_to: row.reference(|id, name| PersonRef { id, name })?,
        created_at: row.get()?,
        updated_at: row.get()?,
    };
    let key = SortKey {
        key: row.get()?,
        id: summary.number.0,
    };
    let total = row.find()?.map(Total::from_count);
    Ok((key, summary, total))
}

/// Appends the query of a page's ids and sort keys. It needs no rows where an index has all.
fn push_page(
    sql: &mut Sql,
    scope: &Scope,
    filter: &TicketFilter,
    query: Option<&Query>,
    page: &PageRequest<SortKey>,
) {
    let (column, _) = filter.order();
    sql.push("SELECT t.id, ")
        .push(column)
        .push(" AS sort FROM ");
    search::push_rows(sql, query, scope, filter, page.after);
    filter.push_filters(sql, scope, Purpose::Rows);
    filter.push_after(sql, page.after);
    search::push_order(sql, query, filter);
    // One more than asked for tells whether another page follows.
    sql.push(" LIMIT ").bind(i64::from(page.limit) + 1);
}

/// Appends the query of the total, which stops where the total need not be exact.
fn push_count(sql: &mut Sql, scope: &Scope, filter: &TicketFilter, query: Option<&Query>) {
    if let Some(query) = query {
        search::push_count(sql, query, scope, filter);
        return;
    }
    sql.push("SELECT count(*) FROM (SELECT 1 AS one FROM tickets t WHERE TRUE");
    filter.push_filters(sql, scope, Purpose::Count);
    sql.push(" LIMIT ").bind(Total::COUNTED_AT_MOST + 1);
    sql.push(") counted");
}

async fn count_tickets(
    conn: &Conn,
    scope: &Scope,
    filter: &TicketFilter,
    query: Option<&Query>,
) -> Result<Total, Error> {
    let mut sql = Sql::default();
    push_count(&mut sql, scope, filter, query);
    let found = search::run(conn, query, sql).await?;
    let count = match found.first() {
        Some(row) => Reader::new(row).get()?,
        None => 0,
    };
    Ok(Total::from_count(count))
}

/// The next batch of an export: up to `limit` rows after this place, and the place of the last of
/// them; `None` when there are no more.
pub async fn export_tickets_in(
    conn: &Conn,
    scope: &Scope,
    filter: &TicketFilter,
    page: &PageRequest<SortKey>,
) -> Result<(Vec<ExportRow>, Option<SortKey>), Error> {
    let query = match &filter.keywords {
        None => None,
        Some(keywords) => match search::choose(conn, scope, filter, keywords).await? {
            Some(query) => Some(query),
            None => return Ok((Vec::new(), None)),
        },
    };
    let mut sql = Sql::new(
        "SELECT t.id, t.subject, x.description_text, t.state, t.on_hold_reason, t.impact, \
         t.urgency, t.priority, a.name, c.first_name || ' ' || c.last_name, g.name, \
         w.first_name || ' ' || w.last_name, t.internal_reference, t.created_at, t.updated_at, \
         t.resolved_at, t.closed_at, page.sort FROM (",
    );
    push_page(&mut sql, scope, filter, query.as_ref(), page);
    sql.push(
        ") page JOIN tickets t ON t.id = page.id LEFT JOIN ticket_texts x ON x.ticket_id = t.id \
         LEFT JOIN accounts a ON a.id = t.account_id LEFT JOIN people c ON c.id = t.contact_id \
         LEFT JOIN assignment_groups g ON g.id = t.assignment_group_id \
         LEFT JOIN people w ON w.id = t.assigned_to_id",
    );
    filter.push_order(&mut sql);
    let found = search::run(conn, query.as_ref(), sql).await?;
    let rows = found
        .iter()
        .map(read_export_row)
        .collect::<Result<Vec<_>, _>>()?;
    let rows = Rows::from_surplus(rows, page.limit, Total::from_count(0));
    Ok((rows.items, rows.next))
}

fn read_export_row(row: &Row) -> Result<(SortKey, ExportRow), Error> {
    let mut row = Reader::new(row);
    let export = ExportRow {
        number: row.get()?,
        subject: row.get()?,
        description_text: row.get()?,
        state: row.get()?,
        on_hold_reason: row.find()?,
        impact: row.get()?,
        urgency: row.get()?,
        priority: row.get()?,
        account: row.get()?,
        contact: row.get()?,
        assignment_group: row.find()?,
        assigned_to: row.find()?,
        internal_reference: row.find()?,
        created_at: row.get()?,
        updated_at: row.get()?,
        resolved_at: row.find()?,
        closed_at: row.find()?,
    };
    let key = SortKey {
        key: row.get()?,
        id: export.number.0,
    };
    Ok((key, export))
}
