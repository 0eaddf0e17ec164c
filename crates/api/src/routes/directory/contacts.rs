//! Contacts.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use guichet_common::directory::{
    Contact, ContactExportQuery, ContactImportQuery, ContactQuery, CreateContact, IMPORT_BYTES_MAX,
    ImportReport, UpdateContact,
};
use guichet_common::{Page, PersonId};
use guichet_service::{self as service, App, Limits};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiResult;
use crate::extract::{AcceptedLanguage, Caller, IdempotencyKey, PathParam, ValidJson, ValidQuery};
use crate::files::upload;
use crate::reply;
use crate::routes::directory::ImportForm;

pub(super) fn configure(config: &mut ServiceConfig) {
    // The export comes before the one thing: its address looks like an id's.
    config
        .service(list_contacts)
        .service(create_contact)
        .service(export_contacts)
        .service(import_contacts)
        .service(get_contact)
        .service(update_contact)
        .service(invite_contact)
        .service(deactivate_contact)
        .service(reactivate_contact);
}

/// Lists contacts
///
/// The people of the accounts; a contact sees those of their own account.
#[utoipa::path(
    tag = "directory",
    params(ContactQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "One page of the list", body = Page<Contact>,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last"))
    ))
)]
#[get("/contacts")]
async fn list_contacts(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<ContactQuery>,
    request: HttpRequest,
) -> ApiResult {
    let page = service::directory::list_contacts(&app, caller.actor(), query.0).await?;
    Ok(reply::page(&request, &page))
}

/// Gets a contact
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:read"])),
    responses((status = 200, description = "Found", body = Contact))
)]
#[get("/contacts/{id}")]
async fn get_contact(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    let found = service::directory::get_contact(&app, caller.actor(), id.0).await?;
    Ok(reply::ok(&found))
}

/// Enters a contact
///
/// They are mailed an invitation with a link to set their first password, unless an admin says
/// otherwise. For admins, and for account admins in their own account.
#[utoipa::path(
    tag = "directory",
    params(IdempotencyKey),
    request_body(content = CreateContact, example = json!({"first_name": "Claire", "last_name": "Morvan", "email": "claire.morvan@lacaze-menuiserie.example", "account_id": "0193a1b2-0000-7000-8000-000000000001", "sees_account_tickets": true})),
    security(("bearer" = ["directory:write"])),
    responses((
        status = 201, description = "It is entered", body = Contact,
        headers(
            ("Location" = String, description = "Its address"),
            ("Idempotent-Replayed" = String, description = "`true` when this is the first answer again")
        )
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[post("/contacts")]
async fn create_contact(
    app: Data<App>,
    caller: Caller,
    key: IdempotencyKey,
    body: ValidJson<CreateContact>,
    request: HttpRequest,
) -> ApiResult {
    let key = key.bind(&body.raw);
    let created =
        service::directory::create_contact(&app, caller.by(), body.value, key.as_ref()).await?;
    let id = created.value.id;
    Ok(reply::created_with_id(
        &request,
        id,
        &created.value,
        created.replayed,
    ))
}

/// Changes a contact
///
/// Absent fields stay as they are. Rights hold from the contact's next request on. For admins,
/// and for account admins in their own account; they leave the e-mail address to admins.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    request_body(content = UpdateContact, example = json!({"role": "account_admin", "sees_account_tickets": true})),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Contact)),
    extensions(("x-problem-codes" = json!(["forbidden", "person_anonymised"])))
)]
#[patch("/contacts/{id}")]
async fn update_contact(
    app: Data<App>,
    caller: Caller,
    id: PathParam<PersonId>,
    body: ValidJson<UpdateContact>,
) -> ApiResult {
    let changed = service::directory::update_contact(&app, caller.by(), id.0, body.value).await?;
    Ok(reply::ok(&changed))
}

/// Invites a contact
///
/// Sends the mail with the link that sets the first password, once more if need be: links of mails
/// before it are of no use any more. For admins, and for account admins in their own account.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 202, description = "A mail is on its way")),
    extensions(("x-problem-codes" = json!(["forbidden", "nothing_to_invite"])))
)]
#[post("/contacts/{id}/invite")]
async fn invite_contact(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    service::invitations::invite_contact(&app, caller.by(), id.0).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Deactivates a contact
///
/// Their sessions end at once, they are mailed nothing more, and their tickets stay. For
/// admins, and for account admins in their own account; nobody deactivates themselves.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Contact)),
    extensions(("x-problem-codes" = json!(["forbidden", "not_yourself"])))
)]
#[post("/contacts/{id}/deactivate")]
async fn deactivate_contact(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    let changed = service::directory::deactivate_contact(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}

/// Reactivates a contact
///
/// They sign in again with the password that they had. For admins, and for account admins in
/// their own account.
#[utoipa::path(
    tag = "directory",
    params(("id" = PersonId, Path, description = "Its id")),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "As it is now", body = Contact)),
    extensions(("x-problem-codes" = json!(["forbidden", "person_anonymised"])))
)]
#[post("/contacts/{id}/reactivate")]
async fn reactivate_contact(app: Data<App>, caller: Caller, id: PathParam<PersonId>) -> ApiResult {
    let changed = service::directory::reactivate_contact(&app, caller.by(), id.0).await?;
    Ok(reply::ok(&changed))
}

/// Exports contacts
///
/// All that the filters match, in one file, with headings in the language of the request. What it
/// writes can be read in again. For admins, and for account admins in their own
/// account.
#[utoipa::path(
    tag = "directory",
    params(ContactExportQuery),
    security(("bearer" = ["directory:read"])),
    responses((
        status = 200, description = "The file",
        content(
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv")
        ),
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    )),
    extensions(("x-problem-codes" = json!(["forbidden"])))
)]
#[get("/contacts/export")]
async fn export_contacts(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<ContactExportQuery>,
    language: AcceptedLanguage,
) -> ApiResult {
    let file = service::directory::export_contacts(&app, caller.by(), query.0, language.0).await?;
    Ok(reply::exported(file))
}

/// Imports contacts
///
/// From a CSV file or an Excel workbook with the headings of the export, in either language, in any
/// order. A row is known by its e-mail
/// address: a new one is entered and invited, a known one changed where its cells say something. Unless `dry_run=false`,
/// nothing is written: the answer says what would be, and lists every wrong cell. With anything wrong
/// nothing is written at all, and `errors` point at `/rows/<row>/<column>`. For admins, and for account admins in their own
/// account.
#[utoipa::path(
    tag = "directory",
    params(ContactImportQuery),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    security(("bearer" = ["directory:write"])),
    responses((status = 200, description = "What was written, or would be", body = ImportReport)),
    extensions(("x-problem-codes" = json!([
        "forbidden", "malformed_request", "upload_incomplete", "payload_too_large",
        "file_too_large", "too_many_files", "unsupported_media_type", "validation_failed"
    ])))
)]
#[post("/contacts/import")]
async fn import_contacts(
    app: Data<App>,
    caller: Caller,
    query: ValidQuery<ContactImportQuery>,
    language: AcceptedLanguage,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult {
    let limits = Limits {
        file_bytes: IMPORT_BYTES_MAX,
        files_per_request: 1,
        ticket_bytes: IMPORT_BYTES_MAX,
    };
    let message = upload::open(request.headers(), payload, &limits)?;
    let file = upload::receive_one(message, IMPORT_BYTES_MAX).await?;
    let report =
        service::directory::import_contacts(&app, caller.by(), query.0, file, language.0).await?;
    Ok(reply::ok(&report))
}
