//! What admins set up and look into: programs, identity providers, settings, the audit trail.

use guichet_common::api_tokens::{ApiTokenQuery, OwnedApiToken};
use guichet_common::audit::{AuditEntry, AuditQuery};
use guichet_common::calendar::HolidayRegion;
use guichet_common::identity_providers::{
    CreateIdentityProvider, IdentityProviderDetail, IdentityProviderDetails, IdentityProviderTest,
    UpdateIdentityProvider,
};
use guichet_common::oauth_clients::{
    CreateOauthClient, NewOauthClient, OauthClient, OauthClientQuery, PutOauthClient,
};
use guichet_common::settings::calendars::{
    Calendar, CalendarDetail, CalendarQuery, Calendars, PutCalendar,
};
use guichet_common::settings::machines::{MachineSettings, PutMachineSettings};
use guichet_common::settings::retention::{PutRetentionSettings, RetentionSettings};
use guichet_common::settings::security::{PutSecuritySettings, SecuritySettings};
use guichet_common::settings::timers::{
    AccountTimers, PutAccountTimers, PutTimerSettings, TimerSettings,
};
use guichet_common::{AccountId, ApiTokenId, IdentityProviderId, OauthClientId, Page, PersonId};
use serde::Serialize;

use crate::call::{Call, IdempotencyKey};
use crate::client::Client;
use crate::error::Error;

/// The body of a request that says nothing more than its address.
#[derive(Serialize)]
struct Nothing {}

macro_rules! settings {
    ($($path:literal: $get:ident -> $settings:ty, $put:ident($body:ty);)+) => {
        impl Client {
            $(
                #[doc = concat!("The settings at `", $path, "`.")]
                pub async fn $get(&self) -> Result<$settings, Error> {
                    self.json(Call::get($path)).await
                }

                #[doc = concat!("Replaces the settings at `", $path, "`.")]
                pub async fn $put(&self, body: &$body) -> Result<$settings, Error> {
                    self.json(Call::put($path).json(body)?).await
                }
            )+
        }
    };
}

settings! {
    "/settings/security":
    get_security_settings -> SecuritySettings, put_security_settings(PutSecuritySettings);

    "/settings/retention":
    get_retention_settings -> RetentionSettings, put_retention_settings(PutRetentionSettings);

    "/settings/machines":
    get_machine_settings -> MachineSettings, put_machine_settings(PutMachineSettings);

    "/settings/timers":
    get_timer_settings -> TimerSettings, put_timer_settings(PutTimerSettings);
}

impl Client {
    /// One page of the audit trail, the newest first.
    pub async fn list_audit_entries(&self, query: &AuditQuery) -> Result<Page<AuditEntry>, Error> {
        self.page(Call::get("/audit").query(query)).await
    }

    /// One page of the API tokens of all people.
    pub async fn list_all_api_tokens(
        &self,
        query: &ApiTokenQuery,
    ) -> Result<Page<OwnedApiToken>, Error> {
        self.page(Call::get("/api-tokens").query(query)).await
    }

    /// Revokes a token, whosever it is.
    pub async fn revoke_api_token(&self, id: ApiTokenId) -> Result<(), Error> {
        self.empty(Call::delete(&format!("/api-tokens/{id}"))).await
    }

    /// One page of the OAuth clients, the newest first.
    pub async fn list_oauth_clients(
        &self,
        query: &OauthClientQuery,
    ) -> Result<Page<OauthClient>, Error> {
        self.page(Call::get("/oauth-clients").query(query)).await
    }

    /// One OAuth client.
    pub async fn get_oauth_client(&self, id: OauthClientId) -> Result<OauthClient, Error> {
        self.json(Call::get(&oauth_client(id, ""))).await
    }

    /// Enters an OAuth client; its secret is in this answer alone.
    pub async fn create_oauth_client(
        &self,
        body: &CreateOauthClient,
    ) -> Result<NewOauthClient, Error> {
        self.json(Call::post("/oauth-clients").json(body)?).await
    }

    /// Changes an OAuth client.
    pub async fn put_oauth_client(
        &self,
        id: OauthClientId,
        body: &PutOauthClient,
    ) -> Result<OauthClient, Error> {
        self.json(Call::put(&oauth_client(id, "")).json(body)?)
            .await
    }

    /// Removes an OAuth client; its access ends at once.
    pub async fn delete_oauth_client(&self, id: OauthClientId) -> Result<(), Error> {
        self.empty(Call::delete(&oauth_client(id, ""))).await
    }

