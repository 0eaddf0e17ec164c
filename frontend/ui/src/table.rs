use leptos::prelude::*;

use crate::{Icon, IconName, derived};

/// The order of a sorted column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortDirection {
    /// Smallest, oldest, first in the alphabet first.
    Ascending,
    /// Greatest, newest first.
    Descending,
}

/// A real table: `<thead>` and `<tbody>` as children. At phone width its rows become cards, if
/// each `<td>` says its column in `data-label`.
#[component]
pub fn Table(
    /// What the table lists; for screen readers.
    #[prop(into)]
    caption: String,
    /// Being loaded again.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// `<thead>` and `<tbody>`.
    children: Children,
) -> impl IntoView {
    let busy_word = derived(move || busy.get().then_some("true"));
    view! {
        <div class="table-wrap">
            <table class="table table--cards" aria-busy=busy_word>
                <caption class="visually-hidden">{caption}</caption>
                {children()}
            </table>
        </div>
    }
}

/// A column heading that sorts.
#[component]
pub fn SortHeader(
    /// The column's name.
    #[prop(into)]
    label: String,
    /// How the rows are sorted by this column; `None` when they are sorted by another.
    #[prop(into)]
    direction: Signal<Option<SortDirection>>,
    /// Called when pressed.
    #[prop(into)]
    on_sort: Callback<()>,
) -> impl IntoView {
    let aria_sort = derived(move || match direction.get() {
        Some(SortDirection::Ascending) => "ascending",
        Some(SortDirection::Descending) => "descending",
        None => "none",
    });
    view! {
        <th scope="col" aria-sort=aria_sort>
            <button type="button" class="table__sort" on:click=move |_| on_sort.run(())>
                {label}
                <Icon name=IconName::ArrowDown />
            </button>
        </th>
    }
}
