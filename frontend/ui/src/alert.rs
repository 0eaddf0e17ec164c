use leptos::prelude::*;

use crate::{Icon, IconName, Tone};

/// A message inside the page. A danger is announced at once, the others politely.
#[component]
pub fn Alert(
    /// What kind of message.
    #[prop(optional)]
    tone: Tone,
    /// The message in a few words.
    #[prop(into)]
    title: String,
    /// More text, or what to do about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let icon = match tone {
        Tone::Danger | Tone::Warning => IconName::Alert,
        Tone::Success => IconName::CheckCircle,
        Tone::Neutral | Tone::Info | Tone::Accent => IconName::Info,
    };
    let name = match tone {
        Tone::Neutral | Tone::Accent => Tone::Info.name(),
        tone => tone.name(),
    };
    view! {
        <div
            class=format!("alert alert--{name}")
            role=if tone == Tone::Danger { "alert" } else { "status" }
        >
            <Icon name=icon />
            <div class="alert__body">
                <p class="alert__title">{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
