use leptos::prelude::*;

use crate::button::button_class;
use crate::dismiss::Dismissable;
use crate::{ButtonKind, ButtonSize, Icon, IconName, derived, dynamic, next_id};

/// A button that opens a small panel, for filters and settings of a list.
#[component]
pub fn Popover(
    /// What the button says, and the name of the panel.
    #[prop(into)]
    label: String,
    /// Before the label.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Shown behind the label when not zero: how many are chosen.
    #[prop(optional, into)]
    count: Signal<usize>,
    /// The panel ends where the button ends, instead of beginning where it begins.
    #[prop(optional)]
    align_end: bool,
    /// The panel's content, built anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dismiss = Dismissable::new();
    let open = dismiss.open;
    let panel_id = next_id("popover");
    let panel = {
        let (id, label) = (panel_id.clone(), label.clone());
        move || {
            open.get().then(|| {
                view! {
                    // Focusable: a press on a text inside must not move the focus out of the
                    // root, which would close.
                    <div
                        class="dropdown__panel"
                        id=id.clone()
                        role="group"
                        aria-label=label.clone()
                        tabindex="-1"
                    >
                        {children()}
                    </div>
                }
            })
        }
    };
    view! {
        <div
            class="dropdown"
            class:dropdown--end=align_end
            node_ref=dismiss.root
            on:keydown=move |event| dismiss.on_escape(&event)
            on:focusout=move |event| dismiss.on_focus_out(&event)
        >
            <button
                type="button"
                class=button_class(ButtonKind::Secondary, ButtonSize::Medium)
                node_ref=dismiss.trigger
                aria-expanded=derived(move || if open.get() { "true" } else { "false" })
                aria-controls=derived(move || open.get().then(|| panel_id.clone()))
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon.map(|icon| view! { <Icon name=icon /> })}
                {label}
                {dynamic(move || {
                    let count = count.get();
                    (count > 0).then(|| view! { <span class="button__count">{count}</span> })
                })}
                <Icon name=IconName::ChevronDown />
            </button>
            {dynamic(panel)}
        </div>
    }
}
