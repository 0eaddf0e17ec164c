//! Writes the many tickets.

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ids::PersonId;
use guichet_common::vocabulary::{
    Channel, CloseReason, Impact, OnHoldReason, ResolutionCode, Urgency,
};
use guichet_db::demo_bulk::{BulkComment, BulkTicket};
use guichet_domain::ticket::{Closed, Hold, NewTicket, Resolution, Resolved, Status};

use super::history::{Told, history};
use super::{House, id_at};
use crate::demo::random::Random;
use crate::demo::vocabulary as words;

/// The longest conversation.
const MOST_COMMENTS: usize = 20;
/// One ticket of a contact in so many has the longest conversation.
const LONGEST_EVERY: usize = 40;
/// How many tickets hold the rare word.
const RARE: usize = 5;

/// Writes one ticket after the other, the earliest first.
pub struct Writer {
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
    /// Writes `count` tickets beside `existing` ones, all before `now`.
    pub fn new(house: House, existing: usize, count: usize, now: DateTime<Utc>) -> Self {
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
        // In turn, so that each contact has the same number whatever the size of the house.
        let filers = self.house.filers.len().max(1);
        let filer = *self.house.filers.get(index % filers)?;
        let (agent, group) = *self.random.pick(&self.house.agents)?;
        // The first of the rare ones is the first filer's: they find it in their own account.
        let rare = self.existing == 0 && index.is_multiple_of((self.count / RARE).max(1));
        let (subject, text) = story(&mut self.random, rare);
        let length = if (index / filers).is_multiple_of(LONGEST_EVERY) {
            MOST_COMMENTS
        } else {
            // Mostly short: the least of two throws.
            self.random.below(MOST_COMMENTS).min(self.random.below(8))
        };
        let comments = conversation(&mut self.random, length, created_at, filer.contact, agent);
        let last_at = comments
            .last()
            .map_or(created_at, |comment| comment.created_at);
        let (status, updated_at) = self.status(last_at);
        let told = Told {
            contact: filer.contact,
            agent,
            created_at,
            updated_at,
        };
        let random = &mut self.random;
        let history = history(random, told, &status, &comments);
        let assigned = !matches!(status, Status::New);
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
            comments,
            history,
        })
    }

    /// A state and when it was entered; tickets that wait for a timer have only just begun to.
    fn status(&mut self, last_at: DateTime<Utc>) -> (Status, DateTime<Utc>) {
        let random = &mut self.random;
        let minutes = i64::try_from(random.below(2000)).unwrap_or(0);
        let just_now = self.now - TimeDelta::minutes(minutes);
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
                        wait: None,
                    }),
                    then,
                )
            }
            130..132 => {
                let resolved = Resolved {
                    close_at: Some(just_now + TimeDelta::hours(72)),
                    ..solution(random, just_now)
                };
                (Status::Resolved(resolved), just_now)
            }
            132..180 => (Status::Cancelled(then), then),
            _ => {
                let closed = closed(random, then);
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

/// Closed by the customer's word, or without it after three days.
fn closed(random: &mut Random, resolved_at: DateTime<Utc>) -> Closed {
    let rating = u8::try_from(random.below(8))
        .ok()
        .filter(|rating| (1..=5).contains(rating));
    let resolved = Some(solution(random, resolved_at));
    if rating.is_some() {
        let at = resolved_at + TimeDelta::hours(5);
        Closed {
            reason: CloseReason::CustomerAccepted,
            at,
            resolved,
            rating,
        }
    } else {
        let at = resolved_at + TimeDelta::hours(72);
        Closed {
            reason: CloseReason::AutoClosed,
            at,
            resolved,
            rating,
        }
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
        close_at: None,
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
            let by_agent = number.is_multiple_of(2);
            let said = if by_agent {
                words::ANSWERS
            } else {
                words::REPLIES
            };
            let text = random.word(said).to_owned();
            BulkComment {
                id: id_at(random, at),
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
