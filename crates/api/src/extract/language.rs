//! The language of an answer: what the request asks for, else the caller's, else French.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use guichet_common::vocabulary::Language;

/// The caller's own language; kept with the request once it is known who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerLanguage(pub Language);

/// The language of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptedLanguage(pub Language);

impl AcceptedLanguage {
    /// The language for this request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Language {
        asked_for(request.headers())
            .or_else(|| {
                request
                    .extensions()
                    .get::<CallerLanguage>()
                    .map(|caller| caller.0)
            })
            .unwrap_or_default()
    }
}

impl FromRequest for AcceptedLanguage {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Self::of(request))))
    }
}

fn asked_for(headers: &HeaderMap) -> Option<Language> {
    let list = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for range in list.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let primary = tag.split('-').next().unwrap_or_default();
        let Ok(language) = primary.to_ascii_lowercase().parse() else {
            continue;
        };
        let quality = parts
            .find_map(|parameter| parameter.strip_prefix("q="))
            .map_or(1.0, |quality| quality.parse().unwrap_or(0.0));
        // The first of equals wins.
        if quality > 0.0 && best.is_none_or(|(highest, _)| quality > highest) {
            best = Some((quality, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn language(accept: Option<&str>, caller: Option<Language>) -> Language {
        let mut request = TestRequest::get();
        if let Some(accept) = accept {
            request = request.insert_header((header::ACCEPT_LANGUAGE, accept));
        }
        let request = request.to_http_request();
        request.extensions_mut().extend_with(caller);
        AcceptedLanguage::of(&request)
    }

    trait ExtendWith {
        fn extend_with(&mut self, caller: Option<Language>);
    }

    impl ExtendWith for actix_web::dev::Extensions {
        fn extend_with(&mut self, caller: Option<Language>) {
            if let Some(language) = caller {
                self.insert(CallerLanguage(language));
            }
        }
    }

    #[test]
    fn request_decides_then_the_caller_then_french() {
        assert_eq!(language(None, None), Language::Fr);
        assert_eq!(language(None, Some(Language::En)), Language::En);
        assert_eq!(language(Some("fr-FR"), Some(Language::En)), Language::Fr);
        assert_eq!(
            language(Some("de, *;q=0.1"), Some(Language::En)),
            Language::En
        );
    }

    #[test]
    fn highest_quality_wins() {
        assert_eq!(language(Some("fr;q=0.3, en-GB;q=0.9"), None), Language::En);
        assert_eq!(language(Some("en, fr"), None), Language::En);
        assert_eq!(language(Some("de, en;q=0.8, fr;q=0"), None), Language::En);
        assert_eq!(language(Some("en;q=0"), None), Language::Fr);
    }
}
