use leptos::prelude::*;

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
    view! {
        <progress class="progress" max="1" value=value aria-label=label></progress>
    }
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
