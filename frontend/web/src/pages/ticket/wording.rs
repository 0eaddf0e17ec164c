//! The activity in words.

use guichet_common::TicketNumber;
use guichet_common::comments::{Activity, FieldChange};
use guichet_common::tickets::NextAction;
use guichet_common::vocabulary::{
    ActivityKind, CloseReason, Impact, Language, NextActionKind, OnHoldReason, Priority,
    ResolutionCode, TicketAction, TicketState, Urgency,
};
use guichet_i18n::{Label as _, code_key, t, text};
use guichet_ui::IconName;

use crate::words::priority_label;

/// What an entry of the history says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was done, to be read after the actor's name when there is one.
    pub text: String,
    /// Field by field.
    pub details: Vec<String>,
    /// What kind of thing.
    pub icon: IconName,
}

/// Puts an entry that is no message into words.
#[must_use]
pub fn describe(activity: &Activity, number: TicketNumber, language: Language) -> Line {
    let changes = activity.changes.iter();
    let details: Vec<String> = changes
        .map(|change| change_text(change, language))
        .collect();
    let (text, details, icon) = match activity.kind {
        ActivityKind::Created => (
            t!(language, "activity-created", number = &number.to_string()),
            Vec::new(),
            IconName::Ticket,
        ),
        ActivityKind::StateChanged => {
            let (text, icon) = state_text(activity, language);
            (text, details, icon)
        }
        ActivityKind::Assigned => (
            assigned_text(&activity.changes, language),
            Vec::new(),
            IconName::User,
        ),
        ActivityKind::Updated => (
            t!(language, "activity-updated").to_owned(),
            details,
            IconName::Pencil,
        ),
        ActivityKind::AttachmentsAdded => (
            t!(
                language,
                "activity-files",
                count = activity.attachments.len()
            ),
            Vec::new(),
            IconName::Paperclip,
        ),
        ActivityKind::AttachmentsRefused => (
            t!(language, "activity-files-refused").to_owned(),
            activity
                .changes
                .iter()
                .filter_map(|change| change.to.clone())
                .collect(),
            IconName::Paperclip,
        ),
        ActivityKind::Reminded => (
            t!(language, "activity-reminded").to_owned(),
            Vec::new(),
            IconName::Clock,
        ),
        ActivityKind::Comment => (String::new(), Vec::new(), IconName::Chat),
    };
    Line {
        text,
        details,
        icon,
    }
}

fn state_text(activity: &Activity, language: Language) -> (String, IconName) {
    let reason = activity.reason.as_deref().unwrap_or_default();
    let by_someone = activity.actor.is_some();
    let words = |text: &str| text.to_owned();
    match activity.action {
        Some(TicketAction::Start) => (words(t!(language, "activity-started")), IconName::Play),
        Some(TicketAction::Hold) => {
            let reason = reason
                .parse()
                .map_or("", |r: OnHoldReason| r.label(language));
            (
                t!(language, "activity-held", reason = reason),
                IconName::Pause,
            )
        }
        Some(TicketAction::Resume) => (words(t!(language, "activity-resumed")), IconName::Play),
        Some(TicketAction::Resolve) => {
            let code = reason
                .parse()
                .map_or("", |c: ResolutionCode| c.label(language));
            (
                t!(language, "activity-resolved", code = code),
                IconName::CheckCircle,
            )
        }
        Some(TicketAction::Accept) if by_someone => (
            words(t!(language, "activity-accepted")),
            IconName::CheckCircle,
        ),
        Some(TicketAction::Reject) => (words(t!(language, "activity-rejected")), IconName::Reply),
        Some(TicketAction::Close) if by_someone => {
            (words(t!(language, "activity-closed")), IconName::Lock)
        }
        Some(TicketAction::Cancel) => (
            words(t!(language, "activity-cancelled")),
            IconName::CrossCircle,
        ),
        _ => other_state_text(activity, reason, language),
    }
}

