//! The signed-in person.

use guichet_common::SessionId;
use guichet_common::me::{
    Draft, MailPreferences, Me, PutDraft, PutMailPreferences, Sessions, UpdateMe,
};
use guichet_common::password_reset::{ChangePassword, PasswordRules};

use crate::call::{Call, encoded};
use crate::client::Client;
use crate::error::Error;

impl Client {
    /// The signed-in person.
    pub async fn get_me(&self) -> Result<Me, Error> {
        self.json(Call::get("/me")).await
    }

    /// Changes one's own profile.
    pub async fn update_me(&self, changes: &UpdateMe) -> Result<Me, Error> {
        self.json(Call::patch("/me").json(changes)?).await
    }

    /// Which mails the person gets.
    pub async fn get_mail_preferences(&self) -> Result<MailPreferences, Error> {
        self.json(Call::get("/me/mail-preferences")).await
    }

    /// Says which mails the person does not want.
    pub async fn put_mail_preferences(
        &self,
        preferences: &PutMailPreferences,
    ) -> Result<MailPreferences, Error> {
        self.json(Call::put("/me/mail-preferences").json(preferences)?)
            .await
    }

    /// The rules of the person's next password.
    pub async fn get_password_rules(&self) -> Result<PasswordRules, Error> {
        self.json(Call::get("/me/password-rules")).await
    }

    /// Changes the person's password; their other sessions end.
    pub async fn change_password(&self, body: &ChangePassword) -> Result<(), Error> {
        self.empty(Call::post("/me/password").json(body)?).await
    }

    /// Where the person is signed in.
    pub async fn list_sessions(&self) -> Result<Sessions, Error> {
        self.json(Call::get("/me/sessions")).await
    }

    /// Ends one of the person's sessions.
    pub async fn delete_session(&self, id: SessionId) -> Result<(), Error> {
        self.empty(Call::delete(&format!("/me/sessions/{id}")))
            .await
    }

    /// Ends all of the person's sessions but this one.
    pub async fn delete_other_sessions(&self) -> Result<(), Error> {
        self.empty(Call::delete("/me/sessions")).await
    }

    /// What was half-written under this key; `None` when nothing is.
    pub async fn get_draft(&self, key: &str) -> Result<Option<Draft>, Error> {
        let found = self.json(Call::get(&draft(key))).await;
        match found {
            Err(error) if error.status() == Some(404) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Keeps something half-written.
    pub async fn put_draft(&self, key: &str, content: &PutDraft) -> Result<Draft, Error> {
        self.json(Call::put(&draft(key)).json(content)?).await
    }

    /// Forgets what was half-written, if there is anything.
    pub async fn delete_draft(&self, key: &str) -> Result<(), Error> {
        self.empty(Call::delete(&draft(key))).await
    }
}

fn draft(key: &str) -> String {
    format!("/me/drafts/{}", encoded(key))
}
