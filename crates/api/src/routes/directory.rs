//! Accounts, contacts, agents, groups and configuration items.

mod accounts;
mod agents;
mod assignment_groups;
mod configuration_items;
mod contacts;
mod people;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn configure(config: &mut ServiceConfig) {
    accounts::configure(config);
    contacts::configure(config);
    agents::configure(config);
    people::configure(config);
    assignment_groups::configure(config);
    configuration_items::configure(config);
}
