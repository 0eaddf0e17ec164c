use leptos::prelude::*;

use crate::derived;

/// How far something is. The native element: no inline style is needed for its width.
#[component]
pub fn Progress(
    /// What is going on.
    #[prop(into)]
    label: String,
    /// From 0 to 1; `None` while the end is not known.
    #[prop(into)]
    value: Signal<Option<f64>>,
) -> impl IntoView {
    // Whole numbers: writing fractions would bring eleven kilobytes of code for that alone.
    let value = derived(move || value.get().map(percent));
    view! {
        <progress class="progress" max="100" value=value aria-label=label></progress>
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 100"
)]
fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0) as u8
}

/// A small wheel for what takes a moment.
#[component]
pub fn Spinner(
    /// Read out in its place.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <span class="spinner" aria-hidden="true"></span>
        <span class="visually-hidden" role="status">
            {label}
        </span>
    }
}
