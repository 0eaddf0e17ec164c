use guichet_i18n::{format_file_size, t};
use guichet_ui::{FileDrop, FileRow, Row, derived, keyed, memo};
use leptos::prelude::*;

use super::model::{FILE_MAX_MB, FILES_MAX};
use super::uploads::{Status, Upload, Uploads};
use crate::language::use_language;

/// "Ajouter des pièces jointes": a place to drop files or to choose them, and what became of
/// them.
#[component]
pub fn AttachmentPicker(
    /// The form's files.
    uploads: Uploads,
) -> impl IntoView {
    let language = use_language();
    view! {
        <div class="attachments-field">
            <FileDrop
                label=t!(language, "files-add")
                hint=t!(language, "files-limits", count = FILES_MAX, max = FILE_MAX_MB)
                on_files=move |files| uploads.add(files)
            />
            <UploadRows uploads />
        </div>
    }
}

/// The files of a form, each with its progress, and a way to cancel or remove it.
#[component]
pub fn UploadRows(
    /// The form's files.
    uploads: Uploads,
) -> impl IntoView {
    let is_empty = derived(move || uploads.items.with(Vec::is_empty));
    let rows = keyed(move || {
        let row = |item: Upload| {
            Row::new(item.key.to_string(), move || {
                view! { <UploadRow uploads item /> }.into_any()
            })
        };
        uploads.items.get().into_iter().map(row).collect()
    });
    view! {
        <ul class="file-list" aria-label=t!(use_language(), "files-title") hidden=is_empty>
            {rows}
        </ul>
    }
}

#[component]
fn UploadRow(uploads: Uploads, item: Upload) -> impl IntoView {
    let language = use_language();
    let status = RwSignal::from(item.status.clone());
    let progress = derived(move || match status.get() {
        Status::Waiting => Some(0.0),
        Status::Sending(share) => Some(share),
        Status::Kept(_) | Status::Failed(..) => None,
    });
    let error = derived(move || match status.get() {
        Status::Failed(text, _) => Some(text),
        Status::Waiting | Status::Sending(_) | Status::Kept(_) => None,
    });
    let can_retry = memo(move || status.with(|s| matches!(s, Status::Failed(_, true))));
    let (retried, removed) = (item.clone(), item.clone());
    view! {
        <FileRow
            name=item.name.to_string()
            meta=format_file_size(language, item.size)
            progress
            error
            can_retry
            retry_label=t!(language, "shell-retry")
            on_retry=move |()| uploads.retry(&retried)
            on_remove=Callback::new(move |()| uploads.remove(&removed))
        />
    }
}
