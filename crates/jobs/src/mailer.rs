//! Takes mails from the outbox to a transport.

mod attempt;
mod outage;
mod personal;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use guichet_common::ErrorCode;
use guichet_common::ids::PersonId;
use guichet_db::outbox::{self as rows, ClaimedMail};
use guichet_mail::{OutgoingMail, Transport};
use guichet_service::outbox::{self, Outcome};
use guichet_service::{App, Result};
use tokio::time::Instant;

use crate::guard::{Failure, guarded};
use attempt::{Attempt, reason};
use outage::Outage;

pub use attempt::Delivery;

/// Mails claimed at once.
const BATCH: u32 = 16;
/// Mails on their way at once; a mail server that is asked for more begins to refuse.
const CONCURRENCY: usize = 4;
/// Outcomes recorded in one transaction: so many mails are sent again when a worker dies before.
const RECORDED_AT_ONCE: usize = 8;
/// Mails to one address in an hour of the clock, unless told otherwise.
const HOURLY_LIMIT: u64 = 60;
/// How long the transport may take for one mail.
const SEND_TIMEOUT: Duration = Duration::from_secs(50);
/// After this time no more mails of a batch are begun. With [`SEND_TIMEOUT`] it stays within the
/// lease of the claim, so that no other worker sends the same mail meanwhile.
const START_WITHIN: Duration = Duration::from_mins(1);
/// How often the outcome is tried to be recorded: a mail that was sent and not recorded would be
/// sent twice.
const RECORD_TRIES: u32 = 3;

/// Renders and sends what is due in the outbox.
#[derive(Debug)]
pub struct Mailer {
    transport: Arc<dyn Transport>,
    hourly_limit: u64,
    outage: Outage,
}

/// A mail and how its try ended.
struct Tried {
    claim: ClaimedMail,
    attempt: Attempt,
}

