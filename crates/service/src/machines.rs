//! Programs that ask: what their credentials look like, what is remembered of them, and how much
//! they may ask for.

pub(crate) mod access;
pub(crate) mod buckets;
pub(crate) mod format;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use guichet_common::audit::ProgramKind;
use guichet_common::scopes::ApiScope;
use guichet_domain::{Actor, Program};
use moka::sync::Cache;
use uuid::Uuid;

use crate::app::Caller;
use crate::crypto::secret::Secret;
use access::AccessTokens;
use buckets::Buckets;
pub use buckets::Quota;

/// For how long a token is believed without asking the database again: as for sessions.
const CALLER_TTL: Duration = Duration::from_secs(5);
/// How often it is noted at most that a token was used.
const NOTED_EVERY: Duration = Duration::from_mins(1);

/// What a token allows; a person's own session has none of this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The token's id, or the client's whose token it is.
    pub id: Uuid,
    /// What it may be used for.
    pub scopes: Vec<ApiScope>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// How many requests a minute it may make.
    pub requests_per_minute: u16,
}

/// What this process remembers of programs.
#[derive(Debug)]
pub(crate) struct Machines {
    callers: Cache<String, Caller>,
    noted: Cache<Uuid, ()>,
    buckets: Buckets,
    pub(crate) access: AccessTokens,
}

impl Machines {
    pub(crate) fn new(secret: &Secret) -> Self {
        Self {
            callers: Cache::builder()
                .max_capacity(10_000)
                .time_to_live(CALLER_TTL)
                .build(),
            noted: Cache::builder()
                .max_capacity(10_000)
                .time_to_live(NOTED_EVERY)
                .build(),
            buckets: Buckets::new(),
            access: AccessTokens::new(secret),
        }
    }

    /// Who is behind the credential with this hash, if that was asked just now.
    pub(crate) fn find(&self, hash: &str, now: DateTime<Utc>) -> Option<Caller> {
        let caller = self.callers.get(hash)?;
        let lives = caller
            .grant
            .as_ref()
            .is_some_and(|grant| grant.expires_at > now);
        lives.then_some(caller)
    }

    pub(crate) fn remember(&self, hash: String, caller: &Caller) {
        self.callers.insert(hash, caller.clone());
    }

    /// Forgets who is behind which credential: some may not be any more.
    pub(crate) fn forget_all(&self) {
        self.callers.invalidate_all();
    }

    /// Whether it is time to note that this credential was used.
    pub(crate) fn is_to_be_noted(&self, id: Uuid) -> bool {
        let is_new = !self.noted.contains_key(&id);
        if is_new {
            self.noted.insert(id, ());
        }
        is_new
    }
}

impl crate::App {
    /// Counts a request made with a token.
    #[must_use]
    pub fn count_request(&self, grant: &Grant) -> Quota {
        self.machines.buckets.take(grant, self.real_now())
    }
}

/// A program that acts as this person, by this kind of credential.
pub(crate) fn caller(actor: Actor, kind: ProgramKind, grant: Grant) -> Caller {
    let program = Some(Program { kind, id: grant.id });
    Caller {
        actor: Arc::new(Actor { program, ..actor }),
        // It stands in the place of a session, and is none.
        session_id: grant.id.into(),
        // Who makes a token has set one up; it is for people at a screen.
        second_factor_due: false,
        grant: Some(Arc::new(grant)),
    }
}
