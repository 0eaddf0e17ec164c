//! What a mail asks, answered by the link in it.

use actix_web::post;
use actix_web::web::Data;
use guichet_common::mail_actions::{LookUpMailAction, MailActionStatus, PerformMailAction};
use guichet_service::{self as service, App};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::ValidJson;
use crate::reply;

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(look_up_mail_action)
        .service(perform_mail_action);
}

/// Looks at the link of a mail
///
/// Says what the link would do, and whether it still can. Changes nothing, so that a program
/// that follows every link of a mail does no harm.
#[utoipa::path(
    tag = "actions",
    request_body(content = LookUpMailAction, example = json!({
        "token": "AQAAAAAAAN6sAAYwk_mRAAAAAAAAaAAAAAXQ3s4n6m2J0Zk1vY8rTqf8w"
    })),
    security(()),
    responses((status = 200, description = "What it would do", body = MailActionStatus)),
    extensions(("x-problem-codes" = json!(["not_found"])))
)]
#[post("/mail-actions/look")]
async fn look_up_mail_action(app: Data<App>, body: ValidJson<LookUpMailAction>) -> ApiResult {
    Ok(reply::ok(
        &service::mail_actions::look_up_mail_action(&app, body.value).await?,
    ))
}

/// Does what the link of a mail says
///
/// As the person that the mail was sent to. A link that was used already says `done` again and
/// changes nothing.
#[utoipa::path(
    tag = "actions",
    request_body(content = PerformMailAction, example = json!({
        "token": "AgAAAAAAAN6sAAYwk_mRAAAAAAAAaAAAAAXQ3s4n6m2J0Zk1vY8rTqf8w",
        "reason": "Le message revient."
    })),
    security(()),
    responses((status = 200, description = "It is done", body = MailActionStatus)),
    extensions(("x-problem-codes" = json!(["not_found", "link_expired", "link_not_possible"])))
)]
#[post("/mail-actions/perform")]
async fn perform_mail_action(app: Data<App>, body: ValidJson<PerformMailAction>) -> ApiResult {
    Ok(reply::ok(
        &service::mail_actions::perform_mail_action(&app, body.value).await?,
    ))
}
