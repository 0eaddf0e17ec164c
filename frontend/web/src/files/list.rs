use std::rc::Rc;

use guichet_common::attachments::Attachment;
use guichet_i18n::{format_file_size, t};
use guichet_ui::{Icon, IconName, RelativeTime, Spinner, dynamic, use_toaster};
use leptos::prelude::*;

use super::model::{file_kind, is_picture};
use crate::download;
use crate::failure::Failure;
use crate::language::use_language;
use crate::rich_text::use_images;
use crate::session::use_client;
use crate::tasks::Tasks;
use crate::words::millis;

/// Pictures up to this many bytes are shown small beside their name: there are no smaller
/// versions to fetch.
const PREVIEW_MAX: u64 = 3 * 1024 * 1024;

/// Files of a message, in a row.
#[component]
pub fn SavedFiles(
    /// The files.
    files: Vec<Attachment>,
) -> impl IntoView {
    view! {
        <ul class="saved-files">
            {files
                .into_iter()
                .map(|file| view! { <li><SavedFile file detailed=false /></li> })
                .collect_view()}
        </ul>
    }
}

/// All files of a ticket, with who added them and when.
#[component]
pub fn AttachmentList(
    /// The files.
    files: Vec<Attachment>,
) -> impl IntoView {
    view! {
        <ul class="saved-files saved-files--detailed">
            {files
                .into_iter()
                .map(|file| view! { <li><SavedFile file detailed=true /></li> })
                .collect_view()}
        </ul>
    }
}

/// One file. A press fetches it with the session's access and hands it to the browser to save.
#[component]
fn SavedFile(file: Attachment, detailed: bool) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let tasks = Tasks::new();
    let toaster = use_toaster();
    let busy = RwSignal::new(false);
    let (id, name) = (file.id, StoredValue::new(file.file_name.clone()));
    let fetch = move |_| {
        let (Some(client), Some(name)) = (client.try_get_value(), name.try_get_value()) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        tasks.spawn(async move {
            let answer = client.get_attachment(id, Rc::new(|_| {})).await;
            busy.try_set(false);
            match answer {
                Ok(found) => download::save(&found, &name),
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
        });
    };
    let size = format_file_size(language, file.size);
    let detail = match file_kind(&file.file_name) {
        Some(kind) => format!("{kind} · {size}"),
        None => size,
    };
    let title = t!(language, "files-download", name = &file.file_name);
    let origin = detailed.then(|| {
        view! {
            <span class="saved-file__origin">
                {file.uploaded_by.name.clone()} " · " <RelativeTime at=millis(file.created_at) />
            </span>
        }
    });
    view! {
        <button type="button" class="saved-file" title=title on:click=fetch>
            <Preview file=file.clone() />
            <span class="saved-file__text">
                <span class="saved-file__name">{file.file_name}</span>
                <span class="saved-file__detail">{detail}</span>
                {origin}
            </span>
            {dynamic(move || {
                if busy.get() {
                    view! { <Spinner label=t!(language, "ui-busy") /> }.into_any()
                } else {
                    view! { <Icon name=IconName::Download /> }.into_any()
                }
            })}
        </button>
    }
}

/// A small picture of a picture, an icon of anything else.
#[component]
fn Preview(file: Attachment) -> impl IntoView {
    let picture = is_picture(&file.content_type);
    let icon = if picture {
        IconName::Image
    } else {
        IconName::File
    };
    let url = RwSignal::new(None::<String>);
    if picture && file.size <= PREVIEW_MAX {
        let images = use_images();
        Tasks::new().spawn(async move {
            url.try_set(images.url(file.id).await);
        });
    }
    view! {
        <span class="saved-file__preview">
            {dynamic(move || match url.get() {
                Some(url) => view! { <img src=url alt="" /> }.into_any(),
                None => view! { <Icon name=icon /> }.into_any(),
            })}
        </span>
    }
}
