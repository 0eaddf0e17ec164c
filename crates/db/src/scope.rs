//! Who sees which rows, in SQL. Every query on what belongs to an account takes one of these.

use guichet_domain::Scope;

use crate::sql::Sql;

/// Appends ` AND …`: only tickets within the scope. `table` is the name of `tickets` in the query.
pub(crate) fn tickets(sql: &mut Sql, table: &str, scope: &Scope) {
    match scope {
        Scope::All => {}
        Scope::Nothing => {
            sql.push(" AND FALSE");
        }
        Scope::Account(account) => {
            sql.push(" AND ").push(table).push(".account_id = ");
            sql.bind(account);
        }
        Scope::Accounts(accounts) if accounts.is_empty() => {
            sql.push(" AND FALSE");
        }
        Scope::Accounts(accounts) => {
            sql.push(" AND ").push(table).push(".account_id IN ");
            sql.bind_list(accounts);
        }
        Scope::Contact(account, contact) => {
            sql.push(" AND ").push(table).push(".account_id = ");
            sql.bind(account);
            sql.push(" AND ").push(table).push(".contact_id = ");
            sql.bind(contact);
        }
    }
}

/// Appends ` AND …`: only what belongs to the scope's accounts; `column` holds the account's id.
/// Of the directory a contact sees their account's part, not only what is their own.
pub(crate) fn accounts(sql: &mut Sql, column: &str, scope: &Scope) {
    match scope {
        Scope::All => {}
        Scope::Account(account) | Scope::Contact(account, _) => {
            sql.push(" AND ").push(column).push(" = ");
            sql.bind(account);
        }
        Scope::Accounts(accounts) if !accounts.is_empty() => {
            sql.push(" AND ").push(column).push(" IN ");
            sql.bind_list(accounts);
        }
        Scope::Accounts(_) | Scope::Nothing => {
            sql.push(" AND FALSE");
        }
    }
}
