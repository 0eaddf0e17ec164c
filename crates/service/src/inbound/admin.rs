//! What admins do with mails that came in.

use std::fmt;

use bytes::Bytes;
use futures_util::Stream;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::ids::InboundMailId;
use guichet_common::inbound_mails::{
    InboundMail, InboundMailDetail, InboundMailQuery, InboundReception, MailHeader,
    PlaceInboundMail,
};
use guichet_common::vocabulary::{InboundVerdict, MailDoor};
use guichet_common::{ErrorCode, Page};
use guichet_db::inbound_mails::{self as rows, Decision, InboundFilter, InboundMailRow};
use guichet_db::{contacts, people};
use guichet_domain::{Actor, policy};

use super::writing::{Order, write};
use super::{Message, ReceivedMail, Reception, load, message, receive_mail, settle};
use crate::app::App;
use crate::audit::{By, Event, record, record_alone};
use crate::error::{Error, Result};
use crate::paging::{read_page, write_page};
use crate::spool::Spool;
use crate::storage::io_error;

/// Headers shown of a mail, and the most bytes of each.
const HEADERS: usize = 200;
const HEADER_BYTES: usize = 4096;

/// The bytes of a stored mail, as they come.
pub struct InboundBytes<S> {
    /// How many they are.
    pub size: u64,
    /// The bytes.
    pub bytes: S,
}

impl<S> fmt::Debug for InboundBytes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboundBytes")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// A mail handed in by the API.
pub async fn hand_in_mail(app: &App, actor: &Actor, spool: Spool) -> Result<InboundReception> {
    policy::require_admin(actor)?;
    let bytes = u32::try_from(spool.len()).unwrap_or(u32::MAX);
    let room = app.mail_room.acquire_many(bytes).await;
    let _room = room.map_err(Error::internal)?;
    let raw = spool.into_bytes().await.map_err(io_error)?;
    let mail = ReceivedMail {
        raw,
        door: MailDoor::Api,
        envelope_from: None,
        envelope_to: Vec::new(),
    };
    let reception = receive_mail(app, mail).await?;
    Ok(InboundReception {
        id: reception.id,
        verdict: reception.verdict,
        reason: reception.reason,
        number: reception.number,
    })
}

/// The mails that came in, newest first.
pub async fn list_inbound_mails(
    app: &App,
    actor: &Actor,
    query: InboundMailQuery,
) -> Result<Page<InboundMail>> {
    policy::require_admin(actor)?;
    let page = read_page(app, "inbound_mails", query.limit, query.cursor.as_deref())?;
    let filter = InboundFilter {
        verdicts: query.verdict,
        sender: query
            .q
            .map(|q| q.trim().to_owned())
            .filter(|q| !q.is_empty()),
        received_after: query.received_after.map(|at| at.0),
        received_before: query.received_before.map(|at| at.0),
    };
    let rows = rows::list_inbound_mails(&app.db.read(), &filter, &page).await?;
    let page = write_page(app, "inbound_mails", rows)?;
    Ok(Page {
        items: page.items.into_iter().map(to_mail).collect(),
        next_cursor: page.next_cursor,
        total: page.total,
        total_is_exact: page.total_is_exact,
    })
}