    /// Gives an OAuth client a new secret; the old one ends at once.
    pub async fn rotate_oauth_client_secret(
        &self,
        id: OauthClientId,
    ) -> Result<NewOauthClient, Error> {
        let call = Call::post(&oauth_client(id, "/rotate-secret")).json(&Nothing {})?;
        self.json(call).await
    }

    /// The identity providers, by name.
    pub async fn list_identity_provider_details(&self) -> Result<IdentityProviderDetails, Error> {
        self.json(Call::get("/identity-providers")).await
    }

    /// One identity provider.
    pub async fn get_identity_provider(
        &self,
        id: IdentityProviderId,
    ) -> Result<IdentityProviderDetail, Error> {
        self.json(Call::get(&provider(id, ""))).await
    }

    /// Enters an identity provider.
    pub async fn create_identity_provider(
        &self,
        body: &CreateIdentityProvider,
        key: &IdempotencyKey,
    ) -> Result<IdentityProviderDetail, Error> {
        let call = Call::post("/identity-providers").idempotent(key);
        self.json(call.json(body)?).await
    }

    /// Changes an identity provider.
    pub async fn update_identity_provider(
        &self,
        id: IdentityProviderId,
        body: &UpdateIdentityProvider,
    ) -> Result<IdentityProviderDetail, Error> {
        self.json(Call::patch(&provider(id, "")).json(body)?).await
    }

    /// Removes an identity provider, and the links of people to their identities there.
    pub async fn delete_identity_provider(&self, id: IdentityProviderId) -> Result<(), Error> {
        self.empty(Call::delete(&provider(id, ""))).await
    }

    /// Asks an identity provider what it is, and tells what is in the way.
    pub async fn test_identity_provider(
        &self,
        id: IdentityProviderId,
    ) -> Result<IdentityProviderTest, Error> {
        let call = Call::post(&provider(id, "/test")).json(&Nothing {})?;
        self.json(call).await
    }

    /// Every business calendar.
    pub async fn list_calendars(&self) -> Result<Calendars, Error> {
        self.json(Call::get("/calendars")).await
    }

    /// A business calendar, with the public holidays of a year.
    pub async fn get_calendar(
        &self,
        key: HolidayRegion,
        query: &CalendarQuery,
    ) -> Result<CalendarDetail, Error> {
        self.json(Call::get(&format!("/calendars/{key}")).query(query))
            .await
    }

    /// Replaces a calendar's week and exceptions.
    pub async fn put_calendar(
        &self,
        key: HolidayRegion,
        body: &PutCalendar,
    ) -> Result<Calendar, Error> {
        self.json(Call::put(&format!("/calendars/{key}")).json(body)?)
            .await
    }

    /// By which calendar and by which timers an account's tickets wait.
    pub async fn get_account_timers(&self, id: AccountId) -> Result<AccountTimers, Error> {
        self.json(Call::get(&format!("/accounts/{id}/timers")))
            .await
    }

    /// Replaces the timers of an account.
    pub async fn put_account_timers(
        &self,
        id: AccountId,
        body: &PutAccountTimers,
    ) -> Result<AccountTimers, Error> {
        self.json(Call::put(&format!("/accounts/{id}/timers")).json(body)?)
            .await
    }

    /// Sends a contact the mail with the link that sets the first password.
    pub async fn invite_contact(&self, id: PersonId) -> Result<(), Error> {
        self.empty(Call::post(&format!("/contacts/{id}/invite")))
            .await
    }

    /// Sends an agent the mail with the link that sets the first password.
    pub async fn invite_agent(&self, id: PersonId) -> Result<(), Error> {
        self.empty(Call::post(&format!("/agents/{id}/invite")))
            .await
    }

    /// Removes the links of a person to their identities at providers.
    pub async fn delete_identities(&self, id: PersonId) -> Result<(), Error> {
        self.empty(Call::delete(&format!("/people/{id}/identities")))
            .await
    }

    /// Ends all sessions of a person.
    pub async fn delete_person_sessions(&self, id: PersonId) -> Result<(), Error> {
        self.empty(Call::delete(&format!("/people/{id}/sessions")))
            .await
    }

    /// Takes a person's second factor away, who has lost it.
    pub async fn delete_second_factor(&self, id: PersonId) -> Result<(), Error> {
        self.empty(Call::delete(&format!("/people/{id}/second-factor")))
            .await
    }
}

fn oauth_client(id: OauthClientId, under: &str) -> String {
    format!("/oauth-clients/{id}{under}")
}

fn provider(id: IdentityProviderId, under: &str) -> String {
    format!("/identity-providers/{id}{under}")
}
