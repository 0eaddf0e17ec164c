use leptos::html;
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList};

use crate::{ButtonSize, Icon, IconButton, IconName, Progress, use_ui};

fn files_of(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.item(index))
        .collect()
}

/// A place to drop files on, or to choose them by the native dialog.
#[component]
pub fn FileDrop(
    /// What it is for: "Ajouter des pièces jointes".
    #[prop(into)]
    label: String,
    /// Limits, and that files can be dropped.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Called with what was chosen or dropped.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let choose = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let files = files_of(input.files());
        // The same file again must be a change again.
        input.set_value("");
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = files_of(event.data_transfer().and_then(|transfer| transfer.files()));
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    view! {
        <label
            class="file-drop"
            class:file-drop--over=over
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <Icon name=IconName::Paperclip large=true />
            <span class="file-drop__label">{label}</span>
            {hint.map(|hint| view! { <span class="field__hint">{hint}</span> })}
            <input class="visually-hidden" type="file" multiple node_ref=input on:change=choose />
        </label>
    }
}

/// One file: on its way up, failed, or there.
#[component]
pub fn FileRow(
    /// The file's name.
    #[prop(into)]
    name: String,
    /// Its size and what else is worth saying.
    #[prop(into)]
    meta: String,
    /// Where it can be had.
    #[prop(optional, into)]
    href: Option<String>,
    /// From 0 to 1 while it is on its way.
    #[prop(optional, into)]
    progress: Signal<Option<f64>>,
    /// Why it failed.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Cancels the upload or removes the file.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let remove = format!("{} {name}", use_ui().texts.remove);
    let (bar_label, download) = (name.clone(), name.clone());
    view! {
        <li class="file-row">
            <Icon name=IconName::File />
            <div>
                {match href {
                    Some(href) => {
                        view! {
                            <a class="file-row__name" href=href download=download>
                                {name}
                            </a>
                        }
                            .into_any()
                    }
                    None => view! { <span class="file-row__name">{name}</span> }.into_any(),
                }}
                {move || {
                    progress
                        .with(Option::is_some)
                        .then(|| view! { <Progress label=bar_label.clone() value=progress /> })
                }}
                {move || match error.get() {
                    Some(error) => {
                        view! {
                            <p class="file-row__meta file-row__meta--error" role="alert">
                                {error}
                            </p>
                        }
                            .into_any()
                    }
                    None => view! { <p class="file-row__meta">{meta.clone()}</p> }.into_any(),
                }}
            </div>
            {on_remove
                .map(|on_press| {
                    view! {
                        <IconButton label=remove icon=IconName::Cross size=ButtonSize::Small on_press />
                    }
                })}
        </li>
    }
}
