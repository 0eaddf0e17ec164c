//! The supplier, as its mails show it.

use serde::{Deserialize, Serialize};

use crate::fields::{OptionalPart, Parts};
use crate::problem::FieldError;
use crate::request;

/// Longest name of the supplier and of the sender, in characters.
pub const BRAND_NAME_MAX: usize = 60;
/// Longest postal address, in characters.
pub const BRAND_ADDRESS_MAX: usize = 200;
/// Longest footer, in characters.
pub const BRAND_FOOTER_MAX: usize = 500;
/// Most links of the footer.
pub const BRAND_LINKS_MAX: usize = 5;
/// Longest data URI of a logo, in characters, for 64 KiB: every mail carries it.
pub const LOGO_CHARACTERS_MAX: usize = 88_000;
/// The contrast that text needs (WCAG 2.2, 1.4.3).
const CONTRAST_MIN: f64 = 4.5;
/// Behind links, in mails on light and on dark screens.
const LIGHT: [&str; 2] = ["#ffffff", "#f5f7f9"];
const DARK: [&str; 2] = ["#131c24", "#1a252f"];

request! {
    /// The supplier, as mails show it from now on.
    pub struct PutBrandSettings {
        /// The name in the header, the signature and the footer.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
        pub name: String,
        /// The company's postal address, a line of the footer; may be empty.
        #[cfg_attr(feature = "openapi", schema(max_length = 200))]
        pub address: String,
        /// The name in `From`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
        pub sender_name: String,
        /// The address in `From`.
        #[cfg_attr(feature = "openapi", schema(max_length = 254))]
        pub sender_address: String,
        /// The colours; absent or `null`, those of the portal.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<PutBrandColours>))]
        pub colours: OptionalPart<PutBrandColours>,
        /// The logo as a data URI (`data:image/png;base64,…`): PNG or JPEG, 64 KiB at most. Without,
        /// the name is shown.
        #[cfg_attr(feature = "openapi", schema(max_length = 88000))]
        pub logo: Option<String>,
        /// More lines of the footer.
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub footer: Option<String>,
        /// Links of the footer, 5 at most.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<PutBrandLink>))]
        pub links: Parts<PutBrandLink>,
    }

    /// Colours as CSS writes them: `#0a5f80`. Text on them, and links in their colour, need a contrast
    /// of 4.5 to 1.
    pub struct PutBrandColours {
        /// Behind the brand's name.
        pub header: String,
        /// The brand's name.
        pub header_text: String,
        /// The mark beside the name.
        pub spark: String,
        /// Buttons and links on a light screen.
        pub accent: String,
        /// A button's label on a light screen.
        pub accent_text: String,
        /// Buttons and links on a dark screen.
        pub accent_dark: String,
        /// A button's label on a dark screen.
        pub accent_dark_text: String,
    }

    /// A link of the footer.
    pub struct PutBrandLink {
        /// What it is called, 1 to 60 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
        pub label: String,
        /// Where it leads: `https://…`.
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub url: String,
    }
}

/// The supplier, as mails show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BrandSettings {
    /// The name in the header, the signature and the footer.
    pub name: String,
    /// The company's postal address, a line of the footer; may be empty.
    pub address: String,
    /// The name in `From`.
    pub sender_name: String,
    /// The address in `From`.
    pub sender_address: String,
    /// The colours.
    pub colours: BrandColours,
    /// The logo as a data URI.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub logo: Option<String>,
    /// More lines of the footer.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub footer: Option<String>,
    /// Links of the footer.
    pub links: Vec<BrandLink>,
}

/// Colours as CSS writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BrandColours {
    /// Behind the brand's name.
    pub header: String,
    /// The brand's name.
    pub header_text: String,
    /// The mark beside the name.
    pub spark: String,
    /// Buttons and links on a light screen.
    pub accent: String,
    /// A button's label on a light screen.
    pub accent_text: String,
    /// Buttons and links on a dark screen.
    pub accent_dark: String,
    /// A button's label on a dark screen.
    pub accent_dark_text: String,
}

impl Default for BrandColours {
    /// Those of the portal.
    fn default() -> Self {
        Self {
            header: "#06283a".to_owned(),
            header_text: "#ffffff".to_owned(),
            spark: "#f2872f".to_owned(),
            accent: "#0a5f80".to_owned(),
            accent_text: "#ffffff".to_owned(),
            accent_dark: "#62c3e4".to_owned(),
            accent_dark_text: "#04202c".to_owned(),
        }
    }
}

/// A link of the footer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BrandLink {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

impl PutBrandSettings {
    /// What is wrong with it, apart from the logo's bytes and the sender's address.
    #[must_use]
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        check_line("/name", &self.name, BRAND_NAME_MAX, &mut errors);
        check_line(
            "/sender_name",
            &self.sender_name,
            BRAND_NAME_MAX,
            &mut errors,
        );
        if !self.address.trim().is_empty() {
            check_line("/address", &self.address, BRAND_ADDRESS_MAX, &mut errors);
        }
        if let Some(footer) = &self.footer {
            check_length("/footer", footer, BRAND_FOOTER_MAX, &mut errors);
        }
        if let Some(colours) = &self.colours.0 {
            colours.check(&mut errors);
        }
        if self.links.0.len() > BRAND_LINKS_MAX {
            let error = FieldError::at("/links", "too_many");
            errors.push(error.with("max", BRAND_LINKS_MAX));
        }
        for (index, link) in self.links.0.iter().enumerate() {
            let pointer = format!("/links/{index}/label");
            check_line(&pointer, &link.label, BRAND_NAME_MAX, &mut errors);
            if !is_web_address(&link.url) {
                errors.push(FieldError::at(
                    format!("/links/{index}/url"),
                    "invalid_value",
                ));
            }
        }
        errors
    }
}

