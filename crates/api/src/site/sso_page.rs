//! What a person reads in the browser when a sign-in at an identity provider did not happen.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guichet_i18n::{Key, Language, t, text};
use guichet_service::App;
use guichet_service::settings::brand::current_brand;
use guichet_service::sso::SsoRefusal;
use sha2::{Digest as _, Sha256};

use crate::error::{ApiResult, status};

/// Its look; a page that works when nothing else does loads nothing.
const STYLE: &str = include_str!("sso_page.css");

/// The page.
pub(crate) async fn answer(app: &App, refusal: SsoRefusal, language: Language) -> ApiResult {
    let brand = current_brand(app).await?;
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let code = match refusal {
        // Said by a provider that does not answer; the portal itself is well.
        SsoRefusal::ProviderFailed => StatusCode::BAD_GATEWAY,
        other => status(other.code()),
    };
    Ok(HttpResponse::build(code)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .body(page(&brand.name, refusal, language)))
}

fn page(brand: &str, refusal: SsoRefusal, language: Language) -> String {
    let words = words(refusal);
    let brand = escape(brand);
    let (lang, title) = (language.as_str(), escape(t!(language, "sso-title")));
    let (reason, advice) = (
        escape(text(language, words.0)),
        escape(text(language, words.1)),
    );
    let back = escape(t!(language, "sso-back"));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} - {brand}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"brand\">{brand}</p>\n<h1>{title}</h1>\n<p>{reason}</p>\n<p>{advice}</p>\n\
         <p><a href=\"/\">{back}</a></p>\n</main>\n</body>\n</html>\n"
    )
}

/// Why, and what to do.
fn words(refusal: SsoRefusal) -> (Key, Key) {
    macro_rules! pair {
        ($reason:literal, $advice:literal) => {{
            const WORDS: (Key, Key) = (Key::named($reason), Key::named($advice));
            WORDS
        }};
    }
    match refusal {
        SsoRefusal::NoProvider => pair!("sso-no-provider", "sso-choose-another-way"),
        SsoRefusal::Cancelled => pair!("sso-cancelled", "sso-begin-again"),
        SsoRefusal::Expired => pair!("sso-expired", "sso-begin-again"),
        SsoRefusal::ProviderFailed => pair!("sso-provider-failed", "sso-try-later"),
        SsoRefusal::NotBelieved => pair!("sso-not-believed", "sso-tell-your-it"),
        SsoRefusal::AddressNotVerified => pair!("sso-address-not-verified", "sso-have-it-verified"),
        SsoRefusal::AddressNotCovered => pair!("sso-address-not-covered", "sso-use-work-address"),
        SsoRefusal::Unknown => pair!("sso-unknown-person", "sso-ask-for-an-invitation"),
        SsoRefusal::Inactive => pair!("sso-inactive-person", "sso-ask-your-admin"),
        SsoRefusal::LinkedOtherwise => pair!("sso-linked-otherwise", "sso-ask-the-supplier"),
    }
}

/// Text as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_says_why_and_what_to_do_in_either_language_whatever_the_brand_is() {
        for refusal in SsoRefusal::ALL {
            let fr = page("Heliaq <b>&", refusal, Language::Fr);
            let en = page("Heliaq <b>&", refusal, Language::En);
            assert!(fr.contains("lang=\"fr\"") && en.contains("lang=\"en\""));
            assert!(fr.contains("Heliaq &lt;b&gt;&amp;") && !fr.contains("<b>"));
            let (reason, advice) = words(refusal);
            assert_ne!(text(Language::Fr, reason), text(Language::En, reason));
            assert!(
                en.contains(&escape(text(Language::En, advice))),
                "{refusal:?}"
            );
        }
    }
}
