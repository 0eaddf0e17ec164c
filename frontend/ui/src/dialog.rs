use leptos::html;
use leptos::prelude::*;

use crate::dom::focus;
use crate::{IconButton, IconName, dynamic, effect, next_id, use_ui};

/// Where a dialog puts the focus: its first control, else its heading.
const FIRST: &str = ".dialog__body :is(input, select, textarea, rich-editor, [data-autofocus])";

/// A modal dialog on the native element: the page behind is inert, Escape closes, and the focus
/// returns to where it was.
#[component]
pub fn Dialog(
    /// Opens and closes it; Escape and the cross set it to false.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// Its content, built anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = next_id("dialog");
    let labelled_by = title_id.clone();
    let close_label = use_ui().texts.close.clone();

    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            // Refused only when the element has left the document meanwhile.
            let _ = dialog.show_modal();
            if let Ok(Some(first)) = dialog.query_selector(FIRST) {
                focus(&first);
            } else if let Ok(Some(title)) = dialog.query_selector("h2") {
                focus(&title);
            }
        }
    });

    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
        >
            <div class="dialog__header">
                <h2 class="dialog__title" id=title_id tabindex="-1">
                    {title}
                </h2>
                <IconButton label=close_label icon=IconName::Cross on_press=move |()| open.set(false) />
            </div>
            {dynamic(move || open.get().then(|| view! { <div class="dialog__body">{children()}</div> }))}
        </dialog>
    }
}

/// The row of buttons at a dialog's end.
#[component]
pub fn DialogActions(
    /// The buttons, the main one last.
    children: Children,
) -> impl IntoView {
    view! { <div class="dialog__actions">{children()}</div> }
}
