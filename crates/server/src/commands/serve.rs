//! `guichet serve`.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use guichet_api::{Options as Http, ProxyTrust, RenderMetrics, Shutdown};
use guichet_service::{events, operator, sandbox};
use metrics_exporter_prometheus::PrometheusBuilder;

use super::worker::Jobs;
use crate::config::{Config, Settings};
use crate::wiring::Wiring;
use crate::{banner, demo, output};

/// Bounds of the histograms' buckets, in seconds: from a read to an export.
const BUCKETS: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
/// How often old samples of the histograms are folded in.
const UPKEEP: Duration = Duration::from_secs(5);

/// The arguments of `guichet serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub settings: Settings,
    #[command(flatten)]
    pub options: Options,
}

/// What belongs to `guichet serve` alone.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Options {
    /// Leave the jobs to `guichet worker`.
    #[arg(long)]
    no_worker: bool,
    /// Load the demo data when the database is empty, and print how to sign in.
    #[arg(long)]
    demo: bool,
}

/// Serves until a signal to stop, then drains.
pub async fn serve(config: &Config, options: Options) -> Result<()> {
    // First, so that a second start on the same port fails before it touches anything.
    let listener = TcpListener::bind(&config.listen)
        .with_context(|| format!("{} cannot be listened on", config.listen))?;
    // Before anything that counts.
    let metrics = metrics()?;
    let wiring = Wiring::open(config).await?;
    let sign_ins = if options.demo {
        demo::load(&wiring, 0).await?
    } else {
        None
    };
    let app = wiring.living_app(config).await?;
    let has_admin = operator::has_admin(&app).await?;
    let shutdown = Shutdown::default();
    tokio::spawn({
        let (feed, clock) = (
            events::run_feed(app.clone()),
            sandbox::follow_clock(app.clone()),
        );
        let stop = shutdown.clone();
        async move {
            tokio::select! {
                ((), ()) = async { tokio::join!(feed, clock) } => {}
                () = stop.triggered() => {}
            }
        }
    });
    let jobs = if options.no_worker {
        None
    } else {
        let jobs = Jobs::open(app.clone(), config).await?;
        let (stop, work) = (shutdown.clone(), shutdown.begin_work());
        Some(tokio::spawn(async move {
            jobs.run(stop.triggered()).await;
            drop(work);
        }))
    };
    let http = Http {
        workers: config.workers,
        proxy: if config.trust_proxy {
            ProxyTrust::OneProxy
        } else {
            ProxyTrust::Direct
        },
        metrics: Some(metrics),
        shutdown: shutdown.clone(),
        ..Http::default()
    };
    let server = guichet_api::server(app, &http, listener).context("HTTP cannot be served")?;
    tracing::info!(address = config.listen, url = config.public_url, "serving");
    if options.demo {
        output::print(&banner::banner(config, sign_ins.as_deref()))?;
    } else if !has_admin {
        output::print(banner::NO_ADMIN)?;
    }
    server.await.context("HTTP cannot be served")?;

    shutdown.trigger();
    if let Some(jobs) = jobs {
        jobs.await.context("the jobs ended badly")?;
    }
    wiring
        .db
        .close()
        .await
        .context("the database did not close")?;
    tracing::info!("stopped");
    Ok(())
}

/// Begins to count; the answer prints what was counted.
fn metrics() -> Result<RenderMetrics> {
    let handle = PrometheusBuilder::new()
        .set_buckets(&BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .context("metrics cannot be recorded")?;
    let render = handle.clone();
    tokio::spawn(async move {
        let mut interval = tokio::time::interval(UPKEEP);
        loop {
            interval.tick().await;
            handle.run_upkeep();
        }
    });
    Ok(Arc::new(move || render.render()))
}