/// What no action did: a message, or the clock.
fn other_state_text(activity: &Activity, reason: &str, language: Language) -> (String, IconName) {
    let by_someone = activity.actor.is_some();
    if let (false, Some(TicketState::Closed)) = (by_someone, activity.to_state) {
        let reason = reason
            .parse()
            .map_or("", |r: CloseReason| r.label(language));
        return (
            t!(language, "activity-system-closed", reason = reason),
            IconName::Lock,
        );
    }
    let text = match (activity.from_state, activity.to_state) {
        (Some(TicketState::Resolved), Some(TicketState::Open)) if by_someone => {
            return (
                t!(language, "activity-reopened").to_owned(),
                IconName::Reply,
            );
        }
        (Some(TicketState::OnHold), Some(TicketState::Open)) if by_someone => {
            return (t!(language, "activity-answered").to_owned(), IconName::Play);
        }
        (Some(TicketState::New), Some(TicketState::Open)) if by_someone => {
            return (t!(language, "activity-started").to_owned(), IconName::Play);
        }
        (from, to) => {
            let label = |state: Option<TicketState>| state.map_or("", |s| s.label(language));
            let (from, to) = (label(from), label(to));
            if by_someone {
                t!(language, "activity-changed", from = from, to = to)
            } else {
                t!(language, "activity-system-changed", from = from, to = to)
            }
        }
    };
    (text, IconName::Refresh)
}

fn assigned_text(changes: &[FieldChange], language: Language) -> String {
    let to: Vec<&str> = changes
        .iter()
        .filter_map(|change| change.to.as_deref())
        .collect();
    if to.is_empty() {
        t!(language, "activity-unassigned").to_owned()
    } else {
        t!(language, "activity-assigned-to", to = &to.join(" · "))
    }
}

/// "Priorité : 3 - Modérée → 2 - Élevée".
fn change_text(change: &FieldChange, language: Language) -> String {
    let field = code_key("ticket-field", &change.field)
        .map_or(change.field.as_str(), |key| text(language, key));
    let value = |value: &Option<String>| {
        let Some(value) = value.as_deref().filter(|value| !value.is_empty()) else {
            return t!(language, "activity-nothing").to_owned();
        };
        let label = match change.field.as_str() {
            "impact" => value
                .parse()
                .ok()
                .map(|level: Impact| level.label(language)),
            "urgency" => value
                .parse()
                .ok()
                .map(|level: Urgency| level.label(language)),
            "priority" => value
                .parse()
                .ok()
                .map(|level: Priority| priority_label(language, level)),
            _ => None,
        };
        label.unwrap_or(value).to_owned()
    };
    let (from, to) = (value(&change.from), value(&change.to));
    t!(
        language,
        "activity-change",
        field = field,
        from = &from,
        to = &to
    )
}

