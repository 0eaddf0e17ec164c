//! Mails that came in, and what became of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::PersonRef;
use crate::ids::{CommentId, InboundMailId, PersonId, TicketNumber};
use crate::query::QueryInstant;
use crate::vocabulary::{InboundReason, InboundVerdict, MailDoor};
use crate::{query, request};

request! {
    /// Where a mail belongs. Exactly one of `number` and `contact_id`.
    pub struct PlaceInboundMail {
        /// The ticket that it is written into.
        pub number: Option<TicketNumber>,
        /// The contact for whom it becomes a ticket.
        pub contact_id: Option<PersonId>,
    }

    /// A mail is not wanted.
    pub struct DropInboundMail {}

    /// A mail is to be decided about again.
    pub struct ReplayInboundMail {}
}

query! {
    /// Page and filters of the mails that came in.
    pub struct InboundMailQuery {
        /// Rows a page, 1 to 100; 25 when absent.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
        pub limit: Option<u32>,
        /// Where the page begins: `next_cursor` of the page before.
        pub cursor: Option<String>,
        /// With one of these verdicts; may be repeated.
        pub verdict: Vec<InboundVerdict>,
        /// Part of the sender's address.
        pub q: Option<String>,
        /// Came in at or after this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub received_after: Option<QueryInstant>,
        /// Came in before this instant.
        #[cfg_attr(feature = "openapi", param(value_type = Option<DateTime<Utc>>))]
        pub received_before: Option<QueryInstant>,
    }
}

/// What became of a mail just handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboundReception {
    /// Under which id it is kept.
    pub id: InboundMailId,
    /// What became of it.
    pub verdict: InboundVerdict,
    /// Why it was not written into a ticket.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub reason: Option<InboundReason>,
    /// The ticket that it was written into, or became.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub number: Option<TicketNumber>,
}

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboundMail {
    /// Its id.
    pub id: InboundMailId,
    /// By which way it came.
    pub door: MailDoor,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// The address in `From`.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub sender: Option<String>,
    /// The name in `From`.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub sender_name: Option<String>,
    /// Its subject.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub subject: Option<String>,
    /// Its Message-ID, without brackets.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub message_id: Option<String>,
    /// Its size in bytes.
    pub size: u64,
    /// What became of it.
    pub verdict: InboundVerdict,
    /// Why it was not written into a ticket.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub reason: Option<InboundReason>,
    /// The ticket that it was written into, or became.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub number: Option<TicketNumber>,
    /// The message that it became.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub comment_id: Option<CommentId>,
    /// When this was decided.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub decided_at: Option<DateTime<Utc>>,
    /// The admin who placed or dropped it.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub decided_by: Option<PersonRef>,
}

/// A header of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailHeader {
    /// Its name.
    pub name: String,
    /// Its value on one line, as it was sent.
    pub value: String,
}

/// A mail that came in, with what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboundMailDetail {
    /// What the list tells of it.
    pub mail: InboundMail,
    /// The sender that the mail server named.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub envelope_from: Option<String>,
    /// The recipients that the mail server named.
    pub envelope_to: Vec<String>,
    /// Its headers, in their order.
    pub headers: Vec<MailHeader>,
    /// Its text; empty when it cannot be read.
    pub text: String,
    /// The names of its files.
    pub file_names: Vec<String>,
}
