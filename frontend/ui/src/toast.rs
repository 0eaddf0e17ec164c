use std::time::Duration;

use leptos::prelude::*;

use crate::{ButtonSize, Icon, IconButton, IconName, Row, Tone, keyed, use_ui};

#[derive(Debug, Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
}

/// Says short things at the edge of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toaster {
    /// Shows a message. A success or a hint goes by itself; a warning or an error stays until it
    /// is closed, since it may take time to read.
    pub fn show(self, tone: Tone, text: impl Into<String>) {
        let id = self.next.try_get_value().unwrap_or_default();
        self.next.try_set_value(id.wrapping_add(1));
        let toast = Toast {
            id,
            tone,
            text: text.into(),
        };
        self.toasts.try_update(|toasts| toasts.push(toast));
        if !matches!(tone, Tone::Danger | Tone::Warning) {
            set_timeout(move || self.dismiss(id), Duration::from_secs(6));
        }
    }

    /// "It worked."
    pub fn success(self, text: impl Into<String>) {
        self.show(Tone::Success, text);
    }

    /// "It did not work."
    pub fn error(self, text: impl Into<String>) {
        self.show(Tone::Danger, text);
    }

    fn dismiss(self, id: u32) {
        self.toasts
            .try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Makes a toaster for everything below. Call once, above what may be built anew.
pub fn provide_toaster() {
    provide_context(Toaster {
        toasts: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
    });
}

/// The surrounding toaster; without one, one that shows nothing.
#[must_use]
pub fn use_toaster() -> Toaster {
    use_context().unwrap_or_else(|| Toaster {
        toasts: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
    })
}

/// Where toasts appear; once, at the end of the page. Screen readers hear what is added.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toaster = use_toaster();
    let texts = use_ui().texts;
    let close = texts.close.clone();
    let row = move |toast: Toast, close: String| {
        let icon = match toast.tone {
            Tone::Success => IconName::CheckCircle,
            Tone::Danger | Tone::Warning => IconName::Alert,
            _ => IconName::Info,
        };
        view! {
            <div class=format!("toast toast--{}", toast.tone.name())>
                <Icon name=icon />
                <p class="toast__text">{toast.text}</p>
                <IconButton
                    label=close
                    icon=IconName::Cross
                    size=ButtonSize::Small
                    on_press=move |()| toaster.dismiss(toast.id)
                />
            </div>
        }
        .into_any()
    };
    let rows = keyed(move || {
        let close = &close;
        toaster
            .toasts
            .get()
            .into_iter()
            .map(|toast| {
                let close = close.clone();
                Row::new(toast.id.to_string(), move || row(toast, close))
            })
            .collect()
    });
    view! {
        <section class="toasts" aria-label=texts.notifications.clone() aria-live="polite">
            {rows}
        </section>
    }
}
