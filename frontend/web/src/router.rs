//! The address bar: reads it, writes it, and makes links of the portal change the page without
//! loading it. The portal has few pages, all named by [`crate::route::Route`]: that and this file
//! take a fifth of the bytes of a router that matches patterns.

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::query::{parse_query, query_value};

/// Where the browser is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Address {
    path: String,
    /// With its question mark; empty without parameters.
    search: String,
}

impl Address {
    fn current() -> Self {
        let location = window().location();
        Self {
            path: location.pathname().unwrap_or_default(),
            search: location.search().unwrap_or_default(),
        }
    }
}

/// The browser's address, as signals and as something to change.
#[derive(Debug, Clone, Copy)]
pub struct Router {
    address: RwSignal<Address>,
}

/// Follows the address bar from now on. Call once, above everything.
pub fn provide() {
    let router = Router {
        address: RwSignal::new(Address::current()),
    };
    provide_context(router);
    let back = window_event_listener(leptos::ev::popstate, move |_| {
        router.address.set(Address::current());
    });
    let click = window_event_listener(leptos::ev::click, move |event| router.on_click(&event));
    on_cleanup(move || {
        back.remove();
        click.remove();
    });
}

/// The router of the portal; outside of it, one that stands still.
#[must_use]
pub fn use_router() -> Router {
    use_context().unwrap_or_else(|| Router {
        address: RwSignal::new(Address::default()),
    })
}

impl Router {
    /// The path, such as `/tickets/new`. Tracked.
    #[must_use]
    pub fn path(self) -> String {
        self.address.with(|address| address.path.clone())
    }

    /// Path and parameters, such as `/?q=vpn`. Tracked.
    #[must_use]
    pub fn address(self) -> String {
        self.address
            .with(|address| format!("{}{}", address.path, address.search))
    }

    /// The last value of a parameter. Tracked.
    #[must_use]
    pub fn query(self, name: &str) -> Option<String> {
        self.address
            .with(|address| query_value(&address.search, name))
    }

    /// All parameters, in their order. Tracked.
    #[must_use]
    pub fn queries(self) -> Vec<(String, String)> {
        self.address.with(|address| parse_query(&address.search))
    }

    /// Goes to another page; "back" returns.
    pub fn go(self, address: &str) {
        self.write(address, false);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// The same page with other parameters: "back" returns, and nothing scrolls.
    pub fn refine(self, address: &str) {
        self.write(address, false);
    }

    /// Goes elsewhere as if the present address had never been.
    pub fn replace(self, address: &str) {
        self.write(address, true);
    }

    fn write(self, address: &str, replace: bool) {
        let Ok(history) = window().history() else {
            return;
        };
        // Refused only for addresses of another site, which the portal does not make.
        let _ = if replace {
            history.replace_state_with_url(&JsValue::NULL, "", Some(address))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(address))
        };
        self.address.set(Address::current());
    }

    /// Follows a link of the portal, unless the browser is asked to do something else with it.
    fn on_click(self, event: &MouseEvent) {
        let has_modifier =
            event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
        if event.default_prevented() || event.button() != 0 || has_modifier {
            return;
        }
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
            return;
        };
        let is_own = window()
            .location()
            .origin()
            .is_ok_and(|origin| origin == link.origin());
        let is_plain = link.target().is_empty() && !link.has_attribute("download");
        let is_external = link.rel().split(' ').any(|word| word == "external");
        if is_own && is_plain && !is_external && link.hash().is_empty() {
            event.prevent_default();
            self.go(&(link.pathname() + &link.search()));
        }
    }
}
