//! The users' guide, in the words of the presentation that customers were given.

use guichet_i18n::{Key, t, text};
use guichet_ui::{ButtonKind, ButtonLink, IconName};
use leptos::prelude::*;

use crate::language::use_language;
use crate::route::Route;
use crate::shell::set_page_title;

/// A step and what it says.
type Step = (Key, &'static [Key]);

const STEPS: [Step; 6] = [
    (
        Key::named("guide-create"),
        &[
            Key::named("guide-create-1"),
            Key::named("guide-create-2"),
            Key::named("guide-create-3"),
            Key::named("guide-create-4"),
            Key::named("guide-create-5"),
        ],
    ),
    (
        Key::named("guide-manage"),
        &[
            Key::named("guide-manage-1"),
            Key::named("guide-manage-2"),
            Key::named("guide-manage-3"),
            Key::named("guide-manage-4"),
        ],
    ),
    (
        Key::named("guide-follow"),
        &[
            Key::named("guide-follow-1"),
            Key::named("guide-follow-2"),
            Key::named("guide-follow-3"),
        ],
    ),
    (
        Key::named("guide-work"),
        &[
            Key::named("guide-work-1"),
            Key::named("guide-work-2"),
            Key::named("guide-work-3"),
        ],
    ),
    (
        Key::named("guide-talk"),
        &[
            Key::named("guide-talk-1"),
            Key::named("guide-talk-2"),
            Key::named("guide-talk-3"),
        ],
    ),
    (
        Key::named("guide-close"),
        &[
            Key::named("guide-close-1"),
            Key::named("guide-close-2"),
            Key::named("guide-close-3"),
            Key::named("guide-close-4"),
        ],
    ),
];

/// "Guide utilisateur".
#[component]
pub fn GuidePage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "guide-title");
    set_page_title(title);
    let step = move |(heading, lines): Step| {
        let line = move |key: &Key| view! { <li>{text(language, *key)}</li> };
        view! {
            <li class="card card__body guide__step">
                <h2>{text(language, heading)}</h2>
                <ul>{lines.iter().map(line).collect_view()}</ul>
            </li>
        }
    };
    view! {
        <div class="page guide">
            <header class="page__header">
                <div>
                    <h1>{title}</h1>
                    <p class="page__lead">{t!(language, "guide-lead")}</p>
                </div>
                <ButtonLink
                    href=Route::CreateTicket.path()
                    kind=ButtonKind::Primary
                    icon=IconName::Plus
                >
                    {t!(language, "home-create")}
                </ButtonLink>
            </header>
            <ol class="guide__steps">{STEPS.into_iter().map(step).collect_view()}</ol>
        </div>
    }
}
