//! For how long what is not needed any more is kept; see [`crate::sweeps`].

use guichet_common::fields::Request as _;
use guichet_common::settings::retention::{PutRetentionSettings, RetentionSettings};
use guichet_domain::{Actor, policy};

use super::{Section, changed, read_section, write_section};
use crate::app::App;
use crate::audit::{By, record};
use crate::error::{Error, Result};

impl Section for RetentionSettings {
    const KEY: &'static str = "retention";
}

/// For how long what is not needed any more is kept.
pub async fn get_retention_settings(app: &App, actor: &Actor) -> Result<RetentionSettings> {
    policy::require_admin(actor)?;
    read_section(&app.db.read()).await
}

/// Changes it, from the next sweep on.
pub async fn put_retention_settings(
    app: &App,
    by: By<'_>,
    body: PutRetentionSettings,
) -> Result<RetentionSettings> {
    policy::require_admin(by.person()?)?;
    let fields = serde_json::to_value(&body).map_err(Error::internal)?;
    let fields = fields.as_object().cloned().unwrap_or_default();
    let broken = guichet_common::fields::check(&fields, PutRetentionSettings::rules());
    if !broken.is_empty() {
        return Err(Error::Invalid(broken));
    }
    let settings = RetentionSettings {
        ended_session_days: body.ended_session_days,
        raw_mail_days: body.raw_mail_days,
        mail_log_days: body.mail_log_days,
    };
    let tx = app.db.begin_write().await?;
    write_section(&tx, &settings, app.now()).await?;
    record(app, &tx, by, changed(RetentionSettings::KEY)).await?;
    tx.commit().await?;
    Ok(settings)
}
