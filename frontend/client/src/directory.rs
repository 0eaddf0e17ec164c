//! Accounts, contacts, agents, groups and configuration items.

use guichet_common::directory::{
    Account, Agent, AgentQuery, AssignmentGroup, AssignmentGroupDetail, ConfigurationItem,
    ConfigurationItemExportQuery, ConfigurationItemImportQuery, ConfigurationItemQuery, Contact,
    ContactExportQuery, ContactImportQuery, ContactQuery, CreateAccount, CreateAgent,
    CreateAssignmentGroup, CreateConfigurationItem, CreateContact, DeactivatedAgent,
    DirectoryQuery, ImportReport, UpdateAccount, UpdateAgent, UpdateAssignmentGroup,
    UpdateConfigurationItem, UpdateContact,
};
use guichet_common::{AccountId, ConfigurationItemId, GroupId, Page, PersonId};

use crate::call::{Call, IdempotencyKey};
use crate::client::Client;
use crate::error::Error;
use crate::json;
use crate::transport::{Download, FilePart, OnProgress};

macro_rules! resources {
    ($(
        $path:literal, $what:literal, $id:ty:
        $list:ident($query:ty) -> $item:ty,
        $get:ident -> $detail:ty,
        $create:ident($new:ty), $update:ident($change:ty),
        $deactivate:ident -> $gone:ty, $reactivate:ident;
    )+) => {
        impl Client {
            $(
                #[doc = concat!("One page of the ", $what, "s that the caller may see.")]
                pub async fn $list(&self, query: &$query) -> Result<Page<$item>, Error> {
                    self.page(Call::get($path).query(query)).await
                }

                #[doc = concat!("One ", $what, ".")]
                pub async fn $get(&self, id: $id) -> Result<$detail, Error> {
                    self.json(Call::get(&format!(concat!($path, "/{}"), id))).await
                }

                #[doc = concat!("Enters a new ", $what, ".")]
                pub async fn $create(
                    &self,
                    body: &$new,
                    key: &IdempotencyKey,
                ) -> Result<$detail, Error> {
                    self.json(Call::post($path).idempotent(key).json(body)?).await
                }

                #[doc = concat!("Changes fields; the ", $what, " as it is then.")]
                pub async fn $update(&self, id: $id, body: &$change) -> Result<$detail, Error> {
                    self.json(Call::patch(&format!(concat!($path, "/{}"), id)).json(body)?)
                        .await
                }

                #[doc = concat!("Deactivates the ", $what, ".")]
                pub async fn $deactivate(&self, id: $id) -> Result<$gone, Error> {
                    self.json(Call::post(&format!(concat!($path, "/{}/deactivate"), id)))
                        .await
                }

                #[doc = concat!("Takes the ", $what, " into use again.")]
                pub async fn $reactivate(&self, id: $id) -> Result<$detail, Error> {
                    self.json(Call::post(&format!(concat!($path, "/{}/reactivate"), id)))
                        .await
                }
            )+
        }
    };
}

resources! {
    "/accounts", "account", AccountId:
    list_accounts(DirectoryQuery) -> Account,
    get_account -> Account,
    create_account(CreateAccount), update_account(UpdateAccount),
    deactivate_account -> Account, reactivate_account;

    "/contacts", "contact", PersonId:
    list_contacts(ContactQuery) -> Contact,
    get_contact -> Contact,
    create_contact(CreateContact), update_contact(UpdateContact),
    deactivate_contact -> Contact, reactivate_contact;

    "/agents", "agent", PersonId:
    list_agents(AgentQuery) -> Agent,
    get_agent -> Agent,
    create_agent(CreateAgent), update_agent(UpdateAgent),
    deactivate_agent -> DeactivatedAgent, reactivate_agent;

    "/assignment-groups", "assignment group", GroupId:
    list_assignment_groups(DirectoryQuery) -> AssignmentGroup,
    get_assignment_group -> AssignmentGroupDetail,
    create_assignment_group(CreateAssignmentGroup),
    update_assignment_group(UpdateAssignmentGroup),
    deactivate_assignment_group -> AssignmentGroupDetail, reactivate_assignment_group;

    "/configuration-items", "configuration item", ConfigurationItemId:
    list_configuration_items(ConfigurationItemQuery) -> ConfigurationItem,
    get_configuration_item -> ConfigurationItem,
    create_configuration_item(CreateConfigurationItem),
    update_configuration_item(UpdateConfigurationItem),
    deactivate_configuration_item -> ConfigurationItem, reactivate_configuration_item;
}

impl Client {
    /// Takes the lock of a person away who typed too many wrong passwords.
    pub async fn unlock_person(&self, id: PersonId) -> Result<(), Error> {
        self.empty(Call::post(&format!("/people/{id}/unlock")))
            .await
    }

    /// All that is kept of the signed-in person, as a file.
    pub async fn export_me(&self, progress: OnProgress) -> Result<Download, Error> {
        self.fetch_file(export("/me/export"), progress).await
    }

    /// All that is kept of a person, as a file.
    pub async fn export_person(
        &self,
        id: PersonId,
        progress: OnProgress,
    ) -> Result<Download, Error> {
        self.fetch_file(export(&format!("/people/{id}/export")), progress)
            .await
    }

    /// Removes a person's name and address wherever they are kept, for good.
    pub async fn anonymise_person(&self, id: PersonId) -> Result<(), Error> {
        self.empty(Call::post(&format!("/people/{id}/anonymise")))
            .await
    }

    /// The contacts that the filters match, as a file.
    pub async fn export_contacts(
        &self,
        query: &ContactExportQuery,
        progress: OnProgress,
    ) -> Result<Download, Error> {
        self.fetch_file(export("/contacts/export").query(query), progress)
            .await
    }

    /// The configuration items that the filters match, as a file.
    pub async fn export_configuration_items(
        &self,
        query: &ConfigurationItemExportQuery,
        progress: OnProgress,
    ) -> Result<Download, Error> {
        self.fetch_file(export("/configuration-items/export").query(query), progress)
            .await
    }

    /// Reads contacts from a file; unless `dry_run` is `false`, only tells what would become of it.
    pub async fn import_contacts(
        &self,
        file: FilePart,
        query: &ContactImportQuery,
        progress: OnProgress,
    ) -> Result<ImportReport, Error> {
        self.import(Call::post("/contacts/import").query(query), file, progress)
            .await
    }

    /// Reads configuration items from a file, likewise.
    pub async fn import_configuration_items(
        &self,
        file: FilePart,
        query: &ConfigurationItemImportQuery,
        progress: OnProgress,
    ) -> Result<ImportReport, Error> {
        let call = Call::post("/configuration-items/import").query(query);
        self.import(call, file, progress).await
    }

    async fn import(
        &self,
        call: Call,
        file: FilePart,
        progress: OnProgress,
    ) -> Result<ImportReport, Error> {
        let files = [file];
        let response = self
            .attempt(call, |transport, request| {
                let (progress, files) = (progress.clone(), &files);
                Box::pin(
                    async move { Ok(transport.upload(request, files, progress).await?.granted()) },
                )
            })
            .await?;
        json::read(&response.body)
    }
}

fn export(path: &str) -> Call {
    Call::get(path).header("accept", "*/*")
}
