//! Assignment groups, their members, and the accounts they serve.

use guichet_common::directory::{AssignmentGroup, GroupRef};
use guichet_common::ids::{AccountId, GroupId, PersonId};

use crate::accounts::DirectoryFilter;
use crate::{Conn, Error, NameKey, PageRequest, Rows, Tx};

/// Enters a group, which serves all accounts until [`add_group_account`].
pub async fn insert_group(tx: &Tx, group: &AssignmentGroup) -> Result<(), Error> {
    todo!()
}

/// Takes an agent into a group.
pub async fn add_group_member(tx: &Tx, group: GroupId, agent: PersonId) -> Result<(), Error> {
    todo!()
}

/// Limits a group to the accounts named so.
pub async fn add_group_account(tx: &Tx, group: GroupId, account: AccountId) -> Result<(), Error> {
    todo!()
}

/// The group with this id.
pub async fn find_group(conn: &Conn, id: GroupId) -> Result<Option<AssignmentGroup>, Error> {
    todo!()
}

/// Whether the group exists, is active, and serves the account.
pub async fn group_serves(conn: &Conn, id: GroupId, account: AccountId) -> Result<bool, Error> {
    todo!()
}

/// The groups that an agent works in, by name.
pub async fn list_groups_of(conn: &Conn, agent: PersonId) -> Result<Vec<GroupRef>, Error> {
    todo!()
}

/// The members of a group.
pub async fn list_group_members(conn: &Conn, id: GroupId) -> Result<Vec<PersonId>, Error> {
    todo!()
}

/// Groups, by name.
pub async fn list_groups(
    conn: &Conn,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<AssignmentGroup, NameKey>, Error> {
    todo!()
}
