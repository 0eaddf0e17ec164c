//! Articles and announcements.

use guichet_common::Page;
use guichet_common::publications::{Publication, PublicationQuery, PublicationSummary};

use crate::call::{Call, encoded};
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// One page of the publications that the caller may read.
    pub async fn list_publications(
        &self,
        query: &PublicationQuery,
    ) -> Result<Page<PublicationSummary>, Error> {
        self.page(Call::get("/publications").query(query)).await
    }

    /// One publication.
    pub async fn get_publication(&self, slug: &str) -> Result<Publication, Error> {
        self.json(Call::get(&format!("/publications/{}", encoded(slug))))
            .await
    }
}
