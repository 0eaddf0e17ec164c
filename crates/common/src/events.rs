//! Live events.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::TicketNumber;
use crate::vocabulary::EventKind;

/// One live event, sent as the data of a Server-Sent Event whose `id` resumes the stream and
/// whose `event` is [`Event::kind`]. It says what changed; what it changed to is read from the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// To which ticket.
    pub number: TicketNumber,
    /// The ticket's version after it.
    pub version: i64,
    /// When.
    pub at: DateTime<Utc>,
}
