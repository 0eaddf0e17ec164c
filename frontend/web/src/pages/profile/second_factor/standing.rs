use guichet_common::ErrorCode;
use guichet_common::second_factor::{
    CreateRecoveryCodes, CreateTotp, DisableSecondFactor, SecondFactor,
};
use guichet_i18n::t;
use guichet_ui::{Badge, Button, ButtonKind, IconName, RelativeTime, Tone, focus_id, use_toaster};
use leptos::prelude::*;

use super::super::proof::{Proof, ProofDialog, Proving};
use super::{Factor, Step};
use crate::failure::Failure;
use crate::session::use_me;
use crate::words::millis;

/// With so few recovery codes it is time for new ones.
const FEW: u32 = 3;
const HEADING: &str = "profile-second-factor";

/// How things are, and what can be done about it.
#[component]
pub fn Standing(factor: Factor, known: SecondFactor) -> impl IntoView {
    if known.enabled {
        view! { <On factor known /> }.into_any()
    } else {
        view! { <Off factor required=known.required /> }.into_any()
    }
}

#[component]
fn Off(factor: Factor, required: bool) -> impl IntoView {
    let language = factor.language;
    let proving = Proving::new();
    let toaster = use_toaster();
    let begin = Callback::new(move |proof: Proof| {
        if proving.busy.get_untracked() {
            return;
        }
        proving.busy.set(true);
        let client = factor.client.get_value();
        factor.tasks.spawn(async move {
            let body = CreateTotp {
                password: proof.password,
            };
            let answer = client.create_totp(&body).await;
            proving.busy.try_set(false);
            let failure = match answer {
                Ok(secret) => {
                    proving.close();
                    factor.step.try_set(Step::Setup(secret));
                    return focus_id(super::setup::CODE_FIELD);
                }
                Err(error) => Failure::new(language, &error),
            };
            match failure.code {
                Some(ErrorCode::ReauthenticationRequired) => proving.ask(),
                // Another window was faster.
                Some(ErrorCode::SecondFactorEnabled) => factor.end(),
                _ if proving.open.try_get_untracked() == Some(true) => proving.refuse(failure),
                _ => toaster.error(failure.text),
            }
        });
    });
    // Where it is due the page says so.
    let is_said = use_me().is_some_and(|me| me.second_factor_due);
    let duty =
        (required && !is_said).then(|| view! { <p>{t!(language, "access-factor-required")}</p> });
    view! {
        <div class="cluster">
            <Badge label=t!(language, "access-factor-off") dot=true />
        </div>
        {duty}
        <p class="muted">{t!(language, "access-factor-how")}</p>
        <div class="form__actions">
            <Button
                kind=ButtonKind::Primary
                icon=IconName::Shield
                busy=proving.busy
                on_press=move |()| begin.run(Proof::default())
            >
                {t!(language, "access-factor-start")}
            </Button>
        </div>
        <ProofDialog
            proving
            title=t!(language, "access-proof")
            text=t!(language, "access-proof-text")
            submit=t!(language, "access-proof-submit")
            with_code=Signal::stored(false)
            on_proof=begin
        />
    }
}

#[component]
fn On(factor: Factor, known: SecondFactor) -> impl IntoView {
    let language = factor.language;
    let left = known.recovery_codes_left;
    let (renewing, ending) = (Proving::new(), Proving::new());
    let since = known.enabled_at.map(|at| {
        view! {
            <span class="muted">
                {t!(language, "access-factor-since")} " " <RelativeTime at=millis(at) />
            </span>
        }
    });
    let few = (left <= FEW).then(|| {
        view! { <Badge label=t!(language, "access-codes-few") tone=Tone::Warning /> }
    });
    // Who must have it cannot be without it.
    let end = (!known.required).then(|| {
        view! {
            <Button on_press=move |()| ending.ask()>{t!(language, "access-factor-disable")}</Button>
        }
    });
    let duty = known
        .required
        .then(|| view! { <p class="muted">{t!(language, "access-factor-required")}</p> });
    view! {
        <div class="cluster">
            <Badge label=t!(language, "access-factor-on") tone=Tone::Success dot=true />
            {since}
        </div>
        {duty}
        <div class="cluster">
            <span>{t!(language, "access-codes-left", count = left)}</span>
            {few}
        </div>
        <div class="form__actions">
            <Button icon=IconName::Refresh on_press=move |()| renewing.ask()>
                {t!(language, "access-codes-renew")}
            </Button>
            {end}
        </div>
        <ProofDialog
            proving=renewing
            title=t!(language, "access-codes-renew")
            text=t!(language, "access-codes-renew-text")
            submit=t!(language, "access-codes-renew-submit")
            with_code=Signal::stored(true)
            on_proof=renew(factor, renewing)
        />
        <ProofDialog
            proving=ending
            title=t!(language, "access-factor-disable-title")
            text=t!(language, "access-factor-disable-text")
            submit=t!(language, "access-factor-disable")
            kind=ButtonKind::Danger
            with_code=Signal::stored(true)
            on_proof=disable(factor, ending)
        />
    }
}

fn renew(factor: Factor, proving: Proving) -> Callback<Proof> {
    let language = factor.language;
    Callback::new(move |proof: Proof| {
        proving.busy.set(true);
        let client = factor.client.get_value();
        factor.tasks.spawn(async move {
            let body = CreateRecoveryCodes {
                password: proof.password,
                code: proof.code,
            };
            let answer = client.create_recovery_codes(&body).await;
            proving.busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    proving.close();
                    factor.step.try_set(Step::Codes(fresh.codes));
                    focus_id(super::codes::HEADING);
                }
                Err(error) => proving.refuse(Failure::new(language, &error)),
            }
        });
    })
}

fn disable(factor: Factor, proving: Proving) -> Callback<Proof> {
    let language = factor.language;
    let toaster = use_toaster();
    Callback::new(move |proof: Proof| {
        proving.busy.set(true);
        let client = factor.client.get_value();
        factor.tasks.spawn(async move {
            let body = DisableSecondFactor {
                password: proof.password,
                code: proof.code,
            };
            let answer = client.disable_second_factor(&body).await;
            proving.busy.try_set(false);
            match answer {
                Ok(()) => {
                    proving.close();
                    toaster.success(t!(language, "access-factor-disabled"));
                    factor.end();
                    focus_id(HEADING);
                }
                Err(error) => proving.refuse(Failure::new(language, &error)),
            }
        });
    })
}
