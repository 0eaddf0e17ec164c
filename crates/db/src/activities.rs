//! The history of tickets. It is append-only: nothing here changes or deletes a row.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use guichet_common::attachments::Attachment;
use guichet_common::comments::{Author, Comment};
use guichet_common::ids::{ActivityId, CommentId, PersonId, TicketNumber};
use guichet_common::vocabulary::ActivityKind;
use guichet_domain::Scope;

use crate::attachments::{self, OwnerKind};
use crate::conversation::{self, find_author};
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, IdKey, PageRequest, Rows, Tx};

/// An entry to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    /// Its id; ids are in the order of time.
    pub id: ActivityId,
    /// The ticket.
    pub number: TicketNumber,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; `None` when the system did.
    pub actor_id: Option<PersonId>,
    /// What it tells.
    pub kind: ActivityKind,
    /// With `comment`: the message.
    pub comment_id: Option<CommentId>,
    /// What else belongs to the kind, as the service reads it back.
    pub data: serde_json::Value,
}

/// An entry as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRow {
    /// Its id.
    pub id: ActivityId,
    /// What it tells.
    pub kind: ActivityKind,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it; `None` when the system did.
    pub actor: Option<Author>,
    /// What else belongs to the kind.
    pub data: serde_json::Value,
    /// With `comment`: the message and its files.
    pub comment: Option<Comment>,
    /// With `created` and `attachments_added`: the files.
    pub attachments: Vec<Attachment>,
}

/// Appends entries.
pub async fn insert_activities(tx: &Tx, activities: &[NewActivity]) -> Result<(), Error> {
    if activities.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "INSERT INTO activities (ticket_id, id, at, actor_id, kind, comment_id, data) VALUES ",
    );
    sql.bind_rows(activities.iter().map(|activity| {
        values![
            activity.number,
            activity.id,
            activity.at,
            activity.actor_id,
            activity.kind,
            activity.comment_id,
            activity.data,
        ]
    }));
    tx.execute_later(&sql.text, sql.values).await
}

/// The history of a ticket within the scope, newest first.
pub async fn list_activities_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<ActivityRow, IdKey>, Error> {
    const COLUMNS: &str = "h.id, h.kind, h.at, h.data, h.actor_id, \
        p.first_name || ' ' || p.last_name, p.role, \
        n.id, n.body_html, n.body_text, n.created_at, n.shortened, \
        n.author_id, q.first_name || ' ' || q.last_name, q.role, \
        (SELECT t.attachment_count FROM tickets t WHERE t.id = h.ticket_id)";
    const FROM: &str = "activities h LEFT JOIN people p ON p.id = h.actor_id \
        LEFT JOIN comments n ON n.ticket_id = h.ticket_id AND n.id = h.comment_id \
        LEFT JOIN people q ON q.id = n.author_id";
    let has_files = AtomicBool::new(false);
    let read = |row: &Row| {
        let (key, entry, files) = read(row)?;
        has_files.fetch_or(files > 0, Ordering::Relaxed);
        Ok((key, entry))
    };
    let mut rows = conversation::list(conn, scope, number, page, COLUMNS, FROM, "h", read).await?;
    if !has_files.into_inner() {
        return Ok(rows);
    }
    for (owner, file) in attachments::list_of_ticket(conn, number).await? {
        for entry in &mut rows.items {
            match (owner, &mut entry.comment) {
                (OwnerKind::Activity(id), _) if id == entry.id => {
                    entry.attachments.push(file);
                    break;
                }
                (OwnerKind::Comment(id), Some(comment)) if id == comment.id => {
                    comment.attachments.push(file);
                    break;
                }
                _ => {}
            }
        }
    }
    Ok(rows)
}

/// What the history keeps of the first changes of a ticket's state since an instant, in order.
pub async fn list_state_changes_since(
    conn: &Conn,
    number: TicketNumber,
    since: DateTime<Utc>,
) -> Result<Vec<serde_json::Value>, Error> {
    let rows = conn
        .all(
            "SELECT data FROM activities WHERE ticket_id = $1 AND at >= $2 AND kind = $3 \
             ORDER BY id LIMIT 4",
            values![number, since, ActivityKind::StateChanged],
        )
        .await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// An entry, its place, and how many files its ticket has.
fn read(row: &Row) -> Result<(IdKey, ActivityRow, u32), Error> {
    let mut row = Reader::new(row);
    let entry = ActivityRow {
        id: row.get()?,
        kind: row.get()?,
        at: row.get()?,
        data: row.get()?,
        actor: find_author(&mut row)?,
        comment: read_comment(&mut row)?,
        attachments: Vec::new(),
    };
    Ok((IdKey { id: entry.id.0 }, entry, row.get()?))
}

fn read_comment(row: &mut Reader<'_>) -> Result<Option<Comment>, Error> {
    let id = row.find()?;
    let (body_html, body_text) = (row.find()?, row.find()?);
    let (created_at, shortened) = (row.find()?, row.find()?.unwrap_or_default());
    let author = find_author(row)?;
    Ok(match (id, body_html, body_text, created_at, author) {
        (Some(id), Some(body_html), Some(body_text), Some(created_at), Some(author)) => {
            Some(Comment {
                id,
                author,
                body_html,
                body_text,
                attachments: Vec::new(),
                created_at,
                shortened,
            })
        }
        _ => None,
    })
}
