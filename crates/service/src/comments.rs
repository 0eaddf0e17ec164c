//! Public messages.

use guichet_common::Page;
use guichet_common::comments::{Comment, CommentOriginal, CreateComment, PageQuery};
use guichet_common::ids::{AttachmentId, CommentId, TicketNumber};
use guichet_common::vocabulary::TicketAction;
use guichet_db::comments as rows;
use guichet_domain::ticket::Side;
use guichet_domain::{Actor, policy};

use crate::app::App;
use crate::attachments::check_file_count;
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::paging::{read_page, write_page};
use crate::text::{Presence, RichText, read_rich_text};
use crate::tickets::change::{Change, Terms};
use crate::tickets::notify::Notice;
use crate::tickets::read::require_ticket_of_list;

/// The messages of a ticket, newest first.
pub async fn list_comments(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    query: PageQuery,
) -> Result<Page<Comment>> {
    let page = read_page(app, "comments", query.limit, query.cursor.as_deref())?;
    let scope = policy::ticket_scope(actor);
    let read = app.db.read();
    let rows = rows::list_comments_in(&read, &scope, number, &page).await?;
    require_ticket_of_list(&read, &scope, number, &rows).await?;
    write_page(app, "comments", rows)
}

/// Writes a message. The customer's takes the ticket off a hold for them and reopens a resolved
/// one; the support's first opens a new ticket.
pub async fn create_comment(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: CreateComment,
    key: Option<&IdempotencyKey>,
) -> Result<Created<Comment>> {
    create_comment_on(app, actor, number, body, key, Terms::IfMatch(None)).await
}

/// The same on other terms.
pub(crate) async fn create_comment_on(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: CreateComment,
    key: Option<&IdempotencyKey>,
    terms: Terms,
) -> Result<Created<Comment>> {
    let mut errors = Vec::new();
    // A message may be files alone.
    let presence = if body.attachment_ids.is_empty() {
        Presence::Required
    } else {
        Presence::Optional
    };
    let text = read_rich_text(
        "body",
        body.body_html,
        body.body_text,
        presence,
        &mut errors,
    );
    check_file_count(app, &body.attachment_ids, &mut errors);
    let mut change = Change::begin_on(app, actor, number, TicketAction::Comment, terms).await?;
    if let Some(first) = find_first_answer(app, &change.tx, actor.id, key).await? {
        return Ok(first);
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let text = text.unwrap_or_default();
    let id = write_message(&mut change, actor, text, &body.attachment_ids).await?;
    let (written, _) = change.write().await?;
    let scope = policy::ticket_scope(actor);
    let comment = rows::find_comment_in(&written.tx, &scope, number, id)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    keep_answer(app, &written.tx, actor.id, key, &comment).await?;
    written.commit().await?;
    Ok(Created::fresh(comment))
}

/// Writes a message with all that it brings about: the ticket's state, its history, the mails.
pub(crate) async fn write_message(
    change: &mut Change<'_>,
    actor: &Actor,
    text: RichText,
    files: &[AttachmentId],
) -> Result<CommentId> {
    let side = if actor.role.is_agent() {
        Side::Support
    } else {
        Side::Customer
    };
    // Frozen tickets are refused before anything is written.
    let message = change.ticket.clone().message(side, change.now)?;
    let id = change.write_comment(actor, text, files).await?;
    change.notify(Notice::Comment(side, id)).await?;
    change.apply(|_, _| Ok(message)).await?;
    Ok(id)
}

/// The whole text of a message that came by mail and was cut.
pub async fn get_comment_original(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    id: CommentId,
) -> Result<CommentOriginal> {
    let scope = policy::ticket_scope(actor);
    let original = rows::find_original_in(&app.db.read(), &scope, number, id)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    Ok(CommentOriginal {
        whole_html: original.html,
        whole_text: original.text,
    })
}
