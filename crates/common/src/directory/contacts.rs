//! Contacts, entered and changed.

use crate::fields::{Checks, Patch};
use crate::ids::AccountId;
use crate::limits::{NAME_MAX, USERNAME_MAX};
use crate::request;
use crate::vocabulary::{Language, Role};

request! {
    /// A new contact.
    pub struct CreateContact {
        /// First name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub first_name: String,
        /// Last name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub last_name: String,
        /// E-mail address, and user name; nobody else has it.
        #[cfg_attr(feature = "openapi", schema(max_length = 254))]
        pub email: String,
        /// Their account; an account admin may leave it out: it is their own.
        pub account_id: Option<AccountId>,
        /// `contact` when absent, or `account_admin`.
        pub role: Option<Role>,
        /// Whether they see all tickets of their account; `false` when absent.
        pub sees_account_tickets: Option<bool>,
        /// The language of their screens and mails; French when absent.
        pub language: Option<Language>,
        /// IANA time zone of their screens and mails; the account's when absent.
        pub time_zone: Option<String>,
        /// Whether they are mailed an invitation with a link to set their first password; `true`
        /// when absent. Only admins may say `false`.
        pub send_invitation: Option<bool>,
    }
    rules person_rules;

    /// Changes of a contact; absent fields stay.
    pub struct UpdateContact {
        /// First name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 100))]
        pub first_name: Patch<String>,
        /// Last name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 100))]
        pub last_name: Patch<String>,
        /// E-mail address, and user name; nobody else has it. Only admins may change it.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, max_length = 254))]
        pub email: Patch<String>,
        /// `contact` or `account_admin`.
        #[cfg_attr(feature = "openapi", schema(value_type = Role, required = false))]
        pub role: Patch<Role>,
        /// Whether they see all tickets of their account.
        #[cfg_attr(feature = "openapi", schema(value_type = bool, required = false))]
        pub sees_account_tickets: Patch<bool>,
        /// The language of their screens and mails.
        #[cfg_attr(feature = "openapi", schema(value_type = Language, required = false))]
        pub language: Patch<Language>,
        /// IANA time zone of their screens and mails.
        #[cfg_attr(feature = "openapi", schema(value_type = String, required = false))]
        pub time_zone: Patch<String>,
    }
    rules person_rules;
}

pub(super) fn person_rules(checks: &mut Checks<'_>) {
    checks.line("first_name", NAME_MAX);
    checks.line("last_name", NAME_MAX);
    checks.line("email", USERNAME_MAX);
}
