//! Enters the supplier, its customers and their people.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::directory::{Account, AccountRef, AssignmentGroup, ConfigurationItem};
use guichet_common::ids::{AccountId, ConfigurationItemId, GroupId, PersonId};
use guichet_common::vocabulary::{Language, Role};
use guichet_db::people::PersonRow;
use guichet_db::{Tx, accounts, configuration_items, groups, people};
use guichet_service::App;
use serde::Serialize;

use super::script::Company;

/// The time zone of everybody in the demo.
pub const TIME_ZONE: &str = "Europe/Paris";

/// How somebody of the demo signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignIn {
    /// Their user name.
    pub username: String,
    /// Their password.
    pub password: &'static str,
    /// What they may do.
    pub role: Role,
    /// The name of their account; the supplier's people have none.
    pub account: Option<String>,
}

/// What the demo has entered, by the keys of its scripts.
#[derive(Debug, Default)]
pub struct Cast {
    /// Everybody.
    pub people: HashMap<String, PersonId>,
    /// The groups.
    pub groups: HashMap<String, GroupId>,
    /// The group that takes what an agent takes.
    pub group_of: HashMap<String, GroupId>,
    /// The account of each contact.
    pub account_of: HashMap<String, AccountId>,
    /// Configuration items by account and name.
    pub items: HashMap<(AccountId, String), ConfigurationItemId>,
}

/// Enters everybody, as of `at`.
pub async fn enter(
    app: &App,
    tx: &Tx,
    company: &Company,
    password_hash: &str,
    at: DateTime<Utc>,
) -> Result<Cast> {
    let mut entry = Entry {
        app,
        tx,
        password_hash,
        at,
        cast: Cast::default(),
    };
    for group in &company.groups {
        entry.group(&group.key, &group.name).await?;
    }
    for agent in &company.agents {
        entry.agent(agent).await?;
    }
    for account in &company.accounts {
        entry.account(account).await?;
    }
    Ok(entry.cast)
}

/// How the demo's people sign in: contacts first, as most visitors begin there.
pub fn sign_ins(company: &Company, password: &'static str) -> Vec<SignIn> {
    let contacts = company.accounts.iter().flat_map(|account| {
        account.contacts.iter().map(|contact| SignIn {
            username: contact.email.clone(),
            password,
            role: contact.role,
            account: Some(account.name.clone()),
        })
    });
    let agents = company.agents.iter().map(|agent| SignIn {
        username: agent.email.clone(),
        password,
        role: agent.role,
        account: None,
    });
    contacts.chain(agents).collect()
}

struct Entry<'a> {
    app: &'a App,
    tx: &'a Tx,
    password_hash: &'a str,
    at: DateTime<Utc>,
    cast: Cast,
}

impl Entry<'_> {
    async fn group(&mut self, key: &str, name: &str) -> Result<()> {
        let id = self.app.ids().new_id();
        let group = AssignmentGroup {
            id,
            name: name.to_owned(),
            active: true,
            created_at: self.at,
        };
        groups::insert_group(self.tx, &group).await?;
        self.cast.groups.insert(key.to_owned(), id);
        Ok(())
    }

    async fn agent(&mut self, agent: &super::script::Agent) -> Result<()> {
        let row = PersonRow {
            role: agent.role,
            ..self.person(&agent.first_name, &agent.last_name, &agent.email)
        };
        people::insert_person(self.tx, &row).await?;
        for key in &agent.groups {
            let group = *self
                .cast
                .groups
                .get(key)
                .with_context(|| format!("no group {key}"))?;
            groups::add_group_member(self.tx, group, row.id).await?;
            self.cast.group_of.entry(agent.key.clone()).or_insert(group);
        }
        self.cast.people.insert(agent.key.clone(), row.id);
        Ok(())
    }

    async fn account(&mut self, account: &super::script::Account) -> Result<()> {
        let row = Account {
            id: self.app.ids().new_id(),
            name: account.name.clone(),
            active: true,
            time_zone: TIME_ZONE.to_owned(),
            created_at: self.at,
        };
        accounts::insert_account(self.tx, &row).await?;
        for item in &account.items {
            let entered = ConfigurationItem {
                id: self.app.ids().new_id(),
                name: item.name.clone(),
                kind: item.kind.clone(),
                account: AccountRef {
                    id: row.id,
                    name: row.name.clone(),
                },
                active: true,
                created_at: self.at,
            };
            configuration_items::insert_configuration_item(self.tx, &entered).await?;
            self.cast
                .items
                .insert((row.id, item.name.clone()), entered.id);
        }
        for contact in &account.contacts {
            let person = PersonRow {
                role: contact.role,
                account_id: Some(row.id),
                sees_account_tickets: contact.sees_account_tickets,
                ..self.person(&contact.first_name, &contact.last_name, &contact.email)
            };
            people::insert_person(self.tx, &person).await?;
            self.cast.people.insert(contact.key.clone(), person.id);
            self.cast.account_of.insert(contact.key.clone(), row.id);
        }
        Ok(())
    }

    fn person(&self, first_name: &str, last_name: &str, email: &str) -> PersonRow {
        PersonRow {
            id: self.app.ids().new_id(),
            role: Role::Contact,
            email: email.to_owned(),
            password_hash: Some(self.password_hash.to_owned()),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            account_id: None,
            sees_account_tickets: false,
            language: Language::Fr,
            time_zone: TIME_ZONE.to_owned(),
            active: true,
            // Somebody is a customer long before their first ticket of the demo.
            created_at: self.at - TimeDelta::days(200),
            updated_at: self.at - TimeDelta::days(200),
        }
    }
}
