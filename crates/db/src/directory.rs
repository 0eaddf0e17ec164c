//! What the lists of the directory have in common: a keyword, an account, the order by name.

use guichet_common::ids::{AccountId, GroupId};
use guichet_common::vocabulary::Role;

use crate::fold::like_pattern;
use crate::row::{Reader, Row};
use crate::sql::Sql;
use crate::{Conn, Error, NameKey, PageRequest, Rows, Total};

/// Filters of the directory's lists; each list knows some of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryFilter {
    /// Keywords in the name or e-mail address, without regard to case and accents.
    pub keyword: Option<String>,
    /// Only of this account.
    pub account_id: Option<AccountId>,
    /// Only those that are active, or only those that are not.
    pub active: Option<bool>,
    /// Only people with this role.
    pub role: Option<Role>,
    /// Only the members of this group.
    pub group_id: Option<GroupId>,
    /// Only configuration items of this kind, without regard to case.
    pub kind: Option<String>,
}

impl DirectoryFilter {
    /// The same for a list that has no column with the account's id.
    pub(crate) fn without_account(&self) -> Self {
        Self {
            account_id: None,
            ..self.clone()
        }
    }

    /// Appends ` AND …`: the people `p` with the role.
    pub(crate) fn push_role(&self, sql: &mut Sql) {
        if let Some(role) = self.role {
            sql.push(" AND p.role = ").bind(role);
        }
    }

    /// Appends ` AND …`; `table` has a column `active`, `account` is the column with the account's
    /// id, `texts` are the columns with folded text that the keyword is looked for in.
    pub(crate) fn push(&self, sql: &mut Sql, table: &str, account: &str, texts: &[&str]) {
        if let Some(active) = self.active {
            sql.push(" AND ")
                .push(table)
                .push(".active = ")
                .bind(active);
        }
        if let Some(id) = self.account_id {
            sql.push(" AND ").push(account).push(" = ");
            sql.bind(id);
        }
        // Every word counts, so that names are found whichever of them comes first.
        for word in self.keyword.iter().flat_map(|text| text.split_whitespace()) {
            let pattern = like_pattern(word);
            sql.push(" AND (FALSE");
            for text in texts {
                sql.push(" OR ").push(text).push(" LIKE ");
                sql.bind(&pattern).push(" ESCAPE '!'");
            }
            sql.push(")");
        }
    }
}

/// One page by name: `columns` of `from`, in which `table` has `sort_name` and `id`.
pub(crate) async fn list<T>(
    conn: &Conn,
    columns: &str,
    from: Sql,
    table: &str,
    page: &PageRequest<NameKey>,
    read: impl Fn(&Row) -> Result<(NameKey, T), Error>,
) -> Result<Rows<T, NameKey>, Error> {
    let count = format!("SELECT count(*){}", from.text);
    let total = match conn.one(&count, from.values.clone()).await? {
        Some(row) => Reader::new(&row).get::<u64>()?,
        None => 0,
    };
    let mut sql = from;
    sql.text.insert_str(0, columns);
    if let Some(after) = &page.after {
        sql.push(" AND (").push(table).push(".sort_name, ");
        sql.push(table).push(".id) > (").bind(&after.name);
        sql.push(", ").bind(after.id).push(")");
    }
    sql.push(" ORDER BY ").push(table).push(".sort_name, ");
    sql.push(table)
        .push(".id LIMIT ")
        .bind(i64::from(page.limit) + 1);
    let rows = conn.all(&sql.text, sql.values).await?;
    let rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let total = Total {
        count: total,
        is_exact: true,
    };
    Ok(Rows::from_surplus(rows, page.limit, total))
}
