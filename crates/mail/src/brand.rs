//! The supplier, as its mails show it.

use std::sync::Arc;

use guichet_common::settings::brand::BrandColours;

use crate::logo::Logo;

/// Name, address, colours and sender of the supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// The name in the header, the signature and the footer.
    pub name: String,
    /// The company's postal address, a line of the footer.
    pub address: String,
    /// The colours of the header, the button and links.
    pub colours: BrandColours,
    /// The name in `From`.
    pub sender_name: String,
    /// The address in `From`.
    pub sender_address: String,
    /// The logo, shown in the place of the name.
    pub logo: Option<Arc<Logo>>,
    /// More lines of the footer; may be empty.
    pub footer: String,
    /// Links of the footer: what each is called, and where it leads.
    pub links: Vec<(String, String)>,
    /// Where the portal is, without a slash at the end: `https://support.heliaq.example`.
    pub public_url: String,
}

impl Brand {
    /// The name of the list that all ticket mails of this instance make: `tickets.<host>`.
    #[must_use]
    pub fn list_id(&self) -> String {
        let (_, rest) = self.public_url.split_once("://").unwrap_or_default();
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        format!(
            "tickets.{}",
            if host.is_empty() { "localhost" } else { host }
        )
    }
}

impl Default for Brand {
    /// The demo's supplier.
    fn default() -> Self {
        Self {
            name: "Heliaq".to_owned(),
            address: "Siège social : 3 rue Adrienne Bolland - 33185 Le Haillan".to_owned(),
            colours: BrandColours::default(),
            sender_name: "Support Heliaq".to_owned(),
            sender_address: "support@heliaq.example".to_owned(),
            logo: None,
            footer: String::new(),
            links: Vec::new(),
            public_url: "http://127.0.0.1:8080".to_owned(),
        }
    }
}
