//! What a mail asks, answered by the link in it: for nobody in particular.

use guichet_common::mail_actions::{LookUpMailAction, MailActionStatus, PerformMailAction};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// What a link would do, and whether it still can.
    pub async fn look_up_mail_action(
        &self,
        body: &LookUpMailAction,
    ) -> Result<MailActionStatus, Error> {
        let call = Call::post("/mail-actions/look").anonymous().json(body)?;
        self.json(call).await
    }

    /// Does what a link says.
    pub async fn perform_mail_action(
        &self,
        body: &PerformMailAction,
    ) -> Result<MailActionStatus, Error> {
        let call = Call::post("/mail-actions/perform").anonymous().json(body)?;
        self.json(call).await
    }
}
