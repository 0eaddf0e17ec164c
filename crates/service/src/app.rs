//! What every use case is handed.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use guichet_common::ids::SessionId;
use guichet_db::{Db, settings};
use guichet_domain::{Actor, Clock, Ids, SandboxClock};
use guichet_mail::{Brand, Renderer};
use moka::sync::Cache;
use tokio::sync::{Notify, RwLock, Semaphore};

use crate::auth::Endings;
use crate::crypto::cursors::Cursors;
use crate::crypto::mail_links::MailLinks;
use crate::crypto::mail_tokens::MailTokens;
use crate::crypto::passwords::Passwords;
use crate::crypto::seal::Seals;
use crate::crypto::secret::{Key, Secret};
use crate::crypto::tokens::Tokens;
use crate::error::{Error, Result};
use crate::events::Feed;
use crate::machines::{Grant, Machines};
use crate::sandbox;
use crate::sso::provider::Providers;
use crate::storage::Storage;

/// For how long a caller is believed without asking the database again, unless their session is
/// known to be over: see [`crate::auth::Ended`].
const CALLER_TTL: Duration = Duration::from_secs(5);

/// How long a brand is mailed before the database is asked again: an admin may have changed it on
/// another replica.
const BRAND_TTL: Duration = Duration::from_secs(5);

/// Limits of what is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Most files of one upload, and of one message.
    pub files_per_request: usize,
    /// Most bytes of all files of a ticket.
    pub ticket_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 25 * 1024 * 1024,
            files_per_request: guichet_common::limits::FILES_PER_REQUEST,
            ticket_bytes: 100 * 1024 * 1024,
        }
    }
}

/// What the operator has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The address by which people reach the portal, without a slash at its end. Links in mails
    /// are made of it, never of what a request says.
    pub public_url: String,
    /// Limits of what is taken in.
    pub limits: Limits,
    /// Where answers to mails go: `support@heliaq.example`.
    pub reply_address: String,
    /// How mails are taken in.
    pub inbound: InboundSettings,
    /// For how many days the links of a mail can be used.
    pub mail_link_days: u32,
    /// How much work a captcha is: the rounds of each of its tries, about 250.
    pub captcha_cost: u32,
    /// The supplier, as mails show it until an admin says otherwise.
    pub brand: Brand,
}

/// How mails are taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundSettings {
    /// The name by which the operator's own mail server signs its `Authentication-Results`. With it,
    /// only senders whose address that server found genuine are believed.
    pub authserv_id: Option<String>,
    /// Largest message, in bytes.
    pub max_bytes: u64,
    /// For how many days mails are kept that were dropped or ignored.
    pub keep_days: u32,
    /// Mails of one sender that are written within an hour; what is more is kept aside.
    pub sender_hourly_limit: u32,
}

impl Default for InboundSettings {
    fn default() -> Self {
        Self {
            authserv_id: None,
            max_bytes: 40 * 1024 * 1024,
            keep_days: 90,
            sender_hourly_limit: 60,
        }
    }
}

impl Settings {
    /// The host of the public address, for Message-IDs.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self
            .public_url
            .split_once("://")
            .map_or(&*self.public_url, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or(rest)
    }

    /// The address to which a person answers with this token: `support+<token>@heliaq.example`.
    #[must_use]
    pub fn reply_to(&self, token: &str) -> String {
        match self.reply_address.rsplit_once('@') {
            Some((local, domain)) => format!("{local}+{token}@{domain}"),
            None => self.reply_address.clone(),
        }
    }

    /// The token in an address that [`Settings::reply_to`] made, whatever the case that mail
    /// servers have brought it to.
    #[must_use]
    pub fn reply_token_in<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (own_local, own_domain) = self.reply_address.rsplit_once('@')?;
        let (local, domain) = address.rsplit_once('@')?;
        // Quotes say nothing where none are needed.
        let (before, token) = local.trim_matches('"').rsplit_once('+')?;
        (before.eq_ignore_ascii_case(own_local) && domain.eq_ignore_ascii_case(own_domain))
            .then_some(token)
    }

    /// Whether people reach the portal by TLS; then cookies are `Secure`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What an [`App`] is made of.
#[derive(Debug)]
pub struct AppParts {
    /// The database, migrated.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where files are kept.
    pub storage: Storage,
    /// What the operator has decided.
    pub settings: Settings,
}

/// What every use case is handed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

