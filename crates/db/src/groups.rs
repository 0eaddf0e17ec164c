//! Assignment groups, their members, and the accounts they serve.

use guichet_common::directory::{AssignmentGroup, GroupRef};
use guichet_common::ids::{AccountId, GroupId, PersonId};

use crate::directory::{self, DirectoryFilter};
use crate::fold::fold;
use crate::row::{Reader, Row, values};
use crate::sql::Sql;
use crate::{Conn, Error, NameKey, PageRequest, Rows, Tx};

const COLUMNS: &str = "SELECT g.id, g.name, g.active, g.created_at, g.sort_name";

fn read(row: &Row) -> Result<(NameKey, AssignmentGroup), Error> {
    let mut row = Reader::new(row);
    let group = AssignmentGroup {
        id: row.get()?,
        name: row.get()?,
        active: row.get()?,
        created_at: row.get()?,
    };
    let key = NameKey {
        name: row.get()?,
        id: group.id.0,
    };
    Ok((key, group))
}

/// Enters a group, which serves all accounts until [`add_group_account`].
pub async fn insert_group(tx: &Tx, group: &AssignmentGroup) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO assignment_groups (id, name, sort_name, active, created_at) \
         VALUES ($1, $2, $3, $4, $5)",
        values![
            group.id,
            group.name,
            fold(&group.name),
            group.active,
            group.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// Takes an agent into a group.
pub async fn add_group_member(tx: &Tx, group: GroupId, agent: PersonId) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO group_members (group_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        values![group, agent],
    )
    .await?;
    Ok(())
}

/// Limits a group to the accounts named so.
pub async fn add_group_account(tx: &Tx, group: GroupId, account: AccountId) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO group_accounts (group_id, account_id) VALUES ($1, $2) \
         ON CONFLICT DO NOTHING",
        values![group, account],
    )
    .await?;
    Ok(())
}

/// The group with this id.
pub async fn find_group(conn: &Conn, id: GroupId) -> Result<Option<AssignmentGroup>, Error> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" FROM assignment_groups g WHERE g.id = ").bind(id);
    let row = conn.one(&sql.text, sql.values).await?;
    row.map(|row| Ok(read(&row)?.1)).transpose()
}

/// Whether the group exists, is active, and serves the account.
pub async fn group_serves(conn: &Conn, id: GroupId, account: AccountId) -> Result<bool, Error> {
    let found = conn
        .one(
            "SELECT 1 FROM assignment_groups g WHERE g.id = $1 AND g.active AND (\
             EXISTS (SELECT 1 FROM group_accounts s WHERE s.group_id = $1 AND s.account_id = $2) \
             OR NOT EXISTS (SELECT 1 FROM group_accounts s WHERE s.group_id = $1))",
            values![id, account],
        )
        .await?;
    Ok(found.is_some())
}

/// The groups that an agent works in, by name.
pub async fn list_groups_of(conn: &Conn, agent: PersonId) -> Result<Vec<GroupRef>, Error> {
    let rows = conn
        .all(
            "SELECT g.id, g.name FROM group_members m \
             JOIN assignment_groups g ON g.id = m.group_id \
             WHERE m.person_id = $1 ORDER BY g.sort_name, g.id",
            values![agent],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(GroupRef {
                id: row.get()?,
                name: row.get()?,
            })
        })
        .collect()
}

/// The active members of a group.
pub async fn list_group_members(conn: &Conn, id: GroupId) -> Result<Vec<PersonId>, Error> {
    let rows = conn
        .all(
            "SELECT p.id FROM group_members m JOIN people p ON p.id = m.person_id \
             WHERE m.group_id = $1 AND p.active ORDER BY p.sort_name, p.id",
            values![id],
        )
        .await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// Groups, by name.
pub async fn list_groups(
    conn: &Conn,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<AssignmentGroup, NameKey>, Error> {
    let mut from = Sql::new(" FROM assignment_groups g WHERE TRUE");
    if let Some(account) = filter.account_id {
        from.push(
            " AND (NOT EXISTS (SELECT 1 FROM group_accounts s WHERE s.group_id = g.id) \
             OR EXISTS (SELECT 1 FROM group_accounts s WHERE s.group_id = g.id \
             AND s.account_id = ",
        );
        from.bind(account).push("))");
    }
    let by_name = DirectoryFilter {
        keyword: filter.keyword.clone(),
        account_id: None,
    };
    by_name.push(&mut from, "", &["g.sort_name"]);
    directory::list(conn, COLUMNS, from, "g", page, read).await
}
