//! The links by which people set their passwords. A link's token is made anew whenever it is needed:
//! nothing that opens anything is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use guichet_common::vocabulary::{PasswordLinkKind, PasswordLinkState};
use guichet_db::password_resets::{self as rows, PasswordLinkRow};
use guichet_db::people::{self, PersonRow};
use guichet_db::{Conn, Tx};
use uuid::Uuid;

use crate::app::App;
use crate::crypto::secret::hex;
use crate::error::{Error, Result};

/// Bytes of the signature in a token.
const TAG: usize = 16;
/// Longer than any token of ours: not worth decoding.
const TOKEN_MAX: usize = 64;

/// Makes a link for a person, which makes those before it useless.
pub(crate) async fn make_link(
    app: &App,
    tx: &Tx,
    person: &PersonRow,
    kind: PasswordLinkKind,
    lives: TimeDelta,
) -> Result<Uuid> {
    let now = app.real_now();
    let link = PasswordLinkRow {
        id: app.ids.new_id(),
        person_id: person.id,
        kind,
        password_mark: password_mark(app, person),
        created_at: now,
        expires_at: now + lives,
        used_at: None,
    };
    rows::insert_password_link(tx, &link).await?;
    Ok(link.id)
}

/// Tells the person's password from any other, without telling anything of it.
fn password_mark(app: &App, person: &PersonRow) -> String {
    let hash = person.password_hash.as_deref().unwrap_or_default();
    hex(&app
        .access_key
        .sign(&[b"password", person.id.0.as_bytes(), hash.as_bytes()]))
}

/// What is under the signature of a link's token.
fn signed(link: &PasswordLinkRow) -> [&[u8]; 4] {
    [
        b"link",
        link.id.as_bytes(),
        link.person_id.0.as_bytes(),
        link.password_mark.as_bytes(),
    ]
}

/// The link's token, always the same for the same link.
pub(crate) fn token(app: &App, link: &PasswordLinkRow) -> String {
    let tag = app.access_key.sign(&signed(link));
    let bytes: Vec<u8> = link
        .id
        .as_bytes()
        .iter()
        .chain(tag.iter().take(TAG))
        .copied()
        .collect();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A link that this instance has made, and what can still be done with it.
pub(crate) struct FoundLink {
    pub(crate) row: PasswordLinkRow,
    pub(crate) person: PersonRow,
    pub(crate) state: PasswordLinkState,
}

/// The link of a token; one that was not made here is not there.
pub(crate) async fn find_link(app: &App, conn: &Conn, token: &str) -> Result<FoundLink> {
    let (id, tag) = parse(token).ok_or(Error::NOT_FOUND)?;
    let row = rows::find_password_link(conn, id)
        .await?
        .ok_or(Error::NOT_FOUND)?;
    if !app.access_key.verifies(&signed(&row), &tag) {
        return Err(Error::NOT_FOUND);
    }
    let person = people::get_person(conn, row.person_id).await?;
    let state = state(app, conn, &row, &person).await?;
    Ok(FoundLink { row, person, state })
}

/// What can still be done with a link.
pub(crate) async fn state(
    app: &App,
    conn: &Conn,
    link: &PasswordLinkRow,
    person: &PersonRow,
) -> Result<PasswordLinkState> {
    let is_void = link.used_at.is_some()
        || !person.active
        || link.password_mark != password_mark(app, person)
        || rows::has_newer_link(conn, link).await?;
    Ok(if is_void {
        PasswordLinkState::Used
    } else if link.expires_at <= app.real_now() {
        PasswordLinkState::Expired
    } else {
        PasswordLinkState::Ready
    })
}

fn parse(token: &str) -> Option<(Uuid, [u8; TAG])> {
    if token.len() > TOKEN_MAX {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, tag) = bytes.split_at_checked(16)?;
    Some((Uuid::from_slice(id).ok()?, tag.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_a_token_is_looked_up() {
        for text in ["", "x", "é", "AAAA", &"A".repeat(44), &"A".repeat(10_000)] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert!(parse(&URL_SAFE_NO_PAD.encode([7; 32])).is_some());
    }
}
