use std::rc::Rc;

use guichet_client::Progress;
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::ExportFormat;
use guichet_i18n::{format_file_size, t};
use guichet_ui::{Button, IconName, dynamic, use_toaster};
use leptos::prelude::*;

use super::list::List;
use crate::download;
use crate::failure::Failure;
use crate::language::use_language;
use crate::session::use_session;
use crate::tasks::Tasks;

/// "Exporter": all rows that the filters show, as an Excel workbook.
#[component]
pub fn ExportButton(
    /// The list.
    list: List,
    /// The signed-in person.
    me: PersonId,
) -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let received = RwSignal::new(0_u64);
    let tasks = Tasks::new();
    let export = move |()| {
        let mut query = list.state.with_untracked(|state| state.to_query(me));
        // All rows, not the page.
        query.cursor = None;
        query.limit = None;
        query.format = Some(ExportFormat::Xlsx);
        busy.set(true);
        received.set(0);
        tasks.spawn(async move {
            let progress = Rc::new(move |progress: Progress| {
                received.try_set(progress.done);
            });
            let answer = session.client().export_tickets(&query, progress).await;
            busy.try_set(false);
            match answer {
                Ok(file) => {
                    download::save(&file, "tickets.xlsx");
                    toaster.success(t!(language, "home-export-done"));
                }
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
        });
    };
    let progress = dynamic(move || {
        let size = format_file_size(language, received.get());
        busy.get().then(|| {
            view! { <span class="toolbar__progress">{t!(language, "home-export-running", size = &size)}</span> }
        })
    });
    view! {
        {progress}
        <Button icon=IconName::Download busy on_press=export>
            {t!(language, "home-export")}
        </Button>
    }
}
