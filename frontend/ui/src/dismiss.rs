//! Closing what is open by a click elsewhere, by Escape, or by walking out with the Tab key.

use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent, Node};

/// A trigger and the panel that it opens, inside one root element.
#[derive(Clone, Copy)]
pub(crate) struct Dismissable {
    pub open: RwSignal<bool>,
    pub root: NodeRef<Div>,
    pub trigger: NodeRef<Button>,
}

impl Dismissable {
    /// Closed at first; listens for clicks elsewhere until the component is gone.
    pub fn new() -> Self {
        let this = Self {
            open: RwSignal::new(false),
            root: NodeRef::new(),
            trigger: NodeRef::new(),
        };
        let listener = window_event_listener(leptos::ev::pointerdown, move |event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Node>().ok());
            this.close_if_outside(target.as_ref());
        });
        on_cleanup(move || listener.remove());
        this
    }

    fn close_if_outside(self, target: Option<&Node>) {
        if !self.open.try_get_untracked().unwrap_or_default() {
            return;
        }
        let inside = self
            .root
            .try_get_untracked()
            .flatten()
            .is_some_and(|root| root.contains(target));
        if !inside {
            self.open.try_set(false);
        }
    }

    /// For `focusout` of the root. A null target is the window losing the focus: stay open.
    pub fn on_focus_out(self, event: &FocusEvent) {
        if let Some(target) = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok())
        {
            self.close_if_outside(Some(&target));
        }
    }

    /// Handles Escape for `keydown` of the root: closes and gives the focus back to the trigger.
    pub fn on_escape(self, event: &KeyboardEvent) {
        if event.key() == "Escape" && self.open.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
            self.close();
        }
    }

    /// Closes and gives the focus back to the trigger.
    pub fn close(self) {
        self.open.set(false);
        if let Some(trigger) = self.trigger.get_untracked() {
            let _ = trigger.focus();
        }
    }
}
