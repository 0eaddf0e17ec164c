//! The editor's module and style sheet, fetched when a page first needs them.

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// Names the elements in the document's head.
const SCRIPT_ID: &str = "rich-editor-script";
const STYLE_ID: &str = "rich-editor-style";

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
    // Without its style sheet the editor still works, so only the script may fail.
    let _ = arrived(&style).await;
    arrived(&script).await.inspect_err(|_| script.remove())
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
    document
        .head()
        .ok_or(JsValue::NULL)?
        .append_child(&element)?;
    Ok(element)
}

async fn arrived(element: &Element) -> Result<(), JsValue> {
    if element.has_attribute("data-loaded") {
        return Ok(());
    }
    let waiting = Promise::new(&mut |resolve, reject| {
        // Listening cannot fail.
        let _ = element.add_event_listener_with_callback("load", &resolve);
        let _ = element.add_event_listener_with_callback("error", &reject);
    });
    JsFuture::from(waiting).await?;
    element.set_attribute("data-loaded", "")
}
