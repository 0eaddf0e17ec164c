//! The columns of the list: which there are, which are shown, which sort.

use guichet_common::vocabulary::{Language, Role, TicketSort};
use guichet_i18n::t;

/// A column of the ticket list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// "Numéro"; always shown, since it leads to the ticket.
    Number,
    /// "Compte"; for agents.
    Account,
    /// "Contact".
    Contact,
    /// "État".
    State,
    /// "Brève description".
    Subject,
    /// "Motif de la mise en attente".
    OnHoldReason,
    /// "Priorité".
    Priority,
    /// "Description".
    Description,
    /// "Affecté à"; for agents.
    AssignedTo,
    /// "Créé".
    Created,
    /// "Mis à jour".
    Updated,
}

impl Column {
    /// Every column, from left to right.
    pub const ALL: [Self; 11] = [
        Self::Number,
        Self::Account,
        Self::Contact,
        Self::State,
        Self::Subject,
        Self::OnHoldReason,
        Self::Priority,
        Self::Description,
        Self::AssignedTo,
        Self::Created,
        Self::Updated,
    ];

    /// Its name in storage and in the styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Account => "account",
            Self::Contact => "contact",
            Self::State => "state",
            Self::Subject => "subject",
            Self::OnHoldReason => "on-hold-reason",
            Self::Priority => "priority",
            Self::Description => "description",
            Self::AssignedTo => "assigned-to",
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }

    /// Its heading.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Self::Number => t!(language, "ticket-field-number"),
            Self::Account => t!(language, "ticket-field-account"),
            Self::Contact => t!(language, "ticket-field-contact"),
            Self::State => t!(language, "ticket-field-state"),
            Self::Subject => t!(language, "ticket-field-short-description"),
            Self::OnHoldReason => t!(language, "ticket-field-on-hold-reason"),
            Self::Priority => t!(language, "ticket-field-priority"),
            Self::Description => t!(language, "ticket-field-description"),
            Self::AssignedTo => t!(language, "ticket-field-assignment-group"),
            Self::Created => t!(language, "ticket-field-created-at"),
            Self::Updated => t!(language, "ticket-field-updated-at"),
        }
    }

    /// The orders it sorts by, ascending and descending; `None` where the server cannot.
    #[must_use]
    pub const fn sorts(self) -> Option<(TicketSort, TicketSort)> {
        match self {
            Self::Number => Some((TicketSort::Number, TicketSort::NumberDesc)),
            Self::State => Some((TicketSort::State, TicketSort::StateDesc)),
            Self::Priority => Some((TicketSort::Priority, TicketSort::PriorityDesc)),
            Self::Created => Some((TicketSort::CreatedAt, TicketSort::CreatedAtDesc)),
            Self::Updated => Some((TicketSort::UpdatedAt, TicketSort::UpdatedAtDesc)),
            _ => None,
        }
    }

    const fn is_for(self, role: Role) -> bool {
        role.is_agent() || !matches!(self, Self::Account | Self::AssignedTo)
    }
}

/// The columns that a person of this role can choose from.
#[must_use]
pub fn available(role: Role) -> Vec<Column> {
    Column::ALL
        .into_iter()
        .filter(|column| column.is_for(role))
        .collect()
}

/// The columns shown before anybody chose: those of the guide; agents see less prose and more
/// of who works what.
#[must_use]
pub fn defaults(role: Role) -> Vec<Column> {
    let mut columns = available(role);
    if role.is_agent() {
        columns.retain(|column| !matches!(column, Column::Description | Column::OnHoldReason));
    }
    columns
}

/// Reads what [`to_text`] wrote. Unknown names and a list without columns are ignored: they may
/// be of another release.
#[must_use]
pub fn from_text(role: Role, text: Option<&str>) -> Vec<Column> {
    let Some(text) = text else {
        return defaults(role);
    };
    let names: Vec<_> = text.split(',').collect();
    let columns: Vec<_> = available(role)
        .into_iter()
        .filter(|column| *column == Column::Number || names.contains(&column.name()))
        .collect();
    if columns.len() < 2 {
        defaults(role)
    } else {
        columns
    }
}

/// The shown columns as one text, to be kept.
#[must_use]
pub fn to_text(columns: &[Column]) -> String {
    columns
        .iter()
        .map(|column| column.name())
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customer_sees_the_columns_of_the_guide() {
        let labels: Vec<_> = defaults(Role::Contact)
            .iter()
            .map(|column| column.label(Language::Fr))
            .collect();
        assert_eq!(
            labels,
            [
                "Numéro",
                "Contact",
                "État",
                "Brève description",
                "Motif de la mise en attente",
                "Priorité",
                "Description",
                "Créé",
                "Mis à jour"
            ]
        );
    }

    #[test]
    fn chosen_columns_survive_being_kept() {
        let chosen = [Column::Number, Column::State, Column::Updated];
        assert_eq!(from_text(Role::Contact, Some(&to_text(&chosen))), chosen);
    }

    #[test]
    fn number_is_always_shown_and_what_is_not_for_the_role_never() {
        let columns = from_text(Role::Contact, Some("account,state,future"));
        assert_eq!(columns, [Column::Number, Column::State]);
        assert_eq!(from_text(Role::Agent, Some("")), defaults(Role::Agent));
    }
}
