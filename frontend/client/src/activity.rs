//! The history of a ticket.

use guichet_common::comments::{Activity, PageQuery};
use guichet_common::{Page, TicketNumber};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::tickets::ticket;

impl Client {
    /// One page of a ticket's history, newest first, messages included.
    pub async fn list_activity(
        &self,
        number: TicketNumber,
        query: &PageQuery,
    ) -> Result<Page<Activity>, Error> {
        self.page(Call::get(&ticket(number, "/activity")).query(query))
            .await
    }
}
