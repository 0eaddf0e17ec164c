//! New passwords: what they must be, and what follows when one is set.

use guichet_common::ids::SessionId;
use guichet_common::password::Personal;
use guichet_common::problem::FieldError;
use guichet_common::settings::security::SecuritySettings;
use guichet_common::vocabulary::PersonalMailKind;
use guichet_db::people::{self, PersonRow};
use guichet_db::{Conn, Tx, accounts};
use guichet_domain::Scope;

use super::{ClientInfo, Ended, end_sessions};
use crate::app::App;
use crate::crypto::common_passwords::is_common;
use crate::error::{Error, Result};
use crate::personal_mails::{self, PersonalMailData};

/// Where a body has the new password.
const POINTER: &str = "/new_password";

/// What is known of a person and must not be in their password.
pub(super) async fn personal(conn: &Conn, person: &PersonRow) -> Result<Personal> {
    let account = match person.account_id {
        Some(id) => accounts::find_account_in(conn, &Scope::Account(id), id).await?,
        None => None,
    };
    let company = account.map(|account| account.name).unwrap_or_default();
    let texts = [
        &*person.first_name,
        &*person.last_name,
        &*person.email,
        &*company,
    ];
    Ok(Personal::of(texts))
}

/// Checks a new password by all rules, and hashes it.
pub(super) async fn hash_new(
    app: &App,
    conn: &Conn,
    settings: &SecuritySettings,
    person: &PersonRow,
    password: String,
) -> Result<String> {
    let personal = personal(conn, person).await?;
    let mut errors = settings
        .password_profile
        .broken(POINTER, &password, &personal);
    if is_common(&password) {
        errors.push(FieldError::at(POINTER, "password_common"));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let before = person.password_hash.clone();
    if before.is_some() && app.passwords.verify(password.clone(), before).await? {
        return Err(Error::field("new_password", "password_unchanged"));
    }
    app.passwords.hash(password).await
}

/// Puts the new password in the place of the old one: all sessions but perhaps one end, and the
/// person is told by mail.
pub(super) async fn set(
    app: &App,
    tx: &Tx,
    person: &PersonRow,
    hash: &str,
    client: &ClientInfo,
    except: Option<SessionId>,
) -> Result<Ended> {
    people::update_password_hash(tx, person.id, hash, app.now()).await?;
    // Who sets their first password is not told of it.
    if person.password_hash.is_some() {
        let data = PersonalMailData::of_client(app, client);
        personal_mails::enqueue(app, tx, person.id, PersonalMailKind::PasswordChanged, &data)
            .await?;
    }
    end_sessions(app, tx, person.id, except).await
}
