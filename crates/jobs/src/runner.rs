//! The worker: looks after the outbox and the schedule until it is told to stop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{FutureExt as _, future};
use guichet_service::{App, Result};
use tokio::sync::watch;

use crate::guard::{Failure, guarded};
use crate::imap::{self, Imap};
use crate::mailer::{Delivery, Mailer};
use crate::schedule::{Scheduled, Task, Turn, schedule};

/// How often the database is asked what is due, when nothing tells of it.
const POLL: Duration = Duration::from_secs(5);
/// The longest pause while the database cannot be asked.
const TROUBLE_MAX: Duration = Duration::from_mins(1);

/// Looks after the outbox and the schedule. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Worker {
    app: App,
    mailer: Arc<Mailer>,
    tasks: Arc<[Arc<Scheduled>]>,
}

/// What [`Worker::run_due_once`] did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueRun {
    /// The mails.
    pub mails: Delivery,
    /// The tasks that ran well, in order; one that had more to do several times.
    pub tasks: Vec<&'static str>,
    /// The tasks that failed.
    pub failed_tasks: Vec<&'static str>,
}

impl Worker {
    /// With the tasks of [`schedule`].
    #[must_use]
    pub fn new(app: App, mailer: Mailer) -> Self {
        Self::with_tasks(app, mailer, schedule())
    }

    /// With other tasks.
    #[must_use]
    pub fn with_tasks(app: App, mailer: Mailer, tasks: Vec<Task>) -> Self {
        let tasks = tasks
            .into_iter()
            .map(Scheduled::new)
            .map(Arc::new)
            .collect();
        Self {
            app,
            mailer: Arc::new(mailer),
            tasks,
        }
    }

    /// Which also fetches mails from this mailbox; one of all workers does at a time.
    #[must_use]
    pub fn with_imap(self, mailbox: Imap) -> Self {
        let every = mailbox.every;
        let work = move |app| {
            let mailbox = mailbox.clone();
            async move { mailbox.run(app).await }.boxed()
        };
        let fetching = Scheduled::with_work(imap::TASK, every, Box::new(work));
        let known = self.tasks.iter().map(Arc::clone);
        Self {
            tasks: known.chain([Arc::new(fetching)]).collect(),
            ..self
        }
    }

    /// Does what is due, when it is due, until `shutdown` resolves; then ends what has begun.
    pub async fn run(&self, shutdown: impl Future<Output = ()>) {
        describe_metrics();
        let (stop, stopped) = watch::channel(false);
        let tasks = self
            .tasks
            .iter()
            .map(|task| self.run_task(task, stopped.clone()));
        let until_shutdown = async {
            shutdown.await;
            stop.send_replace(true);
        };
        tokio::join!(
            until_shutdown,
            self.run_mails(stopped.clone()),
            future::join_all(tasks)
        );
    }

    /// Does all that is due by the app's clock, and what becomes due by that, until nothing is.
    /// Neither sleeps nor waits.
    pub async fn run_due_once(&self) -> Result<DueRun> {
        let mut done = DueRun::default();
        loop {
            let mut idle = true;
            for scheduled in self.tasks.iter() {
                if let Turn::Ran { well } = scheduled.run_if_due(&self.app).await? {
                    idle = false;
                    let list = if well {
                        &mut done.tasks
                    } else {
                        &mut done.failed_tasks
                    };
                    list.push(scheduled.name);
                }
            }
            let delivery = self.mailer.deliver_batch(&self.app).await?;
            // Mails that were left are leased: they are not due again at this instant.
            idle &= delivery.claimed == 0;
            done.mails += delivery;
            if idle {
                return Ok(done);
            }
        }
    }

    /// Each task has a loop of its own, so that a slow one delays no other.
    async fn run_task(&self, scheduled: &Scheduled, mut stopped: watch::Receiver<bool>) {
        let mut trouble = Trouble::default();
        while !*stopped.borrow_and_update() {
            let pause = match guarded(scheduled.run_if_due(&self.app)).await {
                Ok(turn) => {
                    trouble.is_over();
                    match turn {
                        Turn::Ran { .. } => Duration::ZERO,
                        Turn::NotDue(at) => {
                            (at - self.app.now()).to_std().unwrap_or_default().min(POLL)
                        }
                    }
                }
                Err(failure) => trouble.pause(scheduled.name, &failure),
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stopped.changed() => {}
            }
        }
    }

    async fn run_mails(&self, mut stopped: watch::Receiver<bool>) {
        let mut trouble = Trouble::default();
        while !*stopped.borrow_and_update() {
            let pause = match guarded(self.deliver_mails()).await {
                Ok(delivery) => {
                    trouble.is_over();
                    if delivery.claimed > 0 && !delivery.unreachable {
                        Duration::ZERO
                    } else {
                        POLL
                    }
                }
                Err(failure) => trouble.pause("deliver_mails", &failure),
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.app.mail_waits() => {}
                _ = stopped.changed() => {}
            }
        }
    }

    async fn deliver_mails(&self) -> Result<Delivery> {
        let delivery = self.mailer.deliver_batch(&self.app).await?;
        self.mailer.measure_backlog(&self.app).await?;
        Ok(delivery)
    }
}

/// Failures in a row of what surrounds the work, such as a database that is away.
#[derive(Debug, Default)]
struct Trouble(u32);

impl Trouble {
    /// Logs it, and tells how long to pause.
    fn pause(&mut self, task: &str, failure: &Failure<guichet_service::Error>) -> Duration {
        self.0 = self.0.saturating_add(1);
        let pause = 2_u32
            .checked_pow(self.0 - 1)
            .and_then(|factor| Duration::from_secs(1).checked_mul(factor))
            .map_or(TROUBLE_MAX, |pause| pause.min(TROUBLE_MAX));
        let seconds = pause.as_secs();
        tracing::error!(task, error = ?failure, seconds, "the schedule pauses");
        pause
    }

    fn is_over(&mut self) {
        self.0 = 0;
    }
}

fn describe_metrics() {
    metrics::describe_counter!("mails_sent_total", "Mails handed over, by kind");
    metrics::describe_counter!("mails_failed_total", "Mails given up");
    metrics::describe_counter!("mails_retried_total", "Tries that are followed by another");
    metrics::describe_counter!("mails_taken_total", "Mails that came in, by door");
    metrics::describe_counter!(
        "mails_not_taken_total",
        "Mails that came in and could not be kept for now, by door"
    );
    metrics::describe_counter!(
        "mails_too_large_total",
        "Mails that were left outside for their size, by door"
    );
    metrics::describe_gauge!("mail_backlog", "Mails that wait to be sent");
    metrics::describe_gauge!(
        "mail_backlog_age_seconds",
        "Age of the mail that waits longest"
    );
    metrics::describe_counter!(
        "task_runs_total",
        "Runs of the schedule's tasks, by outcome"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pause_in_trouble_doubles_up_to_a_minute_and_ends_with_it() {
        let mut trouble = Trouble::default();
        let mut seconds = || trouble.pause("test", &Failure::Panic).as_secs();
        assert_eq!([seconds(), seconds(), seconds()], [1, 2, 4]);
        for _ in 0..40 {
            seconds();
        }
        assert_eq!(seconds(), 60);
        trouble.is_over();
        assert_eq!(trouble.pause("test", &Failure::Panic).as_secs(), 1);
    }
}
