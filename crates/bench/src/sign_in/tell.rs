//! Whether an answer, or how long it takes, tells names that exist from names that do not.

use std::time::Instant;

use altcha::{Challenge, Payload, SolveChallengeOptions, solve_challenge};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::{address, post_from};
use crate::api::{Client, Subjects, user_names};
use crate::client::request;
use crate::report::{Report, micros};
use crate::server::Process;

/// By how much the medians may differ.
const APART: f64 = 1.05;
const WRONG: &str = "Corbeau-Rouge-8!";

/// Both kinds of names.
struct Names {
    existing: Vec<String>,
    missing: Vec<String>,
}

/// What one kind of names was answered.
#[derive(Default)]
struct Answers {
    micros: Vec<u64>,
    /// Status and body without what is never the same.
    said: Vec<(u16, String)>,
}

/// Tries both kinds in turn, the one first and then the other, and holds them against each other.
pub fn measure(
    server: &Process,
    subjects: &Subjects,
    tries: usize,
    report: &mut Report,
) -> Result<()> {
    let mut client = Client::open(server.address)?;
    let existing = user_names(&mut client, &subjects.agent_token, tries)?;
    let missing = existing.iter().map(|name| stranger(name)).collect();
    let names = Names { existing, missing };
    // The first of all warms up.
    for n in 0..8 {
        client.call(&sign_in(&format!("warm{n}@bench.example"), n))?;
    }
    let found = in_turn(&names, |name, n| {
        timed(&mut client, &sign_in(name, 1_000 + n))
    })?;
    compare("sign-in", &found, report)?;
    let mut captchas = captchas(server, 2 * tries)?.into_iter();
    let mut first = Client::open(server.address)?;
    let mut ids = Vec::new();
    let found = in_turn(&names, |name, n| {
        let captcha = captchas.next().context("a captcha for each")?;
        let body = json!({"username": name, "captcha": captcha});
        let request = post_from(address(10_000 + n), "/api/v1/auth/password-reset", &body);
        let started = Instant::now();
        let answer = first.call(&request)?;
        let took = started.elapsed();
        let said: Value = answer.json().context("a request for a new password")?;
        let id = said.get("reset_id").and_then(Value::as_str);
        ids.push((name.to_owned(), id.context("no id")?.to_owned()));
        let said = blank(&answer.body, &["reset_id", "request_id"])?;
        Ok((took.as_micros(), answer.status, said))
    })?;
    compare("forgotten password, the name", &found, report)?;
    let mut ids = ids.into_iter();
    let found = in_turn(&names, |name, n| {
        let (asked, id) = ids.next().context("an id for each")?;
        anyhow::ensure!(asked == name, "the names come in another order");
        let path = format!("/api/v1/auth/password-reset/{id}/verify");
        let body = json!({"email": name});
        timed(&mut client, &post_from(address(20_000 + n), &path, &body))
    })?;
    compare("forgotten password, the address", &found, report)
}

/// A name that looks alike and that nobody has.
fn stranger(name: &str) -> String {
    let turned: String = name
        .chars()
        .map(|letter| match letter {
            'a' => 'e',
            'e' => 'a',
            'n' => 'm',
            'm' => 'n',
            other => other,
        })
        .collect();
    format!("x{}", turned.get(1..).unwrap_or_default())
}

fn sign_in(name: &str, n: usize) -> Vec<u8> {
    let body = json!({"username": name, "password": WRONG});
    post_from(address(n), "/api/v1/auth/login", &body)
}

fn timed(client: &mut Client, request: &[u8]) -> Result<(u128, u16, String)> {
    let started = Instant::now();
    let answer = client.call(request)?;
    let took = started.elapsed();
    let said = blank(&answer.body, &["request_id"])?;
    Ok((took.as_micros(), answer.status, said))
}

