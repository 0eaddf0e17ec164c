use guichet_common::password_reset::{ChangePassword, PasswordRules};
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, Field, PasswordInput, Skeleton, Tone, derived, dynamic,
    focus_first_invalid, focus_id, use_toaster,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Section;
use crate::failure::Failure;
use crate::language::use_language;
use crate::new_password::{NewPassword, NewPasswordFields};
use crate::remote::{Load, Remote};
use crate::session::{use_client, use_me};
use crate::shell::FailureState;
use crate::tasks::Tasks;

const HEADING: &str = "profile-password";

/// One's own password.
#[component]
pub fn PasswordSection() -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let rules = Remote::<PasswordRules>::new();
    let load = move || {
        let client = client.get_value();
        rules.load(async move {
            let answer = client.get_password_rules().await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    };
    load();
    let content = dynamic(move || match rules.state.get() {
        Load::Loading => view! { <Skeleton /> }.into_any(),
        Load::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| load() /> }.into_any()
        }
        Load::Ready(rules) => view! { <ChangeForm rules /> }.into_any(),
    });
    view! {
        <Section
            id=HEADING
            title=t!(language, "access-password")
            text=t!(language, "access-password-text")
        >
            {content}
        </Section>
    }
}

#[component]
fn ChangeForm(rules: PasswordRules) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let current = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let notice = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let password = NewPassword::new(language, rules);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        notice.set(None);
        let current_password = current.get_untracked();
        let required = t!(language, "field-required").to_owned();
        wrong.set(current_password.is_empty().then_some(required));
        let (Some(new_password), false) = (password.check(), current_password.is_empty()) else {
            return focus_first_invalid();
        };
        busy.set(true);
        let client = client.get_value();
        tasks.spawn(async move {
            let body = ChangePassword {
                current_password,
                new_password,
            };
            let answer = client.change_password(&body).await;
            busy.try_set(false);
            let failure = match answer {
                Ok(()) => {
                    current.try_set(String::new());
                    password.clear();
                    toaster.success(t!(language, "access-password-changed"));
                    return focus_id(HEADING);
                }
                Err(error) => Failure::new(language, &error),
            };
            let at_current = failure.field("/current_password");
            if at_current.is_some() {
                wrong.try_set(at_current);
                focus_first_invalid();
            } else if !password.refuse(&failure) {
                notice.try_set(Some(failure.text));
            }
        });
    };
    let alert = dynamic(move || {
        let text = notice.get();
        text.map(|title| view! { <Alert tone=Tone::Danger title /> })
    });
    // For password managers: whose password it is.
    let username = use_me().map(|me| me.email.clone());
    view! {
        <form class="change-password" novalidate on:submit=on_submit>
            {alert}
            <input type="text" autocomplete="username" value=username readonly=true hidden=true />
            <Field
                label=t!(language, "access-password-current")
                required=true
                error=derived(move || wrong.get())
            >
                <PasswordInput value=current autocomplete="current-password" />
            </Field>
            <NewPasswordFields password />
            <div class="form__actions">
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    {t!(language, "access-password-submit")}
                </Button>
            </div>
        </form>
    }
}
