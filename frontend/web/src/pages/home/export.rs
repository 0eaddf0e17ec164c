use std::rc::Rc;

use futures_util::future::{AbortHandle, abortable};
use guichet_client::Progress;
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::ExportFormat;
use guichet_i18n::{format_file_size, t};
use guichet_ui::{Button, IconName, dynamic, use_toaster};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::List;
use crate::download;
use crate::failure::Failure;
use crate::language::use_language;
use crate::session::use_session;

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
    let running = StoredValue::new(None::<AbortHandle>);
    on_cleanup(move || {
        if let Some(Some(handle)) = running.try_get_value() {
            handle.abort();
        }
    });
    let export = move |()| {
        let mut query = list.state.with_untracked(|state| state.to_query(me));
        // All rows, not the page.
        query.cursor = None;
        query.limit = None;
        query.format = Some(ExportFormat::Xlsx);
        busy.set(true);
        received.set(0);
        let (request, handle) = abortable(async move {
            let progress = Rc::new(move |progress: Progress| {
                received.try_set(progress.done);
            });
            session.client().export_tickets(&query, progress).await
        });
        running.set_value(Some(handle));
        spawn_local(async move {
            // Aborted: the page is gone.
            let Ok(answer) = request.await else { return };
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
