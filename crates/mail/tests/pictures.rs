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
    let brands = [("", samples::brand()), ("other-", samples::other_brand())];
    let sorts: [(&str, Sample); 3] = [
        ("guide", samples::guide),
        ("hostile", samples::hostile),
        ("bare", samples::bare),
    ];
    fs::write(folder.join("logo.png"), samples::logo().bytes())?;
    for (brand_name, brand) in &brands {
        for (sort, sample) in sorts {
            for kind in MailKind::ALL {
                for language in Language::ALL {
                    let words = samples::render(brand, &sample(*kind, *language));
                    // A mail brings its picture along.
                    let html = words.html.replace("cid:logo@brand.guichet", "logo.png");
                    let name = format!("{brand_name}{sort}-{kind}-{language}.html");
                    fs::write(folder.join(name), html)?;
                }
            }
        }
    }
    Ok(())
}
