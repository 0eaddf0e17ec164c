//! Articles and announcements.

use guichet_common::Page;
use guichet_common::publications::{
    Publication, PublicationCategories, PublicationFeedback, PublicationQuery, PublicationSource,
    PublicationSuggestions, PublicationSummary, PublicationVersion, PublicationVersionQuery,
    PublishPublication, PutPublication, SuggestionQuery,
};

use crate::call::{Call, ETag, IdempotencyKey, encoded};
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

    /// Publications that may answer a question, the best first.
    pub async fn suggest_publications(
        &self,
        query: &SuggestionQuery,
    ) -> Result<PublicationSuggestions, Error> {
        self.json(Call::get("/publications/suggestions").query(query))
            .await
    }

    /// The categories of what the caller may read.
    pub async fn list_publication_categories(&self) -> Result<PublicationCategories, Error> {
        self.json(Call::get("/publications/categories")).await
    }

    /// One publication.
    pub async fn get_publication(&self, slug: &str) -> Result<Publication, Error> {
        self.json(Call::get(&path(slug, ""))).await
    }

    /// Says whether a publication helped.
    pub async fn put_publication_feedback(
        &self,
        slug: &str,
        body: &PublicationFeedback,
    ) -> Result<(), Error> {
        self.empty(Call::put(&path(slug, "/feedback")).json(body)?)
            .await
    }

    /// All that is written of a publication. For admins, as what follows.
    pub async fn get_publication_source(&self, slug: &str) -> Result<PublicationSource, Error> {
        self.json(Call::get(&path(slug, "/source"))).await
    }

    /// Begins a publication, as a draft.
    pub async fn create_publication(
        &self,
        body: &PutPublication,
        key: &IdempotencyKey,
    ) -> Result<PublicationSource, Error> {
        let call = Call::post("/publications").json(body)?;
        self.json(call.idempotent(key)).await
    }

    /// Replaces all that is written of a publication.
    pub async fn update_publication(
        &self,
        slug: &str,
        body: &PutPublication,
        if_match: Option<&ETag>,
    ) -> Result<PublicationSource, Error> {
        let call = Call::put(&path(slug, "")).json(body)?;
        self.json(call.if_match(if_match)).await
    }

    /// Deletes a draft.
    pub async fn delete_publication(&self, slug: &str) -> Result<(), Error> {
        self.empty(Call::delete(&path(slug, ""))).await
    }

    /// One page of what a publication said after each of its changes.
    pub async fn list_publication_versions(
        &self,
        slug: &str,
        query: &PublicationVersionQuery,
    ) -> Result<Page<PublicationVersion>, Error> {
        self.page(Call::get(&path(slug, "/versions")).query(query))
            .await
    }

    /// Publishes a publication, now or from an instant on.
    pub async fn publish_publication(
        &self,
        slug: &str,
        body: &PublishPublication,
    ) -> Result<PublicationSource, Error> {
        self.json(Call::post(&path(slug, "/publish")).json(body)?)
            .await
    }

    /// Takes a publication back.
    pub async fn withdraw_publication(&self, slug: &str) -> Result<PublicationSource, Error> {
        self.json(Call::post(&path(slug, "/withdraw"))).await
    }
}

fn path(slug: &str, rest: &str) -> String {
    format!("/publications/{}{rest}", encoded(slug))
}
