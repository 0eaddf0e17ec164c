//! With which key mails are signed.

use std::fs;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use guichet_mail::DkimSigner;

use super::given;
use super::settings::Dkim as Settings;

/// The signer; `None` when mails are not signed, or by somebody behind. A key that cannot be used
/// is said at the start, and nothing of it is repeated.
pub fn signer(settings: Settings, sender_address: &str) -> Result<Option<Arc<DkimSigner>>> {
    let sender_domain = sender_address.rsplit('@').next().unwrap_or_default();
    let (selector, file) = match (given(settings.dkim_selector), settings.dkim_key_file) {
        (None, None) if settings.dkim_domain.is_none() => return Ok(None),
        (Some(selector), Some(file)) => (selector, file),
        _ => bail!(
            "GUICHET_DKIM_SELECTOR and GUICHET_DKIM_KEY_FILE go together: one of them is missing"
        ),
    };
    let domain = given(settings.dkim_domain).unwrap_or_else(|| sender_domain.to_owned());
    let pem = fs::read(&file)
        .with_context(|| format!("GUICHET_DKIM_KEY_FILE: {} cannot be read", file.display()))?;
    let signer = DkimSigner::new(&domain, &selector, &pem)
        .with_context(|| format!("DKIM with {}", file.display()))?;
    Ok(Some(Arc::new(signer)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(selector: Option<&str>, file: Option<&std::path::Path>) -> Settings {
        Settings {
            dkim_selector: selector.map(str::to_owned),
            dkim_domain: None,
            dkim_key_file: file.map(Into::into),
        }
    }

    #[test]
    fn without_settings_nothing_is_signed_and_half_of_them_is_an_error() {
        let address = "support@heliaq.example";
        assert!(signer(settings(None, None), address).unwrap().is_none());
        assert!(signer(settings(Some("2026"), None), address).is_err());
        assert!(signer(settings(None, Some("k.pem".as_ref())), address).is_err());
    }

    #[test]
    fn bad_key_is_an_error_that_names_the_file_and_says_nothing_of_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dkim.pem");
        let address = "support@heliaq.example";
        let missing = signer(settings(Some("2026"), Some(&path)), address).unwrap_err();
        assert!(format!("{missing:#}").contains("cannot be read"));
        fs::write(
            &path,
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
        )
        .unwrap();
        let bad = signer(settings(Some("2026"), Some(&path)), address).unwrap_err();
        let bad = format!("{bad:#}");
        assert!(bad.contains("dkim.pem") && bad.contains("2048"), "{bad}");
        assert!(
            !bad.contains("c2VjcmV0") && !bad.contains("secret"),
            "{bad}"
        );
    }
}
