//! The time zones that can be chosen.

use guichet_ui::ComboOption;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// The time zones that the browser knows, with `present` among them.
#[must_use]
pub fn zone_options(present: &str) -> Vec<ComboOption> {
    let mut names = known().unwrap_or_default();
    if !present.is_empty() && !names.iter().any(|name| name == present) {
        names.insert(0, present.to_owned());
    }
    let option = |name: String| ComboOption {
        label: name.replace('_', " "),
        value: name,
        detail: None,
    };
    names.into_iter().map(option).collect()
}

/// `Intl.supportedValuesOf("timeZone")`.
fn known() -> Option<Vec<String>> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let ask: Function = Reflect::get(&intl, &JsValue::from_str("supportedValuesOf"))
        .ok()?
        .dyn_into()
        .ok()?;
    let names: Array = ask
        .call1(&intl, &JsValue::from_str("timeZone"))
        .ok()?
        .dyn_into()
        .ok()?;
    Some(names.iter().filter_map(|name| name.as_string()).collect())
}
