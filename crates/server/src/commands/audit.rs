//! `guichet audit`.

use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Result, bail};
use guichet_db::audit::AuditEnd;
use guichet_domain::SystemClock;
use guichet_service::audit::{AuditBreak, verify_audit_trail};

use crate::config::{Config, Settings};
use crate::output;
use crate::wiring::Wiring;

/// What is done with the audit trail.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Check that no entry was changed or removed.
    Verify(VerifyArgs),
}

/// Arguments of `guichet audit verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub settings: Settings,
    /// What an earlier check printed, to find out whether entries were cut off since.
    #[arg(long, value_name = "SEQ:HASH")]
    pub noted: Option<Noted>,
}

/// The end of the trail, as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted(AuditEnd);

impl FromStr for Noted {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once(':');
        let (seq, hash) = parts.ok_or("a number, a colon and a hash are expected")?;
        let seq = seq.parse().map_err(|_not| "a number comes first")?;
        let hash = hash.to_owned();
        Ok(Self(AuditEnd { seq, hash }))
    }
}

/// Reads the whole trail; an error names the first entry that is not in order.
pub async fn verify(config: &Config, noted: Option<&Noted>) -> Result<()> {
    let wiring = Wiring::open(config).await?;
    let app = wiring.app(Arc::new(SystemClock)).await?;
    let report = verify_audit_trail(&app, noted.map(|noted| &noted.0)).await?;
    wiring.db.close().await?;
    match report.broken {
        None => output::print(&format!(
            "{} entries, all in order. Note the end elsewhere:\n{}:{}\n",
            report.end.seq, report.end.seq, report.end.hash
        )),
        Some(AuditBreak::Missing { seq }) => bail!("entry {seq} is missing"),
        Some(AuditBreak::Changed { seq }) => bail!("entry {seq} was changed"),
        Some(AuditBreak::Cut { seq }) => {
            bail!("what was noted of entry {seq} is not in the trail: its end was cut off")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_is_read_as_it_is_printed() {
        let noted: Noted = "12:ab".parse().unwrap();
        assert_eq!((noted.0.seq, noted.0.hash.as_str()), (12, "ab"));
        assert!("12".parse::<Noted>().is_err());
        assert!("x:ab".parse::<Noted>().is_err());
    }
}
