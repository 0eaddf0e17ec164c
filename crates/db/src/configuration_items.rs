//! Configuration items: the things of an account's that support looks after.

use guichet_common::directory::{AccountRef, ConfigurationItem};
use guichet_common::ids::{AccountId, ConfigurationItemId};
use guichet_domain::Scope;

use crate::directory::{self, DirectoryFilter};
use crate::fold::fold;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, NameKey, PageRequest, Rows, Tx, scope};

const COLUMNS: &str =
    "SELECT i.id, i.name, i.kind, a.id, a.name, i.active, i.created_at, i.sort_name";
const FROM: &str = " FROM configuration_items i JOIN accounts a ON a.id = i.account_id WHERE TRUE";

fn read(row: &Row) -> Result<(NameKey, ConfigurationItem), Error> {
    let mut row = Reader::new(row);
    let item = ConfigurationItem {
        id: row.get()?,
        name: row.get()?,
        kind: row.get()?,
        account: AccountRef {
            id: row.get()?,
            name: row.get()?,
        },
        active: row.get()?,
        created_at: row.get()?,
    };
    let key = NameKey {
        name: row.get()?,
        id: item.id.0,
    };
    Ok((key, item))
}

/// Enters a configuration item.
pub async fn insert_configuration_item(tx: &Tx, item: &ConfigurationItem) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO configuration_items \
         (id, account_id, name, sort_name, kind, active, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            item.id,
            item.account.id,
            item.name,
            fold(&item.name),
            item.kind,
            item.active,
            item.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// Saves a configuration item's name and kind.
pub async fn update_configuration_item(tx: &Tx, item: &ConfigurationItem) -> Result<(), Error> {
    tx.execute(
        "UPDATE configuration_items SET name = $2, sort_name = $3, kind = $4 WHERE id = $1",
        values![item.id, item.name, fold(&item.name), item.kind],
    )
    .await?;
    Ok(())
}

/// Lets tickets name a configuration item, or not any more.
pub async fn set_configuration_item_active(
    tx: &Tx,
    id: ConfigurationItemId,
    active: bool,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE configuration_items SET active = $2 WHERE id = $1",
        values![id, active],
    )
    .await?;
    Ok(())
}

/// The account's configuration items with this name, without regard to case and accents: one,
/// unless two were entered at the same instant.
pub async fn list_configuration_items_named(
    conn: &Conn,
    account: AccountId,
    name: &str,
) -> Result<Vec<ConfigurationItem>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(FROM).push(" AND i.account_id = ").bind(account);
    sql.push(" AND i.sort_name = ").bind(fold(name));
    sql.push(" ORDER BY i.id LIMIT 2");
    let rows = conn.all(&sql.text, sql.values).await?;
    rows.iter().map(|row| Ok(read(row)?.1)).collect()
}

/// A configuration item within the scope.
pub async fn find_configuration_item_in(
    conn: &Conn,
    scope: &Scope,
    id: ConfigurationItemId,
) -> Result<Option<ConfigurationItem>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(FROM).push(" AND i.id = ").bind(id);
    scope::accounts(&mut sql, "i.account_id", scope);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| Ok(read(&row)?.1)).transpose()
}

/// Configuration items within the scope, by name.
pub async fn list_configuration_items_in(
    conn: &Conn,
    scope: &Scope,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<ConfigurationItem, NameKey>, Error> {
    let mut from = Sql::new(FROM);
    scope::accounts(&mut from, "i.account_id", scope);
    filter.push(&mut from, "i", "i.account_id", &["i.sort_name"]);
    if let Some(kind) = &filter.kind {
        from.push(" AND lower(i.kind) = ").bind(kind.to_lowercase());
    }
    directory::list(conn, COLUMNS, from, "i", page, read).await
}
