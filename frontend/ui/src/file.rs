use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, File, FileList, Node};

use crate::{ButtonSize, Icon, IconButton, IconName, Progress, dynamic, memo, use_ui};

fn files_of(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.item(index))
        .collect()
}

fn chosen(input: NodeRef<html::Input>) -> Vec<File> {
    let Some(input) = input.get_untracked() else {
        return Vec::new();
    };
    let files = files_of(input.files());
    // The same file again must be a change again.
    input.set_value("");
    files
}

/// A button that opens the native dialog to choose files.
#[component]
pub fn FileButton(
    /// What it says.
    #[prop(into)]
    label: String,
    /// Called with what was chosen.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    view! {
        <label class="button button--ghost file-button">
            <Icon name=IconName::Paperclip />
            <span>{label}</span>
            <input
                class="visually-hidden"
                type="file"
                multiple
                node_ref=input
                on:change=move |_| {
                    let files = chosen(input);
                    if !files.is_empty() {
                        on_files.run(files);
                    }
                }
            />
        </label>
    }
}

/// Takes files that are dropped or pasted anywhere on what it contains, unless something inside
/// has taken them already.
#[component]
pub fn DropZone(
    /// "Déposez vos fichiers ici", shown while files are held over it.
    #[prop(into)]
    label: String,
    /// Called with the files.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
    /// What it contains.
    children: Children,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let has_files = |event: &DragEvent| {
        event
            .data_transfer()
            .is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
    };
    let root = NodeRef::<html::Div>::new();
    let take = move |list: Option<FileList>| {
        let files = files_of(list);
        let any = !files.is_empty();
        if any {
            on_files.run(files);
        }
        any
    };
    view! {
        <div
            class="drop-zone"
            class:drop-zone--over=over
            data-label=label
            node_ref=root
            on:dragover=move |event: DragEvent| {
                if has_files(&event) {
                    event.prevent_default();
                    over.set(true);
                }
            }
            on:dragleave=move |event: DragEvent| {
                let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
                let inside = root.get_untracked().is_some_and(|root| root.contains(to.as_ref()));
                over.set(to.is_some() && inside);
            }
            on:drop=move |event: DragEvent| {
                over.set(false);
                if !event.default_prevented() && has_files(&event) {
                    event.prevent_default();
                    take(event.data_transfer().and_then(|transfer| transfer.files()));
                }
            }
            on:paste=move |event: ClipboardEvent| {
                if !event.default_prevented()
                    && take(event.clipboard_data().and_then(|data| data.files()))
                {
                    event.prevent_default();
                }
            }
        >
            {children()}
        </div>
    }
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
    /// One file at a time.
    #[prop(optional)]
    single: bool,
    /// Called with what was chosen or dropped.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let choose = move |_| {
        let files = chosen(input);
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
            <input
                class="visually-hidden"
                type="file"
                multiple=!single
                node_ref=input
                on:change=choose
            />
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
    /// It failed, and sending it again may help.
    #[prop(optional, into)]
    can_retry: Signal<bool>,
    /// "Réessayer".
    #[prop(optional, into)]
    retry_label: String,
    /// Sends it again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// Cancels the upload or removes the file.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let retry = retry_label + " " + &name;
    let remove = format!("{} {name}", use_ui().texts.remove);
    let (bar_label, download) = (name.clone(), name.clone());
    let on_its_way = memo(move || progress.with(Option::is_some));
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
                {dynamic(move || {
                    on_its_way
                        .get()
                        .then(|| view! { <Progress label=bar_label.clone() value=progress /> })
                })}
                {dynamic(move || match error.get() {
                    Some(error) => {
                        view! {
                            <p class="file-row__meta file-row__meta--error" role="alert">
                                {error}
                            </p>
                        }
                            .into_any()
                    }
                    None => view! { <p class="file-row__meta">{meta.clone()}</p> }.into_any(),
                })}
            </div>
            {dynamic(move || {
                on_retry
                    .filter(|_| can_retry.get())
                    .map(|on_press| {
                        view! {
                            <IconButton
                                label=retry.clone()
                                icon=IconName::Refresh
                                size=ButtonSize::Small
                                on_press
                            />
                        }
                    })
            })}
            {on_remove
                .map(|on_press| {
                    view! {
                        <IconButton label=remove icon=IconName::Cross size=ButtonSize::Small on_press />
                    }
                })}
        </li>
    }
}
