//! Accounts.

use guichet_common::directory::Account;
use guichet_common::ids::AccountId;
use guichet_domain::Scope;

use crate::{Conn, Error, NameKey, PageRequest, Rows, Tx};

/// Filters of the directory's lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryFilter {
    /// A keyword in the name or e-mail address, without regard to case and accents.
    pub keyword: Option<String>,
    /// Only of this account.
    pub account_id: Option<AccountId>,
}

/// Enters an account.
pub async fn insert_account(tx: &Tx, account: &Account) -> Result<(), Error> {
    todo!()
}

/// An account within the scope.
pub async fn find_account_in(
    conn: &Conn,
    scope: &Scope,
    id: AccountId,
) -> Result<Option<Account>, Error> {
    todo!()
}

/// Accounts within the scope, by name.
pub async fn list_accounts_in(
    conn: &Conn,
    scope: &Scope,
    filter: &DirectoryFilter,
    page: &PageRequest<NameKey>,
) -> Result<Rows<Account, NameKey>, Error> {
    todo!()
}

/// Whether nothing has been entered yet: neither account nor person.
pub async fn is_empty(conn: &Conn) -> Result<bool, Error> {
    todo!()
}
