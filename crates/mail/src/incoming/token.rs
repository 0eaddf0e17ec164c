//! What addresses and subjects say about the ticket.

use super::IncomingMail;

/// The token of `local+TOKEN@domain` where `local@domain` is the address of this portal, from the
/// addresses of the message and of its envelope. Case is kept.
#[must_use]
pub fn reply_token(
    mail: &IncomingMail,
    envelope_to: &[String],
    base_address: &str,
) -> Option<String> {
    let (local, domain) = base_address.rsplit_once('@')?;
    let envelope = envelope_to.iter().map(String::as_str);
    let headers = mail
        .to
        .iter()
        .chain(&mail.cc)
        .map(|mailbox| mailbox.address.as_str());
    let delivered = mail.delivered_to.iter().map(String::as_str);
    envelope
        .chain(delivered)
        .chain(headers)
        .find_map(|address| token_of(address, local, domain))
}

fn token_of(address: &str, local: &str, domain: &str) -> Option<String> {
    let address = address.trim().trim_start_matches('<').trim_end_matches('>');
    let (before, host) = address.rsplit_once('@')?;
    let (name, token) = before.trim_matches('"').split_once('+')?;
    let good = host.eq_ignore_ascii_case(domain)
        && name.eq_ignore_ascii_case(local)
        && !token.is_empty()
        && token.len() <= 64
        && token
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    good.then(|| token.to_owned())
}

/// The ticket numbers in a subject (`CS` and seven digits), each once, in their order.
#[must_use]
pub fn ticket_numbers(subject: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    for word in subject.split(|c: char| !c.is_alphanumeric()) {
        let digits = word.get(2..).unwrap_or_default();
        let is_number = word.get(..2).is_some_and(|p| p.eq_ignore_ascii_case("CS"))
            && digits.len() == 7
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = word.to_ascii_uppercase();
        if is_number && !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}
