//! What can be done with an identity provider: tell it where people come back to, try it, remove it.

use guichet_common::identity_providers::IdentityProviderTest;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Alert, Button, IconName, Tone, dynamic, use_toaster};
use leptos::prelude::*;

use super::super::confirm::ConfirmButton;
use super::super::sources::{Answer, Entry, id};
use super::{Tool, Tools, Work};
use crate::copy::CopyField;
use crate::language::use_language;
use crate::remote::Remote;
use crate::route::{Place, Resource, Route};
use crate::router::use_router;
use crate::session::use_client;

/// The addresses of a provider, its try, and its end.
pub fn provider(entry: &Entry, _: Remote<Entry>) -> AnyView {
    view! { <ProviderTools entry=entry.clone() /> }.into_any()
}

#[component]
fn ProviderTools(entry: Entry) -> impl IntoView {
    let language = use_language();
    let work = Work::new();
    view! {
        <section class="card card__body stack" aria-label=t!(language, "providers-addresses")>
            <h2>{t!(language, "providers-addresses")}</h2>
            <p class="muted">{t!(language, "providers-addresses-text")}</p>
            <CopyField
                label=t!(language, "providers-redirect")
                value=entry.values.text("redirect_uri")
            />
            <CopyField
                label=t!(language, "providers-logout")
                value=entry.values.text("post_logout_redirect_uri")
            />
        </section>
        <Try work id=entry.id.clone() />
        <Tools title=t!(language, "tool-title")>
            <Remove work id=entry.id name=entry.name />
        </Tools>
    }
}

#[component]
fn Try(work: Work, id: String) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let outcome = RwSignal::new(None::<IdentityProviderTest>);
    let press = move |()| {
        let (client, id) = (client.clone(), id.clone());
        outcome.set(None);
        let answer: Answer<IdentityProviderTest> =
            Box::pin(async move { client.test_identity_provider(self::id(&id)).await });
        work.run(answer, move |test| {
            outcome.try_set(Some(test));
        });
    };
    let told = dynamic(move || outcome.get().map(|test| told(language, test)));
    view! {
        <section class="card card__body stack" aria-label=t!(language, "providers-test")>
            <h2>{t!(language, "providers-test")}</h2>
            <p class="muted">{t!(language, "providers-test-text")}</p>
            <div class="stack" aria-live="polite">
                {told}
            </div>
            <div>
                <Button icon=IconName::Play busy=work.busy on_press=press>
                    {t!(language, "providers-test-button")}
                </Button>
            </div>
        </section>
    }
}

fn told(language: Language, test: IdentityProviderTest) -> AnyView {
    let keys = test.keys;
    if test.usable {
        let signs_out = if test.signs_out {
            t!(language, "providers-signs-out")
        } else {
            t!(language, "providers-signs-out-not")
        };
        return view! {
            <Alert tone=Tone::Success title=t!(language, "providers-usable")>
                <p>{t!(language, "providers-keys", count = keys)} " " {signs_out}</p>
            </Alert>
        }
        .into_any();
    }
    let reason = match test.problem.as_deref() {
        Some("unreachable") => t!(language, "providers-unreachable"),
        Some("issuer_differs") => t!(language, "providers-issuer-differs"),
        Some("no_keys") => t!(language, "providers-no-keys"),
        Some("no_code_flow") => t!(language, "providers-no-code-flow"),
        _ => t!(language, "providers-not-a-provider"),
    };
    let issuer = test
        .issuer
        .map(|issuer| view! { <p>{t!(language, "providers-issuer-is", issuer = &issuer)}</p> });
    view! {
        <Alert tone=Tone::Danger title=t!(language, "providers-unusable")>
            <p>{reason}</p>
            {issuer}
        </Alert>
    }
    .into_any()
}

#[component]
fn Remove(work: Work, id: String, name: String) -> impl IntoView {
    let language = use_language();
    let client = use_client();
    let router = use_router();
    let toaster = use_toaster();
    let asked = RwSignal::new(false);
    let remove = move |()| {
        let (client, id) = (client.clone(), id.clone());
        let answer: Answer<()> =
            Box::pin(async move { client.delete_identity_provider(self::id(&id)).await });
        work.run(answer, move |()| {
            toaster.success(t!(language, "admin-removed"));
            router.replace(&Route::Directory(Resource::IdentityProviders, Place::List).path());
        });
    };
    view! {
        <Tool title=t!(language, "admin-remove") text=t!(language, "providers-remove-text")>
            <ConfirmButton
                label=t!(language, "admin-remove")
                icon=IconName::Trash
                title=t!(language, "admin-remove-title", name = &name)
                text=t!(language, "providers-remove-text")
                busy=work.busy
                asked
                on_confirm=remove
            />
        </Tool>
    }
}
