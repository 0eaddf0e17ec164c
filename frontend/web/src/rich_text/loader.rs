//! The editor's module and style sheet, fetched when a page first needs them.

use std::future::Future;

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// Names the elements in the document's head.
const SCRIPT_ID: &str = "rich-editor-script";
const STYLE_ID: &str = "rich-editor-style";
/// Marks an element whose file is there.
const LOADED: &str = "data-loaded";

/// Loads the editor, or waits for it if it is on its way already.
pub async fn load() -> Result<(), JsValue> {
    let style = resource(STYLE_ID, "link", "guichet-editor-css", |link, url| {
        link.set_attribute("rel", "stylesheet")?;
        link.set_attribute("href", url)
    })?;
    let script = resource(SCRIPT_ID, "script", "guichet-editor", |script, url| {
        script.set_attribute("type", "module")?;
        script.set_attribute("src", url)
    })?;
    let (style, script) = (arrival(&style), arrival(&script));
    // Without its style sheet the editor still works, so only the script may fail.
    let _ = style.await;
    script.await
}

/// The element that loads a file of the editor; made when it is not there.
fn resource(
    id: &str,
    tag: &str,
    meta: &str,
    set: impl FnOnce(&Element, &str) -> Result<(), JsValue>,
) -> Result<Element, JsValue> {
    let document = document();
    if let Some(element) = document.get_element_by_id(id) {
        return Ok(element);
    }
    let url = document
        .query_selector(&format!("meta[name={meta}]"))?
        .and_then(|meta| meta.get_attribute("content"))
        .ok_or(JsValue::NULL)?;
    let element = document.create_element(tag)?;
    element.set_id(id);
    set(&element, &url)?;
    note_arrival(&element)?;
    document
        .head()
        .ok_or(JsValue::NULL)?
        .append_child(&element)?;
    Ok(element)
}

/// Marks the element as soon as its file is there, and takes it away when that cannot be had:
/// whoever comes later sees the one, or tries again after the other.
fn note_arrival(element: &Element) -> Result<(), JsValue> {
    let (loaded, failed) = (element.clone(), element.clone());
    let on_load = Closure::once_into_js(move || loaded.set_attribute(LOADED, ""));
    let on_error = Closure::once_into_js(move || failed.remove());
    element.add_event_listener_with_callback("load", on_load.unchecked_ref())?;
    element.add_event_listener_with_callback("error", on_error.unchecked_ref())
}

/// Listens from now on, not from when it is awaited: one file may be there before the other.
fn arrival(element: &Element) -> impl Future<Output = Result<(), JsValue>> + use<> {
    let promise = if element.has_attribute(LOADED) {
        Promise::resolve(&JsValue::UNDEFINED)
    } else {
        Promise::new(&mut |resolve, reject| {
            // Listening cannot fail.
            let _ = element.add_event_listener_with_callback("load", &resolve);
            let _ = element.add_event_listener_with_callback("error", &reject);
        })
    };
    let waiting = JsFuture::from(promise);
    async move { waiting.await.map(drop) }
}
