use leptos::html;
use leptos::prelude::*;

use crate::{Icon, IconName, Spinner, derived, dynamic, use_ui};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do on this page.
    Primary,
    /// Something else that can be done.
    #[default]
    Secondary,
    /// Quiet, without border.
    Ghost,
    /// Destroys or refuses.
    Danger,
}

/// How large a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonSize {
    /// As high as an input.
    #[default]
    Medium,
    /// For rows and toolbars.
    Small,
    /// As wide as its container.
    Block,
}

pub(crate) fn button_class(kind: ButtonKind, size: ButtonSize) -> String {
    let kind = match kind {
        ButtonKind::Primary => "primary",
        ButtonKind::Secondary => "secondary",
        ButtonKind::Ghost => "ghost",
        ButtonKind::Danger => "danger",
    };
    let size = match size {
        ButtonSize::Medium => "",
        ButtonSize::Small => " button--small",
        ButtonSize::Block => " button--block",
    };
    format!("button button--{kind}{size}")
}

/// A button. While `busy` it keeps its place and focus, shows a spinner, and does nothing.
#[component]
pub fn Button(
    /// The text.
    children: Children,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Submits the surrounding form.
    #[prop(optional)]
    submit: bool,
    /// At work; presses do nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called for a press, unless busy.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// The element.
    #[prop(optional)]
    node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    let busy_text = use_ui().texts.busy.clone();
    view! {
        <button
            node_ref=node_ref
            type=if submit { "submit" } else { "button" }
            class=button_class(kind, size)
            disabled=disabled
            aria-busy=derived(move || busy.get().then_some("true"))
            aria-disabled=derived(move || busy.get().then_some("true"))
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {dynamic(move || {
                if busy.get() {
                    view! { <Spinner label=busy_text.clone() /> }.into_any()
                } else {
                    icon.map(|icon| view! { <Icon name=icon /> }).into_any()
                }
            })}
            {children()}
        </button>
    }
}

/// A button that shows only an icon; `label` is its name and its tooltip.
#[component]
pub fn IconButton(
    /// What it does.
    #[prop(into)]
    label: String,
    /// What it shows.
    icon: IconName,
    /// How much it asks for attention; ghost if not said.
    #[prop(default = ButtonKind::Ghost)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called for a press.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("{} button--icon", button_class(kind, size))
            aria-label=label.clone()
            title=label
            disabled=disabled
            on:click=move |_| on_press.run(())
        >
            <Icon name=icon />
        </button>
    }
}

/// A link that looks like a button, for what leads to another page.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The text.
    children: Children,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<IconName>,
) -> impl IntoView {
    view! {
        <a class=button_class(kind, size) href=href>
            {icon.map(|icon| view! { <Icon name=icon /> })}
            {children()}
        </a>
    }
}
