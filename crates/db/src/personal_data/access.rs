//! What is kept of how a person comes in, and of what they did.

use guichet_common::ids::PersonId;
use guichet_common::personal_data::{
    PersonalAccessMail, PersonalAct, PersonalApiToken, PersonalDevice, PersonalFeedback,
    PersonalOauthClient, PersonalPasswordLink,
};

use super::list;
use crate::api_tokens::read_scopes;
use crate::row::values;
use crate::{Conn, Error};

/// A person's API tokens.
pub async fn list_api_tokens(
    conn: &Conn,
    person: PersonId,
) -> Result<Vec<PersonalApiToken>, Error> {
    let sql = "SELECT name, hint, scopes, created_at, expires_at, last_used_at FROM api_tokens \
               WHERE person_id = $1 ORDER BY id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalApiToken {
            name: row.get()?,
            hint: row.get()?,
            scopes: read_scopes(&row.get()?),
            created_at: row.get()?,
            expires_at: row.get()?,
            last_used_at: row.find()?,
        })
    })
    .await
}

/// The OAuth clients that act as a person.
pub async fn list_oauth_clients(
    conn: &Conn,
    person: PersonId,
) -> Result<Vec<PersonalOauthClient>, Error> {
    let sql = "SELECT name, scopes, active, created_at, last_used_at FROM oauth_clients \
               WHERE person_id = $1 ORDER BY id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalOauthClient {
            name: row.get()?,
            scopes: read_scopes(&row.get()?),
            active: row.get()?,
            created_at: row.get()?,
            last_used_at: row.find()?,
        })
    })
    .await
}

/// The devices that a person was seen with.
pub async fn list_devices(conn: &Conn, person: PersonId) -> Result<Vec<PersonalDevice>, Error> {
    let sql = "SELECT seen_at FROM known_devices WHERE person_id = $1 ORDER BY seen_at DESC";
    list(conn, sql, values![person], |row| {
        Ok(PersonalDevice {
            last_seen_at: row.get()?,
        })
    })
    .await
}

/// Whether publications helped a person.
pub async fn list_publication_feedback(
    conn: &Conn,
    person: PersonId,
) -> Result<Vec<PersonalFeedback>, Error> {
    let sql = "SELECT p.slug, f.helpful, f.given_at FROM publication_feedback f \
               JOIN publications p ON p.id = f.publication_id \
               WHERE f.person_id = $1 ORDER BY f.given_at, p.id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalFeedback {
            slug: row.get()?,
            helpful: row.get()?,
            given_at: row.get()?,
        })
    })
    .await
}

/// The links by which a person could set a password.
pub async fn list_password_links(
    conn: &Conn,
    person: PersonId,
) -> Result<Vec<PersonalPasswordLink>, Error> {
    let sql = "SELECT kind, created_at, expires_at, used_at FROM password_links \
               WHERE person_id = $1 ORDER BY id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalPasswordLink {
            kind: row.get()?,
            created_at: row.get()?,
            expires_at: row.get()?,
            used_at: row.find()?,
        })
    })
    .await
}

/// The mails to a person about their own access.
pub async fn list_access_mails(
    conn: &Conn,
    person: PersonId,
) -> Result<Vec<PersonalAccessMail>, Error> {
    let sql = "SELECT kind, data, created_at, sent_at FROM personal_mails \
               WHERE person_id = $1 ORDER BY id";
    list(conn, sql, values![person], |row| {
        let kind = row.get()?;
        let data: serde_json::Value = row.get()?;
        let word = |name: &str| {
            let word = data.get(name).and_then(serde_json::Value::as_str);
            word.unwrap_or_default().to_owned()
        };
        Ok(PersonalAccessMail {
            kind,
            device: word("device"),
            address: word("address"),
            created_at: row.get()?,
            sent_at: row.find()?,
        })
    })
    .await
}

/// What a person did, as the histories of tickets tell it.
pub async fn list_acts(conn: &Conn, person: PersonId) -> Result<Vec<PersonalAct>, Error> {
    let sql = "SELECT ticket_id, kind, at FROM activities WHERE actor_id = $1 ORDER BY at, id";
    list(conn, sql, values![person], |row| {
        Ok(PersonalAct {
            number: row.get()?,
            kind: row.get()?,
            at: row.get()?,
        })
    })
    .await
}
