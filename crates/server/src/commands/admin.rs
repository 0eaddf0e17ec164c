//! `guichet admin`: people, without a browser.

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Result, bail};
use guichet_common::vocabulary::{Language, Role};
use guichet_domain::SystemClock;
use guichet_service::operator::{self, NewPerson};
use guichet_service::{App, Error};

use crate::config::{Config, Settings};
use crate::output;
use crate::wiring::Wiring;

/// What is done to people.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Enter the first admin, and print the link by which they set their password.
    Bootstrap(BootstrapArgs),
    /// Enter a person, and print the link by which they set their password.
    CreateUser(CreateArgs),
    /// Print a link by which a person sets a new password.
    ResetPassword(OfPerson),
    /// Let a person sign in again who has typed too many wrong passwords.
    Unlock(OfPerson),
    /// List the people.
    List(ListArgs),
}

/// Whom to enter.
#[derive(Debug, clap::Args)]
pub struct BootstrapArgs {
    #[command(flatten)]
    pub settings: Settings,
    #[command(flatten)]
    person: Names,
}

/// A person's names.
#[derive(Debug, clap::Args)]
struct Names {
    /// E-mail address, and user name.
    #[arg(long)]
    email: String,
    /// First name.
    #[arg(long)]
    first_name: String,
    /// Last name.
    #[arg(long)]
    last_name: String,
    /// Language of their screens and mails: fr or en.
    #[arg(long, default_value = "fr")]
    language: Language,
}

/// Whom to enter, as what.
#[derive(Debug, clap::Args)]
pub struct CreateArgs {
    #[command(flatten)]
    pub settings: Settings,
    #[command(flatten)]
    person: Names,
    /// contact, `account_admin`, agent or admin.
    #[arg(long)]
    role: Role,
    /// The name of a contact's account.
    #[arg(long)]
    account: Option<String>,
}

/// Whose.
#[derive(Debug, clap::Args)]
pub struct OfPerson {
    #[command(flatten)]
    pub settings: Settings,
    /// E-mail address of the person.
    email: String,
}

/// Which people.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub settings: Settings,
    /// Only those with this in their name or address.
    keyword: Option<String>,
}

impl Command {
    /// The settings that it was given.
    pub fn settings(&self) -> Settings {
        match self {
            Self::Bootstrap(args) => args.settings.clone(),
            Self::CreateUser(args) => args.settings.clone(),
            Self::ResetPassword(args) | Self::Unlock(args) => args.settings.clone(),
            Self::List(args) => args.settings.clone(),
        }
    }
}

/// Does it.
pub async fn run(config: &Config, command: &Command) -> Result<()> {
    let wiring = Wiring::open(config).await?;
    let app = wiring.app(Arc::new(SystemClock)).await?;
    let done = perform(&app, command).await;
    wiring.db.close().await?;
    match done {
        Ok(text) => output::print(&text),
        Err(error) => bail!("{}", in_words(&error)),
    }
}

async fn perform(app: &App, command: &Command) -> Result<String, Error> {
    Ok(match command {
        Command::Bootstrap(args) => {
            let new = new_person(&args.person, Role::Admin, None);
            match operator::bootstrap_admin(app, new).await? {
                Some(link) => set_at(&link),
                None => "There is an admin already; see guichet admin create-user.\n".to_owned(),
            }
        }
        Command::CreateUser(args) => {
            let new = new_person(&args.person, args.role, args.account.clone());
            set_at(&operator::create_person(app, new).await?)
        }
        Command::ResetPassword(args) => set_at(&operator::reset_password(app, &args.email).await?),
        Command::Unlock(args) => {
            let was_locked = operator::unlock(app, &args.email).await?;
            let words = if was_locked {
                "unlocked"
            } else {
                "was not locked"
            };
            format!("{words}\n")
        }
        Command::List(args) => list(app, args.keyword.as_deref()).await?,
    })
}

fn new_person(names: &Names, role: Role, account: Option<String>) -> NewPerson {
    NewPerson {
        role,
        email: names.email.clone(),
        first_name: names.first_name.clone(),
        last_name: names.last_name.clone(),
        account,
        language: names.language,
    }
}

fn set_at(link: &str) -> String {
    format!("The password is set at this address, once:\n{link}\n")
}

async fn list(app: &App, keyword: Option<&str>) -> Result<String, Error> {
    let mut text = String::new();
    for person in operator::list_people(app, keyword).await? {
        let state = match (person.active, person.locked_until) {
            (false, _) => "inactive".to_owned(),
            (true, Some(until)) => format!("locked until {}", until.format("%FT%TZ")),
            (true, None) => "active".to_owned(),
        };
        // Writing to memory does not fail.
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{state}",
            person.email,
            person.name,
            person.role,
            person.account.unwrap_or_default()
        );
    }
    Ok(text)
}

/// What went wrong, with the options that are to blame.
fn in_words(error: &Error) -> String {
    let fields = error.field_errors().iter().map(|error| {
        let option = error.pointer.as_deref().unwrap_or_default();
        let option = option.trim_start_matches('/').replace('_', "-");
        format!("--{option}: {}", error.code)
    });
    let fields: Vec<String> = fields.collect();
    match error.code() {
        _ if !fields.is_empty() => fields.join(", "),
        guichet_common::ErrorCode::NotFound => "nobody active has this address".to_owned(),
        code => code.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_options_are_named() {
        let error = Error::field("first_name", "required");
        assert_eq!(in_words(&error), "--first-name: required");
        assert_eq!(
            in_words(&Error::NOT_FOUND),
            "nobody active has this address"
        );
    }
}
