//! Feeds damaged and spliced mails through the whole way in, until the time is over:
//! `cargo run -p guichet-tests --example fuzz_mail_in -- 10` (minutes; then a seed, then `reader` to
//! try the reader alone, which is faster). What fails or takes long is written beside, to become a
//! sample.

use std::io::{self, Write as _};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use guichet_tests::fuzz::Fuzz;
use guichet_tests::{Backend, TestApp};

/// Longer than any message of this size should take, without optimisation.
const SLOW: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let minutes = number(0).unwrap_or(1);
    let reader_alone = arguments.get(2).is_some_and(|mode| mode == "reader");
    let app = TestApp::start(Backend::Sqlite).await;
    let ticket = app.claire().await.file_ticket("Panne").await;
    let mut fuzz = Fuzz::new(number(1).unwrap_or(0x9e37_79b9), &ticket);
    let start = Instant::now();
    let (mut executions, mut findings) = (0_u64, 0_u32);
    while start.elapsed() < Duration::from_secs(minutes * 60) {
        let raw = fuzz.message();
        let begun = Instant::now();
        let held = if reader_alone {
            std::panic::catch_unwind(AssertUnwindSafe(|| drop(fuzz.read(&raw)))).is_ok()
        } else {
            let way = fuzz.receive(&app, raw.clone());
            AssertUnwindSafe(way).catch_unwind().await.is_ok()
        };
        executions += 1;
        if !held || begun.elapsed() > SLOW {
            findings += 1;
            std::fs::write(format!("finding-{findings}.eml"), &raw)?;
        }
    }
    writeln!(
        io::stdout(),
        "{executions} executions, {} shapes, {} written, {findings} findings",
        fuzz.shapes(),
        fuzz.written()
    )
}
