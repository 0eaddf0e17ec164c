use leptos::html::Div;
use leptos::prelude::*;

use crate::button::button_class;
use crate::dismiss::Dismissable;
use crate::dom::{descendants, rove};
use crate::{ButtonKind, ButtonSize, Icon, IconName, derived, dynamic, effect, fold, next_id};

/// One line of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// What it does.
    pub label: String,
    /// Before the label.
    pub icon: Option<IconName>,
    /// Destroys something.
    pub danger: bool,
    /// For one of several choices: whether it is the present one.
    pub checked: Option<bool>,
    /// Called when chosen.
    pub on_choose: Callback<()>,
}

impl MenuItem {
    /// A plain line.
    pub fn new(label: impl Into<String>, on_choose: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            label: label.into(),
            icon: None,
            danger: false,
            checked: None,
            on_choose: Callback::new(move |()| on_choose()),
        }
    }

    /// With an icon.
    #[must_use]
    pub fn icon(mut self, icon: IconName) -> Self {
        self.icon = Some(icon);
        self
    }

    /// One of several choices.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// In the colour of danger.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

/// What a menu is made of.
#[derive(Clone)]
pub enum MenuEntry {
    /// Something to choose.
    Item(MenuItem),
    /// A line between groups.
    Separator,
}

const ITEMS: &str = "[role^=menuitem]";

/// A menu button of the ARIA Authoring Practices: "Actions ▾". Arrows, Home, End and first
/// letters move; Escape, Tab and a click elsewhere close.
#[component]
pub fn Menu(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// What it shows instead of its label, which then is its accessible name.
    #[prop(optional, into)]
    trigger: Option<ViewFn>,
    /// Above the entries, such as whose menu it is.
    #[prop(optional, into)]
    head: Option<ViewFn>,
    /// The entries.
    #[prop(into)]
    entries: Signal<Vec<MenuEntry>>,
    /// How the button looks.
    #[prop(optional)]
    kind: ButtonKind,
    /// The panel ends where the button ends.
    #[prop(optional)]
    align_end: bool,
) -> impl IntoView {
    let dismiss = Dismissable::new();
    let open = dismiss.open;
    let list = NodeRef::<Div>::new();
    let menu_id = next_id("menu");
    let items = move || {
        list.get_untracked()
            .map(|list| descendants(&list, ITEMS))
            .unwrap_or_default()
    };

    effect(move || {
        if list.get().is_some()
            && let Some(first) = items().first()
        {
            let _ = first.focus();
        }
    });
    let on_menu_key = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        if key == "Tab" {
            open.set(false);
        } else if rove(&items(), &key, "ArrowUp", "ArrowDown") || focus_by_letter(&items(), &key) {
            event.prevent_default();
        }
    };
    let panel = {
        let (id, label) = (menu_id.clone(), label.clone());
        move || {
            open.get().then(|| {
                view! {
                    <div class="dropdown__panel" tabindex="-1">
                        {head.as_ref().map(|head| view! { <div class="menu__head">{head.run()}</div> })}
                        <div
                            role="menu"
                            id=id.clone()
                            aria-label=label.clone()
                            node_ref=list
                            on:keydown=on_menu_key
                        >
                            {dynamic(move || {
                                entries.get().into_iter().map(|entry| menu_entry(entry, dismiss)).collect_view()
                            })}
                        </div>
                    </div>
                }
            })
        }
    };
    let name = trigger.is_some().then(|| label.clone());
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
                class=button_class(kind, ButtonSize::Medium)
                node_ref=dismiss.trigger
                aria-haspopup="menu"
                aria-label=name
                aria-expanded=derived(move || if open.get() { "true" } else { "false" })
                aria-controls=derived(move || open.get().then(|| menu_id.clone()))
                on:click=move |_| open.update(|open| *open = !*open)
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" && !open.get_untracked() {
                        event.prevent_default();
                        open.set(true);
                    }
                }
            >
                {match trigger {
                    Some(trigger) => trigger.run(),
                    None => label.into_any(),
                }}
                <Icon name=IconName::ChevronDown />
            </button>
            {dynamic(panel)}
        </div>
    }
}

fn menu_entry(entry: MenuEntry, dismiss: Dismissable) -> AnyView {
    let MenuEntry::Item(item) = entry else {
        return view! { <hr class="menu__separator" /> }.into_any();
    };
    view! {
        <button
            type="button"
            class="menu__item"
            class:menu__item--danger=item.danger
            role=if item.checked.is_some() { "menuitemradio" } else { "menuitem" }
            aria-checked=item.checked.map(|checked| if checked { "true" } else { "false" })
            tabindex="-1"
            on:click=move |_| {
                dismiss.close();
                item.on_choose.run(());
            }
        >
            {item.icon.map(|icon| view! { <Icon name=icon /> })}
            <span>{item.label}</span>
            {(item.checked == Some(true))
                .then(|| {
                    view! {
                        <span class="menu__check">
                            <Icon name=IconName::Check />
                        </span>
                    }
                })}
        </button>
    }
    .into_any()
}

/// Focuses the next item that begins with the letter typed.
fn focus_by_letter(items: &[web_sys::HtmlElement], key: &str) -> bool {
    if key.chars().count() != 1 {
        return false;
    }
    let letter = fold(key);
    let start = crate::dom::focused_index(items).map_or(0, |index| index + 1);
    let found = items
        .iter()
        .cycle()
        .skip(start)
        .take(items.len())
        .find(|item| fold(&item.text_content().unwrap_or_default()).starts_with(&letter));
    if let Some(item) = found {
        let _ = item.focus();
    }
    found.is_some()
}
