//! Assignment groups, entered and changed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{AccountRef, PersonRef};
use crate::fields::{Checks, Patch};
use crate::ids::{AccountId, GroupId, PersonId};
use crate::limits::GROUP_NAME_MAX;
use crate::request;

/// Most members of a group, and most groups of an agent.
pub const GROUP_MEMBERS_MAX: usize = 500;
/// Most accounts that a group names.
pub const GROUP_ACCOUNTS_MAX: usize = 5_000;

/// A team of agents, with its members and the accounts that it serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignmentGroupDetail {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// Whether tickets may still be given to it.
    pub active: bool,
    /// Its members, by last and first name.
    pub members: Vec<PersonRef>,
    /// The accounts that it serves, by name; empty when it serves all.
    pub accounts: Vec<AccountRef>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

request! {
    /// A new assignment group.
    pub struct CreateAssignmentGroup {
        /// Its name, 1 to 100 characters; no other group has it.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub name: String,
        /// The agents who work in it.
        #[cfg_attr(feature = "openapi", schema(required = false, max_items = 500))]
        pub member_ids: Vec<PersonId>,
        /// The accounts that it serves; all when there are none.
        #[cfg_attr(feature = "openapi", schema(required = false, max_items = 5000))]
        pub account_ids: Vec<AccountId>,
    }
    rules group_rules;

    /// Changes of an assignment group; absent fields stay.
    pub struct UpdateAssignmentGroup {
        /// Its name, 1 to 100 characters; no other group has it.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 100))]
        pub name: Patch<String>,
        /// The agents who work in it, in the place of those before; `null` for none.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<PersonId>>, max_items = 500))]
        pub member_ids: Patch<Vec<PersonId>>,
        /// The accounts that it serves, in the place of those before; `null` for all.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<AccountId>>, max_items = 5000))]
        pub account_ids: Patch<Vec<AccountId>>,
    }
    rules group_rules;
}

fn group_rules(checks: &mut Checks<'_>) {
    checks.line("name", GROUP_NAME_MAX);
}