/// Existing and missing names in turn; which of a pair comes first changes, so that neither always
/// follows on the other.
fn in_turn(
    names: &Names,
    mut ask: impl FnMut(&str, usize) -> Result<(u128, u16, String)>,
) -> Result<[Answers; 2]> {
    let mut found = [Answers::default(), Answers::default()];
    for (n, pair) in names.existing.iter().zip(&names.missing).enumerate() {
        for turn in 0..2 {
            let is_missing = (n + turn) % 2;
            let name = if is_missing == 0 { pair.0 } else { pair.1 };
            let (took, status, said) = ask(name, 2 * n + turn)?;
            let answers = found.get_mut(is_missing).context("one of two")?;
            answers.micros.push(u64::try_from(took).unwrap_or(u64::MAX));
            answers.said.push((status, said));
        }
    }
    Ok(found)
}

/// The body with these fields blanked, byte for byte else.
fn blank(body: &[u8], fields: &[&str]) -> Result<String> {
    let mut text = String::from_utf8(body.to_vec()).context("an answer that is no text")?;
    for field in fields {
        let start = format!("\"{field}\":\"");
        if let Some(at) = text.find(&start) {
            let at = at + start.len();
            let rest = text.get(at..).unwrap_or_default();
            let end = at + rest.find('"').context("an end")?;
            text.replace_range(at..end, "…");
        }
    }
    Ok(text)
}

fn compare(what: &str, [existing, missing]: &[Answers; 2], report: &mut Report) -> Result<()> {
    let first = existing.said.first().context("nothing was asked")?;
    let differs = existing
        .said
        .iter()
        .chain(&missing.said)
        .find(|said| *said != first);
    if let Some(other) = differs {
        bail!("{what}: {first:?} and {other:?} tell names apart");
    }
    let [existing, missing] = [existing, missing].map(median);
    report.note(
        &format!("{what}: median of an existing name"),
        &format!("{:.2} ms (status {})", micros(existing) / 1000.0, first.0),
    );
    report.note(
        &format!("{what}: median of a missing name"),
        &format!("{:.2} ms, the same bytes", micros(missing) / 1000.0),
    );
    let (longer, shorter) = (existing.max(missing), existing.min(missing));
    report.at_most(
        &format!("{what}: existing and missing names"),
        micros(longer),
        micros(shorter),
        APART,
        "the other median",
    );
    Ok(())
}

fn median(answers: &Answers) -> u64 {
    let mut sorted = answers.micros.clone();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// So many solved captchas, worked out on two threads.
fn captchas(server: &Process, wanted: usize) -> Result<Vec<String>> {
    let mut client = Client::open(server.address)?;
    let challenges: Vec<Challenge> = (0..wanted)
        .map(|_| {
            let answer = client.call(&request("GET", "/api/v1/auth/captcha", None, None))?;
            serde_json::from_value(answer.json()?).context("a challenge")
        })
        .collect::<Result<_>>()?;
    let (front, back) = challenges.split_at(wanted / 2);
    std::thread::scope(|scope| {
        let behind = scope.spawn(|| solve(back));
        let mut solved = solve(front)?;
        let behind = behind.join();
        solved.extend(behind.map_err(|_panic| anyhow::anyhow!("solving panicked"))??);
        Ok(solved)
    })
}

fn solve(challenges: &[Challenge]) -> Result<Vec<String>> {
    let mut solved = Vec::new();
    for challenge in challenges {
        let solution = solve_challenge(SolveChallengeOptions::new(challenge))
            .map_err(|error| anyhow::anyhow!("{error}"))?
            .context("a solution")?;
        let payload = Payload {
            challenge: challenge.clone(),
            solution,
        };
        solved.push(base64(&serde_json::to_vec(&payload)?));
    }
    Ok(solved)
}

/// Base64 (RFC 4648) with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for place in 0..4_usize {
            let index = usize::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or_default();
            let digit = DIGITS.get(index).copied().unwrap_or(b'=');
            text.push(char::from(if place <= chunk.len() { digit } else { b'=' }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn what_is_never_the_same_is_blanked_and_nothing_else() {
        let body = br#"{"code":"x","request_id":"abc","detail":"abc"}"#;
        let blanked = blank(body, &["request_id"]).unwrap();
        assert_eq!(blanked, r#"{"code":"x","request_id":"…","detail":"abc"}"#);
    }

    #[test]
    fn strangers_look_like_the_name_and_are_another() {
        assert_eq!(
            stranger("anne.martin@lacaze.example"),
            "xmma.nertim@leceza.axenpla"
        );
    }
}
