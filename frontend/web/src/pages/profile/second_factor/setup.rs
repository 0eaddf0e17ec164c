use guichet_common::ErrorCode;
use guichet_common::second_factor::{ConfirmTotp, TotpSecret};
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, Field, Input, Tone, derived, dynamic, focus_first_invalid, focus_id,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Factor, Step};
use crate::copy::CopyField;
use crate::failure::Failure;

/// Where the code is typed.
pub const CODE_FIELD: &str = "second-factor-code";

/// The secret in groups of four, as people type it.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// The picture for the app, and the first code of it.
#[component]
pub fn Setup(factor: Factor, secret: TotpSecret) -> impl IntoView {
    let language = factor.language;
    view! {
        <ol class="totp">
            <li class="totp__step">
                <p>{t!(language, "access-factor-scan")}</p>
                <div
                    class="totp__picture"
                    role="img"
                    aria-label=t!(language, "access-factor-picture")
                    inner_html=secret.qr_svg
                ></div>
                <CopyField
                    label=t!(language, "access-factor-secret")
                    hint=t!(language, "access-factor-secret-hint")
                    value=grouped(&secret.secret)
                />
            </li>
            <li class="totp__step">
                <p>{t!(language, "access-factor-type")}</p>
                <Confirm factor />
            </li>
        </ol>
    }
}

#[component]
fn Confirm(factor: Factor) -> impl IntoView {
    let language = factor.language;
    let code = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let notice = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        // Apps show it in two groups.
        let typed: String = code.get_untracked().split_whitespace().collect();
        let required = t!(language, "field-required").to_owned();
        wrong.set(typed.is_empty().then_some(required));
        notice.set(None);
        if typed.is_empty() {
            return focus_first_invalid();
        }
        busy.set(true);
        let client = factor.client.get_value();
        factor.tasks.spawn(async move {
            let answer = client.confirm_totp(&ConfirmTotp { code: typed }).await;
            busy.try_set(false);
            let failure = match answer {
                Ok(fresh) => {
                    factor.step.try_set(Step::Codes(fresh.codes));
                    return focus_id(super::codes::HEADING);
                }
                Err(error) => Failure::new(language, &error),
            };
            if failure.field("/code").is_some() {
                let text = t!(language, "access-factor-wrong").to_owned();
                wrong.try_set(Some(text));
                focus_first_invalid();
            } else if matches!(
                failure.code,
                Some(ErrorCode::SecondFactorEnabled | ErrorCode::SecondFactorMissing)
            ) {
                // Another window was faster.
                factor.end();
            } else {
                notice.try_set(Some(failure.text));
            }
        });
    };
    let alert = dynamic(move || {
        let text = notice.get();
        text.map(|title| view! { <Alert tone=Tone::Danger title /> })
    });
    view! {
        <form class="stack" novalidate on:submit=on_submit>
            {alert}
            <Field
                id=CODE_FIELD
                label=t!(language, "access-factor-code")
                required=true
                error=derived(move || wrong.get())
            >
                <Input value=code name="otp" autocomplete="one-time-code" max_length=12_usize />
            </Field>
            <div class="form__actions">
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    {t!(language, "access-factor-confirm")}
                </Button>
                <Button on_press=move |()| factor.end()>{t!(language, "form-cancel")}</Button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_is_shown_in_groups_of_four() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
        assert_eq!(grouped(""), "");
    }
}
