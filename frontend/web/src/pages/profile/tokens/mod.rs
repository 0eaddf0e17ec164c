//! API tokens: what the person's programs sign in with.

mod create;
mod rows;

use guichet_client::Client;
use guichet_common::api_tokens::ApiTokens;
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
use create::Create;
use rows::Rows;

/// What the parts share.
#[derive(Clone, Copy)]
struct Tokens {
    language: Language,
    client: StoredValue<Client>,
    tasks: Tasks,
    known: Remote<ApiTokens>,
}

impl Tokens {
    fn load(self) {
        let client = self.client.get_value();
        let language = self.language;
        self.known.load(async move {
            let answer = client.list_api_tokens().await;
            answer.map_err(|error| Failure::new(language, &error))
        });
    }
}

/// "Jetons d'API", in the profile.
#[component]
pub fn TokenSection() -> impl IntoView {
    let language = use_language();
    let tokens = Tokens {
        language,
        client: StoredValue::new(use_client()),
        tasks: Tasks::new(),
        known: Remote::new(),
    };
    tokens.load();
    let content = dynamic(move || match tokens.known.state.get() {
        Load::Loading => view! { <Skeleton /> }.into_any(),
        Load::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| tokens.load() /> }.into_any()
        }
        Load::Ready(known) => view! { <Rows tokens items=known.items /> }.into_any(),
    });
    view! {
        <Section
            id=rows::HEADING
            title=t!(language, "access-tokens")
            text=t!(language, "access-tokens-text")
        >
            {content}
            <Create tokens />
        </Section>
    }
}
