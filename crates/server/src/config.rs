//! Configuration: flags over environment over the TOML file over defaults.

mod dkim;
mod mail_in;
mod settings;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use guichet_mail::DkimSigner;
use guichet_service::InboundSettings;

pub use mail_in::MailIn;
pub use settings::{LogFormat, Settings};

/// One MiB; limits are given in MB, meaning these, so that a file of "25 MB" passes whoever counts.
const MEGABYTE: u64 = 1024 * 1024;

/// The settings with every default filled in and every value checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where HTTP is served: `address:port`.
    pub listen: String,
    /// The portal's address in mails, without a slash at the end.
    pub public_url: String,
    /// The data folder.
    pub data: PathBuf,
    /// `sqlite:<path>` or `postgres://…`.
    pub database_url: String,
    /// Connections for reading (SQLite), or in all (PostgreSQL).
    pub database_connections: u32,
    /// Where files are kept.
    pub storage: StorageTarget,
    /// Where mails go.
    pub mail: MailTarget,
    /// With which key mails are signed.
    pub dkim: Option<Arc<DkimSigner>>,
    /// How mails come in.
    pub mail_in: MailIn,
    /// How mails are taken in.
    pub inbound: InboundSettings,
    /// Threads that serve HTTP.
    pub workers: usize,
    /// What is logged, in the syntax of `RUST_LOG`.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// The largest file, in bytes.
    pub max_file_bytes: u64,
    /// The most files in one upload.
    pub max_files: usize,
    /// The most bytes of files on one ticket.
    pub max_ticket_bytes: u64,
    /// For how many days the links of a mail can be used.
    pub mail_link_days: u32,
    /// Mails to one address in an hour at most.
    pub mail_hourly_limit: u32,
    /// Name of the supplier.
    pub brand_name: String,
    /// Postal address of the supplier.
    pub brand_address: String,
    /// The name in `From`.
    pub sender_name: String,
    /// The address in `From`.
    pub sender_address: String,
    /// Where answers to mails go.
    pub reply_address: String,
    /// Whether a proxy of ours stands in front, whose `X-Forwarded-For` is believed.
    pub trust_proxy: bool,
    /// Whether admins may turn the clock.
    pub sandbox: bool,
}

/// Where files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageTarget {
    /// In this folder.
    Folder(PathBuf),
    /// In an S3-compatible store: `s3://bucket/prefix?endpoint=…&region=…`.
    S3(String),
}

/// Where mails go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailTarget {
    /// One `.eml` file a mail, in this folder.
    Folder(PathBuf),
    /// To this mail server.
    Smtp(String),
}

impl Config {
    /// Reads the file that the flags or the environment name, if any, and fills in defaults.
    pub fn load(flags: Settings) -> Result<Self> {
        let file = match &flags.config {
            Some(path) => read_file(path)?,
            None => Settings::default(),
        };
        Self::from_settings(flags.over(file))
    }

