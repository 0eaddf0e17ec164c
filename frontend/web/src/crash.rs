//! What people see when the application has a bug that stops it.

use std::panic;

use wasm_bindgen::JsValue;

/// After a panic nothing of the application can be trusted: it is covered by the overlay of
/// `index.html`, whose link loads the page again. Drafts are in the browser's storage by then.
pub fn install_hook() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        // Nothing better can be done about a failure in here.
        let _ = show_overlay();
    }));
}

fn show_overlay() -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let location = window.location();
    let here = location.pathname().ok()? + &location.search().unwrap_or_default();
    let reload = document.get_element_by_id("crash-reload")?;
    reload.set_attribute("href", &here).ok()?;
    document
        .get_element_by_id("crash")?
        .remove_attribute("hidden")
        .ok()?;
    if let Ok(focus) = js_sys::Reflect::get(&reload, &JsValue::from_str("focus")) {
        js_sys::Function::from(focus).call0(&reload).ok()?;
    }
    Some(())
}
