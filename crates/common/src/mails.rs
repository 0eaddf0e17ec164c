//! Mails that went out or will: the log for admins.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::PersonRef;
use crate::ids::{MailId, PersonId, TicketNumber};
use crate::inbound_mails::MailHeader;
use crate::query::QueryInstant;
use crate::vocabulary::{MailKind, MailState};
use crate::{query, request};

request! {
    /// A mail is to be sent again.
    pub struct ResendMail {}

    /// A mail is not to be sent.
    pub struct CancelMail {}
}

query! {
    /// Page and filters of the mails that go out.
    pub struct MailQuery {
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
        /// A ticket's number; or words in the receiver's name or address, or in the ticket's
        /// subject and messages (its newest 1,000 tickets).
        pub q: Option<String>,
        /// In one of these states; may be repeated.
        pub state: Vec<MailState>,
        /// Of one of these kinds; may be repeated.
        pub kind: Vec<MailKind>,
        /// About this ticket.
        pub number: Option<TicketNumber>,
        /// To this person.
        pub receiver_id: Option<PersonId>,
        /// Written at or after this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub created_after: Option<QueryInstant>,
        /// Written before this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub created_before: Option<QueryInstant>,
    }
}

/// Why a mail did not go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailError {
    /// `smtp_<reply code>` when the mail server said no, `unreachable` or `timeout` when it said
    /// nothing, `hourly_limit` when the address had enough for this hour, or what is wrong with the
    /// mail itself.
    pub code: String,
    /// What the mail server said, without addresses; may be empty.
    pub detail: String,
    /// Whether trying the same mail again could not help.
    pub permanent: bool,
}

/// A mail to one person about one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// What it says.
    pub kind: MailKind,
    /// What became of it.
    pub state: MailState,
    /// About which ticket.
    pub number: TicketNumber,
    /// Its subject.
    pub subject: String,
    /// To whom.
    pub receiver: PersonRef,
    /// The address that it went to; until then, the receiver's of today.
    pub address: String,
    /// Its Message-ID, without brackets.
    pub message_id: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; `null` once nothing more happens.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When the mail server took it.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was given up or withdrawn.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub failed_at: Option<DateTime<Utc>>,
    /// Why the last try failed.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_error: Option<MailError>,
    /// When the receiver's server sent it back.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub bounced_at: Option<DateTime<Utc>>,
    /// Why it did.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub bounce_reason: Option<String>,
    /// The mail that this one sends again.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub resend_of: Option<MailId>,
    /// The admin who had it sent again.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub resent_by: Option<PersonRef>,
    /// The admin who withdrew it.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub cancelled_by: Option<PersonRef>,
}

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailLetter {
    /// Its headers, in their order.
    pub headers: Vec<MailHeader>,
    /// The HTML alternative.
    pub html: String,
    /// The plain text alternative.
    pub text: String,
}

/// A mail with what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailDetail {
    /// What the list tells of it.
    pub mail: Mail,
    /// What it says, in the words of today's ticket and templates. The tokens that let its receiver
    /// answer without signing in are left out. `null` when it cannot be written any more.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub letter: Option<MailLetter>,
}
