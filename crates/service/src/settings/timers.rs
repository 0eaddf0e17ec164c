//! When waiting tickets remind their customers, and when they close by themselves: for all
//! accounts, and for those that have timers of their own.

use std::num::NonZeroU8;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::calendar::{DayOfWeek, check_week};
use guichet_common::ids::AccountId;
use guichet_common::problem::FieldError;
use guichet_common::settings::timers::{
    AccountTimers, AwaitingCustomerTimers, PutAccountTimers, PutTimerSettings, ResolvedTimers,
    TimerSettings,
};
use guichet_db::Conn;
use guichet_db::accounts::{self, TimersRow};
use guichet_domain::calendar::{Calendar, WaitPlan, WaitRules};
use guichet_domain::{Actor, Scope, policy};
use serde::{Deserialize, Serialize};

use super::calendars::{business_calendar, working_week};
use super::{Section, changed, read_section, write_section};
use crate::app::App;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};

impl Section for TimerSettings {
    const KEY: &'static str = "timers";
}

/// The timers of all accounts that have none of their own.
pub async fn get_timer_settings(app: &App, actor: &Actor) -> Result<TimerSettings> {
    policy::require_admin(actor)?;
    read_section(&app.db.read()).await
}

/// Changes the timers, for tickets that begin to wait from now on.
pub async fn put_timer_settings(
    app: &App,
    by: By<'_>,
    body: PutTimerSettings,
) -> Result<TimerSettings> {
    policy::require_admin(by.person()?)?;
    let settings = TimerSettings::from(body);
    let tx = app.db.begin_write().await?;
    write_section(&tx, &settings, app.now()).await?;
    record(app, &tx, by, changed(TimerSettings::KEY)).await?;
    tx.commit().await?;
    Ok(settings)
}

/// What an account has of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct OwnTimers {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    week: Option<Vec<DayOfWeek>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    awaiting_customer: Option<AwaitingCustomerTimers>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resolved: Option<ResolvedTimers>,
}

impl OwnTimers {
    fn of(row: &TimersRow) -> Result<Self> {
        match &row.timers {
            Some(timers) => Self::deserialize(timers).map_err(Error::internal),
            None => Ok(Self::default()),
        }
    }
}

/// By which calendar and timers an account's tickets wait.
pub async fn get_account_timers(
    app: &App,
    actor: &Actor,
    account: AccountId,
) -> Result<AccountTimers> {
    policy::require_admin(actor)?;
    let scope = policy::directory_scope(actor);
    let row = accounts::find_account_timers_in(&app.db.read(), &scope, account)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    to_account_timers(row)
}

/// Changes them, for tickets that begin to wait from now on.
pub async fn put_account_timers(
    app: &App,
    by: By<'_>,
    account: AccountId,
    body: PutAccountTimers,
) -> Result<AccountTimers> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let scope = policy::directory_scope(actor);
    let tx = app.db.begin_write().await?;
    accounts::find_account_timers_in(&tx, &scope, account)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let mut errors = Vec::new();
    if body.time_zone.parse::<Tz>().is_err() {
        errors.push(FieldError::at("/time_zone", "invalid_value"));
    }
    errors.extend(body.week.as_deref().and_then(check_week));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let own = OwnTimers {
        week: body.week.map(|mut week| {
            week.sort_unstable();
            week
        }),
        awaiting_customer: body.awaiting_customer.0.map(Into::into),
        resolved: body.resolved.0.map(Into::into),
    };
    let row = TimersRow {
        calendar: body.calendar,
        time_zone: body.time_zone,
        timers: (own != OwnTimers::default())
            .then(|| serde_json::to_value(own))
            .transpose()
            .map_err(Error::internal)?,
    };
    accounts::update_account_timers(&tx, account, &row).await?;
    let event = Event::of(AuditAction::AccountUpdated).on(AuditTargetKind::Account, account);
    record(app, &tx, by, event.with("changed", "timers")).await?;
    tx.commit().await?;
    to_account_timers(row)
}

fn to_account_timers(row: TimersRow) -> Result<AccountTimers> {
    let own = OwnTimers::of(&row)?;
    Ok(AccountTimers {
        calendar: row.calendar,
        time_zone: row.time_zone,
        week: own.week,
        awaiting_customer: own.awaiting_customer,
        resolved: own.resolved,
    })
}

/// By which days and rules a ticket waits that begins to wait now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TicketTimers {
    zone: Tz,
    calendar: Calendar,
    wait: WaitRules,
    /// The elapsed time after which a resolved ticket closes; never, without.
    pub(crate) close_resolved_after: Option<TimeDelta>,
}

impl TicketTimers {
    /// What happens by itself to a ticket that waits for its customer since then.
    pub(crate) fn wait_plan(&self, since: DateTime<Utc>) -> WaitPlan {
        WaitPlan::new(since, self.zone, &self.calendar, self.wait)
    }

    /// The account's business days, and the time zone that they are of.
    pub(crate) fn into_business_days(self) -> (Calendar, Tz) {
        (self.calendar, self.zone)
    }
}

/// By which days and rules a ticket of the account waits that begins to wait now.
pub(crate) async fn timers_of(conn: &Conn, account: AccountId) -> Result<TicketTimers> {
    let row = accounts::find_account_timers_in(conn, &Scope::Account(account), account)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    let own = OwnTimers::of(&row)?;
    let all: TimerSettings = read_section(conn).await?;
    let calendar = business_calendar(conn, row.calendar).await?;
    let week = own.week.as_deref().and_then(working_week);
    Ok(TicketTimers {
        zone: row.time_zone.parse().unwrap_or(Tz::Europe__Paris),
        calendar: Calendar {
            week: week.unwrap_or(calendar.week),
            ..calendar
        },
        wait: wait_rules(own.awaiting_customer.unwrap_or(all.awaiting_customer)),
        close_resolved_after: close_resolved_after(own.resolved.unwrap_or(all.resolved)),
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
