use guichet_i18n::t;
use guichet_ui::{Icon, IconName, dynamic, effect, next_id};
use leptos::html::Div;
use leptos::prelude::*;
use web_sys::File;

use super::element::{EditorHandle, Listeners, Mounted, Pictures};
use super::images::use_images;
use super::loader;
use super::plain::{html_to_text, text_to_html};
use crate::language::use_language;
use crate::session::use_client;
use crate::tasks::Tasks;

/// Where loading the editor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Module {
    Loading,
    Ready,
    /// The network failed: a field without tools stands in.
    Failed,
}

/// A rich-text field with its label and error, bound to `value` (HTML, empty when there is
/// nothing). The editor is loaded when the first one is shown.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "props are named where they are given"
)]
#[component]
pub fn RichEditor(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// The field's id, to which links and the focus lead.
    #[prop(optional, into)]
    id: Option<String>,
    /// The label is for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// Shown while the field is empty.
    #[prop(optional, into)]
    placeholder: String,
    /// Marks the label; the form checks it.
    #[prop(optional)]
    required: bool,
    /// Fewer tools, for short answers.
    #[prop(optional)]
    minimal: bool,
    /// Pictures are handed over like other files.
    #[prop(optional)]
    no_images: bool,
    /// What is wrong with the text.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Called with files that cannot stand in the text.
    #[prop(optional, into)]
    on_files: Option<Callback<Vec<File>>>,
    /// Called for Ctrl+Enter.
    #[prop(optional, into)]
    on_submit: Option<Callback<()>>,
    /// Reaches the editor, to wait for its pictures.
    #[prop(optional)]
    handle: EditorHandle,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| next_id("editor"));
    let error_id = format!("{id}-error");
    let tasks = Tasks::new();
    let module = RwSignal::new(Module::Loading);
    tasks.spawn(async move {
        let loaded = loader::load().await;
        module.try_set(if loaded.is_ok() {
            Module::Ready
        } else {
            Module::Failed
        });
    });
    let mut attributes = vec![
        ("id", id.clone()),
        ("label", label.clone()),
        ("lang", use_language().to_string()),
        ("placeholder", placeholder),
    ];
    attributes.extend(required.then(|| ("required", String::new())));
    attributes.extend(minimal.then(|| ("minimal", String::new())));
    let pictures = Pictures {
        client: use_client(),
        images: use_images(),
        tasks,
        may_upload: !no_images,
    };
    let listeners = move || Listeners {
        input: Callback::new(move |html| value.set(html)),
        files: Callback::new(move |files| {
            on_files.inspect(|on_files| on_files.run(files));
        }),
        submit: Callback::new(move |()| {
            on_submit.inspect(|on_submit| on_submit.run(()));
        }),
    };
    let host = NodeRef::<Div>::new();
    let mounted = StoredValue::new_local(None::<Mounted>);
    effect(move || {
        let Some(host) = host.get() else { return };
        let made = Mounted::new(&host, &attributes, listeners(), &pictures).ok();
        handle.set(made.as_ref().map(|made| made.element.clone()));
        mounted.try_set_value(made);
    });
    // Another editor may take its place under the same handle: it must not be asked for this text.
    on_cleanup(move || handle.set(None));
    follow(value, error, &error_id, host, mounted);
    let head = label_view(label.clone(), &id, hide_label, required);
    let field = dynamic(move || match module.get() {
        Module::Ready => view! { <div class="rich-field__host" node_ref=host></div> }.into_any(),
        Module::Loading => view! { <Waiting id=id.clone() /> }.into_any(),
        Module::Failed => view! { <Plain id=id.clone() label=label.clone() value /> }.into_any(),
    });
    view! {
        <div class="field rich-field">
            {head}
            {field}
            {error_view(error, error_id)}
        </div>
    }
}

/// Keeps the element at the value and the error of the form.
fn follow(
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    error_id: &str,
    host: NodeRef<Div>,
    mounted: StoredValue<Option<Mounted>, LocalStorage>,
) {
    effect(move || {
        host.track();
        let html = value.get();
        mounted.try_with_value(|mounted| {
            mounted.as_ref().inspect(|mounted| mounted.set_value(&html));
        });
    });
    let error_id = error_id.to_owned();
    effect(move || {
        host.track();
        let wrong = error.with(Option::is_some);
        mounted.try_with_value(|mounted| {
            let Some(mounted) = mounted else { return };
            // Setting these attributes cannot fail.
            let _ = if wrong {
                mounted.element.set_attribute("invalid", "")
            } else {
                mounted.element.remove_attribute("invalid")
            };
            let _ = if wrong {
                mounted.element.set_attribute("describedby", &error_id)
            } else {
                mounted.element.remove_attribute("describedby")
            };
        });
    });
}

/// The editor is no native control, so its label leads to it by script.
fn label_view(label: String, id: &str, hidden: bool, required: bool) -> AnyView {
    if hidden {
        return ().into_any();
    }
    let id = id.to_owned();
    view! {
        <span
            class="field__label"
            aria-hidden="true"
            on:click=move |_| guichet_ui::focus_id(&id)
        >
            {label}
            {required.then(|| view! { <span class="field__required">" *"</span> })}
        </span>
    }
    .into_any()
}

fn error_view(error: Signal<Option<String>>, id: String) -> impl IntoView {
    dynamic(move || {
        error.get().map(|text| {
            view! {
                <p class="field__error" id=id.clone()>
                    <Icon name=IconName::Alert />
                    <span>{text}</span>
                </p>
            }
        })
    })
}

/// Holds the editor's place while it is loaded.
#[component]
fn Waiting(id: String) -> impl IntoView {
    view! {
        <div class="rich-field__waiting" id=id tabindex="-1" aria-busy="true">
            {t!(use_language(), "editor-loading")}
        </div>
    }
}

/// The field without tools.
#[component]
fn Plain(id: String, label: String, value: RwSignal<String>) -> impl IntoView {
    let text = RwSignal::new(value.with_untracked(|html| html_to_text(html)));
    effect(move || {
        let html = value.get();
        if text.with_untracked(|text| text_to_html(text)) != html {
            text.set(html_to_text(&html));
        }
    });
    view! {
        <textarea
            class="input rich-field__plain"
            id=id
            aria-label=label
            rows="8"
            prop:value=text
            on:input=move |event| {
                text.set(event_target_value(&event));
                value.set(text_to_html(&event_target_value(&event)));
            }
        ></textarea>
    }
}
