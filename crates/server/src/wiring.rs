//! Puts the crates together: database, storage, mail and settings make an [`App`].

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use guichet_db::{Db, DbSettings};
use guichet_domain::{Clock, SandboxClock, SystemClock};
use guichet_mail::{Brand, Directory, Smtp, Transport};
use guichet_service::storage::Storage;
use guichet_service::{App, AppParts, Limits, Settings, sandbox};

use crate::config::{Config, MailTarget, StorageTarget};

/// The rounds of each try at a captcha: a second or so of a browser's work for all of them.
const CAPTCHA_COST: u32 = 3_000;

/// What every app of this process is made of.
#[derive(Debug, Clone)]
pub struct Wiring {
    /// The database.
    pub db: Db,
    storage: Storage,
    settings: Settings,
}

impl Wiring {
    /// Opens the database and the storage, and brings the schema up to date.
    pub async fn open(config: &Config) -> Result<Self> {
        config.prepare_data_folder()?;
        let settings = DbSettings {
            url: config.database_url.clone(),
            readers: config.database_connections,
        };
        let db = Db::connect(&settings)
            .await
            .context("the database cannot be opened")?;
        db.migrate()
            .await
            .context("the database cannot be migrated")?;
        let storage = match &config.storage {
            StorageTarget::Folder(folder) => Storage::folder(folder),
            StorageTarget::S3(url) => Storage::s3(url),
        };
        Ok(Self {
            db,
            storage: storage.context("the file storage cannot be opened")?,
            settings: Settings {
                public_url: config.public_url.clone(),
                mail_link_days: config.mail_link_days,
                captcha_cost: CAPTCHA_COST,
                limits: Limits {
                    file_bytes: config.max_file_bytes,
                    files_per_request: config.max_files,
                    ticket_bytes: config.max_ticket_bytes,
                },
                reply_address: config.reply_address.clone(),
                inbound: config.inbound.clone(),
                brand: brand(config),
            },
        })
    }

    /// An app that lives by the clock of a server or worker: the machine's, or in a sandbox one that
    /// can be turned. What a sandbox wrote lies in the future of any other clock: its jobs would
    /// stand still for as long, so this is refused.
    pub async fn living_app(&self, config: &Config) -> Result<App> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        if config.sandbox {
            tracing::warn!("this is a sandbox: admins can turn its clock");
            return self.app(SandboxClock::over(clock)).await;
        }
        if sandbox::was_turned(&self.db).await? {
            bail!("the clock of this database was turned: it can only be used with --sandbox");
        }
        self.app(clock).await
    }

    /// An app that lives by this clock.
    pub async fn app(&self, clock: Arc<dyn Clock>) -> Result<App> {
        let parts = AppParts {
            db: self.db.clone(),
            clock,
            storage: self.storage.clone(),
            settings: self.settings.clone(),
        };
        App::open(parts)
            .await
            .context("the instance cannot be opened")
    }

    /// The hash of a password.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let app = self.app(Arc::new(SystemClock)).await?;
        Ok(app.passwords().hash(password.to_owned()).await?)
    }
}

/// What carries mails away.
pub fn transport(config: &Config) -> Result<Arc<dyn Transport>> {
    Ok(match &config.mail {
        MailTarget::Folder(folder) => Arc::new(Directory::new(folder)),
        MailTarget::Smtp(url) => {
            let smtp = Smtp::from_url(url).context("GUICHET_SMTP_URL")?;
            Arc::new(smtp.signed_by(config.dkim.clone()))
        }
    })
}

/// The supplier, as mails show it.
fn brand(config: &Config) -> Brand {
    Brand {
        name: config.brand_name.clone(),
        address: config.brand_address.clone(),
        sender_name: config.sender_name.clone(),
        sender_address: config.sender_address.clone(),
        public_url: config.public_url.clone(),
        ..Brand::default()
    }
}
