//! Configuration items: the things of an account's that support looks after.

use guichet_common::directory::ConfigurationItem;
use guichet_common::ids::ConfigurationItemId;
use guichet_domain::Scope;

use crate::accounts::DirectoryFilter;
use crate::{Conn, Error, NameKey, PageRequest, Rows, Tx};

/// Enters a configuration item.
pub async fn insert_configuration_item(tx: &Tx, item: &ConfigurationItem) -> Result<(), Error> {
    todo!()
}

/// A configuration item within the scope.
pub async fn find_configuration_item_in(
    conn: &Conn,
    scope: &Scope,
    id: ConfigurationItemId,
) -> Result<Option<ConfigurationItem>, Error> {
    todo!()
}

/// Configuration items within the scope, by name.
pub async fn list_configuration_items_in(
    conn: &Conn,
    scope: &Scope,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<ConfigurationItem, NameKey>, Error> {
    todo!()
}
