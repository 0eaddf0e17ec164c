//! Forgotten passwords, and setting one by the link of a mail.

use guichet_common::password_reset::{
    Captcha, CompletePasswordReset, LookUpPasswordLink, PasswordLink, PasswordResetStarted,
    RequestPasswordReset, VerifyPasswordReset,
};
use uuid::Uuid;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// A fresh captcha.
    pub async fn get_captcha(&self) -> Result<Captcha, Error> {
        self.json(Call::get("/auth/captcha").anonymous()).await
    }

    /// Begins to reset a forgotten password.
    pub async fn request_password_reset(
        &self,
        body: &RequestPasswordReset,
    ) -> Result<PasswordResetStarted, Error> {
        let call = Call::post("/auth/password-reset").anonymous().json(body)?;
        self.json(call).await
    }

    /// Gives the address of who has forgotten their password.
    pub async fn verify_password_reset(
        &self,
        reset_id: Uuid,
        body: &VerifyPasswordReset,
    ) -> Result<(), Error> {
        let path = format!("/auth/password-reset/{reset_id}/verify");
        self.empty(Call::post(&path).anonymous().json(body)?).await
    }

    /// What a link can do, and the rules of the new password.
    pub async fn look_up_password_link(
        &self,
        body: &LookUpPasswordLink,
    ) -> Result<PasswordLink, Error> {
        let call = Call::post("/auth/password-reset/look")
            .anonymous()
            .json(body)?;
        self.json(call).await
    }

    /// Sets the password of a link.
    pub async fn complete_password_reset(&self, body: &CompletePasswordReset) -> Result<(), Error> {
        let call = Call::post("/auth/password-reset/complete")
            .anonymous()
            .json(body)?;
        self.empty(call).await
    }
}
