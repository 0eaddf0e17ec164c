//! The root of the application.

use guichet_common::vocabulary::Language;
use guichet_ui::{dynamic, memo, provide_toaster};
use leptos::prelude::*;

use crate::session::{self, use_session};
use crate::shell::Shell;
use crate::{parts, router};

/// The portal.
#[component]
pub fn App() -> impl IntoView {
    provide_toaster();
    router::provide();
    parts::provide();
    session::provide();
    view! { <Localized /> }
}

/// Builds everything anew when language or time zone change: then no text needs to be reactive.
#[component]
fn Localized() -> impl IntoView {
    let session = use_session();
    let locale: Memo<(Language, String)> = memo(move || session.locale());
    dynamic(move || {
        let (language, time_zone) = locale.get();
        view! { <Shell language time_zone /> }.into_any()
    })
}
