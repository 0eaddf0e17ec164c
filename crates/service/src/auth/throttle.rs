//! Guessing passwords takes time: tries are counted by name, whether anybody has it or not, and by
//! address. A try counts before its password is looked at, so that many at once are still few.

pub(crate) mod limits;

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::settings::security::SecuritySettings;
use guichet_db::{Tx, throttles};

use crate::app::App;
use crate::crypto::secret::hex;
use crate::error::{Error, Result};

/// Tries of a name before each further one has to wait: a person who mistypes does not notice.
const FREE_TRIES: u32 = 2;
/// Failed tries from one address before each further one has to wait: many people may share it.
const FREE_TRIES_OF_ADDRESS: u32 = 20;
/// The longest wait of an address, in seconds.
const LONGEST_WAIT: i64 = 300;
/// Tries are forgotten after so long without another, in minutes.
const FORGET_MINUTES: i64 = 30;

/// How often a try looks whether those before it are over, and how long it waits in between.
const LOOKS: u32 = 50;
const LOOK_AGAIN: Duration = Duration::from_millis(40);
/// Who has to wait is told so after a moment: a program that asks again at once would take from
/// others what little it costs to say no.
const MOMENT: Duration = Duration::from_millis(250);

/// A try that was counted.
#[derive(Debug)]
pub(crate) struct Try {
    name: String,
    address: Option<String>,
    failures: u32,
    /// For how long the name is locked if this one is wrong, too.
    locks_for: Option<TimeDelta>,
}

impl Try {
    /// Whether the name is locked if this one is wrong.
    pub(crate) const fn locks(&self) -> bool {
        self.locks_for.is_some()
    }
}

/// Counts a try to sign in with this name from this address. Who tries too often is refused before
/// any work is done for them, and told when to come back. As many as lock a name are under way at
/// once; others wait for them, since programs of one person may well come together.
pub(crate) async fn begin(
    app: &App,
    settings: &SecuritySettings,
    name: &str,
    address: &str,
) -> Result<Try> {
    let begun = count(app, settings, name, address).await;
    if matches!(begun, Err(Error::Throttled { .. })) {
        tokio::time::sleep(MOMENT).await;
    }
    begun
}

