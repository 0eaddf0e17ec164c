use leptos::prelude::*;

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to notice.
    #[default]
    Neutral,
    /// New, or worth knowing.
    Info,
    /// Going on.
    Accent,
    /// Good.
    Success,
    /// Somebody should look.
    Warning,
    /// Wrong, or most urgent.
    Danger,
}

impl Tone {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Accent => "accent",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A short word on a coloured ground, such as a state. The word says it all; the colour helps.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: String,
    /// The colour.
    #[prop(optional)]
    tone: Tone,
    /// A dot before the word, for states.
    #[prop(optional)]
    dot: bool,
) -> impl IntoView {
    view! {
        <span class=format!("badge badge--{}", tone.name()) class:badge--dot=dot>
            {label}
        </span>
    }
}
