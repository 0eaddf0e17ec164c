//! How people sign in, and for how long they stay.

use guichet_common::settings::security::{PutSecuritySettings, SecuritySettings};
use guichet_domain::{Actor, policy};

use super::{Section, changed, read_section, write_section};
use crate::app::App;
use crate::audit::{By, record};
use crate::error::{Error, Result};

impl Section for SecuritySettings {
    const KEY: &'static str = "security";
}

/// How people sign in.
pub async fn get_security_settings(app: &App, actor: &Actor) -> Result<SecuritySettings> {
    policy::require_admin(actor)?;
    read_section(&app.db.read()).await
}

/// Changes how people sign in. Sessions go by it when they are renewed next.
pub async fn put_security_settings(
    app: &App,
    by: By<'_>,
    body: PutSecuritySettings,
) -> Result<SecuritySettings> {
    policy::require_admin(by.person()?)?;
    let settings = SecuritySettings::try_from(body).map_err(Error::Invalid)?;
    let tx = app.db.begin_write().await?;
    write_section(&tx, &settings, app.now()).await?;
    record(app, &tx, by, changed(SecuritySettings::KEY)).await?;
    tx.commit().await?;
    Ok(settings)
}
