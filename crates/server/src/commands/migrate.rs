//! `guichet migrate`.

use anyhow::Result;

use crate::config::Config;
use crate::output;
use crate::wiring::Wiring;

/// Brings the database's schema up to date.
pub async fn migrate(config: &Config) -> Result<()> {
    let wiring = Wiring::open(config).await?;
    wiring.db.close().await?;
    output::print("the database's schema is up to date\n")
}
