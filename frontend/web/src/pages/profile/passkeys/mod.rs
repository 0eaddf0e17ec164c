//! Passkeys: what the person has, and a new one.

mod add;
mod rows;

use guichet_client::Client;
use guichet_common::passkeys::Passkeys;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{Alert, Skeleton, Tone, dynamic};
use leptos::prelude::*;

use super::Section;
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::FailureState;
use crate::tasks::Tasks;
use crate::webauthn;
use add::Add;
use rows::Rows;

/// What the parts share.
#[derive(Clone, Copy)]
struct Keys {
    language: Language,
    client: StoredValue<Client>,
    tasks: Tasks,
    known: Remote<Passkeys>,
}

impl Keys {
    fn load(self) {
        let client = self.client.get_value();
        let language = self.language;
        self.known.load(async move {
            let answer = client.list_passkeys().await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    }
}

/// "Clés d'accès", in the profile.
#[component]
pub fn PasskeySection() -> impl IntoView {
    let language = use_language();
    let keys = Keys {
        language,
        client: StoredValue::new(use_client()),
        tasks: Tasks::new(),
        known: Remote::new(),
    };
    keys.load();
    let list = dynamic(move || match keys.known.state.get() {
        Load::Loading => view! { <Skeleton /> }.into_any(),
        Load::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| keys.load() /> }.into_any()
        }
        Load::Ready(known) => view! { <Rows keys passkeys=known.items /> }.into_any(),
    });
    let add = if webauthn::is_supported() {
        view! { <Add keys /> }.into_any()
    } else {
        view! { <Alert tone=Tone::Info title=t!(language, "access-passkey-unsupported") /> }
            .into_any()
    };
    view! {
        <Section
            id=rows::HEADING
            title=t!(language, "access-passkeys")
            text=t!(language, "access-passkeys-text")
        >
            {list}
            {add}
        </Section>
    }
}
