//! The demo as it is written down in `crates/server/demo/*.toml`.

use anyhow::{Context as _, Result};
use guichet_common::vocabulary::{Impact, OnHoldReason, ResolutionCode, Role, Urgency};
use serde::Deserialize;

use super::business::BusinessTime;

/// The supplier and its customers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// The supplier's teams.
    pub groups: Vec<Group>,
    /// The supplier's people.
    pub agents: Vec<Agent>,
    /// The customers.
    pub accounts: Vec<Account>,
}

/// A team.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// How scripts call it.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// A person of the supplier's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// How scripts call them.
    pub key: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// `agent` or `admin`.
    pub role: Role,
    /// Keys of their groups; the first takes what they take.
    pub groups: Vec<String>,
}

/// A customer's company.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// What support looks after.
    pub items: Vec<Item>,
    /// Its people.
    pub contacts: Vec<Contact>,
}

/// A thing that support looks after.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: String,
}

/// A person of a customer's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// How scripts call them.
    pub key: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// `contact` or `account_admin`.
    #[serde(default = "contact")]
    pub role: Role,
    /// Whether they see all tickets of their account.
    #[serde(default)]
    pub sees_account_tickets: bool,
}

const fn contact() -> Role {
    Role::Contact
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tickets {
    tickets: Vec<Ticket>,
}

/// A ticket and what happens to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// How others call it in `follows`.
    pub key: Option<String>,
    /// The frozen ticket that it follows.
    pub follows: Option<String>,
    /// Key of who files it.
    pub contact: String,
    /// What it is about.
    pub subject: String,
    /// How many people are hit.
    pub impact: Impact,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Name of the configuration item.
    pub item: Option<String>,
    /// Its description.
    pub text: String,
    /// Files that come with it.
    #[serde(default)]
    pub files: Vec<File>,
    /// How long ago the last step was.
    pub ended: Length,
    /// What happens to it, in order.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// A file, made by `files.rs`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it says, for files of text.
    #[serde(default)]
    pub text: String,
}

/// Something that happens to a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How long after the step before.
    pub after: Length,
    /// Key of who does it; the ticket's contact when absent.
    pub by: Option<String>,
    /// What they do.
    #[serde(rename = "do")]
    pub act: Act,
    /// What they say with it.
    pub text: Option<String>,
    /// Files that come with it.
    #[serde(default)]
    pub files: Vec<File>,
    /// With `hold`: for whom it waits.
    pub reason: Option<OnHoldReason>,
    /// With `resolve`: what kind of solution.
    pub code: Option<ResolutionCode>,
    /// With `accept`: satisfaction, 1 to 5.
    pub rating: Option<u8>,
    /// With `assign`: key of the group.
    pub group: Option<String>,
    /// With `assign`: key of the agent.
    pub agent: Option<String>,
    /// With `update`: the new impact.
    pub impact: Option<Impact>,
    /// With `update`: the new urgency.
    pub urgency: Option<Urgency>,
    /// With `update`: the new internal reference.
    pub internal_reference: Option<String>,
}

/// What can happen to a ticket in a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// An agent takes it into work.
    Start,
    /// An agent gives it to a group and an agent.
    Assign,
    /// Somebody writes a public message.
    Comment,
    /// An agent writes an internal note.
    Note,
    /// An agent changes fields.
    Update,
    /// An agent puts it on hold.
    Hold,
    /// An agent takes it off hold.
    Resume,
    /// An agent proposes a solution.
    Resolve,
    /// The customer accepts it.
    Accept,
    /// The customer rejects it.
    Reject,
    /// Somebody ends it.
    Close,
    /// Somebody withdraws it.
    Cancel,
    /// The time for the customer's word is over.
    AutoClose,
}

/// A length of business time such as `2d3h15m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Length(pub BusinessTime);

impl TryFrom<String> for Length {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        BusinessTime::parse(&text)
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no length of time like 2d3h15m"))
    }
}

/// The supplier and its customers.
pub fn company() -> Result<Company> {
    toml::from_str(include_str!("../../demo/company.toml")).context("demo/company.toml")
}

/// The tickets of all customers.
pub fn tickets() -> Result<Vec<Ticket>> {
    let files = [
        ("lacaze", include_str!("../../demo/lacaze.toml")),
        ("estuaire", include_str!("../../demo/estuaire.toml")),
        ("dutrey", include_str!("../../demo/dutrey.toml")),
    ];
    let mut all = Vec::new();
    for (name, text) in files {
        let read: Tickets = toml::from_str(text).with_context(|| format!("demo/{name}.toml"))?;
        all.extend(read.tickets);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn demo_has_the_promised_size() {
        let company = company().unwrap();
        let contacts: usize = company
            .accounts
            .iter()
            .map(|account| account.contacts.len())
            .sum();
        assert_eq!(company.accounts.len(), 3);
        assert_eq!(company.agents.len(), 5);
        assert_eq!(company.groups.len(), 2);
        assert_eq!(contacts, 8);
        assert_eq!(tickets().unwrap().len(), 60);
    }

    #[test]
    fn every_account_has_exactly_one_admin() {
        for account in company().unwrap().accounts {
            let admins = account
                .contacts
                .iter()
                .filter(|c| c.role == Role::AccountAdmin)
                .count();
            assert_eq!(admins, 1, "{}", account.name);
        }
    }

    #[test]
    fn scripts_name_only_people_and_things_that_exist() {
        let company = company().unwrap();
        let agents: HashSet<_> = company.agents.iter().map(|agent| &agent.key).collect();
        for ticket in tickets().unwrap() {
            let account = company
                .accounts
                .iter()
                .find(|account| account.contacts.iter().any(|c| c.key == ticket.contact))
                .unwrap();
            if let Some(item) = &ticket.item {
                assert!(
                    account.items.iter().any(|i| i.name == *item),
                    "{}",
                    ticket.subject
                );
            }
            for step in &ticket.steps {
                let known = step.by.as_ref().is_none_or(|by| {
                    agents.contains(by) || account.contacts.iter().any(|c| c.key == *by)
                });
                assert!(known, "{}: {:?}", ticket.subject, step.by);
            }
        }
    }
}