impl Mailer {
    /// Sends through this transport, at most 60 mails an hour to one address.
    #[must_use]
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport,
            hourly_limit: HOURLY_LIMIT,
            outage: Outage::new(),
        }
    }

    /// With another limit of mails to one address in an hour of the clock.
    #[must_use]
    pub fn with_hourly_limit(self, mails: u64) -> Self {
        Self {
            hourly_limit: mails,
            ..self
        }
    }

    /// Claims some of the mails that are due and sends them; with nothing claimed, nothing is due.
    /// Only a failure to claim is an error: what befalls one mail is recorded with it.
    pub async fn deliver_batch(&self, app: &App) -> Result<Delivery> {
        let started = Instant::now();
        let mut claims = outbox::claim_due_mails(app, BATCH).await?;
        if claims.is_empty() && self.outage.ask(app).await? {
            claims = outbox::claim_due_mails(app, BATCH).await?;
        }
        let mut delivery = self.deliver_personal(app).await?;
        // What ends together is recorded together: a fast way would otherwise keep the database
        // busy with one small transaction a mail, a slow one has each recorded as it ends.
        let mut tried = stream::iter(by_person(claims))
            .map(|mails| self.deliver_in_turn(app, mails, started))
            .flatten_unordered(CONCURRENCY)
            .ready_chunks(RECORDED_AT_ONCE);
        while let Some(chunk) = tried.next().await {
            let mut finished = Vec::with_capacity(chunk.len());
            for Tried { claim, attempt } in chunk {
                delivery.claimed += 1;
                delivery += attempt.counted;
                finished.extend(attempt.outcome.map(|outcome| (claim, outcome)));
            }
            record(app, &finished).await;
        }
        self.outage.look_at(app, &delivery).await?;
        Ok(delivery)
    }

    /// Tells the metrics how many mails wait.
    pub(crate) async fn measure_backlog(&self, app: &App) -> Result<()> {
        let (waiting, since) = rows::find_backlog(&app.db().read()).await?;
        let age = since.map_or(0, |since| (app.now() - since).num_seconds().max(0));
        let gauge = |number: u64| u32::try_from(number).map_or(f64::from(u32::MAX), f64::from);
        metrics::gauge!("mail_backlog").set(gauge(waiting));
        metrics::gauge!("mail_backlog_age_seconds").set(gauge(age.unsigned_abs()));
        Ok(())
    }

    /// The mails of one person one after the other: so the hourly limit counts right.
    fn deliver_in_turn<'a>(
        &'a self,
        app: &'a App,
        mails: Vec<ClaimedMail>,
        started: Instant,
    ) -> BoxStream<'a, Tried> {
        let turn = (mails.into_iter(), None);
        stream::unfold(turn, move |(mut mails, mut sent)| async move {
            let claim = mails.next()?;
            let attempt = if started.elapsed() > START_WITHIN {
                Attempt::left()
            } else {
                self.attempt(app, &claim, &mut sent).await
            };
            attempt.tell(&claim);
            Some((Tried { claim, attempt }, (mails, sent)))
        })
        .boxed()
    }

    /// Tries to send one mail. Whatever happens becomes an outcome. `sent` is how many mails the
    /// person had in this hour, once it is known.
    async fn attempt(&self, app: &App, claim: &ClaimedMail, sent: &mut Option<u64>) -> Attempt {
        let letter = match guarded(self.prepare(app, claim, sent)).await {
            Ok(letter) => letter,
            Err(Failure::Error(early)) => return *early,
            Err(Failure::Panic) => return Attempt::failed("panic_while_rendering"),
        };
        let sending = guarded(self.transport.send(&letter));
        match tokio::time::timeout(SEND_TIMEOUT, sending).await {
            Ok(Ok(())) => {
                *sent = sent.map(|sent| sent + 1);
                Attempt::sent(letter.to_address)
            }
            Ok(Err(Failure::Error(error))) if error.is_permanent() => {
                Attempt::failed(reason(&error))
            }
            Ok(Err(Failure::Error(error))) => {
                // Without an answer of the server the trouble is not this mail's.
                let unreachable = error.code().is_none();
                Attempt::retry(app, claim, reason(&error), unreachable)
            }
            Ok(Err(Failure::Panic)) => Attempt::retry(app, claim, "panic_while_sending", false),
            Err(_elapsed) => Attempt::retry(app, claim, "timeout", true),
        }
    }

    /// The letter, or how the try ends before there is one.
    async fn prepare(
        &self,
        app: &App,
        claim: &ClaimedMail,
        sent: &mut Option<u64>,
    ) -> std::result::Result<OutgoingMail, Box<Attempt>> {
        let unread = |error: guichet_service::Error| {
            let missing = error.code() == ErrorCode::NotFound;
            tracing::warn!(mail = %claim.mail.id, error = ?error, "a mail cannot be read");
            Box::new(if missing {
                Attempt::failed("not_found")
            } else {
                Attempt::retry(app, claim, error.code().as_str(), false)
            })
        };
        let now = app.now();
        let hour = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now);
        let had = match *sent {
            Some(had) => had,
            None => *sent.insert(
                sent_since(app, claim.mail.person_id, hour)
                    .await
                    .map_err(unread)?,
            ),
        };
        if had >= self.hourly_limit {
            return Err(Box::new(Attempt::postponed(hour + TimeDelta::hours(1))));
        }
        let due = outbox::load_mail(app, claim.clone())
            .await
            .map_err(unread)?;
        let brand = outbox::brand(app).await.map_err(unread)?;
        outbox::write_letter(app, &brand, &due)
            .map_err(|unsendable| Box::new(Attempt::failed(unsendable.as_str())))
    }
}

async fn sent_since(app: &App, person: PersonId, since: DateTime<Utc>) -> Result<u64> {
    Ok(rows::count_mails_sent(&app.db().read(), person, since).await?)
}

/// Records outcomes. A failure to do so is only logged: the lease ends, and the mails are tried
/// again.
async fn record(app: &App, finished: &[(ClaimedMail, Outcome)]) {
    if finished.is_empty() {
        return;
    }
    for left in (0..RECORD_TRIES).rev() {
        match outbox::finish_mails(app, finished).await {
            Ok(lost) => {
                for id in lost {
                    tracing::warn!(mail = %id, "a mail was taken over by another worker");
                }
                return;
            }
            Err(error) if left == 0 => {
                let mails = finished.len();
                tracing::error!(mails, error = ?error, "the outcome of mails is lost");
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

/// One list a person, in the order of the outbox.
fn by_person(claims: Vec<ClaimedMail>) -> Vec<Vec<ClaimedMail>> {
    let mut people: Vec<Vec<ClaimedMail>> = Vec::new();
    for claim in claims {
        let person = claim.mail.person_id;
        let known = people.iter_mut().find(|mails| {
            mails
                .first()
                .is_some_and(|first| first.mail.person_id == person)
        });
        match known {
            Some(mails) => mails.push(claim),
            None => people.push(vec![claim]),
        }
    }
    people
}
