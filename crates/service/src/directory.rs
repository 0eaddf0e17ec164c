//! Accounts, contacts, agents, groups and configuration items. A contact sees the own account's
//! part, an account admin manages its contacts; agents and groups are the supplier's own, and all
//! of it is the admins' to change.

mod accounts;
mod agents;
mod assignment_groups;
mod configuration_items;
mod contact_files;
mod contacts;
mod files;
mod item_files;
mod people;
mod probing;
mod sessions;
mod unlock;

use std::str::FromStr as _;

use guichet_common::Patch;
use guichet_common::fields::pointer;
use guichet_common::problem::FieldError;
use guichet_db::accounts::DirectoryFilter;
use guichet_db::people::PersonRow;
use guichet_db::{Conn, contacts as contact_rows, people as person_rows};
use guichet_domain::{Actor, policy};

use crate::error::{Error, Result};

pub use self::accounts::{
    create_account, deactivate_account, get_account, list_accounts, reactivate_account,
    update_account,
};
pub use self::agents::{
    create_agent, deactivate_agent, get_agent, list_agents, reactivate_agent, update_agent,
};
pub use self::assignment_groups::{
    create_assignment_group, deactivate_assignment_group, get_assignment_group,
    list_assignment_groups, reactivate_assignment_group, update_assignment_group,
};
pub use self::configuration_items::{
    create_configuration_item, deactivate_configuration_item, get_configuration_item,
    list_configuration_items, reactivate_configuration_item, update_configuration_item,
};
pub use self::contact_files::{export_contacts, import_contacts};
pub use self::contacts::{
    create_contact, deactivate_contact, get_contact, list_contacts, reactivate_contact,
    update_contact,
};
pub use self::unlock::unlock_person;

pub use self::item_files::{export_configuration_items, import_configuration_items};
pub use self::sessions::{delete_person_session, delete_person_sessions, list_person_sessions};

pub(crate) use self::people::deactivate as deactivate_person;

/// Where people and accounts are unless somebody says otherwise.
const DEFAULT_ZONE: &str = "Europe/Paris";

/// A person whom the actor looks after: an admin everybody, an account admin the contacts of the own
/// account. Anybody else's person is missing.
async fn managed_person(
    conn: &Conn,
    actor: &Actor,
    id: guichet_common::PersonId,
) -> Result<PersonRow> {
    let managed = policy::managed_contacts(actor)?;
    if policy::require_admin(actor).is_err() {
        contact_rows::find_contact_in(conn, &managed, id)
            .await?
            .ok_or(Error::NOT_FOUND)?;
    }
    Ok(person_rows::get_person(conn, id).await?)
}

/// The filters that every list has.
fn filter(
    keyword: Option<&str>,
    account_id: Option<guichet_common::AccountId>,
    active: Option<bool>,
) -> DirectoryFilter {
    DirectoryFilter {
        keyword: keyword
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(Into::into),
        account_id,
        active,
        ..DirectoryFilter::default()
    }
}

/// What a change sets a field to that cannot be cleared.
fn changed<T>(field: &str, patch: Patch<T>, errors: &mut Vec<FieldError>) -> Option<T> {
    match patch {
        Patch::Keep => None,
        Patch::Set(value) => Some(value),
        Patch::Clear => {
            errors.push(FieldError::at(pointer(field), "required"));
            None
        }
    }
}

/// Reads an IANA time zone.
fn read_zone(zone: String, errors: &mut Vec<FieldError>) -> String {
    if chrono_tz::Tz::from_str(&zone).is_err() {
        errors.push(FieldError::at("/time_zone", "invalid_value"));
    }
    zone
}

/// Adds an error unless the field is known to be wrong already.
fn add_error(field: &str, code: &str, errors: &mut Vec<FieldError>) {
    let pointer = pointer(field);
    if errors
        .iter()
        .all(|known| known.pointer.as_deref() != Some(&*pointer))
    {
        errors.push(FieldError::at(pointer, code));
    }
}
