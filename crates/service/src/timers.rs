//! What happens to tickets by itself.

use std::num::NonZeroU8;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use guichet_common::ErrorCode;
use guichet_common::ids::{AccountId, TicketNumber};
use guichet_common::settings::timers::{AwaitingCustomerTimers, ResolvedTimers, TimerSettings};
use guichet_db::{Conn, accounts, comments, tickets};
use guichet_domain::Scope;
use guichet_domain::calendar::{Calendar, WaitPlan, WaitRules};
use guichet_domain::ticket::Status;

use crate::app::App;
use crate::error::{Error, Result};
use crate::settings::read_section;
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

/// Tickets looked after in one run.
const BATCH: u32 = 200;

/// Closes the tickets whose solution or question has waited long enough for the customer's word,
/// each in a transaction of its own, by the same transition as a person's click. Takes no input,
/// and may run anywhere and at any time: what is not due is left alone.
pub async fn close_due_tickets(app: &App) -> Result<TimerReport> {
    let due = tickets::list_due_auto_close(&app.db.read(), app.now(), BATCH).await?;
    run(app, due, Timer::Close).await
}

/// Reminds the customers whom tickets wait for, on the days and at the time that the plan says;
/// runs like [`close_due_tickets`]. After a down time nobody gets a backlog of reminders.
pub async fn remind_customers(app: &App) -> Result<TimerReport> {
    let due = tickets::list_due_reminders(&app.db.read(), app.now(), BATCH).await?;
    run(app, due, Timer::Remind).await
}

#[derive(Debug, Clone, Copy)]
enum Timer {
    Close,
    Remind,
}

async fn run(app: &App, due: Vec<TicketNumber>, timer: Timer) -> Result<TimerReport> {
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
    change.apply(guichet_domain::Ticket::auto_close).await?;
    change.notify(Notice::Closed).await?;
    let (written, _) = change.write().await?;
    written.commit().await
}

async fn remind_customer(app: &App, number: TicketNumber) -> Result<()> {
    let mut change = Change::begin_by_system(app, number).await?;
    let Status::OnHold(hold) = change.ticket.status.clone() else {
        return Err(Error::Refused(ErrorCode::InvalidStateTransition));
    };
    let timers = account_timers(&change.tx, change.ticket.account_id).await?;
    let plan = timers.wait_plan(hold.since);
    change
        .apply(|ticket, now| ticket.remind(&plan, now))
        .await?;
    // The question was written in the transaction that put the ticket on hold.
    if let Some(question) = comments::find_comment_at(&change.tx, number, hold.since).await? {
        change.notify(Notice::Reminder(question)).await?;
    }
    let (written, _) = change.write().await?;
    written.commit().await
}

/// By which calendar and rules an account's tickets wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountTimers {
    zone: Tz,
    calendar: Calendar,
    wait: WaitRules,
    /// The elapsed time after which a resolved ticket closes; never, without.
    pub(crate) close_resolved_after: Option<TimeDelta>,
}

impl AccountTimers {
    /// What happens by itself to a ticket that waits for its customer since then.
    pub(crate) fn wait_plan(&self, since: DateTime<Utc>) -> WaitPlan {
        WaitPlan::new(since, self.zone, &self.calendar, self.wait)
    }
}

/// By which calendar and rules the account's tickets wait, as the settings are now.
pub(crate) async fn account_timers(conn: &Conn, account: AccountId) -> Result<AccountTimers> {
    let account = accounts::find_account_in(conn, &Scope::Account(account), account)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let settings: TimerSettings = read_section(conn).await?;
    Ok(AccountTimers {
        zone: account.time_zone.parse().unwrap_or(Tz::Europe__Paris),
        calendar: Calendar::default(),
        wait: wait_rules(settings.awaiting_customer),
        close_resolved_after: close_resolved_after(settings.resolved),
    })
}

fn wait_rules(timers: AwaitingCustomerTimers) -> WaitRules {
    WaitRules {
        // The closing ends them.
        reminders: timers.reminders.unwrap_or(u8::MAX),
        close_after: NonZeroU8::new(timers.close_after_days),
    }
}

fn close_resolved_after(timers: ResolvedTimers) -> Option<TimeDelta> {
    let hours = i64::from(timers.close_after_hours);
    (hours > 0).then(|| TimeDelta::hours(hours))
}
