//! The words of mails that come in.

use serde::{Deserialize, Serialize};

use super::UnknownWord;

words! {
    /// By which way a mail came in.
    MailDoor {
        /// Handed over by a mail server (LMTP).
        Lmtp = "lmtp",
        /// Fetched from a mailbox (IMAP).
        Imap = "imap",
        /// Handed in by the REST API.
        Api = "api",
    }

    /// What became of a mail that came in.
    InboundVerdict {
        /// Stored, not decided yet.
        Pending = "pending",
        /// It became a message on a ticket.
        Commented = "commented",
        /// It became a ticket.
        TicketCreated = "ticket_created",
        /// Kept aside for an admin; nothing was written.
        Quarantined = "quarantined",
        /// Made by a machine, or a duplicate; nothing was written.
        Ignored = "ignored",
        /// An admin decided that it is not wanted.
        Dropped = "dropped",
        /// It could not be worked on; it can be tried again.
        Failed = "failed",
    }

    /// Why a mail that came in was not written into a ticket.
    InboundReason {
        /// Its bytes are not a message that can be read.
        Unreadable = "unreadable",
        /// It names nobody as its sender, or several.
        NoSender = "no_sender",
        /// Nobody of the directory has the sender's address.
        UnknownSender = "unknown_sender",
        /// The mail server could not tell that the sender's address is genuine.
        SenderNotAuthenticated = "sender_not_authenticated",
        /// The reply address was not made by this instance for this sender.
        ReplyTokenForged = "reply_token_forged",
        /// The reply address is too old.
        ReplyTokenExpired = "reply_token_expired",
        /// It answers a mail about a ticket that the sender does not see.
        TicketNotVisible = "ticket_not_visible",
        /// An agent's mail that answers no ticket.
        AgentWithoutTicket = "agent_without_ticket",
        /// The sender has written as often within an hour as may be.
        TooMany = "too_many",
        /// Neither text nor files.
        Empty = "empty",
        /// From a mailing list, or sent to many.
        Bulk = "bulk",
        /// An automatic answer.
        AutoReply = "auto_reply",
        /// A report that a mail could not be delivered.
        Bounce = "bounce",
        /// A mail of this instance's own that came back.
        Loop = "loop",
        /// The same mail has been written already.
        Duplicate = "duplicate",
        /// Something broke while it was worked on; the log has more.
        InternalError = "internal_error",
    }
}
