//! Parameters of the directory's lists: each list knows its own, so that a typo, or a filter that
//! the list does not have, never passes for success.

use crate::ids::{AccountId, GroupId};
use crate::query;
use crate::vocabulary::Role;

query! {
    /// Parameters of the lists of accounts and of assignment groups.
    pub struct DirectoryQuery {
        /// Keyword in the name.
        pub q: Option<String>,
        /// Only of this account.
        #[cfg_attr(feature = "openapi", param(value_type = Option<AccountId>))]
        pub account_id: Option<AccountId>,
        /// Only those that are active, or only those that are not; all when absent.
        pub active: Option<bool>,
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }

    /// Parameters of the list of contacts.
    pub struct ContactQuery {
        /// Keyword in the name or e-mail address.
        pub q: Option<String>,
        /// Only of this account.
        #[cfg_attr(feature = "openapi", param(value_type = Option<AccountId>))]
        pub account_id: Option<AccountId>,
        /// Only those with this role, `contact` or `account_admin`.
        #[cfg_attr(feature = "openapi", param(value_type = Option<Role>))]
        pub role: Option<Role>,
        /// Only those who are active, or only those who are not; all when absent.
        pub active: Option<bool>,
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }

    /// Parameters of the list of agents.
    pub struct AgentQuery {
        /// Keyword in the name or e-mail address.
        pub q: Option<String>,
        /// Only those whose groups serve this account.
        #[cfg_attr(feature = "openapi", param(value_type = Option<AccountId>))]
        pub account_id: Option<AccountId>,
        /// Only the members of this group.
        #[cfg_attr(feature = "openapi", param(value_type = Option<GroupId>))]
        pub group_id: Option<GroupId>,
        /// Only those with this role, `agent` or `admin`.
        #[cfg_attr(feature = "openapi", param(value_type = Option<Role>))]
        pub role: Option<Role>,
        /// Only those who are active, or only those who are not; all when absent.
        pub active: Option<bool>,
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }

    /// Parameters of the list of configuration items.
    pub struct ConfigurationItemQuery {
        /// Keyword in the name.
        pub q: Option<String>,
        /// Only of this account.
        #[cfg_attr(feature = "openapi", param(value_type = Option<AccountId>))]
        pub account_id: Option<AccountId>,
        /// Only of this kind, for example `server`.
        pub kind: Option<String>,
        /// Only those that are active, or only those that are not; all when absent.
        pub active: Option<bool>,
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
    }
}

/// The same filters where the list has more of them.
macro_rules! from_directory_query {
    ($($name:ident),+) => {$(
        impl From<DirectoryQuery> for $name {
            fn from(query: DirectoryQuery) -> Self {
                Self {
                    q: query.q,
                    account_id: query.account_id,
                    active: query.active,
                    limit: query.limit,
                    cursor: query.cursor,
                    ..Self::default()
                }
            }
        }
    )+};
}

from_directory_query!(ContactQuery, AgentQuery, ConfigurationItemQuery);
