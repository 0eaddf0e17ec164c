use leptos::prelude::*;

use crate::{ButtonKind, ButtonSize, IconButton, IconName, derived, use_ui};

/// "Lignes 1 - 25 sur 2 340" with the ways to the neighbouring pages.
#[component]
pub fn Pagination(
    /// What is shown of how many.
    #[prop(into)]
    range: Signal<String>,
    /// There is a page before.
    #[prop(into)]
    has_previous: Signal<bool>,
    /// There is a page after.
    #[prop(into)]
    has_next: Signal<bool>,
    /// Goes back.
    #[prop(into)]
    on_previous: Callback<()>,
    /// Goes forth.
    #[prop(into)]
    on_next: Callback<()>,
) -> impl IntoView {
    let texts = use_ui().texts;
    view! {
        <nav class="pagination" aria-label=range>
            <p class="pagination__range" role="status">
                {range}
            </p>
            <div class="cluster">
                <IconButton
                    label=texts.previous_page.clone()
                    icon=IconName::ChevronLeft
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    disabled=derived(move || !has_previous.get())
                    on_press=on_previous
                />
                <IconButton
                    label=texts.next_page.clone()
                    icon=IconName::ChevronRight
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    disabled=derived(move || !has_next.get())
                    on_press=on_next
                />
            </div>
        </nav>
    }
}
