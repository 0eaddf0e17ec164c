//! Any number of plausible tickets, for benchmarks and for trying a full house.

use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::directory::Account;
use guichet_common::ids::{AccountId, GroupId, PersonId};
use guichet_common::vocabulary::{
    Channel, CloseReason, Impact, Language, OnHoldReason, ResolutionCode, Role, Urgency,
};
use guichet_db::demo_bulk::{self, BulkComment, BulkTicket};
use guichet_db::people::PersonRow;
use guichet_db::{Db, accounts, people};
use guichet_domain::ticket::{Closed, Hold, NewTicket, Resolution, Resolved, Status};
use uuid::Uuid;

use super::people::TIME_ZONE;
use super::random::Random;
use super::vocabulary as words;

/// Tickets of one contact, on average.
const TICKETS_A_CONTACT: usize = 200;
/// Contacts of one account, on average.
const CONTACTS_AN_ACCOUNT: usize = 20;
/// The longest conversation.
const MOST_COMMENTS: usize = 20;
/// One ticket in so many has the longest conversation.
const LONGEST_EVERY: usize = 40;
/// How many tickets hold the rare word.
const RARE: usize = 5;

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

/// Writes one ticket after the other, the earliest first.
struct Writer {
    house: House,
    random: Random,
    existing: usize,
    count: usize,
    done: usize,
    now: DateTime<Utc>,
    first_at: DateTime<Utc>,
    interval: TimeDelta,
}

impl Writer {
    fn new(house: House, existing: usize, count: usize, now: DateTime<Utc>) -> Self {
        // From three years ago to four months ago, where the played tickets begin.
        let span = TimeDelta::days(3 * 365 - 120);
        let interval = span / i32::try_from(count.max(1)).unwrap_or(i32::MAX);
        Self {
            house,
            random: Random::seeded(u64::try_from(existing).unwrap_or_default() + 1),
            existing,
            count,
            done: 0,
            now,
            first_at: now - TimeDelta::days(3 * 365),
            interval,
        }
    }

    fn write(&mut self, index: usize) -> Option<BulkTicket> {
        let created_at = self.first_at + self.interval * i32::try_from(index).unwrap_or(i32::MAX);
        let random = &mut self.random;
        // In turn, so that each contact has the same number whatever the size of the house.
        let filer = *self
            .house
            .filers
            .get(index % self.house.filers.len().max(1))?;
        let (agent, group) = *random.pick(&self.house.agents)?;
        let round = index / self.house.filers.len().max(1);
        let rare = self.existing == 0 && index % (self.count / RARE).max(1) == 0;
        let (subject, text) = story(random, rare);
        let length = if round % LONGEST_EVERY == 0 {
            MOST_COMMENTS
        } else {
            // Mostly short: the least of two throws.
            random.below(MOST_COMMENTS).min(random.below(8))
        };
        let comments = conversation(random, length, created_at, filer.contact, agent);
        let last_at = comments
            .last()
            .map_or(created_at, |comment| comment.created_at);
        let (status, updated_at) = self.status(last_at);
        let assigned = !matches!(status, Status::New);
        let random = &mut self.random;
        Some(BulkTicket {
            ticket: NewTicket {
                account_id: filer.account,
                contact_id: filer.contact,
                opened_by_id: filer.contact,
                subject,
                description_html: paragraph(&text),
                description_text: text,
                impact: *random.pick(Impact::ALL)?,
                urgency: *random.pick(Urgency::ALL)?,
                configuration_item_id: None,
                assignment_group_id: group.filter(|_| assigned),
                channel: Channel::Portal,
                follow_up_of: None,
                created_at,
            },
            status,
            assigned_to_id: assigned.then_some(agent),
            updated_at,
            created_activity_id: id_at(random, created_at),
            comments,
        })
    }

