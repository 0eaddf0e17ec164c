//! Public messages.

use chrono::{DateTime, Utc};
use guichet_common::comments::Comment;
use guichet_common::ids::{CommentId, PersonId, TicketNumber};
use guichet_domain::Scope;

use crate::attachments::{self, OwnerKind};
use crate::conversation::{self, read_author};
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, IdKey, PageRequest, Rows, Tx};

/// A message to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewComment {
    /// Its id; ids are in the order of time.
    pub id: CommentId,
    /// The ticket.
    pub number: TicketNumber,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Sanitised HTML; empty when the message is only files.
    pub body_html: String,
    /// Plain text.
    pub body_text: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// A message as it came, before it was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalText {
    /// Sanitised HTML.
    pub html: String,
    /// Plain text.
    pub text: String,
}

const COLUMNS: &str = "n.id, n.author_id, p.first_name || ' ' || p.last_name, p.role, \
    n.body_html, n.body_text, n.created_at, n.shortened";
const FROM: &str = "comments n LEFT JOIN people p ON p.id = n.author_id";

fn read(row: &Row) -> Result<(IdKey, Comment), Error> {
    let mut row = Reader::new(row);
    let comment = Comment {
        id: row.get()?,
        author: read_author(&mut row)?,
        body_html: row.get()?,
        body_text: row.get()?,
        attachments: Vec::new(),
        created_at: row.get()?,
        shortened: row.get()?,
    };
    Ok((IdKey { id: comment.id.0 }, comment))
}

/// Keeps a message.
pub async fn insert_comment(tx: &Tx, comment: &NewComment) -> Result<(), Error> {
    tx.execute_later(
        "INSERT INTO comments (ticket_id, id, author_id, body_html, body_text, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![
            comment.number,
            comment.id,
            comment.author_id,
            comment.body_html,
            comment.body_text,
            comment.created_at,
        ],
    )
    .await
}

/// Keeps the whole text of a message that was cut.
pub async fn insert_original(
    tx: &Tx,
    number: TicketNumber,
    id: CommentId,
    original: &OriginalText,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE comments SET shortened = TRUE WHERE ticket_id = $1 AND id = $2",
        values![number, id],
    )
    .await?;
    tx.execute(
        "INSERT INTO comment_originals (ticket_id, comment_id, html, text) VALUES ($1, $2, $3, $4)",
        values![number, id, original.html, original.text],
    )
    .await?;
    Ok(())
}

/// The whole text of a message that was cut, on a ticket within the scope.
pub async fn find_original_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    id: CommentId,
) -> Result<Option<OriginalText>, Error> {
    let mut sql = Sql::new("SELECT n.html, n.text FROM comment_originals n WHERE n.ticket_id = ");
    sql.bind(number).push(" AND n.comment_id = ").bind(id);
    conversation::push_ticket_in(&mut sql, scope, "n");
    let Some(row) = conn.one(&sql.text, sql.values).await? else {
        return Ok(None);
    };
    let mut row = Reader::new(&row);
    Ok(Some(OriginalText {
        html: row.get()?,
        text: row.get()?,
    }))
}

/// The message that was written at this very instant: the question of a ticket on hold.
pub async fn find_comment_at(
    conn: &Conn,
    number: TicketNumber,
    at: DateTime<Utc>,
) -> Result<Option<CommentId>, Error> {
    let row = conn
        .one(
            "SELECT id FROM comments WHERE ticket_id = $1 AND created_at = $2 \
             ORDER BY id DESC LIMIT 1",
            values![number, at],
        )
        .await?;
    row.map(|row| Reader::new(&row).get()).transpose()
}

/// One message of a ticket within the scope, with its files.
pub async fn find_comment_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    id: CommentId,
) -> Result<Option<Comment>, Error> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM ").push(FROM);
    sql.push(" WHERE n.ticket_id = ").bind(number);
    sql.push(" AND n.id = ").bind(id);
    conversation::push_ticket_in(&mut sql, scope, "n");
    let Some(row) = conn.one(&sql.text, sql.values).await? else {
        return Ok(None);
    };
    let (_, mut comment) = read(&row)?;
    fill_attachments(conn, number, std::iter::once(&mut comment)).await?;
    Ok(Some(comment))
}

/// The messages of a ticket within the scope, newest first, with their files.
pub async fn list_comments_in(
    conn: &Conn,
    scope: &Scope,
    number: TicketNumber,
    page: &PageRequest<IdKey>,
) -> Result<Rows<Comment, IdKey>, Error> {
    let mut rows = conversation::list(conn, scope, number, page, COLUMNS, FROM, "n", read).await?;
    fill_attachments(conn, number, rows.items.iter_mut()).await?;
    Ok(rows)
}

/// Puts the files into messages of a ticket that was found within the scope.
async fn fill_attachments(
    conn: &Conn,
    number: TicketNumber,
    comments: impl Iterator<Item = &mut Comment>,
) -> Result<(), Error> {
    let mut comments: Vec<&mut Comment> = comments.collect();
    if comments.is_empty() {
        return Ok(());
    }
    for (owner, file) in attachments::list_of_ticket(conn, number).await? {
        let OwnerKind::Comment(id) = owner else {
            continue;
        };
        if let Some(comment) = comments.iter_mut().find(|comment| comment.id == id) {
            comment.attachments.push(file);
        }
    }
    Ok(())
}
