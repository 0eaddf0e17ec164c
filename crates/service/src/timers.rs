//! What happens to tickets by itself.

use guichet_common::ErrorCode;
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
    let mut report = TimerReport {
        more: due.len() == usize::try_from(BATCH).unwrap_or(usize::MAX),
        ..TimerReport::default()
    };
    for number in due {
        let mut change = Change::begin_by_system(app, number).await?;
        match change.apply(guichet_domain::Ticket::auto_close).await {
            Ok(()) => {
                change.notify(Notice::Closed).await?;
                let (written, _) = change.write().await?;
                written.commit().await?;
                report.closed += 1;
            }
            // Somebody accepted, rejected or answered in the meantime.
            Err(Error::Refused(ErrorCode::InvalidStateTransition | ErrorCode::TicketFrozen)) => {
                report.skipped += 1
            }
            Err(error) => return Err(error),
        }
    }
    Ok(report)
}
