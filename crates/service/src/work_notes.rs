//! Internal notes. No customer ever gets one: the table is read here alone, and here the role is
//! asked first.

use guichet_common::Page;
use guichet_common::comments::{Author, CreateWorkNote, PageQuery, WorkNote};
use guichet_common::ids::TicketNumber;
use guichet_common::vocabulary::EventKind;
use guichet_db::work_notes as rows;
use guichet_db::{live_events, tickets};
use guichet_domain::{Actor, policy};

use crate::app::App;
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::paging::{read_page, write_page};
use crate::text::{Presence, read_rich_text, without_images};
use crate::tickets::change::live_event;
use crate::tickets::read::require_ticket_of_list;

/// The notes of a ticket, newest first; for agents.
pub async fn list_work_notes(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    query: PageQuery,
) -> Result<Page<WorkNote>> {
    policy::require_agent(actor)?;
    let page = read_page(app, "work_notes", query.limit, query.cursor.as_deref())?;
    let scope = policy::ticket_scope(actor);
    let read = app.db.read();
    let rows = rows::list_work_notes_in(&read, &scope, number, &page).await?;
    require_ticket_of_list(&read, &scope, number, &rows).await?;
    write_page(app, "work_notes", rows)
}

/// Writes a note; for agents. The ticket itself does not change by it: its `updated_at` and
/// version are the customer's to see. Pictures are left out, as a ticket's files are too.
pub async fn create_work_note(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: CreateWorkNote,
    key: Option<&IdempotencyKey>,
) -> Result<Created<WorkNote>> {
    policy::require_agent(actor)?;
    let mut errors = Vec::new();
    let html = body.body_html.map(|html| without_images(&html));
    let text = read_rich_text(
        "body",
        html,
        body.body_text,
        Presence::Required,
        &mut errors,
    );
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let scope = policy::ticket_scope(actor);
    let ticket = tickets::find_ticket_in(&tx, &scope, number)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let Some(text) = text else {
        return Err(Error::Invalid(errors));
    };
    let note = WorkNote {
        id: app.ids.new_id(),
        author: Author {
            id: actor.id,
            name: actor.name.clone(),
            is_agent: true,
        },
        body_html: text.html,
        body_text: text.text,
        created_at: app.now(),
    };
    rows::insert_work_note(
        &tx,
        &rows::NewWorkNote {
            id: note.id,
            number,
            author_id: actor.id,
            body_html: note.body_html.clone(),
            body_text: note.body_text.clone(),
            created_at: note.created_at,
        },
    )
    .await?;
    let live = live_event(&ticket, EventKind::WorkNoteCreated, true, note.created_at);
    live_events::insert_live_events(&tx, &[live]).await?;
    keep_answer(app, &tx, actor.id, key, &note).await?;
    tx.commit().await?;
    app.feed.wake();
    Ok(Created::fresh(note))
}
