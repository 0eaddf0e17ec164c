//! The signed-in person's API tokens.

use guichet_common::api_tokens::{ApiTokens, CreateApiToken, NewApiToken};
use guichet_common::ids::ApiTokenId;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// The person's tokens, and what a new one may be used for.
    pub async fn list_api_tokens(&self) -> Result<ApiTokens, Error> {
        self.json(Call::get("/me/api-tokens")).await
    }

    /// Makes a token, which is in this answer alone.
    pub async fn create_api_token(&self, body: &CreateApiToken) -> Result<NewApiToken, Error> {
        self.json(Call::post("/me/api-tokens").json(body)?).await
    }

    /// Ends one of the person's tokens.
    pub async fn delete_api_token(&self, id: ApiTokenId) -> Result<(), Error> {
        self.empty(Call::delete(&format!("/me/api-tokens/{id}")))
            .await
    }
}
