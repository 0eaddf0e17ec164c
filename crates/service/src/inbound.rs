//! Mails that come in: stored first, then decided about.

use bytes::Bytes;
use guichet_common::ids::{InboundMailId, TicketNumber};
use guichet_common::vocabulary::{InboundReason, InboundVerdict, MailDoor};
use guichet_db::inbound_mails::{self as rows, InboundMailRow, NewInboundMail};

use crate::app::App;
use crate::crypto::secret::sha256_hex;
use crate::error::{Error, Result};

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
    let row = store(app, mail).await?;
    Ok(Reception::of(&row))
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
            let known = rows::find_inbound_mail_by_sha256(&app.db.read(), &new.sha256).await?;
            known.ok_or_else(|| error.into())
        }
    }
}

async fn insert(app: &App, mail: &NewInboundMail) -> std::result::Result<(), guichet_db::Error> {
    let tx = app.db.begin_write().await?;
    rows::insert_inbound_mail(&tx, mail).await?;
    tx.commit().await
}
