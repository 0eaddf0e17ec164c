//! `guichet openapi`.

use anyhow::Result;

use crate::output;

/// The arguments of `guichet openapi`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the reference of error codes (Markdown) instead.
    #[arg(long)]
    problems: bool,
}

/// Prints what the server says of itself.
pub fn print(args: &Args) -> Result<()> {
    let text = if args.problems {
        guichet_api::problems_markdown()
    } else {
        guichet_api::openapi_json()
    };
    output::print(&text)
}