    /// A state and when it was entered; tickets that wait for a timer have only just begun to.
    fn status(&mut self, last_at: DateTime<Utc>) -> (Status, DateTime<Utc>) {
        let random = &mut self.random;
        let just_now =
            self.now - TimeDelta::minutes(i64::try_from(random.below(2000)).unwrap_or(0));
        let then = last_at + TimeDelta::hours(3);
        match random.below(1000) {
            0..20 => (Status::New, last_at),
            20..100 => (Status::Open, last_at),
            100..130 => {
                let reasons = [
                    OnHoldReason::AwaitingVendor,
                    OnHoldReason::AwaitingChange,
                    OnHoldReason::AwaitingProblem,
                ];
                let reason = random.pick(&reasons).copied();
                let reason = reason.unwrap_or(OnHoldReason::AwaitingVendor);
                (
                    Status::OnHold(Hold {
                        reason,
                        since: then,
                    }),
                    then,
                )
            }
            130..132 => (Status::Resolved(solution(random, just_now)), just_now),
            132..180 => (Status::Cancelled(then), then),
            _ => {
                let rating = u8::try_from(random.below(8))
                    .ok()
                    .filter(|r| (1..=5).contains(r));
                let closed = Closed {
                    reason: if rating.is_some() {
                        CloseReason::CustomerAccepted
                    } else {
                        CloseReason::AutoClosed
                    },
                    at: then + TimeDelta::hours(72),
                    resolved: Some(solution(random, then)),
                    rating,
                };
                let at = closed.at;
                (Status::Closed(closed), at)
            }
        }
    }
}

impl Iterator for Writer {
    type Item = BulkTicket;

    fn next(&mut self) -> Option<BulkTicket> {
        if self.done >= self.count {
            return None;
        }
        self.done += 1;
        self.write(self.done - 1)
    }
}

fn solution(random: &mut Random, at: DateTime<Utc>) -> Resolved {
    let text = random.word(words::SOLUTIONS).to_owned();
    let code = random
        .pick(ResolutionCode::ALL)
        .copied()
        .unwrap_or(ResolutionCode::Solved);
    Resolved {
        resolution: Resolution {
            code,
            notes_html: paragraph(&text),
            notes_text: text,
        },
        at,
    }
}

/// A subject and a description.
fn story(random: &mut Random, rare: bool) -> (String, String) {
    // A common word for searches: three tickets in ten are about a printer.
    let things = if random.chance(30) {
        words::PRINTERS
    } else {
        words::THINGS
    };
    let (thing, trouble) = (random.word(things), random.word(words::TROUBLES));
    let place = random.word(words::PLACES);
    let mut subject = format!("{thing} {place} {trouble}");
    if let Some(first) = subject.get(..1).map(str::to_uppercase) {
        subject.replace_range(..1, &first);
    }
    let (first, second) = (random.word(words::STORIES), random.word(words::STORIES));
    let number = 1000 + random.below(9000);
    let mut text = format!(
        "Bonjour, {thing} {trouble} {place}. {first} {second} Le poste concerné est le n° {number}."
    );
    if rare {
        text.push_str(" La musique d'attente est un xylophone.");
    }
    (subject, text)
}

fn conversation(
    random: &mut Random,
    length: usize,
    created_at: DateTime<Utc>,
    contact: PersonId,
    agent: PersonId,
) -> Vec<BulkComment> {
    let mut at = created_at;
    (0..length)
        .map(|number| {
            at += TimeDelta::minutes(i64::try_from(5 + random.below(240)).unwrap_or(5));
            let by_agent = number % 2 == 0;
            let said = if by_agent {
                words::ANSWERS
            } else {
                words::REPLIES
            };
            let text = random.word(said).to_owned();
            BulkComment {
                id: id_at(random, at),
                activity_id: id_at(random, at),
                author_id: if by_agent { agent } else { contact },
                body_html: paragraph(&text),
                body_text: text,
                created_at: at,
            }
        })
        .collect()
}

/// Our words hold nothing that HTML would need escaped.
fn paragraph(text: &str) -> String {
    format!("<p>{text}</p>")
}
