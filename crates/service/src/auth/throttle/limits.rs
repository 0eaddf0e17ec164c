//! What else is done only so often, by a name or from an address: each thing has a count of its own,
//! so that one does not stand in the way of another.

use chrono::TimeDelta;
use guichet_common::ids::AccountId;
use guichet_db::{Conn, Tx, throttles};

use super::{FORGET_MINUTES, network, refuse, subject, wait};
use crate::app::App;
use crate::error::Result;

/// Something that is done only so often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limit {
    subject: String,
    /// How often it may be done before each further time has to wait.
    free: u32,
}

impl Limit {
    fn new(app: &App, kind: &str, text: &str, free: u32) -> Self {
        let subject = subject(app, kind, text);
        Self { subject, free }
    }

    /// Wrong secrets of this OAuth client from one address. Not those from everywhere: nobody
    /// guesses 238 bits, and who knows a client's id could keep it out.
    pub(crate) fn client_secret(app: &App, client: &str, address: &str) -> Self {
        let network = network(address).unwrap_or_default();
        Self::new(app, "client", &format!("{network} {client}"), 5)
    }

    /// Wrong secrets of whatever clients from one address.
    pub(crate) fn client_secrets(app: &App, address: &str) -> Self {
        let network = network(address).unwrap_or_default();
        Self::new(app, "clients", &network, 20)
    }

    /// Requests for a new password of this name, whether anybody has it or not.
    pub(crate) fn resets_of(app: &App, name: &str) -> Self {
        Self::new(app, "resets-of", &name.trim().to_lowercase(), 10)
    }

    /// Requests for new passwords from one address.
    pub(crate) fn resets_from(app: &App, address: &str) -> Self {
        let network = network(address).unwrap_or_default();
        Self::new(app, "resets-from", &network, 20)
    }

    /// People of others whom the admins of an account came upon.
    pub(crate) fn strangers(app: &App, account: AccountId) -> Self {
        Self::new(app, "strangers", &account.to_string(), 20)
    }

    /// One of them.
    pub(crate) fn stranger(app: &App, account: AccountId, email: &str) -> Self {
        let text = format!("{account} {}", email.trim().to_lowercase());
        Self::new(app, "stranger", &text, 0)
    }
}

/// Refuses who has to wait for any of these, and says for how long.
pub(crate) async fn refuse_who_waits(app: &App, conn: &Conn, limits: &[Limit]) -> Result<()> {
    let now = app.real_now();
    for limit in limits {
        let until = throttles::find_blocked_until(conn, &limit.subject).await?;
        refuse(until, now)?;
    }
    Ok(())
}

/// Counts one time more for each of these: beyond what is free, each further one waits twice as
/// long as the one before, up to some minutes.
pub(crate) async fn count(app: &App, tx: &Tx, limits: &[Limit]) -> Result<()> {
    let now = app.real_now();
    let stale = now - TimeDelta::minutes(FORGET_MINUTES);
    for limit in limits {
        let counted = throttles::count_try(tx, &limit.subject, now, stale).await?;
        if let Some(wait) = wait(counted.failures, limit.free) {
            throttles::block(tx, &limit.subject, now + wait, false).await?;
        }
    }
    Ok(())
}

/// How long [`count_to_lock`] locks.
const LOCK: TimeDelta = TimeDelta::hours(1);
/// For how long something is no news.
const KNOWN: TimeDelta = TimeDelta::days(1);

/// Counts one time more; the first one beyond what is free locks for an hour. Returns whether it does.
pub(crate) async fn count_to_lock(app: &App, tx: &Tx, limit: &Limit) -> Result<bool> {
    let now = app.real_now();
    let counted = throttles::count_try(tx, &limit.subject, now, now - LOCK).await?;
    let locks = counted.failures > limit.free;
    if locks {
        throttles::block(tx, &limit.subject, now + LOCK, true).await?;
    }
    Ok(locks)
}

/// Whether this did not happen within a day.
pub(crate) async fn is_news(app: &App, tx: &Tx, limit: &Limit) -> Result<bool> {
    let now = app.real_now();
    let counted = throttles::count_try(tx, &limit.subject, now, now - KNOWN).await?;
    Ok(counted.failures == 1)
}
