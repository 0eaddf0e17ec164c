//! The words of the vocabulary as people read them.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::calendar::{DayOfWeek, HolidayRegion};
use guichet_common::publications::{PublicationKind, PublicationState};
use guichet_common::scopes::ApiScope;
use guichet_common::vocabulary::{
    Channel, CloseReason, ExportFormat, Impact, Language, MailKind, NextActionKind, OnHoldReason,
    Priority, ResolutionCode, Role, TicketAction, TicketState, Urgency,
};

use crate::{format::text, key::code_key};

/// A word of the vocabulary that has a label in the catalogue.
pub trait Label {
    /// The label, as on the screens of that language: `TicketState::New` is "Nouveau".
    fn label(self, language: Language) -> &'static str;
}

macro_rules! labels {
    ($($word:ident: $area:literal,)+) => {$(
        impl Label for $word {
            fn label(self, language: Language) -> &'static str {
                // Every word has a text: see the test. The fallback only keeps this total.
                code_key($area, self.as_str()).map_or_else(|| self.as_str(), |key| text(language, key))
            }
        }
    )+};
}

labels! {
    TicketState: "state",
    OnHoldReason: "on-hold-reason",
    CloseReason: "close-reason",
    ResolutionCode: "resolution-code",
    Channel: "channel",
    Role: "role",
    TicketAction: "action",
    NextActionKind: "next-action",
    Language: "language",
    ExportFormat: "export-format",
    MailKind: "mail-kind",
    PublicationKind: "publication-kind",
    PublicationState: "publication-state",
    AuditAction: "audit-action",
    AuditTargetKind: "audit-target",
    ApiScope: "api-scope",
    HolidayRegion: "calendar",
    DayOfWeek: "day-of-week",
}

macro_rules! levels {
    ($($word:ident: $area:literal,)+) => {$(
        impl Label for $word {
            fn label(self, language: Language) -> &'static str {
                code_key($area, &self.to_string()).map_or("", |key| text(language, key))
            }
        }
    )+};
}

levels! {
    Impact: "impact",
    Urgency: "urgency",
    Priority: "priority",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_vocabulary_has_a_label() {
        fn check<W: Label + Copy>(area: &str, words: &[W], code: impl Fn(W) -> String) {
            for word in words {
                assert!(
                    code_key(area, &code(*word)).is_some(),
                    "{area}: {}",
                    code(*word)
                );
                assert!(!word.label(Language::Fr).is_empty());
            }
        }
        check("state", TicketState::ALL, |word| word.to_string());
        check("on-hold-reason", OnHoldReason::ALL, |word| word.to_string());
        check("close-reason", CloseReason::ALL, |word| word.to_string());
        check("resolution-code", ResolutionCode::ALL, |word| {
            word.to_string()
        });
        check("channel", Channel::ALL, |word| word.to_string());
        check("role", Role::ALL, |word| word.to_string());
        check("action", TicketAction::ALL, |word| word.to_string());
        check("next-action", NextActionKind::ALL, |word| word.to_string());
        check("language", Language::ALL, |word| word.to_string());
        check("export-format", ExportFormat::ALL, |word| word.to_string());
        check("mail-kind", MailKind::ALL, |word| word.to_string());
        check("publication-kind", PublicationKind::ALL, |word| {
            word.to_string()
        });
        check("publication-state", PublicationState::ALL, |word| {
            word.to_string()
        });
        check("audit-action", AuditAction::ALL, |word| word.to_string());
        check("audit-target", AuditTargetKind::ALL, |word| {
            word.to_string()
        });
        check("api-scope", ApiScope::ALL, |word| word.to_string());
        check("calendar", HolidayRegion::ALL, |word| word.to_string());
        check("day-of-week", DayOfWeek::ALL, |word| word.to_string());
        check("impact", Impact::ALL, |word| word.to_string());
        check("urgency", Urgency::ALL, |word| word.to_string());
        check("priority", Priority::ALL, |word| word.to_string());
    }

    #[test]
    fn labels_are_those_of_the_guide() {
        assert_eq!(TicketState::OnHold.label(Language::Fr), "En attente");
        assert_eq!(
            Impact::FewerThanFive.label(Language::Fr),
            "3 - Moins de 5 utilisateurs"
        );
        assert_eq!(Urgency::High.label(Language::Fr), "1 - Élevé");
        assert_eq!(Priority::Moderate.label(Language::Fr), "Modérée");
        assert_eq!(OnHoldReason::AwaitingCustomer.label(Language::Fr), "Client");
    }
}
