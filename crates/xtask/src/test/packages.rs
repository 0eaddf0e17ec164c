//! Programs of the operating system that the tests need.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::process;

/// The oldest PostgreSQL that Guichet supports.
const OLDEST_POSTGRES: u32 = 15;

/// One program, and the Debian package that has it.
pub struct Requirement {
    name: &'static str,
    package: &'static str,
    present: fn() -> bool,
}

/// A browser for the journeys.
pub fn chromium() -> Requirement {
    Requirement {
        name: "Chromium",
        package: "chromium",
        present: || on_path("chromium").is_some(),
    }
}

/// A database server for the second half of the tests.
pub fn postgres() -> Requirement {
    Requirement {
        name: "PostgreSQL 15 or newer",
        package: "postgresql",
        present: || postgres_programs().is_some(),
    }
}

/// A mailbox server, from which the worker fetches mails.
pub fn dovecot() -> Requirement {
    Requirement {
        name: "Dovecot",
        package: "dovecot-imapd",
        present: || {
            // Off the search path of people that are not root.
            let program = on_path("dovecot").unwrap_or_else(|| "/usr/sbin/dovecot".into());
            program.is_file() && Path::new("/usr/lib/dovecot/imap").is_file()
        },
    }
}

/// A server that takes mails from those who know the password, to hand them over to.
pub fn submission() -> Requirement {
    Requirement {
        name: "Dovecot's submission server",
        package: "dovecot-submissiond",
        present: || Path::new("/usr/lib/dovecot/submission").is_file(),
    }
}

/// Installs what is missing through apt when we are root, else says what to install.
pub fn require(requirements: &[Requirement]) -> Result<()> {
    let missing: Vec<_> = requirements
        .iter()
        .filter(|requirement| !(requirement.present)())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|requirement| requirement.name).collect();
    let packages: Vec<_> = missing
        .iter()
        .map(|requirement| requirement.package)
        .collect();
    let advice = format!(
        "the tests need {}: install the packages {} of Debian (`apt-get install {}`), or their like",
        names.join(" and "),
        packages.join(" and "),
        packages.join(" ")
    );
    if !is_root()? || on_path("apt-get").is_none() {
        bail!("{advice}");
    }
    process::run(apt().arg("update"))?;
    process::run(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&packages),
    )?;
    match missing.iter().find(|requirement| !(requirement.present)()) {
        Some(still) => bail!(
            "{} is still missing after the installation; {advice}",
            still.name
        ),
        None => Ok(()),
    }
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.arg("--quiet").env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

/// Whether this process runs as root.
pub fn is_root() -> Result<bool> {
    Ok(process::capture(Command::new("id").arg("-u"))?.trim() == "0")
}

/// A program on the search path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// The folder of `initdb` and `postgres`: Debian keeps them off the search path, one folder a
/// version.
pub fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(version, programs)| *version >= OLDEST_POSTGRES && has_server(programs))
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs).or_else(|| {
        on_path("postgres")?
            .parent()
            .map(Path::to_path_buf)
            .filter(|dir| has_server(dir))
    })
}

fn has_server(programs: &Path) -> bool {
    ["initdb", "postgres"]
        .iter()
        .all(|program| programs.join(program).is_file())
}
