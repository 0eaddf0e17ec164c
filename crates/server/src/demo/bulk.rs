//! Any number of plausible tickets, for benchmarks and for trying a full house.

mod history;
mod writer;

use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::directory::Account;
use guichet_common::ids::{AccountId, GroupId, PersonId};
use guichet_common::vocabulary::{Language, Role};
use guichet_db::people::PersonRow;
use guichet_db::{Db, accounts, demo_bulk, people};
use uuid::Uuid;

use self::writer::Writer;
use super::people::TIME_ZONE;
use super::random::Random;
use super::vocabulary as words;

/// Tickets of one contact, on average.
const TICKETS_A_CONTACT: usize = 200;
/// Contacts of one account, on average.
const CONTACTS_AN_ACCOUNT: usize = 20;

/// Somebody who files tickets.
#[derive(Debug, Clone, Copy)]
pub struct Filer {
    /// Their account.
    pub account: AccountId,
    /// They.
    pub contact: PersonId,
}

/// Who is there already, before the many.
#[derive(Debug, Clone)]
pub struct House {
    /// The contacts.
    pub filers: Vec<Filer>,
    /// The agents, each with a group of theirs.
    pub agents: Vec<(PersonId, Option<GroupId>)>,
    /// The hash of the password that everybody has.
    pub password_hash: String,
}

/// Adds `count` tickets to `existing` ones, and the contacts and accounts that so many have.
pub async fn add(
    db: &Db,
    mut house: House,
    existing: usize,
    count: usize,
    now: DateTime<Utc>,
) -> Result<Duration> {
    let started = std::time::Instant::now();
    let contacts = (existing + count) / TICKETS_A_CONTACT;
    add_contacts(db, &mut house, contacts, now).await?;
    let writer = Writer::new(house, existing, count, now);
    demo_bulk::insert_bulk(db, writer).await?;
    Ok(started.elapsed())
}

/// Enters made-up people until there are `wanted` contacts.
async fn add_contacts(db: &Db, house: &mut House, wanted: usize, now: DateTime<Utc>) -> Result<()> {
    let mut random = Random::seeded(u64::try_from(wanted).unwrap_or_default());
    let created_at = now - TimeDelta::days(4 * 365);
    let tx = db.begin_write().await?;
    let mut account = None;
    for number in house.filers.len()..wanted {
        let account = match account {
            Some(account) if number % CONTACTS_AN_ACCOUNT != 0 => account,
            _ => {
                let entered = made_up_account(&mut random, number, created_at);
                accounts::insert_account(&tx, &entered).await?;
                *account.insert(entered.id)
            }
        };
        let person = made_up_contact(&mut random, number, account, house, created_at);
        people::insert_person(&tx, &person).await?;
        house.filers.push(Filer {
            account,
            contact: person.id,
        });
    }
    tx.commit().await?;
    Ok(())
}

fn made_up_account(random: &mut Random, number: usize, created_at: DateTime<Utc>) -> Account {
    let trade = random.word(words::TRADES);
    let name = random.word(words::LAST_NAMES);
    Account {
        id: id_at(random, created_at),
        name: format!("{trade} {name} {}", number / CONTACTS_AN_ACCOUNT),
        active: true,
        time_zone: TIME_ZONE.to_owned(),
        created_at,
    }
}

fn made_up_contact(
    random: &mut Random,
    number: usize,
    account: AccountId,
    house: &House,
    created_at: DateTime<Utc>,
) -> PersonRow {
    PersonRow {
        id: id_at(random, created_at),
        role: Role::Contact,
        email: format!(
            "contact{number}@client{}.example",
            number / CONTACTS_AN_ACCOUNT
        ),
        password_hash: Some(house.password_hash.clone()),
        first_name: random.word(words::FIRST_NAMES).to_owned(),
        last_name: random.word(words::LAST_NAMES).to_owned(),
        account_id: Some(account),
        sees_account_tickets: random.chance(30),
        language: Language::Fr,
        time_zone: TIME_ZONE.to_owned(),
        active: true,
        created_at,
        updated_at: created_at,
    }
}

/// A `UUIDv7` of this instant (RFC 9562).
fn id_at<T: From<Uuid>>(random: &mut Random, at: DateTime<Utc>) -> T {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    let [high, low] = [random.next().to_be_bytes(), random.next().to_be_bytes()];
    let mut bytes = [0; 10];
    for (to, from) in bytes.iter_mut().zip(high.into_iter().chain(low)) {
        *to = from;
    }
    T::from(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}
