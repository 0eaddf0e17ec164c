//! The history of a ticket.

use chrono::{DateTime, Utc};
use guichet_common::Page;
use guichet_common::comments::{Activity, FieldChange, PageQuery};
use guichet_common::ids::{ConfigurationItemId, GroupId, PersonId, TicketNumber};
use guichet_common::vocabulary::{ActivityVia, TicketAction, TicketState};
use guichet_db::activities::{self as rows, ActivityRow};
use guichet_db::{Conn, configuration_items, groups, people};
use guichet_domain::ticket::Assignment;
use guichet_domain::{Actor, Scope, policy};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};
use crate::tickets::read::require_ticket_of_list;

/// What an entry tells beyond its kind, as it is kept. Names are kept as they were at the time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ActivityData {
    /// By which way it came, when not by the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<ActivityVia>,
    /// When it was due, if it happened by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// By which action the state changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<TicketAction>,
    /// The state before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_state: Option<TicketState>,
    /// The state after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_state: Option<TicketState>,
    /// The hold or close reason, or the resolution code, as its wire value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The solution as sanitised HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes_html: Option<String>,
    /// The changed fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
}

impl ActivityData {
    /// Of files that are left out.
    pub(crate) fn of_refused_files(names: &[String]) -> Self {
        let changes = names.iter().map(|name| FieldChange {
            field: "attachment".into(),
            from: None,
            to: Some(name.clone()),
        });
        Self {
            changes: changes.collect(),
            ..Self::default()
        }
    }
}

/// The history of a ticket, newest first.
pub async fn list_activity(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    query: PageQuery,
) -> Result<Page<Activity>> {
    let page = read_page(app, "activity", query.limit, query.cursor.as_deref())?;
    let scope = policy::ticket_scope(actor);
    let read = app.db.read();
    let rows = rows::list_activities_in(&read, &scope, number, &page).await?;
    require_ticket_of_list(&read, &scope, number, &rows).await?;
    let page = write_page(app, "activity", rows)?;
    let items = page
        .items
        .into_iter()
        .map(to_activity)
        .collect::<Result<_>>()?;
    Ok(Page {
        items,
        next_cursor: page.next_cursor,
        total: page.total,
        total_is_exact: page.total_is_exact,
    })
}

fn to_activity(row: ActivityRow) -> Result<Activity> {
    let data: ActivityData = serde_json::from_value(row.data).map_err(Error::internal)?;
    Ok(Activity {
        id: row.id,
        kind: row.kind,
        at: row.at,
        actor: row.actor,
        via: data.via,
        due_at: data.due_at,
        action: data.action,
        from_state: data.from_state,
        to_state: data.to_state,
        reason: data.reason,
        notes_html: data.notes_html,
        changes: data.changes,
        comment: row.comment,
        attachments: row.attachments,
    })
}

/// A changed assignment, with the names of the day.
pub(crate) async fn name_assignment(
    conn: &Conn,
    from: Assignment,
    to: Assignment,
) -> Result<Vec<FieldChange>> {
    let mut changes = Vec::new();
    if from.group_id != to.group_id {
        changes.push(FieldChange {
            field: "assignment_group".into(),
            from: group_name(conn, from.group_id).await?,
            to: group_name(conn, to.group_id).await?,
        });
    }
    if from.agent_id != to.agent_id {
        changes.push(FieldChange {
            field: "assigned_to".into(),
            from: person_name(conn, from.agent_id).await?,
            to: person_name(conn, to.agent_id).await?,
        });
    }
    Ok(changes)
}

async fn group_name(conn: &Conn, id: Option<GroupId>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    Ok(groups::find_group(conn, id).await?.map(|group| group.name))
}

async fn person_name(conn: &Conn, id: Option<PersonId>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    Ok(people::list_people(conn, &[id])
        .await?
        .first()
        .map(people::PersonRow::name))
}

/// A changed field, with a name in the place of an id.
pub(crate) async fn name_field(
    conn: &Conn,
    field: &str,
    from: Option<String>,
    to: Option<String>,
) -> Result<FieldChange> {
    let (from, to) = if field == "configuration_item" {
        (item_name(conn, from).await?, item_name(conn, to).await?)
    } else {
        (from, to)
    };
    Ok(FieldChange {
        field: field.to_owned(),
        from,
        to,
    })
}

async fn item_name(conn: &Conn, id: Option<String>) -> Result<Option<String>> {
    let Some(id) = id.and_then(|id| id.parse::<ConfigurationItemId>().ok()) else {
        return Ok(None);
    };
    let item = configuration_items::find_configuration_item_in(conn, &Scope::All, id).await?;
    Ok(item.map(|item| item.name))
}
