use guichet_i18n::t;
use guichet_ui::{Icon, IconName, derived, dynamic};
use leptos::prelude::*;

use super::model::step_names;
use crate::language::use_language;

/// "Identifier – Vérifier – Réinitialiser".
#[component]
pub fn StepBar(
    /// The step that people are at, from 0.
    #[prop(into)]
    place: Signal<usize>,
) -> impl IntoView {
    let language = use_language();
    let items = step_names(language).into_iter().enumerate();
    let items = items.map(|(at, name)| {
        let class = derived(move || {
            if at < place.get() {
                "steps__step steps__step--done"
            } else {
                "steps__step"
            }
        });
        let current = derived(move || (place.get() == at).then_some("step"));
        let mark = dynamic(move || {
            if at < place.get() {
                view! {
                    <Icon name=IconName::Check />
                    <span class="visually-hidden">{t!(language, "forgotten-step-done")}</span>
                }
                .into_any()
            } else {
                (at + 1).to_string().into_any()
            }
        });
        view! {
            <li class=class aria-current=current>
                <span class="steps__mark">{mark}</span>
                {name}
            </li>
        }
    });
    view! {
        <ol class="steps" aria-label=t!(language, "forgotten-steps")>
            {items.collect_view()}
        </ol>
    }
}