/// The inside of an [`App`].
#[derive(Debug)]
pub struct Inner {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Ids,
    pub(crate) storage: Storage,
    pub(crate) settings: Settings,
    pub(crate) passwords: Passwords,
    pub(crate) tokens: Tokens,
    pub(crate) mail_tokens: MailTokens,
    pub(crate) cursors: Cursors,
    pub(crate) mail_links: MailLinks,
    /// Signs the links that set passwords, captchas, and the marks of devices.
    pub(crate) access_key: Key,
    pub(crate) seals: Seals,
    pub(crate) recovery_key: Key,
    pub(crate) sso_key: Key,
    pub(crate) passkey_key: Key,
    pub(crate) providers: Providers,
    /// Hides whose tries to sign in are counted.
    pub(crate) throttle_key: Key,
    pub(crate) callers: Cache<SessionId, Caller>,
    pub(crate) endings: Endings,
    pub(crate) machines: Machines,
    pub(crate) feed: Feed,
    pub(crate) mail_waits: Arc<Notify>,
    pub(crate) renderer: Renderer,
    pub(crate) brands: Cache<(), Arc<Brand>>,
    /// Messages being read at once: reading one takes as much memory again as it has.
    pub(crate) mail_readers: Semaphore,
    /// Bytes of messages handed in that may be in memory whole: one of the largest size, or many
    /// that together are as large.
    pub(crate) mail_room: Semaphore,
    /// Taken for reading by what happens by itself, for writing by who turns a sandbox's clock: it
    /// is not turned under the former.
    pub(crate) turning: RwLock<()>,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Messages read at once.
const MAIL_READERS: usize = 2;

fn room_of(inbound: &InboundSettings) -> usize {
    usize::try_from(inbound.max_bytes)
        .unwrap_or(usize::MAX)
        .min(Semaphore::MAX_PERMITS)
}

/// The setting that holds the instance's secret.
const SECRET: &str = "secret_key";

impl App {
    /// Reads the instance's secret, making it at the first start, and starts what runs inside.
    pub async fn open(parts: AppParts) -> Result<Self> {
        let AppParts {
            db,
            clock,
            storage,
            settings: operator,
        } = parts;
        let secret = Self::secret(&db, clock.now()).await?;
        sandbox::follow(&db, clock.as_ref()).await?;
        Ok(Self(Arc::new(Inner {
            ids: Ids::new(Arc::clone(&clock)),
            passwords: Passwords::start()?,
            tokens: Tokens::new(&secret),
            mail_tokens: MailTokens::new(&secret),
            cursors: Cursors::new(&secret),
            mail_links: MailLinks::new(&secret),
            access_key: secret.key("access"),
            seals: Seals::new(&secret)?,
            recovery_key: secret.key("recovery-code"),
            sso_key: secret.key("sso"),
            passkey_key: secret.key("passkey"),
            providers: Providers::new(),
            throttle_key: secret.key("throttle"),
            callers: Cache::builder()
                .max_capacity(50_000)
                .time_to_live(CALLER_TTL)
                .build(),
            endings: Endings::new(),
            machines: Machines::new(&secret),
            feed: Feed::new(),
            mail_waits: Arc::new(Notify::new()),
            brands: Cache::builder().time_to_live(BRAND_TTL).build(),
            renderer: Renderer::new().map_err(Error::internal)?,
            mail_readers: Semaphore::new(MAIL_READERS),
            mail_room: Semaphore::new(room_of(&operator.inbound)),
            turning: RwLock::new(()),
            db,
            clock,
            storage,
            settings: operator,
        })))
    }

    async fn secret(db: &Db, now: DateTime<Utc>) -> Result<Secret> {
        let known = if let Some(known) = settings::find_setting(&db.read(), SECRET).await? {
            known
        } else {
            let tx = db.begin_write().await?;
            let fresh = serde_json::Value::from(Secret::random()?.to_text());
            let known = settings::get_or_put_setting(&tx, SECRET, &fresh, now).await?;
            tx.commit().await?;
            known
        };
        Secret::from_text(known.as_str().unwrap_or_default())
    }

    /// The current instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The current instant by the clock that nobody turns. What people and programs have for a time
    /// (sessions, tokens, answers kept for a retry) lives by it, in a sandbox too.
    #[must_use]
    pub fn real_now(&self) -> DateTime<Utc> {
        self.clock
            .sandbox()
            .map_or_else(|| self.clock.now(), SandboxClock::real_now)
    }

    /// Whether this is a sandbox, whose clock admins may turn.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.clock.sandbox().is_some()
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The id generator.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Where files are kept.
    #[must_use]
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// What the operator has decided.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes and checks the tokens of reply addresses.
    #[must_use]
    pub fn mail_tokens(&self) -> &MailTokens {
        &self.mail_tokens
    }

    /// Hashes and checks passwords.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// The feed of live events.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// Resolves when a mail was written to the outbox by this process.
    pub async fn mail_waits(&self) {
        self.mail_waits.notified().await;
    }

    /// Whether database and storage answer.
    pub async fn ping(&self) -> Result<()> {
        self.db.ping().await?;
        self.storage.ping().await
    }
}

/// The person behind a request, and the session or token that they came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub actor: Arc<Actor>,
    /// Their session; the token's id, where they came with one.
    pub session_id: SessionId,
    /// Whether they have to set up a second factor before they can do anything else.
    pub second_factor_due: bool,
    /// What their token allows; everything that their role does, without one.
    pub grant: Option<Arc<Grant>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            public_url: "https://support.heliaq.example".to_owned(),
            limits: Limits::default(),
            inbound: InboundSettings::default(),
            reply_address: "support@heliaq.example".to_owned(),
            mail_link_days: 30,
            captcha_cost: 1,
            brand: Brand::default(),
        }
    }

    #[test]
    fn token_is_found_in_the_address_that_was_made_for_it() {
        let address = settings().reply_to("abc234");
        assert_eq!(address, "support+abc234@heliaq.example");
        assert_eq!(settings().reply_token_in(&address), Some("abc234"));
        let quoted = "\"support+abc234\"@heliaq.example";
        assert_eq!(settings().reply_token_in(quoted), Some("abc234"));
        let shouted = address.to_ascii_uppercase();
        assert_eq!(settings().reply_token_in(&shouted), Some("ABC234"));
    }

    #[test]
    fn other_addresses_hold_no_token() {
        for address in [
            "support@heliaq.example",
            "sales+abc234@heliaq.example",
            "support+abc234@evil.example",
            "support+abc234@heliaq.example.evil.example",
            "support+abc234",
            "",
        ] {
            assert_eq!(settings().reply_token_in(address), None, "{address}");
        }
    }
}
