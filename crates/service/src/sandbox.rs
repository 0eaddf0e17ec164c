//! The clock of a sandbox: turned by hand, to see in seconds what takes days.
//!
//! It goes as the machine's does, but so far ahead; how far is kept in the settings, so that a
//! restart and other replicas keep it. What falls due on the way happens at its own instant, so
//! that a jump of a week leaves the same history as a week. See [`App::real_now`] for what it does
//! not move.

mod duration;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use guichet_common::audit::AuditAction;
use guichet_common::calendar::HolidayRegion;
use guichet_common::ids::AccountId;
use guichet_common::sandbox::{SandboxTime, SandboxTurn, TurnSandboxClock};
use guichet_common::{ErrorCode, FieldError};
use guichet_db::{Conn, Db, Tx, schedule, settings, tickets};
use guichet_domain::{Actor, Calendar, Clock, SandboxClock, policy};

use crate::app::App;
use crate::audit::{By, Event, record_alone};
use crate::error::{Error, Result};
use crate::settings::calendars::business_calendar;
use crate::settings::timers::timers_of;
use crate::timers::{self, Timer};

/// The setting that holds by how many microseconds the clock is ahead.
const AHEAD: &str = "sandbox_clock_ahead";
/// How far it may be ahead: ten years.
const AHEAD_MAX: TimeDelta = TimeDelta::days(3652);
/// How often a process looks whether another one has turned the clock.
const POLL: Duration = Duration::from_secs(1);

/// The claim of who turns the clock, on the schedule: one of all replicas at a time.
const TASK: &str = "turn_sandbox_clock";
/// For how long the claim holds; it is extended at each step.
const LEASE: TimeDelta = TimeDelta::minutes(1);
/// How often, and how long after another, who comes second asks for its turn.
const TRIES: u32 = 300;
const TRY_EVERY: Duration = Duration::from_millis(100);

/// Whether the clock of this database was ever turned; then it must not be read by another.
pub async fn was_turned(db: &Db) -> Result<bool> {
    Ok(find_ahead(&db.read()).await?.is_some())
}

async fn find_ahead(conn: &Conn) -> Result<Option<TimeDelta>> {
    let kept = settings::find_setting(conn, AHEAD).await?;
    let micros = kept.and_then(|value| value.as_i64());
    Ok(micros.map(TimeDelta::microseconds))
}

/// Turns the clock to where it was left; any other clock than a sandbox's stays.
pub(crate) async fn follow(db: &Db, clock: &dyn Clock) -> Result<()> {
    if let Some(sandbox) = clock.sandbox() {
        sandbox.turn(find_ahead(&db.read()).await?.unwrap_or_default());
    }
    Ok(())
}

/// Follows what other replicas do to the clock, until the process ends. To be spawned once a
/// process; ends at once where there is no such clock.
pub async fn follow_clock(app: App) {
    while let Some(clock) = app.clock.sandbox() {
        tokio::time::sleep(POLL).await;
        match find_ahead(&app.db.read()).await {
            Ok(Some(ahead)) if ahead > clock.ahead() => {
                let _turning = app.turning.write().await;
                clock.turn(ahead);
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(error = ?error, "the sandbox's clock cannot be read"),
        }
    }
}

/// What the clock shows; for admins.
pub async fn get_sandbox_clock(app: &App, actor: &Actor) -> Result<SandboxTime> {
    policy::require_admin(actor)?;
    follow(&app.db, app.clock.as_ref()).await?;
    Ok(SandboxTime {
        now: app.now(),
        real_now: app.real_now(),
    })
}

/// Turns the clock, and does on the way what falls due, each at its own instant; for admins. One
/// turn after the other. Mails are left to the jobs.
pub async fn turn_sandbox_clock(
    app: &App,
    who: By<'_>,
    body: TurnSandboxClock,
) -> Result<SandboxTurn> {
    policy::require_admin(who.person()?)?;
    if !app.is_sandbox() {
        return Err(Error::NOT_FOUND);
    }
    let by = read_turn(&body)?;
    record_alone(app, who, Event::of(AuditAction::ClockTurned)).await?;
    let app = app.clone();
    // Apart from the request: whoever hangs up does not leave the clock half-way.
    let turn = async move {
        let claim = Claim::wait(&app).await?;
        let _turning = app.turning.write().await;
        let turned = turn_on(&app, &claim, by).await;
        claim.end(&app).await?;
        turned
    };
    tokio::spawn(turn).await.map_err(Error::internal)?
}

async fn turn_on(app: &App, claim: &Claim, by: Turn) -> Result<SandboxTurn> {
    let clock = app.clock.sandbox().ok_or(Error::NOT_FOUND)?;
    follow(&app.db, clock).await?;
    let target = target(app, by, clock.real_now() + AHEAD_MAX).await?;
    let mut turned = SandboxTurn {
        now: target,
        real_now: clock.real_now(),
        reminders: 0,
        closings: 0,
        failures: 0,
    };
    let _stopped = Stopped(clock);
    let mut at = app.now();
    clock.stop_at(at);
    loop {
        turn_to(app, claim, clock, at).await?;
        run_due(app, claim, &mut turned).await?;
        if at >= target {
            break;
        }
        let next = tickets::find_next_due(&app.db.read(), at).await?;
        at = next.map_or(target, |next| next.min(target));
    }
    // Also those that waited to be tried again are due by now.
    app.mail_waits.notify_one();
    turned.real_now = clock.real_now();
    Ok(turned)
}

/// A clock that stands still while this is there.
struct Stopped<'a>(&'a SandboxClock);

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        self.0.go_on();
    }
}

