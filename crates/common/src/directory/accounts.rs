//! Accounts, entered and changed.

use crate::fields::{Checks, Patch};
use crate::limits::ACCOUNT_NAME_MAX;
use crate::request;

request! {
    /// A new account.
    pub struct CreateAccount {
        /// Its name, 1 to 200 characters; no other account has it.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
        pub name: String,
        /// IANA time zone of its business days; `Europe/Paris` when absent.
        pub time_zone: Option<String>,
    }
    rules account_rules;

    /// Changes of an account; absent fields stay.
    pub struct UpdateAccount {
        /// Its name, 1 to 200 characters; no other account has it.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 200))]
        pub name: Patch<String>,
        /// IANA time zone of its business days.
        #[cfg_attr(feature = "openapi", schema(value_type = String, required = false))]
        pub time_zone: Patch<String>,
    }
    rules account_rules;
}

fn account_rules(checks: &mut Checks<'_>) {
    checks.line("name", ACCOUNT_NAME_MAX);
}
