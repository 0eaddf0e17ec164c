use std::rc::Rc;

use guichet_client::{Client, Download};
use guichet_common::directory::{ConfigurationItemExportQuery, ContactExportQuery, DirectoryQuery};
use guichet_common::vocabulary::ExportFormat;
use guichet_i18n::t;
use guichet_ui::{Button, ButtonLink, IconName, use_toaster};
use leptos::prelude::*;

use super::list::List;
use super::sources::Answer;
use crate::download;
use crate::failure::Failure;
use crate::language::use_language;
use crate::route::{Place, Resource, Route};
use crate::session::use_client;
use crate::tasks::Tasks;

/// "Importer" and "Exporter", for lists that can be read from a file and written to one.
#[component]
pub fn Files(
    /// The list, whose filters say what is written.
    list: List,
) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let busy = RwSignal::new(false);
    let resource = list.source.resource;
    let import = Route::Directory(resource, Place::Import).path();
    let export = move |()| {
        busy.set(true);
        let query = list.state.with_untracked(super::model::ListState::to_query);
        let answer = export(resource, client.clone(), query);
        tasks.spawn(async move {
            let answer = answer.await;
            busy.try_set(false);
            match answer {
                Ok(file) => {
                    download::save(&file, "export.xlsx");
                    toaster.success(t!(language, "home-export-done"));
                }
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
        });
    };
    view! {
        <ButtonLink href=import icon=IconName::Upload>
            {t!(language, "admin-import")}
        </ButtonLink>
        <Button icon=IconName::Download busy on_press=export>
            {t!(language, "home-export")}
        </Button>
    }
}

/// All rows that the filters show, as an Excel workbook.
fn export(resource: Resource, client: Client, query: DirectoryQuery) -> Answer<Download> {
    let format = Some(ExportFormat::Xlsx);
    if resource == Resource::ConfigurationItems {
        let query = ConfigurationItemExportQuery {
            q: query.q,
            account_id: query.account_id,
            kind: None,
            active: query.active,
            format,
        };
        return Box::pin(async move {
            client
                .export_configuration_items(&query, Rc::new(|_| {}))
                .await
        });
    }
    let query = ContactExportQuery {
        q: query.q,
        account_id: query.account_id,
        role: None,
        active: query.active,
        format,
    };
    Box::pin(async move { client.export_contacts(&query, Rc::new(|_| {})).await })
}
