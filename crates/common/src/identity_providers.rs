//! Identity providers (OpenID Connect), as admins set them up.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::AccountRef;
use crate::fields::{Checks, Patch};
use crate::ids::{AccountId, IdentityProviderId};
use crate::problem::FieldError;
use crate::request;

/// Longest slug, in characters.
pub const SLUG_MAX: usize = 50;
/// Longest name, in characters.
pub const NAME_MAX: usize = 80;
/// Longest client id and secret, in characters.
pub const CLIENT_MAX: usize = 500;
/// Longest issuer, in characters.
pub const ISSUER_MAX: usize = 500;
/// Longest list of scopes, in characters.
pub const SCOPES_MAX: usize = 300;
/// Most domains of one provider.
pub const DOMAINS_MAX: usize = 100;
/// The scopes that are asked for unless others are set.
pub const SCOPES: &str = "openid email profile";

request! {
    /// A new identity provider.
    pub struct CreateIdentityProvider {
        /// Its short name in addresses: lower case letters, digits and dashes. It is part of the
        /// address that the provider sends people back to, and does not change.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 50, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
        pub slug: String,
        /// Its name on the button.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
        pub name: String,
        /// Its address, as it writes it itself; `https` everywhere but on this machine.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
        pub issuer: String,
        /// What it calls this portal.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
        pub client_id: String,
        /// The portal's password there; none for a public client.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500, format = Password))]
        pub client_secret: Option<String>,
        /// What it is asked for, `openid` among it; absent: `openid email profile`.
        #[cfg_attr(feature = "openapi", schema(max_length = 300))]
        pub scopes: Option<String>,
        /// The account whose people it knows; absent: it is for all, the supplier's too.
        pub account_id: Option<AccountId>,
        /// The domains of addresses that it answers for. People whose address is in one are led to
        /// it, and it may say who they are. Each domain has one provider at most.
        #[cfg_attr(feature = "openapi", schema(max_items = 100))]
        pub domains: Vec<String>,
        /// Whether people of these domains who are not in the directory are entered as contacts of
        /// the account; absent: no.
        pub creates_people: Option<bool>,
        /// Whether the people of the account can sign in by it alone, not with a password; absent:
        /// no.
        pub sso_only: Option<bool>,
        /// Whether it can be used; absent: yes.
        pub active: Option<bool>,
    }
    rules provider_rules;

    /// Changes of an identity provider; absent fields stay.
    pub struct UpdateIdentityProvider {
        /// Its name on the button.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
        pub name: Option<String>,
        /// Its address. Another one is another provider: whom it knew has to be found anew.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
        pub issuer: Option<String>,
        /// What it calls this portal.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
        pub client_id: Option<String>,
        /// The portal's password there; `null`: none.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, min_length = 1, max_length = 500, format = Password))]
        pub client_secret: Patch<String>,
        /// What it is asked for.
        #[cfg_attr(feature = "openapi", schema(max_length = 300))]
        pub scopes: Option<String>,
        /// The account whose people it knows; `null`: it is for all.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<AccountId>))]
        pub account_id: Patch<AccountId>,
        /// The domains of addresses that it answers for.
        #[cfg_attr(feature = "openapi", schema(max_items = 100))]
        pub domains: Option<Vec<String>>,
        /// Whether unknown people of these domains are entered.
        pub creates_people: Option<bool>,
        /// Whether the people of the account can sign in by it alone.
        pub sso_only: Option<bool>,
        /// Whether it can be used.
        pub active: Option<bool>,
    }
    rules provider_rules;

    /// Tries an identity provider.
    pub struct TestIdentityProvider {}
}

fn provider_rules(checks: &mut Checks<'_>) {
    for (name, max) in [
        ("slug", SLUG_MAX),
        ("name", NAME_MAX),
        ("issuer", ISSUER_MAX),
        ("client_id", CLIENT_MAX),
        ("client_secret", CLIENT_MAX),
        ("scopes", SCOPES_MAX),
    ] {
        checks.line(name, max);
    }
}

/// What is wrong with a slug.
#[must_use]
pub fn check_slug(slug: &str) -> Option<FieldError> {
    let words = slug.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    (!words).then(|| FieldError::at("/slug", "invalid_format"))
}

/// A domain in the form that it is kept in, if it is one.
#[must_use]
pub fn read_domain(text: &str) -> Option<String> {
    let domain = text.trim().trim_start_matches('@').to_ascii_lowercase();
    let labels: Vec<&str> = domain.split('.').collect();
    let known = domain.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
    known.then_some(domain)
}

/// An identity provider, for admins. Its client secret is never shown.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the screen"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityProviderDetail {
    /// Its id.
    pub id: IdentityProviderId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its name on the button.
    pub name: String,
    /// Its address.
    pub issuer: String,
    /// What it calls this portal.
    pub client_id: String,
    /// Whether a client secret is kept.
    pub has_client_secret: bool,
    /// What it is asked for.
    pub scopes: String,
    /// The account whose people it knows; `null`: it is for all.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub account: Option<AccountRef>,
    /// The domains of addresses that it answers for.
    pub domains: Vec<String>,
    /// Whether unknown people of these domains are entered.
    pub creates_people: bool,
    /// Whether the people of the account can sign in by it alone.
    pub sso_only: bool,
    /// Whether it can be used.
    pub active: bool,
    /// Where it sends people back to; it has to be told so.
    pub redirect_uri: String,
    /// Where it may send people who have signed out there.
    pub post_logout_redirect_uri: String,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// The identity providers, for admins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityProviderDetails {
    /// The providers, by name.
    pub items: Vec<IdentityProviderDetail>,
}

/// What a try of a provider has shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityProviderTest {
    /// Whether it can be used: it was found, says what it is, and has keys that are understood.
    pub usable: bool,
    /// What is in the way, in one of a few words: `unreachable`, `not_a_provider`,
    /// `issuer_differs`, `no_keys`, `no_code_flow`.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub problem: Option<String>,
    /// The issuer as the provider writes it itself, where it was found.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub issuer: Option<String>,
    /// How many of its keys can be used.
    pub keys: u32,
    /// Whether people can be signed out there as well.
    pub signs_out: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_read_as_people_write_them() {
        assert_eq!(
            read_domain(" @Dupont.Example ").as_deref(),
            Some("dupont.example")
        );
        assert_eq!(read_domain("a.b-c.fr").as_deref(), Some("a.b-c.fr"));
        for bad in [
            "",
            "dupont",
            "x@dupont.example",
            "-a.fr",
            "a..fr",
            "é.fr",
            "a.fr/",
            "*.fr",
        ] {
            assert_eq!(read_domain(bad), None, "{bad}");
        }
    }

    #[test]
    fn slugs_are_words_with_dashes() {
        for good in ["entra", "entra-id-2"] {
            assert_eq!(check_slug(good), None);
        }
        for bad in ["", "Entra", "a--b", "-a", "a-", "a_b", "é", "a/b"] {
            assert!(check_slug(bad).is_some(), "{bad}");
        }
    }
}
