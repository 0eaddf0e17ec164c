//! Saving a file that was fetched with the session's access.

use guichet_client::Download;

/// Hands the file to the browser, which saves it as it saves any download.
#[cfg(target_arch = "wasm32")]
pub fn save(download: &Download, fallback_name: &str) {
    let name = download.file_name.as_deref().unwrap_or(fallback_name);
    save_content(&download.content, name);
}

/// Hands a text that the page has written itself to the browser, as a file of this name.
#[cfg(target_arch = "wasm32")]
pub fn save_text(text: &str, name: &str) {
    let parts = js_sys::Array::of1(&wasm_bindgen::JsValue::from_str(text));
    if let Ok(content) = web_sys::Blob::new_with_str_sequence(&parts) {
        save_content(&content, name);
    }
}

#[cfg(target_arch = "wasm32")]
fn save_content(content: &web_sys::Blob, name: &str) {
    use std::time::Duration;

    use leptos::prelude::{document, set_timeout};
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlAnchorElement, Url};

    let Ok(url) = Url::create_object_url_with_blob(content) else {
        return;
    };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser reads the file after the click; how long that takes it does not tell.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        Duration::from_mins(1),
    );
}

/// There is nothing to save to outside of a browser; pages are only compiled there for tests.
#[cfg(not(target_arch = "wasm32"))]
pub fn save(_download: &Download, _fallback_name: &str) {}

/// There is nothing to save to outside of a browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn save_text(_text: &str, _name: &str) {}
