//! `guichet worker`: the jobs without HTTP.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use guichet_domain::SystemClock;
use guichet_jobs::{Mailer, Worker};
use guichet_mail::Renderer;
use guichet_service::App;

use crate::config::Config;
use crate::wiring::{self, Wiring};

/// Runs the jobs until a signal to stop.
pub async fn work(config: &Config) -> Result<()> {
    let wiring = Wiring::open(config).await?;
    let app = wiring.app(Arc::new(SystemClock)).await?;
    let worker = worker(app, config)?;
    tracing::info!("the jobs run");
    worker.run(stop_signal()).await;
    wiring
        .db
        .close()
        .await
        .context("the database did not close")?;
    tracing::info!("stopped");
    Ok(())
}

/// Does the jobs of an app.
pub fn worker(app: App, config: &Config) -> Result<Worker> {
    let renderer =
        Renderer::new(wiring::brand(config)).context("the templates of mails are broken")?;
    Ok(Worker::new(
        app,
        Mailer::new(renderer, wiring::transport(config)?),
    ))
}

/// Resolves at SIGTERM or SIGINT.
#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};

    match (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        // Without the means to hear of it, the worker runs until it is killed.
        _ => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
