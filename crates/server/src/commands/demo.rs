//! `guichet demo`.

use anyhow::{Context as _, Result};

use crate::banner;
use crate::config::{Config, Settings};
use crate::wiring::Wiring;
use crate::{demo, output};

/// The arguments of `guichet demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub settings: Settings,
    #[command(flatten)]
    pub options: Options,
}

/// What belongs to `guichet demo` alone.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Print the sign-ins as JSON.
    #[arg(long)]
    json: bool,
    /// Add made-up tickets until there are so many.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    tickets: usize,
}

/// Loads the demo data when the database is empty, and prints how to sign in.
pub async fn load(config: &Config, options: &Options) -> Result<()> {
    let wiring = Wiring::open(config).await?;
    let sign_ins = demo::load(&wiring, options.tickets).await?;
    wiring.db.close().await?;
    let sign_ins = sign_ins.context(
        "the database holds other data than the demo's; give it an empty one (GUICHET_DATA)",
    )?;
    let text = if options.json {
        format!("{}\n", serde_json::to_string_pretty(&sign_ins)?)
    } else {
        banner::people(&sign_ins)
    };
    output::print(&text)
}
