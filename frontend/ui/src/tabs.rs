use leptos::html::Div;
use leptos::prelude::*;

use crate::dom::{descendants, rove};
use crate::{Row, derived, keyed};

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name in code.
    pub id: &'static str,
    /// Its name on screen.
    pub label: String,
    /// How many things are behind it, if that is worth saying.
    pub count: Option<String>,
}

/// A row of tabs above one [`TabPanel`] of the same `name`. Arrow keys move and choose.
#[component]
pub fn Tabs(
    /// Ties the tabs to their panel; unique on the page.
    name: &'static str,
    /// What the tabs are about.
    #[prop(into)]
    label: String,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The chosen tab's id.
    #[prop(into)]
    selected: Signal<&'static str>,
    /// Called with the id of the tab that is chosen.
    #[prop(into)]
    on_select: Callback<&'static str>,
) -> impl IntoView {
    let list = NodeRef::<Div>::new();
    let on_key = move |event: web_sys::KeyboardEvent| {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let elements = descendants(&list, "[role=tab]");
        if rove(&elements, &event.key(), "ArrowLeft", "ArrowRight") {
            event.prevent_default();
            let focused = crate::dom::focused_index(&elements);
            let id =
                tabs.with_untracked(|tabs| focused.and_then(|at| tabs.get(at)).map(|tab| tab.id));
            if let Some(id) = id {
                on_select.run(id);
            }
        }
    };
    let tab = move |tab: Tab| {
        let id = tab.id;
        let is_selected = move || selected.get() == id;
        view! {
            <button
                type="button"
                class="tabs__tab"
                role="tab"
                id=format!("{name}-tab-{id}")
                aria-selected=derived(move || if is_selected() { "true" } else { "false" })
                aria-controls=format!("{name}-panel")
                tabindex=derived(move || if is_selected() { "0" } else { "-1" })
                on:click=move |_| on_select.run(id)
            >
                {tab.label}
                {tab.count.map(|count| view! { <span class="tabs__count">{count}</span> })}
            </button>
        }
        .into_any()
    };
    let rows = keyed(move || {
        let row = |shown: Tab| {
            let key = format!("{} {} {:?}", shown.id, shown.label, shown.count);
            Row::new(key, move || tab(shown))
        };
        tabs.get().into_iter().map(row).collect()
    });
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=list on:keydown=on_key>
            {rows}
        </div>
    }
}

/// What the chosen tab shows; its content follows `selected`.
#[component]
pub fn TabPanel(
    /// The same as the tabs'.
    name: &'static str,
    /// The chosen tab's id.
    #[prop(into)]
    selected: Signal<&'static str>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            role="tabpanel"
            id=format!("{name}-panel")
            aria-labelledby=derived(move || format!("{name}-tab-{}", selected.get()))
        >
            {children()}
        </div>
    }
}