/// Turns the clock to `at`, where it stands still. How far that is gets kept first: after a crash
/// in between nothing lies in the future.
async fn turn_to(app: &App, claim: &Claim, clock: &SandboxClock, at: DateTime<Utc>) -> Result<()> {
    let ahead = clock.ahead_at(at);
    let kept = serde_json::Value::from(ahead.num_microseconds().unwrap_or_default());
    let tx = app.db.begin_write().await?;
    claim.extend(app, &tx).await?;
    settings::put_setting(&tx, AHEAD, &kept, clock.real_now()).await?;
    tx.commit().await?;
    clock.stop_at(at);
    clock.turn(ahead);
    Ok(())
}

/// Does all that is due now, as the jobs would.
async fn run_due(app: &App, claim: &Claim, turned: &mut SandboxTurn) -> Result<()> {
    for timer in [Timer::Close, Timer::Remind] {
        loop {
            let report = timers::run(app, timer).await?;
            let done = match timer {
                Timer::Close => &mut turned.closings,
                Timer::Remind => &mut turned.reminders,
            };
            *done += report.done;
            turned.failures += report.failed;
            if !report.more {
                break;
            }
            let tx = app.db.begin_write().await?;
            claim.extend(app, &tx).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// The right to turn the clock, by the real time.
struct Claim(i64);

impl Claim {
    /// Waits for it while somebody else turns the clock.
    async fn wait(app: &App) -> Result<Self> {
        for _ in 0..TRIES {
            let now = app.real_now();
            let tx = app.db.begin_write().await?;
            schedule::ensure_task(&tx, TASK, now).await?;
            let fence = schedule::claim_task(&tx, TASK, now, now + LEASE).await?;
            tx.commit().await?;
            if let Some(fence) = fence {
                return Ok(Self(fence));
            }
            tokio::time::sleep(TRY_EVERY).await;
        }
        Err(Error::Refused(ErrorCode::Unavailable))
    }

    /// Holds it for longer; an error when it was lost.
    async fn extend(&self, app: &App, tx: &Tx) -> Result<()> {
        let until = app.real_now() + LEASE;
        if schedule::extend_claim(tx, TASK, self.0, until).await? {
            Ok(())
        } else {
            Err(Error::Refused(ErrorCode::Unavailable))
        }
    }

    async fn end(&self, app: &App) -> Result<()> {
        let now = app.real_now();
        let tx = app.db.begin_write().await?;
        schedule::finish_task(&tx, TASK, self.0, now, now, "{}").await?;
        tx.commit().await?;
        Ok(())
    }
}

/// How far the clock is to be turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    By(TimeDelta),
    BusinessDays(u32, Option<AccountId>),
}

fn read_turn(body: &TurnSandboxClock) -> Result<Turn> {
    let mut errors = Vec::new();
    let by = body.advance.as_deref().map(duration::parse);
    if by == Some(None) {
        errors.push(FieldError::at("/advance", "invalid_format"));
    }
    let turn = match (by, body.advance_business_days) {
        (Some(Some(by)), None) => Some(Turn::By(by)),
        (None, Some(days)) => Some(Turn::BusinessDays(days, body.account_id)),
        (Some(_), Some(_)) => {
            errors.push(FieldError::at("/advance_business_days", "exactly_one_of"));
            None
        }
        (None, None) => {
            errors.push(FieldError::at("/advance", "required"));
            None
        }
        (Some(None), None) => None,
    };
    if body.account_id.is_some() && body.advance_business_days.is_none() {
        errors.push(FieldError::at("/account_id", "not_allowed"));
    }
    match turn {
        Some(turn) if errors.is_empty() => Ok(turn),
        _ => Err(Error::Invalid(errors)),
    }
}

/// The instant to turn the clock to, `latest` at most.
async fn target(app: &App, turn: Turn, latest: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let now = app.now();
    match turn {
        Turn::By(by) => now
            .checked_add_signed(by)
            .filter(|at| (now + TimeDelta::seconds(1)..=latest).contains(at))
            .ok_or_else(|| {
                let max = format!("PT{}H", (latest - now).num_hours().max(0));
                out_of_range("/advance", "PT1S", max)
            }),
        Turn::BusinessDays(days, account) => {
            let (calendar, zone) = business_days(app, account).await?;
            let ahead = || {
                calendar
                    .same_time_after(now, zone)
                    .take_while(|at| *at <= latest)
            };
            days.checked_sub(1)
                .and_then(|before| ahead().nth(usize::try_from(before).unwrap_or(usize::MAX)))
                .ok_or_else(|| out_of_range("/advance_business_days", 1, ahead().count()))
        }
    }
}

fn out_of_range(
    pointer: &str,
    min: impl Into<serde_json::Value>,
    max: impl Into<serde_json::Value>,
) -> Error {
    let error = FieldError::at(pointer, "out_of_range");
    Error::Invalid(vec![error.with("min", min).with("max", max)])
}

/// The business days of an account, or those of one that chose none.
async fn business_days(app: &App, account: Option<AccountId>) -> Result<(Calendar, Tz)> {
    let read = app.db.read();
    let Some(id) = account else {
        let calendar = business_calendar(&read, HolidayRegion::France).await?;
        return Ok((calendar, Tz::Europe__Paris));
    };
    match timers_of(&read, id).await {
        Ok(timers) => Ok(timers.into_business_days()),
        Err(Error::Refused(ErrorCode::NotFound)) => Err(Error::field("account_id", "not_found")),
        Err(error) => Err(error),
    }
}
