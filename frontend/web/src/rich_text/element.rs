//! The custom element `<rich-editor>` (frontend/editor), as Rust sees it.

use std::future::Future;
use std::rc::Rc;

use guichet_client::{Client, IdempotencyKey};
use guichet_common::AttachmentId;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, Element, File};

use super::images::Images;
use crate::files::browser;
use crate::tasks::Tasks;

const EVENTS: [&str; 3] = ["rich-input", "rich-files", "rich-submit"];
const IMAGE_PREFIX: &str = "/api/v1/attachments/";

/// Reaches a [`super::RichEditor`] from the component around it.
#[derive(Debug, Clone, Copy)]
pub struct EditorHandle {
    element: StoredValue<Option<Element>, LocalStorage>,
}

impl EditorHandle {
    /// For one editor.
    #[must_use]
    pub fn new() -> Self {
        Self {
            element: StoredValue::new_local(None),
        }
    }

    pub(super) fn set(self, element: Option<Element>) {
        self.element.try_set_value(element);
    }

    /// The text once all of its pictures have arrived; `None` while there is no editor, and the
    /// bound value is all there is.
    pub async fn settled(self) -> Option<String> {
        let element = self.element.try_get_value().flatten()?;
        let settled: Function = get(&element, "whenSettled")?.dyn_into().ok()?;
        let promise: Promise = settled.call0(&element).ok()?.dyn_into().ok()?;
        JsFuture::from(promise).await.ok()?;
        get(&element, "value")?.as_string()
    }
}

impl Default for EditorHandle {
    fn default() -> Self {
        Self::new()
    }
}

/// What the editor tells.
pub(super) struct Listeners {
    pub input: Callback<String>,
    pub files: Callback<Vec<File>>,
    pub submit: Callback<()>,
}

/// What the editor's pictures need.
#[derive(Clone)]
pub(super) struct Pictures {
    pub client: Client,
    pub images: Images,
    pub tasks: Tasks,
    /// Without it pictures are handed over like other files.
    pub may_upload: bool,
}

/// The element with what it calls: these must live as long as it may call them.
pub(super) struct Mounted {
    pub element: Element,
    listener: Closure<dyn FnMut(CustomEvent)>,
    _upload: Option<Closure<dyn FnMut(File) -> Promise>>,
    _resolve: Closure<dyn FnMut(String) -> Promise>,
}

impl Mounted {
    /// Makes the element inside `host`.
    pub fn new(
        host: &Element,
        attributes: &[(&str, String)],
        listeners: Listeners,
        pictures: &Pictures,
    ) -> Result<Self, JsValue> {
        let element = document().create_element("rich-editor")?;
        for (name, value) in attributes {
            element.set_attribute(name, value)?;
        }
        let resolve = resolve_image(pictures);
        set(&element, "resolveImage", resolve.as_ref());
        let upload = pictures.may_upload.then(|| upload_image(pictures.clone()));
        if let Some(upload) = &upload {
            set(&element, "uploadImage", upload.as_ref());
        }
        let listener = Closure::new(move |event: CustomEvent| listeners.hear(&event));
        for name in EVENTS {
            let listener = listener.as_ref().unchecked_ref();
            element.add_event_listener_with_callback(name, listener)?;
        }
        host.append_child(&element)?;
        Ok(Self {
            element,
            listener,
            _upload: upload,
            _resolve: resolve,
        })
    }

    /// Puts a text into the field, unless it is there already.
    pub fn set_value(&self, html: &str) {
        set(&self.element, "value", &html.into());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        for name in EVENTS {
            let listener = self.listener.as_ref().unchecked_ref();
            // Fails for nothing that was added.
            let _ = self
                .element
                .remove_event_listener_with_callback(name, listener);
        }
        set(&self.element, "uploadImage", &JsValue::NULL);
        set(&self.element, "resolveImage", &JsValue::NULL);
    }
}

impl Listeners {
    fn hear(&self, event: &CustomEvent) {
        match event.type_().as_str() {
            "rich-input" => {
                if let Some(html) = get(&event.detail(), "html").and_then(|html| html.as_string()) {
                    self.input.try_run(html);
                }
            }
            "rich-files" => {
                let files = get(&event.detail(), "files").map(|files| js_sys::Array::from(&files));
                let files = files.iter().flat_map(js_sys::Array::iter);
                self.files
                    .try_run(files.filter_map(|file| file.dyn_into().ok()).collect());
            }
            _ => {
                self.submit.try_run(());
            }
        }
    }
}

fn upload_image(pictures: Pictures) -> Closure<dyn FnMut(File) -> Promise> {
    Closure::new(move |file: File| {
        let client = pictures.client.clone();
        promise(pictures.tasks, async move {
            let key = IdempotencyKey::random().ok()?;
            let part = [browser::file_part(&file)];
            let uploaded = client
                .create_attachments(&part, &key, Rc::new(|_| {}))
                .await
                .ok()?;
            let image = Object::new();
            set(&image, "id", &uploaded.items.first()?.id.to_string().into());
            Some(image.into())
        })
    })
}

fn resolve_image(pictures: &Pictures) -> Closure<dyn FnMut(String) -> Promise> {
    let (images, tasks) = (pictures.images, pictures.tasks);
    Closure::new(move |src: String| {
        promise(tasks, async move {
            let id: AttachmentId = src.strip_prefix(IMAGE_PREFIX)?.parse().ok()?;
            Some(images.url(id).await?.into())
        })
    })
}

/// A promise of what the task finds; rejected when it finds nothing, never settled when the
/// component goes before.
fn promise(tasks: Tasks, task: impl Future<Output = Option<JsValue>> + 'static) -> Promise {
    let mut task = Some(task);
    Promise::new(&mut |resolve, reject| {
        let Some(task) = task.take() else { return };
        tasks.spawn(async move {
            let told = match task.await {
                Some(value) => resolve.call1(&JsValue::NULL, &value),
                None => reject.call0(&JsValue::NULL),
            };
            // The functions of a promise do not throw.
            drop(told);
        });
    })
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Fails only for objects that refuse properties; these do not.
    let _ = Reflect::set(object, &name.into(), value);
}