    fn from_settings(settings: Settings) -> Result<Self> {
        let listen = given(settings.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let public_url = match given(settings.public_url) {
            Some(url) => public_url(&url)?,
            None => format!("http://{}", reachable(&listen)),
        };
        let data = settings.data.unwrap_or_else(|| PathBuf::from("data"));
        let database_url = match given(settings.database_url) {
            Some(url) => database_url(url)?,
            None => format!("sqlite:{}", data.join("guichet.sqlite3").display()),
        };
        let storage = match given(settings.storage_url) {
            Some(url) => storage_target(&url)?,
            None => StorageTarget::Folder(data.join("files")),
        };
        let mail = match given(settings.smtp_url) {
            Some(url) => MailTarget::Smtp(url),
            None => MailTarget::Folder(data.join("mail")),
        };
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let limits = settings.limits;
        let brand = settings.brand;
        let max_mail_bytes = limits.max_mail_mb.unwrap_or(40).saturating_mul(MEGABYTE);
        let text = |value: Option<String>, default: &str| {
            given(value).unwrap_or_else(|| default.to_owned())
        };
        let sender_address = text(brand.sender_address, "support@heliaq.example");
        let reply_address = reply_address(text(brand.reply_address, &sender_address))?;
        Ok(Self {
            listen,
            public_url,
            data,
            database_connections: settings
                .database_connections
                .unwrap_or_else(|| connections(&database_url, threads))
                .max(1),
            database_url,
            storage,
            mail,
            dkim: dkim::signer(settings.dkim, &sender_address)?,
            mail_in: MailIn::from_settings(settings.mail_in, &reply_address, max_mail_bytes)?,
            reply_address,
            inbound: InboundSettings {
                authserv_id: given(settings.mail_authserv_id),
                max_bytes: max_mail_bytes,
                keep_days: settings.mail_keep_days.unwrap_or(90),
                sender_hourly_limit: settings.mail_sender_hourly_limit.unwrap_or(60).max(1),
            },
            workers: settings.workers.unwrap_or(threads).max(1),
            log: text(settings.log, "info"),
            log_format: settings.log_format.unwrap_or_default(),
            max_file_bytes: limits.max_file_mb.unwrap_or(25).saturating_mul(MEGABYTE),
            max_files: limits.max_files.unwrap_or(10),
            max_ticket_bytes: limits.max_ticket_mb.unwrap_or(100).saturating_mul(MEGABYTE),
            mail_link_days: settings.mail_link_days.unwrap_or(30),
            mail_hourly_limit: settings.mail_hourly_limit.unwrap_or(60).max(1),
            brand_name: text(brand.name, "Heliaq"),
            brand_address: text(
                brand.address,
                "Siège social : 3 rue Adrienne Bolland - 33185 Le Haillan",
            ),
            sender_name: text(brand.sender_name, "Support Heliaq"),
            sender_address,
            trust_proxy: settings.trust_proxy.unwrap_or(false),
            sandbox: settings.sandbox.unwrap_or(false),
        })
    }

    /// Makes the data folder, and says so plainly when that cannot be.
    pub fn prepare_data_folder(&self) -> Result<()> {
        let refused = || format!("the data folder {} cannot be written", self.data.display());
        fs::create_dir_all(&self.data).with_context(refused)?;
        // Permissions alone do not tell (read-only mounts, quotas): try.
        let probe = self.data.join(".guichet-write-test");
        fs::write(&probe, b"").with_context(refused)?;
        fs::remove_file(&probe).with_context(refused)
    }
}

/// An empty variable is one that is not set: that is how compose files leave things out.
fn given(value: Option<String>) -> Option<String> {
    value.filter(|text| !text.trim().is_empty())
}

fn read_file(path: &Path) -> Result<Settings> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("the configuration {} cannot be read", path.display()))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            text.bytes()
                .take(span.start)
                .filter(|b| *b == b'\n')
                .count()
                + 1
        });
        // The parser's own display shows the source over several lines.
        let message = error.message().replace('\n', " ");
        anyhow::anyhow!(
            "the configuration {}, line {line}: {message}",
            path.display()
        )
    })
}

fn public_url(url: &str) -> Result<String> {
    let trimmed = url.trim_end_matches('/');
    let rest = trimmed
        .strip_prefix("http://")
        .or_else(|| trimmed.strip_prefix("https://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => {
            Ok(trimmed.to_owned())
        }
        _ => bail!("GUICHET_PUBLIC_URL must be http(s)://host[:port] without a path, not {url:?}"),
    }
}

fn database_url(url: String) -> Result<String> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| url.starts_with(scheme)) {
        return Ok(url);
    }
    // What was given is not repeated: it may hold a password.
    bail!("GUICHET_DATABASE_URL must begin with sqlite: or postgres://")
}

/// An address whose local part has room for a token: `support+<token>@host`.
fn reply_address(address: String) -> Result<String> {
    let room = 64 - 1 - guichet_service::crypto::mail_tokens::TOKEN_CHARS;
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
    match address.rsplit_once('@') {
        Some((local, domain))
            if (1..=room).contains(&local.len())
                && !domain.is_empty()
                && local.chars().all(plain)
                && domain.chars().all(plain) =>
        {
            Ok(address)
        }
        _ => bail!(
            "GUICHET_REPLY_ADDRESS must be an address with at most {room} characters of letters, \
             digits, dots and dashes before its @, not {address:?}"
        ),
    }
}

fn storage_target(url: &str) -> Result<StorageTarget> {
    if url.starts_with("s3://") {
        return Ok(StorageTarget::S3(url.to_owned()));
    }
    let path = url.strip_prefix("file://").unwrap_or(url);
    if path.contains("://") {
        bail!("GUICHET_STORAGE_URL must be a folder or s3://bucket/prefix, not {url:?}");
    }
    Ok(StorageTarget::Folder(PathBuf::from(path)))
}

