//! Accounts, contacts, agents, groups and configuration items.

mod accounts;
mod agents;
mod assignment_groups;
mod configuration_items;
mod contacts;
mod people;

use utoipa_actix_web::service_config::ServiceConfig;

/// The body of an import, for the OpenAPI document.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "the part is read as it comes; this only describes it"
)]
struct ImportForm {
    /// The file: CSV or an Excel workbook, at most 5 MiB and 10,000 rows.
    #[schema(value_type = String, format = Binary)]
    file: String,
}

pub(super) fn configure(config: &mut ServiceConfig) {
    accounts::configure(config);
    contacts::configure(config);
    agents::configure(config);
    people::configure(config);
    assignment_groups::configure(config);
    configuration_items::configure(config);
}