/// The promise line: what will happen by itself and when, in the order of time. `day_time` writes
/// an instant as the reader's day and clock.
#[must_use]
pub fn promise(
    next: &[NextAction],
    by_agent: bool,
    language: Language,
    day_time: impl Fn(&NextAction) -> String,
) -> Option<String> {
    let mut text = String::new();
    for action in next {
        let at = day_time(action);
        let first = text.is_empty();
        if !first {
            text.push_str(" · ");
        }
        text.push_str(&match (action.action, first, by_agent) {
            (NextActionKind::Reminder, _, _) => t!(language, "ticket-promise-reminder", at = &at),
            (NextActionKind::AutoClose, true, false) => {
                t!(language, "ticket-promise-close", at = &at)
            }
            (NextActionKind::AutoClose, false, false) => {
                t!(language, "ticket-promise-then-close", at = &at)
            }
            (NextActionKind::AutoClose, true, true) => {
                t!(language, "ticket-promise-close-agent", at = &at)
            }
            (NextActionKind::AutoClose, false, true) => {
                t!(language, "ticket-promise-then-close-agent", at = &at)
            }
        });
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use guichet_common::comments::Author;
    use guichet_common::{ActivityId, PersonId};
    use uuid::Uuid;

    use super::*;

    fn entry(kind: ActivityKind) -> Activity {
        Activity {
            id: ActivityId(Uuid::nil()),
            kind,
            at: DateTime::UNIX_EPOCH,
            actor: Some(Author {
                id: PersonId(Uuid::nil()),
                name: "Camille".into(),
                is_agent: true,
            }),
            via: None,
            due_at: None,
            action: None,
            from_state: None,
            to_state: None,
            reason: None,
            notes_html: None,
            changes: Vec::new(),
            comment: None,
            attachments: Vec::new(),
        }
    }

    fn said(activity: &Activity) -> String {
        describe(activity, TicketNumber(47_447), Language::Fr).text
    }

    #[test]
    fn creation_is_told_as_in_the_guide() {
        assert_eq!(said(&entry(ActivityKind::Created)), "CS0047447 Créé");
    }

    #[test]
    fn a_hold_names_its_reason() {
        let hold = Activity {
            action: Some(TicketAction::Hold),
            reason: Some("awaiting_customer".into()),
            ..entry(ActivityKind::StateChanged)
        };
        assert_eq!(said(&hold), "a mis le ticket en attente (Client)");
    }

    #[test]
    fn what_the_clock_did_has_no_actor() {
        let closed = Activity {
            actor: None,
            to_state: Some(TicketState::Closed),
            reason: Some("no_answer".into()),
            ..entry(ActivityKind::StateChanged)
        };
        assert_eq!(
            said(&closed),
            "Ticket clos automatiquement (Clos sans réponse du client)"
        );
    }

    #[test]
    fn a_message_that_reopens_says_so() {
        let reopened = Activity {
            from_state: Some(TicketState::Resolved),
            to_state: Some(TicketState::Open),
            ..entry(ActivityKind::StateChanged)
        };
        assert_eq!(said(&reopened), "a rouvert le ticket par son message");
    }

    #[test]
    fn assignments_name_group_and_agent() {
        let change = |field: &str, to: Option<&str>| FieldChange {
            field: field.into(),
            from: None,
            to: to.map(str::to_owned),
        };
        let mut assigned = Activity {
            changes: vec![
                change("assignment_group", Some("CDS - Supervision")),
                change("assigned_to", Some("Camille")),
            ],
            ..entry(ActivityKind::Assigned)
        };
        assert_eq!(
            said(&assigned),
            "a affecté le ticket à CDS - Supervision · Camille"
        );
        assigned.changes = vec![change("assigned_to", None)];
        assert_eq!(said(&assigned), "a retiré l'affectation du ticket");
    }

    #[test]
    fn changed_fields_are_told_with_their_words() {
        let change = |field: &str, from: Option<&str>, to: &str| FieldChange {
            field: field.into(),
            from: from.map(str::to_owned),
            to: Some(to.to_owned()),
        };
        let updated = Activity {
            changes: vec![
                change("priority", Some("3"), "2"),
                change("internal_reference", None, "REF-1"),
            ],
            ..entry(ActivityKind::Updated)
        };
        assert_eq!(
            describe(&updated, TicketNumber(1), Language::Fr).details,
            [
                "Priorité : 3 - Modérée → 2 - Élevée",
                "Référence interne : vide → REF-1"
            ]
        );
    }

    #[test]
    fn the_promise_tells_reminder_and_closing() {
        let next = [NextActionKind::Reminder, NextActionKind::AutoClose].map(|action| NextAction {
            action,
            at: DateTime::UNIX_EPOCH,
        });
        let day = |action: &NextAction| match action.action {
            NextActionKind::Reminder => "mardi 18 mars à 18:09".to_owned(),
            NextActionKind::AutoClose => "mercredi 19 mars à 18:09".to_owned(),
        };
        assert_eq!(
            promise(&next, false, Language::Fr, day).as_deref(),
            Some(
                "Rappel le mardi 18 mars à 18:09 · clôture automatique le mercredi 19 mars à 18:09 \
                 sans réponse de votre part"
            )
        );
        assert_eq!(promise(&[], false, Language::Fr, day), None);
    }
}
