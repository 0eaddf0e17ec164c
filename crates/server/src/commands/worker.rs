//! `guichet worker`: the jobs and the doors for mails, without HTTP.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use guichet_api::signalled;
use guichet_jobs::lmtp::LmtpListener;
use guichet_jobs::{Mailer, Worker};
use guichet_service::{App, sandbox};
use tokio::sync::watch;

use crate::config::Config;
use crate::wiring::{self, Wiring};

/// Runs the jobs until a signal to stop.
pub async fn work(config: &Config) -> Result<()> {
    let wiring = Wiring::open(config).await?;
    let app = wiring.living_app(config).await?;
    let jobs = Jobs::open(app.clone(), config).await?;
    let clock = tokio::spawn(sandbox::follow_clock(app));
    tracing::info!("the jobs run");
    jobs.run(signalled()).await;
    clock.abort();
    wiring
        .db
        .close()
        .await
        .context("the database did not close")?;
    tracing::info!("stopped");
    Ok(())
}

/// The jobs of an app, and the doors by which mails come in.
#[derive(Debug)]
pub struct Jobs {
    worker: Worker,
    lmtp: Option<LmtpListener>,
}

impl Jobs {
    /// Makes ready; a door that cannot be opened is said at once.
    pub async fn open(app: App, config: &Config) -> Result<Self> {
        let mailer = Mailer::new(wiring::transport(config)?)
            .with_hourly_limit(config.mail_hourly_limit.into());
        let mut worker = Worker::new(app.clone(), mailer);
        if let Some(mailbox) = config.mail_in.imap.clone() {
            worker = worker.with_imap(mailbox);
        }
        let lmtp = match config.mail_in.lmtp.clone() {
            Some((listen, lmtp)) => {
                let listener = LmtpListener::bind(&listen, lmtp, Arc::new(app))
                    .await
                    .with_context(|| format!("{listen} cannot be listened on"))?;
                tracing::info!(address = listen, "mails are taken in");
                Some(listener)
            }
            None => None,
        };
        Ok(Self { worker, lmtp })
    }

    /// Works until `shutdown` resolves, then ends what has begun.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let (stop, stopped) = watch::channel(false);
        let until = |mut stopped: watch::Receiver<bool>| async move {
            drop(stopped.wait_for(|stop| *stop).await);
        };
        let lmtp = async {
            if let Some(lmtp) = self.lmtp {
                lmtp.run(until(stopped.clone())).await;
            }
        };
        let until_shutdown = async {
            shutdown.await;
            stop.send_replace(true);
        };
        tokio::join!(
            until_shutdown,
            lmtp,
            self.worker.run(until(stopped.clone()))
        );
    }
}
