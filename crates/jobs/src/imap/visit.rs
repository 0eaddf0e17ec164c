//! One visit to the mailbox.

use std::sync::Arc;

use async_imap::error::Error;
use async_imap::types::Capabilities;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use guichet_common::vocabulary::MailDoor;
use guichet_service::inbound::ReceivedMail;
use tokio::time::{Instant, timeout};

use super::connect::{Mailbox, STEP};
use super::{Imap, ImapError, VISIT};
use crate::door::MailSink;
use crate::guard::guarded;

/// Sizes asked for at once.
const LISTED_AT_ONCE: usize = 200;

/// What a visit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Visit {
    /// Mails taken in.
    pub taken: u32,
    /// Mails that were not taken, to be fetched again with the next visit.
    pub not_taken: u32,
    /// Mails that are too large: flagged, and left in the mailbox.
    pub too_large: u32,
    /// Whether mails are left for which there was no time.
    pub more: bool,
}

/// A mail that waits.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    uid: u32,
    size: Option<usize>,
}

pub(super) async fn visit(imap: &Imap, sink: &Arc<dyn MailSink>) -> Result<Visit, ImapError> {
    let started = Instant::now();
    let mut mailbox = imap.open().await?;
    let able = timeout(STEP, mailbox.capabilities()).await??;
    let mut visit = Visit::default();
    let unseen = timeout(STEP, mailbox.uid_search("UNSEEN UNDELETED")).await??;
    let mut uids: Vec<u32> = unseen.into_iter().collect();
    // In the order in which they came.
    uids.sort_unstable();
    'mails: for uids in uids.chunks(LISTED_AT_ONCE) {
        for mail in list(&mut mailbox, uids).await? {
            if started.elapsed() > VISIT {
                visit.more = visit.taken > 0;
                break 'mails;
            }
            take_in(imap, &mut mailbox, &able, mail, sink, &mut visit).await?;
        }
    }
    // Everything is done; a server that closes without a word changes nothing.
    if !matches!(timeout(STEP, mailbox.logout()).await, Ok(Ok(()))) {
        tracing::debug!("the mailbox closed without a word");
    }
    Ok(visit)
}

/// The mails with their sizes, before any is fetched.
async fn list(mailbox: &mut Mailbox, uids: &[u32]) -> Result<Vec<Waiting>, ImapError> {
    let names: Vec<String> = uids.iter().map(u32::to_string).collect();
    let fetched = timeout(STEP, async {
        let stream = mailbox
            .uid_fetch(names.join(","), "(UID RFC822.SIZE)")
            .await?;
        stream.try_collect::<Vec<_>>().await
    });
    let mut waiting: Vec<Waiting> = fetched
        .await??
        .iter()
        .filter_map(|mail| {
            let size = mail.size.and_then(|size| size.try_into().ok());
            Some(Waiting {
                uid: mail.uid?,
                size,
            })
        })
        // Servers tell of other mails too, when those change.
        .filter(|mail| uids.contains(&mail.uid))
        .collect();
    waiting.sort_unstable_by_key(|mail| mail.uid);
    waiting.dedup_by_key(|mail| mail.uid);
    Ok(waiting)
}

async fn take_in(
    imap: &Imap,
    mailbox: &mut Mailbox,
    able: &Capabilities,
    mail: Waiting,
    sink: &Arc<dyn MailSink>,
    visit: &mut Visit,
) -> Result<(), ImapError> {
    let uid = mail.uid.to_string();
    if mail.size.is_none_or(|size| size > imap.message) {
        tracing::warn!(
            uid,
            size = mail.size,
            "a mail is too large; it is flagged and left"
        );
        metrics::counter!("mails_too_large_total", "door" => "imap").increment(1);
        mark(mailbox, &uid, "+FLAGS (\\Seen \\Flagged)").await?;
        visit.too_large += 1;
        return Ok(());
    }
    // Gone meanwhile: somebody else has it.
    let Some(raw) = fetch(mailbox, &uid).await? else {
        return Ok(());
    };
    let mail = ReceivedMail {
        raw,
        door: MailDoor::Imap,
        envelope_from: None,
        envelope_to: Vec::new(),
    };
    if let Err(failure) = guarded(sink.take(mail)).await {
        tracing::error!(uid, error = ?failure, "a mail was not taken");
        metrics::counter!("mails_not_taken_total", "door" => "imap").increment(1);
        visit.not_taken += 1;
        return Ok(());
    }
    metrics::counter!("mails_taken_total", "door" => "imap").increment(1);
    visit.taken += 1;
    match &imap.done_folder {
        Some(folder) => put_away(mailbox, able, &uid, folder).await,
        None => mark(mailbox, &uid, "+FLAGS (\\Seen)").await,
    }
}

/// The mail's bytes, without marking it as seen.
async fn fetch(mailbox: &mut Mailbox, uid: &str) -> Result<Option<Bytes>, ImapError> {
    let fetched = timeout(STEP * 2, async {
        let stream = mailbox.uid_fetch(uid, "(UID BODY.PEEK[])").await?;
        stream
            .try_fold(None, |found, mail| async move {
                let wanted = mail.uid.is_some_and(|of| of.to_string() == uid);
                let body = mail.body().filter(|_| wanted);
                Ok(body.map(Bytes::copy_from_slice).or(found))
            })
            .await
    });
    Ok(fetched.await??)
}

async fn mark(mailbox: &mut Mailbox, uid: &str, flags: &str) -> Result<(), ImapError> {
    let marked = timeout(STEP, async {
        let stream = mailbox.uid_store(uid, flags).await?;
        stream.try_for_each(|_| async { Ok(()) }).await
    });
    Ok(marked.await??)
}

/// Moves a mail that was taken in to the folder, which is made when it is missing.
async fn put_away(
    mailbox: &mut Mailbox,
    able: &Capabilities,
    uid: &str,
    folder: &str,
) -> Result<(), ImapError> {
    // Seen first: should it stay, it is not fetched again.
    mark(mailbox, uid, "+FLAGS (\\Seen)").await?;
    match relocate(mailbox, able, uid, folder).await {
        Err(ImapError::Mailbox(Error::No(_))) => {
            timeout(STEP, mailbox.create(folder)).await??;
            relocate(mailbox, able, uid, folder).await
        }
        moved => moved,
    }
}

async fn relocate(
    mailbox: &mut Mailbox,
    able: &Capabilities,
    uid: &str,
    folder: &str,
) -> Result<(), ImapError> {
    if able.has_str("MOVE") {
        return Ok(timeout(STEP, mailbox.uid_mv(uid, folder)).await??);
    }
    timeout(STEP, mailbox.uid_copy(uid, folder)).await??;
    mark(mailbox, uid, "+FLAGS (\\Deleted)").await?;
    if able.has_str("UIDPLUS") {
        let gone = timeout(STEP, async {
            let stream = mailbox.uid_expunge(uid).await?;
            stream.try_for_each(|_| async { Ok(()) }).await
        });
        gone.await??;
    }
    Ok(())
}
