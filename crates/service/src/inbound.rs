//! Mails that come in: stored first, then decided about. Nothing is written into a ticket that the
//! sender could not write there in the portal; what is not written is kept, with the reason.

mod admin;
mod files;
mod message;
mod placement;
mod shown;
mod writing;

use std::panic::AssertUnwindSafe;

use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::FutureExt as _;
use guichet_common::ErrorCode;
use guichet_common::ids::{InboundMailId, TicketNumber};
use guichet_common::vocabulary::{InboundReason, InboundVerdict, MailDoor};
use guichet_db::inbound_mails::{self as rows, Decision, InboundMailRow, NewInboundMail};

pub(crate) use admin::headers;
pub use admin::{
    InboundBytes, drop_inbound_mail, get_inbound_mail, hand_in_mail, list_inbound_mails,
    place_inbound_mail, read_inbound_mail, replay_inbound_mail,
};

use self::message::Message;
use self::placement::{Place, Placement, place};
use self::writing::{Order, write};
use crate::app::App;
use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};
use crate::storage::store_error;

/// A mail that is not decided after so long is taken up again: its process died, or something that
/// passes was in the way.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);
/// How often work on a mail is taken up again.
const ATTEMPTS: u32 = 5;
/// Mails taken up again in one run.
const BATCH: u32 = 50;

/// A mail as it came through a door.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The message, as it is on the wire.
    pub raw: Bytes,
    /// By which way it came.
    pub door: MailDoor,
    /// The sender that the mail server named (`MAIL FROM`), where one did.
    pub envelope_from: Option<String>,
    /// The recipients that the mail server named (`RCPT TO`), where one did.
    pub envelope_to: Vec<String>,
}

impl std::fmt::Debug for ReceivedMail {
    // Neither text nor address may end up in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReceivedMail")
            .field("door", &self.door)
            .field("size", &self.raw.len())
            .finish_non_exhaustive()
    }
}

/// What became of a mail that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reception {
    /// Under which id it is kept.
    pub id: InboundMailId,
    /// What became of it.
    pub verdict: InboundVerdict,
    /// Why it was not written into a ticket.
    pub reason: Option<InboundReason>,
    /// The ticket that it was written into, or became.
    pub number: Option<TicketNumber>,
}

impl Reception {
    fn of(row: &InboundMailRow) -> Self {
        Self {
            id: row.mail.id,
            verdict: row.verdict,
            reason: row.reason,
            number: row.number,
        }
    }
}

/// Takes a mail in. Any `Ok` means that it is kept, whatever became of it; an `Err`, that it was
/// not taken and should be brought again. The same bytes again are the same mail.
pub async fn receive_mail(app: &App, mail: ReceivedMail) -> Result<Reception> {
    let raw = mail.raw.clone();
    let row = store(app, mail).await?;
    if row.verdict != InboundVerdict::Pending {
        return Ok(Reception::of(&row));
    }
    Ok(settle(app, &row, Some(raw)).await)
}

/// Keeps the message; the same bytes once.
async fn store(app: &App, mail: ReceivedMail) -> Result<InboundMailRow> {
    let sha256 = sha256_hex(&mail.raw);
    if let Some(known) = rows::find_inbound_mail_by_sha256(&app.db.read(), &sha256).await? {
        return Ok(known);
    }
    let id: InboundMailId = app.ids.new_id();
    let storage_key = app.storage.mail_key(id);
    app.storage.put(&storage_key, mail.raw.clone()).await?;
    let new = NewInboundMail {
        id,
        door: mail.door,
        received_at: app.now(),
        envelope_from: mail.envelope_from,
        envelope_to: mail.envelope_to,
        size: u64::try_from(mail.raw.len()).unwrap_or(u64::MAX),
        sha256,
        storage_key,
    };
    match insert(app, &new).await {
        Ok(()) => rows::find_inbound_mail(&app.db.read(), id)
            .await?
            .ok_or(Error::NOT_FOUND),
        // Nobody can reach these bytes: the mail was brought twice at once, or must be again.
        Err(error) => {
            app.storage.delete(&new.storage_key).await?;
            // The first one may not be durable yet: a transaction waits for it.
            let tx = app.db.begin_write().await?;
            let known = rows::find_inbound_mail_by_sha256(&tx, &new.sha256).await?;
            tx.commit().await?;
            known.ok_or_else(|| error.into())
        }
    }
}

async fn insert(app: &App, mail: &NewInboundMail) -> std::result::Result<(), guichet_db::Error> {
    let tx = app.db.begin_write().await?;
    rows::insert_inbound_mail(&tx, mail).await?;
    tx.commit().await
}

/// Decides about a stored mail. Whatever goes wrong stays with this mail.
async fn settle(app: &App, row: &InboundMailRow, raw: Option<Bytes>) -> Reception {
    let done = AssertUnwindSafe(decide(app, row, raw)).catch_unwind().await;
    let waits = Reception::of(row);
    match done {
        Ok(Ok(reception)) => reception,
        // It may work later; the mail waits.
        Ok(Err(Error::Refused(code @ (ErrorCode::Unavailable | ErrorCode::StorageFull)))) => {
            tracing::warn!(mail = %row.mail.id, code = code.as_str(), "a mail waits");
            waits
        }
        Ok(Err(error)) => {
            tracing::error!(mail = %row.mail.id, error = ?error, "a mail could not be worked on");
            fail(app, row).await.unwrap_or(waits)
        }
        Err(_panic) => {
            tracing::error!(mail = %row.mail.id, "a panic while a mail was worked on");
            fail(app, row).await.unwrap_or(waits)
        }
    }
}

