//! What ends when the mail server is back: mails that failed for want of it wait up to hours for
//! their next try, and leave at once instead.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use guichet_db::outbox as rows;
use guichet_service::{App, Result};

use super::Delivery;

/// How often the mail server is asked whether it is back, and how often at most all that waits
/// for it is called: a mail at which the server hangs up looks like an outage, too.
const EVERY: TimeDelta = TimeDelta::minutes(1);

/// What this process knows of an outage.
#[derive(Debug)]
pub(super) struct Outage(Mutex<State>);

#[derive(Debug)]
struct State {
    suspected: bool,
    asked_at: Option<DateTime<Utc>>,
    called_at: Option<DateTime<Utc>>,
}

impl Outage {
    /// Suspects one: mails may wait since an outage that another process saw.
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            suspected: true,
            asked_at: None,
            called_at: None,
        }))
    }

    /// With nothing else to send, makes the mail due that has waited longest for the server, once
    /// a minute: without it the end of an outage would be seen when the next wait ends, in hours.
    pub(super) async fn ask(&self, app: &App) -> Result<bool> {
        let now = app.now();
        if !self.turn(|state| is_time(&mut state.asked_at, now)) {
            return Ok(false);
        }
        let Some(mail) = rows::find_mail_that_waits_for_the_server(&app.db().read()).await? else {
            return Ok(false);
        };
        let tx = app.db().begin_write().await?;
        let hastened = rows::hasten_mail(&tx, mail, now).await?;
        tx.commit().await?;
        Ok(hastened)
    }

    /// Looks at what became of a batch. At the first that went through, all that waits for the
    /// server becomes due, in the order in which it was written.
    pub(super) async fn look_at(&self, app: &App, delivery: &Delivery) -> Result<()> {
        let now = app.now();
        let is_over = self.turn(|state| {
            state.suspected |= delivery.unreachable;
            if delivery.unreachable {
                // That was an answer.
                state.asked_at = Some(now);
            }
            let is_back = delivery.sent > 0 && !delivery.unreachable;
            let is_over = state.suspected && is_back && is_time(&mut state.called_at, now);
            state.suspected &= !is_over;
            is_over
        });
        if is_over {
            let tx = app.db().begin_write().await?;
            let mails = rows::hasten_mails_that_wait_for_the_server(&tx, now).await?;
            tx.commit().await?;
            if mails > 0 {
                tracing::info!(mails, "the mail server is back");
            }
        }
        Ok(())
    }

    fn turn(&self, turn: impl FnOnce(&mut State) -> bool) -> bool {
        turn(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether it is time again; if so, that is noted.
fn is_time(last: &mut Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let is_time = last.is_none_or(|last| now - last >= EVERY);
    if is_time {
        *last = Some(now);
    }
    is_time
}
