//! Signing in with user name and password.

use guichet_common::ErrorCode;
use guichet_common::auth::Login;
use guichet_common::vocabulary::SignInMethod;
use guichet_db::people;

use super::{ClientInfo, SignedIn, open_session};
use crate::app::App;
use crate::error::{Error, Result};
use crate::second_factor;

/// Signs a person in with user name and password. A wrong name takes as long, and says the same,
/// as a wrong password.
pub async fn sign_in(app: &App, login: Login, client: ClientInfo) -> Result<SignedIn> {
    let person = people::find_person_by_email(&app.db.read(), login.username.trim()).await?;
    let otp = login.otp;
    let person = person.filter(|person| person.active);
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.clone());
    let matches = app.passwords.verify(login.password, hash).await?;
    let person = match person {
        Some(person) if matches => person,
        _ => return Err(Error::Refused(ErrorCode::InvalidCredentials)),
    };
    let tx = app.db.begin_write().await?;
    second_factor::check(app, &tx, &person, otp.as_deref()).await?;
    let signed_in = open_session(app, &tx, &person, &client, SignInMethod::Password).await?;
    tx.commit().await?;
    Ok(signed_in)
}
