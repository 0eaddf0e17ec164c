//! Who asks, and what part of the data is theirs.

use guichet_common::audit::ProgramKind;
use guichet_common::ids::{AccountId, PersonId};
use guichet_common::vocabulary::{ActivityVia, Channel, Language, Role};
use uuid::Uuid;

/// The person behind a request, with what decides about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Their id.
    pub id: PersonId,
    /// First and last name.
    pub name: String,
    /// What they may do in general.
    pub role: Role,
    /// A contact's account; `None` for agents.
    pub account_id: Option<AccountId>,
    /// Whether a contact sees all tickets of their account.
    pub sees_account_tickets: bool,
    /// The accounts that an agent's groups serve; `None` means all.
    pub served_accounts: Option<Vec<AccountId>>,
    /// The language of their screens and mails.
    pub language: Language,
    /// IANA time zone of their screens and mails.
    pub time_zone: String,
    /// The program that acts on their behalf; `None` when they do themselves.
    pub program: Option<Program>,
}

impl Actor {
    /// By which way their tickets come.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        match self.program {
            Some(_) => Channel::Api,
            None => Channel::Portal,
        }
    }

    /// By which way what they do comes, as histories tell it.
    #[must_use]
    pub const fn via(&self) -> Option<ActivityVia> {
        match self.program {
            Some(_) => Some(ActivityVia::Api),
            None => None,
        }
    }
}

/// A program that acts on a person's behalf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// What it acts by.
    pub kind: ProgramKind,
    /// The token's id, or the client's.
    pub id: Uuid,
}

/// The part of the tickets that a query may touch. Only [`crate::policy`] makes one for an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every account's (agents whose groups serve all, and the system itself).
    All,
    /// These accounts' (agents whose groups serve some).
    Accounts(Vec<AccountId>),
    /// All of one account's (contacts who see their account's tickets).
    Account(AccountId),
    /// One contact's own.
    Contact(AccountId, PersonId),
    /// Nothing (a contact without account, which the database does not hold).
    Nothing,
}

impl Scope {
    /// Whether a ticket of this account and contact lies within.
    #[must_use]
    pub fn contains(&self, account: AccountId, contact: PersonId) -> bool {
        match self {
            Self::All => true,
            Self::Accounts(accounts) => accounts.contains(&account),
            Self::Account(own) => *own == account,
            Self::Contact(own, person) => *own == account && *person == contact,
            Self::Nothing => false,
        }
    }
}
