//! When waiting tickets remind their customers, and when they close by themselves.

use guichet_common::settings::timers::{PutTimerSettings, TimerSettings};
use guichet_domain::{Actor, policy};

use super::{Section, read_section, write_section};
use crate::app::App;
use crate::error::Result;

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
    actor: &Actor,
    body: PutTimerSettings,
) -> Result<TimerSettings> {
    policy::require_admin(actor)?;
    let settings = TimerSettings::from(body);
    let tx = app.db.begin_write().await?;
    write_section(&tx, &settings, app.now()).await?;
    tx.commit().await?;
    Ok(settings)
}
