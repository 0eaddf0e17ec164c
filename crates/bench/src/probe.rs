//! One loop on a server that runs already: for profilers, which want one thing at a time.

use std::net::SocketAddr;

use anyhow::Result;

use crate::api::{Client, SignIn};
use crate::client::request;
use crate::load::{Plan, run};
use crate::report::Report;

/// Arguments of a probe.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where the server listens.
    #[arg(long)]
    address: SocketAddr,
    /// Who asks.
    #[arg(long)]
    username: String,
    /// Their password.
    #[arg(long)]
    password: String,
    /// What they get, again and again.
    #[arg(long, default_value = "/api/v1/tickets")]
    path: String,
    /// For how long.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// Signs in, loops, and prints what was seen.
pub fn probe(args: &Args) -> Result<()> {
    let who = SignIn {
        username: args.username.clone(),
        password: args.password.clone(),
        role: String::new(),
    };
    let token = Client::open(args.address)?.sign_in(&who)?;
    let get = request("GET", &args.path, Some(&token), None);
    let seen = run(
        args.address,
        Plan::closed(args.seconds),
        &[200],
        move |_, _| get.clone(),
    )?;
    Report::default().seen(&args.path, &seen);
    Ok(())
}