fn check_line(pointer: &str, text: &str, max: usize, errors: &mut Vec<FieldError>) {
    if text.trim().is_empty() {
        errors.push(FieldError::at(pointer, "required"));
    } else if text.chars().any(char::is_control) {
        errors.push(FieldError::at(pointer, "invalid_value"));
    } else {
        check_length(pointer, text, max, errors);
    }
}

fn check_length(pointer: &str, text: &str, max: usize, errors: &mut Vec<FieldError>) {
    if text.trim().chars().count() > max {
        errors.push(FieldError::at(pointer, "too_long").with("max", max));
    }
}

fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`');
    url.len() <= 500
        && url.chars().all(plain)
        && rest.is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            // Whoever reads `https://bank.example@elsewhere.example` takes it for another place.
            !host.is_empty() && !host.contains('@')
        })
}

impl PutBrandColours {
    fn check(&self, errors: &mut Vec<FieldError>) {
        let all = [
            ("header", &self.header),
            ("header_text", &self.header_text),
            ("spark", &self.spark),
            ("accent", &self.accent),
            ("accent_text", &self.accent_text),
            ("accent_dark", &self.accent_dark),
            ("accent_dark_text", &self.accent_dark_text),
        ];
        let mut error = |name: &str, code: &str| {
            errors.push(FieldError::at(format!("/colours/{name}"), code));
        };
        let mut readable = true;
        for (name, colour) in all {
            if luminance(colour).is_none() {
                error(name, "invalid_format");
                readable = false;
            }
        }
        if !readable {
            return;
        }
        let mut check = |name: &str, text: &str, backgrounds: &[&str]| {
            if backgrounds
                .iter()
                .any(|back| contrast(text, back) < CONTRAST_MIN)
            {
                error(name, "low_contrast");
            }
        };
        check("header_text", &self.header_text, &[&self.header]);
        check("accent", &self.accent, &LIGHT);
        check("accent_text", &self.accent_text, &[&self.accent]);
        check("accent_dark", &self.accent_dark, &DARK);
        check(
            "accent_dark_text",
            &self.accent_dark_text,
            &[&self.accent_dark],
        );
    }
}

/// The contrast of two colours, 1 to 21; 0 when one of them is none.
#[must_use]
pub fn contrast(one: &str, other: &str) -> f64 {
    let (Some(one), Some(other)) = (luminance(one), luminance(other)) else {
        return 0.0;
    };
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })?;
    let channel = |at: usize| {
        let value = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let value = f64::from(value) / 255.0;
        Some(if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

impl From<PutBrandColours> for BrandColours {
    fn from(body: PutBrandColours) -> Self {
        Self {
            header: body.header,
            header_text: body.header_text,
            spark: body.spark,
            accent: body.accent,
            accent_text: body.accent_text,
            accent_dark: body.accent_dark,
            accent_dark_text: body.accent_dark_text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PutBrandLink, contrast, is_web_address};
    use crate::fields::{OptionalPart, Parts};

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 0.01
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!(close(contrast("#000000", "#ffffff"), 21.0));
        assert!(close(contrast("#767676", "#FFFFFF"), 4.54));
        assert!(close(contrast("#777777", "#ffffff"), 4.48));
        assert!(close(contrast("#0a5f80", "#0a5f80"), 1.0));
        for none in ["", "#fff", "red", "#gggggg", "#0000000", "#00é00"] {
            assert!(close(contrast(none, "#ffffff"), 0.0), "{none}");
        }
    }

    #[test]
    fn links_lead_to_the_web_and_say_where() {
        for good in ["https://heliaq.example", "http://a.example/b?c=d#e"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "heliaq.example",
            "javascript:alert(1)",
            "https://bank.example@evil.example/",
            "https://a.example/\"onclick=",
            "https://a b.example",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    fn body() -> super::PutBrandSettings {
        super::PutBrandSettings {
            name: "Heliaq".to_owned(),
            address: String::new(),
            sender_name: "Support".to_owned(),
            sender_address: "support@heliaq.example".to_owned(),
            colours: OptionalPart(None),
            logo: None,
            footer: None,
            links: Parts(Vec::new()),
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        assert!(body().errors().is_empty());
        let link = |label: &str, url: &str| PutBrandLink {
            label: label.to_owned(),
            url: url.to_owned(),
        };
        let wrong = super::PutBrandSettings {
            name: " ".to_owned(),
            sender_name: "a\r\nBcc: x".to_owned(),
            address: "x".repeat(201),
            footer: Some("x".repeat(501)),
            links: Parts(vec![link("", "ftp://x"); 6]),
            ..body()
        };
        let found: Vec<_> = wrong
            .errors()
            .into_iter()
            .map(|error| format!("{} {}", error.pointer.unwrap_or_default(), error.code))
            .collect();
        let expected = [
            "/name required",
            "/sender_name invalid_value",
            "/address too_long",
            "/footer too_long",
            "/links too_many",
        ];
        assert_eq!(found.get(..5).unwrap_or_default(), expected);
        assert_eq!(found.len(), 5 + 12);
    }
}
