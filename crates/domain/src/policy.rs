//! Who may see and do what (spec, section 2). The policy decides before anything is loaded; what
//! it does not know yet (whose a ticket is) it turns into a [`Scope`] for the query.

use guichet_common::ids::{AccountId, PersonId};
use guichet_common::scopes::ApiScope;
use guichet_common::vocabulary::{MailKind, OnHoldReason, Role, TicketAction};

use crate::actor::{Actor, Scope};
use crate::ticket::{Status, Ticket};

/// The actor may know of this but not do it (403). What they may not know of does not exist (404).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the caller may not do this")]
pub struct Denial;

/// The tickets that the actor sees.
#[must_use]
pub fn ticket_scope(actor: &Actor) -> Scope {
    match (actor.role, actor.account_id) {
        (Role::Agent | Role::Admin, _) => actor
            .served_accounts
            .clone()
            .map_or(Scope::All, Scope::Accounts),
        (Role::Contact | Role::AccountAdmin, Some(account)) if actor.sees_account_tickets => {
            Scope::Account(account)
        }
        (Role::Contact | Role::AccountAdmin, Some(account)) => Scope::Contact(account, actor.id),
        (Role::Contact | Role::AccountAdmin, None) => Scope::Nothing,
    }
}

/// The accounts, contacts and configuration items that the actor sees. Admins look after all of
/// them, whomever their groups serve.
#[must_use]
pub fn directory_scope(actor: &Actor) -> Scope {
    match actor.account_id {
        Some(account) if !actor.role.is_agent() => Scope::Account(account),
        _ if actor.role == Role::Admin => Scope::All,
        _ => ticket_scope(actor),
    }
}

/// The accounts whose publications the actor reads, beside those for all. A publication for others
/// does not exist for them.
#[must_use]
pub fn publication_scope(actor: &Actor) -> Scope {
    directory_scope(actor)
}

/// Agents only; customers get a 403.
pub fn require_agent(actor: &Actor) -> Result<(), Denial> {
    if actor.role.is_agent() {
        Ok(())
    } else {
        Err(Denial)
    }
}

/// Admins only; everybody else gets a 403.
pub fn require_admin(actor: &Actor) -> Result<(), Denial> {
    if actor.role == Role::Admin {
        Ok(())
    } else {
        Err(Denial)
    }
}

/// The contacts whom the actor enters, changes and deactivates: an account admin those of the own
/// account, an admin all. Everybody else gets a 403.
pub fn managed_contacts(actor: &Actor) -> Result<Scope, Denial> {
    match (actor.role, actor.account_id) {
        (Role::Admin, _) => Ok(Scope::All),
        (Role::AccountAdmin, Some(account)) => Ok(Scope::Account(account)),
        _ => Err(Denial),
    }
}

/// The scopes that a token of somebody with this role can have: those of which any operation is
/// theirs.
pub fn scopes(role: Role) -> impl Iterator<Item = ApiScope> {
    let may = move |scope: &ApiScope| match scope {
        ApiScope::WorkNotesRead | ApiScope::WorkNotesWrite => role.is_agent(),
        ApiScope::DirectoryWrite => matches!(role, Role::AccountAdmin | Role::Admin),
        ApiScope::PublicationsWrite
        | ApiScope::MailRead
        | ApiScope::MailWrite
        | ApiScope::SettingsRead
        | ApiScope::SettingsWrite
        | ApiScope::AuditRead => role == Role::Admin,
        scope => scope.is_grantable(),
    };
    ApiScope::ALL.iter().copied().filter(may)
}

/// The mails that a person of this role can do without. What asks the customer for an answer cannot
/// be turned off: the ticket closes without one.
#[must_use]
pub const fn optional_mails(role: Role) -> &'static [MailKind] {
    match role {
        Role::Contact | Role::AccountAdmin => {
            &[MailKind::Created, MailKind::Comment, MailKind::Closed]
        }
        Role::Agent | Role::Admin => &[MailKind::Comment, MailKind::InGroup, MailKind::Assigned],
    }
}

/// Whether the actor may file a ticket for this contact.
pub fn may_create_for(actor: &Actor, account: AccountId, contact: PersonId) -> Result<(), Denial> {
    let own = actor.id == contact;
    let allowed = if actor.role.is_agent() {
        ticket_scope(actor).contains(account, contact)
    } else {
        actor.account_id == Some(account) && (own || actor.sees_account_tickets)
    };
    if allowed { Ok(()) } else { Err(Denial) }
}

/// Whether the actor's role ever does this to a ticket that they see, whatever its state.
#[must_use]
pub const fn may(role: Role, action: TicketAction) -> bool {
    match action {
        TicketAction::Start
        | TicketAction::Assign
        | TicketAction::Hold
        | TicketAction::Resume
        | TicketAction::Resolve
        | TicketAction::WorkNote
        | TicketAction::Update => role.is_agent(),
        TicketAction::Accept | TicketAction::Reject => !role.is_agent(),
        TicketAction::Close
        | TicketAction::Cancel
        | TicketAction::FollowUp
        | TicketAction::Comment => true,
    }
}

/// What the actor may do to this ticket now, in the order of the field. The ticket must be in the
/// actor's scope.
#[must_use]
pub fn allowed_actions(actor: &Actor, ticket: &Ticket) -> Vec<TicketAction> {
    TicketAction::ALL
        .iter()
        .copied()
        .filter(|action| may(actor.role, *action) && state_allows(&ticket.status, *action))
        .collect()
}

/// Whether a ticket in this state takes this action from anybody.
#[must_use]
pub const fn state_allows(status: &Status, action: TicketAction) -> bool {
    match action {
        TicketAction::Start => matches!(status, Status::New),
        TicketAction::Assign | TicketAction::Comment | TicketAction::Update => !status.is_frozen(),
        // A note about a frozen ticket still helps the next agent, and no customer sees it.
        TicketAction::WorkNote => true,
        TicketAction::Hold | TicketAction::Resolve => matches!(status, Status::Open),
        TicketAction::Resume => matches!(status, Status::OnHold(_)),
        TicketAction::Accept | TicketAction::Reject => matches!(status, Status::Resolved(_)),
        TicketAction::Close | TicketAction::Cancel => {
            matches!(status, Status::New | Status::Open | Status::OnHold(_))
        }
        TicketAction::FollowUp => status.is_frozen(),
    }
}

/// Whether the customer's next word is expected.
#[must_use]
pub const fn needs_customer(status: &Status) -> bool {
    match status {
        Status::OnHold(hold) => matches!(hold.reason, OnHoldReason::AwaitingCustomer),
        Status::Resolved(_) => true,
        Status::New | Status::Open | Status::Closed(_) | Status::Cancelled(_) => false,
    }
}
