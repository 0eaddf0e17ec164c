//! What happens to tickets by itself.

use guichet_common::ErrorCode;
use guichet_common::ids::TicketNumber;
use guichet_db::tickets;

use crate::app::App;
use crate::error::{Error, Result};
use crate::tickets::change::Change;
use crate::tickets::notify::Notice;

/// What a run of a timer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimerReport {
    /// Tickets closed.
    pub closed: u32,
    /// Tickets that had changed meanwhile, and so are left alone.
    pub skipped: u32,
    /// Tickets that could not be closed; tried again at the next run.
    pub failed: u32,
    /// Whether more are due.
    pub more: bool,
}

/// Tickets closed in one run.
const BATCH: u32 = 200;

/// Closes the tickets whose solution has waited long enough for the customer's word, each in a
/// transaction of its own, by the same transition as a person's click. Takes no input, and may
/// run anywhere and at any time: what is not due is left alone.
pub async fn close_resolved_tickets(app: &App) -> Result<TimerReport> {
    let due = tickets::list_due_auto_close(&app.db.read(), app.now(), BATCH).await?;
    let full = due.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
    let mut report = TimerReport::default();
    for number in due {
        match close_resolved_ticket(app, number).await {
            Ok(()) => report.closed += 1,
            // Somebody accepted, rejected or answered in the meantime.
            Err(Error::Refused(
                ErrorCode::InvalidStateTransition
                | ErrorCode::TicketFrozen
                | ErrorCode::VersionConflict
                | ErrorCode::NotFound,
            )) => report.skipped += 1,
            // One ticket that cannot be closed keeps no other open; a full disk concerns all.
            Err(error @ Error::Internal(_)) => {
                tracing::error!(%number, error = ?error, "a ticket could not be closed");
                report.failed += 1;
            }
            Err(error) => return Err(error),
        }
    }
    // Without progress the next run would find the same tickets.
    report.more = full && report.closed > 0;
    Ok(report)
}

async fn close_resolved_ticket(app: &App, number: TicketNumber) -> Result<()> {
    let mut change = Change::begin_by_system(app, number).await?;
    change.apply(guichet_domain::Ticket::auto_close).await?;
    change.notify(Notice::Closed).await?;
    let (written, _) = change.write().await?;
    written.commit().await
}
