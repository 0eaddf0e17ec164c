//! Removing what nobody needs any more. Every sweep takes no input, may be broken off anywhere,
//! and tells how much it removed.

use chrono::TimeDelta;
use guichet_common::ids::InboundMailId;
use guichet_common::settings::retention::RetentionSettings;
use guichet_common::vocabulary::InboundVerdict;
use guichet_db::{
    attachments, drafts, idempotency, inbound_mails, live_events, mail_log, personal_data,
    sessions, throttles,
};

use crate::app::App;
use crate::error::Result;
use crate::idempotency::KEPT_HOURS;
use crate::settings::read_section;

/// Files uploaded but not attached are kept so long: a draft may still name them.
const UNUSED_FILE_DAYS: i64 = 7;
/// Drafts untouched for so long are forgotten.
const DRAFT_DAYS: i64 = 60;
/// A stream of live events may resume from so long ago.
const LIVE_EVENT_HOURS: i64 = 24;
/// Tries to sign in are counted for so long at most.
const THROTTLE_HOURS: i64 = 24;
/// Files removed in one run.
const BATCH: u32 = 100;

/// Lines of the log of mails removed in one run.
const MAILS: u32 = 1_000;

/// What a run of the sweeps removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SweepReport {
    /// Files never attached.
    pub files: u32,
    /// Drafts.
    pub drafts: u64,
    /// Answers kept for idempotency keys.
    pub answers: u64,
    /// Live events.
    pub live_events: u64,
    /// Ended sessions.
    pub sessions: u64,
    /// Mails that were dropped or ignored, or written into tickets that are long closed.
    pub inbound_mails: u32,
    /// Mails that went out about tickets that are long closed.
    pub mails: u64,
    /// Whether more files or mails wait.
    pub more: bool,
}

/// Runs all sweeps.
pub async fn sweep(app: &App) -> Result<SweepReport> {
    let (now, real_now) = (app.now(), app.real_now());
    let files = sweep_files(app).await?;
    let retention: RetentionSettings = read_section(&app.db.read()).await?;
    let inbound_mails = sweep_inbound_mails(app).await?;
    let written = sweep_written_mails(app, retention).await?;
    let mut report = SweepReport {
        files,
        inbound_mails: inbound_mails + written,
        more: files == BATCH || inbound_mails == BATCH || written == BATCH,
        ..SweepReport::default()
    };
    let tx = app.db.begin_write().await?;
    report.drafts = drafts::delete_stale_drafts(&tx, now - TimeDelta::days(DRAFT_DAYS)).await?;
    report.answers =
        idempotency::delete_old_answers(&tx, real_now - TimeDelta::hours(KEPT_HOURS)).await?;
    report.live_events =
        live_events::delete_old_live_events(&tx, now - TimeDelta::hours(LIVE_EVENT_HOURS)).await?;
    report.sessions =
        sessions::delete_ended_sessions(&tx, real_now - days(retention.ended_session_days)).await?;
    if let Some(kept) = retention.mail_log_days {
        report.mails =
            mail_log::delete_mails_of_closed_tickets(&tx, now - days(kept), MAILS).await?;
        report.more |= report.mails == u64::from(MAILS);
    }
    throttles::delete_old_throttles(&tx, real_now - TimeDelta::hours(THROTTLE_HOURS), real_now)
        .await?;
    tx.commit().await?;
    Ok(report)
}

fn days(days: u16) -> TimeDelta {
    TimeDelta::days(i64::from(days))
}

/// Mails that were written into tickets which are closed for so long that they may go as they came.
async fn sweep_written_mails(app: &App, retention: RetentionSettings) -> Result<u32> {
    let Some(kept) = retention.raw_mail_days else {
        return Ok(0);
    };
    let before = app.now() - days(kept);
    let read = app.db.read();
    let found: Vec<(InboundMailId, String)> =
        inbound_mails::list_mails_of_closed_tickets(&read, before, BATCH).await?;
    let mut removed = 0;
    for (id, key) in found {
        let tx = app.db.begin_write().await?;
        personal_data::delete_inbound_mail(&tx, id).await?;
        tx.commit().await?;
        app.storage.delete(&key).await?;
        removed += 1;
    }
    Ok(removed)
}

/// Files that were uploaded but never attached. The row goes first: a crash in between leaves
/// bytes that nobody can reach, never a row without bytes.
async fn sweep_files(app: &App) -> Result<u32> {
    let before = app.now() - TimeDelta::days(UNUSED_FILE_DAYS);
    let stale = attachments::list_stale_unused(&app.db.read(), before, BATCH).await?;
    let mut removed = 0;
    for (id, key) in stale {
        let tx = app.db.begin_write().await?;
        if attachments::delete_stale_unused(&tx, id).await? {
            tx.commit().await?;
            app.storage.delete(&key).await?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Mails that came in and were dropped or ignored; the others are kept.
async fn sweep_inbound_mails(app: &App) -> Result<u32> {
    const UNWANTED: [InboundVerdict; 2] = [InboundVerdict::Dropped, InboundVerdict::Ignored];
    let before = app.now() - TimeDelta::days(i64::from(app.settings.inbound.keep_days));
    let read = app.db.read();
    let stale = inbound_mails::list_stale_inbound_mails(&read, &UNWANTED, before, BATCH).await?;
    let mut removed = 0;
    for (id, key) in stale {
        let tx = app.db.begin_write().await?;
        if inbound_mails::delete_inbound_mail(&tx, id, &UNWANTED).await? {
            tx.commit().await?;
            app.storage.delete(&key).await?;
            removed += 1;
        }
    }
    Ok(removed)
}
