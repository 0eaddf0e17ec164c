use leptos::prelude::*;

use crate::{Icon, IconName};

/// In place of a list that has nothing to show, or of a page that cannot be shown.
#[component]
pub fn EmptyState(
    /// What it is about.
    icon: IconName,
    /// That there is nothing, in one sentence.
    #[prop(into)]
    title: String,
    /// What could be done.
    #[prop(optional, into)]
    text: Option<String>,
    /// Inside a small card.
    #[prop(optional)]
    compact: bool,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty" class:empty--compact=compact>
            <span class="empty__icon">
                <Icon name=icon />
            </span>
            <p class="empty__title">{title}</p>
            {text.map(|text| view! { <p class="empty__text">{text}</p> })}
            {children.map(|children| view! { <div class="empty__actions">{children()}</div> })}
        </div>
    }
}
