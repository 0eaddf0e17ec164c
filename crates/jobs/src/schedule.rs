//! The table of tasks, and how one is claimed, run and recorded.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use guichet_db::schedule as rows;
use guichet_service::auth::password_reset;
use guichet_service::{App, Result, inbound, sweeps, timers};
use serde_json::{Value, json};

use crate::backoff::task_wait;
use crate::guard::{Failure, guarded};

/// For how long a worker has a task for itself; it is broken off then. As long waits a task whose
/// worker died.
const LEASE: Duration = Duration::from_mins(2);

/// What a run of a task did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it did, for the list of tasks: numbers only.
    pub done: Value,
    /// Whether there is more to do at once.
    pub more: bool,
}

/// Work that is done again and again. It takes no input, may be broken off anywhere, and two of
/// it at once are harmless.
#[derive(Clone, Copy)]
pub struct Task {
    /// Its name, and its key in the database.
    pub name: &'static str,
    /// From the end of one run to the beginning of the next.
    pub every: TimeDelta,
    /// The work.
    pub run: fn(App) -> BoxFuture<'static, Result<Report>>,
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The tasks. Mails are no task: the outbox has its own claims, and is looked into at once when
/// something is written to it.
#[must_use]
pub fn schedule() -> Vec<Task> {
    vec![
        Task {
            name: "close_due_tickets",
            every: TimeDelta::minutes(1),
            run: |app| {
                Box::pin(async move { Ok(timer_report(timers::close_due_tickets(&app).await?)) })
            },
        },
        Task {
            name: "remind_customers",
            every: TimeDelta::minutes(1),
            run: |app| {
                Box::pin(async move { Ok(timer_report(timers::remind_customers(&app).await?)) })
            },
        },
        Task {
            name: "settle_waiting_mails",
            every: TimeDelta::minutes(1),
            run: |app| Box::pin(settle_waiting_mails(app)),
        },
        Task {
            name: "settle_password_requests",
            every: TimeDelta::minutes(1),
            run: |app| Box::pin(settle_password_requests(app)),
        },
        Task {
            name: "sweep_password_requests",
            every: TimeDelta::hours(1),
            run: |app| Box::pin(sweep_password_requests(app)),
        },
        Task {
            name: "sweep",
            every: TimeDelta::hours(1),
            run: |app| Box::pin(sweep(app)),
        },
    ]
}

fn timer_report(report: timers::TimerReport) -> Report {
    let timers::TimerReport {
        done,
        skipped,
        failed,
        more,
    } = report;
    Report {
        done: json!({ "done": done, "skipped": skipped, "failed": failed }),
        more,
    }
}

async fn settle_waiting_mails(app: App) -> Result<Report> {
    let report = inbound::settle_waiting_mails(&app).await?;
    let done = json!({
        "done": report.done, "waiting": report.waiting, "failed": report.failed
    });
    Ok(Report {
        done,
        more: report.more,
    })
}

async fn settle_password_requests(app: App) -> Result<Report> {
    let report = password_reset::settle_password_requests(&app).await?;
    Ok(Report {
        done: json!({ "settled": report.settled }),
        more: report.more,
    })
}

async fn sweep_password_requests(app: App) -> Result<Report> {
    let forgotten = password_reset::sweep_password_requests(&app).await?;
    Ok(Report {
        done: json!({ "forgotten": forgotten }),
        more: false,
    })
}

async fn sweep(app: App) -> Result<Report> {
    let swept = sweeps::sweep(&app).await?;
    let done = json!({
        "files": swept.files,
        "drafts": swept.drafts,
        "answers": swept.answers,
        "live_events": swept.live_events,
        "sessions": swept.sessions,
        "inbound_mails": swept.inbound_mails,
        "mails": swept.mails,
    });
    Ok(Report {
        done,
        more: swept.more,
    })
}

/// What came of looking after a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It is not due before this instant, or somebody else has it until then.
    NotDue(DateTime<Utc>),
    /// It ran; whether well.
    Ran {
        /// No error, no panic, in time.
        well: bool,
    },
}

