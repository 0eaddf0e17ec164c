//! What a demo prints when it starts.

use std::fmt::Write as _;

use guichet_common::vocabulary::Role;

use crate::config::{Config, MailTarget};
use crate::demo::SignIn;

/// What an instance says when nobody can administrate it yet. There is no default password.
pub const NO_ADMIN: &str = "\n  Aucun administrateur · No admin yet:\n\n  guichet admin bootstrap \
    --email you@example.com --first-name Ada --last-name Martin\n\n";

/// Addresses and sign-ins; without sign-ins a word on why.
pub fn banner(config: &Config, sign_ins: Option<&[SignIn]>) -> String {
    let mut text = String::from("\n  Guichet est prêt · Guichet is ready\n\n");
    let mail = match &config.mail {
        MailTarget::Folder(folder) => folder.display().to_string(),
        MailTarget::Smtp(_) => "SMTP".to_owned(),
    };
    let url = &config.public_url;
    for (name, value) in [
        ("Portail", url.clone()),
        ("API", format!("{url}/api/docs")),
        ("Courriels", mail),
    ] {
        // Writing to memory does not fail.
        let _ = writeln!(text, "  {name:<10} {value}");
    }
    if config.sandbox {
        let _ = writeln!(
            text,
            "\n  BAC À SABLE · SANDBOX : un administrateur peut avancer l'horloge, {url}/api/v1/sandbox/clock"
        );
    }
    text.push('\n');
    match sign_ins {
        Some(sign_ins) => text.push_str(&people(sign_ins)),
        None => text.push_str(
            "  La base contient d'autres données que la démo : pas de comptes de démonstration.\n\n",
        ),
    }
    text
}

/// How the demo's people sign in, one a line.
pub fn people(sign_ins: &[SignIn]) -> String {
    let mut text = String::new();
    let width = sign_ins
        .iter()
        .map(|one| one.username.chars().count())
        .max()
        .unwrap_or(0);
    if let Some(password) = sign_ins.first().map(|one| one.password) {
        let _ = writeln!(
            text,
            "  Comptes de démonstration, mot de passe {password}\n"
        );
    }
    for one in sign_ins {
        let whose = one.account.as_deref().unwrap_or("Heliaq");
        let _ = writeln!(
            text,
            "  {:<width$}  {:<22} {whose}",
            one.username,
            role(one.role)
        );
    }
    text.push('\n');
    text
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Contact => "contact",
        Role::AccountAdmin => "administrateur client",
        Role::Agent => "technicien",
        Role::Admin => "administrateur",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn sandbox_is_announced_where_there_is_one() {
        let banner_of = |sandbox: Option<bool>| {
            let settings = Settings {
                sandbox,
                ..Settings::default()
            };
            banner(&Config::load(settings).unwrap(), None)
        };
        assert!(banner_of(Some(true)).contains("SANDBOX"));
        for normal in [None, Some(false)] {
            assert!(!banner_of(normal).to_uppercase().contains("SANDBOX"));
        }
    }

    #[test]
    fn everybody_is_printed_with_the_password_once() {
        let one = |username: &str, account: Option<&str>| SignIn {
            username: username.to_owned(),
            password: "Secret-1!",
            role: Role::Contact,
            account: account.map(str::to_owned),
        };
        let text = people(&[one("a@x.example", Some("X")), one("bb@h.example", None)]);
        assert_eq!(text.matches("Secret-1!").count(), 1);
        assert!(
            text.contains("a@x.example   contact                X\n"),
            "{text}"
        );
        assert!(
            text.contains("bb@h.example  contact                Heliaq\n"),
            "{text}"
        );
    }
}
