//! Agents, entered and changed.

use serde::{Deserialize, Serialize};

use super::Agent;
use super::contacts::person_rules;
use crate::fields::Patch;
use crate::ids::GroupId;
use crate::request;
use crate::vocabulary::{Language, Role};

request! {
    /// A new agent.
    pub struct CreateAgent {
        /// First name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub first_name: String,
        /// Last name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
        pub last_name: String,
        /// E-mail address, and user name; nobody else has it.
        #[cfg_attr(feature = "openapi", schema(max_length = 254))]
        pub email: String,
        /// `agent` when absent, or `admin`.
        pub role: Option<Role>,
        /// The groups they work in; without any they serve all accounts.
        #[cfg_attr(feature = "openapi", schema(required = false, max_items = 500))]
        pub group_ids: Vec<GroupId>,
        /// The language of their screens and mails; French when absent.
        pub language: Option<Language>,
        /// IANA time zone of their screens and mails; `Europe/Paris` when absent.
        pub time_zone: Option<String>,
        /// Whether they are mailed an invitation with a link to set their first password; `true`
        /// when absent.
        pub send_invitation: Option<bool>,
    }
    rules person_rules;

    /// Changes of an agent; absent fields stay.
    pub struct UpdateAgent {
        /// First name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 100))]
        pub first_name: Patch<String>,
        /// Last name, 1 to 100 characters.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, min_length = 1, max_length = 100))]
        pub last_name: Patch<String>,
        /// E-mail address, and user name; nobody else has it.
        #[cfg_attr(feature = "openapi",
            schema(value_type = String, required = false, max_length = 254))]
        pub email: Patch<String>,
        /// `agent` or `admin`.
        #[cfg_attr(feature = "openapi", schema(value_type = Role, required = false))]
        pub role: Patch<Role>,
        /// The groups they work in, in the place of those before; `null` for none.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<GroupId>>, max_items = 500))]
        pub group_ids: Patch<Vec<GroupId>>,
        /// The language of their screens and mails.
        #[cfg_attr(feature = "openapi", schema(value_type = Language, required = false))]
        pub language: Patch<Language>,
        /// IANA time zone of their screens and mails.
        #[cfg_attr(feature = "openapi", schema(value_type = String, required = false))]
        pub time_zone: Patch<String>,
    }
    rules person_rules;
}

/// An agent who is not active any more, and what they leave behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeactivatedAgent {
    /// The agent.
    pub agent: Agent,
    /// How many tickets that are not closed or cancelled are still assigned to them:
    /// `GET /tickets?assigned_to_id=…` lists them.
    pub open_tickets: u64,
}
