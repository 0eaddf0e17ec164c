//! Passkeys: those of the signed-in person, and signing in with one.

use guichet_common::ids::PasskeyId;
use guichet_common::passkeys::{
    CreatePasskey, CreatePasskeyOptions, Passkey, PasskeyCreation, PasskeyLogin,
    PasskeyLoginOptions, PasskeyRequest, Passkeys, RemovePasskey, UpdatePasskey,
};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// The person's passkeys.
    pub async fn list_passkeys(&self) -> Result<Passkeys, Error> {
        self.json(Call::get("/me/passkeys")).await
    }

    /// What an authenticator needs to make a passkey.
    pub async fn create_passkey_options(
        &self,
        body: &CreatePasskeyOptions,
    ) -> Result<PasskeyCreation, Error> {
        self.json(Call::post("/me/passkeys/options").json(body)?)
            .await
    }

    /// Hands in what the authenticator has made.
    pub async fn create_passkey(&self, body: &CreatePasskey) -> Result<Passkey, Error> {
        self.json(Call::post("/me/passkeys").json(body)?).await
    }

    /// Renames a passkey.
    pub async fn update_passkey(
        &self,
        id: PasskeyId,
        body: &UpdatePasskey,
    ) -> Result<Passkey, Error> {
        let call = Call::patch(&format!("/me/passkeys/{id}")).json(body)?;
        self.json(call).await
    }

    /// Removes a passkey.
    pub async fn remove_passkey(&self, id: PasskeyId, body: &RemovePasskey) -> Result<(), Error> {
        let call = Call::post(&format!("/me/passkeys/{id}/remove")).json(body)?;
        self.empty(call).await
    }

    /// What an authenticator needs to sign somebody in.
    pub async fn create_passkey_login_options(&self) -> Result<PasskeyRequest, Error> {
        let body = PasskeyLoginOptions {};
        let call = Call::post("/auth/passkey/options").anonymous();
        self.json(call.json(&body)?).await
    }

    /// Signs in with a passkey; the client keeps the token.
    pub async fn sign_in_with_passkey(&self, login: &PasskeyLogin) -> Result<(), Error> {
        let call = Call::post("/auth/passkey/login").anonymous().json(login)?;
        let token = self.json(call).await?;
        self.keep(token);
        Ok(())
    }
}
