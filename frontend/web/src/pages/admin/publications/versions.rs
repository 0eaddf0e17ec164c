use guichet_common::Page;
use guichet_common::publications::{PublicationVersion, PublicationVersionQuery};
use guichet_i18n::t;
use guichet_ui::{
    Button, ButtonKind, ButtonSize, Dialog, IconName, RelativeTime, Skeleton, dynamic, on_change,
    use_toaster,
};
use leptos::prelude::*;

use super::fields::FormState;
use crate::failure::Failure;
use crate::language::use_language;
use crate::remote::{Load, Remote};
use crate::session::use_client;
use crate::shell::FailureState;
use crate::words::millis;

/// Versions shown.
const SHOWN: u32 = 50;

/// What the publication said before, and a way back to it.
#[component]
pub fn Versions(
    /// Its short name.
    slug: String,
    /// Where an earlier text is put.
    form: FormState,
) -> impl IntoView {
    let language = use_language();
    let client = StoredValue::new(use_client());
    let slug = StoredValue::new(slug);
    let toaster = use_toaster();
    let open = RwSignal::new(false);
    let versions = Remote::<Page<PublicationVersion>>::new();
    let load = Callback::new(move |()| {
        let (client, slug) = (client.get_value(), slug.get_value());
        let query = PublicationVersionQuery {
            limit: Some(SHOWN),
            cursor: None,
        };
        versions.load(async move {
            client
                .list_publication_versions(&slug, &query)
                .await
                .map_err(|error| Failure::new(language, &error))
        });
    });
    on_change(
        move || open.track(),
        move || {
            if open.get() {
                load.run(());
            }
        },
    );
    let row = move |version: PublicationVersion| {
        let title = version.texts.first().map(|text| text.title.clone());
        let texts = version.texts;
        let by = version.saved_by.map(|person| person.name);
        let restore = move |()| {
            form.restore(&texts);
            open.set(false);
            toaster.success(t!(language, "publications-restored"));
        };
        view! {
            <li class="publication-version">
                <div>
                    <p>{title}</p>
                    <p class="muted">
                        <RelativeTime at=millis(version.saved_at) />
                        {by.map(|name| format!(" · {name}"))}
                    </p>
                </div>
                <Button size=ButtonSize::Small on_press=restore>
                    {t!(language, "publications-restore")}
                </Button>
            </li>
        }
    };
    let content = move || match versions.state.get() {
        Load::Loading => view! { <Skeleton /> }.into_any(),
        Load::Failed(failure) => view! { <FailureState failure on_retry=load /> }.into_any(),
        Load::Ready(page) => view! {
            <ul class="publication-versions">{page.items.into_iter().map(row).collect_view()}</ul>
        }
        .into_any(),
    };
    view! {
        <Button kind=ButtonKind::Ghost icon=IconName::Clock on_press=move |()| open.set(true)>
            {t!(language, "publications-versions")}
        </Button>
        <Dialog open title=t!(language, "publications-versions")>
            <p class="muted">{t!(language, "publications-versions-lead")}</p>
            {dynamic(content)}
        </Dialog>
    }
}
