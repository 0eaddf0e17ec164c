//! What the components know about the reader: language, time zone, the present time, and their
//! own few words.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

/// The words that components say themselves.
#[derive(Debug, Clone, Default)]
pub struct UiTexts {
    /// "Fermer", on dialogs and toasts.
    pub close: String,
    /// "Indique les éléments requis", beside the mark above a form.
    pub required_note: String,
    /// "Aucun résultat", in an empty combobox.
    pub no_results: String,
    /// "Page précédente".
    pub previous_page: String,
    /// "Page suivante".
    pub next_page: String,
    /// "Retirer", on a file row.
    pub remove: String,
    /// "Notifications", the name of the toast region.
    pub notifications: String,
    /// "Fil d'Ariane", the name of the breadcrumb.
    pub breadcrumb: String,
    /// "Afficher le mot de passe".
    pub show_password: String,
    /// "Masquer le mot de passe".
    pub hide_password: String,
    /// "Chargement…", read out while a button is busy.
    pub busy: String,
}

/// Shared by all components below [`provide_ui`].
#[derive(Debug, Clone)]
pub struct Ui {
    /// BCP 47 language tag, such as `fr`.
    pub language: Arc<str>,
    /// IANA name of the reader's time zone, such as `Europe/Paris`.
    pub time_zone: Arc<str>,
    /// The components' own words.
    pub texts: Arc<UiTexts>,
    /// Milliseconds since the epoch; moves on by itself, so that "il y a 5 min" stays true.
    pub now: RwSignal<f64>,
}

/// Gives the components below their language, time zone and words.
pub fn provide_ui(language: &str, time_zone: &str, texts: UiTexts) {
    let now = RwSignal::new(js_sys::Date::now());
    if let Ok(ticks) = set_interval_with_handle(
        move || now.set(js_sys::Date::now()),
        Duration::from_secs(20),
    ) {
        on_cleanup(move || ticks.clear());
    }
    provide_context(Ui {
        language: language.into(),
        time_zone: time_zone.into(),
        texts: Arc::new(texts),
        now,
    });
}

/// The surrounding [`Ui`]; outside of one, French without words, so that nothing ever fails.
#[must_use]
pub fn use_ui() -> Ui {
    use_context().unwrap_or_else(|| Ui {
        language: "fr".into(),
        time_zone: "Europe/Paris".into(),
        texts: Arc::default(),
        now: RwSignal::new(js_sys::Date::now()),
    })
}
