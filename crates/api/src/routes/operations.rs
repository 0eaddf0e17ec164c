//! For those who run the instance; outside of `/api/v1`, and not for the internet: let the proxy
//! keep `/metrics` and `/readyz` inside.

use std::future::ready;

use actix_web::http::header;
use actix_web::web::{self, Data};
use actix_web::{HttpResponse, get};
use guichet_common::ErrorCode;
use guichet_service::App;

use crate::error::{ApiResult, chain};
use crate::server::RenderMetrics;

/// Registers `/healthz`, `/readyz` and `/metrics`.
pub(crate) fn configure(config: &mut web::ServiceConfig, metrics: Option<RenderMetrics>) {
    config.service(get_health).service(get_readiness);
    if let Some(render) = metrics {
        // Prometheus' text format.
        config.route("/metrics", web::get().to(move || ready(plain(render()))));
    }
}

/// The process lives.
#[get("/healthz")]
async fn get_health() -> HttpResponse {
    plain("ok\n".to_owned())
}

/// Database and storage answer.
#[get("/readyz")]
async fn get_readiness(app: Data<App>) -> ApiResult {
    app.ping().await.map_err(|error| {
        tracing::warn!(error = chain(&error), "not ready");
        ErrorCode::Unavailable
    })?;
    Ok(plain("ready\n".to_owned()))
}

fn plain(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}
