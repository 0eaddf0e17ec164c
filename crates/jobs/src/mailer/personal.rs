//! Mails to people about their own access: few, and sent one after the other.

use guichet_db::personal_mails::{PersonalMailOutcome, PersonalMailRow};
use guichet_service::personal_mails::{
    claim_due_personal_mails, finish_personal_mail, write_personal_mail,
};
use guichet_service::{App, Result};

use super::attempt::reason;
use super::{Delivery, Mailer, SEND_TIMEOUT};
use crate::backoff::next_mail_attempt;

/// Mails claimed at once: with [`SEND_TIMEOUT`] they stay within the lease of the claim.
const BATCH: u32 = 2;

impl Mailer {
    /// Sends some of the mails that are due. What befalls one is recorded with it.
    pub(super) async fn deliver_personal(&self, app: &App) -> Result<Delivery> {
        let mut delivery = Delivery::default();
        for mail in claim_due_personal_mails(app, BATCH).await? {
            delivery.claimed += 1;
            let outcome = self.try_personal(app, &mail).await;
            match &outcome {
                PersonalMailOutcome::Sent => delivery.sent += 1,
                PersonalMailOutcome::Retry(..) => delivery.retried += 1,
                PersonalMailOutcome::Failed(error) => {
                    delivery.failed += 1;
                    let kind = mail.kind.as_str();
                    tracing::warn!(mail = %mail.id, kind, error, "a mail is given up");
                }
            }
            finish_personal_mail(app, &mail, &outcome).await?;
        }
        Ok(delivery)
    }

    async fn try_personal(&self, app: &App, mail: &PersonalMailRow) -> PersonalMailOutcome {
        let letter = match write_personal_mail(app, mail).await {
            Ok(Some(letter)) => letter,
            Ok(None) => return PersonalMailOutcome::Failed("nothing_to_tell".to_owned()),
            Err(error) => return again(app, mail, error.code().as_str().to_owned()),
        };
        match tokio::time::timeout(SEND_TIMEOUT, self.transport.send(&letter)).await {
            Ok(Ok(())) => PersonalMailOutcome::Sent,
            Ok(Err(error)) if error.is_permanent() => PersonalMailOutcome::Failed(reason(&error)),
            Ok(Err(error)) => again(app, mail, reason(&error)),
            Err(_elapsed) => again(app, mail, "timeout".to_owned()),
        }
    }
}

/// Tried again later, unless it has been tried for long enough.
fn again(app: &App, mail: &PersonalMailRow, error: String) -> PersonalMailOutcome {
    match next_mail_attempt(mail.id, mail.created_at, mail.attempts, app.real_now()) {
        Some(at) => PersonalMailOutcome::Retry(at, error),
        None => PersonalMailOutcome::Failed(format!("given_up {error}")),
    }
}
