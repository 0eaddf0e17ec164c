//! What can be set, and by which names. One struct serves the flags, the environment and the file,
//! so that none of them can know a setting that the others do not.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Deserialize;

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident {
        values { $($(#[$vattr:meta])* $value:ident: $type:ty,)* }
        groups { $($(#[$gattr:meta])* $group:ident: $gtype:ty,)* }
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, clap::Args, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $($(#[$vattr])* pub $value: Option<$type>,)*
            $($(#[$gattr])* #[command(flatten)] pub $group: $gtype,)*
        }

        impl $name {
            /// These values, and for those not set the other's.
            pub fn over(self, other: Self) -> Self {
                Self {
                    $($value: self.$value.or(other.$value),)*
                    $($group: self.$group.over(other.$group),)*
                }
            }
        }
    )*};
}

settings! {
    /// Everything that can be set.
    Settings {
        values {
            /// TOML file with these settings.
            #[arg(long, env = "GUICHET_CONFIG", value_name = "FILE")]
            #[serde(skip)]
            config: PathBuf,
            /// Address and port to serve HTTP on [default: 127.0.0.1:8080].
            #[arg(long, env = "GUICHET_LISTEN", value_name = "ADDRESS:PORT")]
            listen: String,
            /// The portal's address in mails and links [default: `http://<listen>`].
            #[arg(long, env = "GUICHET_PUBLIC_URL", value_name = "URL")]
            public_url: String,
            /// Folder of everything that is kept on this machine [default: data].
            #[arg(long, env = "GUICHET_DATA", value_name = "FOLDER")]
            data: PathBuf,
            /// `sqlite:<path>` or `postgres://…` [default: SQLite in the data folder].
            #[arg(long, env = "GUICHET_DATABASE_URL", value_name = "URL", hide_env_values = true)]
            database_url: String,
            /// Database connections: for reading on SQLite, in all on PostgreSQL [default: 2 a core and
            /// at least 4 on SQLite, 40 on PostgreSQL].
            #[arg(long, env = "GUICHET_DATABASE_CONNECTIONS", value_name = "N")]
            database_connections: u32,
            /// A folder, or `s3://bucket/prefix?endpoint=…&region=…` with the keys in
            /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` [default: files in the data folder].
            #[arg(long, env = "GUICHET_STORAGE_URL", value_name = "URL")]
            storage_url: String,
            /// `smtps://user:password@host:port`, or `smtp://…?tls=required|opportunistic|none`
            /// [default: `.eml` files in the folder `mail` of the data folder].
            #[arg(long, env = "GUICHET_SMTP_URL", value_name = "URL", hide_env_values = true)]
            smtp_url: String,
            /// The name in the `Authentication-Results` of your own mail server: with it, mails whose
            /// sender that server did not find genuine are kept aside.
            #[arg(long, env = "GUICHET_MAIL_AUTHSERV_ID", value_name = "NAME")]
            mail_authserv_id: String,
            /// Days that mails are kept which were dropped or ignored [default: 90].
            #[arg(long, env = "GUICHET_MAIL_KEEP_DAYS", value_name = "DAYS")]
            mail_keep_days: u32,
            /// Mails of one sender that are written into tickets within an hour at most; more are kept
            /// aside [default: 60].
            #[arg(long, env = "GUICHET_MAIL_SENDER_HOURLY_LIMIT", value_name = "N")]
            mail_sender_hourly_limit: u32,
            /// Days for which the links of a mail answer without signing in [default: 30].
            #[arg(long, env = "GUICHET_MAIL_LINK_DAYS", value_name = "N")]
            mail_link_days: u32,
            /// Mails to one address in an hour of the clock at most; more wait [default: 60].
            #[arg(long, env = "GUICHET_MAIL_HOURLY_LIMIT", value_name = "N")]
            mail_hourly_limit: u32,
            /// Threads that serve HTTP [default: one a core].
            #[arg(long, env = "GUICHET_WORKERS", value_name = "N")]
            workers: usize,
            /// What is logged, for example `info,guichet_db=debug` [default: info].
            #[arg(long, env = "GUICHET_LOG", value_name = "FILTER")]
            log: String,
            /// How it is logged [default: text].
            #[arg(long, env = "GUICHET_LOG_FORMAT", value_name = "FORMAT")]
            log_format: LogFormat,
            /// Believe the address in `X-Forwarded-For`: a proxy of yours stands in front.
            #[arg(long, env = "GUICHET_TRUST_PROXY", value_name = "BOOL", num_args = 0..=1,
                  default_missing_value = "true")]
            trust_proxy: bool,
            /// Let admins turn the clock by `POST /api/v1/sandbox/clock`, to see in seconds what takes
            /// days. Never with real tickets: what was turned stays turned.
            #[arg(long, env = "GUICHET_SANDBOX", value_name = "BOOL", num_args = 0..=1,
                  default_missing_value = "true")]
            sandbox: bool,
        }
        groups {
            /// How mails that go out are signed.
            dkim: Dkim,
            /// How mails come in.
            mail_in: MailIn,
            /// Limits on files.
            limits: Limits,
            /// The supplier, as mails and screens show it.
            brand: Brand,
        }
    }

    /// How mails that go out are signed (DKIM). Without it they are not.
    #[expect(clippy::struct_field_names, reason = "the fields are the settings' names")]
    Dkim {
        values {
            /// The name under which the key is in the DNS: `<selector>._domainkey.<domain>`.
            #[arg(long, env = "GUICHET_DKIM_SELECTOR", value_name = "NAME")]
            dkim_selector: String,
            /// The domain that is signed for [default: that of the sender's address].
            #[arg(long, env = "GUICHET_DKIM_DOMAIN", value_name = "DOMAIN")]
            dkim_domain: String,
            /// PEM file with the private key: Ed25519, or RSA of 2048 bits or more.
            #[arg(long, env = "GUICHET_DKIM_KEY_FILE", value_name = "FILE")]
            dkim_key_file: PathBuf,
        }
        groups {}
    }

    /// How mails come in. Without any of it none do.
    MailIn {
        values {
            /// Address and port, or `unix:<path>`, at which a mail server brings mails by LMTP.
            #[arg(long, env = "GUICHET_LMTP_LISTEN", value_name = "ADDRESS:PORT")]
            lmtp_listen: String,
            /// Mailbox to fetch mails from: `imaps://user:password@host/INBOX`.
            #[arg(long, env = "GUICHET_IMAP_URL", value_name = "URL", hide_env_values = true)]
            imap_url: String,
            /// How often to look into the mailbox, in seconds [default: 60].
            #[arg(long, env = "GUICHET_IMAP_SECONDS", value_name = "N")]
            imap_seconds: u32,
            /// Folder that mails are moved to once they are taken in [default: they are marked].
            #[arg(long, env = "GUICHET_IMAP_DONE_FOLDER", value_name = "FOLDER")]
            imap_done_folder: String,
            /// Where a refresh token is exchanged, for mailboxes that take no passwords.
            #[arg(long, env = "GUICHET_IMAP_OAUTH_TOKEN_URL", value_name = "URL")]
            imap_oauth_token_url: String,
            /// The client that the refresh token was given to.
            #[arg(long, env = "GUICHET_IMAP_OAUTH_CLIENT_ID", value_name = "ID")]
            imap_oauth_client_id: String,
            /// The client's secret, where it has one.
            #[arg(long, env = "GUICHET_IMAP_OAUTH_CLIENT_SECRET", value_name = "SECRET",
                  hide_env_values = true)]
            imap_oauth_client_secret: String,
            /// The refresh token of the mailbox's owner.
            #[arg(long, env = "GUICHET_IMAP_OAUTH_REFRESH_TOKEN", value_name = "TOKEN",
                  hide_env_values = true)]
            imap_oauth_refresh_token: String,
        }
        groups {}
    }

    /// Limits on files.
    #[expect(clippy::struct_field_names, reason = "the fields are the settings' names")]
    Limits {
        values {
            /// Largest file, in MB [default: 25].
            #[arg(long, env = "GUICHET_MAX_FILE_MB", value_name = "MB")]
            max_file_mb: u64,
            /// Most files in one upload [default: 10].
            #[arg(long, env = "GUICHET_MAX_FILES", value_name = "N")]
            max_files: usize,
            /// Most files on one ticket together, in MB [default: 100].
            #[arg(long, env = "GUICHET_MAX_TICKET_MB", value_name = "MB")]
            max_ticket_mb: u64,
            /// Largest mail that is taken in, in MB [default: 40].
            #[arg(long, env = "GUICHET_MAX_MAIL_MB", value_name = "MB")]
            max_mail_mb: u64,
        }
        groups {}
    }

    /// The supplier.
    Brand {
        values {
            /// Name of the supplier [default: Heliaq].
            #[arg(id = "brand_name", long = "brand-name", env = "GUICHET_BRAND_NAME", value_name = "NAME")]
            name: String,
            /// Postal address of the supplier, in the footer of mails.
            #[arg(id = "brand_address", long = "brand-address", env = "GUICHET_BRAND_ADDRESS", value_name = "ADDRESS")]
            address: String,
            /// Name in the `From` of mails [default: Support Heliaq].
            #[arg(long, env = "GUICHET_SENDER_NAME", value_name = "NAME")]
            sender_name: String,
            /// Address in the `From` of mails [default: support@heliaq.example].
            #[arg(long, env = "GUICHET_SENDER_ADDRESS", value_name = "ADDRESS")]
            sender_address: String,
            /// Where answers to mails go; each mail has it with a token: `support+<token>@host`
            /// [default: the sender's address].
            #[arg(long, env = "GUICHET_REPLY_ADDRESS", value_name = "ADDRESS")]
            reply_address: String,
        }
        groups {}
    }
}

/// How logs are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for collectors.
    Json,
}
