//! Whom a provider means.

use guichet_common::directory::Account;
use guichet_common::ids::AccountId;
use guichet_common::limits::NAME_MAX;
use guichet_common::vocabulary::{Language, Role};
use guichet_db::identity_providers::{self, IdentityProviderRow};
use guichet_db::people::PersonRow;
use guichet_db::{Tx, accounts, people, sso};
use guichet_domain::Scope;

use super::id_token::Profile;
use super::refusal::{SsoError, SsoRefusal};
use crate::app::App;

/// Longest address, in bytes (RFC 5321).
const ADDRESS_MAX: usize = 254;

/// What became of a sign-in at a provider.
pub(super) struct Known {
    pub(super) person: PersonRow,
    /// Whether the provider's name for them was met for the first time.
    pub(super) linked: bool,
    /// Whether they were entered into the directory for it.
    pub(super) created: bool,
}

/// The person whom a provider means by a name. The first time it is the person of the directory
/// with the address that the provider says is theirs; afterwards the name alone counts, as an
/// address may go to somebody else.
pub(super) async fn find_person(
    app: &App,
    tx: &Tx,
    provider: &IdentityProviderRow,
    subject: &str,
    profile: &Profile,
) -> Result<Known, SsoError> {
    let now = app.real_now();
    if let Some(id) = sso::use_identity(tx, provider.id, subject, now).await? {
        let person = people::get_person(tx, id).await?;
        require_usable(provider, &person)?;
        return Ok(Known {
            person,
            linked: false,
            created: false,
        });
    }
    let address = read_address(profile).ok_or(SsoRefusal::AddressNotVerified)?;
    if !profile.address_is_verified(&provider.issuer) {
        return Err(SsoRefusal::AddressNotVerified.into());
    }
    let domains = identity_providers::list_domains(tx, provider.id).await?;
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let covers_domain = domains.iter().any(|known| known == domain);
    let found = people::find_person_by_email(tx, &address).await?;
    let (person, created) = match found {
        Some(person) => {
            let owns = provider.account_id.is_some() && person.account_id == provider.account_id;
            if !covers_domain && !owns {
                return Err(SsoRefusal::AddressNotCovered.into());
            }
            require_usable(provider, &person)?;
            if sso::is_linked(tx, provider.id, person.id).await? {
                return Err(SsoRefusal::LinkedOtherwise.into());
            }
            (person, false)
        }
        None => match provider.account_id {
            Some(account) if provider.creates_people && covers_domain => {
                (enter(app, tx, account, &address, profile).await?, true)
            }
            _ => return Err(SsoRefusal::Unknown.into()),
        },
    };
    sso::insert_identity(tx, provider.id, subject, person.id, now).await?;
    Ok(Known {
        person,
        linked: true,
        created,
    })
}

/// Whether this person may come in by this provider.
fn require_usable(provider: &IdentityProviderRow, person: &PersonRow) -> Result<(), SsoRefusal> {
    if provider.account_id.is_some() && person.account_id != provider.account_id {
        return Err(SsoRefusal::Unknown);
    }
    if person.active {
        Ok(())
    } else {
        Err(SsoRefusal::Inactive)
    }
}

/// The address in the form that the directory has it in.
fn read_address(profile: &Profile) -> Option<String> {
    let address = profile.email.as_deref()?.trim().to_lowercase();
    let (local, domain) = address.rsplit_once('@')?;
    let plain = !address
        .chars()
        .any(|letter| letter.is_whitespace() || letter.is_control());
    let whole = !local.is_empty() && !domain.is_empty() && address.len() <= ADDRESS_MAX;
    (plain && whole).then_some(address)
}

/// Enters somebody whom the directory does not have.
async fn enter(
    app: &App,
    tx: &Tx,
    account: AccountId,
    address: &str,
    profile: &Profile,
) -> Result<PersonRow, SsoError> {
    let account = accounts::find_account_in(tx, &Scope::Account(account), account).await?;
    let account: Account = account
        .filter(|account| account.active)
        .ok_or(SsoRefusal::Inactive)?;
    let (first_name, last_name) = names(profile, address);
    let now = app.now();
    let person = PersonRow {
        id: app.ids.new_id(),
        role: Role::Contact,
        email: address.to_owned(),
        password_hash: None,
        first_name,
        last_name,
        account_id: Some(account.id),
        sees_account_tickets: false,
        language: language(profile),
        time_zone: account.time_zone,
        active: true,
        created_at: now,
        updated_at: now,
    };
    people::insert_person(tx, &person).await?;
    Ok(person)
}

fn language(profile: &Profile) -> Language {
    match &profile.locale {
        Some(locale) if locale.to_ascii_lowercase().starts_with("en") => Language::En,
        _ => Language::Fr,
    }
}

/// First and last name as far as the provider tells them.
fn names(profile: &Profile, address: &str) -> (String, String) {
    let clean = |name: &Option<String>| {
        let name = name.as_deref().unwrap_or_default();
        let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
        let words: Vec<&str> = name.split_whitespace().collect();
        words.join(" ").chars().take(NAME_MAX).collect::<String>()
    };
    let (first, last) = (clean(&profile.given_name), clean(&profile.family_name));
    if !first.is_empty() && !last.is_empty() {
        return (first, last);
    }
    let whole = clean(&profile.name);
    if let Some((first, last)) = whole.split_once(' ') {
        return (first.to_owned(), last.to_owned());
    }
    // Both are needed: what comes before the address's sign is better than nothing.
    let local = address.split('@').next().unwrap_or_default();
    let local: String = local.chars().take(NAME_MAX).collect();
    let given = [first, whole].into_iter().find(|name| !name.is_empty());
    (
        given.unwrap_or_else(|| local.clone()),
        if last.is_empty() { local } else { last },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn profile(value: serde_json::Value) -> Profile {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn names_are_what_the_provider_tells_or_come_from_the_address() {
        let named = |value| names(&profile(value), "anne.roy@dupont.example");
        let pair = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        assert_eq!(
            named(json!({"given_name": " Anne ", "family_name": "Roy"})),
            pair("Anne", "Roy")
        );
        assert_eq!(
            named(json!({"name": "Anne  Le Roy"})),
            pair("Anne", "Le Roy")
        );
        assert_eq!(
            named(json!({"given_name": "Anne"})),
            pair("Anne", "anne.roy")
        );
        assert_eq!(named(json!({})), pair("anne.roy", "anne.roy"));
        let long = "x".repeat(500);
        let (first, last) = named(json!({"given_name": long, "family_name": long}));
        assert_eq!((first.len(), last.len()), (NAME_MAX, NAME_MAX));
    }

    #[test]
    fn address_is_one_or_none() {
        let read = |text: &str| read_address(&profile(json!({"email": text})));
        assert_eq!(
            read(" Anne@Dupont.Example ").as_deref(),
            Some("anne@dupont.example")
        );
        for bad in [
            "",
            "anne",
            "@dupont.example",
            "anne@",
            "an ne@dupont.example",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(read_address(&profile(json!({}))), None);
    }
}