async fn fail(app: &App, row: &InboundMailRow) -> Result<Reception> {
    let verdict = (InboundVerdict::Failed, InboundReason::InternalError);
    keep_aside(app, row, None, verdict).await
}

/// The stored bytes of a mail.
async fn load(app: &App, row: &InboundMailRow) -> Result<Bytes> {
    use futures_util::TryStreamExt as _;
    let chunks = app.storage.read(&row.mail.storage_key, None).await?;
    let bytes: bytes::BytesMut = chunks
        .try_fold(bytes::BytesMut::new(), |mut all, chunk| async move {
            all.extend_from_slice(&chunk);
            Ok(all)
        })
        .await
        .map_err(store_error)?;
    Ok(bytes.freeze())
}

async fn decide(app: &App, row: &InboundMailRow, raw: Option<Bytes>) -> Result<Reception> {
    let _reader = app.mail_readers.acquire().await.map_err(Error::internal)?;
    let raw = match raw {
        Some(raw) => raw,
        None => load(app, row).await?,
    };
    let Some(message) = message::read(raw).await? else {
        let verdict = (InboundVerdict::Failed, InboundReason::Unreadable);
        return keep_aside(app, row, None, verdict).await;
    };
    let Placement { sender, place } = place(app, row, &message).await?;
    let (Some(sender), Place::Ticket(_) | Place::New) = (&sender, &place) else {
        let verdict = match place {
            Place::Aside(verdict, reason) => (verdict, reason),
            Place::Ticket(_) | Place::New => {
                (InboundVerdict::Quarantined, InboundReason::UnknownSender)
            }
        };
        return keep_aside(app, row, Some(&message), verdict).await;
    };
    let once_key = message.once_key();
    let order = Order {
        row,
        message: &message,
        author: sender,
        contact_id: sender.id,
        number: match place {
            Place::Ticket(number) => Some(number),
            _ => None,
        },
        once_key: once_key.as_deref(),
        decided_by: None,
        forwarded: false,
    };
    match write(app, order).await {
        Ok(Some(reception)) => Ok(reception),
        // Another worker was faster. What it decided may not be durable yet: a transaction waits
        // for it, a reader would still find the mail undecided.
        Ok(None) => {
            let tx = app.db.begin_write().await?;
            let now = rows::find_inbound_mail(&tx, row.mail.id).await?;
            tx.commit().await?;
            Ok(Reception::of(&now.ok_or(Error::NOT_FOUND)?))
        }
        Err(Error::Refused(ErrorCode::MailAlreadyWritten)) => {
            let verdict = (InboundVerdict::Ignored, InboundReason::Duplicate);
            keep_aside(app, row, Some(&message), verdict).await
        }
        Err(error) => Err(error),
    }
}

/// Keeps a mail out of the tickets, with the reason; one that is decided by now stays so.
async fn keep_aside(
    app: &App,
    row: &InboundMailRow,
    message: Option<&Message>,
    (verdict, reason): (InboundVerdict, InboundReason),
) -> Result<Reception> {
    let id = row.mail.id;
    let tx = app.db.begin_write().await?;
    if let Some(message) = message {
        rows::update_mail_head(&tx, id, &message.head).await?;
    }
    let decision = Decision {
        verdict,
        reason: Some(reason),
        number: None,
        comment_id: None,
        decided_at: app.now(),
        decided_by_id: None,
    };
    rows::decide_inbound_mail(&tx, id, InboundVerdict::Pending, &decision).await?;
    let now = rows::find_inbound_mail(&tx, id)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    tx.commit().await?;
    Ok(Reception::of(&now))
}

/// What a run over waiting mails did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboundReport {
    /// Mails decided about.
    pub done: u32,
    /// Mails that still wait.
    pub waiting: u32,
    /// Mails given up; an admin can try them again.
    pub failed: u32,
    /// Whether more wait.
    pub more: bool,
}

/// Takes up mails that were stored but not decided about: their process died, or something that
/// passes was in the way. Takes no input; two at once are harmless.
pub async fn settle_waiting_mails(app: &App) -> Result<InboundReport> {
    let before = app.now() - PATIENCE;
    let waiting = rows::list_pending_inbound_mails(&app.db.read(), before, BATCH).await?;
    let mut report = InboundReport {
        more: waiting.len() == usize::try_from(BATCH).unwrap_or(usize::MAX),
        ..InboundReport::default()
    };
    for row in waiting {
        // Counted first: a mail that ends its process each time is given up.
        let tx = app.db.begin_write().await?;
        let attempts = rows::begin_inbound_mail(&tx, row.mail.id).await?;
        tx.commit().await?;
        let reception = if attempts > ATTEMPTS {
            fail(app, &row).await?
        } else {
            settle(app, &row, None).await
        };
        match reception.verdict {
            InboundVerdict::Pending => report.waiting += 1,
            InboundVerdict::Failed => report.failed += 1,
            _ => report.done += 1,
        }
    }
    // Without progress the next run would find the same mails.
    report.more &= report.done + report.failed > 0;
    Ok(report)
}
