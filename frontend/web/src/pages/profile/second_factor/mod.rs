//! One-time codes beside the password.

mod codes;
mod setup;
mod standing;

use guichet_client::Client;
use guichet_common::second_factor::{SecondFactor, TotpSecret};
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Skeleton, dynamic};
use leptos::prelude::*;

use super::Section;
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::FailureState;
use crate::tasks::Tasks;
use codes::Codes;
use setup::Setup;
use standing::Standing;

/// What is shown.
#[derive(Clone)]
enum Step {
    /// How things are.
    Standing,
    /// The secret for the app, until a code of it was typed.
    Setup(TotpSecret),
    /// Fresh recovery codes.
    Codes(Vec<String>),
}

/// What the parts share.
#[derive(Clone, Copy)]
struct Factor {
    language: Language,
    client: StoredValue<Client>,
    tasks: Tasks,
    known: Remote<SecondFactor>,
    step: RwSignal<Step>,
    /// Called when the person has put their recovery codes away.
    done: Callback<()>,
}

impl Factor {
    fn load(self) {
        let client = self.client.get_value();
        let language = self.language;
        self.known.load(async move {
            let answer = client.get_second_factor().await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    }

    /// Back to how things are, as the server says now.
    fn end(self) {
        self.step.try_set(Step::Standing);
        self.load();
    }
}

/// Sets the second factor up, and shows how it stands.
#[component]
pub fn SecondFactorPanel(
    /// Called when it was set up and the recovery codes are put away.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let factor = Factor {
        language: use_language(),
        client: StoredValue::new(use_client()),
        tasks: Tasks::new(),
        known: Remote::new(),
        step: RwSignal::new(Step::Standing),
        done: on_done.unwrap_or_else(|| Callback::new(|()| ())),
    };
    factor.load();
    dynamic(move || match factor.step.get() {
        Step::Standing => match factor.known.state.get() {
            Load::Loading => view! { <Skeleton /> }.into_any(),
            Load::Failed(failure) => {
                view! { <FailureState failure on_retry=move |()| factor.load() /> }.into_any()
            }
            Load::Ready(known) => view! { <Standing factor known /> }.into_any(),
        },
        Step::Setup(secret) => view! { <Setup factor secret /> }.into_any(),
        Step::Codes(codes) => view! { <Codes factor codes /> }.into_any(),
    })
}

/// "Double authentification", in the profile.
#[component]
pub fn SecondFactorSection() -> impl IntoView {
    let language = use_language();
    view! {
        <Section
            id="profile-second-factor"
            title=t!(language, "access-factor")
            text=t!(language, "access-factor-text")
        >
            <SecondFactorPanel />
        </Section>
    }
}
