//! Reading and listing tickets.

use guichet_common::Page;
use guichet_common::ids::TicketNumber;
use guichet_common::limits::SEARCH_MAX;
use guichet_common::problem::FieldError;
use guichet_common::tickets::{NextAction, Resolution, TicketDetail, TicketQuery, TicketSummary};
use guichet_common::vocabulary::TicketSort;
use guichet_db::tickets::{self as rows, TicketDetailRow, TicketFilter};
use guichet_db::{Conn, Rows};
use guichet_domain::ticket::Status;
use guichet_domain::{Actor, Scope, policy};

use crate::app::App;
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};

/// One page of the tickets that the actor sees and the query asks for.
pub async fn list_tickets(
    app: &App,
    actor: &Actor,
    query: TicketQuery,
) -> Result<Page<TicketSummary>> {
    if query.format.is_some() {
        return Err(Error::parameter("format", "unknown_parameter"));
    }
    let list = list_name(&query);
    let page = read_page(app, &list, query.limit, query.cursor.as_deref())?;
    let filter = read_filter(query)?;
    let scope = policy::ticket_scope(actor);
    let rows = rows::list_tickets_in(&app.db.read(), &scope, &filter, &page).await?;
    write_page(app, &list, rows)
}

/// The list's name in its cursors: with the order, as a cursor is a place in one order only.
fn list_name(query: &TicketQuery) -> String {
    format!(
        "tickets:{}",
        query.sort.unwrap_or(TicketSort::CreatedAtDesc)
    )
}

/// The filters of a query.
pub(crate) fn read_filter(query: TicketQuery) -> Result<TicketFilter> {
    let keywords = query
        .q
        .map(|q| q.trim().to_owned())
        .filter(|q| !q.is_empty());
    if keywords
        .as_ref()
        .is_some_and(|q| q.chars().count() > SEARCH_MAX)
    {
        let error = FieldError::parameter("q", "too_long").with("max", SEARCH_MAX);
        return Err(Error::Invalid(vec![error]));
    }
    Ok(TicketFilter {
        keywords,
        states: query.state,
        contact_id: query.contact_id,
        account_id: query.account_id,
        priorities: query.priority,
        assignment_group_id: query.assignment_group_id,
        assigned_to_id: query.assigned_to_id,
        unassigned: query.unassigned,
        on_hold_reason: query.on_hold_reason,
        needs_action: query.needs_action,
        created_after: query.created_after.map(|at| at.0),
        created_before: query.created_before.map(|at| at.0),
        updated_after: query.updated_after.map(|at| at.0),
        updated_before: query.updated_before.map(|at| at.0),
        sort: query.sort.unwrap_or(TicketSort::CreatedAtDesc),
    })
}

/// One ticket.
pub async fn get_ticket(app: &App, actor: &Actor, number: TicketNumber) -> Result<TicketDetail> {
    super::change::detail_in(&app.db.read(), actor, number).await
}

/// A list that belongs to a ticket: when it is empty, the ticket may not be there at all, or not
/// be the reader's, which is not found either way.
pub(crate) async fn require_ticket_of_list<T, K>(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    list: &Rows<T, K>,
) -> Result<()> {
    let known = list.total.count > 0 || rows::find_ticket_in(conn, scope, number).await?.is_some();
    if known { Ok(()) } else { Err(Error::NOT_FOUND) }
}

/// A ticket as the actor sees it. The row must have been read in the actor's scope.
pub(crate) fn to_detail(actor: &Actor, row: TicketDetailRow) -> TicketDetail {
    let ticket = &row.ticket;
    let allowed_actions = policy::allowed_actions(actor, ticket);
    let next_actions = ticket
        .next_actions()
        .into_iter()
        .map(|(action, at)| NextAction { action, at })
        .collect();
    let resolved = ticket.status.resolved();
    let (close_reason, rating) = match &ticket.status {
        Status::Closed(closed) => (Some(closed.reason), closed.rating),
        _ => (None, None),
    };
    TicketDetail {
        number: ticket.number,
        subject: ticket.subject.clone(),
        state: ticket.state(),
        on_hold_reason: ticket.status.on_hold_reason(),
        impact: ticket.impact,
        urgency: ticket.urgency,
        priority: ticket.priority(),
        internal_reference: ticket.internal_reference.clone(),
        channel: ticket.channel,
        resolution: resolved.map(|resolved| Resolution {
            code: resolved.resolution.code,
            notes_html: resolved.resolution.notes_html.clone(),
            notes_text: resolved.resolution.notes_text.clone(),
        }),
        close_reason,
        rating,
        follow_up_of: ticket.follow_up_of,
        created_at: ticket.created_at,
        updated_at: ticket.updated_at,
        resolved_at: resolved.map(|resolved| resolved.at),
        closed_at: ticket.status.closed_at(),
        version: ticket.version,
        allowed_actions,
        next_actions,
        description_html: row.description_html,
        description_text: row.description_text,
        account: row.account,
        contact: row.contact,
        opened_by: row.opened_by,
        assignment_group: row.assignment_group,
        assigned_to: row.assigned_to,
        configuration_item: row.configuration_item,
        attachment_count: row.attachment_count,
        comment_count: row.comment_count,
    }
}
