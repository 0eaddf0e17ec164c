use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::dom::next_id;
use crate::field::FieldContext;
use crate::{Icon, IconName, derived, dynamic, effect, fold, memo, use_ui};

/// One choice of a [`Combobox`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComboOption {
    /// What it stands for.
    pub value: String,
    /// What it says, and what typing is compared with.
    pub label: String,
    /// A second, quieter line.
    pub detail: Option<String>,
}

/// At most so many choices are shown; the rest is found by typing.
const SHOWN: usize = 50;

fn matching(options: &[ComboOption], query: &str) -> Vec<ComboOption> {
    let query = fold(query.trim());
    options
        .iter()
        .filter(|option| {
            fold(&option.label).contains(&query)
                || option
                    .detail
                    .as_deref()
                    .is_some_and(|detail| fold(detail).contains(&query))
        })
        .take(SHOWN)
        .cloned()
        .collect()
}

#[derive(Clone, Copy)]
struct State {
    value: RwSignal<String>,
    options: Signal<Vec<ComboOption>>,
    query: RwSignal<String>,
    /// Typed since it was opened: only then does the text filter.
    typed: RwSignal<bool>,
    open: RwSignal<bool>,
    active: RwSignal<usize>,
    shown: Memo<Vec<ComboOption>>,
}

impl State {
    fn label(self) -> String {
        self.value.with(|value| {
            self.options.with(|options| {
                options
                    .iter()
                    .find(|option| option.value == *value)
                    .map(|option| option.label.clone())
                    .unwrap_or_default()
            })
        })
    }

    fn open(self) {
        if !self.open.get_untracked() {
            self.typed.set(false);
            self.active.set(0);
            self.open.set(true);
        }
    }

    /// Closes; a text that was emptied empties the choice, any other returns to the choice.
    fn close(self) {
        if self.typed.get_untracked() && self.query.with_untracked(|query| query.trim().is_empty())
        {
            self.value.set(String::new());
        }
        self.typed.set(false);
        self.open.set(false);
        self.query.set(untrack(|| self.label()));
    }

    fn choose(self, option: &ComboOption) {
        self.value.set(option.value.clone());
        self.typed.set(false);
        self.open.set(false);
        self.query.set(option.label.clone());
    }

    fn on_key(self, event: &KeyboardEvent) {
        let count = self.shown.with_untracked(Vec::len);
        let is_open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !is_open => self.open(),
            "ArrowDown" => self
                .active
                .update(|active| *active = if *active + 1 < count { *active + 1 } else { 0 }),
            "ArrowUp" => self.active.update(|active| {
                *active = active.checked_sub(1).unwrap_or(count.saturating_sub(1));
            }),
            "Enter" if is_open => {
                let chosen = self
                    .shown
                    .with_untracked(|shown| shown.get(self.active.get_untracked()).cloned());
                if let Some(option) = chosen {
                    self.choose(&option);
                }
            }
            "Escape" if is_open => {
                self.typed.set(false);
                self.close();
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

/// A choice among many, found by typing: the editable combobox with list of the ARIA Authoring
/// Practices. An empty `value` means nothing chosen.
#[component]
pub fn Combobox(
    /// The value chosen.
    value: RwSignal<String>,
    /// The choices.
    #[prop(into)]
    options: Signal<Vec<ComboOption>>,
    /// Shown while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::current();
    let list_id = next_id("list");
    let query = RwSignal::new(String::new());
    let typed = RwSignal::new(false);
    let shown = memo(move || {
        let text = if typed.get() {
            query.get()
        } else {
            String::new()
        };
        options.with(|options| matching(options, &text))
    });
    let state = State {
        value,
        options,
        query,
        typed,
        open: RwSignal::new(false),
        active: RwSignal::new(0),
        shown,
    };
    // The choice, or the names of the choices, may come from outside at any time.
    effect(move || {
        let label = state.label();
        if !state.typed.get_untracked() {
            query.set(label);
        }
    });
    let active_id = {
        let list_id = list_id.clone();
        derived(move || {
            state
                .open
                .get()
                .then(|| format!("{list_id}-{}", state.active.get()))
        })
    };
    let expanded = derived(move || if state.open.get() { "true" } else { "false" });
    view! {
        <div class="combobox">
            <input
                class="input"
                id=field.id
                type="text"
                role="combobox"
                autocomplete="off"
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-expanded=expanded
                aria-controls=list_id.clone()
                aria-activedescendant=active_id
                aria-required=field.required.then_some("true")
                aria-invalid=field.invalid
                aria-describedby=field.described_by
                placeholder=placeholder
                disabled=disabled
                prop:value=query
                on:click=move |_| state.open()
                on:blur=move |_| state.close()
                on:input=move |event| {
                    state.open();
                    typed.set(true);
                    state.active.set(0);
                    query.set(event_target_value(&event));
                }
                on:keydown=move |event| state.on_key(&event)
            />
            <Icon name=IconName::ChevronDown />
            <ComboList state list_id />
        </div>
    }
}

#[component]
fn ComboList(state: State, list_id: String) -> impl IntoView {
    let no_results = use_ui().texts.no_results.clone();
    let option_id = list_id.clone();
    let rows = move || {
        let shown = state.shown.get();
        if shown.is_empty() {
            let text = no_results.clone();
            return view! { <p class="combobox__empty" role="option" aria-disabled="true" aria-selected="false">{text}</p> }.into_any();
        }
        let active = state.active.get();
        let chosen = state.value.get();
        shown
            .into_iter()
            .enumerate()
            .map(|(index, option)| {
                let selected = if option.value == chosen { "true" } else { "false" };
                let (label, detail) = (option.label.clone(), option.detail.clone());
                view! {
                    <div
                        class="combobox__option"
                        class:combobox__option--active=index == active
                        role="option"
                        id=format!("{option_id}-{index}")
                        aria-selected=selected
                        // Before the input's blur, which would close the list under the pointer.
                        on:pointerdown=move |event| {
                            event.prevent_default();
                            state.choose(&option);
                        }
                    >
                        <span>{label}</span>
                        {detail.map(|detail| view! { <span class="combobox__detail">{detail}</span> })}
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <div
            class="combobox__list"
            role="listbox"
            id=list_id
            hidden=derived(move || !state.open.get())
            on:pointerdown=|event| event.prevent_default()
        >
            {dynamic(rows)}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(label: &str, detail: Option<&str>) -> ComboOption {
        ComboOption {
            value: label.into(),
            label: label.into(),
            detail: detail.map(Into::into),
        }
    }

    #[test]
    fn typing_finds_labels_and_details_without_case_and_accents() {
        let options = [
            option("Pare-feu Élysée", Some("FW-01")),
            option("Serveur", None),
        ];
        let found = |query: &str| {
            matching(&options, query)
                .into_iter()
                .map(|o| o.label)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("elysee"), ["Pare-feu Élysée"]);
        assert_eq!(found(" fw-01 "), ["Pare-feu Élysée"]);
        assert_eq!(found(""), ["Pare-feu Élysée", "Serveur"]);
        assert!(found("imprimante").is_empty());
    }
}
