//! The signed-in person's second factor.

use guichet_common::second_factor::{
    ConfirmTotp, CreateRecoveryCodes, CreateTotp, DisableSecondFactor, RecoveryCodes, SecondFactor,
    TotpSecret,
};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// Whether signing in asks for a one-time code.
    pub async fn get_second_factor(&self) -> Result<SecondFactor, Error> {
        self.json(Call::get("/me/second-factor")).await
    }

    /// Begins to set up one-time codes.
    pub async fn create_totp(&self, body: &CreateTotp) -> Result<TotpSecret, Error> {
        self.json(Call::post("/me/second-factor/totp").json(body)?)
            .await
    }

    /// Turns one-time codes on; gives the recovery codes.
    pub async fn confirm_totp(&self, body: &ConfirmTotp) -> Result<RecoveryCodes, Error> {
        self.json(Call::post("/me/second-factor/totp/confirm").json(body)?)
            .await
    }

    /// Makes recovery codes anew.
    pub async fn create_recovery_codes(
        &self,
        body: &CreateRecoveryCodes,
    ) -> Result<RecoveryCodes, Error> {
        self.json(Call::post("/me/second-factor/recovery-codes").json(body)?)
            .await
    }

    /// Turns one-time codes off.
    pub async fn disable_second_factor(&self, body: &DisableSecondFactor) -> Result<(), Error> {
        self.empty(Call::post("/me/second-factor/disable").json(body)?)
            .await
    }
}
