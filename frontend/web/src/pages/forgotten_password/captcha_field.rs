use guichet_i18n::t;
use guichet_ui::{Icon, IconName, Progress, derived, dynamic};
use leptos::prelude::*;

use super::captcha::{Unsolved, solve};
use crate::language::use_language;
use crate::session::use_client;
use crate::tasks::Tasks;

/// Half of all captchas are solved within 180 tries.
const TRIES_SHOWN: f64 = 500.0;

/// Where the captcha stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// Nobody has begun.
    Open,
    /// So many tries were made.
    Working(u32),
    /// The solution.
    Done(String),
    /// It came to nothing.
    Refused(Unsolved),
}

impl Check {
    const fn is_ticked(&self) -> bool {
        matches!(self, Self::Working(_) | Self::Done(_))
    }
}

/// "CAPTCHA *": a box to tick, after which the browser works for a second or two.
#[component]
pub fn CaptchaField(
    /// Where it stands.
    check: RwSignal<Check>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let language = use_language();
    let start = starter(check);
    let told = derived(move || match check.get() {
        Check::Open => "",
        Check::Working(_) => t!(language, "forgotten-captcha-works"),
        Check::Done(_) => t!(language, "forgotten-captcha-done"),
        Check::Refused(Unsolved::Failed) => t!(language, "forgotten-captcha-failed"),
        Check::Refused(Unsolved::Insecure) => t!(language, "forgotten-captcha-insecure"),
    });
    let share = derived(move || match check.get() {
        Check::Working(tries) => Some((f64::from(tries) / TRIES_SHOWN).min(0.95)),
        _ => None,
    });
    let works = derived(move || check.with(|check| matches!(check, Check::Working(_))));
    let done = derived(move || check.with(|check| matches!(check, Check::Done(_))));
    view! {
        <fieldset class="captcha">
            <legend class="field__label">
                {t!(language, "forgotten-captcha")} " "
                <span class="field__required" aria-hidden="true">
                    "*"
                </span>
            </legend>
            <div class="captcha__box">
                <label class="check">
                    <input
                        type="checkbox"
                        aria-required="true"
                        aria-invalid=derived(move || error.with(Option::is_some).then_some("true"))
                        aria-describedby="captcha-hint captcha-error"
                        prop:checked=derived(move || check.with(Check::is_ticked))
                        on:click=move |event| {
                            if check.with_untracked(Check::is_ticked) {
                                event.prevent_default();
                            } else {
                                start.run(());
                            }
                        }
                    />
                    <span>{t!(language, "forgotten-captcha-start")}</span>
                </label>
                {dynamic(move || {
                    works
                        .get()
                        .then(|| {
                            let label = t!(language, "forgotten-captcha-works");
                            view! { <Progress label value=share /> }
                        })
                })}
                <p class="captcha__told" class:captcha__told--done=done role="status">
                    {dynamic(move || {
                        done.get().then(|| view! { <Icon name=IconName::CheckCircle /> })
                    })}
                    {move || told.get()}
                </p>
            </div>
            <p class="field__hint" id="captcha-hint">
                {t!(language, "forgotten-captcha-hint")}
            </p>
            <div id="captcha-error">
                {dynamic(move || {
                    error
                        .get()
                        .map(|text| {
                            view! {
                                <p class="field__error">
                                    <Icon name=IconName::Alert />
                                    <span>{text}</span>
                                </p>
                            }
                        })
                })}
            </div>
        </fieldset>
    }
}

/// Fetches a captcha and solves it.
fn starter(check: RwSignal<Check>) -> Callback<()> {
    let client = StoredValue::new(use_client());
    let tasks = Tasks::new();
    Callback::new(move |()| {
        check.set(Check::Working(0));
        let client = client.get_value();
        tasks.spawn(async move {
            let solved = match client.get_captcha().await {
                Ok(captcha) => {
                    let tell = move |tries| {
                        check.try_set(Check::Working(tries));
                    };
                    solve(&captcha, tell).await
                }
                Err(_) => Err(Unsolved::Failed),
            };
            check.try_set(solved.map_or_else(Check::Refused, Check::Done));
        });
    })
}
