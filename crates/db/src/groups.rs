//! Assignment groups, their members, and the accounts they serve.

use guichet_common::directory::{
    AccountRef, AssignmentGroup, AssignmentGroupDetail, GroupRef, PersonRef,
};
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

/// Saves a group's name.
pub async fn rename_group(tx: &Tx, id: GroupId, name: &str) -> Result<(), Error> {
    tx.execute(
        "UPDATE assignment_groups SET name = $2, sort_name = $3 WHERE id = $1",
        values![id, name, fold(name)],
    )
    .await?;
    Ok(())
}

/// Lets tickets be given to a group, or not any more.
pub async fn set_group_active(tx: &Tx, id: GroupId, active: bool) -> Result<(), Error> {
    tx.execute(
        "UPDATE assignment_groups SET active = $2 WHERE id = $1",
        values![id, active],
    )
    .await?;
    Ok(())
}

/// Puts these members in the place of those that the group had.
pub async fn put_group_members(tx: &Tx, id: GroupId, members: &[PersonId]) -> Result<(), Error> {
    tx.execute("DELETE FROM group_members WHERE group_id = $1", values![id])
        .await?;
    for member in members {
        add_group_member(tx, id, *member).await?;
    }
    Ok(())
}

/// Puts these accounts in the place of those that the group served; without any it serves all.
pub async fn put_group_accounts(tx: &Tx, id: GroupId, accounts: &[AccountId]) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM group_accounts WHERE group_id = $1",
        values![id],
    )
    .await?;
    for account in accounts {
        add_group_account(tx, id, *account).await?;
    }
    Ok(())
}

/// Puts these groups in the place of those that the agent worked in.
pub async fn put_groups_of(tx: &Tx, agent: PersonId, groups: &[GroupId]) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM group_members WHERE person_id = $1",
        values![agent],
    )
    .await?;
    for group in groups {
        add_group_member(tx, *group, agent).await?;
    }
    Ok(())
}

/// Every member of a group, active or not.
pub async fn list_all_group_members(conn: &Conn, id: GroupId) -> Result<Vec<PersonRef>, Error> {
    let rows = conn
        .all(
            "SELECT p.id, p.first_name || ' ' || p.last_name FROM group_members m \
             JOIN people p ON p.id = m.person_id WHERE m.group_id = $1 \
             ORDER BY p.sort_name, p.id",
            values![id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(PersonRef {
                id: row.get()?,
                name: row.get()?,
            })
        })
        .collect()
}

async fn list_group_accounts(conn: &Conn, id: GroupId) -> Result<Vec<AccountRef>, Error> {
    let rows = conn
        .all(
            "SELECT a.id, a.name FROM group_accounts s JOIN accounts a ON a.id = s.account_id \
             WHERE s.group_id = $1 ORDER BY a.sort_name, a.id",
            values![id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut row = Reader::new(row);
            Ok(AccountRef {
                id: row.get()?,
                name: row.get()?,
            })
        })
        .collect()
}

/// The group with this id, with its members and the accounts that it serves.
pub async fn find_group_detail(
    conn: &Conn,
    id: GroupId,
) -> Result<Option<AssignmentGroupDetail>, Error> {
    let Some(group) = find_group(conn, id).await? else {
        return Ok(None);
    };
    Ok(Some(AssignmentGroupDetail {
        members: list_all_group_members(conn, id).await?,
        accounts: list_group_accounts(conn, id).await?,
        id: group.id,
        name: group.name,
        active: group.active,
        created_at: group.created_at,
    }))
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
    let by_name = filter.without_account();
    by_name.push(&mut from, "g", "", &["g.sort_name"]);
    directory::list(conn, COLUMNS, from, "g", page, read).await
}