/// The work of a task, with what it was configured with.
type Work = Box<dyn Fn(App) -> BoxFuture<'static, Result<Report>> + Send + Sync>;

/// A task as one worker sees it.
pub(crate) struct Scheduled {
    pub(crate) name: &'static str,
    every: TimeDelta,
    run: Work,
    failures: AtomicU32,
}

impl fmt::Debug for Scheduled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheduled")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Scheduled {
    pub(crate) fn new(task: Task) -> Self {
        Self::with_work(task.name, task.every, Box::new(task.run))
    }

    pub(crate) fn with_work(name: &'static str, every: TimeDelta, run: Work) -> Self {
        Self {
            name,
            every,
            run,
            failures: AtomicU32::new(0),
        }
    }

    /// Runs the task if it is due and nobody else runs it. What goes wrong within it is recorded
    /// and logged; an error is one of the schedule itself.
    pub(crate) async fn run_if_due(&self, app: &App) -> Result<Turn> {
        let now = app.now();
        if let Some(later) = self.due_at(app, now).await?.filter(|at| *at > now) {
            return Ok(Turn::NotDue(later));
        }
        let name = self.name;
        let lease_until = now + TimeDelta::from_std(LEASE).unwrap_or_default();
        let tx = app.db().begin_write().await?;
        let claim = rows::claim_task(&tx, name, now, lease_until).await?;
        tx.commit().await?;
        let Some(fence) = claim else {
            return Ok(Turn::NotDue(lease_until));
        };

        let ended = tokio::time::timeout(LEASE, guarded((self.run)(app.clone()))).await;
        let (next, report, well) = self.judge(ended, app.now());
        let tx = app.db().begin_write().await?;
        let held = rows::finish_task(&tx, name, fence, app.now(), next, &report).await?;
        tx.commit().await?;
        if !held {
            tracing::warn!(task = name, "a task was taken over by another worker");
        }
        Ok(Turn::Ran { well })
    }

    /// When the task is due; it is put on the schedule if it is not there. A look that costs no
    /// write, so that waiting disturbs nobody.
    async fn due_at(&self, app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let name = self.name;
        let tasks = rows::list_tasks(&app.db().read()).await?;
        if let Some(row) = tasks.iter().find(|row| row.name == name) {
            return Ok(row.lease_until.max(Some(row.next_run_at)));
        }
        let tx = app.db().begin_write().await?;
        rows::ensure_task(&tx, name, now).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// When the task is due next, what is kept of this run, and whether it went well.
    fn judge(
        &self,
        ended: std::result::Result<
            std::result::Result<Report, Failure<guichet_service::Error>>,
            tokio::time::error::Elapsed,
        >,
        now: DateTime<Utc>,
    ) -> (DateTime<Utc>, String, bool) {
        let Self { name, every, .. } = *self;
        let reason = match ended {
            Ok(Ok(report)) => {
                self.failures.store(0, Ordering::Relaxed);
                metrics::counter!("task_runs_total", "task" => name, "outcome" => "done")
                    .increment(1);
                tracing::debug!(task = name, report = %report.done, "a task ran");
                let next = if report.more { now } else { now + every };
                return (next, report.done.to_string(), true);
            }
            Ok(Err(Failure::Error(error))) => {
                tracing::error!(task = name, error = ?error, "a task failed");
                error.code().as_str()
            }
            Ok(Err(Failure::Panic)) => {
                tracing::error!(task = name, "a task panicked");
                "panic"
            }
            Err(_elapsed) => {
                tracing::error!(task = name, "a task took too long and was broken off");
                "timeout"
            }
        };
        metrics::counter!("task_runs_total", "task" => name, "outcome" => "failed").increment(1);
        let failures = self
            .failures
            .fetch_add(1, Ordering::Relaxed)
            .saturating_add(1);
        (
            now + task_wait(failures, every),
            json!({ "error": reason }).to_string(),
            false,
        )
    }
}
