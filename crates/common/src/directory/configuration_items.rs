//! Configuration items, entered and changed.

use crate::fields::{Checks, Patch};
use crate::ids::AccountId;
use crate::limits::ITEM_NAME_MAX;
use crate::request;

/// Longest kind of a configuration item, in characters.
pub const KIND_MAX: usize = 50;

request! {
    /// A new configuration item.
    pub struct CreateConfigurationItem {
        /// Whose it is.
        pub account_id: AccountId,
        /// Its name, 1 to 200 characters; no other item of the account has it.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
        pub name: String,
        /// What it is, 1 to 50 characters, for example `server`, `firewall`, `line`, `application`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 50))]
        pub kind: String,
    }
    rules item_rules;

    /// Changes of a configuration item; absent fields stay.
    pub struct UpdateConfigurationItem {
        /// Its name, 1 to 200 characters; no other item of the account has it.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 200))]
        pub name: Patch<String>,
        /// What it is, 1 to 50 characters.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 50))]
        pub kind: Patch<String>,
    }
    rules item_rules;
}

fn item_rules(checks: &mut Checks<'_>) {
    checks.line("name", ITEM_NAME_MAX);
    checks.line("kind", KIND_MAX);
}
