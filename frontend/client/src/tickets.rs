//! Tickets: list, read, create, change, export.

use std::rc::Rc;

use guichet_common::tickets::{
    CreateTicket, TicketDetail, TicketQuery, TicketSummary, UpdateTicket,
};
use guichet_common::{Page, TicketNumber};

use crate::call::{Call, ETag, IdempotencyKey};
use crate::client::{Client, Versioned};
use crate::error::Error;
use crate::transport::{Download, OnProgress};

impl Client {
    /// One page of the tickets that the filters match.
    pub async fn list_tickets(&self, query: &TicketQuery) -> Result<Page<TicketSummary>, Error> {
        self.page(Call::get("/tickets").query(query)).await
    }

    /// One ticket.
    pub async fn get_ticket(&self, number: TicketNumber) -> Result<Versioned<TicketDetail>, Error> {
        self.versioned(Call::get(&ticket(number, ""))).await
    }

    /// Files a ticket.
    pub async fn create_ticket(
        &self,
        body: &CreateTicket,
        key: &IdempotencyKey,
    ) -> Result<Versioned<TicketDetail>, Error> {
        self.versioned(Call::post("/tickets").idempotent(key).json(body)?)
            .await
    }

    /// Changes a ticket's fields.
    pub async fn update_ticket(
        &self,
        number: TicketNumber,
        body: &UpdateTicket,
        etag: Option<&ETag>,
    ) -> Result<Versioned<TicketDetail>, Error> {
        self.versioned(Call::patch(&ticket(number, "")).if_match(etag).json(body)?)
            .await
    }

    /// What happens next to a ticket, as an iCalendar file.
    pub async fn get_agenda(&self, number: TicketNumber) -> Result<Download, Error> {
        let call = Call::get(&ticket(number, "/next-actions.ics")).header("accept", "*/*");
        self.fetch_file(call, Rc::new(|_| {})).await
    }

    /// Every ticket that the filters match, as a file. The size is not known before the end.
    pub async fn export_tickets(
        &self,
        query: &TicketQuery,
        progress: OnProgress,
    ) -> Result<Download, Error> {
        let call = Call::get("/tickets/export")
            .header("accept", "*/*")
            .query(query);
        self.fetch_file(call, progress).await
    }
}

/// The path of a ticket, or of what is under it.
pub(crate) fn ticket(number: TicketNumber, under: &str) -> String {
    format!("/tickets/{number}{under}")
}
