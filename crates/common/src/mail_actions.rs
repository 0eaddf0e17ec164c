//! What a mail asks, answered by the link in it.

use serde::{Deserialize, Serialize};

use crate::ids::TicketNumber;
use crate::request;
use crate::vocabulary::{Language, MailAction, MailActionState};

request! {
    /// Asks what a link of a mail would do. Nothing changes.
    pub struct LookUpMailAction {
        /// The token: what follows `#` in the link.
        pub token: String,
    }

    /// Does what a link of a mail says.
    pub struct PerformMailAction {
        /// The token: what follows `#` in the link.
        pub token: String,
        /// Why the solution is not right, as plain text; with `reject` only, and required there.
        pub reason: Option<String>,
        /// More to say, as plain text; not with `reject`.
        pub comment_text: Option<String>,
        /// Satisfaction, 1 (bad) to 5 (very good); with `accept` only.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
        pub rating: Option<u8>,
    }
}

/// What a link of a mail does, and whether it still can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailActionStatus {
    /// What it answers.
    pub action: MailAction,
    /// Whether it can be used.
    pub state: MailActionState,
    /// The ticket.
    pub number: TicketNumber,
    /// What the ticket is about; `null` when the link is too old, or no longer the person's.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub subject: Option<String>,
    /// The person's first name; `null` when the link is too old, or no longer the person's.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub first_name: Option<String>,
    /// The person's language.
    pub language: Language,
}
