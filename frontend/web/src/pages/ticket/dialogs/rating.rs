use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Icon, IconName, derived, dynamic};
use leptos::prelude::*;

use crate::language::use_language;

fn words(language: Language, stars: u8) -> &'static str {
    match stars {
        1 => t!(language, "action-rating-1"),
        2 => t!(language, "action-rating-2"),
        3 => t!(language, "action-rating-3"),
        4 => t!(language, "action-rating-4"),
        _ => t!(language, "action-rating-5"),
    }
}

/// One to five stars: radio buttons, so that arrows choose and screen readers say the words.
#[component]
pub fn Rating(
    /// The stars chosen.
    value: RwSignal<Option<u8>>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let language = use_language();
    let optional = t!(language, "action-optional");
    let star = move |stars: u8| {
        let is_full = derived(move || value.get().is_some_and(|value| stars <= value));
        view! {
            <label class="star star--choice" class:star--full=is_full title=words(language, stars)>
                <input
                    type="radio"
                    name="rating"
                    class="visually-hidden"
                    value=stars.to_string()
                    prop:checked=derived(move || value.get() == Some(stars))
                    on:change=move |_| value.set(Some(stars))
                />
                <Icon name=IconName::Star large=true />
                <span class="visually-hidden">{words(language, stars)}</span>
            </label>
        }
    };
    let said = dynamic(move || value.get().map(|stars| words(language, stars)));
    view! {
        <fieldset class="rating">
            <legend class="field__label">
                {t!(language, "action-accept-rating")} " " {optional}
            </legend>
            <div class="rating__row">
                <div class="stars">{(1..=5).map(star).collect_view()}</div>
                <span class="muted" aria-hidden="true">
                    {said}
                </span>
            </div>
            {dynamic(move || error.get().map(|text| view! { <p class="field__error">{text}</p> }))}
        </fieldset>
    }
}
