//! What is done to tickets: each answers with the ticket after it.

use guichet_common::TicketNumber;
use guichet_common::tickets::{
    AcceptTicket, AssignTicket, CancelTicket, CloseTicket, FollowUpTicket, HoldTicket,
    RejectTicket, ResolveTicket, ResumeTicket, StartTicket, TicketDetail,
};
use serde::Serialize;

use crate::call::{Call, ETag, IdempotencyKey};
use crate::client::{Client, Versioned};
use crate::error::Error;
use crate::tickets::ticket;

type Changed = Result<Versioned<TicketDetail>, Error>;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident($body:ty) = $segment:literal;)+) => {
        impl Client {
            $(
                $(#[$doc])*
                pub async fn $name(
                    &self,
                    number: TicketNumber,
                    body: &$body,
                    etag: Option<&ETag>,
                ) -> Changed {
                    self.act(&ticket(number, $segment), body, etag).await
                }
            )+
        }
    };
}

actions! {
    /// Takes a new ticket into work.
    start_ticket(StartTicket) = "/start";
    /// Gives a ticket to a group, an agent, or nobody.
    assign_ticket(AssignTicket) = "/assign";
    /// Puts a ticket on hold.
    hold_ticket(HoldTicket) = "/hold";
    /// Takes a ticket off hold.
    resume_ticket(ResumeTicket) = "/resume";
    /// Proposes a solution.
    resolve_ticket(ResolveTicket) = "/resolve";
    /// Accepts the solution.
    accept_ticket(AcceptTicket) = "/accept";
    /// Rejects the solution.
    reject_ticket(RejectTicket) = "/reject";
    /// Ends a ticket without a proposed solution.
    close_ticket(CloseTicket) = "/close";
    /// Withdraws a ticket.
    cancel_ticket(CancelTicket) = "/cancel";
}

impl Client {
    /// Files a ticket that follows a frozen one, and gives the new one.
    pub async fn follow_up_ticket(
        &self,
        number: TicketNumber,
        body: &FollowUpTicket,
        key: &IdempotencyKey,
    ) -> Changed {
        let call = Call::post(&ticket(number, "/follow-up"))
            .idempotent(key)
            .json(body)?;
        self.versioned(call).await
    }

    async fn act(&self, path: &str, body: &impl Serialize, etag: Option<&ETag>) -> Changed {
        self.versioned(Call::post(path).if_match(etag).json(body)?)
            .await
    }
}
