use guichet_common::api_tokens::ApiToken;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    Alert, Badge, Button, ButtonKind, ButtonSize, Dialog, DialogActions, Icon, IconName,
    RelativeTime, Tone, dynamic, focus_id, use_toaster,
};
use leptos::prelude::*;

use super::Tokens;
use crate::failure::Failure;
use crate::words::millis;

/// The section's heading.
pub const HEADING: &str = "profile-tokens";

/// The token that is about to be revoked.
#[derive(Clone, Copy)]
struct Revoking {
    tokens: Tokens,
    open: RwSignal<bool>,
    token: RwSignal<Option<ApiToken>>,
    failure: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

/// The tokens, or that there are none.
#[component]
pub fn Rows(tokens: Tokens, items: Vec<ApiToken>) -> impl IntoView {
    let revoking = Revoking {
        tokens,
        open: RwSignal::new(false),
        token: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let list = if items.is_empty() {
        view! { <p class="muted">{t!(tokens.language, "access-tokens-none")}</p> }.into_any()
    } else {
        let rows = items.into_iter().map(|token| row(revoking, token));
        view! { <ul class="sessions">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        {list}
        <RevokeDialog revoking />
    }
}

fn row(revoking: Revoking, token: ApiToken) -> AnyView {
    let language = revoking.tokens.language;
    let scopes = token.scopes.iter().map(|scope| {
        let label = scope.label(language);
        view! { <li><Badge label /></li> }
    });
    let scopes = scopes.collect_view();
    let used = match token.last_used_at {
        Some(at) => view! {
            {t!(language, "access-last-used")}
            " "
            <RelativeTime at=millis(at) />
        }
        .into_any(),
        None => t!(language, "access-never-used").into_any(),
    };
    let (name, hint) = (token.name.clone(), format!("gct_…{}", token.hint));
    let (expires_at, revocation) = (token.expires_at, format!(" : {}", token.name));
    view! {
        <li class="sessions__item">
            <span class="sessions__icon">
                <Icon name=IconName::Key />
            </span>
            <div class="sessions__text">
                <span class="cluster">
                    <strong>{name}</strong>
                    <code class="muted">{hint}</code>
                </span>
                <span class="muted">
                    {t!(language, "access-token-expires")} " "
                    <RelativeTime at=millis(expires_at) /> " · " {used}
                </span>
                <ul class="cluster token-scopes" aria-label=t!(language, "access-token-scopes")>
                    {scopes}
                </ul>
            </div>
            <Button
                size=ButtonSize::Small
                on_press=move |()| {
                    revoking.failure.set(None);
                    revoking.token.set(Some(token.clone()));
                    revoking.open.set(true);
                }
            >
                {t!(language, "access-token-revoke")}
                <span class="visually-hidden">{revocation}</span>
            </Button>
        </li>
    }
    .into_any()
}

#[component]
fn RevokeDialog(revoking: Revoking) -> impl IntoView {
    let language = revoking.tokens.language;
    let toaster = use_toaster();
    let revoke = move |()| {
        let token = revoking.token.get_untracked();
        let (Some(token), false) = (token, revoking.busy.get_untracked()) else {
            return;
        };
        revoking.busy.set(true);
        let client = revoking.tokens.client.get_value();
        revoking.tokens.tasks.spawn(async move {
            let answer = client.delete_api_token(token.id).await;
            revoking.busy.try_set(false);
            match answer {
                Err(error) if error.status() != Some(404) => {
                    let failure = Failure::new(language, &error);
                    revoking.failure.try_set(Some(failure.text));
                }
                _ => {
                    revoking.open.try_set(false);
                    toaster.success(t!(language, "access-token-revoked"));
                    revoking.tokens.load();
                    focus_id(HEADING);
                }
            }
        });
    };
    let notice = move || {
        dynamic(move || {
            let failure = revoking.failure.get();
            failure.map(|title| view! { <Alert tone=Tone::Danger title /> })
        })
    };
    let question = move || {
        let token = revoking.token.get_untracked();
        let name = token.map(|token| token.name).unwrap_or_default();
        t!(language, "access-token-revoke-text", name = &name)
    };
    view! {
        <Dialog open=revoking.open title=t!(language, "access-token-revoke-title")>
            {notice()}
            <p>{question()}</p>
            <DialogActions>
                <Button on_press=move |()| revoking.open.set(false)>
                    {t!(language, "form-cancel")}
                </Button>
                <Button kind=ButtonKind::Danger busy=revoking.busy on_press=revoke>
                    {t!(language, "access-token-revoke")}
                </Button>
            </DialogActions>
        </Dialog>
    }
}
