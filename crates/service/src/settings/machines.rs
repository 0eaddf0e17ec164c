//! Limits of programs.

use guichet_common::fields::broken_rules;
use guichet_common::settings::machines::{MachineSettings, PutMachineSettings};
use guichet_domain::{Actor, policy};

use super::{Section, read_section, write_section};
use crate::app::App;
use crate::audit::{By, record};
use crate::error::{Error, Result};

impl Section for MachineSettings {
    const KEY: &'static str = "machines";
}

/// The limits of programs.
pub async fn get_machine_settings(app: &App, actor: &Actor) -> Result<MachineSettings> {
    policy::require_admin(actor)?;
    read_section(&app.db.read()).await
}

/// Changes the limits; tokens follow within seconds.
pub async fn put_machine_settings(
    app: &App,
    by: By<'_>,
    body: PutMachineSettings,
) -> Result<MachineSettings> {
    policy::require_admin(by.person()?)?;
    let errors = broken_rules(&body);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let settings = MachineSettings {
        requests_per_minute: body.requests_per_minute,
    };
    let tx = app.db.begin_write().await?;
    write_section(&tx, &settings, app.now()).await?;
    record(app, &tx, by, super::changed(MachineSettings::KEY)).await?;
    tx.commit().await?;
    app.machines.forget_all();
    Ok(settings)
}
