//! The few things that need the document itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// An element id that no other call returns.
#[must_use]
pub fn next_id(prefix: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Focuses the element of that id, once the present changes are in the document.
pub fn focus_id(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            focus(&element);
        }
    });
}

/// After a navigation: focuses the page's heading, once the page is in the document, so that
/// keyboards and screen readers begin where the new content begins.
pub fn focus_heading() {
    request_animation_frame(|| {
        // A page that is still loading has no heading yet; then its place is the best there is.
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(target) = heading.or_else(|| document().get_element_by_id("main")) {
            // A heading is no control: it takes the focus only when told so.
            let _ = target.set_attribute("tabindex", "-1");
            focus(&target);
        }
    });
}

/// Scrolls the element of that id into view, once the present changes are in the document.
pub fn scroll_to_id(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            element.scroll_into_view();
        }
    });
}

/// What is marked as wrong: controls, and what is said of several controls together.
const WRONG: &str = "main :is([aria-invalid=true], [data-wrong]), \
                     dialog[open] :is([aria-invalid=true], [data-wrong])";

/// After a refused form: focuses the first control that is marked as wrong.
pub fn focus_first_invalid() {
    request_animation_frame(|| {
        if let Ok(Some(element)) = document().query_selector(WRONG) {
            focus(&element);
        }
    });
}

pub(crate) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Fails only for an element that has just left the document.
        let _ = element.focus();
    }
}

/// The descendants of `root` that match, in document order.
pub(crate) fn descendants(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into::<HtmlElement>().ok())
        .collect()
}

/// Where the focus is among `elements`.
pub(crate) fn focused_index(elements: &[HtmlElement]) -> Option<usize> {
    let active = document().active_element()?;
    elements.iter().position(|element| **element == active)
}

/// Moves the focus among `elements` by an arrow, Home or End key; round the ends.
/// Returns whether the key was one of these.
pub(crate) fn rove(elements: &[HtmlElement], key: &str, back: &str, forth: &str) -> bool {
    if elements.is_empty() {
        return false;
    }
    let last = elements.len() - 1;
    let here = focused_index(elements);
    let target = match key {
        "Home" => 0,
        "End" => last,
        _ if key == forth => here.map_or(0, |index| if index == last { 0 } else { index + 1 }),
        _ if key == back => here.map_or(last, |index| index.checked_sub(1).unwrap_or(last)),
        _ => return false,
    };
    if let Some(element) = elements.get(target) {
        let _ = element.focus();
    }
    true
}
