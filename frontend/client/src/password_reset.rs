//! Setting a password by the link of a mail.

use guichet_common::password_reset::{CompletePasswordReset, LookUpPasswordLink, PasswordLink};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

impl Client {
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
