//! The HTTP server: limits, time limits, draining.

use std::fmt;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::{App as WebApp, HttpServer, web};
use guichet_service::App;
use tokio::sync::watch;

use crate::edge::Edge;
use crate::extract::ProxyTrust;
use crate::{document, routes, site};

/// How long the head of a request may take, and an idle connection may stay.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long requests may take to finish after a signal to stop.
const DRAIN_SECONDS: u64 = 25;
/// How long the jobs may take to end before the server drains without waiting for them.
const WORK_TIMEOUT: Duration = Duration::from_secs(15);

/// Prints the metrics in Prometheus' text format.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// What the operator decides about the HTTP side.
#[derive(Clone)]
pub struct Options {
    /// Threads that serve requests; the number of cores is right.
    pub workers: usize,
    /// Most connections open at once, over all workers.
    pub connections: usize,
    /// Whether the address in `X-Forwarded-For` is believed.
    pub proxy: ProxyTrust,
    /// Answers `GET /metrics`; without it there is no such address.
    pub metrics: Option<RenderMetrics>,
    /// Stops the server from within.
    pub shutdown: Shutdown,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            connections: 10_000,
            proxy: ProxyTrust::default(),
            metrics: None,
            shutdown: Shutdown::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("workers", &self.workers)
            .field("connections", &self.connections)
            .field("proxy", &self.proxy)
            .field("metrics", &self.metrics.is_some())
            .finish_non_exhaustive()
    }
}

/// Tells the server, and every open event stream, to come to an end.
#[derive(Debug, Clone)]
pub struct Shutdown {
    stop: Arc<watch::Sender<bool>>,
    /// Has a receiver for each piece of work that is held.
    work: Arc<watch::Sender<()>>,
}

/// Work that has to end before the server's threads do, whose runtimes carry the connections to the
/// database. It has ended when this is dropped.
#[derive(Debug)]
pub struct Work {
    _held: watch::Receiver<()>,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self {
            stop: Arc::new(watch::Sender::new(false)),
            work: Arc::new(watch::Sender::new(())),
        }
    }
}

impl Shutdown {
    /// Stop: finish what was begun, take nothing new.
    pub fn trigger(&self) {
        self.stop.send_replace(true);
    }

    /// Resolves when it is time to stop.
    pub async fn triggered(&self) {
        // The sender lives as long as this does, so this cannot fail.
        let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
    }

    /// Begins work that the server waits for before it drains.
    #[must_use]
    pub fn begin_work(&self) -> Work {
        Work {
            _held: self.work.subscribe(),
        }
    }

    /// Resolves when all such work has ended, or has taken too long.
    async fn work_ended(&self) {
        let ended = self.work.closed();
        if tokio::time::timeout(WORK_TIMEOUT, ended).await.is_err() {
            tracing::warn!("the jobs take long to end");
        }
    }
}

/// What all workers share.
#[derive(Debug)]
pub struct Shared {
    pub(crate) app: App,
    /// Scheme and authority of the public address, as browsers write it in `Origin`.
    pub(crate) origin: String,
    pub(crate) is_secure: bool,
    pub(crate) proxy: ProxyTrust,
    pub(crate) shutdown: Shutdown,
}

impl Shared {
    fn new(app: App, options: &Options) -> Self {
        let settings = app.settings();
        Self {
            origin: origin(&settings.public_url),
            is_secure: settings.is_secure(),
            proxy: options.proxy,
            shutdown: options.shutdown.clone(),
            app,
        }
    }
}

/// Scheme and authority of a URL.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let authority = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{authority}").to_ascii_lowercase()
}

/// The server on an open listener, ready to be awaited. It stops by SIGTERM, SIGINT or
/// [`Shutdown::trigger`]: event streams end, requests under way are finished, then it resolves.
pub fn server(app: App, options: &Options, listener: TcpListener) -> std::io::Result<Server> {
    let is_sandbox = app.is_sandbox();
    let shared = web::Data::new(Shared::new(app.clone(), options));
    let app = web::Data::new(app);
    let metrics = options.metrics.clone();
    let build = move || {
        let render = metrics.clone();
        WebApp::new()
            .wrap(Edge(shared.clone()))
            .app_data(app.clone())
            .app_data(shared.clone())
            .configure(|config| configure(config, render, is_sandbox))
    };
    Ok(HttpServer::new(build)
        .workers(options.workers.max(1))
        .max_connections((options.connections / options.workers.max(1)).max(1))
        .client_request_timeout(HEAD_TIMEOUT)
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(KEEP_ALIVE)
        // Events and chunks go out when they are there.
        .tcp_nodelay(true)
        .shutdown_timeout(DRAIN_SECONDS)
        .shutdown_signal(stop(options.shutdown.clone()))
        .listen(listener)?
        .run())
}

/// All routes.
fn configure(config: &mut web::ServiceConfig, metrics: Option<RenderMetrics>, is_sandbox: bool) {
    let mut documented = utoipa_actix_web::service_config::ServiceConfig::new(config);
    routes::configure(&mut documented, is_sandbox);
    routes::operations::configure(config, metrics);
    document::configure(config);
    site::configure(config);
}

async fn stop(shutdown: Shutdown) {
    tokio::select! {
        () = signalled() => tracing::info!("signal to stop; draining"),
        () = shutdown.triggered() => {}
    }
    // Event streams never end by themselves; without this they would outlast the drain.
    shutdown.trigger();
    shutdown.work_ended().await;
}

/// Resolves at SIGTERM or SIGINT; never where there is no means to hear of them.
#[cfg(unix)]
pub async fn signalled() {
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
        _ => std::future::pending().await,
    }
}

/// Resolves at Ctrl-C; never where there is no means to hear of it.
#[cfg(not(unix))]
pub async fn signalled() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn origin_is_scheme_and_authority() {
        assert_eq!(
            origin("https://Support.Example/portal"),
            "https://support.example"
        );
        assert_eq!(origin("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }
}
