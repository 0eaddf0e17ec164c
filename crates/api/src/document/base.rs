//! What of the document does not come from handlers.

use guichet_common::events::Event;
use guichet_common::scopes::ApiScope;
use guichet_common::vocabulary::{Disposition, ExportFormat, TicketSort};
use guichet_common::{ErrorCode, FieldError, Problem};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Guichet",
        description = include_str!("description.md"),
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    servers((url = "/", description = "This instance")),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "me", description = "The signed-in person: profile, sessions, drafts, ways to sign in"),
        (name = "tickets", description = "Tickets: the list, one, new ones, changes, the export"),
        (name = "actions", description = "The life cycle of a ticket. Every ticket carries `allowed_actions` for the caller"),
        (name = "conversation", description = "Messages, internal notes, and the history of a ticket"),
        (name = "files", description = "Files of tickets and messages"),
        (name = "directory", description = "Accounts, contacts, agents, groups and configuration items"),
        (name = "publications", description = "Articles and announcements of the supplier"),
        (name = "events", description = "Live events"),
        (name = "mail", description = "Mails that come in: handing them in, the quarantine"),
        (name = "settings", description = "Settings, calendars and timers"),
        (name = "machines", description = "Credentials of programs: API tokens, OAuth clients"),
        (name = "audit", description = "Who did what to whom, when, from where"),
        (name = "reference", description = "This document")
    ),
    // What no body mentions: problems, events, and the types of parameters.
    components(schemas(
        Problem, FieldError, ErrorCode, Event, Disposition, ExportFormat, TicketSort
    ))
)]
struct Base;

/// What the operations are added to; a sandbox has some more.
pub(super) fn document(is_sandbox: bool) -> OpenApi {
    let mut document = Base::openapi();
    if is_sandbox {
        let sandbox = TagBuilder::new().name("sandbox").description(Some(
            "The clock of this sandbox; a normal start has none to turn",
        ));
        let tags = document.tags.get_or_insert_default();
        tags.push(sandbox.build());
    }
    let scopes: Vec<String> = ApiScope::ALL
        .iter()
        .map(|scope| format!("- `{scope}`: {}", scope.meaning()))
        .collect();
    let scopes = scopes.join("\n");
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .bearer_format("JWT")
                .description(Some(format!(
                    "An access token of a session, which is good for all that the person may, an \
                     API token (`gct_…`), or one of an OAuth client (`gca_…`). Each operation names the scope that a token needs:\n\n\
                     {scopes}"
                )))
                .build(),
        ),
    );
    components.add_security_scheme(
        "refresh_cookie",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "guichet_refresh",
            "The refresh token, set by signing in. `HttpOnly`, `SameSite=Strict`, and sent to \
             `/api/v1/auth` alone.",
        ))),
    );
    document
}
