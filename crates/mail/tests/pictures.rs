//! Writes every sample as HTML for a look in a browser; see the README.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must stop"
)]

mod samples;

use std::{fs, path::Path};

use guichet_common::vocabulary::{Language, MailKind};
use guichet_mail::TicketMail;

type Sample = fn(MailKind, Language) -> TicketMail;

#[test]
#[ignore = "writes files for a person to look at"]
fn every_sample_is_written_for_a_look() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/mails");
    fs::create_dir_all(&folder)?;
    let brand = samples::brand();
    let sorts: [(&str, Sample); 3] = [
        ("guide", samples::guide),
        ("hostile", samples::hostile),
        ("bare", samples::bare),
    ];
    for (sort, sample) in sorts {
        for kind in MailKind::ALL {
            for language in Language::ALL {
                let words = samples::render(&brand, &sample(*kind, *language));
                fs::write(
                    folder.join(format!("{sort}-{kind}-{language}.html")),
                    words.html,
                )?;
            }
        }
    }
    Ok(())
}
