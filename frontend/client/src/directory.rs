//! Accounts, contacts, agents, groups and configuration items.

use guichet_common::directory::{
    Account, Agent, AssignmentGroup, ConfigurationItem, Contact, DirectoryQuery,
};
use guichet_common::{AccountId, ConfigurationItemId, GroupId, Page, PersonId};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

macro_rules! resources {
    ($($list:ident, $get:ident($id:ty) -> $item:ty = $path:literal, $what:literal;)+) => {
        impl Client {
            $(
                #[doc = concat!("One page of the ", $what, "s that the caller may see.")]
                pub async fn $list(&self, query: &DirectoryQuery) -> Result<Page<$item>, Error> {
                    self.page(Call::get($path).query(query)).await
                }

                #[doc = concat!("One ", $what, ".")]
                pub async fn $get(&self, id: $id) -> Result<$item, Error> {
                    self.json(Call::get(&format!(concat!($path, "/{}"), id))).await
                }
            )+
        }
    };
}

resources! {
    list_accounts, get_account(AccountId) -> Account = "/accounts", "account";
    list_contacts, get_contact(PersonId) -> Contact = "/contacts", "contact";
    list_agents, get_agent(PersonId) -> Agent = "/agents", "agent";
    list_assignment_groups, get_assignment_group(GroupId) -> AssignmentGroup
        = "/assignment-groups", "assignment group";
    list_configuration_items, get_configuration_item(ConfigurationItemId) -> ConfigurationItem
        = "/configuration-items", "configuration item";
}
