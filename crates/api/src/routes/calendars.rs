//! Business calendars, and which one an account's tickets wait by.

use actix_web::web::Data;
use actix_web::{get, put};
use guichet_common::AccountId;
use guichet_common::calendar::HolidayRegion;
use guichet_common::settings::calendars::{
    Calendar, CalendarDetail, CalendarQuery, Calendars, PutCalendar,
};
use guichet_common::settings::timers::{AccountTimers, PutAccountTimers};
use guichet_service::App;
use guichet_service::settings::{calendars, timers};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{AcceptedLanguage, Caller, PathParam, ValidJson, ValidQuery};
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_calendars)
        .service(get_calendar)
        .service(put_calendar)
        .service(get_account_timers)
        .service(put_account_timers);
}

/// Lists the calendars
///
/// All that accounts may go by, with the weekly pattern and the exceptions of each. For admins.
#[utoipa::path(
    tag = "settings",
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "The calendars", body = Calendars)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/calendars")]
async fn list_calendars(app: Data<App>, caller: Caller, language: AcceptedLanguage) -> ApiResult {
    Ok(reply::ok(
        &calendars::list_calendars(&app, caller.actor(), language.0).await?,
    ))
}

/// Gets a calendar
///
/// With the public holidays of a year. For admins.
#[utoipa::path(
    tag = "settings",
    params(("key" = HolidayRegion, Path, description = "The calendar's key"), CalendarQuery),
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "Found", body = CalendarDetail)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/calendars/{key}")]
async fn get_calendar(
    app: Data<App>,
    caller: Caller,
    key: PathParam<HolidayRegion>,
    query: ValidQuery<CalendarQuery>,
    language: AcceptedLanguage,
) -> ApiResult {
    let calendar =
        calendars::get_calendar(&app, caller.actor(), key.0, &query.0, language.0).await?;
    Ok(reply::ok(&calendar))
}

/// Changes a calendar
///
/// Its week and exceptions, for tickets that begin to wait from now on: what a customer has been
/// told stays. For admins.
#[utoipa::path(
    tag = "settings",
    params(("key" = HolidayRegion, Path, description = "The calendar's key")),
    request_body(content = PutCalendar, example = json!({
        "week": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "exceptions": [{"date": "2026-05-15", "kind": "holiday", "name": "Pont de l'Ascension"}]
    })),
    security(("bearer" = ["settings:write"])),
    responses((status = 200, description = "The calendar from now on", body = Calendar)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/calendars/{key}")]
async fn put_calendar(
    app: Data<App>,
    caller: Caller,
    key: PathParam<HolidayRegion>,
    body: ValidJson<PutCalendar>,
    language: AcceptedLanguage,
) -> ApiResult {
    let calendar =
        calendars::put_calendar(&app, caller.by(), key.0, body.value, language.0).await?;
    Ok(reply::ok(&calendar))
}

/// Gets an account's timers
///
/// By which calendar and in which time zone its tickets wait, and the timers that it has of its
/// own. For admins.
#[utoipa::path(
    tag = "settings",
    params(("id" = AccountId, Path, description = "The account's id")),
    security(("bearer" = ["settings:read"])),
    responses((status = 200, description = "Found", body = AccountTimers)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/accounts/{id}/timers")]
async fn get_account_timers(app: Data<App>, caller: Caller, id: PathParam<AccountId>) -> ApiResult {
    Ok(reply::ok(
        &timers::get_account_timers(&app, caller.actor(), id.0).await?,
    ))
}

/// Changes an account's timers
///
/// They apply to tickets that begin to wait from now on; `null` is the setting of all accounts. For
/// admins.
#[utoipa::path(
    tag = "settings",
    params(("id" = AccountId, Path, description = "The account's id")),
    request_body(content = PutAccountTimers, example = json!({
        "calendar": "fr_alsace_moselle",
        "time_zone": "Europe/Paris",
        "week": null,
        "awaiting_customer": {"close_after_days": 5, "reminders": 2},
        "resolved": null
    })),
    security(("bearer" = ["settings:write"])),
    responses((status = 200, description = "The timers from now on", body = AccountTimers)),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[put("/accounts/{id}/timers")]
async fn put_account_timers(
    app: Data<App>,
    caller: Caller,
    id: PathParam<AccountId>,
    body: ValidJson<PutAccountTimers>,
) -> ApiResult {
    let timers = timers::put_account_timers(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&timers))
}
