//! The devices that people sign in with: of a new one they are told.

use std::net::IpAddr;

use chrono::TimeDelta;
use guichet_common::vocabulary::PersonalMailKind;
use guichet_db::people::PersonRow;
use guichet_db::{Tx, personal_mails as rows};

use super::ClientInfo;
use super::device::device_words;
use crate::app::App;
use crate::crypto::secret::hex;
use crate::error::Result;
use crate::personal_mails::{self, PersonalMailData};

/// Mails about new devices to one person within a day; more tell nothing new.
const MAILS_A_DAY: u64 = 5;

/// Remembers that a person signs in with this device; one that is not the first, and not known, is
/// told by mail.
pub(super) async fn see(app: &App, tx: &Tx, person: &PersonRow, client: &ClientInfo) -> Result<()> {
    let now = app.real_now();
    let words = device_words(&client.user_agent);
    let place = place(&client.address);
    let mark = hex(&app.access_key.sign(&[
        b"device",
        person.id.0.as_bytes(),
        words.as_bytes(),
        place.as_bytes(),
    ]));
    let (is_new, has_others) = rows::see_device(tx, person.id, &mark, now).await?;
    if !is_new || !has_others {
        return Ok(());
    }
    let kind = PersonalMailKind::NewSignIn;
    let since = now - TimeDelta::days(1);
    if rows::count_personal_mails(tx, person.id, kind, since).await? < MAILS_A_DAY {
        let data = PersonalMailData::of_client(app, client);
        personal_mails::enqueue(app, tx, person.id, kind, &data).await?;
    }
    Ok(())
}

/// The network of an address: that of a home or an office changes its last part.
fn place(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}")
        }
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}")
        }
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn neighbours_are_one_place() {
        assert_eq!(place("192.0.2.7"), place("192.0.2.99"));
        assert_ne!(place("192.0.2.7"), place("192.0.3.7"));
        assert_eq!(place("2001:db8:1:2::7"), place("2001:db8:1:ffff::1"));
        assert_ne!(place("2001:db8:1::7"), place("2001:db8:2::7"));
        assert_eq!(place(""), "");
    }
}
