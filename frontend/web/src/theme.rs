//! Light, dark, or as the system says. The styles look at `data-theme` of the root element.

use leptos::prelude::document;

use crate::storage;

/// A choice of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

const KEY: &str = "theme";

impl Theme {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What was chosen in this browser.
    #[must_use]
    pub fn stored() -> Self {
        match storage::get(KEY).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// Shows it, and keeps it for the next visit.
    pub fn choose(self) {
        if self == Self::System {
            storage::remove(KEY);
        } else {
            storage::set(KEY, self.name());
        }
        self.apply();
    }

    /// Shows it.
    pub fn apply(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        // Attributes of these names are always allowed.
        let _ = if self == Self::System {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", self.name())
        };
    }
}
