//! One tab at a time: the Web Locks API, which web-sys has not yet as stable.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::window;

/// Holds the lock until dropped.
#[derive(Debug)]
pub(super) struct Held {
    release: Function,
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// A promise and what resolves it.
fn deferred() -> Option<(Promise, Function)> {
    // Not `Function::default()`: that evaluates a string, which the CSP forbids.
    let resolver = Rc::new(RefCell::new(None));
    let slot = Rc::clone(&resolver);
    let promise = Promise::new(&mut |resolve, _reject| {
        slot.replace(Some(resolve));
    });
    let resolve = resolver.take()?;
    Some((promise, resolve))
}

/// Waits for the lock. `None` where there are no Web Locks (plain http on a name other than
/// localhost): there the server's grace for a cookie used twice must do.
pub(super) async fn acquire(name: &str) -> Option<Held> {
    let navigator = window().ok()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    if locks.is_undefined() {
        return None;
    }
    let request: Function = Reflect::get(&locks, &JsValue::from_str("request"))
        .ok()?
        .dyn_into()
        .ok()?;
    let (granted, grant) = deferred()?;
    let (released, release) = deferred()?;
    // Made before the lock is granted: when the waiter is dropped meanwhile, the lock is given
    // back the moment it comes.
    let held = Held { release };
    let callback = Closure::once_into_js(move || {
        let _ = grant.call0(&JsValue::UNDEFINED);
        released
    });
    request
        .call2(&locks, &JsValue::from_str(name), &callback)
        .ok()?;
    JsFuture::from(granted).await.ok()?;
    Some(held)
}
