//! Signing in and out.

use guichet_common::auth::{IdentityProviders, Login};

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

    /// Signs out, here and on the server.
    pub async fn logout(&self) -> Result<(), Error> {
        self.empty(Call::post("/auth/logout").anonymous()).await?;
        self.forget();
        Ok(())
    }

    /// The ways to sign in besides the password.
    pub async fn list_identity_providers(&self) -> Result<IdentityProviders, Error> {
        self.json(Call::get("/auth/providers").anonymous()).await
    }
}