async fn count(app: &App, settings: &SecuritySettings, name: &str, address: &str) -> Result<Try> {
    let name = subject(app, "name", &name.trim().to_lowercase());
    let address = network(address).map(|address| subject(app, "address", &address));
    let most = u32::from(settings.lock_failures);
    let lock = TimeDelta::minutes(settings.lock_minutes.into());
    for _ in 0..LOOKS {
        let now = app.real_now();
        let read = app.db.read();
        for subject in [Some(&name), address.as_ref()].into_iter().flatten() {
            refuse(throttles::find_blocked_until(&read, subject).await?, now)?;
        }
        let tx = app.db.begin_write().await?;
        let stale = now - lock.max(TimeDelta::minutes(FORGET_MINUTES));
        let counted = throttles::count_try(&tx, &name, now, stale).await?;
        refuse(Some(counted.blocked_until), now)?;
        let failures = counted.failures;
        if failures <= most {
            tx.commit().await?;
            return Ok(Try {
                name,
                address,
                failures,
                locks_for: (failures == most).then_some(lock),
            });
        }
        // Not committed: it does not count.
        drop(tx);
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Err(Error::Throttled {
        retry_after_seconds: 1,
    })
}

/// The try was wrong: its name has to wait, or is locked, and it counts for its address as well.
pub(crate) async fn failed(app: &App, tx: &Tx, wrong: &Try) -> Result<()> {
    let now = app.real_now();
    if let Some(lock) = wrong.locks_for {
        throttles::block(tx, &wrong.name, now + lock, true).await?;
    } else if let Some(wait) = wait(wrong.failures, FREE_TRIES) {
        throttles::block(tx, &wrong.name, now + wait, false).await?;
    }
    let Some(address) = &wrong.address else {
        return Ok(());
    };
    let stale = now - TimeDelta::minutes(FORGET_MINUTES);
    let counted = throttles::count_try(tx, address, now, stale).await?;
    if let Some(wait) = wait(counted.failures, FREE_TRIES_OF_ADDRESS) {
        throttles::block(tx, address, now + wait, false).await?;
    }
    Ok(())
}

/// Counts something of this kind that was refused; returns whether it is worth an entry in the audit
/// trail. Anybody can send such things as often as they like, and entries are kept for good.
pub(crate) async fn is_worth_telling(
    app: &App,
    tx: &Tx,
    kind: &str,
    address: &str,
) -> Result<bool> {
    let network = network(address).unwrap_or_default();
    let subject = subject(app, kind, &network);
    let now = app.real_now();
    let stale = now - TimeDelta::minutes(FORGET_MINUTES);
    let counted = throttles::count_try(tx, &subject, now, stale).await?;
    Ok(counted.failures <= FREE_TRIES_OF_ADDRESS)
}

/// The try was right: the name's are forgotten.
pub(crate) async fn succeeded(app: &App, tx: &Tx, right: &Try) -> Result<()> {
    throttles::forget_tries(tx, &right.name, app.real_now()).await?;
    Ok(())
}

/// The try was none: the password was right, and something else is asked for first.
pub(crate) async fn take_back(app: &App, none: &Try) -> Result<()> {
    let tx = app.db.begin_write().await?;
    throttles::take_try_back(&tx, &none.name).await?;
    Ok(tx.commit().await?)
}

/// Lets the name try again; returns whether it was locked.
pub(crate) async fn unlock(app: &App, tx: &Tx, name: &str) -> Result<bool> {
    let name = subject(app, "name", &name.trim().to_lowercase());
    Ok(throttles::forget_tries(tx, &name, app.real_now()).await?)
}

/// Whether the name has to wait before it can sign in with a password again.
pub(crate) async fn is_locked(app: &App, name: &str) -> Result<bool> {
    Ok(locked_until(app, name).await?.is_some())
}

/// Until when the name has to wait; `None` when it does not.
pub(crate) async fn locked_until(app: &App, name: &str) -> Result<Option<DateTime<Utc>>> {
    let name = subject(app, "name", &name.trim().to_lowercase());
    let until = throttles::find_blocked_until(&app.db.read(), &name).await?;
    Ok(until.filter(|until| *until > app.real_now()))
}

/// Neither names nor addresses are kept: a keyed hash is.
fn subject(app: &App, kind: &str, text: &str) -> String {
    hex(&app.throttle_key.sign(&[kind.as_bytes(), text.as_bytes()]))
}

/// Who has one address of version 6 has 2^64.
fn network(address: &str) -> Option<String> {
    Some(match address.parse().ok()? {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    })
}

fn refuse(blocked_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<()> {
    match blocked_until {
        Some(until) if until > now => Err(Error::Throttled {
            retry_after_seconds: u64::try_from((until - now).num_seconds() + 1).unwrap_or(1),
        }),
        _ => Ok(()),
    }
}

/// One second after the free tries, then twice as long each time.
fn wait(failures: u32, free: u32) -> Option<TimeDelta> {
    let over = failures.checked_sub(free).filter(|over| *over > 0)?;
    let seconds = 1_i64 << (over - 1).min(10);
    Some(TimeDelta::seconds(seconds.min(LONGEST_WAIT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let seconds = |failures| wait(failures, FREE_TRIES).map_or(0, |wait| wait.num_seconds());
        assert_eq!([1, 2, 3, 4, 5, 6].map(seconds), [0, 0, 1, 2, 4, 8]);
        assert_eq!(
            [11, 12, 65, 66, 67, u32::MAX].map(seconds),
            [256, 300, 300, 300, 300, 300]
        );
    }

    #[test]
    fn address_of_version_six_is_its_network() {
        assert_eq!(
            network("2001:db8:1:2:3:4:5:6").as_deref(),
            Some("2001:db8:1:2")
        );
        assert_eq!(network("192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(network("not an address"), None);
    }
}
