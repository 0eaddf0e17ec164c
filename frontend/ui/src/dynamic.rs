//! Reactive parts of views behind few types.
//!
//! Each closure has a type of its own, and leptos compiles its rendering machinery, some two
//! kilobytes of WebAssembly, for every one of them. Boxed, they all share one copy.

use leptos::prelude::*;

/// A part of a view that is built anew when a signal read in it changes.
pub fn dynamic<V: IntoView>(mut view: impl FnMut() -> V + Send + 'static) -> AnyView
where
    View<V>: IntoAny,
{
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().into_view().into_any());
    view.into_any()
}

/// One of a list's rows.
pub struct Row {
    key: String,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Row {
    /// A row; while its key stays, so do its elements, and with them focus and selection.
    pub fn new(key: impl Into<String>, view: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self {
            key: key.into(),
            view: Box::new(view),
        }
    }
}

/// A list whose rows come, go and move as the signals read in `rows` change.
pub fn keyed(rows: impl Fn() -> Vec<Row> + Send + Sync + 'static) -> AnyView {
    let rows: Box<dyn Fn() -> Vec<Row> + Send + Sync> = Box::new(rows);
    view! { <For each=rows key=|row| row.key.clone() children=|row: Row| (row.view)() /> }
        .into_any()
}

/// A value worked out of signals, told of only when it becomes another.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    let value: Box<dyn Fn() -> T + Send + Sync> = Box::new(value);
    Memo::new(move |_| value())
}

/// A value worked out of signals anew each time it is read.
pub fn derived<T: Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    let value: Box<dyn Fn() -> T + Send + Sync> = Box::new(value);
    Signal::derive(value)
}

/// Runs now and whenever a signal read in it changes.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// Runs whenever a signal read by `track` changes, but not now. What `run` reads does not count.
pub fn on_change(track: impl Fn() + 'static, mut run: impl FnMut() + 'static) {
    let mut is_first = true;
    effect(move || {
        track();
        if !std::mem::take(&mut is_first) {
            untrack(&mut run);
        }
    });
}
