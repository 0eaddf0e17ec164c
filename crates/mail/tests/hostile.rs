//! Bytes that nobody should send: reading them never fails, takes long or takes much.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use guichet_mail::incoming::{IncomingMail, ReadLimits, Unreadable, read_mail};
use proptest::prelude::*;

/// What holds for any message.
fn read(raw: &[u8]) -> Result<IncomingMail, Unreadable> {
    let mail = read_mail(raw, &ReadLimits::default());
    match &mail {
        Err(error) => assert_ne!(*error, Unreadable::Panic),
        Ok(mail) => {
            let lines = mail.attachments.iter().map(|file| file.file_name.as_str());
            let from = mail.from.iter().map(|from| from.address.as_str());
            for line in lines.chain(from).chain([mail.subject.as_str()]) {
                assert!(!line.contains(char::is_control), "{line:?}");
            }
            let body = &mail.body;
            assert!(body.was_cut || body.text == body.whole_text);
            let is_kept = !body.text.trim().is_empty() || body.html.contains("<img");
            assert!(is_kept || body.whole_text.trim().is_empty());
            for file in &mail.attachments {
                assert!(file.content(raw).len() <= file.size_at_most());
                assert!(!file.file_name.contains(['/', '\\']) && !file.file_name.is_empty());
            }
        }
    }
    mail
}

fn samples() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/incoming");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder of samples")
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read(file).expect("a sample"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_or_refused(raw in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&raw);
    }

    #[test]
    fn any_html_is_read(html in "(<(/?(div|p|b|table|tr|td|blockquote|svg|template|select|a)( class=\"gmail_quote\"| type=cite)?>)|[a-z&; é\n]{0,6}){0,60}") {
        let raw = format!("From: a@client.example\nContent-Type: text/html; charset=utf-8\n\n{html}");
        prop_assert!(read(raw.as_bytes()).is_ok());
    }

    #[test]
    fn damaged_samples_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let samples = samples();
        let mut raw = which.get(&samples).clone();
        for (place, byte) in damage {
            let place = place.index(raw.len());
            if let Some(slot) = raw.get_mut(place) {
                *slot = byte;
            }
        }
        raw.truncate(cut.index(raw.len()) + 1);
        let _ = read(&raw);
    }
}

/// Reads a megabyte or so of something hostile in little time, even unoptimised.
fn quick(name: &str, raw: &[u8]) {
    let start = Instant::now();
    let _ = read(raw);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?}");
}

fn html(body: &str) -> Vec<u8> {
    format!("From: a@client.example\nContent-Type: text/html; charset=utf-8\n\n{body}").into_bytes()
}

#[test]
fn html_made_to_be_expensive_is_given_up_early() {
    const MEGABYTE: usize = 1024 * 1024;
    let formats: String = (0..500)
        .map(|n| format!("<font a{n}=1>"))
        .collect::<Vec<_>>()
        .concat();
    let attributes: String = (0..150_000)
        .map(|n| format!("a{n} "))
        .collect::<Vec<_>>()
        .concat();
    for (name, body) in [
        ("deep elements", "<div>".repeat(MEGABYTE / 5)),
        ("deep formats", "<b><i>".repeat(MEGABYTE / 6)),
        (
            "rebuilt formats",
            format!("<p>{formats}</p>{}", "<p>x".repeat(MEGABYTE / 4)),
        ),
        ("tables without cells", "<table>x<b>".repeat(MEGABYTE / 11)),
        (
            "moved out of a table",
            format!("<table>{}", "x<br>".repeat(MEGABYTE / 5)),
        ),
        ("attributes", format!("<a {attributes}>")),
        ("unclosed comment", format!("<!--{}", "<".repeat(MEGABYTE))),
        ("templates", "<template>".repeat(MEGABYTE / 10)),
        (
            "quotes",
            "<blockquote type=cite>x</blockquote>y".repeat(MEGABYTE / 37),
        ),
        ("selects", "<select><option>".repeat(MEGABYTE / 16)),
    ] {
        quick(name, &html(&body));
    }
}

#[test]
fn mime_made_to_be_expensive_takes_linear_time() {
    let head = "From: a@client.example\n";
    let nested: String = (0..15)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\n\n--b{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    for (name, raw) in [
        (
            "dashes",
            format!("{head}{nested}\n{}", "--\n".repeat(1_000_000)),
        ),
        (
            "ids",
            format!("{head}References: {}\n\nx", "<a@b> ".repeat(40_000)),
        ),
        (
            "recipients",
            format!("{head}To: {}\n\nx", "a@b.example, ".repeat(18_000)),
        ),
        (
            "open comments",
            format!("{head}To: {}\n\nx", "(".repeat(200_000)),
        ),
        (
            "encoded words",
            format!("{head}Subject: {}\n\nx", "=?utf-8?Q?a?= ".repeat(15_000)),
        ),
        (
            "open encoded words",
            format!("{head}Subject: {}\n\nx", "=?utf-8?Q?a".repeat(20_000)),
        ),
        (
            "parameters",
            format!(
                "{head}Content-Type: a/b; {}\n\nx",
                "name*0*=a; ".repeat(20_000)
            ),
        ),
        ("fields", format!("{head}{}\nx", "A: b\n".repeat(50_000))),
        (
            "quoted lines",
            format!("{head}\n{}", "> a\nb\n".repeat(200_000)),
        ),
        ("heads", format!("{head}\n{}", "De : a\n".repeat(150_000))),
        (
            "attributions",
            format!("{head}\n{}", "Le a\n".repeat(200_000)),
        ),
        ("one line", format!("{head}\n{}", "a".repeat(3_000_000))),
    ] {
        quick(name, raw.as_bytes());
    }
}
