//! An agent's changes of a ticket's fields.

use guichet_common::Patch;
use guichet_common::directory::ConfigurationItem;
use guichet_common::ids::TicketNumber;
use guichet_common::limits::REFERENCE_MAX;
use guichet_common::problem::FieldError;
use guichet_common::tickets::{TicketDetail, UpdateTicket};
use guichet_common::vocabulary::TicketAction;
use guichet_db::configuration_items;
use guichet_domain::ticket::FieldChanges;
use guichet_domain::{Actor, Scope};

use super::change::Change;
use super::create::read_subject;
use crate::app::App;
use crate::error::{Error, Result};

/// Changes fields of a ticket; for agents.
pub async fn update_ticket(
    app: &App,
    actor: &Actor,
    number: TicketNumber,
    body: UpdateTicket,
    if_match: Option<i64>,
) -> Result<TicketDetail> {
    let mut change = Change::begin(app, actor, number, TicketAction::Update, if_match).await?;
    let mut errors = Vec::new();
    let subject = body
        .subject
        .and_then(|subject| read_subject(&subject, &mut errors));
    let internal_reference = match body.internal_reference {
        Patch::Set(reference) => read_reference(&reference, &mut errors),
        other => other,
    };
    if let Patch::Set(id) = body.configuration_item_id {
        let own = Scope::Account(change.ticket.account_id);
        let item = configuration_items::find_configuration_item_in(&change.tx, &own, id).await?;
        // One that is out of use may stay, but none is given anew.
        let usable = |item: &ConfigurationItem| {
            item.active || change.ticket.configuration_item_id == Some(item.id)
        };
        if !item.as_ref().is_some_and(usable) {
            errors.push(FieldError::at("/configuration_item_id", "not_found"));
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let changes = FieldChanges {
        subject,
        impact: body.impact,
        urgency: body.urgency,
        configuration_item_id: body.configuration_item_id,
        internal_reference,
    };
    change
        .apply(|ticket, now| ticket.update(changes, now))
        .await?;
    change.save().await
}

fn read_reference(reference: &str, errors: &mut Vec<FieldError>) -> Patch<String> {
    let reference = reference.trim();
    if reference.is_empty() {
        return Patch::Clear;
    }
    if reference.chars().count() > REFERENCE_MAX {
        errors.push(FieldError::at("/internal_reference", "too_long").with("max", REFERENCE_MAX));
    } else if reference.chars().any(char::is_control) {
        errors.push(FieldError::at("/internal_reference", "invalid_value"));
    }
    Patch::Set(reference.to_owned())
}
