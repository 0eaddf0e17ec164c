#![doc = include_str!("../README.md")]

mod banner;
mod commands;
mod config;
mod demo;
mod logging;
mod output;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;

// A quarter of the time of a list went into glibc's allocator: the rows are made on the database's
// threads and freed on those that answer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // One TLS provider for everything that speaks TLS; it must be there before the first of them.
    // An error means that one is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match commands::run(commands::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("guichet: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes in one line, without saying anything twice.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let text = cause.to_string().replace('\n', " ");
        if line.contains(&text) {
            continue;
        }
        if !line.is_empty() {
            line.push_str(": ");
        }
        line.push_str(&text);
    }
    line
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn causes_are_told_once_and_in_one_line() {
        let error = anyhow!("disk\nfull")
            .context("cannot write: disk full")
            .context("no data");
        assert_eq!(one_line(&error), "no data: cannot write: disk full");
    }
}
