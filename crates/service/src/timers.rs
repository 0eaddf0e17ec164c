//! What happens to tickets by itself.

use chrono::TimeDelta;
use guichet_common::ErrorCode;
use guichet_common::ids::TicketNumber;
use guichet_db::{comments, tickets};

use crate::app::App;
use crate::error::{Error, Result};
use crate::tickets::change::Change;
use crate::tickets::notify::Notice;

/// What a run of a timer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimerReport {
    /// Tickets closed, or customers reminded.
    pub done: u32,
    /// Tickets that had changed meanwhile, and so are left alone.
    pub skipped: u32,
    /// Tickets at which something broke; tried again at the next run.
    pub failed: u32,
    /// Whether more are due.
    pub more: bool,
}

/// How late a ticket may close by itself without a word on it.
const LATE: TimeDelta = TimeDelta::hours(1);

/// Tickets looked after in one run.
const BATCH: u32 = 200;

/// Closes the tickets whose solution or question has waited long enough for the customer's word,
/// each in a transaction of its own, by the same transition as a person's click. Takes no input,
/// and may run anywhere and at any time: what is not due is left alone.
pub async fn close_due_tickets(app: &App) -> Result<TimerReport> {
    run_unless_turning(app, Timer::Close).await
}

/// Reminds the customers whom tickets wait for, on the days and at the time that the plan says;
/// runs like [`close_due_tickets`]. After a down time nobody gets a backlog of reminders.
pub async fn remind_customers(app: &App) -> Result<TimerReport> {
    run_unless_turning(app, Timer::Remind).await
}

/// What happens by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Timer {
    /// Tickets close.
    Close,
    /// Customers are reminded.
    Remind,
}

/// Who turns the clock of a sandbox does on the way what falls due.
async fn run_unless_turning(app: &App, timer: Timer) -> Result<TimerReport> {
    match app.turning.try_read() {
        Ok(_still) => run(app, timer).await,
        Err(_turning) => Ok(TimerReport::default()),
    }
}

/// One run of a timer, during which the clock is not turned.
pub(crate) async fn run(app: &App, timer: Timer) -> Result<TimerReport> {
    let (read, now) = (app.db.read(), app.now());
    let due = match timer {
        Timer::Close => tickets::list_due_auto_close(&read, now, BATCH).await?,
        Timer::Remind => tickets::list_due_reminders(&read, now, BATCH).await?,
    };
    let full = due.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
    let mut report = TimerReport::default();
    for number in due {
        let done = match timer {
            Timer::Close => close_ticket(app, number).await,
            Timer::Remind => remind_customer(app, number).await,
        };
        match done {
            Ok(()) => report.done += 1,
            // Somebody accepted, rejected or answered in the meantime.
            Err(Error::Refused(
                ErrorCode::InvalidStateTransition
                | ErrorCode::TicketFrozen
                | ErrorCode::VersionConflict
                | ErrorCode::NotFound,
            )) => report.skipped += 1,
            // One broken ticket keeps no other waiting; a full disk concerns all.
            Err(error @ Error::Internal(_)) => {
                tracing::error!(%number, error = ?error, "a ticket's timer failed");
                report.failed += 1;
            }
            Err(error) => return Err(error),
        }
    }
    // Without progress the next run would find the same tickets.
    report.more = full && report.done > 0;
    Ok(report)
}

async fn close_ticket(app: &App, number: TicketNumber) -> Result<()> {
    let mut change = Change::begin_by_system(app, number).await?;
    change.due_at = change.ticket.status.auto_close_at();
    change.apply(guichet_domain::Ticket::auto_close).await?;
    let late = change.due_at.filter(|due| change.now - *due > LATE);
    let notice = late.map_or(Notice::Closed, Notice::ClosedLate);
    change.notify(notice).await?;
    let (written, _) = change.write().await?;
    written.commit().await
}

async fn remind_customer(app: &App, number: TicketNumber) -> Result<()> {
    let mut change = Change::begin_by_system(app, number).await?;
    let since = change.ticket.status.awaits_customer_since();
    change.due_at = change.ticket.status.wait().and_then(|wait| wait.remind_at);
    change.apply(guichet_domain::Ticket::remind).await?;
    // The question was written in the transaction that put the ticket on hold.
    let question = match since {
        Some(since) => comments::find_comment_at(&change.tx, number, since).await?,
        None => None,
    };
    if let Some(question) = question {
        change.notify(Notice::Reminder(question)).await?;
    }
    let (written, _) = change.write().await?;
    written.commit().await
}