async fn find(app: &App, actor: &Actor, id: InboundMailId) -> Result<InboundMailRow> {
    policy::require_admin(actor)?;
    rows::find_inbound_mail(&app.db.read(), id)
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// One mail with its headers and its text.
pub async fn get_inbound_mail(
    app: &App,
    by: By<'_>,
    id: InboundMailId,
) -> Result<InboundMailDetail> {
    let row = find(app, by.person()?, id).await?;
    record_alone(app, by, of(AuditAction::InboundMailRead, id)).await?;
    let raw = load(app, &row).await?;
    let headers = headers(&raw);
    let message = read(app, raw).await?;
    let (text, file_names) = message.map_or_else(Default::default, |message| {
        let names = message.files.into_iter().map(|one| one.file.file_name);
        (message.body.whole_text, names.collect())
    });
    Ok(InboundMailDetail {
        envelope_from: row.mail.envelope_from.clone(),
        envelope_to: row.mail.envelope_to.clone(),
        mail: to_mail(row),
        headers,
        text,
        file_names,
    })
}

async fn read(app: &App, raw: Bytes) -> Result<Option<Message>> {
    let _reader = app.mail_readers.acquire().await.map_err(Error::internal)?;
    message::read(raw).await
}

/// The message as it came.
pub async fn read_inbound_mail(
    app: &App,
    by: By<'_>,
    id: InboundMailId,
) -> Result<InboundBytes<impl Stream<Item = std::result::Result<Bytes, object_store::Error>> + use<>>>
{
    let row = find(app, by.person()?, id).await?;
    let event = of(AuditAction::InboundMailRead, id).with("whole", true);
    record_alone(app, by, event).await?;
    let bytes = app.storage.read(&row.mail.storage_key, None).await?;
    Ok(InboundBytes {
        size: row.mail.size,
        bytes,
    })
}

/// Writes a mail into a ticket, or makes one of it. The admin answers for who wrote it: where the
/// sender may write, it is written in their name, else in the admin's.
pub async fn place_inbound_mail(
    app: &App,
    by: By<'_>,
    id: InboundMailId,
    body: PlaceInboundMail,
) -> Result<InboundMail> {
    let actor = by.person()?;
    let row = find(app, actor, id).await?;
    let error = match (body.number, body.contact_id) {
        (Some(_), Some(_)) => Some(Error::field("contact_id", "exactly_one_of")),
        (None, None) => Some(Error::field("number", "required")),
        _ => None,
    };
    if let Some(error) = error {
        return Err(error);
    }
    require_open(&row)?;
    let message = read(app, load(app, &row).await?)
        .await?
        .ok_or(Error::Refused(ErrorCode::MailUnreadable))?;
    let sender = sender(app, &message).await?;
    let scope = policy::ticket_scope(actor);
    let read = app.db.read();
    let (contact_id, sender) = if let Some(number) = body.number {
        let ticket = guichet_db::tickets::find_ticket_in(&read, &scope, number)
            .await?
            .ok_or_else(|| Error::field("number", "not_found"))?;
        let sees = |sender: &Actor| {
            policy::ticket_scope(sender).contains(ticket.account_id, ticket.contact_id)
        };
        (ticket.contact_id, sender.filter(sees))
    } else {
        let contact_id = body.contact_id.unwrap_or(actor.id);
        let scope = policy::directory_scope(actor);
        let contact = contacts::find_contact_in(&read, &scope, contact_id)
            .await?
            .ok_or_else(|| Error::field("contact_id", "not_found"))?;
        let may =
            |sender: &Actor| policy::may_create_for(sender, contact.account.id, contact.id).is_ok();
        (contact.id, sender.filter(may))
    };
    let order = Order {
        row: &row,
        message: &message,
        forwarded: sender.is_none(),
        author: sender.as_ref().unwrap_or(actor),
        contact_id,
        number: body.number,
        once_key: None,
        decided_by: Some(actor.id),
    };
    write(app, order)
        .await?
        .ok_or(Error::Refused(ErrorCode::MailAlreadyWritten))?;
    Ok(to_mail(find(app, actor, id).await?))
}

async fn sender(app: &App, message: &Message) -> Result<Option<Actor>> {
    let Some(address) = &message.head.sender else {
        return Ok(None);
    };
    let read = app.db.read();
    match people::find_person_by_email(&read, address).await? {
        Some(person) => Ok(people::find_actor(&read, person.id).await?),
        None => Ok(None),
    }
}

/// A mail that was written into a ticket stays there.
fn require_open(row: &InboundMailRow) -> Result<()> {
    match row.verdict {
        InboundVerdict::Commented | InboundVerdict::TicketCreated => {
            Err(Error::Refused(ErrorCode::MailAlreadyWritten))
        }
        _ => Ok(()),
    }
}

/// A mail is not wanted.
pub async fn drop_inbound_mail(app: &App, by: By<'_>, id: InboundMailId) -> Result<InboundMail> {
    let actor = by.person()?;
    let row = find(app, actor, id).await?;
    require_open(&row)?;
    let tx = app.db.begin_write().await?;
    let decision = Decision {
        verdict: InboundVerdict::Dropped,
        reason: row.reason,
        number: None,
        comment_id: None,
        decided_at: app.now(),
        decided_by_id: Some(actor.id),
    };
    if !rows::decide_inbound_mail(&tx, id, row.verdict, &decision).await? {
        return Err(Error::Refused(ErrorCode::MailAlreadyWritten));
    }
    record(app, &tx, by, of(AuditAction::InboundMailDropped, id)).await?;
    tx.commit().await?;
    Ok(to_mail(find(app, actor, id).await?))
}

/// Decides about a mail again, as if it came just now.
pub async fn replay_inbound_mail(app: &App, by: By<'_>, id: InboundMailId) -> Result<InboundMail> {
    let actor = by.person()?;
    let row = find(app, actor, id).await?;
    require_open(&row)?;
    let tx = app.db.begin_write().await?;
    if !rows::reopen_inbound_mail(&tx, id, row.verdict).await? {
        return Err(Error::Refused(ErrorCode::MailAlreadyWritten));
    }
    record(app, &tx, by, of(AuditAction::InboundMailReplayed, id)).await?;
    tx.commit().await?;
    let row = find(app, actor, id).await?;
    let _: Reception = settle(app, &row, None).await;
    Ok(to_mail(find(app, actor, id).await?))
}

fn of(action: AuditAction, id: InboundMailId) -> Event {
    Event::of(action).on(AuditTargetKind::InboundMail, id)
}

fn to_mail(row: InboundMailRow) -> InboundMail {
    InboundMail {
        id: row.mail.id,
        door: row.mail.door,
        received_at: row.mail.received_at,
        sender: row.head.sender,
        sender_name: row.head.sender_name,
        subject: row.head.subject,
        message_id: row.head.message_id,
        size: row.mail.size,
        verdict: row.verdict,
        reason: row.reason,
        number: row.number,
        comment_id: row.comment_id,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
    }
}

/// The headers of a message, unfolded, as they were sent.
pub(crate) fn headers(raw: &[u8]) -> Vec<MailHeader> {
    let mut headers: Vec<MailHeader> = Vec::new();
    for line in raw.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches('\r');
        if line.is_empty() || headers.len() > HEADERS {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some(last) = headers.last_mut()
                && last.value.len() + line.len() < HEADER_BYTES
            {
                last.value.push(' ');
                last.value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push(MailHeader {
                name: name.trim().chars().take(100).collect(),
                value: value.trim().chars().take(HEADER_BYTES).collect(),
            });
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_headers_are_one_line_and_the_body_is_none() {
        let raw = b"Subject: un\r\n  deux\r\nFrom: a@b.example\r\n\r\nX: y\r\n";
        let found: Vec<String> = headers(raw)
            .into_iter()
            .map(|header| format!("{}={}", header.name, header.value))
            .collect();
        assert_eq!(found, ["Subject=un deux", "From=a@b.example"]);
    }
}
