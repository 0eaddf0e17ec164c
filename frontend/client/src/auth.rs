//! Signing in and out.

use guichet_common::auth::{IdentityProviderQuery, IdentityProviders, Login, SignedOut};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// Signs in; the client keeps the token.
    pub async fn login(&self, login: &Login) -> Result<(), Error> {
        let call = Call::post("/auth/login").anonymous().json(login)?;
        let token = self.json(call).await?;
        self.keep(token);
        Ok(())
    }

    /// Takes up the session of an earlier visit (`refresh_session`), if there still is one.
    pub async fn refresh_session(&self) -> Result<bool, Error> {
        match self.renew(None).await {
            Ok(()) => Ok(true),
            Err(error) if error.status() == Some(401) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Signs out, here and on the server; tells where to go on when an identity provider wants to
    /// know of it as well.
    pub async fn logout(&self) -> Result<Option<SignedOut>, Error> {
        let left = self
            .optional(Call::post("/auth/logout").anonymous())
            .await?;
        self.forget();
        Ok(left)
    }

    /// The ways to sign in besides the password, for who begins to sign in by this name.
    pub async fn list_identity_providers(
        &self,
        query: &IdentityProviderQuery,
    ) -> Result<IdentityProviders, Error> {
        let call = Call::get("/auth/providers").query(query).anonymous();
        self.json(call).await
    }
}