/// Database connections, when nobody has said how many. An embedded database works on the cores of
/// this machine, and each connection keeps pages of its own; PostgreSQL makes many commits durable
/// at once if it is asked by as many, and two replicas stay within the 100 that it allows.
fn connections(database_url: &str, cores: usize) -> u32 {
    if database_url.starts_with("sqlite:") {
        u32::try_from(cores)
            .unwrap_or(u32::MAX)
            .saturating_mul(2)
            .max(4)
    } else {
        40
    }
}

/// The address to open in a browser on this machine: 0.0.0.0 is none.
fn reachable(listen: &str) -> String {
    listen
        .replace("0.0.0.0:", "127.0.0.1:")
        .replace("[::]:", "[::1]:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_toml(text: &str) -> Result<Config> {
        Config::from_settings(toml::from_str(text)?)
    }

    #[test]
    fn everything_has_a_default_below_the_data_folder() {
        let config = Config::from_settings(Settings::default()).unwrap();
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
        assert_eq!(config.database_url, "sqlite:data/guichet.sqlite3");
        assert_eq!(config.storage, StorageTarget::Folder("data/files".into()));
        assert_eq!(config.mail, MailTarget::Folder("data/mail".into()));
        assert_eq!(config.max_file_bytes, 25 * MEGABYTE);
    }

    #[test]
    fn answers_go_to_the_sender_unless_told_otherwise() {
        let config = from_toml("brand.sender_address = 'aide@x.example'").unwrap();
        assert_eq!(config.reply_address, "aide@x.example");
        let config = from_toml("brand.reply_address = 'in@x.example'").unwrap();
        assert_eq!(config.reply_address, "in@x.example");
        for bad in [
            "in",
            "@x.example",
            "in@",
            "a b@x.example",
            "a\r\n@x.example",
        ] {
            assert!(reply_address(bad.to_owned()).is_err(), "{bad}");
        }
        assert!(reply_address(format!("{}@x.example", "a".repeat(27))).is_err());
    }

    #[test]
    fn flag_wins_over_file() {
        let file: Settings = toml::from_str("listen = 'a:1'\nlog = 'warn'").unwrap();
        let flags = Settings {
            listen: Some("b:2".to_owned()),
            ..Settings::default()
        };
        let config = Config::from_settings(flags.over(file)).unwrap();
        assert_eq!(config.listen, "b:2");
        assert_eq!(config.log, "warn");
    }

    #[test]
    fn empty_value_counts_as_absent() {
        let config = from_toml("smtp_url = ''\ndata = 'd'").unwrap();
        assert_eq!(config.mail, MailTarget::Folder("d/mail".into()));
    }

    #[test]
    fn unknown_key_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guichet.toml");
        fs::write(&path, "listen = 'a:1'\n[limits]\nmax_fil_mb = 3\n").unwrap();
        let error = read_file(&path).unwrap_err().to_string();
        assert!(error.contains("line 3"), "{error}");
        assert!(error.contains("max_fil_mb"), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }

    #[test]
    fn wildcard_address_is_shown_as_one_that_opens() {
        assert_eq!(reachable("0.0.0.0:80"), "127.0.0.1:80");
        assert_eq!(reachable("[::]:80"), "[::1]:80");
    }

    #[test]
    fn public_url_takes_no_path() {
        assert_eq!(
            public_url("https://s.example/").unwrap(),
            "https://s.example"
        );
        assert!(public_url("https://s.example/portal").is_err());
        assert!(public_url("s.example").is_err());
    }

    #[test]
    fn storage_is_a_folder_or_s3() {
        let folder = StorageTarget::Folder("/srv/files".into());
        assert_eq!(storage_target("/srv/files").unwrap(), folder);
        assert_eq!(storage_target("file:///srv/files").unwrap(), folder);
        let s3 = "s3://guichet/prod?region=eu-west-3";
        assert_eq!(
            storage_target(s3).unwrap(),
            StorageTarget::S3(s3.to_owned())
        );
        assert!(storage_target("ftp://x").is_err());
    }

    #[test]
    fn refused_database_url_is_not_repeated() {
        let error = database_url("mysql://u:secret@h/d".to_owned()).unwrap_err();
        assert!(!error.to_string().contains("secret"));
    }
}
